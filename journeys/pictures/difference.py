"""What sets two stills apart, as a picture: a branch beside what happened, or two moments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from journeys.language import Language, t
from journeys.pictures.curve import curve_values, title_of
from journeys.pictures.picture import Picture

if TYPE_CHECKING:
    from domain.vocabulary import Verdict
    from journeys.render.beside_values import Item, Listing
    from projections.difference import Difference, FindingTurn
    from projections.still import Still
    from projections.whatif import Fate

TURNS = {
    "gone": t("Findings that never arise"),
    "new": t("Findings that arise instead"),
    "changed": t("Findings that change"),
}
_BETWEEN = {"gone": t("Findings that are gone"), "new": t("Findings that are new")}
VERDICTS = {"violated": "✗", "late": "✗", "pending": "…", "unknown": "?", "met": "✓",
            "not-due": "·", "not-applicable": "–"}  # fmt: skip
LABELS = {
    "severity": t("severity"),
    "verdict": t("verdict"),
    "since": t("since"),
    "until": t("until"),
}


def difference(
    found: Difference, words: Language, fates: Sequence[Fate] = (), title: str = ""
) -> Picture:
    """Return what differs as a picture with its table.

    Parameters
    ----------
    found
        The difference; where its second still is hypothetical, the picture says so twice.
    words
        The reader's language.
    fates
        What became of the events of a branch: what was made otherwise.
    title
        What people call the relationship, unless it says so itself.
    """
    from journeys.render import beside
    from journeys.render.beside_values import Beside
    from journeys.render.picture_words import DUTCH, ENGLISH

    made_up = found.after.hypothetical
    drawn = DUTCH if words.code == "nl" else ENGLISH
    named = title or title_of(found.after) or title_of(found.before)
    if made_up:
        named = f"{words.say(t('What if'))}: {named}"
        names = drawn.as_it_was, words.say(t("In the branch"))
    else:
        names = _when(found.before, words), _when(found.after, words)
    gone = [turn.finding for turn in found.findings if turn.turn == "gone"]
    new = [turn.finding for turn in found.findings if turn.turn == "new"]
    values = Beside(
        title=named,
        before=replace(curve_values(found.before, words, gone), title=names[0]),
        after=replace(curve_values(found.after, words, new), title=names[1]),
        hypothetical=made_up,
        changes=tuple(_changes(fates, words)),
        listings=tuple(_listings(found, fates, words)),
        words=drawn,
    )
    return Picture(values, beside.svg, beside.html, beside.table_twin)


def _when(still: Still, words: Language) -> str:
    return words.say(t("On {when}"), when=words.moment(still.now))


def _changes(fates: Iterable[Fate], words: Language) -> Iterator[str]:
    """Yield what was made otherwise, each once, with how many events that concerns."""
    whys: dict[str, int] = {}
    for fate in fates:
        said = words.say(fate.why)
        whys[said] = whys.get(said, 0) + 1
    for said, count in whys.items():
        yield f"{said} ({words.plural(t('{n} event'), t('{n} events'), count)})"


def _listings(found: Difference, fates: Sequence[Fate], words: Language) -> Iterator[Listing]:
    from journeys.render.beside_values import Item, Listing

    headings = TURNS if fates or found.after.hypothetical else {**TURNS, **_BETWEEN}
    for turn, heading in headings.items():
        same = sorted(
            (one for one in found.findings if one.turn == turn),
            key=lambda one: one.finding.since.start,
        )
        if same:
            numbered = turn != "changed"
            items = (_finding(n, one, words, numbered=numbered) for n, one in enumerate(same, 1))
            yield Listing(words.say(heading), tuple(items))
    duties = tuple(_duties(found, words))
    if duties:
        yield Listing(words.say(t("The goodbye, duty by duty")), duties)
    before, after = found.phases
    if before != after:
        said = f"{words.word(before)} → {words.word(after)}"
        yield Listing(words.say(t("Where it stands")), (Item(said),))


def _finding(number: int, turn: FindingTurn, words: Language, *, numbered: bool) -> Item:
    from journeys.render.beside_values import Item

    finding = turn.finding
    said = words.say(finding.sentence)
    parts = [finding.code]
    for name in turn.fields:
        if name in LABELS:
            was, will = (_value(getattr(one, name), words) for one in (turn.before, turn.after))
            parts.append(f"{words.say(LABELS[name])}: {was} → {will}")
    text = f"{number}. {said}" if numbered else said
    return Item(text, severity=finding.severity, detail=" · ".join(parts))


def _value(value: object, words: Language) -> str:
    return "–" if value is None else words.value(value)


_JUDGED: tuple[Verdict, ...] = ("violated", "late", "met")


def _duties(found: Difference, words: Language) -> Iterator[Item]:
    """Yield the duties that are met or breached in either, and how many others turned how."""
    from journeys.render.beside_values import Item

    obligations = {one.code: one.duty.obligation for one in found.after.farewell.standings}
    unsaid: Counter[tuple[str, Verdict]] = Counter()
    for duty in found.duties:
        turned = f"{words.word(duty.before)} → {words.word(duty.after)}"
        if {duty.before, duty.after} & set(_JUDGED):
            yield Item(words.say(obligations[duty.code]), sign=VERDICTS[duty.after], detail=turned)
        else:
            unsaid[turned, duty.after] += 1
    for (turned, verdict), count in unsaid.items():
        yield Item(f"{turned}: {count}", sign=VERDICTS[verdict])
