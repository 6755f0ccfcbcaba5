"""The form of a segment's file: first the codes that came up in it, then its facts.

Few facts are written as they lie in memory, which is quick; many as Parquet, which is small.
Small segments become one with others before long.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec
import polars as pl

MANY = 60_000
"""From so many events on a segment is written to be small."""
_PARQUET = b"PAR1"
"""What a file of Parquet begins with; the other form never does."""
_QUICKLY = 1
"""How hard is tried to make it small: what more takes, is not worth it."""

NewCodes = Mapping[str, tuple[int, Sequence[str]]]
"""Of every column that has any: the first new code, and the texts from there on."""
_read_codes = msgspec.json.Decoder(dict[str, tuple[int, list[str]]]).decode


def codes_written(codes: NewCodes) -> bytes:
    """Return codes as they are kept."""
    return zlib.compress(msgspec.json.encode(codes), _QUICKLY)


def codes_read(data: bytes) -> NewCodes:
    """Return what was kept.

    Raises
    ------
    ValueError
        When these bytes are no codes.

    Examples
    --------
    >>> codes_read(codes_written({"actor": (3, ["ada"])}))
    {'actor': (3, ['ada'])}
    """
    try:
        return _read_codes(zlib.decompress(data))
    except (zlib.error, msgspec.MsgspecError) as error:
        msg = "these bytes are no codes"
        raise ValueError(msg) from error


def facts_written(frame: pl.DataFrame) -> bytes:
    """Return facts as they are kept."""
    buffer = io.BytesIO()
    if len(frame) < MANY:
        frame.write_ipc_stream(buffer, compression="lz4")
    else:
        frame.write_parquet(buffer, compression="zstd", compression_level=_QUICKLY)
    return buffer.getvalue()


def facts_read(pieces: Sequence[bytes], columns: Sequence[str]) -> pl.DataFrame:
    """Return these columns of what was kept, piece after piece; there must be one.

    Raises
    ------
    polars.exceptions.PolarsError
        When these bytes are no facts.
    """
    names, frames = list(columns), []
    for parquet, some in groupby(pieces, key=_is_parquet):
        if parquet:
            frames.append(pl.read_parquet(list(some), columns=names))
        else:
            frames += [pl.read_ipc_stream(one, columns=names) for one in some]
    return pl.concat(frames).select(names)


def _is_parquet(piece: bytes) -> bool:
    return piece.startswith(_PARQUET)
