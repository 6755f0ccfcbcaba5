"""Feelings: how each side felt, who says so, and how it was measured."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain._kernel import EventId, Fact, Frozen, PersonalText
from domain.vocabulary import Category

Scale = Literal["valence", "nps", "csat", "ces", "stars", "thumbs"]

_RANGES: dict[Scale, tuple[float, float]] = {
    "valence": (-1, 1),
    "nps": (0, 10),
    "csat": (1, 5),
    "ces": (1, 7),
    "stars": (1, 5),
    "thumbs": (0, 1),
}


class Rating(Frozen):
    """A raw answer on its own scale, kept beside the valence it was converted to."""

    scale: Scale
    answer: Annotated[float, Field(allow_inf_nan=False)]
    conversion: Literal["v1"] = "v1"

    @model_validator(mode="after")
    def _on_its_scale(self) -> Rating:
        low, high = _RANGES[self.scale]
        if not low <= self.answer <= high:
            msg = f"a {self.scale} answer runs from {low:g} to {high:g}"
            raise ValueError(msg)
        return self

    @property
    def valence(self) -> float:
        """The valence −1…1 of this answer: linear between the ends of its scale.

        Examples
        --------
        >>> Rating(scale="nps", answer=10).valence
        1.0
        >>> Rating(scale="csat", answer=2).valence
        -0.5
        """
        if self.scale == "thumbs":
            return 0.6 if self.answer > 0 else -0.6
        low, high = _RANGES[self.scale]
        return 2 * (self.answer - low) / (high - low) - 1


class FeelingObserved(Fact):
    """A feeling: how pleasant (valence −1…1), how roused (arousal 0…1), and of which kind.

    ``whose`` feeling it is and who ``said_by`` may differ: a client who says that the supplier felt
    nothing is *perceived* feeling, and stays the client's word. ``towards`` a rival is no feeling
    about this supplier. ``use`` is before, during or after using what was bought. A guess by a
    model has source ``text-model`` and never passes for a rating.
    """

    topic = "relationship.feeling-observed.v1"
    rows = (4, 6, 22, 28, 34, 40, 51, 63, 70, 90, 101, 119, 121, 123, 137, 138, 139, 181)
    remembered = False

    whose: Literal["client", "staff"]
    valence: Annotated[float, Field(ge=-1, le=1)]
    arousal: Annotated[float | None, Field(ge=0, le=1)] = None
    category: Category | None = None
    said_by: Literal["client", "staff", "supplier", "system", "other"] | None = None
    mode: Literal["expressed", "perceived"] = "expressed"
    source: Literal["self-report", "survey", "colleague", "retold", "text-model"] = "self-report"
    towards: Literal["supplier", "client", "rival", "work", "past", "self"] | None = None
    confidence: Annotated[float | None, Field(ge=0, le=1)] = None
    about: EventId | None = None
    rating: Rating | None = None
    words: PersonalText | None = None
    use: Literal["before", "during", "after"] | None = None
