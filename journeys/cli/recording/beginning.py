"""The verbs of courtship and contract: how the two found each other, and what they agreed."""

from __future__ import annotations

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
    word,
    yesno,
)
from journeys.cli.recording.fields import (
    whole as whole_number,
)
from journeys.cli.recording.words import CHANNEL, PARTY, WORK
from journeys.language import t

NAME = t("What shall it be called? A short word, made from what you write unless you give one.")
_SECTOR = ("telecom", "agency", "cloud", "other", "unknown")
_FIT = ("core", "edge", "outside", "unknown")
_PRESSURE = ("target", "lean-times", "chimney-must-smoke", "none", "other")
_NEAR_MISS = ("accept-with-conditions", "refer", "decline", "later")
_INTAKE: tuple[Field, ...] = (
    word("fit", t("How well does it fit the ideal client?"), _FIT, asked=True, default="unknown"),
    text("doubt", t("What is the doubt, if any?"), asked=True),
    word("doubt_by", t("Who doubts?"), PARTY),
    key("gate", t("Which intake gate was asked, or should have been?"), "gate"),
    yesno("profile_clear", t("Was it clear whom we want as a client?")),
    whole_number("profile_edition", t("Against which edition of the profile?")),
    yesno("mismatch_seen", t("Was it seen that it does not fit?")),
    word("prepared", t("How well prepared was whoever saw it?"), ("well", "partly", "not")),
)

VERBS: tuple[Verb, ...] = (
    Verb(
        "open",
        "relationship-opened",
        t(
            "Open the record of a relationship.\n\nREL is its new id: a pseudonym such as a client"
            " number, never a name or an address. Everything else is recorded after this."
        ),
        (
            text("title", t("What do people call it?"), asked=True),
            word(
                "kind",
                t("What is the other side to us?"),
                ("client", "partner", "seller", "applicant"),
                asked=True,
                default="client",
            ),
            word(
                "market",
                t("Is it a business or a consumer?"),
                ("b2b", "b2c", "unknown"),
                asked=True,
                default="unknown",
            ),
            word("sector", t("In which sector?"), _SECTOR, default="unknown"),
            text(
                "jurisdiction",
                t("Under which country's law? Two letters, such as NL."),
            ),
            text(
                "zone",
                t("In which time zone are its working days, such as Europe/Amsterdam?"),
                default="Europe/Amsterdam",
            ),
            text("supplier", t("What is our side called?")),
        ),
        (
            ("journeys open ada --market b2b", t("a new client, from today")),
            ("journeys open ada --when 2011-03", t("one that began long ago")),
        ),
        opens=True,
    ),
    Verb(
        "accept",
        "intake-decided",
        t("Record that we go along with a prospect."),
        (
            *_INTAKE,
            yesno("seamless", t("Can we give a solution without seams?")),
            yesno("pursued_despite_doubt", t("Did we go on in spite of a doubt?")),
            word("pressure", t("What pressed us to say yes?"), _PRESSURE),
        ),
        (
            ("journeys accept ada --fit core", t("one who fits us")),
            ("journeys accept ada --fit edge --doubt 'no time'", t("with the doubt on record")),
        ),
        fixed={"outcome": "accepted"},
    ),
    Verb(
        "decline",
        "intake-decided",
        t("Record that we, or they, said no at the intake."),
        (
            word("declined_by", t("Who said no?"), PARTY, asked=True),
            *_INTAKE,
            word("near_miss", t("How was one treated who just misses the profile?"), _NEAR_MISS),
            yesno("by_procedure", t("Was that the fixed procedure?")),
            text("approved_by_role", t("In which role did somebody approve it?")),
            number("minutes_to_no", t("After how many minutes was it a no?")),
            text("credit_to", t("Whom of ours do we thank for the no?")),
            text("freed", t("What was the time saved used for?")),
        ),
        (
            ("journeys decline ada --declined-by supplier", t("we said no")),
            ("journeys decline ada --near-miss refer", t("sent on to somebody who fits better")),
        ),
        fixed={"outcome": "declined"},
    ),
    Verb(
        "start",
        "cooperation-started",
        t("Record that the work together began."),
        (),
        (
            ("journeys start ada", t("today")),
            ("journeys start ada --when '3 weeks ago'", t("recorded late, which is fine")),
        ),
        felt=True,
    ),
    Verb(
        "sign",
        "contract-signed",
        t("Record that a contract came into being."),
        (
            name("contract", NAME, stem="contract"),
            word("formed_by", t("Over which channel was it made?"), CHANNEL, asked=True),
            whole_number("months", t("For how many months?"), asked=True),
            whole_number("notice_days", t("How many days of notice?")),
        ),
        (
            ("journeys sign ada --formed-by in-person", t("at the table")),
            ("journeys sign ada --months 12 --name care-plan", t("for a year, under a name")),
        ),
        felt=True,
    ),
    Verb(
        "renew",
        "contract-renewed",
        t("Record that a contract was renewed."),
        (key("contract", t("Which contract?"), "contract", need=True, place=True),),
        (
            ("journeys renew ada contract", t("the contract of that name")),
            ("journeys renew ada care-plan --when yesterday", t("as of yesterday")),
        ),
    ),
    Verb(
        "agree",
        "agreement-made",
        t("Record what the two agreed on."),
        (
            text("text", t("What was agreed?"), need=True, place=True),
            name("agreement", NAME, "text", stem="agreement"),
            several("parties", t("Who is bound by it?"), PARTY, default="both"),
            word("initiated_by", t("Who began about it?"), PARTY, asked=True, default="both"),
            word("confirmed_by", t("Who confirmed it?"), PARTY),
            key("replaces", t("Which earlier agreement does it replace?"), "agreement"),
            keys("rests_on_waivers", t("On which waivers does it rest?"), "waiver"),
        ),
        (
            ("journeys agree ada 'First a plan, then a shop'", t("a new agreement")),
            ("journeys agree ada 'Shop first' --replaces first-plan", t("in place of another")),
        ),
        felt=True,
    ),
    Verb(
        "goal",
        "goal-set",
        t("Record a goal, or a change of goal."),
        (
            text("text", t("What is the goal?"), place=True, asked=True),
            name("goal", NAME, "text", "work", stem="goal"),
            word("work", t("What kind of work does it ask for?"), WORK, need=True),
            key("target.metric", t("By what is it measured?")),
            number("target.value", t("How much of that?"), flag="target"),
            key("target.unit", t("In which unit?")),
            moment("target.due", t("By when?")),
            keys("needs", t("On which tools does it rely?")),
            key("replaces", t("Which earlier goal does it replace?"), "goal"),
            word("initiated_by", t("Who began about it?"), PARTY, default="both"),
            word(
                "motive", t("Why was it changed?"),
                ("money-pressure", "new-insight", "pleasing", "other"),
            ),
            keys("parks_gates", t("Which gates are left waiting for it?"), "gate"),
        ),
        (
            ("journeys goal ada 'Be found again' --work visibility", t("a first goal")),
            (
                "journeys goal ada Sell --work sales-launch --motive money-pressure",
                t("another one, and why"),
            ),
        ),
    ),
)  # fmt: skip
