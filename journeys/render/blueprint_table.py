"""The table twin of a blueprint, and a figure that holds both."""

from journeys.render._figure import NARROW, figure
from journeys.render._xml import clean
from journeys.render.blueprint import Scheme, svg
from journeys.render.blueprint_values import LANES, Blueprint
from journeys.render.network_values import MARKS, Place

__all__ = ["html", "table_twin"]


def table_twin(blueprint: Blueprint) -> list[tuple[str, ...]]:
    """Return every place of a blueprint as a row of text, the headings first.

    Columns: stage, lane, touchpoint, channel, how often it was lived, both sides' feelings with
    those it was meant for, the systems, and marks. Stage by stage and lane by lane.

    Examples
    --------
    >>> from journeys.render.blueprint_values import Backing
    >>> from journeys.render.network_values import Column, Network
    >>> call = Place("call", "a", "A call", count=2, client=-0.5)
    >>> network = Network("N", "", (Column("a", "Stage A"),), (call,))
    >>> table_twin(Blueprint(network, {"call": Backing("client", "call", ("crm",), 0.4)}))[1][:6]
    ('Stage A', 'Client actions', 'A call', 'call', '2', '−0.5 (meant: +0.4)')
    """
    words, network = blueprint.words, blueprint.network
    base = words.base
    head = (base.part, words.lane, base.place, words.channel, base.times, base.base.client,
            base.base.staff, words.lanes["system"], base.base.note)  # fmt: skip
    rows: list[tuple[str, ...]] = [head]
    for column in network.columns:
        own = [place for place in network.places if place.column == column.key]
        own.sort(key=lambda p: (LANES.index(blueprint.of(p.id).lane), p.rank, p.id))
        for place in own:
            behind = blueprint.of(place.id)
            rows.append((
                clean(column.title),
                words.lanes[behind.lane],
                clean(place.title),
                clean(behind.channel),
                str(place.count),
                _felt(place.client, behind.client, blueprint),
                _felt(place.staff, behind.staff, blueprint),
                ", ".join(map(clean, behind.systems)),
                _note(place, blueprint),
            ))  # fmt: skip
    return rows


def html(blueprint: Blueprint, *, scheme: Scheme = "auto", styled: bool = True) -> str:
    """Return a figure: the picture for wide and for narrow places, and its table twin.

    Examples
    --------
    >>> from journeys.render.network_values import Network
    >>> html(Blueprint(Network("Nothing yet"))).startswith('<figure class="journey-figure"')
    True
    """
    network = blueprint.network
    return figure(
        svg(blueprint, scheme=scheme, styled=styled),
        svg(blueprint, width=NARROW, scheme=scheme, styled=styled),
        network.description or (network.title if network.places else blueprint.words.base.nothing),
        (network.title, table_twin(blueprint)),
        blueprint.words.base.base,
        styled=styled,
    )


def _felt(lived: float | None, meant: float | None, blueprint: Blueprint) -> str:
    words = blueprint.words
    number = words.base.base.number
    said = words.base.untold if lived is None else number(lived)
    return said if meant is None else f"{said} ({words.meant.format(number(meant))})"


def _note(place: Place, blueprint: Blueprint) -> str:
    marks = [blueprint.words.base.marks[mark] for mark in MARKS if mark in place.marks]
    return ", ".join(marks)
