"""What a column seems to hold: by its name, and by the cells that were looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from journeys.io.mapped.times import reader
from journeys.io.mapped.values import slug
from journeys.io.rows.row import SetAside

CHANNELS = {
    "phone": "call", "telephone": "call", "call": "call", "telefoon": "call", "email": "mail",
    "e-mail": "mail", "mail": "mail", "chat": "chat", "live-chat": "chat", "support-chat": "chat",
    "whatsapp": "text", "sms": "text", "text": "text", "web": "form", "webform": "form",
    "website": "form", "form": "form", "portal": "form", "app": "form", "letter": "letter",
    "post": "letter", "postal-mail": "letter", "brief": "letter", "fax": "letter",
    "video": "video", "visit": "in-person", "in-person": "in-person", "shop": "in-person",
    "store": "in-person", "social": "public", "link": "link",
}  # fmt: skip
"""Words for channels in other systems, and ours."""

_FORMS = (
    "iso", "%d-%m-%Y", "%m-%d-%Y", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d",
    "%d-%m-%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y/%m/%d %H:%M:%S", "%d %b %Y", "%d %B %Y", "%b %d, %Y",
)  # fmt: skip
_COUNTERPART = re.compile(
    r"client|customer|account|company|user|member|klant|relatie|debtor|organi[sz]ation|patient",
    re.IGNORECASE,
)
_CASE = re.compile(r"case:concept:name|(case|zaak)[ _-]?(id|nr|number|nummer)?", re.IGNORECASE)
_OBJECT = "object:"
_ACTIVITY = "concept:name"
"""What XES calls what was done."""
_SCALES = (
    (re.compile(r"\bnps\b|promoter", re.IGNORECASE), "nps", 0, 10),
    (re.compile(r"\bces\b|effort", re.IGNORECASE), "ces", 1, 7),
    (re.compile(r"csat|satisf|tevreden", re.IGNORECASE), "csat", 1, 5),
    (re.compile(r"star|rating|review|beoordeling", re.IGNORECASE), "stars", 1, 5),
    (re.compile(r"sentiment|valence|mood|feeling|gevoel", re.IGNORECASE), "valence", -1, 1),
)
_THUMBS = re.compile(r"thumb|duim|helpful", re.IGNORECASE)
_UP = {"up", "yes", "true", "1", "ja", "positive", "👍"}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_FEW, _LONG, _MOST = 30, 40, 0.9
_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it was looked at."""

    name: str
    cells: tuple[str, ...]
    words: tuple[str, ...]
    unique: bool

    def says(self, *parts: str) -> bool:
        """Whether its name has one of these words in it."""
        return any(part in parts for part in _parts(self.name))

    @property
    def is_counterpart(self) -> bool:
        """Whether it seems to say whose row this is."""
        named = _COUNTERPART.search(self.name) is not None
        return named and bool(self.cells) and not self.is_text and not dates_of(self).forms

    @property
    def is_case(self) -> bool:
        """Whether it says which case of a log this belongs to, or about which one object it is."""
        if self.is_object:
            return bool(self.cells) and self.fits_an_id
        return bool(self.cells) and _CASE.fullmatch(self.name) is not None

    @property
    def is_object(self) -> bool:
        """Whether it has the objects of one type that an event of an OCEL 2.0 log is about."""
        return self.name.startswith(_OBJECT) and "." not in self.name

    @property
    def fits_an_id(self) -> bool:
        """Whether every cell can be an id as it stands; a name in words cannot."""
        return all(_ID.fullmatch(cell) for cell in self.cells) and (
            self.is_object
            or self.says("id", "nr", "no", "key", "code", "number")
            or any(sign.isdigit() for cell in self.cells[:5] for sign in cell)
        )

    @property
    def is_text(self) -> bool:
        """Whether people wrote it."""
        return any(len(cell) > _LONG and " " in cell for cell in self.cells)

    @property
    def is_channel(self) -> bool:
        """Whether it seems to say over what a contact went."""
        named = self.says("channel", "via", "medium", "kanaal", "submitted")
        known = sum(slug(word) in CHANNELS for word in self.words)
        return named and 2 * known > len(self.words)

    @property
    def is_step(self) -> bool:
        """Whether it seems to say which step of a journey this is."""
        if self.name == _ACTIVITY:
            return True
        return self.says("event", "action", "activity", "step", "page", "stage") and bool(
            self.words
        )

    @property
    def length(self) -> float:
        """How long a cell is, on average."""
        return sum(map(len, self.cells)) / len(self.cells) if self.cells else 0.0

    @property
    def figures(self) -> list[float] | None:
        """The cells as numbers, None where one of them is none."""
        try:
            return [float(cell) for cell in self.cells]
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Dates:
    """The forms in which a column writes dates; none where it holds no dates."""

    forms: tuple[str, ...] = ()
    ambiguous: bool = False
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Guess:
    """A scale that a column seems to be on."""

    scale: str
    low: float | None = None
    high: float | None = None
    words: dict[str, int] | None = None


def look_at(name: str, cells: list[str]) -> Column:
    """Return a column with what can be seen at a glance."""
    filled = tuple(cell.strip() for cell in cells if cell.strip())
    different = dict.fromkeys(filled)
    return Column(name, filled, tuple(_few(different)), len(different) == len(cells))


def _few(different: dict[str, None]) -> list[str]:
    # Too many different ones are no words of a vocabulary.
    return list(different) if len(different) <= _FEW else []


def dates_of(column: Column) -> Dates:
    """Return the forms of the dates in a column.

    Examples
    --------
    >>> dates_of(look_at("day", ["28-07-2026", "01-02-2026"])).forms
    ('%d-%m-%Y',)
    >>> dates_of(look_at("day", ["03/02/2026", "01/02/2026"])).ambiguous
    True
    """
    if not column.cells or (column.figures is not None and not column.says("date", "day", "datum")):
        return Dates()
    left = list(dict.fromkeys(column.cells))[:500]
    total, forms, ambiguous = len(left), [], False
    while left:
        fits = {form: [cell for cell in left if _is(cell, form)] for form in _FORMS}
        best = max(fits, key=lambda form: len(fits[form]))
        if not fits[best]:
            break
        same = [form for form in fits if fits[form] == fits[best] and form != best]
        ambiguous = ambiguous or any(_swapped(best) == form for form in same)
        forms.append(best)
        left = [cell for cell in left if cell not in set(fits[best])]
    if not forms or len(left) > (1 - _MOST) * total:
        return Dates()
    return Dates(tuple(forms), ambiguous, len(left))


def scale_of(column: Column) -> Guess | None:
    """Return the scale on which a column seems to tell of a feeling, None when it does not."""
    plain = " ".join(_parts(column.name))
    if _THUMBS.search(plain) and 0 < len(column.words) <= 2:  # noqa: PLR2004 - up and down
        return Guess("thumbs", words={w: int(w.lower() in _UP) for w in column.words})
    figures = column.figures
    if not figures:
        return None
    for pattern, scale, low, high in _SCALES:
        if pattern.search(plain):
            if low <= min(figures) and max(figures) <= high:
                return Guess(scale)
            top = 10 if max(figures) <= 10 else 100  # noqa: PLR2004 - marks and percentages
            if min(figures) >= 0 and max(figures) <= top:
                return Guess("valence", 0, top)
    return None


def _is(cell: str, form: str) -> bool:
    try:
        return reader((form,), _ZONE)(cell, False).precision != "year"  # noqa: FBT003
    except SetAside:
        return False


def _swapped(form: str) -> str:
    return form.replace("%d", "%?").replace("%m", "%d").replace("%?", "%m")


def _parts(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return re.split(r"[^a-z0-9]+", spaced.lower())
