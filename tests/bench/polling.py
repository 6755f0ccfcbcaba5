"""The subscription that the library's SQLite recorder lacks.

On SQLite the library's `ProjectionRunner` raises NotImplementedError, because the recorder offers
no subscription. This one is the least that makes it run: it selects 500 notifications at a time, as
the library's own subscription does.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription
from eventsourcing.sqlite import SQLiteApplicationRecorder

_LIMIT = 500
_PAUSE = 0.01


class Polling(Subscription[ApplicationRecorder]):
    """Asks for more when it has run out."""

    _found: Sequence[Notification] = ()
    _next = 0

    def __next__(self) -> Notification:
        while self._next == len(self._found):
            if self._has_been_stopped:
                raise StopIteration
            self._found = self._recorder.select_notifications(
                self._last_notification_id, _LIMIT, inclusive_of_start=False
            )
            self._next = 0
            if self._found:
                self._last_notification_id = self._found[-1].id
            else:
                time.sleep(_PAUSE)
        self._next += 1
        return self._found[self._next - 1]


class PollingRecorder(SQLiteApplicationRecorder):
    """The stock recorder with that subscription."""

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        return Polling(self, gt, topics)


POLLING = {"APPLICATION_RECORDER_TOPIC": f"{__name__}:PollingRecorder"}
