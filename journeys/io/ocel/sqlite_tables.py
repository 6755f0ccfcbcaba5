"""What the tables of OCEL 2.0 in SQLite are called, and their columns."""

from __future__ import annotations

TYPES = {"integer": "INTEGER", "float": "REAL", "boolean": "BOOLEAN", "time": "TIMESTAMP"}
"""How a column of each type is declared; all others are TEXT."""

OURS = ("ocel_id", "ocel_time", "ocel_changed_field")
"""The columns of a type's table that are no attributes; events have the first two."""

FIXED = {
    "event": ("ocel_id", "ocel_type"),
    "object": ("ocel_id", "ocel_type"),
    "event_map_type": ("ocel_type", "ocel_type_map"),
    "object_map_type": ("ocel_type", "ocel_type_map"),
    "event_object": ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
    "object_object": ("ocel_source_id", "ocel_target_id", "ocel_qualifier"),
}
"""The tables that every log has."""


def quoted(name: str) -> str:
    """Return a name as SQL has it.

    Examples
    --------
    >>> quoted('the "first" call')
    '"the ""first"" call"'
    """
    return '"' + name.replace('"', '""') + '"'
