"""The verbs of judgement: what people answer to a finding."""

from __future__ import annotations

from journeys.cli.recording.fields import Field, Verb, key, moment, text, word
from journeys.cli.recording.words import DISMISSAL
from journeys.language import t

_WHICH = Field(
    "finding", t("Which finding? Its code, or CODE/KEY."), "finding", need=True, place=True
)
_BY = key("by", t("Who judged it, as a pseudonym, if not who records it?"))
_TEXT = text("text", t("What is there to say about it?"), asked=True)

VERBS: tuple[Verb, ...] = (
    Verb(
        "acknowledge",
        "finding-answered",
        t(
            "Answer a finding: it is so, and we know.\n\nIt stays on the board, marked with who"
            " said so and when."
        ),
        (_WHICH, _TEXT, _BY),
        (
            ("journeys acknowledge ada unease-unanswered", t("it is so")),
            (
                "journeys acknowledge ada unease-unanswered --by tom --when yesterday",
                t("said by somebody else, yesterday"),
            ),
        ),
        fixed={"answer": "acknowledged"},
        instant=True,
        felt=None,
    ),
    Verb(
        "dismiss",
        "finding-answered",
        t(
            "Answer a finding: it asks for nothing, and why.\n\nIt leaves the board, and comes back"
            " only on evidence that nobody has seen yet. not-so calls it a false alarm;"
            " known-already, not-now and no-action-needed say that it is so all the same."
        ),
        (
            _WHICH,
            word("reason", t("For what reason?"), DISMISSAL, need=True, place=True),
            _TEXT,
            _BY,
        ),
        (
            ("journeys dismiss ada unease-unanswered not-so", t("a false alarm")),
            (
                "journeys dismiss ada unease-unanswered no-action-needed --text 'Talked over'",
                t("it is so, and asks for nothing"),
            ),
        ),
        fixed={"answer": "dismissed"},
        instant=True,
        felt=None,
    ),
    Verb(
        "snooze",
        "finding-answered",
        t(
            "Answer a finding: not before a date.\n\nIt leaves the board until then, or until new"
            " evidence comes, or it grows graver."
        ),
        (
            _WHICH,
            moment("until", t("Until when?"), need=True, place=True),
            _TEXT,
            _BY,
        ),
        (
            ("journeys snooze ada unease-unanswered 'in 2 weeks'", t("for two weeks")),
            ("journeys snooze ada unease-unanswered 2030-01-15", t("until a day to come")),
        ),
        fixed={"answer": "snoozed"},
        instant=True,
        felt=None,
    ),
    Verb(
        "act-on",
        "finding-answered",
        t(
            "Answer a finding: something was done about it.\n\nWith --done you point at the events"
            " that did it. The finding shows whether it was settled after that."
        ),
        (
            _WHICH,
            Field("done", t("In which events was something done about it?"), "events"),
            _TEXT,
            _BY,
        ),
        (
            ("journeys act-on ada unease-unanswered --text 'Rang her'", t("in a few words")),
            ("journeys act-on ada unease-unanswered --when yesterday", t("done yesterday")),
        ),
        fixed={"answer": "acted"},
        instant=True,
        felt=None,
    ),
    Verb(
        "reopen",
        "finding-answered",
        t(
            "Take back the answer to a finding.\n\nIt then stands as if nobody had answered it;"
            " what was answered stays in the history."
        ),
        (_WHICH, _TEXT, _BY),
        (
            ("journeys reopen ada unease-unanswered", t("the answer before it no longer counts")),
            (
                "journeys reopen ada unease-unanswered --text 'Said too soon'",
                t("with what there is to say"),
            ),
        ),
        fixed={"answer": "reopened"},
        instant=True,
        felt=None,
    ),
)
