"""Text into XML: cleaned, escaped, measured, numbers rounded."""

import re
import unicodedata
from typing import Final

# What XML 1.0 forbids, the C1 controls, which may also drive a terminal, and what turns the
# direction of a text around: one label could make its neighbour read backwards.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ELLIPSIS: Final = "…"


def clean(text: str) -> str:
    """Return text on one line without control characters.

    >>> clean("two" + chr(10) + "lines" + chr(27) + "[31m")
    'two lines[31m'
    """
    return " ".join(_FORBIDDEN.sub("", " ".join(text.split())).split())


def escape(text: str) -> str:
    """Return text that may stand in XML content and in a quoted attribute.

    >>> escape('<a & "b">')
    '&lt;a &amp; &quot;b&quot;&gt;'
    """
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, entity)
    return text


def num(value: float) -> str:
    """Return a coordinate with two decimals at most and never a negative zero.

    >>> num(1.005), num(2.0), num(-0.001)
    ('1', '2', '0')
    """
    rounded = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if rounded == "-0" else rounded


def tag(name: str, /, *markup: str, **attributes: str | float) -> str:
    """Return an element; attributes are escaped, `markup` must be already.

    >>> tag("circle", cx=1.5, class_="dot", stroke_width=2)
    '<circle cx="1.5" class="dot" stroke-width="2"/>'
    """
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="'
        f'{escape(value) if isinstance(value, str) else num(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{pairs}>{''.join(markup)}</{name}>" if markup else f"<{name}{pairs}/>"


def text(content: str, x: float, y: float, class_: str) -> str:
    """Return a text element: on one line, without control characters.

    >>> text("R&D", 1, 2, "muted")
    '<text x="1" y="2" class="muted">R&amp;D</text>'
    """
    return tag("text", escape(clean(content)), x=x, y=y, class_=class_)


def width(content: str, size: float) -> float:
    """Return the width of text in a common sans-serif, in px, rather over than under.

    >>> width("mmm", 10) > width("iii", 10)
    True
    """
    return size * sum(_advance(sign) for sign in content)


def fit(content: str, room: float, size: float) -> str:
    """Return the text, shortened with an ellipsis where it is wider than `room` px.

    >>> fit("a long label", 40, 12)
    'a lo…'
    """
    if width(content, size) <= room:
        return content
    while content and width(content + _ELLIPSIS, size) > room:
        content = content[:-1].rstrip()
    return content + _ELLIPSIS if content else ""


def wrap(content: str, room: float, size: float, lines: int) -> list[str]:
    """Return the text broken at spaces into at most `lines` lines of `room` px.

    >>> wrap("one two three", 60, 12, 2)
    ['one two', 'three']
    """
    done: list[str] = []
    for word in content.split():
        longer = f"{done[-1]} {word}" if done else word
        if done and (width(longer, size) <= room or len(done) == lines):
            done[-1] = longer
        else:
            done.append(word)
    return [fit(line, room, size) for line in done]


def balance(content: str, room: float, size: float, lines: int) -> list[str]:
    """Return the text as `wrap` does, its lines about equally long.

    >>> balance("fifteen years and then a link", 150, 12, 2)
    ['fifteen years', 'and then a link']
    """
    widest = wrap(content, room, size, lines)
    even = widest
    while room > size and len(even) == len(widest) and " ".join(even) == " ".join(widest):
        widest, room = even, room * 0.95
        even = wrap(content, room, size, lines)
    return widest


def _advance(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if sign in "iljtfrI.,:;'|!()[]· ":
        return 0.34
    if sign in "mwMW%@×—…":
        return 0.9
    return 0.7 if sign.isupper() else 0.6
