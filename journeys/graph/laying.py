"""Designed against lived, for a relationship in a store; and the picture of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from domain.errors import NotFound
from domain.maps import MapBody, key_of
from domain.moments import Moment
from domain.process import ProcessAdopted
from journeys.graph.living import Histories, Maps, shipped_map
from journeys.language import Language, t
from journeys.pictures.picture import Picture
from projections.conformance import Automaton, Deviation, Laid, lay
from projections.reading import read, up_to
from projections.touchpoints import Visit, visits

if TYPE_CHECKING:
    from journeys.render.blueprint_values import Blueprint
    from journeys.render.network_values import Mark, Network, Place, Way

_OFF = "off-the-map"


def laid(
    engine: Histories,
    relationship: str,
    map_key: str | None = None,
    at: Moment | None = None,
    as_known: Moment | None = None,
) -> Laid:
    """Return what a relationship lived, laid over a map; see `Engine.against_map`."""
    who = engine.find(relationship)
    maps = Maps(engine.store)
    events = up_to(engine.store.events(who), at, as_known)
    if not events:
        message = "nothing had happened in {relationship} by then"
        raise NotFound(message, relationship=who)
    reading = read(who, events, engine.calendar)
    adopted = reading.state.last(ProcessAdopted) if map_key is None else None
    own = maps.adopted(adopted.fact if adopted else None)
    body = own if map_key is None else _named(maps, map_key)
    if body is None:
        message = "{relationship} goes by no map that is known here: name one, such as {example}"
        raise NotFound(message, relationship=who, example="start-process")
    return lay(reading, visits(reading, body), body, adopted or reading.events[0])


def _named(maps: Maps, key: str) -> MapBody:
    """Return a map by its key: its last edition, else the one that comes with the product."""
    body = maps.last(key_of(key)) or shipped_map(key_of(key))
    if body is None:
        message = "no map is called {prefix}; 'journeys map list' shows them all"
        raise NotFound(message, prefix=key_of(key)[:80])
    return body


# --- the picture -----------------------------------------------------------------------------

_MARKS: dict[str, Mark] = {
    "waiver-void": "void",
    "gate-skipped": "skipped",
    "passed-by": "bypassed",
    "limit-missed": "late",
    "waived": "waived",
    "never-happened": "never",
}


def picture(laid: Laid, words: Language, *, title: str = "") -> Network:
    """Return the map with what was lived of it: a column for each stage.

    What is not on the map stands in a column of its own, where it is a friction signal; the other
    moments off the map are told at the touchpoint they led to.
    """
    from journeys.render.network_values import Column, Network
    from journeys.render.network_words import DUTCH, ENGLISH

    shown = [visit for visit in laid.visits if visit.designed or visit.friction]
    columns = [Column(one.stage, one.title) for one in laid.body.stages]
    if any(not visit.designed for visit in shown):
        columns.append(Column(_OFF, words.say(t("Not on the map"))))
    return Network(
        title=title or laid.body.title,
        description=" ".join(summary(laid, words)),
        columns=tuple(columns),
        places=tuple(_places(laid, shown, words)),
        ways=tuple(_ways(laid, shown)),
        words=DUTCH if words.code == "nl" else ENGLISH,
    )


def drawing(laid: Laid, words: Language, *, title: str = "", lanes: bool = False) -> Picture:
    """Return it as a picture with its table; in lanes, or as places and ways."""
    from journeys.render import blueprint as in_lanes
    from journeys.render import blueprint_table, network, network_table

    if lanes:
        values = blueprint(laid, words, title=title)
        return Picture(values, in_lanes.svg, blueprint_table.html, blueprint_table.table_twin)
    shown = picture(laid, words, title=title)
    return Picture(shown, network.svg, network_table.html, network_table.table_twin)


def blueprint(laid: Laid, words: Language, *, title: str = "") -> Blueprint:
    """Return the same as a blueprint: in lanes, with the systems and what was meant to be felt."""
    from journeys.render.blueprint_values import Backing, Blueprint, Lane
    from journeys.render.blueprint_words import DUTCH, ENGLISH

    network = picture(laid, words, title=title)
    lanes: dict[str, Lane] = {
        "client": "client", "both": "front", "supplier": "front", "back": "back"
    }  # fmt: skip
    backing: dict[str, Backing] = {}
    for visit in laid.visits:
        channel = words.word(visit.channel) if visit.channel else ""
        lane = lanes.get(visit.lane, "unknown")
        backing.setdefault(visit.place, Backing(lane, channel, visit.systems))
    for one in laid.body.touchpoints:
        lane = "back" if one.lane == "back" else lanes.get(one.initiated_by, "front")
        client, staff = one.feelings.client, one.feelings.staff
        backing[one.touchpoint] = Backing(
            lane,
            words.word(one.channel),
            one.systems,
            client.valence if client else None,
            staff.valence if staff else None,
        )
    shown = {place.id for place in network.places}
    kept = {place: behind for place, behind in backing.items() if place in shown}
    return Blueprint(network, kept, DUTCH if words.code == "nl" else ENGLISH)


def summary(laid: Laid, words: Language) -> Iterator[str]:
    """Yield in a few sentences how far apart the two are."""
    lived = {visit.place for visit in laid.visits if visit.designed}
    said = t("{lived} of the {all} touchpoints of the map were lived.")
    yield words.say(said, lived=len(lived), all=len(laid.body.touchpoints))
    cost = t("The nearest way through the map is {cost} steps away; {unplanned} moments have no"
             " place on it.")  # fmt: skip
    yield words.say(cost, cost=laid.alignment.cost, unplanned=laid.unplanned)


def _places(laid: Laid, shown: list[Visit], words: Language) -> Iterator[Place]:
    from journeys.render.network_values import Place

    found: dict[str, list[Visit]] = {}
    for visit in shown:
        found.setdefault(visit.place, []).append(visit)
    said: dict[str, list[Deviation]] = {}
    for deviation in laid.deviations:
        said.setdefault(deviation.touchpoint, []).append(deviation)
    last = max(1, len(laid.body.touchpoints) - 1)
    for number, one in enumerate(laid.body.touchpoints):
        same, about = found.get(one.touchpoint, []), said.get(one.touchpoint, [])
        marks: dict[Mark, None] = {}
        for deviation in about:
            if deviation.code in _MARKS:
                marks[_MARKS[deviation.code]] = None
        if one.moment_of_truth:
            marks["truth"] = None
        if len(marks.keys() & {"void", "waived"}) > 1:
            del marks["waived"]
        yield Place(
            id=one.touchpoint,
            column=one.stage,
            title=one.title,
            rank=number / last,
            count=len(same),
            client=_mean([visit.client.after for visit in same]),
            staff=_mean([visit.staff.after for visit in same]),
            note="\n".join(words.say(deviation.sentence) for deviation in about),
            marks=tuple(marks),
        )
    off = [(place, same) for place, same in found.items() if not same[0].designed]
    for number, (place, same) in enumerate(off):
        yield Place(
            id=place,
            column=_OFF,
            title=words.say(same[0].title),
            rank=number / max(1, len(off) - 1),
            count=len(same),
            client=_mean([visit.client.after for visit in same]),
            staff=_mean([visit.staff.after for visit in same]),
            marks=("unplanned",),
        )


def _mean(felt: list[float | None]) -> float | None:
    told = [one for one in felt if one is not None]
    return sum(told) / len(told) if told else None


def _ways(laid: Laid, shown: list[Visit]) -> Iterator[Way]:
    """Yield the ways that were gone, and the steps of the map that were not."""
    from journeys.render.network_values import Way

    automaton = Automaton.from_map(laid.body)
    gone = Counter((before.place, after.place) for before, after in pairwise(shown))
    for (source, target), count in gone.items():
        known = source in automaton and target in automaton
        allowed = known and automaton.allows(source, target)
        yield Way(source, target, count, "lived" if allowed else "unplanned")
    for step in laid.body.steps:
        if (step.after, step.then) not in gone:
            yield Way(step.after, step.then, 0, "designed")
