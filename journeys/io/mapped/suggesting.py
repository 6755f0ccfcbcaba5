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
from journeys.io.mapped.suggesting_events import CLIENT, events
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
    tables = [Looked(one, said) for one in paths]
    lines = [*_head(name_of(path.resolve()), said)]
    for one in tables:
        lines += _file(one, tables)
    return "\n".join(lines) + "\n"


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


def _file(looked: Looked, tables: list[Looked]) -> Iterator[str]:
    clients = next((one for one in tables if one.names(looked)), None)
    owner = _owner(looked, tables)
    yield "[[file]]"
    yield f"name = {quoted(name_of(looked.path))}"
    yield f"match = {quoted(looked.path.name)}"
    if looked.encoding != "utf-8":
        seems = t("unsure: it is not UTF-8, and seems to be this.")
        yield f"encoding = {quoted(looked.encoding)}  {looked.note(seems)}"
    if looked.other_sheets:
        others = t("unsure: there are other sheets, which are left out: {sheets}")
        yield looked.note(others, sheets=", ".join(looked.other_sheets))
    if looked.sheet is not None:
        yield f"sheet = {quoted(looked.sheet)}"
    yield from _identity(looked, owner)
    yield from _moment(looked)
    told = list(events(looked, clients))
    if looked.unused:
        anything = t("unsure: is there anything in these?")
        yield f"unused = {listed(looked.unused)}  {looked.note(anything)}"
    if owner is not None:
        yield from _join(_OWNER, *owner)
    if clients is not None and looked.whose is not None and clients.title is not None:
        yield from _join(CLIENT, clients, looked.whose, optional=True)
    yield from told
    yield ""


_OWNER = "owner"
"""What the table that says whose row it is is called where another one brings it in."""


def _owner(looked: Looked, tables: list[Looked]) -> tuple[Looked, Column] | None:
    """Return the table that says whose rows these are, and the column that points into it."""
    if looked.whose is not None or _case(looked.columns) is not None:
        return None
    found = ((one, column) for one in tables if (column := looked.points_to(one)) is not None)
    return next(found, None)


def _join(name: str, other: Looked, column: Column, *, optional: bool = False) -> Iterator[str]:
    """Yield the lines by which a table brings in the rows of another one."""
    if other.own is not None:
        yield from (
            "",
            f"[file.join.{name}]",
            f"file = {quoted(name_of(other.path))}",
            f"key = {quoted(other.own.name)}",
            f"column = {quoted(column.name)}",
        )
        if optional:
            yield "optional = true"


def _identity(looked: Looked, owner: tuple[Looked, Column] | None) -> Iterator[str]:
    own = looked.own
    if own is not None:
        looked.take(own)
        yield f"id = {quoted(own.name)}"
    else:
        yield looked.note(t("unsure: no column tells rows apart, so the whole row does."))
    whose, case = looked.whose, _case(looked.columns)
    if owner is not None and owner[0].whose is not None:
        other, column = owner
        looked.take(column)
        told = t("unsure: {file} says whose row it is, by way of {column}.")
        yield looked.note(told, file=other.path.name, column=column.name)
        place = quoted("{" + f"{_OWNER}.{owner[0].whose.name}" + "}")
        yield from _relationship(looked, owner[0].whose, place)
        return
    if whose is None and case is not None:
        whose = case
        stands = t("unsure: {column} stands for a relationship here.")
        yield looked.note(stands, column=case.name)
        yield looked.note(t("Is it a client, or one matter of a client's?"))
    elif whose is None:
        whose = own or looked.columns[0]
        taken = t("unsure: whose row is it? No column looks like a client: {column} is taken.")
        yield looked.note(taken, column=whose.name)
        elsewhere = t("Where another table tells that, join it: see 'join' in the documentation.")
        yield looked.note(elsewhere)
    yield from _relationship(looked, whose, looked.take(whose))


def _relationship(looked: Looked, whose: Column, place: str) -> Iterator[str]:
    if whose.fits_an_id:
        yield f"relationship = {place}"
    else:
        yield looked.note(t("These are no ids, perhaps names: they are kept as pseudonyms."))
        yield f"relationship = {{ hash = {place} }}"


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
