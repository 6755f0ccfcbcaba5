"""Kept rows of lives become columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from math import nan
from typing import Any

import polars as pl

from journeys.columns.codes import Code
from journeys.columns.moments import moments
from journeys.lived.layout import CODED, PARTS
from projections.ports import Row
from projections.touchpoints.occasion import Occasion

Piece = Mapping[str, pl.DataFrame]
"""Some lives as columns: a frame for every part of the layout."""

_FIELDS = Occasion._fields


class Taking:
    """Gathers lives, one after another.

    Examples
    --------
    >>> taking = Taking()
    >>> taking.piece()["lives"].height
    0
    """

    def __init__(self) -> None:
        self._codes = {name: Code() for name in CODED}
        self._told: dict[str, list[Any]] = {name: [] for name in (*_FIELDS, "heard", "others")}
        self._refs: dict[str, list[int]] = {name: [] for name in _POINTING}
        self._lives: list[tuple[Any, ...]] = []

    def __len__(self) -> int:
        """Return how many occasions were taken."""
        return len(self._told["event"])

    def add(self, relationship: str, rows: Iterable[Row]) -> None:
        """Take the rows that are kept of a life, in the order of their keys."""
        kept: dict[str, Any] = {"occasions": [], "promises": [], "items": []}
        for row in rows:
            for what, told in row.items():
                kept[what] = [*kept[what], *told] if what in _MANY else told
        occasions: Sequence[list[Any]] = kept["occasions"]
        others, heard = self._point(occasions)
        for name, column in zip(_FIELDS, zip(*occasions, strict=True), strict=False):
            self._told[name] += column
        self._told["others"] += others
        self._told["heard"] += heard
        event, process, shut = kept["adopted"] or (None, None, None)
        documents = (process, shut, kept["traits"], kept["goodbye"], kept["promises"])
        said = [json.dumps(one) if one else None for one in (*documents, kept["items"])]
        counts = len(occasions), len(others), len(heard)
        self._lives.append((relationship, *counts, said[0], event, *said[1:]))

    def _point(self, occasions: Sequence[list[Any]]) -> tuple[list[str], list[int]]:
        """Note what the occasions of a life point to; return its other ids, and what was told."""
        number = {one[0]: place for place, one in enumerate(occasions)}
        own, heard = len(number), list[int]()

        def at(event: str | None) -> int:
            return -1 if event is None else number.setdefault(event, len(number))

        refs = self._refs
        for one in occasions:
            refs["cause"].append(at(one[_CAUSE]))
            refs["heals"].append(at(one[_HEALS]))
            for side, felt in zip(_SIDES, one[-2:], strict=True):
                events, earlier = felt[3:] if felt else ((), None)
                heard += map(at, events)
                refs[f"{side}_told"].append(len(events))
                refs[f"{side}_earlier"].append(at(earlier))
        return list(number)[own:], heard

    def piece(self) -> Piece:
        """Return all of it as columns; nothing is taken any more after that."""
        told = self._told
        columns: dict[str, Any] = {
            "at": moments(told["at"]).at,
            "rough": told["rough"],
            "together": told["together"],
            **self._refs,
        }
        told["systems"] = [json.dumps(one) if one else None for one in told["systems"]]
        for name in CODED:
            code = self._codes[name]
            columns[name] = [0 if one is None else 1 + code[one] for one in told[name]]  # type: ignore[operator]  # a text has a number
        for side in _SIDES:
            felt = [one or _UNTOLD for one in told[side]]
            for place, name in enumerate(("before", "after")):
                columns[f"{side}_{name}"] = [nan if f[place] is None else f[place] for f in felt]
            columns[f"{side}_attributed"] = [one[2] for one in felt]
        texts = [(name, text) for name, code in self._codes.items() for text in code.texts]
        return {
            "lives": pl.DataFrame(self._lives, schema=PARTS["lives"], orient="row"),
            "occasions": _frame("occasions", columns),
            "names": _frame(
                "names",
                {"event": told["event"], "story": told["story_id"], "moment": told["at"]},
            ),
            "others": _frame("others", {"event": told["others"]}),
            "told": _frame("told", {"event": told["heard"]}),
            "texts": pl.DataFrame(texts, schema=PARTS["texts"], orient="row"),
        }


_MANY = ("occasions", "promises", "items")
_SIDES = ("client", "staff")
_CAUSE, _HEALS = _FIELDS.index("cause"), _FIELDS.index("heals")
_POINTING = (
    "cause", "heals", "client_earlier", "staff_earlier", "client_told", "staff_told",
)  # fmt: skip
_UNTOLD = (None, None, False)


def _frame(part: str, columns: Mapping[str, Any]) -> pl.DataFrame:
    schema = PARTS[part]
    return pl.DataFrame({name: pl.Series(columns[name], dtype=schema[name]) for name in schema})
