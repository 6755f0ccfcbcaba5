"""Goodbyes of every quality, from a seed, each with what really happened, duty by duty.

What happened and what was written down are two things: acts go unrecorded, come on record late, and
only some stretches are declared complete. A declaration is always true: about the acts it names,
nothing within its stretch is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Literal, get_args

from domain.breakup import FarewellAct
from journeys.population import owed as table
from journeys.population.owed import Owed, Weight, last_day

Quality = Literal["excellent", "good", "mended", "mixed", "poor", "awful"]
QUALITIES: tuple[Quality, ...] = get_args(Quality)
Whole = Literal["good", "mended", "mixed", "poor"]
WHOLE: dict[Quality, Whole] = {
    "excellent": "good", "good": "good", "mended": "mended", "mixed": "mixed", "poor": "poor",
    "awful": "poor",
}  # fmt: skip
"""The word for the whole that each quality deserves."""

Really = Literal["met", "late", "violated"]
How = Literal["in-time", "late", "never", "part", "breach"]

_COUNTRIES = ("NL", "NL", "NL", "BE", "DE", "GB", "FR", "US")
ZONES = {
    "NL": "Europe/Amsterdam", "BE": "Europe/Brussels", "DE": "Europe/Berlin",
    "GB": "Europe/London", "FR": "Europe/Paris", "US": "America/New_York",
}  # fmt: skip
_NOT_LATE = ("help-before-procedure", "right-end-date", "form-accepted", "no-hurdles",
             "marketing-stopped", "no-switching-charge")  # fmt: skip
_DILIGENCE = (1.0, 0.9, 0.7, 0.4)
_LONGEST_LATE = 20
_MONTH = 31


@dataclass(frozen=True, slots=True)
class Truth:
    """What really became of a duty, whatever was written down.

    ``knowable`` tells whether the record shows that it went wrong, to whoever reads it right;
    ``day`` is the first day on which it was wrong, where it was.
    """

    code: str
    really: Really
    knowable: bool
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a goodbye takes place: who ends it, under whose law, after how many years."""

    by: Literal["client", "supplier"]
    market: Literal["b2b", "b2c"]
    sector: Literal["telecom", "agency", "cloud", "other"]
    country: str
    told: bool
    opened: date
    announced: date
    ends: date

    @property
    def years(self) -> float:
        """The tenure at the announcement."""
        return (self.announced - self.opened).days / 365.25


@dataclass(slots=True)
class Plan:
    """A goodbye as it really was: how each duty was done, on which days, and what is on record."""

    frame: Frame
    quality: Quality
    how: dict[str, How] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    owed: dict[str, Owed] = field(default_factory=dict)
    parting: date | None = None
    complaint: date | None = None
    incident: bool = False
    unrecorded: set[str] = field(default_factory=set)
    declared: frozenset[FarewellAct] = frozenset()
    diligence: float = 1.0


def frame(rng: Random, announced: date, opened: date | None = None) -> Frame:
    """Return where a goodbye takes place; one in six records does not tell market, sector and law.

    Parameters
    ----------
    rng
        What decides.
    announced
        The day on which somebody says that it is over.
    opened
        The day on which the relationship began; else it lasted between half a year and 16 years.
    """
    years = rng.choice((0.5, 2, 4, 6, 9, 11, 16)) * rng.uniform(0.9, 1.1)
    supplier = rng.random() < 0.3  # noqa: PLR2004 - three in ten
    notice = rng.randint(32, 60) if supplier else rng.randint(10, 30)
    return Frame(
        by="supplier" if supplier else "client",
        market=rng.choice(("b2b", "b2b", "b2c")),
        sector=rng.choice(("agency", "agency", "other", "telecom", "cloud")),
        country=rng.choice(_COUNTRIES),
        told=rng.random() < 5 / 6,
        opened=opened or announced - timedelta(days=round(years * 365.25)),
        announced=announced,
        ends=announced + timedelta(days=notice),
    )


def plan(rng: Random, where: Frame, quality: Quality, *, failed: bool = False) -> Plan:
    """Return a goodbye of that quality: what was done when, and what was written down.

    Where the supplier *failed* before, an own share is owed whatever else happens.
    """
    made = Plan(where, quality, diligence=rng.choice(_DILIGENCE))
    bad = quality in ("poor", "awful")
    if rng.random() < 0.4:  # noqa: PLR2004 - four in ten say a word of their own
        made.parting = where.ends + timedelta(days=rng.randint(1, 4))
    if quality != "mixed" and rng.random() < 0.3:  # noqa: PLR2004 - three in ten have complained
        made.complaint = where.announced - timedelta(days=rng.randint(3, 20))
    # a breach to which the supplier owned up would be more than mixed
    trouble = bad or made.complaint is not None or rng.random() < 0.5  # noqa: PLR2004
    made.incident = failed or (trouble and quality != "mixed")
    made.owed = {one.code: one for one in _owed(rng, made)}
    made.how = _outcomes(rng, made)
    for code, how in made.how.items():
        made.days[code] = _day(rng, made, made.owed[code], how)
    if where.by == "client" and made.how.get("right-end-date") == "breach":
        made.frame = _later_end(where, rng)
        made.days = {c: _day(rng, made, made.owed[c], h) for c, h in made.how.items()}
        if made.parting:
            made.parting = made.frame.ends + timedelta(days=2)
            if "parting-answered" in made.how:
                one = made.owed["parting-answered"]
                made.days[one.code] = _day(rng, made, one, made.how[one.code])
    made.declared = _declared(rng)
    made.unrecorded = {
        code
        for code, one in made.owed.items()
        if rng.random() > made.diligence
        and not made.declared & _visible(one)
        and code != "right-end-date"
    }
    return made


def _visible(one: Owed) -> set[FarewellAct | None]:
    """Return the acts that cannot stay off the record where somebody vouches for them."""
    return {*one.acts, one.breach, "closing-sent" if one.code == "personal" else None}


def _later_end(where: Frame, rng: Random) -> Frame:
    return replace(where, ends=where.announced + timedelta(days=rng.randint(40, 80)))


_ALWAYS = (*table.PLAIN, table.LESSON, table.MARKETING, table.FORM, table.HURDLES, table.REFERRAL)


def _owed(rng: Random, made: Plan) -> Iterable[Owed]:
    where = made.frame
    yield from (one for one in _ALWAYS if one.ender in ("either", where.by))
    consumer = where.by == "client" and where.market == "b2c"
    at_times = (
        (table.PROMISES, rng.random() < 0.6),  # noqa: PLR2004 - most have a promise open
        (table.OWN_SHARE, made.incident),
        (table.PARTING, made.parting is not None),
        (table.COMPLAINT, made.complaint is not None),
        (table.HELP, made.incident and rng.random() < 0.4),  # noqa: PLR2004 - some sought a way out
        (table.PORTING, where.sector == "telecom" and where.country in {*table.EUROPE, "GB"}),
        (table.SWITCHING, where.sector == "cloud" and where.country in table.EUROPE),
        (table.END_DATE, consumer and where.country in ("NL", "DE")),
    )
    yield from (one for one, asked in at_times if asked)


_SPOILT: dict[Quality, tuple[tuple[Weight, int, int], ...]] = {
    "excellent": (),
    "good": (),
    "mended": (),
    "mixed": (("counts", 1, 2),),
    "poor": (("weighs", 1, 2), ("light", 0, 3)),
    "awful": (("weighs", 3, 9), ("counts", 3, 9), ("light", 2, 9)),
}
"""How many duties of each weight go wrong and stay wrong, from so many to so many."""


def _outcomes(rng: Random, made: Plan) -> dict[str, How]:
    how: dict[str, How] = dict.fromkeys(made.owed, "in-time")
    for weight, least, most in _SPOILT[made.quality]:
        codes = _spoilable(made, weight)
        for code in rng.sample(codes, min(len(codes), rng.randint(least, most))):
            how[code] = _wrong(rng, made.owed[code], made)
    if "breach" in how.values() and "own-share" in how:
        how["own-share"] = "never"
    if made.quality == "good":
        light = [c for c in _spoilable(made, "light") if c not in _NOT_LATE]
        for code in rng.sample(light, rng.randint(0, 2)):
            how[code] = rng.choice(("late", "never"))
    if made.quality == "mended":
        heavy = [c for c in _spoilable(made, "weighs") if c not in _NOT_LATE]
        for code in rng.sample(heavy, rng.randint(1, 2)):
            how[code] = "late"
    return how


def _spoilable(made: Plan, weight: Weight) -> list[str]:
    """Return what can go wrong then and there: before 2027 switching may cost something."""
    free = made.frame.ends >= table.SWITCHING_IS_FREE + timedelta(days=1)
    long = made.frame.years > 1.2  # noqa: PLR2004 - past its first term of a year
    skip = {"no-switching-charge"} if not free else set()
    skip |= set() if long else {"right-end-date"}
    # a dropped promise is a failure, and owes an own share, which weighs
    if made.quality == "mixed":
        skip |= {"promises-closed", *(_NOT_LATE if made.incident else ())}
    return [c for c, one in made.owed.items() if one.weight == weight and c not in skip]


def _wrong(rng: Random, one: Owed, made: Plan) -> How:
    if one.breach or one.code in _NOT_LATE:
        return "breach"
    if one.code == "personal" and made.quality == "awful" and rng.random() < 0.5:  # noqa: PLR2004
        return "breach"
    if len(one.acts) > 1 and rng.random() < 0.4:  # noqa: PLR2004
        return "part"
    return "never"


def begins(made: Plan, one: Owed) -> date:
    """Return the day on which a duty's clock starts."""
    where = made.frame
    return {
        "announced": where.announced,
        "ended": where.ends,
        "parting": made.parting or where.ends,
        "complaint": made.complaint or where.announced,
    }[one.begins]


def deadline(made: Plan, code: str) -> date:
    """Return the last day on which this duty of a goodbye is done in time."""
    one, where = made.owed[code], made.frame
    return last_day(one, begins(made, one), where.ends, where.country)


def _day(rng: Random, made: Plan, one: Owed, how: How) -> date:
    start = max(made.frame.announced, begins(made, one))
    if one.begins == "ended":
        start = made.frame.announced
    if one.begins == "complaint":
        start = begins(made, one)
    last = deadline(made, one.code)
    if how == "breach":
        first = made.frame.announced
        if one.code in ("right-end-date", "form-accepted", "help-before-procedure"):
            return first
        if one.code == "no-switching-charge":
            first = max(first, table.SWITCHING_IS_FREE)
        span = (made.frame.ends - first).days
        return first + timedelta(days=rng.randint(0, max(span, 0)))
    if how == "late":
        return last + timedelta(days=rng.randint(2, _LONGEST_LATE))
    return start + timedelta(days=rng.randint(0, max((last - start).days, 0)))


def _declared(rng: Random) -> frozenset[FarewellAct]:
    """Return about which acts somebody vouches: all, half of them, or none."""
    every: tuple[FarewellAct, ...] = get_args(FarewellAct)
    match rng.random():
        case chance if chance < 0.3:  # noqa: PLR2004
            return frozenset(every)
        case chance if chance < 0.55:  # noqa: PLR2004
            return frozenset(rng.sample(every, len(every) // 2))
        case _:
            return frozenset()


def truths(made: Plan) -> tuple[Truth, ...]:
    """Return what really became of every duty that was owed, and whether the record shows it."""
    return tuple(_truth(made, code) for code in made.owed)


_LAWFUL = {"right-end-date", "porting", "no-switching-charge"}


def _truth(made: Plan, code: str) -> Truth:
    one, how = made.owed[code], made.how[code]
    name = f"farewell-{code}"
    if how == "in-time":
        return Truth(name, "met", knowable=code not in made.unrecorded)
    told = made.frame.told or code not in _LAWFUL
    recorded = code not in made.unrecorded and told
    if how == "breach":
        vouched = code == "personal" and "spoken-in-person" in made.declared
        return Truth(name, "violated", recorded or vouched, made.days[code])
    after = deadline(made, code) + timedelta(days=1)
    if how == "late":
        return Truth(name, "late", recorded, after)
    missing = one.acts[1:] if how == "part" else one.acts
    vouched = bool(missing) and set(missing) <= made.declared
    if code == "notice-and-referral":
        vouched = {"notice-given", "referral"} <= made.declared
    if code == "settlement":
        vouched = {"final-invoice", "settled"} <= made.declared
    if code == "complaint-alive":
        vouched = vouched and how == "never"
    if code == "promises-closed":
        vouched = recorded
    return Truth(name, "violated", vouched and told, after)
