"""The verbs of breakup: how it ended, how the two said goodbye, and what came after."""

from __future__ import annotations

from journeys.cli.recording.beginning import NAME
from journeys.cli.recording.fields import (
    Verb,
    key,
    keys,
    moment,
    name,
    several,
    text,
    word,
    yesno,
)
from journeys.cli.recording.words import ACT, PARTY
from journeys.language import t

_TEXT = text("text", t("In which words?"), asked=True)

VERBS: tuple[Verb, ...] = (
    Verb(
        "announce",
        "breakup-announced",
        t("Record that one side said it is over."),
        (
            word("by", t("Who said so?"), PARTY, need=True),
            word(
                "form", t("In which form?"), ("spoken", "written", "link", "form", "any"),
                asked=True,
            ),
            text("reason", t("For what reason?"), asked=True),
            yesno("reason_told", t("Did the other side hear the reason?"), asked=True),
        ),
        (
            ("journeys announce ada --by client --form spoken", t("said by the client")),
            ("journeys announce ada --by supplier --reason-told no", t("said by us, without why")),
        ),
        channel=True,
        felt=True,
    ),
    Verb(
        "set-end",
        "end-date-set",
        t("Record on which day it will end."),
        (moment("ends", t("On which day does it end?"), need=True, place=True),),
        (
            ("journeys set-end ada 2026-12-31", t("a day to come")),
            ("journeys set-end ada 2026-12-31 --when yesterday", t("settled yesterday")),
        ),
    ),
    Verb(
        "act",
        "farewell-act-done",
        t("Record something that belongs to saying goodbye."),
        (
            word("act", t("What was done, or sent?"), ACT, need=True, place=True),
            word("by", t("Who did it?"), PARTY, asked=True, default="supplier"),
            yesno("personal", t("Was it more than a form?"), asked=True),
            yesno("known_person", t("Did the client know whoever did it?"), asked=True),
            yesno("senior", t("Was it somebody senior?")),
            _TEXT,
        ),
        (
            ("journeys act ada thanks --personal yes", t("thanked in person")),
            ("journeys act ada data-exported --when '2 days ago'", t("the data handed over")),
        ),
        channel=True,
        felt=True,
    ),
    Verb(
        "end",
        "relationship-ended",
        t("Record that it is over."),
        (
            word("by", t("Who ended it?"), PARTY, need=True),
            text("reason", t("For what reason?"), asked=True),
            key("value", t("Which core value was at stake?"), "value"),
        ),
        (
            ("journeys end ada --by client", t("from today")),
            ("journeys end ada --by both --when 2026-06-30", t("as of a day gone by")),
        ),
        felt=True,
    ),
    Verb(
        "complete",
        "record-declared-complete",
        t(
            "Declare that over a stretch of time nothing is missing about some acts.\n\nOnly within"
            " such a stretch does nothing on record mean that nothing was done. With --about all"
            " you vouch for every act of goodbye."
        ),
        (
            moment("begins", t("From when?"), need=True, flag="from"),
            moment("ends", t("Until when?"), need=True, flag="to"),
            several("about", t("About which acts?"), ACT, need=True),
        ),
        (
            ("journeys complete ada --from 2026-01 --to today --about all", t("every act")),
            (
                "journeys complete ada --from 2026-01 --to 2026-02 --about thanks,referral",
                t("two of them"),
            ),
        ),
        felt=None,
    ),
    Verb(
        "part",
        "parting-statement-made",
        t("Record one side's own words of goodbye."),
        (
            word("by", t("Whose words?"), PARTY, need=True),
            yesno("public", t("Were they said in public?"), need=True),
            _TEXT,
            yesno("wishes_well", t("Do they wish the other well?"), asked=True),
            yesno("still_attached", t("Are they still attached?")),
            yesno("doubts_sincerity", t("Do they doubt that the other was sincere?")),
            yesno("attributes_silence", t("Do they speak of silence?"), default="no"),
            yesno("own_share", t("Do they name a share of their own?")),
            word("reach", t("How far did it go?"), ("one", "many", "spreading")),
        ),
        (
            ("journeys part ada --by client --public no --wishes-well yes", t("between the two")),
            ("journeys part ada --by client --public yes --reach many", t("for all to hear")),
        ),
        felt=True,
    ),
    Verb(
        "lesson",
        "lesson-recorded",
        t("Record what was learned."),
        (
            text("text", t("What was learned?"), need=True, place=True),
            name("lesson", NAME, "text", stem="lesson", thing=""),
            keys("hardens", t("Which gates may no longer be waived because of it?"), "gate"),
            text("rule", t("Which rule follows from it?")),
            yesno("held", t("Has it held?")),
        ),
        (
            ("journeys lesson ada 'First look, then leap'", t("for next time")),
            ("journeys lesson ada 'First look' --hardens clean-desk", t("a gate that stays")),
        ),
    ),
    Verb(
        "withdraw",
        "breakup-withdrawn",
        t("Record that whoever said it was over took it back."),
        (word("by", t("Who took it back?"), PARTY, need=True), _TEXT),
        (
            ("journeys withdraw ada --by client", t("the client stays")),
            ("journeys withdraw ada --by supplier --client 0.4", t("and how that felt")),
        ),
        felt=True,
    ),
    Verb(
        "rekindle",
        "relationship-rekindled",
        t("Record that an ended relationship began again."),
        (
            word("by", t("Who came back?"), PARTY, need=True),
            yesno("permission", t("Were we allowed to approach them?"), asked=True),
            _TEXT,
        ),
        (
            ("journeys rekindle ada --by client", t("the client came back")),
            ("journeys rekindle ada --by supplier --permission yes", t("we asked, and might")),
        ),
        felt=True,
    ),
)  # fmt: skip
