"""Verification of heads, of the ledger of commands and of the structure of the store."""

from __future__ import annotations

from journeys.store.evidence import parsed
from journeys.store.report import Fault, Findings
from journeys.store.stored import Stored
from journeys.store.tails import Tails


def check_heads(stored: Stored, tails: Tails, found: Findings) -> None:
    """Compare the heads with the last entries of the walk."""
    good = 0
    try:
        for raw, version, log_index, entry_hash in stored.heads():
            name = (raw or b"").decode("utf-8", "replace")
            tail = tails.get(name)
            if tail and (version, log_index, (entry_hash or b"").hex()) == tuple(tail):
                good += 1
            else:
                _add_head(found, name, version, tail.log_index if tail else log_index)
        if good < len(tails):
            for name, tail in tails:
                if not stored.has_head(name):
                    _add_head(found, name, tail.version, tail.log_index)
    except stored.unreadable:
        found.add(Fault("unreadable"))


def _add_head(found: Findings, name: str, version: int | None, log_index: int | None) -> None:
    position = None if log_index is None else log_index + 1
    found.add(Fault("head", position, log_index, name[:128], version))


def check_commands(stored: Stored, covered: int, found: Findings) -> None:
    """Compare the ledger with the *covered* events whose command it knows.

    Every one of those lies within its command's versions, so the ledger names no others exactly
    when it names as many. Only if it does not, each row is looked into.
    """
    try:
        named = 0
        for command, name, first, last in stored.commands():
            if command is None or name is None or first is None or last is None or last < first:
                found.add(Fault("ledger", relationship=_plain(name), version=first))
                continue
            named += last - first + 1
        if named == covered:
            return
        for command, name, first, last in stored.commands():
            if not (command is None or name is None or first is None or last is None):
                _check_command(stored, command, _plain(name) or "", (first, last), found)
    except stored.unreadable:
        found.add(Fault("unreadable"))


def _check_command(
    stored: Stored, command: bytes, name: str, span: tuple[int, int], found: Findings
) -> None:
    # One fault per command is enough: a span that was made huge must not be walked to its end.
    for version in range(span[0], span[1] + 1):
        line = stored.line(name, version)
        entry = parsed(line) if line else None
        if entry is None or entry.command_id.encode() != command:
            found.add(Fault("ledger", relationship=name, version=version))
            return


def check_structure(stored: Stored, found: Findings) -> None:
    """Ask whether tables, indexes and triggers are as they were made."""
    for sound in stored.sound():
        if not sound:
            found.add(Fault("structure"))


def check_end(stored: Stored, found: Findings) -> None:
    """Compare the log's end with the highest position that was ever given out."""
    try:
        given, last = stored.end()
    except stored.unreadable:
        found.add(Fault("unreadable"))
        return
    if given != last:
        found.add(Fault("tail", position=last + 1, log_index=last))


def _plain(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", "replace")[:128]
