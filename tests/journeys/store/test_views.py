"""Views: what a store keeps for speed, beside what is true."""

import pytest

from journeys.store import Store
from projections.ports import BUILDING, Head, Parked, Views
from tests.journeys.store.samples import happened, history


def test_views_are_kept_as_documents_by_relationship_and_key(store: Store) -> None:
    views: Views = store
    with views.writing() as writing:
        writing.replace("mood", "b", [("2", '{"v": 0.5}'), ("1", '{"v": null, "t": ["é"]}')])
        writing.replace("mood", "a", [("1", "{}")])
        writing.replace("other", "a", [("1", '{"x": 1}')])
        writing.advance("mood", 3, 17)
    assert list(views.rows("mood")) == [
        ("a", "1", {}),
        ("b", "1", {"v": None, "t": ["é"]}),
        ("b", "2", {"v": 0.5}),
    ]
    assert list(views.rows("mood", "a")) == [("a", "1", {})]
    head = views.heads()["mood"]
    assert (head.name, head.version, head.position) == ("mood", 3, 17)
    with views.writing() as writing:
        writing.replace("mood", "b", [])
    assert [row[0] for row in views.rows("mood")] == ["a"]


def test_what_a_block_wrote_is_undone_when_it_raises(store: Store) -> None:
    with store.writing() as writing:
        writing.replace("mood", "a", [("1", '{"v": 1}')])
        writing.advance("mood", 1, 1)

    def half() -> None:
        with store.writing() as writing:
            writing.replace("mood", "a", [("1", '{"v": 2}'), ("2", '{"v": 2}')])
            writing.advance("mood", 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert list(store.rows("mood")) == [("a", "1", {"v": 1})]
    assert store.heads()["mood"].position == 1
    store.append(history())  # and nobody is left holding the lock


def test_a_block_that_writes_reads_its_own_rows_and_opens_no_second_one(store: Store) -> None:
    store.append(history())

    def nested() -> None:
        with store.writing() as writing:
            writing.replace("mood", "a", [("1", '{"v": 1}')])
            assert list(store.rows("mood")) == [("a", "1", {"v": 1})]
            assert store.end() == 7
            store.append([happened("client-9", 1, "c-9")])

    with pytest.raises(Exception, match="inside another"):
        nested()
    assert list(store.rows("mood")) == []


def built(store: Store, live: str, key: str) -> None:
    """Build a view of one row anew, and put it in place."""
    with store.writing() as writing:
        writing.add(BUILDING + live, [("b", key, f'{{"new": "{key}"}}')])
        writing.advance(BUILDING + live, 2, int(key))
        writing.park(Parked(BUILDING + live, "y", int(key), "because"))
    with store.writing() as writing:
        writing.put_in_place(live)


def test_a_view_that_was_built_aside_takes_the_place_of_the_live_one(store: Store) -> None:
    with store.writing() as writing:
        writing.replace("live", "a", [("1", '{"old": true}')])
        writing.advance("live", 1, 5)
        writing.park(Parked("live", "x", 3, "why"))
    for key in ("7", "8", "9"):  # the one place, the other, and the first again
        built(store, "live", key)
        assert list(store.rows("live")) == [("b", key, {"new": key})]
        assert list(store.rows("live", "b")) == [("b", key, {"new": key})]
        assert list(store.rows(BUILDING + "live")) == []
        assert store.heads() == {"live": Head("live", 2, int(key))}
        assert dict(store.parked("live")) == {"y": Parked("live", "y", int(key), "because")}
        assert store.row_counts() == {"live": 1}
        assert store.view_weight("live") > store.view_weight(BUILDING + "live") == 0
    with store.writing() as writing:
        writing.unpark("live", "y")
        writing.unpark("live", "nobody")
    assert not store.parked("live")
    with store.writing() as writing:
        writing.drop("live")
    assert list(store.rows("live")) == []
    assert not store.heads()


def test_what_is_written_goes_where_the_rows_in_force_are(store: Store) -> None:
    for key in ("7", "8"):
        built(store, "live", key)
        with store.writing() as writing:
            writing.replace("live", "b", [(key, '{"again": true}'), ("2", "{}")])
            writing.change([("live", "c", "1", "{}")], [("live", "b", "2")])
            writing.add("live", [("d", "1", "{}")])
        found = [(name, key, {"again": True}) for name in "b"] + [(name, "1", {}) for name in "cd"]
        assert list(store.rows("live")) == found
        assert store.row_counts() == {"live": 3}


def test_a_view_is_built_anew_beside_the_rows_in_force(store: Store) -> None:
    for key in ("7", "8"):
        built(store, "live", key)
        with store.writing() as writing:
            writing.add(BUILDING + "live", [("z", "1", "{}"), ("z", "2", "{}")])
        assert store.row_counts() == {"live": 1, BUILDING + "live": 2}
        assert list(store.rows("live")) == [("b", key, {"new": key})]
        with store.writing() as writing:
            writing.drop(BUILDING + "live")
        assert store.row_counts() == {"live": 1}


def test_what_is_put_in_place_is_not_when_the_block_raises(store: Store) -> None:
    def half() -> None:
        with store.writing() as writing:
            writing.add(BUILDING + "live", [("z", "1", "{}")])
            writing.put_in_place("live")
            assert list(store.rows("live")) == [("z", "1", {})]
            writing.add("live", [("z", "2", "{}")])
            assert store.row_counts() == {"live": 2}
            raise KeyboardInterrupt

    for key in ("7", "8"):
        built(store, "live", key)
        with pytest.raises(KeyboardInterrupt):
            half()
        assert list(store.rows("live")) == [("b", key, {"new": key})]
        assert store.row_counts() == {"live": 1}


def test_what_an_earlier_version_left_half_built_can_be_thrown_away(store: Store) -> None:
    with store.database.writing("views") as session:
        session.add("view_rows", [(BUILDING + "live", "a", "1", "{}")])
    assert store.row_counts() == {BUILDING + "live": 1}
    with store.writing() as writing:
        writing.drop(BUILDING + "live")
    assert store.row_counts() == {}


def test_a_reader_who_takes_his_time_holds_nobody_up(store: Store) -> None:
    store.append(history())
    with store.writing() as writing:
        writing.replace("mood", "a", [("1", "{}"), ("2", "{}")])
    reading, log = store.rows("mood"), store.log_order(batch=1)
    next(reading)
    next(log)
    store.append([happened("client-9", 1, "c-9")])
    assert len(list(reading)) == 1
    assert len(list(log)) == 7
