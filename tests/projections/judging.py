"""What a history comes to: its findings, by code, with the facts they rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from domain._kernel import AnyEvent, Record
from domain.moments import Moment
from domain.relationship import Relationship, fold
from journeys.working_days import PublicHolidays
from projections.farewell import Farewell, Standing, farewell
from projections.finding import Finding
from projections.findings import open_at
from projections.reading import read, up_to
from tests.given import CLIENT, history
from tests.projections.growing import grow_as_a_whole

T = TypeVar("T", bound=Callable[..., Any])
MUCH_LATER = Moment("2090-01-01")
MANY = 100


def raises(*codes: str) -> Callable[[T], T]:
    """Mark a test in which these rules raise their finding."""
    return _noted("codes_raised", codes)


def quiet(*codes: str) -> Callable[[T], T]:
    """Mark a test in which these rules hold their peace."""
    return _noted("codes_quiet", codes)


def _noted(name: str, codes: tuple[str, ...]) -> Callable[[T], T]:
    def note(test: T) -> T:
        setattr(test, name, codes)
        return test

    return note


_grown: set[str] = set()


def _grows(events: tuple[AnyEvent, ...]) -> None:
    """Hold the views to it that this history can come in event by event: whichever rule it is of.

    A history is asked this once; one of very many events is not.
    """
    story = " ".join(event.id for event in events) + "".join(str(event.fact) for event in events)
    if events and len(events) < MANY and story not in _grown:
        _grown.add(story)
        grow_as_a_whole(events)


@dataclass(frozen=True)
class Judged:
    """A history, and what is said about it."""

    events: tuple[AnyEvent, ...]
    subject: str = CLIENT

    def findings(self, at: str | Moment | None = None) -> tuple[Finding, ...]:
        """Return what is open at that moment; by default what no fact has settled.

        What time ended by itself, or the relationship's end, was so all the same.
        """
        _grows(self.events)
        if at is None:
            return tuple(one for one in self.judged() if one.over != "settled")
        return open_at(self.judged(at), Moment(at))

    def judged(self, at: str | Moment = MUCH_LATER) -> tuple[Finding, ...]:
        """Return every finding by that moment, those that are over as well."""
        known = up_to(self.events, at=Moment(at))
        found = read(self.subject, known, PublicHolidays()).findings()
        return tuple(one for one in found if one.since.reached_by(Moment(at)))

    def codes(self, at: str | Moment | None = None) -> set[str]:
        """Return the codes of what is open at that moment; see `findings`."""
        return {finding.code for finding in self.findings(at)}

    def finding(self, code: str, at: str | Moment | None = None) -> Finding:
        """Return the one open finding of that code; see `findings`."""
        found = [finding for finding in self.findings(at) if finding.code == code]
        assert len(found) == 1, f"{len(found)} findings of {code}"
        return found[0]

    def evidence(self, code: str, at: str | Moment | None = None) -> list[str]:
        """Return the kinds of facts a finding rests on, in order."""
        kinds = {event.id: type(event.fact).__name__ for event in self.events}
        return [kinds[item.id] for item in self.finding(code, at).evidence]

    def farewell(self, at: str | Moment = MUCH_LATER) -> Farewell:
        """Return how the goodbye stands."""
        known = up_to(self.events, at=Moment(at))
        reading = read(CLIENT, known, PublicHolidays())
        return farewell(reading.state, Moment(at), reading.docket.place, reading.events)

    def duty(self, number: int, at: str | Moment = MUCH_LATER) -> Standing:
        """Return how one goodbye duty stands."""
        return self.farewell(at).standings[number - 1]

    @property
    def state(self) -> Relationship:
        """The relationship as recorded."""
        return fold(None, self.events) or Relationship(CLIENT)


def judged(*commands: Record) -> Judged:
    """Return what these commands come to."""
    return Judged(history(*commands))


def judged_organisation(*commands: Record, told: tuple[AnyEvent, ...] = ()) -> Judged:
    """Return what the commands of an organisation come to, with what relationships *told* of it."""
    return Judged((*history(*commands), *told), "organisation:us")
