"""A file that a disk has changed: verification neither crashes nor is deceived."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.errors import JourneysError
from journeys.store import Store, verify_at
from tests.journeys.store.samples import happened


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("image") / "a.db"
    with Store.open(path) as store:
        for n in range(1, 31):
            store.append([happened(f"client-{n % 4}", (n - 1) // 4 + 1, f"c-{n}")])
    return path.read_bytes()


def content(path: Path) -> list[object]:
    with Store.open(path, create=False) as store:
        names = store.relationships()
        return [
            list(store.log_order()),
            [(name, store.version(name), store.stream(name)) for name in names],
            [store.answer(f"c-{n}") for n in range(1, 31)],
        ]


def survives(folder: Path, image: bytes, change: Callable[[bytearray], None]) -> bool:
    """Verify a changed file; whether it came out clean, in which case nothing may be lost."""
    path = folder / "changed.db"
    for name in ("changed.db-wal", "changed.db-shm"):
        (folder / name).unlink(missing_ok=True)
    path.write_bytes(image)
    whole = content(path)
    changed = bytearray(image)
    change(changed)
    path.write_bytes(changed)
    try:
        report = verify_at(path)
    except JourneysError:
        return False
    if not report.clean:
        return False
    assert content(path) == whole
    return True


@pytest.mark.slow
def test_no_changed_byte_of_the_file_crashes_or_deceives_verification(
    tmp_path: Path, image: bytes
) -> None:
    dice = random.Random(20260728)  # noqa: S311
    clean = 0
    for _ in range(400):
        place, bit = dice.randrange(len(image)), 1 << dice.randrange(8)

        def change(data: bytearray, place: int = place, bit: int = bit) -> None:
            data[place] ^= bit

        clean += survives(tmp_path, image, change)
    assert clean < 400


@pytest.mark.slow
def test_a_damaged_file_answers_with_our_errors_only(tmp_path: Path, image: bytes) -> None:
    dice = random.Random(20260730)  # noqa: S311
    path = tmp_path / "changed.db"
    answers = {"fine": 0, "ours": 0}
    for _ in range(250):
        for name in ("changed.db-wal", "changed.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        changed = bytearray(image)
        start = dice.randrange(len(image) - 8)
        changed[start : start + 8] = dice.randbytes(8)
        path.write_bytes(changed)
        try:
            content(path)
            with Store.open(path) as store:
                for name in store.relationships():
                    store.events(name)
                version = store.version("client-1")
                store.append([happened("client-1", version + 1, "c-new")])
                with store.writing() as writing:
                    writing.replace("mood", "a", [("1", "{}")])
            answers["fine"] += 1
        except JourneysError:
            answers["ours"] += 1
    assert answers["ours"] > 10


@pytest.mark.slow
def test_no_torn_or_shortened_file_crashes_or_deceives_verification(
    tmp_path: Path, image: bytes
) -> None:
    dice = random.Random(20260729)  # noqa: S311
    pages = len(image) // 4096

    def zeroed(data: bytearray) -> None:
        page = dice.randrange(pages)
        data[page * 4096 : (page + 1) * 4096] = bytes(4096)

    def swapped(data: bytearray) -> None:
        one, other = (page * 4096 for page in dice.sample(range(1, pages), 2))
        data[one : one + 4096], data[other : other + 4096] = (
            data[other : other + 4096],
            data[one : one + 4096],
        )

    def cut(data: bytearray) -> None:
        del data[dice.randrange(len(data)) :]

    def noise(data: bytearray) -> None:
        start = dice.randrange(len(data) - 64)
        data[start : start + 64] = dice.randbytes(64)

    for change in (zeroed, swapped, cut, noise):
        for _ in range(40):
            survives(tmp_path, image, change)
