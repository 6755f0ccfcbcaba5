"""Text in terminal cells: its width, and how to shorten or simplify it."""

import unicodedata

_PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", "·": "-", "×": "x", "…": "~", "’": "'"})


def cells(content: str) -> int:
    """Return how many cells text takes; wide East Asian signs take two.

    >>> cells("ok"), cells("日本")
    (2, 4)
    """
    return sum(_cell(sign) for sign in content)


def cut(content: str, room: int) -> str:
    """Return text of at most `room` cells, with an ellipsis where it was longer.

    >>> cut("a long label", 7)
    'a long…'
    """
    if cells(content) <= room:
        return content
    while content and cells(content) > room - 1:
        content = content[:-1]
    return f"{content.rstrip()}…" if room > 0 else ""


def plain(content: str) -> str:
    """Return text in ASCII, accents dropped and what has no likeness as a question mark.

    >>> plain("piek–einde −0,5 café")
    'piek-einde -0,5 cafe'
    """
    decomposed = unicodedata.normalize("NFKD", content.translate(_PLAIN))
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return letters.encode("ascii", "replace").decode("ascii")


def _cell(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
