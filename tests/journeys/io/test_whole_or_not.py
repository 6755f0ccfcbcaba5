"""A file is written whole or not at all, and what is no file is never put out of the way."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from threading import Thread

import pytest

from journeys.io.branches import BranchFile
from journeys.io.branches import write as write_branch
from journeys.io.files import whole_or_not
from journeys.io.ocel.log import Log
from journeys.io.ocel.sqlite_writing import dump
from projections.whatif import Hold


def written(path: Path, text: str = "new") -> None:
    with whole_or_not(path) as part:
        part.write_text(text, encoding="utf-8")


def test_what_stood_there_stands_there_still_when_the_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("old", encoding="utf-8")

    with pytest.raises(UnicodeEncodeError):
        written(path, "half, and then \ud800")

    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["kept.txt"]


def test_a_link_stays_a_link_and_what_it_names_is_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)

    written(link)

    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"


def test_a_device_is_written_into_and_never_replaced(tmp_path: Path) -> None:
    null = tmp_path / "null"
    null.symlink_to("/dev/null")  # replacing the link would show what replacing the device does

    written(null)

    assert null.is_symlink()
    assert stat.S_ISCHR(null.stat().st_mode)


def test_a_pipe_gets_everything(tmp_path: Path) -> None:
    pipe, heard = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    listener = Thread(target=lambda: heard.append(pipe.read_text(encoding="utf-8")), daemon=True)
    listener.start()

    written(pipe, "all of it")
    listener.join(10)

    assert heard == ["all of it"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_whoever_could_not_read_the_file_before_cannot_read_it_now(tmp_path: Path) -> None:
    path = tmp_path / "ours.txt"
    path.touch(mode=0o600)

    with whole_or_not(path) as part:
        part.write_text("ours", encoding="utf-8")
        assert stat.S_IMODE(part.stat().st_mode) == 0o600

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8") == "ours"


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    asked = tmp_path / "new.txt"

    with pytest.raises(FileNotFoundError) as error, whole_or_not(asked) as part:
        part.read_bytes()

    assert error.value.filename == str(asked)
    assert ".part" not in str(error.value)


def test_what_a_killed_program_of_the_same_number_left_is_not_in_the_way(tmp_path: Path) -> None:
    (tmp_path / f".new.txt.{os.getpid()}.part").write_text("half", encoding="utf-8")

    with whole_or_not(tmp_path / "new.txt") as part, part.open("x", encoding="utf-8") as file:
        file.write("whole")

    assert (tmp_path / "new.txt").read_text(encoding="utf-8") == "whole"


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as error:
        written(tmp_path)
    assert error.value.filename == str(tmp_path)


def test_what_sqlite_cannot_write_is_the_disks_fault_and_no_mistake_of_ours(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"):
        dump(Log(), tmp_path / "none" / "log.sqlite")


def test_an_error_about_another_file_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as error, whole_or_not(tmp_path / "new.txt"):
        (tmp_path / "source.txt").read_bytes()

    assert error.value.filename == str(tmp_path / "source.txt")


def test_a_branch_goes_into_a_device_but_over_no_file(tmp_path: Path) -> None:
    branch = BranchFile("agency", None, (Hold(hold="know-like-trust"),))
    null, there = tmp_path / "null", tmp_path / "there.yaml"
    null.symlink_to("/dev/null")
    there.write_text("ours", encoding="utf-8")

    write_branch(branch, null)
    with pytest.raises(FileExistsError):
        write_branch(branch, there)

    assert null.is_symlink()
    assert there.read_text(encoding="utf-8") == "ours"
