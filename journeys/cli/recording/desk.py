"""What is known where something is recorded: the relationship, and from when to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from domain.errors import NotFound, Refused
from domain.moments import Moment
from domain.relationship import Relationship, fold
from journeys.cli.when import clock, when
from journeys.language import t

if TYPE_CHECKING:
    from journeys.engine import Engine
    from journeys.store import Answer
    from projections.finding import Finding


@dataclass(frozen=True, slots=True)
class Desk:
    """A relationship as it stood before this command.

    A command that is sent again is worked out as it was the first time: against what was known
    then, and with *yesterday* counted from then. So the same words give the same command.

    Parameters
    ----------
    engine
        The store; None where there is none yet.
    relationship
        Its id.
    before
        Its state; None where nothing is known of it.
    now
        The moment from which to count.
    answer
        What the command's id led to before, if it was carried out already.
    until
        The version it stood at then; None where it stands as it does now.
    """

    engine: Engine | None
    relationship: str
    before: Relationship | None
    now: datetime
    answer: Answer | None
    until: int | None = None

    @classmethod
    def at(cls, engine: Engine | None, relationship: str, command_id: str) -> Desk:
        """Return the desk at which *command_id* is carried out, or was."""
        if engine is None:
            return cls(None, relationship, None, clock(), None)
        answer = engine.store.answer(command_id)
        now, until = clock(), None
        if answer and answer.relationship == relationship:
            until = answer.first_version - 1
            first = engine.store.events(relationship, after=until, until=answer.first_version)
            recorded = first[0].recorded_at
            if recorded.precision == "instant":
                now = datetime.fromisoformat(str(recorded).rstrip("~").upper())
        state = fold(None, engine.store.events(relationship, until=until))
        return cls(engine, relationship, state, now, answer, until)

    def known(self, thing: str) -> Sequence[str]:
        """Return the names of a kind of thing, the newest first."""
        return tuple(self.before.named(thing))[::-1] if self.before and thing else ()

    def key(self, thing: str, text: str) -> str:
        """Return the name that *text* is the beginning of; the text itself where none is meant."""
        known = self.known(thing)  # nothing, for a thing outside of the log
        begun = [name for name in known if name.startswith(text)]
        return begun[0] if text not in known and len(begun) == 1 else text

    def moment(self, text: str) -> Moment:
        """Return the moment that *text* means; `ValueError` when it is none."""
        return when(text, self.now)

    def happened(self, text: str | None) -> Moment:
        """Return when it happened: today where nobody says.

        Shortly after midnight the date of today has not begun in UTC; then it is this instant.
        """
        moment = self.moment(text or "today")
        instant = Moment.of(self.now.replace(microsecond=0))
        early = moment.precision == "day" and moment.day == self.now.date()
        return instant if early and not moment.reached_by(instant) else moment

    def findings(self, at: Moment) -> list[Finding]:
        """Return what could be found of what had happened by *at*, settled or future as well."""
        from projections.reading import read, up_to

        if self.engine is None:
            return []
        events = self.engine.store.events(self.relationship, until=self.until)
        reading = read(self.relationship, up_to(events, at), self.engine.calendar)
        return list(reading.findings())

    def answerable(self) -> Sequence[str]:
        """Return the names of the findings that are open now."""
        from journeys.answering import answerable

        now = self.happened("now")
        return answerable(self.findings(now), now)

    def event(self, prefix: str) -> str:
        """Return the id of the one event that begins with *prefix*.

        Raises
        ------
        NotFound
            When there is more than one.
        Refused
            When there is none: an event cannot point at what is not on record.
        """
        found = self.engine.store.find_event(prefix, limit=10) if self.engine else []
        exact = [row[0] for row in found if row[0] == prefix]
        if len(found) == 1 or exact:
            return exact[0] if exact else found[0][0]
        if not found:
            message = t("no event is called {cause}: record the cause first")
            raise Refused("cause-is-known", message, cause=prefix[:80])
        message = "{prefix} may be any of {candidates}: type more of it"
        raise NotFound(message, prefix=prefix[:80], candidates=", ".join(row[0] for row in found))
