"""The runner's two ports in memory: a log and views, in dictionaries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy

from pydantic_core import from_json, to_json

from domain._kernel import AnyEvent
from projections.ports import BUILDING, Head, LogRow, Parked, Place, Placed, Row, Told


class Memory:
    """The two ports, in dictionaries; a transaction is undone by keeping a copy."""

    def __init__(self, events: Iterable[AnyEvent] = ()) -> None:
        self.log: list[LogRow] = []
        self.tables: dict[str, dict[tuple[str, str], Row]] = {}
        self.head: dict[str, Head] = {}
        self.aside: dict[str, dict[str, Parked]] = {}
        self.fails_after: int | None = None
        self.append(list(events))

    def append(self, events: Sequence[AnyEvent]) -> None:
        for event in events:
            self.log.append(
                LogRow(
                    len(self.log) + 1,
                    event.relationship,
                    event.version,
                    event.fact.topic,
                    event.payload(),
                )
            )

    def page(self, after: int, limit: int) -> list[LogRow]:
        return self.log[after : after + limit]

    def at(self, positions: Sequence[int]) -> list[LogRow]:
        return [self.log[one - 1] for one in sorted(positions)]

    def stream(self, relationship: str) -> list[LogRow]:
        return [row for row in self.log if row.relationship == relationship]

    def relationships(self) -> list[str]:
        return sorted({row.relationship for row in self.log})

    def end(self) -> int:
        return len(self.log)

    def heads(self) -> Mapping[str, Head]:
        return dict(self.head)

    def parked(self, view: str) -> Mapping[str, Parked]:
        return dict(self.aside.get(view, {}))

    def set_aside(self, views: Sequence[str]) -> Mapping[str, Collection[str]]:
        return {view: set(self.aside.get(view, {})) for view in views}

    def rows(self, view: str, relationship: str | None = None) -> Iterator[tuple[str, str, Row]]:
        for (name, key), row in sorted(self.tables.get(view, {}).items()):
            if relationship in (None, name):
                yield name, key, row

    def documents(self, view: str) -> Iterator[Told]:
        for name, key, row in self.rows(view):
            yield name, key, to_json(row).decode()

    @contextmanager
    def writing(self) -> Iterator[Memory]:
        kept = deepcopy((self.tables, self.head, self.aside))
        try:
            yield self
            if self.fails_after is not None:
                self.fails_after -= 1
                if self.fails_after < 0:
                    msg = "the power went"
                    raise OSError(msg)  # noqa: TRY301
        except BaseException:
            self.tables, self.head, self.aside = kept
            raise

    def replace(self, view: str, relationship: str, rows: Iterable[tuple[str, str]]) -> None:
        table = self.tables.get(view, {})
        self.tables[view] = {place: row for place, row in table.items() if place[0] != relationship}
        self.add(view, [(relationship, *row) for row in rows])

    def change(self, put: Sequence[Placed], gone: Sequence[Place]) -> None:
        for view, *place in gone:
            self.tables.get(view, {}).pop((place[0], place[1]), None)
        for view, *row in put:
            self.add(view, [(row[0], row[1], row[2])])

    def add(self, view: str, rows: Iterable[Told]) -> None:
        told = {(relationship, key): from_json(document) for relationship, key, document in rows}
        self.tables[view] = {**self.tables.get(view, {}), **told}

    def advance(self, view: str, version: int, position: int) -> None:
        self.head[view] = Head(view, version, position)

    def park(self, parked: Parked) -> None:
        self.aside.setdefault(parked.view, {})[parked.relationship] = parked

    def unpark(self, view: str, relationship: str) -> None:
        self.aside.get(view, {}).pop(relationship, None)

    def put_in_place(self, view: str) -> None:
        built = BUILDING + view
        self.drop(view)
        self.tables[view] = self.tables.pop(built, {})
        self.aside[view] = self.aside.pop(built, {})
        if built in self.head:
            head = self.head.pop(built)
            self.head[view] = Head(view, head.version, head.position)

    def drop(self, view: str) -> None:
        for table in (self.tables, self.head, self.aside):
            table.pop(view, None)
