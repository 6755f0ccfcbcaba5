"""What is wrong with a question, where in its text, and which word comes nearest."""

from __future__ import annotations

import re

from domain.errors import Unreadable

_SHOWN = 72
_BEFORE = 48
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


class Misread(Unreadable):
    """A question that cannot be taken as it stands.

    Parameters
    ----------
    message, **details
        What is wrong, as in `domain.errors.JourneysError`.
    text, place
        The question, and the character in it, from 0, that this is about.
    near
        The word that comes nearest to what was written.

    Attributes
    ----------
    lines
        The question, or the part of it around that character, and a line with a caret below it.
    """

    def __init__(
        self, message: str, *, text: str, place: int, near: str = "", **details: object
    ) -> None:
        super().__init__(message, **details)
        self.place, self.near = place, near
        self.lines: tuple[str, ...] = marked(text, place) if text.strip() else ()

    def __str__(self) -> str:
        """Return what is wrong, with the place under the text."""
        return "\n".join((super().__str__(), *self.lines))


def marked(text: str, place: int) -> tuple[str, str]:
    """Return the part of a text around a place, and a line with a caret below it.

    Examples
    --------
    >>> print("|".join(marked("touchpoint where soup > 1", 17)))
    touchpoint where soup > 1|                 ^
    """
    from rich.cells import cell_len

    begin = max(0, place - _BEFORE)
    shown = _BLANK.sub(" ", text[begin : begin + _SHOWN])
    head = "…" if begin else ""
    tail = "…" if begin + _SHOWN < len(text) else ""
    before = head + shown[: place - begin]
    return f"{head}{shown}{tail}", f"{' ' * cell_len(before)}^"
