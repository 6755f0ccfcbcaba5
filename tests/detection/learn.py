"""Teach the judgement: writes projections/drift/learned.py.

Run it as ``python -m tests.detection.learn [--quick]`` (under a minute), then
`tests.detection.calibrating`. Learning, calibration and test use disjoint seeds: 10…, 20… and 30…
million.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from journeys.population import KINDS, OTHER_WORLDS, Population, World, generate
from projections.drift.bulk import figures, looks
from projections.drift.columns import Floats, Whole
from projections.drift.features import FEATURES
from tests.detection.measure import limit_at
from tests.detection.rivals import Heights
from tests.detection.teaching import HIGHEST, LOWEST, Lessons, Network, taught

LEARNING_SEED = 10_000_000
SEVERITIES = (0.8, 1.1, 1.4, 1.8)
UNITS, UNITS_ALONE = 8, 4
ONSET = (0.05, 0.85)
"""Drift may begin at any age here, so that no age is learned to be safe."""
AFTER, UNTIL = 20, 420
_HEAVIER = {
    "silence-growing": 2.2, "silence-stop": 2.4, "promises-late": 2.0, "divergence": 1.6,
    "combined-mild": 1.2,
}  # fmt: skip
_ORDINARY = 3.0
ALONE = {
    "client": ("level-shift", "slow-decline", "divergence"),
    "staff": ("staff-dread",),
    "silence": ("silence-growing", "silence-stop"),
    "promises": ("promises-late",),
    "errors": ("bypasses",),
}
"""The kinds of drift that each channel is there for."""
KNOWN = {
    "client": ("age",),
    "staff": ("age",),
    "silence": ("contacts", "frequency", "age"),
    "promises": ("contacts", "age"),
    "errors": ("contacts", "age"),
}
"""What it looks at beside its own figures."""
_PLACE = Path(__file__).parents[2] / "projections" / "drift"


def judged(population: Population, *, gated: bool = True) -> tuple[Whole, Floats, Floats]:
    """Return who was judged, when, and the figures."""
    found = [(look.who, look.day, figures(look)) for look in looks(population.columns, gated=gated)]
    who, day, rows = zip(*found, strict=True)
    return np.concatenate(who), np.concatenate(day), np.concatenate(rows)


def lessons(controls: int, per_kind: int) -> Lessons:
    """Return what to learn from: four worlds, nine kinds at four severities, and controls."""
    seed = LEARNING_SEED
    parts = []
    worlds = [replace(world, onset=ONSET) for world in (World(), *OTHER_WORLDS)]
    for world in worlds:
        _, _, rows = judged(generate(controls // len(worlds), seed := seed + 1, world=world))
        parts.append(Lessons(rows, np.zeros(len(rows), np.int64), np.ones(len(rows))))
        for number, kind in enumerate(KINDS, 1):
            for severity in SEVERITIES:
                each = per_kind // (len(worlds) * len(SEVERITIES))
                population = generate(each, seed := seed + 1, kind, severity, world)
                who, day, rows = judged(population)
                since = day - population.onset[who]
                kept = (since > AFTER) & (since < UNTIL)
                times = np.bincount(who[kept], minlength=len(population))
                once = 1 / np.maximum(times[who[kept]], 1)
                parts.append(Lessons(rows[kept], np.full(len(once), number), once))
    every = Lessons(*(np.concatenate(part) for part in zip(*parts, strict=True)))
    return every._replace(weight=_balanced(every))


def _balanced(every: Lessons) -> Floats:
    weight = every.weight.copy()
    for number in range(len(KINDS) + 1):
        of = every.kind == number
        share = _HEAVIER.get(KINDS[number - 1], 1.0) if number else _ORDINARY * len(KINDS)
        weight[of] *= share / weight[of].sum()
    return np.asarray(weight / weight.mean())


def seen(channel: str) -> list[int]:
    """Return the places of the figures that a channel is judged by when it is alone."""
    return [
        at for at, (owner, what) in enumerate(FEATURES)
        if owner == channel or (owner == "all" and what in KNOWN[channel])
    ]  # fmt: skip


def alone(every: Lessons, channel: str) -> Network:
    """Return the network of one channel: its kinds of drift against ordinary times."""
    numbers = [KINDS.index(kind) + 1 for kind in ALONE[channel]]
    rows = np.isin(every.kind, [0, *numbers])
    drifts = every.kind[rows] > 0
    weight = every.weight[rows].copy()
    weight[drifts] *= weight[~drifts].sum() / weight[drifts].sum() / _ORDINARY
    own = every.figures[rows][:, seen(channel)]
    lessons_ = Lessons(own, drifts.astype(np.int64), weight)
    return taught(lessons_, UNITS_ALONE, LEARNING_SEED)


def plain(network: Network, channel: str, centre: Floats, spread: Floats) -> tuple[float, float]:
    """Return at which height a mood's own sum is as rare as a score of 0, and as one more."""
    quiet = generate(4000, LEARNING_SEED + 1_000)
    who, day, rows = judged(quiet)
    taken = np.clip((rows - centre) / spread, LOWEST, HIGHEST)[:, seen(channel)]
    of = {"score": network.scores(taken), "sum": rows[:, FEATURES.index((channel, "fall"))]}
    (high, low), (sum_high, sum_low) = (
        [limit_at(Heights(who, day, value), quiet, budget) for budget in (1.0, 5.0)]
        for value in of.values()
    )
    unit = (sum_high - sum_low) / (high - low)
    return sum_high - unit * high, unit


def _numbers(values: Floats) -> str:
    return f"({', '.join(f'{value:.5g}' for value in values.tolist())},)"


def _written(name: str, values: Floats, says: str) -> str:
    rows = _numbers(values) if values.ndim == 1 else f"(\n{_lines(values)})"
    return f'{name} = {rows}\n"""{says}"""\n'


def _lines(values: Floats, indent: str = "    ") -> str:
    return "".join(f"{indent}{_numbers(row)},\n" for row in values)


_END = "\n"


def _one(channel: str, network: Network) -> str:
    rows = _lines(network.hidden, " " * 8)
    parts = (
        f"{tuple(seen(channel))}", f"(\n{rows}        )", _numbers(network.hidden_bias),
        _numbers(network.odds[0]), _numbers(network.straight[0]), f"{network.odds_bias[0]:.5g}",
    )  # fmt: skip
    return f'    "{channel}": (\n{"".join(f"        {part},{_END}" for part in parts)}    ),\n'


_ALONE_SAYS = '''"""Each channel alone.

The places of its figures, a row a hidden unit, their biases, a weight a unit, one a figure, a bias.
"""
'''
_PLAIN_SAYS = '''\
"""Which cumulative sum of a mood is as rare as a height of 0, and what more is as 1."""
'''
_HEAD = '''"""The learned weights. Written by ``python -m tests.detection.learn``: do not edit.

Learned from {counted}.
"""

# fmt: off
# ruff: noqa: E501'''


def main(*, quick: bool) -> None:
    """Learn, and write what was learned as a module of plain numbers."""
    controls, per_kind = (8_000, 1_600) if quick else (96_000, 19_200)
    every = lessons(controls, per_kind)
    print(len(every.kind), "moments", np.bincount(every.kind), flush=True)  # noqa: T201
    _, _, ordinary = judged(generate(1000, LEARNING_SEED), gated=False)
    centre, spread = every.figures.mean(axis=0), every.figures.std(axis=0) + 1e-6
    taken = every._replace(figures=np.clip((every.figures - centre) / spread, LOWEST, HIGHEST))
    all_ = taught(taken, UNITS, LEARNING_SEED)
    own = {channel: alone(taken, channel) for channel in ALONE}
    rare = {side: plain(own[side], side, centre, spread) for side in ("client", "staff")}
    kinds = ", ".join(f'"{kind}"' for kind in KINDS)
    counted = f"{controls:,} controls and {per_kind:,} relationships a kind, in four worlds"
    sums = ", ".join(f'"{side}": ({zero:.3f}, {unit:.3f})' for side, (zero, unit) in rare.items())
    text = "\n".join([
        _HEAD.format(counted=counted),
        f"KINDS = ({kinds})",
        f"LOWEST, HIGHEST = {LOWEST}, {HIGHEST}",
        _written("CENTRE", centre, "What is taken off each figure."),
        _written("PER_SPREAD", 1 / spread, "What it is then multiplied by."),
        _written("NEUTRAL", np.median(ordinary, axis=0), "The median of each in ordinary times."),
        _written("HIDDEN", all_.hidden, "One row a hidden unit, one weight a figure."),
        _written("HIDDEN_BIAS", all_.hidden_bias, "One a hidden unit."),
        _written("ODDS", all_.odds, "One row a kind of drift, one weight a hidden unit."),
        _written("STRAIGHT", all_.straight, "One row a kind of drift, one weight a figure."),
        _written("ODDS_BIAS", all_.odds_bias, "One a kind of drift."),
        f"ALONE = {{\n{''.join(_one(channel, network) for channel, network in own.items())}}}",
        _ALONE_SAYS,
        f"PLAIN = {{{sums}}}",
        _PLAIN_SAYS,
    ])  # fmt: skip
    (_PLACE / "learned.py").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(quick="--quick" in sys.argv)
