"""A picture: the drawing in any width, and the figure with its table."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from journeys.language import Language, preferred, speak

if TYPE_CHECKING:
    from journeys.render.style import Scheme


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its table twin, ready to be drawn.

    Examples
    --------
    >>> from journeys.render import strip, strip_table
    >>> from journeys.render.strip_values import Strip
    >>> picture = Picture(Strip("Nothing yet"), strip.svg, strip_table.html, strip_table.table_twin)
    >>> picture
    <Picture Strip>
    >>> picture.svg(width=390).startswith("<svg")
    True
    """

    values: Any
    draw: Callable[..., str] = field(repr=False)
    figure: Callable[..., str] = field(repr=False)
    twin: Callable[..., Sequence[tuple[str, ...]]] = field(repr=False)

    def __repr__(self) -> str:
        """Say what kind of picture it is, and nothing of what is on it."""
        return f"<Picture {type(self.values).__name__}>"

    def svg(self, width: int | None = None, scheme: Scheme = "auto") -> str:
        """Return the drawing.

        Parameters
        ----------
        width
            px, at least 280; as the picture likes unless told.
        scheme
            `auto` follows the reader's preference for light or dark.
        """
        wide = {} if width is None else {"width": width}
        return self.draw(self.values, scheme=scheme, **wide)

    def html(self, scheme: Scheme = "auto") -> str:
        """Return the figure: the drawing for wide and narrow places, and its table."""
        return self.figure(self.values, scheme=scheme)

    def page(self, words: Language) -> str:
        """Return the figure as a page that needs nothing but itself."""
        head = f'<!doctype html>\n<html lang="{words.code}"><meta charset="utf-8">'
        look = '<meta name="viewport" content="width=device-width"><meta name="color-scheme"'
        return f'{head}{look} content="light dark">\n{self.html()}\n</html>\n'

    def table(self) -> list[tuple[str, ...]]:
        """Return everything that the picture shows as rows of text, the headings first."""
        return list(self.twin(self.values))

    def _repr_html_(self) -> str:
        return self.html()


def reader() -> Language:
    """Return the language that whoever runs this reads, as the command line would speak it."""
    return speak(preferred(os.environ))
