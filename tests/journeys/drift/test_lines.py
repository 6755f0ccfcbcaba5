"""The lines over time: the same as the engine judges, in rows that anybody can read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from domain.moments import Moment
from journeys.drift.eras import columns, eras
from journeys.drift.histories import History
from journeys.drift.lines import courses, place
from journeys.drift.series import rows
from journeys.drift.sources import file_eras
from journeys.population import generate
from journeys.population.telling import events, write
from projections.alarms.bounds import Bounds
from projections.drift.calibrate import Budget, first_alarms, usual_limits
from projections.drift.lines import LINES, bulk_heights
from projections.drift.telling import contacts
from projections.drift.watch import Watch

COUNT = 40
POPULATION = generate(COUNT, 71, "silence-growing")


def histories() -> list[History]:
    return [
        History(told[0].relationship, told)
        for told in (list(events(POPULATION, index)) for index in range(COUNT))
    ]


FAR = Moment("2027-01-01")


@pytest.mark.parametrize("line", LINES)
def test_the_first_row_over_the_limit_is_the_engines_first_alarm(line: str) -> None:
    limits = usual_limits(Budget(5))
    found = [era for history in histories() for era in eras(history, FAR)]

    for era, course in zip(found, courses(found), strict=True):
        watch, alarms = Watch(limits).after(era.contacts)
        alarms += watch.until(era.end)[1]
        expected = next((a.day for a in alarms if a.code == line), None)
        over = np.flatnonzero(course.value[:, place(line)] >= limits.of[line])
        assert (float(course.day[over[0]]) if len(over) else None) == expected


def test_the_rate_is_that_of_the_mathematics() -> None:
    found = [era for history in histories() for era in eras(history, FAR)]
    limit = Bounds().whole["drifting"]
    heights = bulk_heights(columns(found))
    first = first_alarms(heights, "drifting", limit, len(found))
    over = [(c.value[:, 0] >= limit).any() for c in courses(found)]

    assert over == list(np.isfinite(first))


def test_rows_are_plain_and_there_is_one_a_line_at_every_contact_and_midnight() -> None:
    history = histories()[0]
    found = list(eras(history, Moment(str(history.events[-1].occurred_at))))
    text = "".join(rows(found, Bounds().whole, LINES))
    told = [json.loads(line) for line in text.splitlines()]

    assert {tuple(row) for row in told} == {("relationship", "at", "channel", "value", "threshold")}
    assert {row["relationship"] for row in told} == {history.relationship}
    assert {row["channel"] for row in told} == set(LINES)
    moments = list(dict.fromkeys(row["at"] for row in told))
    assert moments == sorted(moments)
    assert len(told) == len(moments) * len(LINES)
    midnights = {at[:10] for at in moments if at.endswith("T00:00:00Z")}
    span = found[0].end - float(next(courses(found)).day[0])
    assert abs(len(midnights) - span) <= 1
    begun = [told.events[0].occurred_at.start for told in contacts(history.events)]
    assert {f"{start:%Y-%m-%dT%H:%M:%SZ}" for start in begun} <= set(moments)


def test_csv_has_the_same_rows() -> None:
    found = list(eras(histories()[1], FAR))
    plain = "".join(rows(found, Bounds().whole, LINES[:2]))
    table = "".join(rows(found, Bounds().whole, LINES[:2], csv=True))

    read = [[*row[:3], float(row[3]), float(row[4])] for row in csv.reader(io.StringIO(table))]
    assert read == [list(json.loads(line).values()) for line in plain.splitlines()]


def test_a_file_gives_the_same_contacts_as_its_events(tmp_path: Path) -> None:
    path = tmp_path / "journeys.jsonl"
    write(POPULATION, path)

    found = list(file_eras(str(path), (), None, None))

    assert [era.contacts for era in found] == [
        [one.contact for one in contacts(history.events)] for history in histories()
    ]


def test_between_two_judgements_a_line_falls_and_does_not_rise() -> None:
    found = [era for history in histories()[:10] for era in eras(history, FAR)]
    judged = bulk_heights(columns(found))

    for at, course in enumerate(courses(found)):
        days = set(judged.day[judged.who == at])
        values = course.value[:, 0]
        rises = np.flatnonzero(np.diff(values) > 1e-6) + 1
        assert {float(course.day[i]) for i in rises} <= days
