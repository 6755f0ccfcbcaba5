"""What the program tells of its own work: lines of a log, and spans for OpenTelemetry.

Both are told by `around`, in the places where work is done. Unless somebody listens nothing is
told, and neither library is loaded. Only counts, durations and words of our own are told: never an
id, a name, or what somebody wrote.
"""

from journeys.telemetry.spans import Watcher, around, listening, watched

__all__ = ["Watcher", "around", "listening", "watched"]
