"""``journeys record``: any fact, with its fields as ``key=value``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from journeys.cli.errors import FINE
from journeys.cli.options import shared
from journeys.cli.recording.making import REL, felt, finished, known
from journeys.language import t

if TYPE_CHECKING:
    from domain._kernel import Fact
    from journeys.cli.recording.desk import Desk
    from journeys.cli.run import Run
    from journeys.io.nodes import Node

_HERE = "record"


def _body(
    run: Run,
    *,
    relationship: str | None,
    fact: str | None,
    fields: Sequence[str],
    **typed: Any,  # noqa: ANN401 - click's protocol
) -> int:
    from journeys.cli.recording.asking import Asker, on_a_terminal
    from journeys.cli.recording.carrying import How, desk_of, felt, rehearsed, store
    from journeys.cli.recording.fields import word
    from journeys.io.shapes import fact_names, fact_type

    sides = {side: typed.pop(side) for side in ("client", "staff") if typed[side] is not None}
    how = How.of({name: typed[name] for name in How.__slots__})
    asker = Asker(run.words) if on_a_terminal() and not how.yes else None
    if not fact and asker is not None:
        names = tuple(sorted(fact_names()))
        fact = asker.field(word("fact", t("Which fact?"), names, need=True), (), lambda _: None)
    if not fact:
        raise click.UsageError(run.words.quote(t("missing {what}"), what="FACT"))
    with _on_the_command_line():
        kind = fact_type(_node(fact), fact)
    with desk_of(run, relationship, how.command_id, asker, opens=kind.opens) as desk:
        with _on_the_command_line():
            said = _said(kind, fields, desk)
        sides_felt = felt({s: v for s, v in sides.items() if v}, how.command_id)
        record = how.record(desk, (said, *sides_felt))
        rehearsed(desk, record)
        store(run, desk, record, dry=bool(how.dry_run))
    return FINE


def _said(kind: type[Fact], fields: Sequence[str], desk: Desk) -> Fact:
    from journeys.io import shapes
    from journeys.io.days import Calendar
    from journeys.io.files import shown
    from journeys.io.nodes import Node

    given: dict[str, Node] = {}
    for part in fields:
        name, equals, text = part.partition("=")
        if not equals:
            message = t("{field} is written as KEY=VALUE")
            raise _node(part).wrong(message, field=shown(name))
        if name in given:
            raise _node(part).wrong(t("{field} is given twice"), field=shown(name))
        given[name] = _value(kind, name, text, desk)
    node = Node(_HERE, 1, given, dict.fromkeys(given, 1))
    return shapes.fact(kind, node, Calendar(), lambda one: desk.event(one.text("about")))


def _value(kind: type[Fact], name: str, text: str, desk: Desk) -> Node:
    """Return a text as it stands where the fact wants one; else what it says in YAML."""
    from domain.moments import MOMENT_PATTERN
    from journeys.io import yaml_text

    schema = kind.model_json_schema()["properties"].get(name, {"type": "string"})
    forms = [schema, *schema.get("anyOf", ())]
    if any(form.get("pattern") == MOMENT_PATTERN for form in forms):
        with suppress(ValueError, OverflowError):
            return _node(str(desk.moment(text)))
    if any(form.get("type") == "string" for form in forms):
        return _node(text)
    return yaml_text.parse(text, _HERE)


@contextmanager
def _on_the_command_line() -> Iterator[None]:
    """Leave out the file and the line: what was typed has none."""
    from domain.errors import Unreadable
    from journeys.io.files import WHERE

    try:
        yield
    except Unreadable as error:
        details = {k: v for k, v in error.details.items() if k not in ("file", "line")}
        raise Unreadable(error.message.removeprefix(WHERE), **details) from None


def _node(value: str) -> Node:
    from journeys.io.nodes import Node

    return Node(_HERE, 1, value)


command = finished(
    "record",
    click.argument("relationship", metavar="REL", required=False)(
        click.argument("fact", metavar="FACT", required=False)(
            click.argument("fields", metavar="KEY=VALUE", nargs=-1)(
                felt(known(shared(rows=True)(_body)))
            )
        )
    ),
    t(
        "Record any fact, with its fields.\n\nFor what has no verb of its own. Facts and fields are"
        " called as in stories; lists and parts within parts are written as in YAML."
    ),
    (
        ("journeys record ada rival-noticed stage=attention", t("a fact without a verb")),
        (
            "journeys record ada process-adopted process=start 'gates=[{gate: look, title: Look}]'",
            t("with parts within parts"),
        ),
    ),
    (
        ("REL", REL, ()),
        ("FACT", t("What happened, by the name of the fact."), ()),
        ("KEY=VALUE", t("What is known of it, field by field."), ()),
    ),
)
