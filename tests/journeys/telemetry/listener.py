"""A listener that keeps what it is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from journeys.telemetry.spans import Value


@dataclass
class Heard:
    name: str
    depth: int
    values: dict[str, Value] = field(default_factory=dict)
    seconds: float = -1.0
    error: str = ""
    expected: bool = False
    listener: Listener | None = None

    def end(self, values: dict[str, Value], seconds: float, error: str, *, expected: bool) -> None:
        assert self.listener is not None
        self.listener.depth -= 1
        self.values, self.seconds, self.error, self.expected = values, seconds, error, expected


class Listener:
    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.depth = 0

    def begin(self, name: str) -> Heard:
        one = Heard(name, self.depth, listener=self)
        self.depth += 1
        self.heard.append(one)
        return one

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.heard]

    def of(self, name: str) -> Heard:
        return next(one for one in self.heard if one.name == name)
