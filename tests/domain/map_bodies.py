"""Journey maps that hang together: a small one, and any one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from domain.maps import Expected, Feelings, MapBody, Stage, Step, Touchpoint
from domain.process import Gate
from tests.domain.facts import at_random

KEYS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,11}", fullmatch=True)


def touchpoint(key: str, **more: object) -> Touchpoint:
    """Return a touchpoint of the only stage of `small`."""
    data = {"touchpoint": key, "title": key.capitalize(), "stage": "one", "channel": "call"}
    return Touchpoint.model_validate({**data, **more})


def small(**more: object) -> MapBody:
    """Return a map with two touchpoints, one step and one gate."""
    body = MapBody(
        title="A small one",
        start=("hello",),
        stages=(Stage(stage="one", title="One"),),
        touchpoints=(
            touchpoint(
                "hello",
                gate="fit",
                feelings=Feelings(client=Expected(valence=0.5), staff=Expected(category="happy")),
            ),
            touchpoint("thanks"),
        ),
        steps=(Step(after="hello", then="thanks"),),
        gates=(Gate(gate="fit", title="Do we fit?", questions=("both-sides",)),),
    )
    return body.model_copy(update=more)


@st.composite
def bodies(draw: st.DrawFn) -> MapBody:
    """Draw a map that could be published: every touchpoint is reached by the one before it."""
    names = st.lists(KEYS, min_size=1, max_size=4, unique=True)
    stages, touchpoints, gates = draw(names), draw(names), draw(st.lists(KEYS, unique=True))
    made = [
        draw(at_random(Touchpoint)).model_copy(
            update={
                "touchpoint": key,
                "stage": draw(st.sampled_from(stages)),
                "gate": draw(st.sampled_from([None, *gates])),
                "feelings": Feelings(client=draw(_FELT), staff=draw(_FELT)),
                "recognised_by": draw(_RECOGNISED),
            }
        )
        for key in touchpoints
    ]
    chain = {Step(after=a, then=b) for a, b in pairwise(touchpoints)}
    ways = st.builds(Step, after=st.sampled_from(touchpoints), then=st.sampled_from(touchpoints))
    steps = sorted(chain | draw(st.sets(ways, max_size=4)), key=str)
    return MapBody(
        title=draw(at_random(Stage)).title,
        kind=draw(st.sampled_from(["process", "contract", "farewell"])),
        start=(touchpoints[0],),
        stages=tuple(draw(at_random(Stage)).model_copy(update={"stage": key}) for key in stages),
        touchpoints=tuple(made),
        steps=tuple(draw(st.permutations(steps))),
        gates=tuple(draw(at_random(Gate)).model_copy(update={"gate": key}) for key in gates),
    )


_ACTIVITIES = st.sampled_from(["issue-raised", "issue-raised:complaint", "contact-held:mail"])
_RECOGNISED = st.none() | st.lists(_ACTIVITIES, min_size=1, max_size=2, unique=True).map(tuple)
_FELT = st.none() | at_random(Expected).filter(lambda felt: felt.says_something)
