"""The words: every sentence in English and in Dutch.

English is what stands in the code: a template with named places, marked by `t` where nothing else
marks it. Dutch is looked up in ``journeys/locale/nl/LC_MESSAGES/journeys.po``. Vocabulary words
(a phase, a severity, a verdict, a side) stand there under the context ``word``.

Babel is loaded for a date or for Dutch, and not before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from domain.moments import Moment

Code = Literal["en", "nl"]
CATALOGUES = Path(__file__).parent / "locale"

_READ_AS_TWO = {
    "in-person": "in person",
    "not-due": "not due",
    "not-applicable": "not applicable",
    "trust-building": "building trust",
    "sales-launch": "sales launch",
    "small-error": "small error",
}
_GROUPED_FROM = 10_000
_FIGURE = re.compile(r"[-+−]?[0-9]+(?:\.[0-9]+)?%?")


class Template(Protocol):
    """A sentence with the values for its places, such as `projections.finding.Say`."""

    @property
    def template(self) -> str:
        """The English template."""
        ...

    @property
    def values(self) -> dict[str, Any]:
        """What stands in its places."""
        ...


def t(sentence: str) -> str:
    """Mark *sentence* as one that a user sees, to be said later in the reader's language."""
    return sentence


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """What is said in another language: by (context, English) and, for counts, in two forms."""

    one: Mapping[tuple[str | None, str], str] = field(default_factory=dict)
    many: Mapping[tuple[str | None, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language: sentences, words, dates and figures.

    Examples
    --------
    >>> speak("en").say("{n} findings since {when}", n=2, when="Monday")
    '2 findings since Monday'
    >>> speak("nl").number(-0.75), speak("en").number(0.5, sign=True)
    ('−0,75', '+0.5')
    """

    code: Code
    catalogue: Catalogue = field(default_factory=Catalogue, repr=False)

    def say(self, what: Template | str, /, **values: object) -> str:
        """Return a sentence in this language, its places filled.

        A template without values is taken as it stands.
        """
        if isinstance(what, str):
            template = self.catalogue.one.get((None, what), what)
        else:
            template = self.catalogue.one.get((None, what.template), what.template)
            values = {**what.values, **values}
        return _Filling(self).vformat(template, (), values) if values else template

    def quote(self, template: str, /, **values: object) -> str:
        """Return a sentence in this language with its values exactly as they are."""
        said = self.catalogue.one.get((None, template), template)
        return Formatter().vformat(said, (), values) if values else said

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the form that fits *n*, its places filled (``{n}`` among them)."""
        shelf = self.catalogue.one if n == 1 else self.catalogue.many
        template = shelf.get((None, one), one if n == 1 else many)
        return _Filling(self).vformat(template, (), {"n": n, **values})

    def word(self, word: str) -> str:
        """Return a vocabulary word as people say it; any other text as it is."""
        if self.code == "en":
            return _READ_AS_TWO.get(word, word)
        return self.catalogue.one.get(("word", word), word)

    def value(self, value: Any) -> str:  # noqa: ANN401 - whatever a rule puts in its sentence
        """Return a value as it stands in a sentence: a date, a figure, a word or a list."""
        match value:
            case None:
                said = "–"
            case bool():
                said = self.word("yes" if value else "no")
            case int() | float():
                said = self.number(value)
            case str():
                moment = moment_of(value)
                said = self._text(value) if moment is None else self.moment(moment)
            case _ if hasattr(value, "template"):
                said = self.say(value)
            case Iterable():
                said = self.listing(self.value(one) for one in value)
            case _:
                said = str(value)
        return said

    def _text(self, value: str) -> str:
        """Return a word, a written figure, or a sentence that is known; else the text."""
        if _FIGURE.fullmatch(value):
            return self._points(value.replace("-", "−"))
        said = self.word(value)
        return self.catalogue.one.get((None, value), value) if said == value else said

    def _points(self, figure: str) -> str:
        return figure.translate(str.maketrans(",.", ".,")) if self.code == "nl" else figure

    def number(self, value: float, *, digits: int = 2, sign: bool = False) -> str:
        """Return a figure with at most *digits* decimals and this language's decimal sign."""
        text = f"{abs(value):,.{digits}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if abs(value) < _GROUPED_FROM:
            text = text.replace(",", "")
        minus = value < 0 and float(text.replace(",", "")) != 0
        text = f"{'−' if minus else '+' if sign and value > 0 else ''}{text}"
        return self._points(text)

    def moment(self, moment: Moment, *, short: bool = False) -> str:
        """Return a moment as sharply as it is known, and no sharper.

        Examples
        --------
        >>> from domain.moments import Moment
        >>> speak("en").moment(Moment("2025-08-19")), speak("en").moment(Moment("2024-01~"))
        ('19 August 2025', 'about January 2024')
        >>> speak("nl").moment(Moment("2025-08-26T18:00:00+02:00"))
        '26 augustus 2025, 18:00'
        """
        from babel.dates import format_date

        month = "MMM" if short else "MMMM"
        shape = {"year": "y", "month": f"{month} y"}.get(moment.precision, f"d {month} y")
        said = format_date(moment.day, shape, locale=self.code)
        if moment.precision == "instant":
            clock = moment[11:16]
            universal = moment.rstrip("~")[-1] in "Zz" or moment.rstrip("~").endswith("+00:00")
            said = f"{said}, {clock}{' UTC' if universal else ''}"
        return self.say(t("about {when}"), when=said) if moment.approximate else said

    def listing(self, parts: Iterable[str]) -> str:
        """Return texts as one: "a, b and c"."""
        *most, last = list(parts) or [""]
        if not most:
            return last
        return self.quote(t("{most} and {last}"), most=", ".join(most), last=last)


class _Filling(Formatter):
    """Fills the places of a template; a place without a value stays visible as an ellipsis."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:  # noqa: ANN401 - the library's protocol
        return (
            kwargs.get(key, "…") if isinstance(key, str) else super().get_value(key, args, kwargs)
        )

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - the library's protocol
        if not format_spec or isinstance(value, str):
            return self.language.value(value)
        said = str(super().format_field(value, format_spec))
        return self.language.value(said)


def moment_of(value: object) -> Moment | None:
    """Return *value* if it is a moment; a plain text is none, whatever it says."""
    if type(value) is str or not isinstance(value, str):
        return None
    from domain.moments import Moment

    return value if isinstance(value, Moment) else None


@lru_cache
def speak(code: str) -> Language:
    """Return the language of a code or locale such as ``nl_BE.UTF-8``; English for any other."""
    if code.lower().replace("-", "_").split(".")[0].split("_")[0] == "nl":
        return Language("nl", _read("nl"))
    return Language("en")


def _read(code: Code) -> Catalogue:
    from babel.messages.pofile import read_po

    one: dict[tuple[str | None, str], str] = {}
    many: dict[tuple[str | None, str], str] = {}
    with (CATALOGUES / code / "LC_MESSAGES" / "journeys.po").open("rb") as file:
        for message in read_po(file, locale=code):
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            said = message.string
            strings = (said,) if isinstance(said, str) else tuple(said or ())
            if ids[0] and all(strings) and len(strings) == len(ids):
                one[message.context, ids[0]] = strings[0]
                many[message.context, ids[0]] = strings[-1]
    return Catalogue(one, many)


def preferred(environment: Mapping[str, str]) -> str:
    """Return the language an environment asks for: ``JOURNEYS_LANG`` before the locale.

    Examples
    --------
    >>> (
    ...     preferred({"LANG": "nl_NL.UTF-8"}),
    ...     preferred({"LC_ALL": "C", "LANG": "nl_NL"}),
    ...     preferred({}),
    ... )
    ('nl', 'en', 'en')
    """
    for name in ("JOURNEYS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "nl" if environment[name].lower()[:2] == "nl" else "en"
    return "en"
