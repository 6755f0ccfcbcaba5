"""Which log of another tool a file is: as it begins, whatever it is called."""

from __future__ import annotations

import re

_XES = re.compile(rb"<log[\s>]")
_OCEL_XML = (b"<object-types", b"<event-types", b"<objects")
_OCEL_JSON = (b'"objectTypes"', b'"eventTypes"')


def log_kind(begin: bytes, *, packed: bool = False) -> str | None:
    """Return ``ocel`` or ``xes`` for a file that begins so, None for any other.

    Parameters
    ----------
    begin
        Its first 4096 bytes or so, unpacked.
    packed
        Whether it was packed: OCEL 2.0 is not handed round so, and not read.

    Examples
    --------
    >>> log_kind(b'<log xes.version="2.0"><trace>')
    'xes'
    >>> log_kind(b'{"objectTypes": [], "eventTypes": []}')
    'ocel'
    >>> log_kind(b"id,client")
    """
    plain = begun(begin)
    if plain.startswith(b"<"):
        objects = any(tag in plain for tag in _OCEL_XML)
        return ("ocel" if not packed else None) if objects else _xes(plain)
    if plain.startswith(b"{"):
        objects = any(key in plain for key in _OCEL_JSON)
    else:
        objects = begin.startswith(b"SQLite format 3")
    return "ocel" if objects and not packed else None


def begun(begin: bytes) -> bytes:
    r"""Return how a file begins, without a byte order mark and blanks.

    Examples
    --------
    >>> begun(b"\xef\xbb\xbf\n {")
    b'{'
    """
    return begin.lstrip(b"\xef\xbb\xbf \t\r\n")


def _xes(plain: bytes) -> str | None:
    return "xes" if _XES.search(plain) else None
