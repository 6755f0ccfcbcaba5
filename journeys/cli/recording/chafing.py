"""The verbs of contact, care and friction: how it felt, and where it chafed."""

from __future__ import annotations

from journeys.cli.recording.beginning import NAME
from journeys.cli.recording.fields import Field, Verb, key, moment, name, number, text, word, yesno
from journeys.cli.recording.words import (
    ANSWER,
    CATEGORY,
    GROUND,
    INCIDENT,
    ISSUE,
    MOTIVE,
    PARTY,
    SAYER,
    SCALE,
    SIDE,
)
from journeys.language import t

_TEXT = text("text", t("What is there to say about it?"), asked=True)
_CARE = (
    "attention", "granted", "onboarding-help", "need-answered", "support", "drift-named",
    "freedom-to-leave", "initiative", "signal-answered", "limit-set", "memory-aid",
)  # fmt: skip
_SIGNAL = (
    "life-event", "changed-circumstances", "neighbours-story", "rivals-offer",
    "information-seeking", "confusion", "switching-season", "repeat-wish", "may-be-approached",
)  # fmt: skip
_RATING = ("rating.scale", "rating.answer")
_VALENCE = t("How did it feel, from -1 (as bad as can be) to 1 (as good as can be)?")

VERBS: tuple[Verb, ...] = (
    Verb(
        "meet",
        "contact-held",
        t("Record that the two were in touch, and how both sides felt about it."),
        (
            word("initiated_by", t("Who began?"), PARTY, asked=True, default="unknown"),
            yesno("personal", t("Was it personal?")),
            yesno("broadcast", t("Did everybody get the same?")),
            text("text", t("What was it about?"), asked=True),
        ),
        (
            ("journeys meet ada --channel call --client -0.3 --staff 0.2", t("a call, both felt")),
            ("journeys meet ada --channel in-person --when yesterday", t("met yesterday")),
        ),
        channel=True,
        felt=True,
    ),
    Verb(
        "feel",
        "feeling-observed",
        t(
            "Record how somebody felt.\n\nEither --valence, or the answer on a --scale, which is"
            " kept beside the valence it stands for. Unless you say otherwise it is what that side"
            " said itself; with --word, what another made of it."
        ),
        (
            word("whose", t("Whose feeling is it?"), SIDE, need=True, place=True),
            number("valence", _VALENCE, need=True, unless=_RATING, between=(-1, 1)),
            word("rating.scale", t("On which scale was it asked?"), SCALE),
            number("rating.answer", t("What was answered on that scale?")),
            word("category", t("Which word fits it?"), CATEGORY, asked=True),
            number("arousal", t("How stirred, from 0 (calm) to 1?")),
            word(
                "towards",
                t("Towards whom or what?"),
                ("supplier", "client", "rival", "work", "past", "self"),
            ),
            word(
                "use",
                t("Before, during or after using what was bought?"),
                ("before", "during", "after"),
            ),
            word("said_by", t("Who says so?"), SAYER),
            word(
                "source",
                t("How do we know?"),
                ("self-report", "survey", "colleague", "retold", "text-model"),
            ),
            word("mode", t("Shown by themselves, or seen by others?"), ("expressed", "perceived")),
            number("confidence", t("How sure, from 0 to 1?")),
            Field("about", t("About which event? The first letters of its id."), "event"),
            text("words", t("In which words?"), asked=True),
        ),
        (
            ("journeys feel ada client --valence -0.5 --category worried", t("as it was said")),
            ("journeys feel ada client --scale nps --answer 3", t("from a survey")),
        ),
        felt=None,
    ),
    Verb(
        "care",
        "care-given",
        t("Record how one side looked after the other."),
        (
            word("kind", t("What kind of care?"), _CARE, need=True, place=True),
            word("by", t("Who gave it?"), PARTY, default="supplier"),
            key("need", t("Which need did it answer?"), "need"),
            key("signal", t("Which signal did it answer?"), "signal"),
            yesno("stayed", t("Did the client stay?")),
            yesno("relevant", t("Was it to the point?")),
            yesno("fitting", t("Did it fit?")),
            yesno("pleasant", t("Was it welcome?")),
            yesno("personal", t("Was it personal?")),
            _TEXT,
        ),
        (
            ("journeys care ada attention --channel call", t("just asking how it goes")),
            ("journeys care ada need-answered --need more-time", t("for a need we had seen")),
        ),
        felt=True,
    ),
    Verb(
        "need",
        "need-observed",
        t("Record what we noticed that the client needs."),
        (
            text("text", t("What do they need?"), place=True, asked=True),
            name("need", NAME, "text", stem="need"),
        ),
        (
            ("journeys need ada 'More time for her shop'", t("seen today")),
            ("journeys need ada --name more-time", t("under a name of your own")),
        ),
    ),
    Verb(
        "signal",
        "signal-noted",
        t("Record a sign in the client's life that asks for attention now."),
        (
            word("kind", t("What kind of sign?"), _SIGNAL, need=True, place=True),
            name("signal", NAME, "text", "kind", stem="signal"),
            moment("until", t("Until when does it matter?"), asked=True),
            _TEXT,
        ),
        (
            ("journeys signal ada life-event --until 2026-10-01", t("until a date")),
            ("journeys signal ada rivals-offer --word client", t("told by the client")),
        ),
    ),
    Verb(
        "raise",
        "issue-raised",
        t("Record a problem, a disagreement or a complaint."),
        (
            word(
                "kind", t("What came up?"), ISSUE,
                need=True, place=True,
            ),
            text("text", t("What is it about?"), place=True, asked=True),
            name("issue", NAME, "text", "kind", stem="issue"),
            word("by", t("Who raised it?"), PARTY, asked=True, default="client"),
        ),
        (
            ("journeys raise ada complaint 'The bill is wrong again'", t("by the client")),
            ("journeys raise ada disagreement --by supplier", t("by us")),
        ),
        felt=True,
    ),
    Verb(
        "handle",
        "issue-handled",
        t("Record how a problem, disagreement or complaint was dealt with."),
        (
            key("issue", t("Which one?"), "issue", need=True, place=True),
            yesno("listened", t("Did we listen?"), asked=True),
            yesno("empathised", t("Did we feel with them?"), asked=True),
            yesno("sought_together", t("Did the two look for a way out together?"), asked=True),
            word(
                "outcome", t("What came of it?"), ("solved", "accepted", "unsolved"), asked=True
            ),
        ),
        (
            ("journeys handle ada wrong-bill --listened yes --outcome solved", t("solved")),
            ("journeys handle ada wrong-bill --listened no", t("not even heard")),
        ),
        felt=True,
    ),
    Verb(
        "seek",
        "solution-sought",
        t("Record that somebody asked for a way out of an issue."),
        (
            key("issue", t("Out of which issue?"), "issue", need=True, place=True),
            text("text", t("What did they ask for?"), place=True, asked=True),
            name("request", NAME, "text", stem="request"),
            word("by", t("Who asked?"), PARTY, asked=True, default="client"),
        ),
        (
            ("journeys seek ada wrong-bill 'A bill that is right'", t("by the client")),
            ("journeys seek ada wrong-bill --by both", t("by both")),
        ),
    ),
    Verb(
        "answer",
        "request-answered",
        t("Record how such a request was met."),
        (
            key("request", t("Which request?"), "request", need=True, place=True),
            word("answer", t("What was the answer?"), ANSWER, need=True),
            word(
                "ground", t("On what does a no lean?"),
                GROUND,
            ),
            text("verbatim", t("In which words?"), asked=True),
        ),
        (
            ("journeys answer ada request --answer joint-solution", t("found together")),
            ("journeys answer ada request --answer deflected --ground procedure", t("sent on")),
        ),
        felt=True,
    ),
    Verb(
        "incident",
        "incident-occurred",
        t("Record that something went wrong."),
        (
            word(
                "kind", t("What kind of thing went wrong?"),
                INCIDENT, need=True, place=True,
            ),
            _TEXT,
            word(
                "mode", t("In planned work, or in putting out fires?"),
                ("planned", "firefighting"), default="planned",
            ),
            key("tool", t("With which tool?")),
            key("draws_on", t("Which limit that was given up is used here?"), "boundary"),
        ),
        (
            ("journeys incident ada small-error --tool mailing-tool", t("a slip")),
            ("journeys incident ada incident --mode firefighting", t("a fire to put out")),
        ),
    ),
    Verb(
        "concede",
        "concession-made",
        t("Record that we gave in."),
        (
            word(
                "motive", t("Why did we give in?"),
                MOTIVE, need=True, place=True,
            ),
            _TEXT,
        ),
        (
            ("journeys concede ada goodwill", t("out of goodwill")),
            ("journeys concede ada pressure --staff -0.5", t("under pressure, and how that felt")),
        ),
        felt=True,
    ),
    Verb(
        "uneasy",
        "unease-voiced",
        t("Record that somebody says this does not feel right."),
        (
            text("text", t("What does not feel right?"), place=True, asked=True),
            name("unease", NAME, "text", stem="unease"),
            word("by", t("Who says so?"), SIDE, asked=True, default="staff"),
        ),
        (
            ("journeys uneasy ada 'We skip too much'", t("one of ours")),
            ("journeys uneasy ada --by client", t("the client")),
        ),
    ),
    Verb(
        "reassure",
        "unease-answered",
        t("Record that somebody went into such an unease."),
        (
            key("unease", t("Which unease?"), "unease", need=True, place=True),
            _TEXT,
        ),
        (
            ("journeys reassure ada we-skip-too-much", t("somebody went into it")),
            ("journeys reassure ada unease --when '2 days ago'", t("the day before yesterday")),
        ),
    ),
)  # fmt: skip
