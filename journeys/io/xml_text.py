"""Which characters XML holds: not all that a text of ours may have."""

from __future__ import annotations

import re

from domain.errors import Unreadable

NOT_IN_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""What XML 1.0 cannot hold, not even as a reference; fit for a class of a regular expression."""

_strange = re.compile(f"[{NOT_IN_XML}]")


def fit(text: str) -> str:
    """Return text with a mark (U+FFFD) for every character that XML cannot hold.

    Examples
    --------
    >>> fit("a" + chr(1) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    return _strange.sub("\ufffd", text)


def fit_json(line: str) -> str:
    r"""Return a line of JSON that says the same, in characters that XML holds.

    Examples
    --------
    >>> fit_json('{"text":"a' + chr(0xFFFE) + '"}')
    '{"text":"a\\ufffe"}'
    """
    return _strange.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def check_fit(text: str) -> None:
    """Refuse a text that XML cannot hold.

    Raises
    ------
    Unreadable
        With the number of its first character that does not fit.
    """
    found = _strange.search(text)
    if found:
        message = "a text holds the character {sign}, and XML has no way to say it: write JSON"
        raise Unreadable(message, sign=f"U+{ord(found[0]):04X}")
