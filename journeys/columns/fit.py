"""How it goes with clients who fit, and with those who do not: answered from the columns.

It is an answer of `projections.answers.fit` as well, and comes to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from domain.contract import ProjectFinished
from domain.courtship import IntakeDecided
from journeys.columns.arrays import Array
from journeys.columns.chosen import Columns
from journeys.columns.lives import Lives
from journeys.columns.moods import felt_by, means_over_time
from journeys.columns.reading import facts
from projections.answers import Row
from projections.answers.seen import BANDS
from projections.answers.sums import mean, share, told


class _Fit(msgspec.Struct, gc=False):
    fit: str = IntakeDecided.model_fields["fit"].default


class _Success(msgspec.Struct, gc=False):
    successful: bool | None = None


def outcomes_by_fit(columns: Columns) -> Iterator[Row]:
    """Tell friction, ends and moods by band; see `projections.answers.fit.outcomes_by_fit`."""
    lives = Lives(columns)
    band = _bands(columns, lives)
    client, staff = felt_by(columns, "client"), felt_by(columns, "staff")
    moods = [means_over_time(columns, lives, one) for one in (client, staff)]
    felt = np.concatenate([client, staff])
    felt = felt[np.argsort(lives.turn[felt], kind="stable")]  # of each the client's, then our own
    signals, done = lives.friction, lives.rows(ProjectFinished)
    success = [one.successful for one in facts(columns, done, _Success)]
    over = np.isin(np.arange(len(lives)), [*lives.ended])
    for number, name in enumerate(BANDS):
        who = np.flatnonzero(band == number)
        if not len(who):
            continue
        rubbed, ended, behind = (_of(band, number, lives, one) for one in (signals, done, felt))
        first = np.concatenate([lives.first[who], rubbed, ended])
        _, places = np.unique(first, return_index=True)
        rows = np.concatenate([first[np.sort(places)], behind])
        finished = band[lives.turn[done]] == number
        yield {
            "fit": name,
            "relationships": len(who),
            "friction": share(len(rubbed), len(who)),
            "ended": int(over[who].sum()),
            "mean_client": mean(moods[0][one] for one in who.tolist()),
            "mean_staff": mean(moods[1][one] for one in who.tolist()),
            "success": told(one for one, of in zip(success, finished, strict=True) if of),
            "events": columns.evidence(len(rows), rows.view),
        }


def _bands(columns: Columns, lives: Lives) -> Array:
    """Return the band that each is in, by the last intake: a number of `BANDS`."""
    band = np.full(len(lives), BANDS.index(None))
    rows = lives.rows(IntakeDecided)
    fits = [one.fit for one in facts(columns, rows, _Fit)]
    known = [BANDS.index(None if fit == "unknown" else fit) for fit in fits]
    band[lives.turn[rows]] = known
    return band


def _of(band: Array, number: int, lives: Lives, rows: Array) -> Array:
    found: Array = rows[band[lives.turn[rows]] == number]
    return found
