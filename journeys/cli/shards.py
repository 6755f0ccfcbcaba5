"""``journeys shards``: a history in several stores, each with a lock of its own."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from journeys.cli.command import command as verb
from journeys.cli.options import option, shared
from journeys.cli.output import Column
from journeys.cli.verbs import Verbs
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.store import Shards
    from journeys.store.shards.opening import Look

_STATES = {"there": t("there"), "made": t("made now"), "to-make": t("to be made")}
_SHARD, _PLACE = Column("shard", t("Shard")), Column("place", t("Place"))


@verb(
    "make",
    help=t(
        "Make the shards of a store; what is there already is left as it is.\n\n"
        "The store is an address with shards=N, which makes a schema for each, or a file that names"
        " them (docs/stores.md). Each remembers which of how many it is, and of which set: their"
        " number and their order stay as they are. The first command that records makes them as"
        " well."
    ),
    examples=(
        (
            "journeys shards make --store 'postgresql:///crm?shards=8' --dry-run",
            t("what would be made? Makes nothing"),
        ),
        ("journeys shards make --store portfolio.toml", t("the stores that this file names")),
    ),
)
@option("--dry-run", is_flag=True, help=t("Say what would be made, and make nothing."))
@shared(rows=True)
def _make(run: Run, *, dry_run: bool) -> None:
    from journeys.store.shards.opening import check_empty, looked_at, made, whole

    shards = _named(run)
    with ExitStack() as opened:
        looks = looked_at(shards, opened)
        already = whole(shards, looks)
        states = ["there" if look.mark else "to-make" if dry_run else "made" for look in looks]
        if dry_run and not already:
            check_empty(shards, looks)
        elif not already:
            made(shards, looks, opened)
    columns = (_SHARD, _PLACE, Column("state", t("State"), say=lambda one: run.say(_STATES[one])))
    run.out.rows(columns, _rows(looks, "state", states))
    if dry_run:
        run.out.note(run.say(t("Nothing was made: this was a dry run.")))


@verb(
    "status",
    help=t(
        "Say how much is in each shard, and how far its log has come.\n\n"
        "The position of the whole is one number for each shard, in their order. A relationship is"
        " kept whole in one shard, by the hash of its id."
    ),
    examples=(
        ("journeys shards status --store portfolio.toml", t("are the shards equally full?")),
        (
            "journeys shards status --store 'postgresql:///crm?shards=8' --format json",
            t("the same, for a program"),
        ),
    ),
)
@shared(rows=True)
def _status(run: Run) -> None:
    from journeys.upkeep.place import megabytes

    shards = _named(run)
    with run.engine() as engine:
        parts = engine.store.shards
        rows = [
            {
                "shard": number,
                "place": str(place),
                "position": store.end(),
                "relationships": len(store.relationships()),
                "size": store.database.size().total,
            }
            for number, (place, store) in enumerate(zip(shards.places, parts, strict=True), start=1)
        ]
        end = engine.store.end()
    columns = (
        _SHARD,
        _PLACE,
        Column("position", t("Position")),
        Column("relationships", t("Relationships")),
        Column("size", t("MB"), say=megabytes),
    )
    run.out.rows(columns, rows)
    if run.out.for_people:
        told = t("The position of the whole is {position}: {n} events.")
        run.out.note(run.words.quote(told, position=str(end), n=run.words.number(int(end))))


def _named(run: Run) -> Shards:
    from domain.errors import Unreadable
    from journeys.store import Shards

    place = run.store
    if not isinstance(place, Shards):
        message = t(
            "{store} is one store: name shards with postgresql://…?shards=N, or with a file that"
            " ends in .toml"
        )
        raise Unreadable(message, store=str(place))
    return place


def _rows(looks: list[Look], name: str, values: list[str]) -> list[dict[str, Any]]:
    return [
        {"shard": number, "place": str(look.place), name: value}
        for number, (look, value) in enumerate(zip(looks, values, strict=True), start=1)
    ]


command = Verbs(
    "shards",
    (_make, _status),
    help=t(
        "Keep a history in several stores, each with a lock of its own, and use them as one.\n\n"
        "Writers of different shards do not wait for each other. Everything else works as on one"
        " store; what is read of all of them is in the order of recording."
    ),
    examples=(
        ("journeys shards make --store portfolio.toml", t("the stores that this file names")),
        ("journeys shards status --store portfolio.toml", t("are the shards equally full?")),
    ),
)
