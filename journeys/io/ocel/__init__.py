"""OCEL 2.0, read and written with nothing lost: JSON, SQLite and XML.

An object-centric event log (https://www.ocel-standard.org) knows events, objects, what ties them
together and how objects' attributes changed. Objects that no event touches stay: an untouched
promise is a finding.
"""

from journeys.io.ocel.files import FORMATS, read, write
from journeys.io.ocel.log import Log
from journeys.io.ocel.parts import Attribute, Change, Declared, Event, Kind, Object, Related

__all__ = [
    "FORMATS",
    "Attribute",
    "Change",
    "Declared",
    "Event",
    "Kind",
    "Log",
    "Object",
    "Related",
    "read",
    "write",
]
