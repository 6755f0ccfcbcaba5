"""Views: what a store keeps for speed, beside what is true."""

import pytest

from journeys.store import Store
from projections.ports import Parked, Views
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


def test_a_view_that_was_built_aside_takes_the_place_of_the_live_one(store: Store) -> None:
    with store.writing() as writing:
        writing.replace("live", "a", [("1", '{"old": true}')])
        writing.advance("live", 1, 5)
        writing.park(Parked("live", "x", 3, "why"))
        writing.replace("built", "b", [("1", '{"new": true}')])
        writing.advance("built", 2, 7)
        writing.park(Parked("built", "y", 4, "because"))
        writing.rename("built", "live")
    assert list(store.rows("live")) == [("b", "1", {"new": True})]
    assert store.heads()["live"].version == 2
    assert dict(store.parked("live")) == {"y": Parked("live", "y", 4, "because")}
    assert "built" not in store.heads()
    with store.writing() as writing:
        writing.rename("live", "live")
        writing.unpark("live", "y")
        writing.unpark("live", "nobody")
    assert not store.parked("live")
    with store.writing() as writing:
        writing.drop("live")
    assert list(store.rows("live")) == []
    assert not store.heads()


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
