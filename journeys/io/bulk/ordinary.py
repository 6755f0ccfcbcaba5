"""When a file is not for the bulk import."""

from __future__ import annotations


class OutOfTheOrdinary(Exception):
    """Only the ordinary import can say what this comes to; nothing was kept."""
