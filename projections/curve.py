"""The emotion curve: both sides' feelings as they were recorded, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain._kernel import AnyEvent
from domain.feelings import FeelingObserved
from domain.moments import Moment
from domain.unchanging import unchanging
from projections.moods import Told, Whose, counts, is_of_this_relationship, is_their_own_word


@unchanging
class Sample:
    """One feeling on the curve. ``attributed`` when somebody else than its owner says so.

    ``guessed`` when no person says so at all: a model took it from a text.
    """

    at: Moment
    valence: float
    category: str | None
    event_id: str
    story_id: str | None
    said_by: str | None
    attributed: bool
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Feelings:
    """Both sides' curves, in order of happening: what people said, and apart what was guessed."""

    client: tuple[Sample, ...]
    staff: tuple[Sample, ...]
    told: dict[Whose, Told]
    guessed: dict[Whose, tuple[Sample, ...]] = field(default_factory=dict)

    def of(self, whose: Whose) -> tuple[Sample, ...]:
        """Return one side's samples, as people said them."""
        return self.client if whose == "client" else self.staff

    def drawn(self, whose: Whose) -> tuple[Sample, ...]:
        """Return one side's samples and a model's guesses, for whoever tells which is which."""
        both = (*self.of(whose), *self.guessed.get(whose, ()))
        return tuple(sorted(both, key=lambda sample: sample.at.start))

    def mean(self, whose: Whose) -> float | None:
        """Return the mean of one side's feelings, −1…1; ``None`` where there are none."""
        return self.told[whose].mean if self.told[whose].seen else None

    def time_weighted_mean(self, whose: Whose) -> float | None:
        """Return the mean over time, −1…1; ``None`` where there are no feelings."""
        return self.told[whose].mean_over_time if self.told[whose].seen else None

    def peak_end(self, whose: Whose) -> float | None:
        """Return the mean of the strongest feeling and the last one, −1…1."""
        return self.told[whose].peak_end if self.told[whose].seen else None


def feelings(events: Iterable[AnyEvent]) -> Feelings:
    """Return the curves of these events, given in order of happening.

    Feelings towards a rival, the past or oneself are on record, but on neither curve. A model's
    guess is on no curve either: it stands apart, and counts in no figure.
    """
    samples: dict[Whose, list[Sample]] = {"client": [], "staff": []}
    guessed: dict[Whose, list[Sample]] = {"client": [], "staff": []}
    told: dict[Whose, Told] = {"client": Told(), "staff": Told()}
    for event in events:
        if (sample := sample_of(event)) is None:
            continue
        whose = event.fact.whose
        if not sample.guessed:
            told[whose] = told[whose].after(event)
        (guessed if sample.guessed else samples)[whose].append(sample)
    apart: dict[Whose, tuple[Sample, ...]] = {
        "client": tuple(guessed["client"]),
        "staff": tuple(guessed["staff"]),
    }
    return Feelings(tuple(samples["client"]), tuple(samples["staff"]), told, apart)


def sample_of(event: AnyEvent) -> Sample | None:
    """Return an event as a sample; None where it is no feeling about this relationship."""
    fact = event.fact
    if not isinstance(fact, FeelingObserved) or not is_of_this_relationship(fact):
        return None
    return Sample(
        at=event.occurred_at,
        valence=fact.valence,
        category=fact.category,
        event_id=event.id,
        story_id=event.story_id,
        said_by=fact.said_by,
        attributed=not is_their_own_word(fact),
        guessed=not counts(fact),
    )
