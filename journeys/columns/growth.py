"""Growth: pages of the log become segments, which are listed when their events are safe."""

from __future__ import annotations

import polars as pl

from journeys.columns.codes import Codes
from journeys.columns.folder import Folder, Listed, Segment
from journeys.columns.taking import Page, framed

SEGMENT = 240_000
"""Events in a segment, at least, but for the last one."""


class Growth:
    """New segments of a copy.

    Parameters
    ----------
    folder, codes
        Where they are written, and the dictionaries.
    listed
        What is there already.
    """

    def __init__(self, folder: Folder, codes: Codes, listed: Listed) -> None:
        self._folder, self._codes = folder, codes
        self._number = 1 + max((int(one.name) for one in listed.segments), default=0)
        self._end = listed.end
        self._waiting: list[pl.DataFrame] = []
        self.segments: list[Segment] = []
        self.whole = False

    def follows(self, position: int) -> bool:
        """Whether an event at this position is the next one for the copy."""
        return position == self._end + 1

    def take(self, page: Page) -> bool:
        """Take the next page as it is told; whether there was enough to write a segment."""
        return self.add(framed(page, self._codes))

    def add(self, frame: pl.DataFrame) -> bool:
        """Take the next events as columns; whether there was enough to write a segment."""
        self._end = frame["position"][-1]
        self._waiting.append(frame)
        enough = sum(map(len, self._waiting)) >= SEGMENT
        return enough and self.write()

    def write(self) -> bool:
        """Write what is waiting as a segment; whether there was anything."""
        if not self._waiting:
            return False
        frame, self._waiting = pl.concat(self._waiting), []
        number = self._number + len(self.segments)
        self.segments.append(self._folder.add(number, frame, self._codes.unkept()))
        self._codes.keep()
        return True

    def publish(self) -> None:
        """Have all of it listed; its events are safely in the store by now."""
        self.write()
        self.whole = True
