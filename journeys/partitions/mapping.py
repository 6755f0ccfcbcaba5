"""Over which processes a task goes: those of this machine, or Ray's. The task is the same.

A mapper is given a task and what to do it with, and yields the results in that order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, Literal, Protocol, TypeVar

from domain.errors import JourneysError, NotFound
from journeys.partitions.workers import Ended, in_order

T = TypeVar("T")
R = TypeVar("R")
On = Literal["processes", "ray"]


class Mapper(Protocol):
    """What carries out a task on each of several things, and yields the results in their order."""

    def __call__(self, task: Callable[[T], R], over: Sequence[T], /) -> Iterator[R]:
        """Yield what the task comes to for each; task, things and results can be pickled."""
        ...


def mapper(on: On, workers: int | None = None) -> Mapper:
    """Return the mapper of that name, with so many workers; by default one a core.

    Raises
    ------
    NotFound
        When Ray is asked for and not installed, with what to do.
    """
    number = workers or cores()
    return _ray(number) if on == "ray" else _processes(number)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processes(workers: int) -> Mapper:
    def over(task: Callable[[T], R], things: Sequence[T], /) -> Iterator[R]:
        try:
            yield from in_order(task, things, min(workers, len(things)) or 1)
        except Ended:
            message = "a worker was ended from outside, perhaps for want of memory: try fewer"
            raise JourneysError(message) from None

    return over


def _ray(workers: int) -> Mapper:
    try:
        return over_ray(import_module("ray"), workers)
    except ModuleNotFoundError:
        message = "Ray needs one thing more: pip install 'journeys-engine[ray]'"
        raise NotFound(message) from None


def over_ray(ray: Any, workers: int) -> Mapper:  # noqa: ANN401 - the package, which need not be there
    """Return the mapper that goes over Ray, given the package.

    A cluster that was joined already, or that ``RAY_ADDRESS`` names, is used as it is; otherwise
    one with so many workers is started here, and ended afterwards.
    """

    def over(task: Callable[[T], R], things: Sequence[T], /) -> Iterator[R]:
        ours = not ray.is_initialized()
        if ours:
            here = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers}
            ray.init(include_dashboard=False, log_to_driver=False, logging_level="error", **here)
        try:
            remote = ray.remote(task_on_ray)
            for waiting in [remote.remote(task, one) for one in things]:
                yield ray.get(waiting)
        finally:
            if ours:
                ray.shutdown()

    return over


def task_on_ray(task: Callable[[T], R], thing: T) -> R:
    """Carry out a task; Ray wants a function of its own, and a partial is none."""
    return task(thing)
