"""The document around a picture: its name and description for who cannot see it, its size."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from journeys.render._frame import MARGIN, TEXT
from journeys.render._xml import balance, clean, escape, num, tag, text

_TITLE: Final = 18.0


def header(title: str, description: str, full: float) -> tuple[list[str], float]:
    """Return a title and what is said under it, and where they end."""
    drawn, y = [], 8.0
    for line in balance(clean(title), full - 2 * MARGIN, _TITLE, 3):
        y += 23
        drawn.append(text(line, MARGIN, y, "title"))
    for line in balance(clean(description), full - 2 * MARGIN, TEXT, 3):
        y += 18
        drawn.append(text(line, MARGIN, y, "muted"))
    return drawn, y + 12


def document(
    prefix: str,
    title: str,
    about: Iterable[str],
    size: tuple[float, float],
    language: str,
    style: str | None,
    body: Sequence[str],
    kind: str = "journey-network",
) -> str:
    """Return a whole picture; its ids come from what is drawn, so the bytes stay the same."""
    full, high = size
    named, said = clean(title), " ".join(part for part in map(clean, about) if part)
    drawn = hashlib.sha256("\0".join((named, said, num(full), *body)).encode()).hexdigest()[:10]
    return tag(
        "svg",
        tag("title", escape(named), id=f"{prefix}-{drawn}-title"),
        tag("desc", escape(said), id=f"{prefix}-{drawn}-desc"),
        *([tag("style", style)] if style is not None else []),
        tag("rect", width=full, height=high, class_="surface"),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {num(full)} {num(high)}",
        width=full,
        height=high,
        lang=language,
        role="img",
        aria_labelledby=f"{prefix}-{drawn}-title {prefix}-{drawn}-desc",
        class_=f"journey-curve {kind}".strip(),
    )
