"""Findings about answers and words."""

from typing import Any

import pytest

from domain._kernel import Record
from domain.friction import (
    ConcessionMade,
    IncidentOccurred,
    IssueRaised,
    RequestAnswered,
    SolutionSought,
    UneaseAnswered,
    UneaseVoiced,
)
from domain.process import AdviceAnswered, AdviceGiven, Gate, ProcessAdopted
from domain.values import BehaviourObserved, ValueDeclared
from projections.findings.phrases import PHRASES, ground_of, says
from tests.given import on, opened
from tests.projections.judging import judged, quiet, raises

OPENED = opened("2025-01-01")
ISSUE = on("2025-01-05", IssueRaised(issue="i", kind="problem"))


def asked(day: str, answer: str = "refused", **more: Any) -> Record:  # noqa: ANN401
    key = f"r-{day}"
    fact = RequestAnswered.model_validate({"request": key, "answer": answer, **more})
    return on(f"2025-{day}", SolutionSought(request=key, issue="i"), fact)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("We doen dat al jaren zo", "convention"),
        ("Dat hebben we altijd zo gedaan.", "convention"),
        ("We have done so for years", "convention"),
        ("We’ve always done it this way", "convention"),
        ("Dat kan het systeem niet", "system"),
        ("Ons financiële systeem kan dat niet", "system"),
        ("Our financial system can't do that", "system"),
        ("Dat is nu eenmaal ons beleid", "policy"),
        ("That's our policy", "policy"),
        ("Dat is de procedure", "procedure"),
        ("U kunt een klacht indienen", "procedure"),
        ("You can file a complaint", "procedure"),
        ("We zoeken samen naar een weg", None),
        ("Our system can do that", None),
        ("", None),
        (None, None),
    ],
)
def test_a_phrase_tells_what_a_refusal_leans_on(text: str | None, ground: str | None) -> None:
    assert ground_of(text) == ground


@pytest.mark.row(178)
@pytest.mark.parametrize("attitude", sorted({phrase.attitude for phrase in PHRASES}))
def test_every_attitude_has_phrases_in_both_languages(attitude: str) -> None:
    assert {p.language for p in PHRASES if p.attitude == attitude} == {"nl", "en"}


@raises("process-before-person")
@pytest.mark.row(177, 178)
def test_two_answers_that_lean_on_our_own_ways_are_a_pattern() -> None:
    first = asked("02-01", ground="policy", verbatim="Dat kan het systeem niet")
    found = judged(OPENED, ISSUE, first, asked("04-01", verbatim="Dat kan het systeem niet"))
    finding = found.finding("process-before-person")
    assert finding.since == "2025-04-01"
    assert found.evidence("process-before-person") == ["RequestAnswered"] * 2
    assert finding.sentence.values["grounds"] == ["policy", "system"]


@raises("process-before-person")
def test_colleagues_and_advice_are_answered_so_too() -> None:
    found = judged(
        OPENED,
        on("2025-02-01", UneaseVoiced(unease="u")),
        on("2025-02-02", UneaseAnswered(unease="u", text="That is how we work")),
        on("2025-02-03", AdviceGiven(advice="a", by="client")),
        on(
            "2025-02-04",
            AdviceAnswered(
                advice="a", answer="rejected", by="supplier", verbatim="It is company policy"
            ),
        ),
    )
    assert found.evidence("process-before-person") == ["UneaseAnswered", "AdviceAnswered"]


@raises("process-before-person")
def test_a_pattern_ends_when_half_a_year_went_otherwise() -> None:
    refused = [asked("01-10", ground="policy"), asked("01-20", ground="system")]
    found = judged(OPENED, ISSUE, *refused, asked("09-01", "joint-solution"))
    assert "process-before-person" not in found.codes("2025-09-01")
    assert found.finding("process-before-person").until == "2025-07-10"


@quiet("process-before-person")
@pytest.mark.parametrize(
    "told",
    [
        [asked("02-01", ground="policy")],
        [asked("02-01", ground="policy"), asked("09-01", ground="policy")],
        [asked("02-01"), asked("03-01", verbatim="I am sorry, no")],
        [asked("02-01", "solution", ground="system"), asked("03-01", "solution", ground="system")],
    ],
    ids=["once", "far apart", "no ground", "no refusal"],
)
def test_one_refusal_or_one_without_a_ground_is_no_pattern(told: list[Record]) -> None:
    assert "process-before-person" not in judged(OPENED, ISSUE, *told).codes()


def process(strictness: str | None = None, complexity: str | None = None) -> Record:
    gates = (Gate(gate="g", title="G"),)
    said = {"process": "p", "gates": gates, "strictness": strictness, "complexity": complexity}
    return on("2025-01-02", ProcessAdopted.model_validate(said))


@raises("rigid-where-free")
@pytest.mark.row(187)
@pytest.mark.parametrize(("strictness", "complexity"), [("loose", None), (None, "complex")])
@pytest.mark.parametrize("more", [{"ground": "convention"}, {"verbatim": "Zo werkt dat hier"}])
def test_a_custom_held_where_the_work_is_free_is_a_finding(
    strictness: str | None, complexity: str | None, more: dict[str, Any]
) -> None:
    found = judged(OPENED, process(strictness, complexity), ISSUE, asked("02-01", **more))
    assert found.evidence("rigid-where-free") == ["ProcessAdopted", "RequestAnswered"]
    assert found.finding("rigid-where-free").since == "2025-02-01"


@quiet("rigid-where-free")
@pytest.mark.parametrize(
    "told",
    [
        [ISSUE, asked("02-01", ground="convention")],
        [process(), ISSUE, asked("02-01", ground="convention")],
        [process("strict", "complex"), ISSUE, asked("02-01", ground="convention")],
        [process("loose"), ISSUE, asked("02-01", ground="system")],
        [process("loose"), ISSUE, asked("02-01", "joint-solution", ground="convention")],
    ],
    ids=["no process", "not told", "strict", "no custom", "no refusal"],
)
def test_elsewhere_a_custom_is_not_rigid(told: list[Record]) -> None:
    assert "rigid-where-free" not in judged(OPENED, *told).codes()


NOT_MINE = "Sorry, dat is niet mijn afdeling"


@raises("not-my-job")
@pytest.mark.row(75)
def test_an_answer_that_it_is_not_our_job_is_a_finding_beside_a_strict_process() -> None:
    found = judged(OPENED, process("strict"), ISSUE, asked("02-01", verbatim=NOT_MINE))
    assert found.evidence("not-my-job") == ["ProcessAdopted", "RequestAnswered"]
    assert found.finding("not-my-job").since == "2025-02-01"
    loose = judged(OPENED, process(), ISSUE, asked("02-01", verbatim="Not my job"))
    assert loose.evidence("not-my-job") == ["RequestAnswered"]


def behaved(*, supports: bool) -> list[Record]:
    seen = BehaviourObserved(value="v", supports=supports, where="within", text="Not my job")
    return [on("2025-01-05", ValueDeclared(value="v")), on("2025-02-01", seen)]


@raises("not-my-job")
def test_behaviour_that_says_so_counts_too() -> None:
    found = judged(OPENED, *behaved(supports=False))
    assert found.evidence("not-my-job") == ["BehaviourObserved"]


@quiet("not-my-job")
@pytest.mark.parametrize(
    "told",
    [[ISSUE, asked("02-01")], [ISSUE, asked("02-01", verbatim="I stay")], behaved(supports=True)],
    ids=["no words", "other words", "told as a good example"],
)
def test_other_answers_are_not_that(told: list[Record]) -> None:
    assert "not-my-job" not in judged(OPENED, *told).codes()


BLAME = "De klant begrijpt het niet, eigen schuld"


@raises("blame-language")
@pytest.mark.row(174)
@pytest.mark.parametrize(
    "told",
    [
        on("2025-02-01", IncidentOccurred(kind="incident", text=BLAME)),
        on("2025-02-01", ConcessionMade(motive="pressure", text="Difficult client, as usual")),
        on("2025-02-01", IssueRaised(issue="i", kind="problem", by="supplier", text=BLAME)),
        on("2025-02-01", IssueRaised(issue="i", kind="problem", text=BLAME), on_whose_word="staff"),
    ],
    ids=["incident", "concession", "issue of ours", "the client's issue in our words"],
)
def test_our_own_words_that_blame_the_client_are_a_finding(told: Record) -> None:
    found = judged(OPENED, told)
    assert found.evidence("blame-language") == [type(told.facts[0]).__name__]
    assert found.finding("blame-language").since == "2025-02-01"
    assert BLAME not in str(found.finding("blame-language").sentence.values)


@quiet("blame-language")
@pytest.mark.parametrize(
    "told",
    [
        on("2025-02-01", IncidentOccurred(kind="incident")),
        on("2025-02-01", IncidentOccurred(kind="incident", text="De klant begrijpt het")),
        on("2025-02-01", IncidentOccurred(kind="incident", text="Onze eigen schuld")),
        on("2025-02-01", IssueRaised(issue="i", kind="problem", text=BLAME)),
        on("2025-02-01", IncidentOccurred(kind="incident", text=BLAME), on_whose_word="client"),
    ],
    ids=["no words", "no blame", "our own fault", "the client's words", "told by the client"],
)
def test_words_without_blame_or_of_the_client_are_none(told: Record) -> None:
    assert "blame-language" not in judged(OPENED, told).codes()


def test_a_phrase_is_found_whatever_its_quotes_and_capitals() -> None:
    assert says("THE CLIENT SHOULD HAVE READ IT", "blame")
    assert says("That’s NOT MY JOB", "not-my-job")


@raises("blame-language")
@pytest.mark.row(174)
def test_an_answer_to_the_client_that_blames_it_is_one_too() -> None:
    asked = on(
        "2025-02-01",
        IssueRaised(issue="i", kind="problem"),
        SolutionSought(request="r", issue="i"),
        RequestAnswered(request="r", answer="refused", verbatim=BLAME),
    )
    assert judged(OPENED, asked).evidence("blame-language") == ["RequestAnswered"]
