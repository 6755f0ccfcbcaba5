"""Every row is accepted or set aside, once; what was interrupted goes on; nothing is halved."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeys
from domain._kernel import AnyEvent
from domain.errors import Busy, JourneysError, Unreadable
from domain.friction import IssueHandled, IssueRaised
from journeys.io.mapped.importer import HalfTaken, Importer, Outcome
from journeys.io.mapped.loading import load, parse
from journeys.io.mapped.quarantine import Quarantine, place
from journeys.io.mapped.reading import Reader
from journeys.io.mapped.sources import sources
from journeys.io.mapped.staging import Staging
from journeys.io.mapped.taking import take
from journeys.io.rows.row import Row
from journeys.language import speak
from journeys.store import CannotWrite, OutOfTurn, Store, StoreBusy
from tests.journeys.io.tables.conftest import HEAD, MAPPING, NOW, ROW, Import

DATA = Path(__file__).parents[3] / "data"
Write = Callable[..., Path]


def events(store: Path, relationship: str) -> list[AnyEvent]:
    with Store.open(store, create=False) as opened:
        return opened.events(relationship)


def test_the_accounts_say_what_became_of_every_row(imported: Import) -> None:
    outcome = imported(DATA / "ravenstack", "ravenstack")
    assert (outcome.read, outcome.accepted, outcome.new) == (18, 11, 11)
    assert dict(outcome.reasons) == {
        "before-relationship": 2,
        "happens-after-what-it-refers-to": 1,
        "churn-flag-disagrees": 1,
        "ends-after-it-began": 1,
        "duplicate-id": 1,
        "no-partner": 1,
    }
    assert dict(outcome.notes) == {"churned-without-event": 1, "no-answer": 1}
    assert outcome.profile.unused == {}


def test_complaints_are_promises_to_answer_and_sometimes_goodbyes(
    imported: Import, store: Path
) -> None:
    outcome = imported(DATA / "cfpb", "cfpb")
    assert (outcome.read, outcome.accepted) == (4, 4)
    told = {
        relationship: [
            (event.fact.topic.split(".")[1], getattr(event.fact, "outcome", None))
            for event in events(store, relationship)[3:]
        ]
        for relationship in ("cfpb-1001", "cfpb-1002", "cfpb-1003", "cfpb-1004")
    }
    assert told["cfpb-1001"] == [("promise-settled", "kept"), ("issue-handled", None)]
    assert sorted(told["cfpb-1002"], key=str) == [
        ("contact-held", None),
        ("issue-handled", "solved"),
        ("promise-settled", "late"),
    ]
    assert ("promise-settled", "broken") in told["cfpb-1003"]
    assert [e.fact.by for e in events(store, "cfpb-1004") if "breakup" in e.fact.topic] == [
        "supplier"
    ]


def test_two_rows_that_say_the_same_are_two_clicks(imported: Import, store: Path) -> None:
    outcome = imported(DATA / "ecom", "retentioneering-ecom")
    assert (outcome.read, outcome.accepted, outcome.events) == (7, 7, 9)
    clicks = [event.touchpoint for event in events(store, "user_0000")[1:]]
    assert clicks.count("product-view") == 2


@pytest.mark.parametrize("name", ["ravenstack", "cfpb", "retentioneering-ecom"])
def test_a_second_import_records_nothing_and_says_the_same(name: str, imported: Import) -> None:
    path = DATA / name.removeprefix("retentioneering-")
    first, again = imported(path, name), imported(path, name)
    assert (again.new, again.events) == (0, 0)
    same = ("read", "accepted", "quarantined", "reasons", "notes")
    assert [getattr(again, key) for key in same] == [getattr(first, key) for key in same]


def test_what_was_recorded_can_be_exported_and_read_back(
    imported: Import, store: Path, tmp_path: Path
) -> None:
    from journeys.io.cloudevents import export
    from journeys.io.importing import apply, plan

    imported(DATA / "ravenstack", "ravenstack")
    with Store.open(store) as one, Store.open(":memory:") as other:
        native = tmp_path / "all.jsonl"
        native.write_bytes(b"".join(export(one.log_order())))
        apply(plan(native, other), other)
        assert b"".join(export(other.log_order())) == native.read_bytes()
        assert one.verify().clean


# --- rows and their relationship -----------------------------------------------------------------


def test_a_later_row_is_added_and_a_changed_one_is_told_apart(
    table: Write, imported: Import, store: Path
) -> None:
    imported(table(HEAD + ROW))
    more = imported(table(HEAD + ROW + "2,c-1,2026-02-01,more,\n"))
    assert (more.accepted, more.new, more.events) == (2, 1, 1)
    changed = imported(table(HEAD + ROW.replace("hello", "bye") + "2,c-1,2026-02-01,more,\n"))
    assert dict(changed.reasons) == {"recorded-differently": 1}
    assert len(events(store, "c-1")) == 4


def test_what_is_told_once_belongs_to_the_first_row(
    table: Write, imported: Import, store: Path
) -> None:
    imported(table(HEAD + "1,c-1,2026-03-01,b,\n2,c-1,2026-01-01,a,\n3,c-1,2026-02-01,c,\n"))
    opened, *talks = events(store, "c-1")
    assert (opened.fact.topic, opened.occurred_at) == (
        "relationship.relationship-opened.v1",
        "2026-01-01",
    )
    assert [event.fact.text for event in talks] == ["a", "c", "b"]


START = """
[[file]]
name = "clients"
match = "clients*"
id = "id"
relationship = "{id}"
when = "{since}"

[[file.event]]
fact = "relationship-opened"
"""


def _two_files(tmp_path: Path, before_start: str) -> Path:
    text = MAPPING.replace("dates =", f'before_start = "{before_start}"\ndates =')
    text = text.replace('name = "talks"', 'name = "talks"\nmatch = "talks*"')
    text = text.replace('[[file.event]]\nfact = "relationship-opened"\nonce = true\n', "")
    (tmp_path / "two.toml").write_text(text + START, encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "clients.csv").write_text("id,since\nc-1,2026-01-10\n", encoding="utf-8")
    rows = "1,c-1,2026-01-02,early,\n2,c-1,2026-01-12,late,\n3,c-9,2026-01-12,whose,\n"
    (folder / "talks.csv").write_text(HEAD + rows, encoding="utf-8")
    return folder


def test_what_happened_before_the_beginning_is_set_aside(tmp_path: Path, imported: Import) -> None:
    folder = _two_files(tmp_path, "quarantine")
    outcome = imported(folder, str(tmp_path / "two.toml"))
    assert dict(outcome.reasons) == {"before-relationship": 1, "no-relationship": 1}
    fault = outcome.first["before-relationship"][2]
    assert fault.message.format(**fault.details).endswith("on 2026-01-10")


def test_or_it_is_courtship_where_the_mapping_says_so(
    tmp_path: Path, imported: Import, store: Path
) -> None:
    folder = _two_files(tmp_path, "courtship")
    for new in (3, 0):
        outcome = imported(folder, str(tmp_path / "two.toml"))
        assert (dict(outcome.reasons), outcome.new) == ({"no-relationship": 1}, new)
    opened, early, _ = events(store, "c-1")
    assert (opened.occurred_at, opened.date_basis) == ("2026-01-02", "implied")
    assert early.fact.text == "early"


def test_a_beginning_on_record_stays_and_who_asks_for_courtship_later_is_told_so(
    tmp_path: Path, imported: Import, store: Path
) -> None:
    folder = _two_files(tmp_path, "quarantine")
    first = imported(folder, str(tmp_path / "two.toml")).first["before-relationship"][2]
    recorded = events(store, "c-1")
    mapping = tmp_path / "two.toml"
    text = mapping.read_text(encoding="utf-8").replace('= "quarantine"', '= "courtship"')
    mapping.write_text(text, encoding="utf-8")
    outcome = imported(folder, str(mapping))
    assert (outcome.reasons["before-relationship"], outcome.new) == (1, 0)
    later = outcome.first["before-relationship"][2]
    assert "new store" not in first.message
    assert "is on record and stays: to have it begin earlier, import into a new" in later.message
    assert events(store, "c-1") == recorded


TICKETS = """\
mapping = "tickets"
dates = ["iso"]
[[file]]
name = "tickets"
id = "id"
relationship = "{client}"
when = "{day}"
[[file.event]]
fact = "relationship-opened"
once = true
[[file.event]]
fact = "issue-raised"
set = { issue = { key = "{id}" }, kind = "problem" }
[[file.event]]
fact = "issue-handled"
when = "{closed}"
if = { closed = { empty = false } }
set.issue = { key = "{id}" }
"""


def test_a_row_is_taken_whole_or_not_at_all(tmp_path: Path, imported: Import, store: Path) -> None:
    (tmp_path / "t.toml").write_text(TICKETS, encoding="utf-8")
    rows = "a,c-1,2026-01-02,2026-01-05\nb,c-1,2026-01-03,2026-01-02\nc,c-1,2026-01-04,\n"
    (tmp_path / "t.csv").write_text("id,client,day,closed\n" + rows, encoding="utf-8")
    outcome = imported(tmp_path / "t.csv", str(tmp_path / "t.toml"))
    assert dict(outcome.reasons) == {"happens-after-what-it-refers-to": 1}
    facts = [event.fact for event in events(store, "c-1")]
    assert [fact.issue for fact in facts if isinstance(fact, IssueRaised)] == ["a", "c"]
    assert [fact.issue for fact in facts if isinstance(fact, IssueHandled)] == ["a"]


def _steps_of(rows: list[str]) -> int:
    """Return how much work it is to stage rows: steps of the database, by the hundred."""
    steps = 0

    def one_more() -> int:
        nonlocal steps
        steps += 1
        return 0

    with Staging() as staging:
        staging._db.set_progress_handler(one_more, 100)
        reader = Reader(parse(MAPPING, "small.toml"), staging)
        for n, day in enumerate(rows):
            values = {"id": str(n), "client": "c-1", "day": day, "note": "a", "score": ""}
            reader.take(0, Row("a.csv", n, values))
        assert staging.facts() == len(rows) + 1
    return steps


def test_a_table_may_have_the_newest_rows_first() -> None:
    days = [f"{year}-{month:02}-01" for year in range(2000, 1900, -1) for month in range(12, 0, -1)]
    assert _steps_of(days) < 3 * _steps_of(days[: len(days) // 2])


def test_a_blank_cell_is_no_partner_s_key(tmp_path: Path, imported: Import) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "clients.csv").write_text("id,who\na,c-1\n ,c-9\n", encoding="utf-8")
    (tmp_path / "in" / "talks.csv").write_text(
        HEAD + "1,a,2026-01-02,x,\n2,,2026-01-02,y,\n", encoding="utf-8"
    )
    text = MAPPING.replace('"{client}"', '"{told.who}"').replace('id = "id"', 'match = "talks*"')
    (tmp_path / "j.toml").write_text(text + JOINED, encoding="utf-8")
    outcome = imported(tmp_path / "in", str(tmp_path / "j.toml"))
    assert (outcome.accepted, dict(outcome.reasons)) == (1, {"no-partner": 1})


JOINED = """
[file.join.told]
file = "clients"
key = "id"
column = "client"

[[file]]
name = "clients"
match = "clients*"

"""


def test_a_joined_file_is_asked_for_by_name(imported: Import) -> None:
    with pytest.raises(Unreadable, match="is read together with accounts: name the folder"):
        imported(DATA / "ravenstack" / "ravenstack_churn_events.csv", "ravenstack")


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", ""]),
        st.sampled_from(["c-1", "c-2", "no id", ""]),
        st.sampled_from(["2026-01-02", "2026-03-01", "01-02-2026", ""]),
        st.text("ab,\"\n\0'=", max_size=4),
        st.sampled_from(["0", "10", "11", "x", ""]),
    ),
    min_size=1,
    max_size=12,
)


@given(rows=ROWS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_accepted_and_quarantined_are_what_was_read(
    rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    import csv

    folder = tmp_path_factory.mktemp("any")
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD.strip().split(","), *rows])
    counts = [_imported(folder) for _ in range(2)]
    for outcome in counts:
        assert outcome.read == len(rows) == outcome.accepted + outcome.quarantined
        assert sum(outcome.reasons.values()) == outcome.quarantined
    assert counts[1].new == 0
    assert counts[1].reasons == counts[0].reasons
    with Quarantine(place(folder / "own.db")) as kept:
        assert len(list(kept.rows())) == counts[0].quarantined


def _imported(folder: Path) -> Outcome:
    loaded = parse(MAPPING, "small.toml")
    with (
        Staging() as staging,
        Store.open(folder / "own.db") as store,
        Quarantine(place(folder / "own.db")) as kept,
    ):
        Reader(loaded, staging).read(sources(loaded, folder / "a.csv"))
        return Importer(loaded, staging, store, kept, NOW).run()


# --- interrupted, and not alone ------------------------------------------------------------------


def test_whoever_interrupts_finds_whole_relationships_and_goes_on(
    table: Write, store: Path, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{n},c-{n % 40},2026-01-{1 + n % 28:02d},x,\n" for n in range(400)]
    path = table(HEAD + "".join(rows) + "bad,c-1,x,x,\n")
    monkeypatch.setattr("journeys.io.mapped.importer.BATCH", 50)
    written = Store.append
    batches: Iterator[int] = iter(range(100))

    def stopped(self: Store, *args: object, **kwargs: object) -> object:
        if next(batches) == 3:
            raise KeyboardInterrupt
        return written(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "append", stopped)
    with pytest.raises(KeyboardInterrupt):
        imported(path)
    with Store.open(store) as opened:
        begun = opened.relationships()
        sizes = {name: len(opened.events(name)) for name in begun}
    assert 0 < len(begun) < 40
    assert set(sizes.values()) == {11}
    monkeypatch.setattr(Store, "append", written)
    outcome = imported(path)
    assert (outcome.accepted, outcome.new) == (400, 400 - 10 * len(begun))
    assert imported(path).new == 0
    with Store.open(store) as opened:
        assert opened.end() == 440
        assert opened.verify().clean


@pytest.mark.parametrize("refusal", [CannotWrite, StoreBusy])
def test_where_the_disk_is_full_half_way_it_is_said_what_stays(
    refusal: type[JourneysError],
    table: Write,
    store: Path,
    imported: Import,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = table(HEAD + "".join(f"{n},c-{n % 40},2026-01-02,x,\n" for n in range(400)))
    monkeypatch.setattr("journeys.io.mapped.importer.BATCH", 50)
    written, room = Store.append, iter([False, True, True])

    def full(self: Store, *args: object, **kwargs: object) -> object:
        if not next(room, False):
            raise refusal("the disk is full: make room and try again")
        return written(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "append", full)
    with pytest.raises(refusal, match=r"^the disk is full"):  # and no more: nothing was recorded
        imported(path)
    with pytest.raises(HalfTaken, match=r"stay: 110; and then: the disk is full"):
        imported(path)
    with Store.open(store) as opened:
        assert opened.end() == 110
    monkeypatch.setattr(Store, "append", written)
    assert imported(path).events == 440 - 110


def test_why_it_stopped_half_way_is_said_in_the_reader_s_language(
    table: Write, store: Path, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CannotWrite("the quarantine cannot be read or written ({code})", code="X")

    monkeypatch.setattr(Quarantine, "update", full)
    with pytest.raises(HalfTaken) as stopped:
        imported(table(HEAD + "1,c-1,2026-01-02,x,\n"))
    said = speak("nl").say(stopped.value.message, **stopped.value.details)
    assert said.endswith("de quarantaine kan niet worden gelezen of geschreven (X)")


def test_somebody_who_writes_first_is_waited_for(
    table: Write, store: Path, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Store.append
    turns = iter([True, False])

    def late(self: Store, *args: object, **kwargs: object) -> object:
        if next(turns, False):
            raise OutOfTurn("somebody else was first")
        return written(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "append", late)
    assert imported(table(HEAD + ROW)).events == 3

    def never(self: Store, *args: object, **kwargs: object) -> object:
        raise OutOfTurn("somebody else was first")

    monkeypatch.setattr(Store, "append", never)
    with pytest.raises(Busy, match="try again"):
        imported(table(HEAD + "7,c-7,2026-01-02,x,\n"))


def test_a_dry_run_counts_the_same_and_writes_nothing(tmp_path: Path) -> None:
    loaded = load("ravenstack")
    with Staging() as staging:
        Reader(loaded, staging).read(sources(loaded, DATA / "ravenstack"))
        outcome = Importer(loaded, staging, None, None, NOW, write=False).run()
    assert (outcome.read, outcome.accepted, outcome.events) == (18, 11, 27)
    assert outcome.profile.feelings["client"].mean == pytest.approx(0.5)
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_leaves_the_quarantine_as_it_is(
    table: Write, imported: Import, store: Path, mapping: Path
) -> None:
    imported(table(HEAD + "1,c-1,no day,a,\n"))
    for rows in ("1,c-1,2026-01-02,a,\n", "2,c-2,no day either,b,\n"):
        with Store.open(store) as opened, Quarantine(place(store)) as kept:
            before = list(kept.rows())
            take(load(str(mapping)), table(HEAD + rows), NOW, lambda: opened, lambda: kept,
                 write=False)  # fmt: skip
            assert list(kept.rows()) == before


def test_the_views_follow(imported: Import, store: Path) -> None:
    imported(DATA / "ravenstack", "ravenstack")
    with journeys.open(store) as engine:
        phases = {one.id: one.phase for one in engine.relationships()}
    assert phases == {"A-1": "contract", "A-2": "ended", "A-3": "courtship"}
