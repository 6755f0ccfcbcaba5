"""Which files of a folder a mapping means."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from domain.errors import NotFound, Unreadable
from journeys.io.mapped.loading import Loaded
from journeys.io.mapped.schema import File
from journeys.io.rows.opening import is_table, open_table
from journeys.io.rows.row import Table


class Source(NamedTuple):
    """A file to read, and which of the mapping's files it is."""

    number: int
    path: Path

    def table(self, file: File) -> Table:
        """Open the file as its mapping says."""
        return open_table(
            self.path,
            self.path.name,
            encoding=file.encoding,
            delimiter=file.delimiter,
            sheet=file.sheet,
        )


def sources(loaded: Loaded, path: Path) -> list[Source]:
    """Return the files to read at *path*, a file or a folder, in the mapping's order.

    Raises
    ------
    NotFound
        When there is nothing there, or a folder lacks a file that the mapping needs.
    Unreadable
        When it cannot be said which file is meant.
    """
    if not path.exists():
        raise NotFound("{file}: there is no such file; check its name", file=str(path))
    found = _in_folder(loaded, path) if path.is_dir() else [_alone(loaded, path)]
    there = {loaded.mapping.file[one.number].name for one in found}
    for one in found:
        for join in loaded.mapping.file[one.number].join.values():
            if join.file not in there and not join.optional:
                message = "{file} is read together with {other}: name the folder with both"
                raise Unreadable(message, file=one.path.name, other=join.file)
    return found


def _in_folder(loaded: Loaded, folder: Path) -> list[Source]:
    here = sorted(one for one in folder.iterdir() if one.is_file() and is_table(one))
    found = []
    for number, file in enumerate(loaded.mapping.file):
        fitting = [one for one in here if _fits(file, one)]
        if not fitting and not file.optional:
            message = "{folder}: no file here is called {match}; there are: {there}"
            there = ", ".join(one.name for one in here[:12]) or "–"
            raise NotFound(message, folder=str(folder), match=file.match, there=there)
        plain = {one.name.removesuffix(".gz") for one in fitting}
        if len(plain) < len(fitting):
            message = "{folder}: a file called {match} is there packed and unpacked: keep one"
            raise Unreadable(message, folder=str(folder), match=file.match)
        found += [Source(number, one) for one in fitting]
    return found


def _alone(loaded: Loaded, path: Path) -> Source:
    files = loaded.mapping.file
    fitting = [number for number, file in enumerate(files) if _fits(file, path)]
    if len(files) == 1:
        return Source(0, path)
    if len(fitting) != 1:
        message = "{file} is called like none, or several, of the mapping's files: {known}"
        known = ", ".join(file.match for file in files)
        raise Unreadable(message, file=path.name, known=known)
    return Source(fitting[0], path)


def _fits(file: File, path: Path) -> bool:
    return fnmatch(path.name.lower(), file.match.lower())
