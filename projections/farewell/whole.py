"""The goodbye as a whole: one word for it, and why.

The rule, in order. A duty *weighs* when its severity is high, *counts* when it is medium, and is
*light* when it is low. A recorded breach is *made good* when the supplier afterwards acknowledged
its own share; a duty that came late came all the same.

1. **poor**: a duty that weighs was broken and not made good, or three that count were.
2. **mixed**: a duty that counts was broken, or the client's own last word about it is hurt.
3. **mended**: a duty that weighs came late, or a breach was made good, and the client's own last
   word after that is not a negative one; with a negative one it is *mixed*.
4. **good**: none of these, and at most two slips: what counts came late, what is light came late or
   not at all. With more of them it is *mixed*.

Nothing is averaged and nothing guessed. What is not known, or still to be done, or not yet said by
the client, is taken at its best and at its worst: where both come to the same word, that is it.
Else the goodbye is *open* while something can still be done, and *undecided* when only somebody's
memory can tell. Promises of which none is on record do not count. Sadness at parting is no
reproach, and an end no failure by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from domain._kernel import AnyEvent, Event
from domain.breakup import FarewellActDone, PartingStatementMade, RecordDeclaredComplete
from domain.feelings import FeelingObserved
from domain.moments import Moment
from domain.relationship import Relationship
from domain.vocabulary import Severity
from projections.calendar import Place
from projections.evidence import Evidence, cite
from projections.farewell.parting import lately
from projections.farewell.scope import started
from projections.farewell.standing import Standing, as_of, standings
from projections.finding import Say
from projections.moods import Whose, counts, is_their_own_word

Grade = Literal["good", "mended", "mixed", "poor"]
Overall = Literal["none", "open", "undecided", "good", "mended", "mixed", "poor"]
"""A goodbye as a whole; *open* and *undecided* are no grades: they say that there is none yet."""

Weight = Literal["weighs", "counts", "light"]
Came = Literal["done", "late", "made-good", "broken", "open", "to-come"]
Word = Literal["eased", "uneasy", "hurt"]

_WEIGHTS: dict[Severity, Weight] = {
    "critical": "weighs", "high": "weighs", "medium": "counts",
    "low": "light", "info": "light", "positive": "light",
}  # fmt: skip
MANY = 3
SLIPS = 2
HURT = -0.3
REPROACH = ("angry", "disappointed", "bored", "indifferent")
"""The feelings that blame; sadness, fear and worry at parting do not."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a goodbye is called what it is: a sentence, and the events it rests on."""

    sentence: Say
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Farewell:
    """A goodbye: every duty, and one word for the whole.

    ``at_best`` and ``at_worst`` bound it while something is not known or not done yet.
    """

    verdict: Overall
    standings: tuple[Standing, ...]
    at_best: Grade | None = None
    at_worst: Grade | None = None
    reasons: tuple[Reason, ...] = field(default=())


def farewell(
    state: Relationship, now: Moment, place: Place, events: Iterable[AnyEvent] = ()
) -> Farewell:
    """Return how the goodbye stands at *now*.

    Parameters
    ----------
    state
        The relationship as folded from what happened until *now*.
    now
        The moment of asking; deadlines before it have passed.
    place
        Where working days are counted.
    events
        The events that led to the state, in order of happening: feelings are found among them.
    """
    duties = standings(state, now, place)
    begun = started(state)
    if begun is None:
        return Farewell("none", duties)
    felt = _felt_since(begun, events)
    came = _how_each_came(duties, state)
    word, said = _word(state, came, felt)
    verdict, best, worst = _together(came, word)
    reasons = (*_of_duties(came), *_of_feelings(felt, said), *_of_the_rest(came, best, worst))
    return Farewell(verdict, duties, best, worst, reasons)


def turns(
    state: Relationship, duties: Sequence[Standing], events: Iterable[AnyEvent]
) -> Iterator[tuple[Moment | None, Overall]]:
    """Yield how a goodbye that has begun goes, from each moment on, if nothing else is recorded.

    The first is so from the beginning; the others begin at a deadline. At any moment it is what
    `farewell` says of it.

    Parameters
    ----------
    state
        The relationship as folded from what happened.
    duties
        How they stand once their deadlines have passed (`standing_of_all`).
    events
        The events that led to the state, in order of happening.
    """
    begun = started(state)
    if begun is None:
        return
    felt = _felt_since(begun, events)
    deadlines = {one.since for one in duties if one.since and as_of(one, None) is not one}
    before: Overall | None = None
    for now in (None, *sorted(deadlines, key=lambda since: since.start)):
        came = _how_each_came([as_of(one, now) for one in duties], state)
        overall, _, _ = _together(came, _word(state, came, felt)[0])
        if overall != before:
            yield now, overall
        before = overall


def _felt_since(begun: AnyEvent, events: Iterable[AnyEvent]) -> list[Event[FeelingObserved]]:
    return [e for e in events if _tells(e) and e.occurred_at >= begun.occurred_at]


def _how_each_came(duties: Iterable[Standing], state: Relationship) -> list[tuple[Standing, Came]]:
    return [(one, _came(one, state)) for one in duties if one.verdict != "not-applicable"]


def _together(
    came: Sequence[tuple[Standing, Came]], word: Word | None
) -> tuple[Overall, Grade, Grade]:
    """Return the one word for the whole, and what it is at best and at worst."""
    best = grade(_tally(came, at_best=True), word or "eased")
    worst = grade(_tally(came, at_best=False), word)
    if best == worst:
        return best, best, worst
    return "open" if any(how == "to-come" for _, how in came) else "undecided", best, worst


Tally = Counter[tuple[Weight, Came]]


def grade(tally: Tally, word: Word | None) -> Grade:
    """Return the grade of a goodbye of which everything is known.

    Parameters
    ----------
    tally
        How many duties of each weight were done, came late, were made good or broken.
    word
        Whether the client's own last word is at ease with it, not at ease, or hurt; ``None`` where
        untold, which is no better than uneasy.

    Examples
    --------
    >>> grade(Counter({("weighs", "done"): 6, ("counts", "late"): 1}), None)
    'good'
    >>> (
    ...     grade(Counter({("weighs", "late"): 1}), "eased"),
    ...     grade(Counter({("weighs", "late"): 1}), None),
    ... )
    ('mended', 'mixed')
    """
    made_good = sum(n for (_, came), n in tally.items() if came == "made-good")
    slips = tally["counts", "late"] + tally["light", "late"] + tally["light", "broken"]
    if tally["weighs", "broken"] or tally["counts", "broken"] >= MANY:
        return "poor"
    if tally["counts", "broken"] or word == "hurt":
        return "mixed"
    if tally["weighs", "late"] or made_good:
        return "mended" if word == "eased" else "mixed"
    return "good" if slips <= SLIPS else "mixed"


def _tally(came: Iterable[tuple[Standing, Came]], *, at_best: bool) -> Tally:
    """Count how the duties came out, with what is open taken at its best or at its worst."""
    ends: Came = "done" if at_best else "broken"
    return Counter(
        (_WEIGHTS[one.severity], ends if how in ("open", "to-come") else how)
        for one, how in came
        if not _may_never_arise(one)
    )


def _may_never_arise(one: Standing) -> bool:
    """Whether nothing is on record that it is about: no parting word, no promise."""
    unmade = one.duty.special == "promises_closed" and len(one.events) == 1
    return unmade or (one.verdict == "not-due" and one.duty.clock != "ended")


def _came(one: Standing, state: Relationship) -> Came:
    match one.verdict:
        case "met":
            return "done"
        case "late":
            return "late"
        case "violated":
            return "made-good" if _amends(one, state) else "broken"
        case "unknown" | "pending" | "not-due" if _may_never_arise(one):
            return "done"
        case "unknown":
            return "open"
        case _:
            return "to-come"


def _amends(one: Standing, state: Relationship) -> AnyEvent | None:
    """Return where the supplier acknowledged its share after a recorded breach.

    An absence is made good by doing it still, which makes it late.
    """
    if one.since is None or isinstance(one.events[-1].fact, RecordDeclaredComplete):
        return None
    shares = [
        e
        for e in lately(state, FarewellActDone)
        if e.fact.act == "own-share"
        and e.fact.by != "client"
        and e.fact.personal is not False
        and e.occurred_at > one.since
    ]
    return shares[0] if shares else None


def _tells(event: AnyEvent) -> bool:
    fact = event.fact
    return isinstance(fact, FeelingObserved) and counts(fact) and is_their_own_word(fact)


def _last(felt: Sequence[Event[FeelingObserved]], whose: Whose) -> Event[FeelingObserved] | None:
    return next((e for e in reversed(felt) if e.fact.whose == whose), None)


def _word(
    state: Relationship, came: Iterable[tuple[Standing, Came]], felt: Sequence[AnyEvent]
) -> tuple[Word | None, tuple[AnyEvent, ...]]:
    """Return the client's own last word about the goodbye, and the events that tell it."""
    doubts = [
        e
        for e in lately(state, PartingStatementMade)
        if e.fact.by == "client" and e.fact.doubts_sincerity
    ]
    last = _last(felt, "client")
    if last is not None and not any(e.order > last.order for e in doubts):
        mended = [
            one.since for one, how in came if how == "late" and one.since is not None
        ] + [
            e.occurred_at for one, how in came
            if how == "made-good" and (e := _amends(one, state))
        ]  # fmt: skip
        since = max(mended, default=None)
        if last.fact.valence <= HURT and last.fact.category in REPROACH:
            return "hurt", (last,)
        if since is not None and last.occurred_at < since:
            return None, (last,)
        return "eased" if last.fact.valence >= 0 else "uneasy", (last,)
    return ("hurt", tuple(doubts[-1:])) if doubts else (None, ())


# --- the reasons ---------------------------------------------------------------------------------

_SENTENCES: dict[tuple[str, str], str] = {
    ("weighs", "broken"): "Broken, and it weighs: {duties}",
    ("counts", "broken"): "Broken: {duties}",
    ("light", "broken"): "Left undone, and light: {duties}",
    ("weighs", "made-good"): "Broken, and made good by acknowledging our share: {duties}",
    ("counts", "made-good"): "Broken, and made good by acknowledging our share: {duties}",
    ("light", "made-good"): "Broken, and made good by acknowledging our share: {duties}",
    ("weighs", "late"): "Came late, and it weighs: {duties}",
    ("counts", "late"): "Came late: {duties}",
    ("light", "late"): "Came late: {duties}",
    ("all", "pending"): "Still to be done: {n} of {all} duties.",
    ("all", "unknown"): "Not known: {n} of {all} duties.",
    ("client", "felt"): "The client's own last word since the goodbye began: {valence}",
    ("staff", "felt"): "Our people's own last word since the goodbye began: {valence}",
    ("client", "untold"): "How the client felt since the goodbye began was not told.",
    ("staff", "untold"): "How our people felt since the goodbye began was not told.",
}


def _of_duties(came: Sequence[tuple[Standing, Came]]) -> Iterator[Reason]:
    groups: dict[str, list[Standing]] = {}
    for key, sentence in _SENTENCES.items():
        found = [one for one, how in came if (_WEIGHTS[one.severity], how) == key]
        if found:
            groups.setdefault(sentence, []).extend(found)
    for sentence, found in groups.items():
        evidence = cite(*dict.fromkeys(event for one in found for event in one.events))
        yield Reason(Say(sentence, {"duties": ", ".join(one.code for one in found)}), evidence)


_DOUBTS = "The client doubts that it was sincere."


def _of_feelings(felt: Sequence[AnyEvent], said: tuple[AnyEvent, ...]) -> Iterator[Reason]:
    sides: tuple[Whose, ...] = ("client", "staff")
    for whose in sides:
        last = _last(felt, whose)
        if last is None:
            yield Reason(Say(_SENTENCES[whose, "untold"]), ())
            continue
        valence = f"{last.fact.valence:+.2f}"
        told = Say(_SENTENCES[whose, "felt"], {"valence": valence})
        if last.fact.category:
            told = Say("{word} ({category})", {"word": told, "category": last.fact.category})
        yield Reason(told, cite(last))
    if said and isinstance(said[-1].fact, PartingStatementMade):
        yield Reason(Say(_DOUBTS), cite(*said))


_BOUNDS = "At best {best}, at worst {worst}."


def _of_the_rest(
    came: Sequence[tuple[Standing, Came]], best: Grade, worst: Grade
) -> Iterator[Reason]:
    due = [one for one, _ in came if one.verdict != "not-due"]
    for verdict in ("pending", "unknown"):
        found = [one for one in due if one.verdict == verdict]
        if found:
            evidence = cite(*dict.fromkeys(event for one in found for event in one.events))
            says = {"n": len(found), "all": len(due)}
            yield Reason(Say(_SENTENCES["all", verdict], says), evidence)
    if best != worst:
        yield Reason(Say(_BOUNDS, {"best": best, "worst": worst}), ())
