"""A folder in which a copy is kept: files that are never changed, and a list that names them.

A program that crashes leaves the list as it was, and files that nobody names, which the next one
removes. Nothing is flushed to the disk: the list has a checksum of every file, and what a power cut
takes is made anew. One process writes at a time.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

_FOLDER_BITS = 0o111
_LOCK = "lock"


class Torn(Exception):
    """The files are not what the list says: make the copy anew."""


class CopyFolder:
    """Where the files of a copy are.

    Parameters
    ----------
    path
        The folder; made when it is first written to.
    mode
        Who may read and write the files, as of the store's own file.
    """

    def __init__(self, path: Path, mode: int = 0o600) -> None:
        self.path, self._mode = path, mode & 0o666

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else is writing; nobody will until the end of the block."""
        self.make()
        descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, self._mode)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)

    def make(self) -> None:
        """Make the folder where there is none."""
        if not self.path.is_dir():
            # Who may read the store may look into the folder.
            bits = self._mode | (self._mode >> 2 & _FOLDER_BITS)
            self.path.mkdir(mode=bits, exist_ok=True)
            self.path.chmod(bits)

    def put(self, name: str, *data: bytes) -> None:
        """Write a file in the place of one of that name."""
        part = self.path / f".{name}.part"
        try:
            with open(part, "wb", opener=self._opener) as file:
                file.writelines(data)
            part.replace(self.path / name)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def replace_list(self, list_: str, said: Mapping[str, object], files: Collection[str]) -> None:
        """Put a list in the place of the old one, and remove all but the *files* that it names."""
        self.put(list_, msgspec.json.format(msgspec.json.encode(said), indent=1))
        named = {list_, _LOCK, *files}
        for one in self.path.iterdir():
            if one.name not in named and one.is_file():
                one.unlink(missing_ok=True)

    def remove_list(self, list_: str, is_torn: Callable[[], bool]) -> None:
        """Have the copy made anew, unless it is being written, or is not torn any more."""
        # Whoever may only read it leaves that to others.
        with suppress(OSError), self.alone() as alone:
            if alone and is_torn():
                (self.path / list_).unlink(missing_ok=True)

    def _opener(self, path: str, flags: int) -> int:
        return os.open(path, flags, self._mode)
