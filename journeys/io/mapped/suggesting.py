"""A draft of a mapping, guessed from the columns of a table and what is in them.

A draft can be used as it stands, where a column holds dates; whatever it guessed says so, in the
reader's language, and is there to be read by somebody who knows the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from domain.errors import NotFound
from journeys.io.mapped.drafting import Looked, listed, name_of, quoted
from journeys.io.mapped.guessing import Column
from journeys.io.mapped.guessing_dates import Dates, clocks_of
from journeys.io.mapped.suggesting_events import events
from journeys.io.mapped.times import ISO
from journeys.io.rows.opening import is_table
from journeys.language import Language, speak, t

_ISO_DAY = "%Y-%m-%d"


def suggest(path: Path, words: Language | None = None) -> str:
    """Return a draft for a table, or for every table in a folder, as TOML with comments.

    Parameters
    ----------
    path
        The file or the folder.
    words
        The language of the comments; English unless told.

    Raises
    ------
    NotFound
        When there is no table.
    Unreadable
        When it cannot be read, or has no rows.
    """
    paths = [path]
    if path.is_dir():
        paths = sorted(one for one in path.iterdir() if one.is_file() and is_table(one))
        if not paths:
            raise NotFound("{folder}: there is no table in this folder", folder=str(path))
    said = words or speak("en")
    lines = (line for one in paths for line in _file(Looked(one, said)))
    return "\n".join([*_head(name_of(path), said), *lines]) + "\n"


def _head(name: str, words: Language) -> Iterator[str]:
    draft = t(
        "A draft, guessed from columns and their content. Read every line that says 'unsure'."
    )
    yield f"# {words.quote(draft)}"
    how = t("Try it with: journeys import PATH --mapping THIS-FILE --dry-run")
    yield f"# {words.quote(how)}"
    yield f"mapping = {quoted(name)}"
    yield f"source = {quoted(name)}"
    zone = t("unsure: in which time zone were times written down?")
    yield f'zone = "UTC"  # {words.quote(zone)}'
    before = t("or 'courtship': what is dated before the beginning")
    yield f'before_start = "quarantine"  # {words.quote(before)}'
    yield ""


def _file(looked: Looked) -> Iterator[str]:
    yield "[[file]]"
    yield f"name = {quoted(name_of(looked.path))}"
    yield f"match = {quoted(looked.path.name)}"
    if looked.encoding != "utf-8":
        seems = t("unsure: it is not UTF-8, and seems to be this.")
        yield f"encoding = {quoted(looked.encoding)}  {looked.note(seems)}"
    yield from _identity(looked)
    yield from _moment(looked)
    told = list(events(looked))
    rest = [column.name for column in looked.left]
    if rest:
        yield f"unused = {listed(rest)}  {looked.note(t('unsure: is there anything in these?'))}"
    yield from told
    yield ""


def _identity(looked: Looked) -> Iterator[str]:
    own = looked.own
    if own is not None:
        looked.take(own)
        yield f"id = {quoted(own.name)}"
    else:
        yield looked.note(t("unsure: no column tells rows apart, so the whole row does."))
    whose, case = _counterpart(looked), _case(looked.columns)
    if whose is None and case is not None:
        whose = case
        stands = t("unsure: {column} stands for a relationship here.")
        yield looked.note(stands, column=case.name)
        yield looked.note(t("Is it a client, or one matter of a client's?"))
    elif whose is None:
        whose = own or looked.columns[0]
        taken = t("unsure: whose row is it? No column looks like a client: {column} is taken.")
        yield looked.note(taken, column=whose.name)
        other = t("Where another table tells that, join it: see 'joins' in the documentation.")
        yield looked.note(other)
    place = looked.take(whose)
    if whose.fits_an_id:
        yield f"relationship = {place}"
    else:
        yield looked.note(t("These are no ids, perhaps names: they are kept as pseudonyms."))
        yield f"relationship = {{ hash = {place} }}"


def _counterpart(looked: Looked) -> Column | None:
    """Return the column that seems to say whose row it is, ids before names."""
    others = {column.name for column, _ in looked.dates} | looked.scales.keys()
    who = [one for one in looked.columns if one.is_counterpart and one.name not in others]
    who.sort(key=lambda one: (not one.fits_an_id, not one.is_called_an_id, len(one.name)))
    return next((one for one in who if not one.unique), who[0] if who else None)


def _case(columns: list[Column]) -> Column | None:
    """Return the column of cases; of several kinds of objects the one with the fewest of them."""
    cases = [column for column in columns if column.is_case]
    most = max((len(column.cells) for column in cases), default=0)
    told = [column for column in cases if len(column.cells) == most]  # of the most events
    return min(told, key=lambda column: len(set(column.cells)), default=None)


def _moment(looked: Looked) -> Iterator[str]:
    if not looked.dates:
        yield looked.note(t("unsure: no column looks like a date. Put the right one here."))
        yield 'when = "{DATE}"'
        return
    (column, dates), *others = looked.dates
    place = looked.take(column)
    if dates.ambiguous:
        which = t("unsure: does {column} have the day or the month first? Both fit.")
        yield looked.note(which, column=column.name)
    if dates.missed:
        yield looked.count(
            t("unsure: one of the dates looked at is written in another form."),
            t("unsure: {n} of the dates looked at are written in another form."),
            dates.missed,
        )
    forms = list(dates.forms)
    clock = None if dates.have_a_clock else next((c for c in looked.left if clocks_of(c)), None)
    if clock is not None:
        looked.take(clock)
        place = quoted("{" + column.name + "} {" + clock.name + "}")
        forms += _with_clock(dates, clocks_of(clock))
    if looked.done is not None:
        forms += looked.done[1].forms
    yield f"dates = {listed(dict.fromkeys(forms))}"
    yield f"when = {place}"
    for other, _ in (one for one in others if one != looked.done):
        also = t("unsure: {column} is a date too: an event of its own, or a due date?")
        yield looked.note(also, column=other.name)


def _with_clock(dates: Dates, clocks: list[str]) -> Iterator[str]:
    """Yield the forms of a date and a time of day together.

    A day of ISO 8601 with a time after it is one already, where the time has colons.
    """
    for form in dates.forms:
        for clock in clocks:
            if form != ISO or "." in clock:
                yield f"{_ISO_DAY if form == ISO else form} {clock}"
