"""The columns of answers: every name has one title and one meaning, whatever the question."""

from __future__ import annotations

from projections.answers.column import Column
from projections.answers.figures import FIGURES
from projections.answers.labels import LABELS
from projections.answers.lived_labels import LIVED

COLUMNS: dict[str, Column] = {column.name: column for column in (*FIGURES, *LABELS, *LIVED)}
"""Every column by its name."""
