"""What the rows of a table seem to tell of, as events of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from journeys.io.mapped.drafting import Looked, place, quoted, table
from journeys.io.mapped.guessing import CHANNELS, PARTIES, Column
from journeys.io.mapped.guessing_feelings import Guess, whose
from journeys.io.mapped.values import slug
from journeys.language import t

_END = re.compile(r"churn|cancel|leav|opzeg", re.IGNORECASE)
_EVENT = "[[file.event]]"


CLIENT = "client"
"""What the table of clients is called where another one brings it in."""


def events(looked: Looked, clients: Looked | None) -> Iterator[str]:
    """Yield the lines about the events of a table, whose *clients* may stand in another one."""
    yield from _opened(looked, clients)
    yield from ("", _EVENT)
    own, fact = looked.own, "contact-held"
    if looked.is_of_issues and own is not None:
        fact = "issue-raised"
        yield from _issue(looked, own)
    elif looked.is_of_clients:
        fact = "cooperation-started"
        yield looked.note(t("unsure: is a row a client, and did the work together begin then?"))
        yield f'fact = "{fact}"'
    elif _END.search(looked.path.name):
        fact = "breakup-announced"
        yield looked.note(t("unsure: {file} sounds like goodbyes."), file=looked.path.name)
        yield f'fact = "{fact}"'
        yield f'set.by = "client"  {looked.note(t("unsure: who said so?"))}'
    else:
        yield from _contact(looked)
    yield from _channel(looked)
    if own is not None:
        yield from _handled(looked, own)
    for column in looked.left:
        if column.name in looked.scales:
            yield from _feeling(looked, column, looked.scales[column.name], fact)


def _opened(looked: Looked, clients: Looked | None) -> Iterator[str]:
    kind = t("unsure: client, partner, seller or applicant?")
    market = t("unsure: b2b or b2c?")
    yield from (
        "",
        looked.note(t("The relationship begins with its first row.")),
        _EVENT,
        'fact = "relationship-opened"',
        "once = true",
        'date_basis = "assumed"',
        f'set.kind = "client"  {looked.note(kind)}',
        f'set.market = "unknown"  {looked.note(market)}',
    )
    called = looked.note(t("unsure: do people call it by this?"))
    if clients is not None and clients.title is not None:
        title = quoted("{" + f"{CLIENT}.{clients.title.name}" + "}")
        yield f"set.title = {title}  {called}"
    elif looked.title is not None and looked.title in looked.left:
        yield f"set.title = {looked.take(looked.title)}  {called}"


def _issue(looked: Looked, own: Column) -> Iterator[str]:
    raised = t("unsure: {file} sounds like problems that were raised.")
    yield looked.note(raised, file=looked.path.name)
    yield 'fact = "issue-raised"'
    yield f"set.issue = {{ key = {place(own)} }}"
    which = t("unsure: problem, disagreement or complaint?")
    yield f'set.kind = "problem"  {looked.note(which)}'
    yield from _text(looked)


def _handled(looked: Looked, own: Column) -> Iterator[str]:
    if looked.done is None:
        return
    column, _ = looked.done
    dealt = t("unsure: does {column} say when it had been dealt with?")
    yield from (
        "",
        _EVENT,
        looked.note(dealt, column=column.name),
        'fact = "issue-handled"',
        f"if = {{ {quoted(column.name)} = {{ empty = false }} }}",
        f"when = {looked.take(column)}",
        'cause = "issue-raised"',
        f"set.issue = {{ key = {place(own)} }}",
    )


def _contact(looked: Looked) -> Iterator[str]:
    yield looked.note(t("unsure: what is a row? Without knowing more, the two were in touch."))
    yield 'fact = "contact-held"'
    step = _step(looked)
    if step is not None:
        yield f"touchpoint = {{ key = {looked.take(step)} }}"
    began = next((column for column in looked.left if column.is_who_began), None)
    if began is not None:
        who = t("unsure: who began these? Nobody knows it of: {words}")
        yield from _looked_up(looked, "set.initiated_by", began, PARTIES, "unknown", who)
    yield from _text(looked)


def _step(looked: Looked) -> Column | None:
    of_ocel = any(column.is_object for column in looked.columns)
    return next((c for c in looked.left if c.is_step or (of_ocel and c.name == "type")), None)


def _text(looked: Looked) -> Iterator[str]:
    others = {column.name for column, _ in looked.dates} | looked.scales.keys()
    texts = [column for column in looked.left if column.is_text and column.name not in others]
    text = max(texts, key=lambda column: column.length, default=None)
    if text is not None:
        yield f"set.text = {{ text = {looked.take(text)}, cut = 4000 }}"


def _channel(looked: Looked) -> Iterator[str]:
    column = next((column for column in looked.left if column.is_channel), None)
    if column is not None:
        over = t("unsure: over what did these go? They are left out: {words}")
        yield from _looked_up(looked, "channel", column, CHANNELS, "", over)


def _looked_up(
    looked: Looked,
    what: str,
    column: Column,
    vocabulary: Mapping[str, str],
    otherwise: str,
    unsure: str,
) -> Iterator[str]:
    looked.take(column)
    known = column.known(vocabulary)
    unknown = [word for word in column.words if word not in known]
    if unknown:
        yield looked.note(unsure, words=", ".join(unknown))
    words = f"words = {table(known)}, otherwise = {quoted(otherwise)}"
    yield f"{what} = {{ column = {quoted(column.name)}, {words} }}"


def _feeling(looked: Looked, column: Column, scale: Guess, about: str) -> Iterator[str]:
    side = whose(column)
    yield from ("", _EVENT, f"name = {quoted(slug('felt-' + column.name))}")
    felt = t("unsure: {column} looks like a feeling, on this scale.")
    asked = t("unsure: {column} looks like a feeling, on this scale. Whose is it?")
    yield looked.note(felt if side else asked, column=column.name)
    if scale.missed:
        one = t("unsure: one of the answers looked at is not on it; its row would be set aside.")
        many = t("unsure: {n} of the answers looked at are not on it; these would be set aside.")
        yield looked.count(one, many, scale.missed)
    answer = looked.take(column)
    if column.has_decimal_commas:
        answer = f'{{ number = {answer}, decimal = "," }}'
    said = [f'whose = "{side or "client"}"', f'scale = "{scale.scale}"', f"answer = {answer}"]
    if scale.low is not None:
        said += [f"low = {scale.low:g}", f"high = {scale.high:g}"]
    if scale.words is not None:
        said.append(f"words = {table(scale.words)}")
    yield f'feeling = {{ {", ".join(said)}, about = "{about}" }}'
