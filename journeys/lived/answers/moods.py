"""Where it hurt, who saw it, and what will be remembered; see `projections.answers.lived.moods`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import fmean

import numpy as np

from journeys.columns.arrays import Array, changes
from journeys.lived.asked import Asked
from journeys.lived.evidence import behind
from journeys.lived.rows import mean, relationships, same
from journeys.lived.rows import told as said
from projections.answers import Row
from projections.answers.lived.sums import SIDES, from_one, known, short


def valleys(asked: Asked, *, most: int) -> Iterator[Row]:
    """Rank touchpoints by drop × volume."""
    from_one(most=most)
    visits, (keys, bundle) = asked.visits, asked.web.bundle("touchpoint")
    after = {side: visits.array(f"{side}_after") for side in SIDES}
    change = {side: after[side] - visits.array(f"{side}_before") for side in SIDES}
    rows: list[Row] = []
    for group, key in enumerate(keys):
        seen = bundle.rows[bundle.of(group)]
        for side in SIDES:
            moved = change[side][seen]
            told = seen[~np.isnan(moved)]
            drop = -fmean(moved[~np.isnan(moved)].tolist()) if len(told) else 0.0
            if drop > 0:
                row: Row = {
                    "touchpoint": key,
                    "side": side,
                    "times": len(told),
                    "relationships": relationships(visits, told),
                    "drop": short(drop),
                    "client_after": mean(after["client"][told]),
                    "staff_after": mean(after["staff"][told]),
                    "depth": short(drop * len(told)),
                    "events": behind(visits, partial(same, told), before=True),
                }
                rows.append(row)
    yield from sorted(rows, key=lambda row: (-row["depth"], row["touchpoint"]))[:most]


def feeling_gaps(asked: Asked, *, least: float, most: int) -> Iterator[Row]:
    """Rank touchpoints by how differently both sides felt."""
    from_one(most=most)
    visits, (keys, bundle) = asked.visits, asked.web.bundle("touchpoint")
    client, staff = visits.array("client_after"), visits.array("staff_after")
    rows: list[Row] = []
    for group, key in enumerate(keys):
        seen = bundle.rows[bundle.of(group)]
        gaps = client[seen] - staff[seen]
        both = seen[~np.isnan(gaps)]
        gap = fmean(gaps[~np.isnan(gaps)].tolist()) if len(both) else 0.0
        if len(both) and abs(gap) >= least:
            row: Row = {
                "touchpoint": key,
                "times": len(both),
                "relationships": relationships(visits, both),
                "client_after": mean(client[both]),
                "staff_after": mean(staff[both]),
                "mood_gap": short(gap),
                "events": behind(visits, partial(same, both)),
            }
            rows.append(row)
    rows.sort(key=lambda row: (-abs(row["mood_gap"]), row["touchpoint"]))
    yield from rows[:most]


def hurt_unseen(asked: Asked, *, hurt: float, calm: float) -> Iterator[Row]:
    """Tell the moments that hurt the client, and not us."""
    visits = asked.visits
    client, staff = visits.array("client_after"), visits.array("staff_after")
    for row in _moments(asked, np.flatnonzero((client <= hurt) & ~(staff < calm))):
        seen = "not told" if row["staff_after"] is None else "not felt"
        yield {**row, "seen_by_us": seen}


def events_behind(asked: Asked, *, touchpoint: str) -> Iterator[Row]:
    """Tell every visit of a touchpoint."""
    visits = asked.visits
    _, first = np.unique(visits.place, return_index=True)
    places = [visits.places[one] for one in visits.place[np.sort(first)].tolist()]
    many = dict(zip(visits.places, np.bincount(visits.place).tolist(), strict=False))
    most = max(sorted(places), key=many.__getitem__, default="")
    meant = known(touchpoint, places) or most
    if meant:
        yield from _moments(asked, np.flatnonzero(visits.place == visits.places.index(meant)))


def _moments(asked: Asked, rows: Array) -> Iterator[Row]:
    """Yield visits one by one, with both sides' feelings about them."""
    visits = asked.visits
    names, places = visits.lives.relationships, visits.places
    felt = (visits.array(f"{side}_after")[rows].tolist() for side in SIDES)
    columns = (visits.who[rows].tolist(), visits.place[rows].tolist(), visits.moments(rows))
    for n, (who, place, at, client, staff) in enumerate(zip(*columns, *felt, strict=True)):
        yield {
            "relationship": names[who],
            "touchpoint": places[place],
            "at": at,
            "client_after": said(client),
            "staff_after": said(staff),
            "events": behind(visits, partial(same, rows[n : n + 1])),
        }


def peak_and_end(asked: Asked) -> Iterator[Row]:
    """Tell each side's strongest feeling, and its last; of equals, the later one."""
    visits = asked.visits
    rows: dict[tuple[int, int], tuple[int, int]] = {}
    for number, side in enumerate(SIDES):
        felt = visits.array(f"{side}_after")
        told = np.flatnonzero(~np.isnan(felt))
        if not len(told):
            continue
        begins = np.flatnonzero(changes(visits.who[told]))
        strong = np.abs(felt[told])
        most = np.repeat(np.maximum.reduceat(strong, begins), np.diff(begins, append=len(told)))
        peaks = told[strong == most]
        ends = np.append(begins[1:], len(told)) - 1
        last = np.append(np.flatnonzero(changes(visits.who[peaks]))[1:], len(peaks)) - 1
        whose = visits.who[told[ends]].tolist()
        pairs = zip(peaks[last].tolist(), told[ends].tolist(), strict=True)
        rows.update(((who, number), pair) for who, pair in zip(whose, pairs, strict=True))
    order = sorted(rows)
    pairs_of = np.array([rows[one] for one in order], dtype=np.int64).reshape(-1, 2)
    ats = [visits.moments(pairs_of[:, n]) for n in (0, 1)]
    places = [[visits.places[one] for one in visits.place[pairs_of[:, n]].tolist()] for n in (0, 1)]
    felt_of = [visits.array(f"{side}_after") for side in SIDES]
    for n, (who, number) in enumerate(order):
        peak, end = pairs_of[n].tolist()
        yield {
            "relationship": visits.lives.relationships[who],
            "side": SIDES[number],
            "touchpoint": places[0][n],
            "at": ats[0][n],
            "peak_felt": said(float(felt_of[number][peak])),
            "leads_to": places[1][n],
            "until": ats[1][n],
            "end_felt": said(float(felt_of[number][end])),
            "events": behind(visits, partial(same, pairs_of[n])),
        }
