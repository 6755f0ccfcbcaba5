"""Our history in the forms of other tools: OCEL 2.0, XES and Parquet.

OCEL 2.0 and XES carry every event's own line of the native file (``native``), and are read back
from it byte for byte. Parquet has a column for everything that is told of how an event is known,
and its line as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

from domain.errors import Unreadable
from journeys.io import ocel, xes
from journeys.io.cloudevents import ATTRIBUTES
from journeys.io.files import head, whole_or_not
from journeys.io.log_kinds import log_kind
from journeys.io.ocel import ours
from journeys.io.xes import Value
from journeys.io.xes.reading import SIZE_LIMIT
from journeys.io.xml_text import fit, fit_json

_KEPT = tuple(name for name in ATTRIBUTES if name not in ("specversion", "data", "datacontenttype"))


def write(lines: Iterable[bytes], path: Path, kind: str) -> None:
    """Write native lines as a log of another *kind*; what was there before is replaced.

    ``ocel-json``, ``ocel-xml``, ``ocel-sqlite``, ``xes`` or ``parquet``.
    """
    if kind.startswith("ocel-"):
        form = kind.removeprefix("ocel-")
        ocel.write(ours.to_log(lines, in_xml=form == "xml"), path, form)
        return
    with whole_or_not(path) as beside:
        _WRITERS[kind](lines, beside)


def _rows(lines: Iterable[bytes]) -> Iterator[dict[str, Value]]:
    for line in lines:
        said = json.loads(line)
        row: dict[str, Value] = {name: said[name] for name in _KEPT if name in said}
        data = said["data"].items()
        row |= {f"data.{k}": v for k, v in data if isinstance(v, (str, int, float, bool))}
        row[ours.NATIVE] = line.decode().removesuffix("\n")
        yield row


def _fit(rows: Iterable[dict[str, Value]]) -> Iterator[dict[str, Value]]:
    """Yield rows as XML can hold them; their native lines say the same, with nothing lost."""
    for row in rows:
        native = fit_json(str(row[ours.NATIVE]))
        told = {name: fit(v) if isinstance(v, str) else v for name, v in row.items()}
        yield {**told, ours.NATIVE: native}


def _xes(lines: Iterable[bytes], path: Path) -> None:
    cases: dict[str, list[dict[str, Value]]] = {}
    for number, row in enumerate(_fit(_rows(lines))):
        named: dict[str, Value] = {"concept:name": str(row["type"]).split(".")[1]}
        if "time" in row:
            named["time:timestamp"] = row["time"]
        named["org:resource"] = row["actor"]
        cases.setdefault(str(row["subject"]), []).append({**named, "log_index": number, **row})
    traces = (({"concept:name": case}, rows) for case, rows in cases.items())
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(xes.write(traces))


def _parquet(lines: Iterable[bytes], path: Path) -> None:
    import polars as pl

    names = (*_KEPT, "data", ours.NATIVE)
    rows = [
        {name: row.get(name) for name in _KEPT} | {"data": data, ours.NATIVE: row[ours.NATIVE]}
        for row, data in ((row, _data(str(row[ours.NATIVE]))) for row in _rows(lines))
    ]
    buffer = BytesIO()  # written by ourselves: of a full disk polars has no error of its own
    pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String)).write_parquet(buffer)
    path.write_bytes(buffer.getbuffer())


def _data(line: str) -> str:
    return json.dumps(json.loads(line)["data"], ensure_ascii=False, separators=(",", ":"))


_WRITERS: dict[str, Callable[[Iterable[bytes], Path], None]] = {"xes": _xes, "parquet": _parquet}


def native(path: Path) -> Iterator[bytes] | None:
    """Return the native lines in a log that was exported from here; None for any other file.

    Raises
    ------
    NotFound
        When there is no such file.
    Unreadable
        When it looks like such a log, and is damaged; when there is no event in it.
    """
    begin, packed = head(path, SIZE_LIMIT)
    kind = log_kind(begin, packed=packed)
    if kind == "ocel":
        log = ocel.read(path)
        if not log.events:
            raise _empty(path)
        return ours.native_lines(log) if ours.is_ours(log) else None
    return _of_xes(path) if kind == "xes" else None


def _empty(path: Path) -> Unreadable:
    return Unreadable("{file}: there is no event in this log", file=str(path))


def _of_xes(path: Path) -> Iterator[bytes] | None:
    found = xes.read(path)
    first = next(found, None)
    if first is None:
        raise _empty(path)
    if ours.NATIVE not in first.row:
        return None
    rows = sorted((f.row for f in chain([first], found)), key=lambda row: row.get("log_index", 0))
    if any(ours.NATIVE not in row for row in rows):
        message = "{file}: some events have no attribute 'native': it was changed since its export"
        raise Unreadable(message, file=str(path))
    return (f"{row[ours.NATIVE]}\n".encode() for row in rows)
