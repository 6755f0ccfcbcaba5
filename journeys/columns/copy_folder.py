"""A folder in which a copy is kept: files that are whole or not there, and a list that names them.

Whatever crashes leaves the list as it was, and files that nobody names, which the next writing
removes. One process writes at a time.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

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
        """Write a file, flushed, in the place of one of that name."""
        part = self.path / f".{name}.part"
        try:
            with open(part, "wb", opener=self._opener) as file:
                file.writelines(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path / name)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def replace_list(self, list_: str, said: Mapping[str, object], files: Collection[str]) -> None:
        """Put a list in the place of the old one, and remove all but the *files* that it names."""
        self.put(list_, json.dumps(said, indent=1).encode())
        named = {list_, _LOCK, *files}
        strays = [one for one in self.path.iterdir() if one.name not in named and one.is_file()]
        if strays:
            self.flush()  # the list is there before what the old one named goes
        for stray in strays:
            stray.unlink(missing_ok=True)

    def flush(self) -> None:
        """Have the names of the files on the disk."""
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _opener(self, path: str, flags: int) -> int:
        return os.open(path, flags, self._mode)
