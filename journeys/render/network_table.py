"""The table twin of a touchpoint graph, and a figure that holds both."""

from journeys.render._figure import NARROW, figure
from journeys.render._xml import clean
from journeys.render.network import MOST, Scheme, svg
from journeys.render.network_values import MARKS, Network, Place

__all__ = ["html", "table_twin"]


def table_twin(network: Network) -> list[tuple[str, ...]]:
    """Return every place of a graph as a row of text, the headings first.

    Columns: phase or stage, touchpoint, how often, the client's feeling, our people's, marks, and
    where it leads with how often. Places stand column by column, in the order they ask for.

    Examples
    --------
    >>> from journeys.render.network_values import Column, Way
    >>> call = Place("call", "contract", "A call", count=2, client=-0.5)
    >>> ways = (Way("call", "call"),)
    >>> for row in table_twin(Network("N", "", (Column("contract", "Contract"),), (call,), ways)):
    ...     print(row)
    ('Phase or stage', 'Touchpoint', 'Times', 'Client', 'Our people', 'Note', 'Leads to')
    ('Contract', 'A call', '2', '−0.5', 'not told', '', 'A call (1×)')
    """
    words = network.words
    base = words.base
    titles = {place.id: clean(place.title) for place in network.places}
    leads: dict[str, list[str]] = {}
    for way in network.ways:
        if way.count:
            kind = f", {words.off_the_map}" if way.kind == "unplanned" else ""
            said = f"{titles[way.target]} ({way.count}×{kind})"
            leads.setdefault(way.source, []).append(said)
    head = (words.part, words.place, words.times, base.client, base.staff, base.note,
            words.leads_to)  # fmt: skip
    rows: list[tuple[str, ...]] = [head]
    for column in network.columns:
        own = [place for place in network.places if place.column == column.key]
        rows += [
            (
                clean(column.title),
                titles[place.id],
                str(place.count),
                _felt(place.client, network),
                _felt(place.staff, network),
                _marks(place, network),
                "; ".join(leads.get(place.id, ())),
            )
            for place in sorted(own, key=lambda place: (place.rank, place.id))
        ]
    return rows


def html(
    network: Network, *, most: int = MOST, scheme: Scheme = "auto", styled: bool = True
) -> str:
    """Return a figure: the picture for wide and for narrow places, and its table twin.

    The width of the place chooses, without a script; the table opens by keyboard.

    Examples
    --------
    >>> html(Network("Nothing yet")).startswith('<figure class="journey-figure" lang="en">')
    True
    """
    wide = svg(network, most=most, scheme=scheme, styled=styled)
    narrow = svg(network, width=NARROW, most=most, scheme=scheme, styled=styled)
    words = network.words
    caption = clean(network.description) or (
        words.summary.format(len(network.places), len(network.ways))
        if network.places
        else words.nothing
    )
    table = network.title or words.place, table_twin(network)
    return figure(wide, narrow, caption, table, words.base, styled=styled)


def _felt(felt: float | None, network: Network) -> str:
    return network.words.untold if felt is None else network.words.base.number(felt)


def _marks(place: Place, network: Network) -> str:
    return ", ".join(network.words.marks[mark] for mark in MARKS if mark in place.marks)
