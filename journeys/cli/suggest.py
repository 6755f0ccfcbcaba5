"""``journeys suggest``: how the words on record may have felt, where nobody said."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from journeys.cli.command import command as verb
from journeys.cli.options import option, relationship, shared
from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run
    from journeys.suggesting import Said, Suggestion

COLUMNS = (
    Column("at", t("Happened")),
    Column("event", t("Event")),
    Column("whose", t("Whose"), word=True),
    Column("valence", t("Valence")),
    Column("confidence", t("Confidence")),
    Column("text", t("Words"), text=True),
    Column("method"),
    Column("version"),
    Column("id"),
    Column("recorded"),
)


@verb(
    "suggest",
    help=t(
        "Suggest how words on record may have felt, where nobody said.\n\n"
        "A model reads the client's and our people's words, in Dutch and in English. What it"
        " suggests is a guess: about nine times in ten it was right on pleasant or unpleasant. Ask"
        " the person, and record what they say with 'journeys feel'. Nothing is recorded unless you"
        " say --record, and then as a model's guess, which no figure and no finding counts. It"
        " needs an extra: pip install 'journeys-engine[text]'."
    ),
    examples=(
        ("journeys suggest museum", t("what the words may have felt like")),
        ("journeys suggest museum --record", t("keep the guesses, marked as such")),
    ),
)
@relationship
@option("--record", is_flag=True, help=t("Record the suggestions, as a model's guesses."))
@option("--actor", metavar="NAME", help=t("Who records it, as a pseudonym (also JOURNEYS_ACTOR)."))
@shared(rows=True)
def command(run: Run, *, relationship: str, record: bool, actor: str | None) -> None:
    """Suggest valences."""
    from journeys.suggesting import Suggester, feeling, installed, unrated

    with run.engine() as engine:
        journey = engine.journey(engine.find(relationship))
        said = list(unrated(journey.events()))
        suggester = Suggester(installed())
        found = suggester.suggest([one.text for one in said])
        told = [(one, guess) for one, guess in zip(said, found, strict=True) if guess]
        who = actor or os.environ.get("JOURNEYS_ACTOR") or "me"
        if record:
            engine.load(feeling(one, guess, who, run.now()) for one, guess in told)
    rows = [_row(run, one, guess, recorded=record) for one, guess in told]
    empty = t("Nobody's words are waiting for a feeling, or they say too little either way.")
    run.out.rows(COLUMNS, rows, empty=run.say(empty))
    if told:
        made = t("Suggested by {method}, version {version}: guesses, not anybody's word.")
        run.out.note(run.say(made, method=suggester.method, version=suggester.version))
        if record:
            run.out.note(run.say(t("Recorded as a model's guesses; no figure counts them.")))


def _row(run: Run, said: Said, guess: Suggestion, *, recorded: bool) -> dict[str, Any]:
    valence = run.words.number(guess.valence, sign=True) if run.out.for_people else guess.valence
    return {
        "at": said.event.occurred_at,
        "event": said.event.story_id or said.event.id,
        "whose": said.whose,
        "valence": valence,
        "confidence": guess.confidence,
        "text": said.text,
        "method": guess.method,
        "version": guess.version,
        "id": said.event.id,
        "recorded": recorded,
    }
