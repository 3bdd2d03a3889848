"""Calls of an engine beside each other, which is where a deployment spends its time.

Threads live in here only as long as the calls do; what they return comes out on the caller's own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
_MOST = 10
_TICK = 0.2  # seconds


def side_by_side(calls: Sequence[Callable[[], object]]) -> Iterator[int]:
    """Make calls and yield, again and again, how many are done: none, before any can have failed.

    Raises what the first one that failed raised, after the others have ended. Closing it lets those
    under way end and begins no other.
    """
    with ThreadPoolExecutor(min(_MOST, len(calls)) or 1) as pool:
        waiting = {pool.submit(call) for call in calls}
        try:
            if waiting:
                yield 0
            while waiting:
                done, waiting = wait(waiting, _TICK, FIRST_COMPLETED)
                for one in done:
                    one.result()
                yield len(calls) - len(waiting)
        finally:
            for one in waiting:
                one.cancel()


def all_done(calls: Iterable[Callable[[], object]]) -> None:
    """Make calls and return when all have ended; raises as `side_by_side`."""
    for _ in side_by_side(list(calls)):
        pass


def answers_to(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Make calls and return what they return, in their order; raises what the first one raised."""
    with ThreadPoolExecutor(min(_MOST, len(calls)) or 1) as pool:
        asked = [pool.submit(call) for call in calls]
    return [one.result() for one in asked]
