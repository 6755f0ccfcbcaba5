"""A journey map as an automaton: which ways through it are allowed, and what leaving them costs.

On a map every touchpoint stands once, so the last touchpoint that was lived says where one is: the
states are the touchpoints, and a start before them. That makes two things quick. Whether a way fits
is a look-up a step. And the cheapest alignment of a way with the map (Adriansyah, 2014) is a small
dynamic program over the touchpoints that the two have in common, because what it costs to get from
one touchpoint to the next is worked out once for the whole map.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Self

from domain.maps import MapBody
from projections.conformance.alignment import Alignment, Move

_START = 0
_ONE = 1 << 20
"""What a move costs inside the tables. The rest of the number counts moves in step, so that of two
alignments that cost the same the one with more of them is found: *left out* says more than *lived
in another place*. A way may have that many moments."""
_FAR = _ONE << 30
_REMEMBERED = 65_536
_move = lru_cache(4096)(Move)


class Automaton:
    """The ways through a map.

    A touchpoint that is optional may be left out, which costs nothing; any other that is left out
    costs one, and so does every moment that the map has no place for just then.

    Parameters
    ----------
    steps
        The touchpoints that may follow each touchpoint.
    start
        Those at which a way may begin.
    ends
        Those at which it may end; None for those that nothing follows, or for all where something
        follows each of them.
    optional
        Those that may be left out.

    Attributes
    ----------
    names
        The touchpoints, in the order in which they were named.

    Raises
    ------
    ValueError
        When no way leads from a start to an end.

    Examples
    --------
    >>> map_ = Automaton({"ask": ["look", "answer"], "look": ["answer"]}, ["ask"])
    >>> map_.fits(["ask", "answer"]), map_.fits(["ask", "look"])
    (True, False)
    >>> map_.fits(["ask", "look"], whole=False)
    True
    >>> found = map_.align(["ask", "coffee", "look"])
    >>> found.cost, [str(move) for move in found.moves]
    (2, ['ask', 'coffee only lived', 'look', 'answer only designed'])
    """

    def __init__(
        self,
        steps: Mapping[str, Iterable[str]],
        start: Iterable[str],
        ends: Iterable[str] | None = None,
        optional: Iterable[str] = (),
    ) -> None:
        follows = {name: tuple(dict.fromkeys(then)) for name, then in steps.items()}
        begins = tuple(dict.fromkeys(start))
        everyone = [*begins, *follows, *(then for some in follows.values() for then in some)]
        self.names = tuple(dict.fromkeys(everyone))
        self._number = {name: number for number, name in enumerate(self.names, start=1)}
        number = self._number
        self._follows = [
            [number[name] for name in begins],
            *([number[then] for then in follows.get(name, ())] for name in self.names),
        ]
        free = set(optional)
        self._costs = [0, *(0 if name in free else _ONE for name in self.names)]
        if ends is None:
            dead = [name for name in self.names if not follows.get(name)]
            ends = dead or self.names
        self._final = frozenset(number[name] for name in ends)
        self._between: list[list[int]] = []
        self._by_way_of: list[list[int]] = []
        self._work_out()
        self._known: dict[tuple[tuple[str, ...], bool], Alignment] = {}
        if self._to_end[_START][0] >= _FAR:
            raise ValueError("no way leads from a start to an end")

    @classmethod
    def from_map(cls, body: MapBody) -> Self:
        """Return the automaton of a map; what is not mandatory may be left out.

        A way ends at a touchpoint that nothing follows; where there is none, at any.
        """
        steps: dict[str, list[str]] = {one.touchpoint: [] for one in body.touchpoints}
        for step in body.steps:
            steps[step.after].append(step.then)
        optional = (one.touchpoint for one in body.touchpoints if not one.mandatory)
        return cls(steps, body.start, optional=optional)

    # --- tables ------------------------------------------------------------------------------

    def _work_out(self) -> None:
        """Fill the tables: the cheapest way from each state to each touchpoint, and to an end."""
        states = range(len(self._follows))
        for source in states:
            cost, before = self._from(source)
            self._between.append(cost)
            self._by_way_of.append(before)
        self._fitting = [
            frozenset(t for t in states if t and self._between[s][t] == 0) for s in states
        ]
        self._to_end = [self._ending(state) for state in states]

    def _from(self, source: int) -> tuple[list[int], list[int]]:
        """Return what it costs to come to each touchpoint, and the one left out last before it.

        Touchpoints in between are left out. 0 stands for none: it was the next.
        """
        cost, before = [_FAR] * len(self._follows), [0] * len(self._follows)
        ahead: list[tuple[int, int, int]] = []
        for then in self._follows[source]:
            heapq.heappush(ahead, (0, then, 0))
        while ahead:
            so_far, here, by = heapq.heappop(ahead)
            if so_far >= cost[here]:
                continue
            cost[here], before[here] = so_far, by
            for then in self._follows[here]:
                if so_far + self._costs[here] < cost[then]:
                    heapq.heappush(ahead, (so_far + self._costs[here], then, here))
        return cost, before

    def _ending(self, state: int) -> tuple[int, int]:
        """Return what it costs to end after a state, and the touchpoint left out at the very end.

        0 stands for none: a way may end there.
        """
        if state in self._final:
            return 0, 0
        found = ((self._between[state][end] + self._costs[end], end) for end in self._final)
        return min(found, default=(_FAR, 0))

    # --- questions ---------------------------------------------------------------------------

    def __contains__(self, name: object) -> bool:
        """Whether the map has a touchpoint of that name."""
        return name in self._number

    def fits(self, trace: Iterable[str], *, whole: bool = True) -> bool:
        """Whether a way is allowed. O(1) a step.

        Parameters
        ----------
        trace
            The touchpoints, as they were lived.
        whole
            Whether it has come to its end; a way that still goes on may stop anywhere.
        """
        state, number, fitting = _START, self._number, self._fitting
        for name in trace:
            then = number.get(name)
            if then is None or then not in fitting[state]:
                return False
            state = then
        return not whole or self._to_end[state][0] == 0

    def allows(self, source: str | None, target: str) -> bool:
        """Whether one touchpoint may follow another; None stands for the beginning.

        Raises
        ------
        KeyError
            When the map has no such touchpoint.
        """
        return self._number[target] in self._fitting[self._number[source] if source else _START]

    def shortest(self) -> int:
        """Return how many obligatory touchpoints the shortest whole way has."""
        return self._to_end[_START][0] // _ONE

    def align(self, trace: Sequence[str], *, whole: bool = True) -> Alignment:
        """Return a cheapest alignment of a way with the map.

        Every moment stands at its touchpoint (costs 0) or is *only lived* (1); every touchpoint of
        a way through the map was lived, or is *only designed* (1, or 0 where it is optional).

        Parameters
        ----------
        trace
            The touchpoints, as they were lived.
        whole
            Whether it has come to its end. One that still goes on owes nothing that is to come.

        Notes
        -----
        O(moments × different touchpoints among them). The same way is worked out once.
        """
        key = tuple(trace), whole
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._aligned(key[0], whole=whole)
        return known

    def _aligned(self, trace: tuple[str, ...], *, whole: bool) -> Alignment:
        # best[state]: the least cost of a prefix that was last in step with the map there, less the
        # moments so far: one more moment that is only lived then changes nothing but the count.
        best: dict[int, int] = {_START: 0}
        came: list[tuple[int, int] | None] = []
        last: dict[int, int] = {_START: -1}
        between, number = self._between, self._number
        for place, name in enumerate(trace):
            then = number.get(name, 0)
            least, source = _FAR, 0
            if then:
                for state, cost in best.items():
                    total = cost + between[state][then]
                    if total < least:
                        least, source = total, state
            if least >= _FAR:
                came.append(None)
                continue
            came.append((source, last[source]))
            if least - _ONE - 1 < best.get(then, _FAR):
                best[then], last[then] = least - _ONE - 1, place
        least, end = _FAR, _START
        for state, cost in best.items():
            total = cost + (self._to_end[state][0] if whole else 0)
            if total < least:
                least, end = total, state
        moves = self._traced(trace, came, last[end], end, whole=whole)
        return Alignment(len(trace) - (-least // _ONE), tuple(moves))

    def _traced(
        self,
        trace: tuple[str, ...],
        came: list[tuple[int, int] | None],
        place: int,
        state: int,
        *,
        whole: bool,
    ) -> list[Move]:
        """Return the moves of the alignment that was last in step at *place*, in *state*."""
        moves = [_move("lived", name) for name in reversed(trace[place + 1 :])]
        if whole and self._to_end[state][1]:
            end = self._to_end[state][1]
            moves += [*self._left_out(state, end, last=True)]
        while place >= 0:
            moves.append(_move("both", trace[place]))
            step = came[place]
            if step is None:  # pragma: no cover - what was in step came from somewhere
                break
            source, earlier = step
            moves += self._left_out(source, self._number[trace[place]], last=False)
            moves += [_move("lived", name) for name in reversed(trace[earlier + 1 : place])]
            place = earlier
        moves.reverse()
        return moves

    def _left_out(self, source: int, target: int, *, last: bool) -> list[Move]:
        """Return the touchpoints left out on the way, the last one first."""
        here = target if last else self._by_way_of[source][target]
        moves = []
        while here:
            kind = "designed" if self._costs[here] else "optional"
            moves.append(_move(kind, self.names[here - 1]))
            here = self._by_way_of[source][here]
        return moves
