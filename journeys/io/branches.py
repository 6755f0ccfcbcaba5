"""What-if files: a branch to save and to share. It holds changes, and nothing of the history."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from journeys.io import yaml_text
from journeys.io.files import nearest, shown, whole_or_not
from journeys.io.nodes import Node
from journeys.io.shapes import blamed
from projections.whatif import CHANGES, Change

_NOTICE = "# What never happened: a branch of a history, for looking at. See docs/what-if.md."
_KEYS = ("what-if", "made-on", "changes")
_NAMES = {"working_days": "working-days"}


@dataclass(frozen=True, slots=True)
class BranchFile:
    """A branch as a file has it: of which relationship, made on which history, what is otherwise.

    ``made_on`` is the mark of the history as it was then; see `journeys.journey.history_mark`.
    """

    relationship: str
    made_on: str | None
    changes: tuple[Change, ...]


def read(path: Path | str) -> BranchFile:
    """Return the branch in a file.

    Raises
    ------
    Unreadable
        With the file, the line and what to do.
    """
    node = yaml_text.read(path)
    parts = node.mapping("a what-if", _KEYS)
    for key in ("what-if", "changes"):
        if key not in parts:
            raise node.wrong("{key} is missing: add '{key}:'", key=key)
    made_on = parts.get("made-on")
    return BranchFile(
        parts["what-if"].text("what-if"),
        str(made_on.plain()) if made_on else None,
        tuple(_change(part) for part in parts["changes"].items("changes")),
    )


def _change(node: Node) -> Change:
    """Return the change; ``channel`` is a kind of its own, and a part of others."""
    parts = node.mapping("a change")
    kinds = sorted((key for key in parts if key in CHANGES), key=lambda key: key == "channel")
    if not kinds:
        first = next(iter(parts), "")
        message = "no change is called {name}; use {nearest}"
        raise node.wrong(message, name=shown(first), nearest=nearest(first, CHANGES))
    named = {_field(key): value for key, value in parts.items()}
    data = {name: value.plain() for name, value in named.items()}
    moved = Node(node.file, node.line, named, {_field(k): at for k, at in node.keys.items()})
    try:
        return CHANGES[kinds[0]].model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        raise blamed(error, moved, _NAMES) from None


def _field(key: str) -> str:
    return key.replace("-", "_")


def write(branch: BranchFile, path: Path | str) -> None:
    """Write a branch to a file that does not exist yet.

    Raises
    ------
    FileExistsError
        When it does: nothing is overwritten.
    """
    path = Path(path)
    if path.is_file():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with whole_or_not(path) as part:
        part.write_text(dumps(branch), encoding="utf-8")


def dumps(branch: BranchFile) -> str:
    """Return a branch as a file has it.

    Examples
    --------
    >>> from projections.whatif import Hold
    >>> print(dumps(BranchFile("agency", None, (Hold(hold="know-like-trust"),))), end="")
    # What never happened: a branch of a history, for looking at. See docs/what-if.md.
    what-if: agency
    changes:
    - hold: know-like-trust
    """
    document: dict[str, Any] = {"what-if": branch.relationship}
    if branch.made_on:
        document["made-on"] = branch.made_on
    document["changes"] = [as_data(change) for change in branch.changes]
    said = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    return f"{_NOTICE}\n{said}"


def as_data(change: Change) -> dict[str, Any]:
    """Return a change as a file has it: without what goes without saying."""
    data = change.model_dump(mode="json", exclude_defaults=True)
    return {_NAMES.get(name, name): value for name, value in data.items()}
