"""The questions that the columns of what was lived answer, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from journeys.lived.answers import endings, moods, owed, systems, ways
from projections.answers import Row

ANSWERED: Mapping[str, Callable[..., Iterator[Row]]] = {
    "blast-radius": systems.blast_radius,
    "differs-most": systems.differs_most,
    "events-behind": moods.events_behind,
    "feeling-gaps": moods.feeling_gaps,
    "goodbye-timeliness": owed.goodbye_timeliness,
    "hand-offs-before-escalation": ways.hand_offs,
    "hurt-unseen": moods.hurt_unseen,
    "good-endings-share": endings.good_endings_share,
    "loops": ways.loops,
    "peak-and-end": moods.peak_and_end,
    "planned-and-lived": owed.planned_and_lived,
    "point-of-no-return": endings.point_of_no_return,
    "promises-untouched": owed.promises_untouched,
    "recovery-paths": ways.recovery_paths,
    "systems-behind-waits": systems.systems_behind_waits,
    "valleys": moods.valleys,
}
