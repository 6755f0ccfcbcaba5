"""The ends of the chains, in memory that does not grow with their number."""

from journeys.store.tails import Tail, Tails


def test_tails_move_to_a_file_as_they_grow() -> None:
    tails = Tails(kept=3)
    for n in range(20):
        tails.set(f"r-{n % 10}", Tail(n, n, "00"))
    assert tails.get("r-3") == (13, 13, "00")
    assert tails.get("r-10") is None
    assert len(tails) == 10
    assert [tail.version for _, tail in tails] == list(range(10, 20))
    tails.close()
