"""Checks of the place of a store's file: who may use it, and how much room there is."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from domain.moments import Moment
from journeys.language import t
from journeys.upkeep.checks import Check, Checks, fail, ok, warn

LEAST = 100 * 1024**2
"""Bytes of room below which a full disk is near."""
_STILL = 3600
"""Seconds after which nobody is at work any more on a file that did not change."""
_PART = r"\.{name}\.[0-9a-f]{{8}}\.part"
"""What `journeys.io.files.part_of` calls a file until it is whole."""


def file(path: Path, now: Moment, least: int = LEAST) -> Checks:
    """Look at a store's file, the files beside it and their folder."""
    path = path.absolute()
    yield _permissions(path)
    yield _room(path, least)
    yield from unfinished(path, now)


def unfinished(path: Path, now: Moment) -> Checks:
    """Look for what a command that was killed has left beside a store's place.

    An import makes a new store there, as large as the whole of it.
    """
    part = re.compile(_PART.format(name=re.escape(path.name)))
    found = dict[str, list[os.stat_result]]()
    with suppress(OSError):
        for one in sorted(path.absolute().parent.iterdir()):
            if name := part.match(one.name):
                found.setdefault(name[0], []).extend(_all_of(one))
    begun = now.start.timestamp()
    left = {
        name: sum(one.st_size for one in files)
        for name, files in found.items()
        if begun - max((one.st_mtime for one in files), default=0) > _STILL
    }
    if left:
        said = t("left by a command that was cut short, {size} MB: {names}")
        todo = t("delete what begins with such a name, unless that command is still at work")
        size, names = megabytes(sum(left.values())), ", ".join(left)
        yield warn("leftovers", said, todo, size=size, names=names)


def _all_of(path: Path) -> Iterator[os.stat_result]:
    """Yield what there is to know of a file, or of all files of a folder."""
    for one in [path, *path.rglob("*")]:
        with suppress(OSError):  # whoever is at work puts one in the place of another
            yield one.lstat()


def _permissions(path: Path) -> Check:
    folder = path.parent
    beside = [path.with_name(path.name + end) for end in ("-wal", "-shm")]
    for one in (path, *(found for found in beside if found.exists())):
        if not os.access(one, os.R_OK | os.W_OK):
            said = t("this user may not read and write {file}")
            return fail("permissions", said, t("give it to the user who runs journeys"),
                        file=one.name)  # fmt: skip
    if not os.access(folder, os.W_OK | os.X_OK):
        said = t("this user may not write in the folder of {file}, and a store needs files beside")
        return fail("permissions", said, t("let the user who runs journeys write in that folder"),
                    file=path.name)  # fmt: skip
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        said = t("everybody on this machine may read {file} (mode {mode})")
        return warn("permissions", said, t("take that away: chmod 600 {file}"),
                    file=path.name, mode=f"{mode:o}")  # fmt: skip
    return ok("permissions", t("the file and its folder can be written (mode {mode})"),
              mode=f"{mode:o}")  # fmt: skip


def _room(path: Path, least: int) -> Check:
    free, size = shutil.disk_usage(path.parent).free, path.stat().st_size
    needed = max(least, size)
    values = {"free": megabytes(free), "needed": megabytes(needed)}
    if free < least // 10:
        said = t("the disk is as good as full: {free} MB left")
        return fail("room", said, t("make room before anything more is recorded"), **values)
    if free < needed:
        said = t("{free} MB left on the disk; compacting and backups may need {needed} MB")
        return warn("room", said, t("make room, or keep backups on another disk"), **values)
    return ok("room", t("{free} MB left on the disk"), **values)


def megabytes(size: int) -> str:
    """Return bytes as megabytes, for a person.

    Examples
    --------
    >>> megabytes(300), megabytes(2_500_000), megabytes(12 * 1024**3)
    ('0.1', '2.4', '12288')
    """
    found = size / 1024**2
    if not size:
        return "0"
    return f"{max(found, 0.1):.1f}" if found < 10 else f"{found:.0f}"  # noqa: PLR2004 - two digits tell enough
