"""A place in the text of a question, from which it is read on."""

from __future__ import annotations

from collections.abc import Iterable

from journeys.graph.query.lexing import Sort, Token, tokens
from journeys.graph.query.misread import Misread
from journeys.graph.query.words import nearest


class Cursor:
    """Goes through the words and signs of a question, and says what is wrong with the next one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.place = 0
        self.depth = 0

    @property
    def here(self) -> Token:
        """The word or sign that comes next."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """Return the next word or sign, and go on behind it."""
        token = self.here
        if token.sort != "end":
            self.place += 1
        return token

    def sees(self, *says: str, sort: Sort = "sign") -> bool:
        """Whether one of these signs comes next."""
        return self.here.sort == sort and self.here.says in says

    def takes(self, *says: str, sort: Sort = "sign") -> bool:
        """Whether one of these signs came next: then it is behind us."""
        seen = self.sees(*says, sort=sort)
        if seen:
            self.place += 1
        return seen

    def sees_word(self, *says: str) -> bool:
        """Whether one of these words comes next."""
        return self.sees(*says, sort="word")

    def takes_word(self, *says: str) -> bool:
        """Whether one of these words came next: then it is behind us."""
        return self.takes(*says, sort="word")

    def wrong(
        self, message: str, token: Token | None = None, known: Iterable[str] = (), **details: object
    ) -> Misread:
        """Return what is wrong with a word or sign; without one, with the next."""
        meant = token or self.here
        near = nearest(meant.says, known) if meant.sort == "word" else ""
        return Misread(message, text=self.text, place=meant.at, near=near, **details)
