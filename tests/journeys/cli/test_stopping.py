"""Whoever stops a command in the middle of its work finds nothing half written, no complaint."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HELD = """
import sys, time
from pathlib import Path
{patch}
from journeys.cli import main
sys.argv = ["journeys", *sys.argv[1:]]
main()
"""
EXPORT = """
import journeys.cli.export as held
whole = held._log
def _log(engine, ids):
    for line in whole(engine, ids):
        yield line
        print("begun", flush=True)
        time.sleep(60)
held._log = _log
"""
BACKUP = """
import journeys.store.verify
import journeys.upkeep.backup as held
journeys.store.verify._EVERY = 10
whole = held.verify
def verify(stored, done):
    def tell(*_):
        print("begun", flush=True)
        time.sleep(60)
    return whole(stored, tell)
held.verify = verify
"""


def stopped(patch: str, how: signal.Signals, *words: str | Path) -> tuple[int, str]:
    """Return the exit code and what was said, of a command that was stopped in the middle."""
    program = [sys.executable, "-c", HELD.format(patch=patch), *map(str, words)]
    with subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "begun\n", process.stderr.read()
        os.kill(process.pid, how)
        said = process.stderr.read()
    return process.returncode, said


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_export_that_is_stopped_leaves_what_was_there_and_nothing_else(
    store: Path, tmp_path: Path, how: signal.Signals
) -> None:
    out = tmp_path / "all.jsonl"
    out.write_text("before", encoding="utf-8")
    there = sorted(tmp_path.iterdir())

    code, said = stopped(EXPORT, how, "export", "--out", out, "--store", store)

    assert (code, said) == (128 + how, "")
    assert out.read_text(encoding="utf-8") == "before"
    assert sorted(tmp_path.iterdir()) == there


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_backup_that_is_stopped_leaves_nothing_and_complains_of_nothing(
    store: Path, tmp_path: Path, how: signal.Signals
) -> None:
    there = sorted(tmp_path.iterdir())

    code, said = stopped(BACKUP, how, "backup", tmp_path / "a.backup", "--store", store)

    assert (code, said) == (128 + how, "")
    assert sorted(tmp_path.iterdir()) == there


SET_ASIDE = """
import signal
from journeys.cli.stopping import stop_in_order
signal.signal(signal.SIGHUP, signal.SIG_IGN)
stop_in_order()
print(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)
"""


def test_a_signal_that_was_set_aside_stays_so() -> None:
    said = subprocess.run([sys.executable, "-c", SET_ASIDE], capture_output=True, check=True).stdout
    assert said == b"True\n", "as nohup does"
