"""Names for new things, made from what somebody wrote about them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

_WORDS = 5
_LONGEST = 40
_NUMBER = re.compile(r"[0-9]{5,}")


def named(texts: Iterable[str], stem: str, taken: Collection[str]) -> str:
    """Return a short kebab-case name that is not *taken*.

    A name is kept for good, while a person's words can be erased; so a word with a capital that
    does not begin the text, an address and a long number are left out: they may tell who it was.

    Parameters
    ----------
    texts
        What was written, the most telling first.
    stem
        The name where nothing usable was written.

    Examples
    --------
    >>> named(["Send the plan to Ada, ada@example.org"], "promise", [])
    'send-the-plan-to'
    >>> named([""], "promise", ["promise", "promise-2"])
    'promise-3'
    """
    base = next(filter(None, map(_kebab, texts)), stem)
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _kebab(text: str) -> str:
    kept = [
        word
        for place, word in enumerate(text.split())
        if "@" not in word
        and not _NUMBER.search(word)
        and (place == 0 or not word.lstrip("'\"(\u201c\u2018")[:1].isupper())
    ]
    plain = unicodedata.normalize("NFKD", " ".join(kept)).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))[:_WORDS]
    while len(parts) > 1 and len("-".join(parts)) > _LONGEST:
        parts.pop()
    return "-".join(parts)[:_LONGEST]
