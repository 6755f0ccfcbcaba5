"""The verbs of working together: gates, promises, numbers, advice and people."""

from __future__ import annotations

from journeys.cli.recording.beginning import NAME
from journeys.cli.recording.fields import (
    Field,
    Verb,
    key,
    keys,
    moment,
    name,
    number,
    several,
    text,
    whole,
    word,
    yesno,
)
from journeys.cli.recording.words import PARTY, UNIT, WORK
from journeys.language import t

_OUTCOME = (
    "kept", "late", "broken", "reagreed", "impossible", "cancelled", "handed-over", "dropped",
    "announced-late",
)  # fmt: skip
_DIMENSION = ("product", "procedure", "behaviour", "attitude")
_METRIC = key("metric", t("What was measured, or counted?"), need=True, place=True)
_VALUE = number("value", t("How much is it?"), need=True)
_UNIT = word("unit", t("In which unit?"), UNIT, need=True)
_GOAL = key("goal", t("For which goal?"), "goal")

VERBS: tuple[Verb, ...] = (
    Verb(
        "gate",
        "gate-decided",
        t(
            "Record whether a gate was passed, skipped or failed.\n\nA gate is passed with each of"
            " its questions answered; on a terminal they are asked one by one."
        ),
        (
            key("gate", t("Which gate?"), "gate", need=True, place=True),
            word(
                "outcome", t("How did it go?"), ("passed", "skipped", "failed"), need=True
            ),
            Field(
                "answers", t("What was answered? Written as QUESTION=TEXT."), "answers",
                asked=True, flag="answer",
            ),
            word("decided_by", t("Who decided?"), PARTY, default="supplier"),
            word("asked_for_by", t("Who asked for it?"), PARTY),
            yesno("against_rule", t("Was that against the rule?"), default="no"),
            text("rationale", t("Why?"), asked=True),
        ),
        (
            ("journeys gate ada intake --outcome passed --answer budget=yes", t("with its answer")),
            ("journeys gate ada intake --outcome skipped --against-rule yes", t("as it was")),
        ),
    ),
    Verb(
        "waive",
        "waiver-granted",
        t("Record that gates may be left out, and for which work that can do no harm."),
        (
            keys("gates", t("Which gates?"), "gate", need=True, place=True),
            name("waiver", NAME, "gates", stem="waiver"),
            several("harmless_for", t("For which work can it do no harm?"), WORK, need=True),
            moment("until", t("Until when?"), asked=True),
            keys("leaves_unchecked", t("Which tools has nobody looked at?")),
            word("approved_by", t("Who approved it?"), PARTY, default="supplier"),
            text("rationale", t("Why?"), asked=True),
            yesno("authorised", t("Was the team entitled to it?")),
            yesno("worked_out", t("Did it work out, in hindsight?")),
        ),
        (
            ("journeys waive ada clean-desk --harmless-for visibility", t("for this work alone")),
            (
                "journeys waive ada clean-desk --harmless-for advice --until 2026-09-08",
                t("for a while"),
            ),
        ),
    ),
    Verb(
        "promise",
        "promise-made",
        t("Record a promise: what, by whom, to whom, and due when."),
        (
            text("text", t("What was promised?"), need=True, place=True),
            name("promise", NAME, "text", stem="promise"),
            word("by", t("Who promised it?"), PARTY, need=True),
            word("to", t("To whom?"), PARTY, need=True),
            moment("due", t("When is it due?"), asked=True),
            moment("not_before", t("Not before when?")),
            key("before_use_of", t("Before which tool is used?")),
            text("condition", t("On which condition?")),
            yesno("acknowledged", t("Did the other side acknowledge it?")),
            word("at_cost_of", t("Who offered to pay for keeping it?"), PARTY),
            text("contact_rule", t("When will whoever waits hear from us?")),
        ),
        (
            (
                "journeys promise ada 'Send a plan' --by supplier --to client --due 2026-09-01",
                t("with its date"),
            ),
            ("journeys promise ada", t("asks for the rest")),
        ),
        felt=True,
    ),
    Verb(
        "settle",
        "promise-settled",
        t("Record what became of a promise."),
        (
            key("promise", t("Which promise?"), "promise", need=True, place=True),
            word("outcome", t("What became of it?"), _OUTCOME, need=True),
            word("through", t("Through whom?"), PARTY),
            moment("due", t("When is it due now?")),
        ),
        (
            ("journeys settle ada send-a-plan --outcome kept", t("done")),
            ("journeys settle ada send-a-plan --outcome reagreed --due 2026-10-01", t("moved")),
        ),
        felt=True,
    ),
    Verb(
        "ask-status",
        "status-asked",
        t("Record that the client had to ask how a promise stands."),
        (key("promise", t("Which promise?"), "promise", need=True, place=True),),
        (
            ("journeys ask-status ada send-a-plan", t("asked today")),
            ("journeys ask-status ada send-a-plan --channel call", t("over the telephone")),
        ),
    ),
    Verb(
        "measure",
        "metric-observed",
        t("Record a number that was observed."),
        (
            _METRIC,
            _VALUE,
            _UNIT,
            moment("about_from", t("From when does it speak?")),
            moment("about_to", t("Until when does it speak?")),
            text("source", t("From which source?")),
            yesno("shown_to_client", t("Was it shown to the client?")),
            _GOAL,
        ),
        (
            ("journeys measure ada open-rate --value 0.31 --unit share", t("a share, 0 to 1")),
            ("journeys measure ada orders --value 12 --unit count --goal sell", t("for a goal")),
        ),
    ),
    Verb(
        "expect",
        "expectation-stated",
        t("Record what somebody expects, in numbers."),
        (
            _METRIC,
            name("expectation", NAME, "metric", stem="expectation"),
            word("by", t("Who expects it?"), PARTY, need=True),
            _VALUE,
            _UNIT,
            number("price", t("At which price, in euro?")),
            whole("within_days", t("Within how many days?")),
            word("dimension", t("Of what?"), _DIMENSION),
            key("rate_metric", t("With which rate does it have to be reckoned?")),
            _GOAL,
            text("verbatim", t("In which words?")),
        ),
        (
            (
                "journeys expect ada buyers --by client --value 100 --unit count",
                t("what the client hopes for"),
            ),
            (
                "journeys expect ada buyers --by client --value 9 --unit count --within-days 30",
                t("and in which time"),
            ),
        ),
    ),
    Verb(
        "advise",
        "advice-given",
        t("Record advice that was given."),
        (
            text("text", t("What was advised?"), place=True, asked=True),
            name("advice", NAME, "text", stem="advice"),
            word("by", t("Who advised?"), PARTY, default="supplier"),
            key("gate", t("For which gate does it speak?"), "gate"),
        ),
        (
            ("journeys advise ada 'Tidy up first'", t("from us")),
            ("journeys advise ada 'Tidy up first' --gate clean-desk", t("for a gate")),
        ),
    ),
    Verb(
        "heed",
        "advice-answered",
        t("Record whether advice was taken."),
        (
            key("advice", t("Which advice?"), "advice", need=True, place=True),
            word("answer", t("Was it taken?"), ("accepted", "rejected"), need=True),
            word("by", t("Who answered?"), PARTY, default="client"),
            text("verbatim", t("In which words?")),
        ),
        (
            ("journeys heed ada tidy-up-first --answer accepted", t("taken")),
            ("journeys heed ada tidy-up-first --answer rejected --client -0.4", t("not taken")),
        ),
    ),
    Verb(
        "assign",
        "staff-assigned",
        t("Record who of ours works for this client from now on, or no longer does."),
        (
            text(
                "person", t("Who? A pseudonym, such as a staff number."), need=True, place=True
            ),
            text("role", t("In which role?"), need=True),
            keys("expertise", t("What is this person good at?")),
            key("owns", t("For which finding does this person answer, by its code?")),
            text("escalates_to", t("Who comes after them? A pseudonym.")),
            yesno("leaves", t("Does this person leave?"), default="no"),
            yesno("known_to_client", t("Does the client know?")),
        ),
        (
            ("journeys assign ada staff-7 --role 'account owner'", t("from today")),
            ("journeys assign ada staff-7 --role designer --leaves yes", t("no longer")),
        ),
    ),
)  # fmt: skip
