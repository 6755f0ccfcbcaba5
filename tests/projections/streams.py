"""Random histories: every kind of fact that rules look at, told on time and late."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from domain._kernel import AnyEvent, Fact, Record, fact_of
from domain.courtship import RelationshipOpened
from domain.errors import Refused
from domain.moments import Moment
from domain.relationship import Relationship, decide, fold

BEGIN = datetime(2025, 8, 1, 9, tzinfo=UTC)


def after(hours: int) -> Moment:
    """Return the instant so many hours after the beginning."""
    return Moment.of(BEGIN + timedelta(hours=hours))


SAID: list[tuple[str, dict[str, object]]] = [
    ("process-adopted", {"process": "p", "gates": [{"gate": "g", "title": "G"}]}),
    ("gate-decided", {"gate": "g", "outcome": "skipped"}),
    ("gate-decided", {"gate": "g", "outcome": "passed"}),
    ("unease-voiced", {"unease": "u"}),
    ("unease-voiced", {"unease": "v"}),
    ("unease-answered", {"unease": "u"}),
    ("incident-occurred", {"kind": "small-error"}),
    ("incident-occurred", {"kind": "bypass"}),
    ("issue-raised", {"issue": "i", "kind": "complaint"}),
    (
        "issue-handled",
        {"issue": "i", "listened": True, "empathised": True, "sought_together": True},
    ),
    ("solution-sought", {"request": "r", "issue": "i"}),
    ("request-answered", {"request": "r", "answer": "deflected"}),
    ("request-answered", {"request": "r", "answer": "called-back"}),
    ("care-given", {"kind": "attention"}),
    ("promise-made", {"promise": "p", "text": "P", "by": "supplier", "to": "client"}),
    (
        "promise-made",
        {"promise": "q", "text": "Q", "by": "supplier", "to": "client", "due": "2025-08-12"},
    ),
    ("promise-settled", {"promise": "p", "outcome": "kept"}),
    ("promise-settled", {"promise": "q", "outcome": "broken"}),
    ("promise-settled", {"promise": "q", "outcome": "announced-late"}),
    ("promise-settled", {"promise": "q", "outcome": "reagreed", "due": "2025-08-20"}),
    ("status-asked", {"promise": "q"}),
    ("need-observed", {"need": "n"}),
    ("care-given", {"kind": "need-answered", "need": "n"}),
    ("signal-noted", {"signal": "s", "kind": "life-event", "until": "2025-08-15"}),
    ("care-given", {"kind": "support", "signal": "s"}),
    ("plug-reviewed", {"verdict": "go-on", "again": "2025-08-14"}),
    ("preference-noted", {"item": "w", "kind": "wants-again", "serves": "supplier"}),
    ("staff-state-noted", {"kind": "energy", "person": "x", "level": -0.8}),
    ("staff-state-noted", {"kind": "energy", "person": "x", "level": 0.5}),
    ("contact-held", {"initiated_by": "supplier", "broadcast": True}),
    ("breakup-announced", {"by": "client", "form": "spoken"}),
    ("breakup-announced", {"by": "supplier"}),
    ("form-asked-for", {"form": "written", "strength": "demanded"}),
    ("relationship-ended", {"by": "client"}),
    ("parting-statement-made", {"by": "client", "public": True}),
    ("lesson-recorded", {"lesson": "l", "text": "L"}),
]
ACTS = ["acknowledged", "thanks", "hurdle", "marketing-sent", "retention-offer", "closing-sent"]

a_saying = st.sampled_from(SAID).map(
    lambda said: fact_of(f"relationship.{said[0]}.v1", dict(said[1]))
)
an_act = st.builds(
    lambda act, personal: fact_of(
        "relationship.farewell-act-done.v1", {"act": act, "personal": personal}
    ),
    st.sampled_from(ACTS),
    st.sampled_from((None, True, False)),
)
an_end_date = st.integers(0, 1000).map(
    lambda hours: fact_of("relationship.end-date-set.v1", {"ends": after(hours)})
)
a_declaration = st.builds(
    lambda begins, length: fact_of(
        "relationship.record-declared-complete.v1",
        {"begins": after(begins), "ends": after(begins + length), "about": ACTS},
    ),
    st.integers(0, 300),
    st.integers(0, 600),
)
a_feeling = st.builds(
    lambda whose, valence: fact_of(
        "relationship.feeling-observed.v1", {"whose": whose, "valence": valence}
    ),
    st.sampled_from(("client", "staff")),
    st.sampled_from((-1.0, -0.5, 0.5, 0.9)),
)
a_fact = st.one_of(a_saying, a_saying, an_act, an_end_date, a_declaration, a_feeling)
a_command = st.tuples(
    a_fact, st.integers(0, 700), st.one_of(st.just(0), st.just(0), st.integers(0, 500))
)


def told(commands: list[tuple[Fact, int, int]]) -> tuple[AnyEvent, ...]:
    """Return the events of those (fact, happened at, so late) that the rules allow."""
    state: Relationship | None = None
    events: tuple[AnyEvent, ...] = ()
    opening: tuple[Fact, int, int] = (RelationshipOpened(market="b2c", sector="cloud"), 0, 0)
    in_order = [opening, *sorted(commands, key=lambda command: command[1] + command[2])]
    for number, (fact, happened, late) in enumerate(in_order):
        command = Record(
            occurred_at=after(happened),
            recorded_at=after(happened + late),
            actor="ada",
            command_id=f"c-{number}",
            relationship="client-1",
            facts=(fact,),
        )
        try:
            new = decide(state, command)
        except Refused:
            continue
        events += new
        state = fold(state, new)
    return events


streams = st.lists(a_command, min_size=1, max_size=9).map(told)
"""The events of one relationship, in order of recording; every moment an exact instant."""
