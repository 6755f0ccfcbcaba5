"""Packed files: XES is handed round so, and what else is packed is refused in plain words."""

import gzip
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Journeys = Callable[..., Result]


def test_a_packed_log_of_ours_comes_back(run: Journeys, store: Path, tmp_path: Path) -> None:
    log = tmp_path / "all.xes"
    assert run("export", "--store", store, "--format", "xes", "--out", log).exit_code == 0
    packed = tmp_path / "all.xes.gz"
    packed.write_bytes(gzip.compress(log.read_bytes()))
    assert run("import", packed, "--store", tmp_path / "b.db").exit_code == 0
    exported = [run("export", "--store", place).stdout for place in (store, tmp_path / "b.db")]
    assert exported[0] == exported[1] != ""


def test_a_packed_file_of_another_kind_says_what_to_do(run: Journeys, tmp_path: Path) -> None:
    store = tmp_path / "new.db"
    for name, held in (("a.jsonl.gz", b'{"specversion":"1.0"}'), ("b.gz", b"story: a")):
        (tmp_path / name).write_bytes(gzip.compress(held))
        result = run("import", tmp_path / name, "--store", store)
        assert (result.exit_code, "unpack it first" in result.stderr) == (2, True)
    (tmp_path / "c.gz").write_bytes(b"\x1f\x8bnonsense")
    assert run("import", tmp_path / "c.gz", "--store", store).exit_code == 2
    assert not store.exists()
