"""Rooms are small enough to hold in the head."""

from pathlib import Path
from statistics import median

HARD_LIMIT = 500
MEDIAN_LIMIT = 120


def _lines(room: Path) -> int:
    return len(room.read_text(encoding="utf-8").splitlines())


def test_no_room_is_larger_than_five_hundred_lines(root: Path, rooms: list[Path]) -> None:
    too_large = {
        room.relative_to(root).as_posix(): _lines(room)
        for room in rooms
        if _lines(room) > HARD_LIMIT
    }
    assert too_large == {}


def test_half_of_the_rooms_have_at_most_a_hundred_and_twenty_lines(rooms: list[Path]) -> None:
    assert median(_lines(room) for room in rooms) <= MEDIAN_LIMIT
