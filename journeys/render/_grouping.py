"""Too many places for one picture: the rarest of a column stand together as one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from journeys.render.blueprint_values import Backing, Blueprint
from journeys.render.network_values import Column, Network, Place, Way

GROUP = "more:"
"""How the id of a group begins."""
WAYS_A_PLACE = 2
"""So many ways are drawn for each place; with more, nothing could be followed."""


def grouped(network: Network, most: int) -> Network:
    """Return the graph with at most about *most* places.

    Each column keeps its share: what the picture is about, what carries a mark, then what was lived
    most. The rest of a column becomes one place, and the ways of its members its own. A group of
    one is that one.
    """
    if len(network.places) <= most:
        return replace(network, ways=_commonest(network.ways, len(network.places) * WAYS_A_PLACE))
    columns: dict[str, list[Place]] = {column.key: [] for column in network.columns}
    for place in network.places:
        columns[place.column].append(place)
    room = _shares({key: len(places) for key, places in columns.items()}, most)
    kept: list[Place] = []
    moved: dict[str, str] = {}
    for key, places in columns.items():
        first = sorted(places, key=lambda place: (not place.focus, not place.marks, -place.count))
        if len(places) <= room[key]:
            kept += places
            continue
        stay = first[: max(0, room[key] - 1)]
        rest = first[len(stay) :]
        group = _group(key, rest, network)
        kept += [*stay, group]
        moved |= {place.id: group.id for place in rest}
    ways = _commonest(_ways(network.ways, moved), len(kept) * WAYS_A_PLACE)
    return replace(network, places=tuple(kept), ways=ways)


def rarer(network: Network, shown: Network) -> int:
    """Return how many ways of a graph are not drawn, neither as themselves nor in a group."""
    there = {place.id for place in shown.places}
    column = {place.id: place.column for place in network.places}
    drawn = {(way.source, way.target) for way in shown.ways}

    def end(place: str) -> str:
        return place if place in there else f"{GROUP}{column[place]}"

    ends = ((end(way.source), end(way.target), way) for way in network.ways)
    return sum(
        1 for a, b, way in ends if (a, b) not in drawn and (a != b or way.source == way.target)
    )


def gathered(blueprint: Blueprint, most: int) -> Blueprint:
    """Return the blueprint with at most about *most* places; each stage and lane keeps its share.

    What stands together stays in its lane, and keeps the systems that it rests on.
    """
    network = blueprint.network
    if len(network.places) <= most:
        return blueprint
    cells = {place.id: (place.column, blueprint.of(place.id).lane) for place in network.places}
    keys = {cell: f"{number}" for number, cell in enumerate(dict.fromkeys(cells.values()))}
    columns = tuple(Column(key, "") for key in keys.values())
    places = tuple(replace(place, column=keys[cells[place.id]]) for place in network.places)
    found = grouped(replace(network, columns=columns, places=places), most)
    stages = {key: cell for cell, key in keys.items()}
    kept = {place.id: blueprint.of(place.id) for place in found.places if place.id in cells}
    for place in found.places:
        if place.id not in cells:
            cell = stages[place.column]
            own = (one for one in cells if cells[one] == cell and one not in kept)
            systems = dict.fromkeys(name for one in own for name in blueprint.of(one).systems)
            kept[place.id] = Backing(cell[1], "", tuple(systems))
    shown = tuple(replace(place, column=stages[place.column][0]) for place in found.places)
    less = replace(network, places=shown, ways=found.ways)
    return replace(blueprint, network=less, backing=kept)


def _commonest(ways: Iterable[Way], most: int) -> tuple[Way, ...]:
    """Return the ways that are drawn.

    The commonest way into each place, so that none stands as if nobody had ever come there; then
    those off the map, then those that were gone most.
    """
    every = tuple(ways)
    if len(every) <= most:
        return every

    def first(way: Way) -> tuple[bool, bool, int]:
        return is_group(way), way.kind != "unplanned", -way.count

    ranked = sorted(every, key=first)
    into: dict[str, Way] = {}
    for way in ranked:
        if way.source != way.target:
            into.setdefault(way.target, way)
    kept = set(into.values())
    kept.update([way for way in ranked if way not in kept][: max(0, most - len(kept))])
    return tuple(way for way in every if way in kept)


def is_group(way: Way) -> bool:
    """Whether a way begins or ends at places that stand together as one."""
    return way.source.startswith(GROUP) or way.target.startswith(GROUP)


def _shares(sizes: dict[str, int], most: int) -> dict[str, int]:
    """Divide the room evenly; what a small column does not need, the others share."""
    room: dict[str, int] = {}
    left = most
    for number, key in enumerate(sorted(sizes, key=lambda key: sizes[key])):
        share = max(1, left // (len(sizes) - number))
        room[key] = min(sizes[key], share)
        left -= room[key]
    return room


def _group(column: str, places: list[Place], network: Network) -> Place:
    return Place(
        id=f"{GROUP}{column}",
        column=column,
        title=network.words.more.format(len(places)),
        rank=2.0,
        count=sum(place.count for place in places),
        client=_mean((place.client, place.count) for place in places),
        staff=_mean((place.staff, place.count) for place in places),
        note="\n".join(place.title for place in places),
    )


def _mean(felt: Iterable[tuple[float | None, int]]) -> float | None:
    told = [(value, weight) for value, weight in felt if value is not None and weight]
    total = sum(weight for _, weight in told)
    return sum(value * weight for value, weight in told) / total if total else None


def _ways(ways: Iterable[Way], moved: dict[str, str]) -> Iterable[Way]:
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Way] = {}
    for way in ways:
        ends = moved.get(way.source, way.source), moved.get(way.target, way.target)
        if ends[0] == ends[1] and way.source != way.target:
            continue
        counts[ends] += way.count
        own = ends == (way.source, way.target)
        first.setdefault(ends, replace(way, source=ends[0], target=ends[1],
                                       note=way.note if own else ""))  # fmt: skip
    for ends, way in first.items():
        yield replace(way, count=counts[ends])
