"""A goodbye as a whole, for people and for programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from projections.farewell import Farewell

OVERALL = {
    "none": t("No goodbye has begun."),
    "open": t("The goodbye is under way; there is still time."),
    "undecided": t("It cannot be judged yet: too much is not known."),
    "good": t("A good goodbye."),
    "mended": t("A goodbye that went wrong and was put right."),
    "mixed": t("A mixed goodbye: some of it went wrong."),
    "poor": t("A poor goodbye: duties that weigh were broken."),
}
NO_ADVICE = t(
    "Source: V a rule found on a public page, G general knowledge, S the practitioners' own words,"
    " H a house rule. This is product design, not legal advice."
)


def document(run: Run, goodbye: Farewell) -> dict[str, Any]:
    """Return a goodbye for a program: the whole, the reasons for it, and every duty."""
    from journeys.cli.rows import cited, duty_row

    return {
        "verdict": goodbye.verdict,
        "at_best": goodbye.at_best,
        "at_worst": goodbye.at_worst,
        "reasons": [
            {"sentence": run.say(one.sentence), "evidence": cited(one.evidence)}
            for one in goodbye.reasons
        ],
        "duties": [duty_row(one, run.words) for one in goodbye.standings],
    }


def print_whole(run: Run, id_: str, goodbye: Farewell) -> None:
    """Print the word for the whole, how the duties count up to it, and why it is that word."""
    from journeys.cli.blocks import beside, counts, heading, indented
    from journeys.cli.rows import VERDICTS, mentioned

    run.out.print(heading(id_, run.say(OVERALL[goodbye.verdict])))
    if goodbye.verdict == "none":
        return
    numbers = Counter(one.verdict for one in goodbye.standings)
    run.out.print(indented(counts(numbers, VERDICTS, run.words)))
    lines = []
    for one in goodbye.reasons:
        said = run.say(one.sentence)
        if 0 < len(one.evidence) <= _CITED:
            rests = run.say(t("rests on {events}"), events=mentioned(one.evidence))
            said = f"{said} · {rests}"
        lines.append(("·", said))
    run.out.print(beside(lines))


_CITED = 12
