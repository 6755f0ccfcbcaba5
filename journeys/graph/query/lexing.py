"""From text to signs and words, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from journeys.graph.query.misread import Misread
from journeys.graph.query.words import MOST_CHARACTERS

Sort = Literal["word", "number", "date", "text", "sign", "end"]

_TOKENS = re.compile(
    r"""
    (?P<blank>\s+)
  | (?P<date>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?
        (?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2}))?~?)
  | (?P<number>[-−]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3}(?![0-9A-Za-z_]))?)
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*(?:[-.][A-Za-z0-9_]+)*)
  | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
  | (?P<sign><-\[|<-(?!\s*[0-9.])|-\[|->|--|<=|>=|!=|[-<>=(){}\[\],|])
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Token(NamedTuple):
    """A word or a sign, what it says, and the character at which it begins, from 0.

    Words are in small letters; a text is without its quotes.
    """

    sort: Sort
    says: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the words and signs of a question, and last its end.

    Raises
    ------
    Misread
        When it is too long, a text does not end, or a sign means nothing.

    Examples
    --------
    >>> [token.says for token in tokens("touchpoint where count>5 -> friction")]
    ['touchpoint', 'where', 'count', '>', '5', '->', 'friction', '']
    >>> [token.says for token in tokens("client.after<-0.3 <-[causes]-")]
    ['client.after', '<', '-0.3', '<-[', 'causes', ']', '-', '']
    """
    if len(text) > MOST_CHARACTERS:
        message = "a question has at most {most} characters; this one has {n}"
        raise Misread(message, text=text, place=MOST_CHARACTERS, most=MOST_CHARACTERS, n=len(text))
    place = 0
    while place < len(text):
        found = _TOKENS.match(text, place)
        if found is None or found.lastgroup is None:
            raise _unknown(text, place)
        if found.lastgroup != "blank":
            yield _token(found.lastgroup, found[0], place)
        place = found.end()
    yield Token("end", "", len(text))


def _token(sort: str, written: str, place: int) -> Token:
    match sort:
        case "word":
            return Token("word", written.lower(), place)
        case "text":
            return Token("text", _ESCAPED.sub(r"\1", written[1:-1]), place)
        case "number":
            return Token("number", written.replace("−", "-"), place)
        case "date":
            return Token("date", written, place)
        case _:
            return Token("sign", written, place)


def _unknown(text: str, place: int) -> Misread:
    sign = text[place]
    if sign in "\"'":
        message = "a text begins here and does not end: close it with {sign}"
        return Misread(message, text=text, place=place, sign=sign)
    message = "this sign means nothing here: {sign}"
    return Misread(message, text=text, place=place, sign=sign if sign.isprintable() else "?")
