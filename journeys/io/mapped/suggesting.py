"""A draft of a mapping, guessed from the columns of a table and what is in them.

A draft can be used as it stands; whatever it guessed says so, and is there to be read by somebody
who knows the table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from domain.errors import NotFound
from journeys.io.files import wrong
from journeys.io.mapped.guessing import CHANNELS, Column, dates_of, look_at, scale_of
from journeys.io.mapped.values import slug
from journeys.io.rows.opening import is_table, open_table

LOOKED_AT = 2000
"""Rows that are looked at."""

_ISSUE = re.compile(r"ticket|complaint|issue|support|incident|klacht|storing", re.IGNORECASE)
_END = re.compile(r"churn|cancel|leav|opzeg", re.IGNORECASE)


def suggest(path: Path) -> str:
    """Return a draft for a table, or for every table in a folder, as TOML with comments.

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
    return "\n".join([*_head(path), *(line for one in paths for line in _file(one))]) + "\n"


def _head(path: Path) -> Iterator[str]:
    name = _name(path)
    yield "# A draft, guessed from columns and their content. Read every line that says 'unsure'."
    yield "# Try it with: journeys import PATH --mapping THIS-FILE --dry-run"
    yield f"mapping = {_q(name)}"
    yield f"source = {_q(name)}"
    yield 'zone = "UTC"  # unsure: in which time zone were times written down?'
    yield 'before_start = "quarantine"  # or "courtship": what is dated before the beginning'
    yield ""


def _file(path: Path) -> Iterator[str]:
    with closing(open_table(path, path.name)) as table:
        rows = [row.values for row in islice(table.rows, LOOKED_AT) if row.fault is None]
    if not rows:
        raise wrong(path.name, 1, "there are no rows below the header: nothing to import")
    names = table.columns or tuple(dict.fromkeys(name for row in rows for name in row))
    columns = [look_at(name, [row.get(name, "") for row in rows]) for name in names]
    used: set[str] = set()
    yield "[[file]]"
    yield f"name = {_q(_name(path))}"
    yield f"match = {_q(path.name)}"
    yield from _identity(columns, used)
    yield from _moment(columns, used)
    events = list(_events(path, columns, used))
    rest = [column.name for column in columns if column.name not in used]
    if rest:
        yield f"unused = {_list(rest)}  # unsure: is there anything in these?"
    yield from events
    yield ""


def _identity(columns: list[Column], used: set[str]) -> Iterator[str]:
    ids = [column for column in columns if column.unique and column.says("id", "nr", "no", "key")]
    if ids:
        used.add(ids[0].name)
        yield f"id = {_q(ids[0].name)}"
    else:
        yield "# unsure: no column tells rows apart, so the whole row does."
    who = sorted(
        (c for c in columns if c.is_counterpart), key=lambda c: (not c.fits_an_id, len(c.name))
    )
    whose = next((c for c in who if not c.unique), who[0] if who else None)
    case = _case(columns)
    if whose is None and case is not None:
        whose = case
        yield f"# unsure: {_c(whose.name)} stands for a relationship here."
        yield "# Is it a client, or one matter of a client's?"
    elif whose is None:
        whose = next((c for c in ids), columns[0])
        yield "# unsure: whose row is it? No column looks like a client,"
        yield f"# so {_c(whose.name)} is taken."
        yield "# Where another table tells that, join it: see 'joins' in the documentation."
    used.add(whose.name)
    if whose.fits_an_id:
        yield f"relationship = {_q('{' + whose.name + '}')}"
    else:
        yield "# These are no ids, perhaps names: they are kept as pseudonyms."
        yield f"relationship = {{ hash = {_q('{' + whose.name + '}')} }}"


def _case(columns: list[Column]) -> Column | None:
    """Return the column of cases; of several kinds of objects the one with the fewest of them."""
    cases = [column for column in columns if column.is_case]
    most = max((len(column.cells) for column in cases), default=0)
    told = [column for column in cases if len(column.cells) == most]  # of the most events
    return min(told, key=lambda column: len(set(column.cells)), default=None)


def _moment(columns: list[Column], used: set[str]) -> Iterator[str]:
    dates = [(column, dates_of(column)) for column in columns]
    found = [(column, forms) for column, forms in dates if forms.forms]
    if not found:
        yield "# unsure: no column looks like a date; the first stands here to be replaced."
        yield f"when = {_q('{' + columns[0].name + '}')}"
        return
    column, forms = found[0]
    used.add(column.name)
    if forms.ambiguous:
        yield f"# unsure: does {_c(column.name)} have the day or the month first? Both fit."
    if forms.missed:
        yield f"# unsure: {forms.missed} of the rows looked at have a date in another form."
    yield f"dates = {_list(forms.forms)}"
    yield f"when = {_q('{' + column.name + '}')}"
    for other, _ in found[1:]:
        yield f"# unsure: {_c(other.name)} is a date too: an event of its own, or a due date?"


def _events(path: Path, columns: list[Column], used: set[str]) -> Iterator[str]:
    yield from (
        "",
        "# The relationship begins with its first row.",
        "[[file.event]]",
        'fact = "relationship-opened"',
        "once = true",
        'date_basis = "assumed"',
        'set.kind = "client"  # unsure: client, partner, seller or applicant?',
        'set.market = "unknown"  # unsure: b2b or b2c?',
        "",
        "[[file.event]]",
    )
    texts = [column for column in columns if column.is_text and column.name not in used]
    text = max(texts, key=lambda column: column.length, default=None)
    if text is not None:
        used.add(text.name)
    label = f"{{ text = {_q('{' + text.name + '}')}, cut = 4000 }}" if text else None
    own = next((c for c in columns if c.unique and c.name in used), None)
    if _ISSUE.search(path.name) and own is not None:
        yield f"# unsure: {_c(path.name)} sounds like problems that were raised."
        yield 'fact = "issue-raised"'
        yield f"set.issue = {{ key = {_q('{' + own.name + '}')} }}"
        yield 'set.kind = "problem"  # unsure: problem, disagreement or complaint?'
    elif _END.search(path.name):
        yield f"# unsure: {_c(path.name)} sounds like goodbyes."
        yield 'fact = "breakup-announced"'
        yield 'set.by = "client"  # unsure: who said so?'
        label = None
    else:
        yield "# unsure: what is a row? Without knowing more, the two were in touch."
        yield 'fact = "contact-held"'
        step = _step(columns, used)
        if step is not None:
            used.add(step.name)
            yield f"touchpoint = {{ key = {_q('{' + step.name + '}')} }}"
    if label:
        yield f"set.text = {label}"
    yield from _channel(columns, used)
    yield from _feelings(columns, used)


def _step(columns: list[Column], used: set[str]) -> Column | None:
    of_ocel = any(column.is_object for column in columns)
    left = [column for column in columns if column.name not in used]
    return next((c for c in left if c.is_step or (of_ocel and c.name == "type")), None)


def _channel(columns: list[Column], used: set[str]) -> Iterator[str]:
    column = next((c for c in columns if c.is_channel and c.name not in used), None)
    if column is None:
        return
    used.add(column.name)
    words = {word: CHANNELS[slug(word)] for word in column.words if slug(word) in CHANNELS}
    unknown = [word for word in column.words if word not in words]
    if unknown:
        yield f"# unsure: over what did these go? They are left out: {_c(', '.join(unknown))}"
    said = ", ".join(f"{_q(word)} = {_q(channel)}" for word, channel in words.items())
    yield f"channel = {{ column = {_q(column.name)}, words = {{ {said} }}, otherwise = {_q('')} }}"


def _feelings(columns: list[Column], used: set[str]) -> Iterator[str]:
    for column in columns:
        scale = scale_of(column)
        if scale is None or column.name in used:
            continue
        used.add(column.name)
        yield ""
        yield "[[file.event]]"
        yield f"name = {_q(slug('felt-' + column.name))}"
        yield f"# unsure: {_c(column.name)} looks like a feeling, on this scale. Whose is it?"
        limits = "" if scale.low is None else f", low = {scale.low:g}, high = {scale.high:g}"
        words = "" if scale.words is None else f", words = {_words(scale.words)}"
        answer = _q("{" + column.name + "}")
        said = f'whose = "client", scale = "{scale.scale}", answer = {answer}{limits}{words}'
        yield f"feeling = {{ {said} }}"


def _words(words: dict[str, int]) -> str:
    return "{ " + ", ".join(f"{_q(word)} = {value}" for word, value in words.items()) + " }"


def _name(path: Path) -> str:
    return slug(path.name.split(".")[0]) or "table"


def _q(text: str) -> str:
    # TOML's basic strings take what JSON's take, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_q, texts)) + "]"


def _c(text: str) -> str:
    """Return a text fit for a comment: on one line, without control characters."""
    return "".join(sign if sign.isprintable() else " " for sign in text)[:200]
