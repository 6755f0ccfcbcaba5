"""The contacts of many relationships, as plain columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]
Truths: TypeAlias = npt.NDArray[np.bool_]

Contact: TypeAlias = tuple[float, float | None, float | None, int, float]
"""One contact: day, client's rating or None, staff's or None, promise, errors."""

NO_PROMISE, KEPT, LATE = -1, 0, 1


@dataclass(frozen=True, slots=True)
class Columns:
    """Contacts one after another, relationship by relationship, in order of time.

    Attributes
    ----------
    first
        Where each relationship begins; one longer than their number, so ``first[i]:first[i + 1]``
        are the contacts of the *i*-th.
    day
        When, in days since the relationship opened; never falling within one.
    client, staff
        Valence −1…1, NaN where nobody asked.
    promise
        −1 none was due, 0 kept in time, 1 late or broken.
    errors
        How many went wrong since the contact before.
    end
        Until which day each relationship was watched; silence counts until then.
    """

    first: Whole
    day: Floats
    client: Floats
    staff: Floats
    promise: Whole
    errors: Floats
    end: Floats

    def __len__(self) -> int:
        """How many relationships."""
        return len(self.end)

    @property
    def contacts(self) -> int:
        """How many contacts in all."""
        return len(self.day)

    @property
    def counts(self) -> Whole:
        """How many contacts each relationship has."""
        return np.diff(self.first)

    def of(self, index: int) -> Iterator[Contact]:
        """Return the contacts of one relationship as plain tuples, one after another."""
        own = slice(self.first[index], self.first[index + 1])
        return zip(
            self.day[own].tolist(), map(_said, self.client[own].tolist()),
            map(_said, self.staff[own].tolist()), self.promise[own].tolist(),
            self.errors[own].tolist(), strict=True,
        )  # fmt: skip

    def take(self, which: Whole, after: Whole | int = 0) -> Columns:
        """Return the columns of some relationships, in the order given. O(their contacts).

        Parameters
        ----------
        which
            Their places.
        after
            So many contacts of each are left out, the first ones.
        """
        counts = self.counts[which] - after
        first = np.concatenate(([0], np.cumsum(counts)))
        rows = np.arange(first[-1]) + np.repeat(self.first[which] + after - first[:-1], counts)
        parts = (self.day, self.client, self.staff, self.promise, self.errors)
        day, client, staff, promise, errors = (part[rows] for part in parts)
        return Columns(first, day, client, staff, promise, errors, self.end[which])


def _said(valence: float) -> float | None:
    return None if valence != valence else valence  # noqa: PLR0124 - NaN alone differs from itself


def joined(parts: list[Columns]) -> Columns:
    """Return all relationships of the parts, one part after another."""
    counts = np.concatenate([part.counts for part in parts])
    return Columns(
        np.concatenate(([0], np.cumsum(counts))),
        np.concatenate([part.day for part in parts]),
        np.concatenate([part.client for part in parts]),
        np.concatenate([part.staff for part in parts]),
        np.concatenate([part.promise for part in parts]),
        np.concatenate([part.errors for part in parts]),
        np.concatenate([part.end for part in parts]),
    )
