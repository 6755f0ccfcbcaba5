"""Whatever a file holds: it is taken, or it is refused by name and line. Nothing else happens."""

import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import Unreadable
from journeys.io import cloudevents, importing, story
from tests.journeys.io.conftest import Remembering
from tests.journeys.io.test_cloudevents import rows

AGENCY = Path(story.__file__).parents[1] / "stories" / "agency.yaml"
TEXT = AGENCY.read_bytes()[:4000].rpartition(b"  - id")[0]
LINES = b"".join(cloudevents.export(rows(list(story.load(AGENCY).events))))[:6000]
PIECES = st.binary(max_size=6) | st.sampled_from(
    [b"", b"\n", b"  ", b"\t", b": ", b"- ", b"{", b"}", b"[", b"]", b"&a ", b"*a", b"!!x ", b"'",
     b'"', b"#", b"|", b">", b"\0", b"~", b"null", b"true", b"1e400", b".nan", b"NaN", b"-1", b",",
     b"\\u0000", b"\\ud800", b"H+99999999", b"0000", b"\xef\xbb\xbf", b"%YAML 9.9\n", b"---\n"]
)  # fmt: skip
CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=3)


def spoilt(raw: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    for place, length, piece in cuts:
        at = int(place * len(raw))
        raw = raw[:at] + piece + raw[at + length :]
    return raw


@given(cuts=CUTS)
@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)
def test_a_spoilt_story_is_taken_or_refused(cuts: list[tuple[float, int, bytes]]) -> None:
    try:
        story.parse(spoilt(TEXT, cuts), "agency.yaml")
    except Unreadable as refused:
        assert str(refused).startswith("agency.yaml, line ")  # noqa: PT017 - it may be taken, too


@given(cuts=CUTS)
@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)
def test_a_spoilt_native_file_is_taken_or_refused(cuts: list[tuple[float, int, bytes]]) -> None:
    try:
        importing.plan(io.BytesIO(spoilt(LINES, cuts)), Remembering(), file="all.jsonl")
    except Unreadable as refused:
        assert str(refused).startswith("all.jsonl, line ")  # noqa: PT017 - it may be taken, too
