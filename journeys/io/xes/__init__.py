"""XES (IEEE 1849), read and written event by event.

An event comes as a flat row: its own attributes by their keys, those of its trace under ``case:``.
An attribute within an attribute has both keys, joined by a slash.
"""

from journeys.io.xes.reading import Value, read
from journeys.io.xes.writing import write

__all__ = ["Value", "read", "write"]
