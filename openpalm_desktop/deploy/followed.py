"""Things that go on and on, read beside each other and told in batches, at a calm pace.

Threads live in here only as long as there is somebody who wants to know; what they read comes out
on the caller's own.
"""

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition
from typing import Generic, TypeVar

_TICK = 0.1  # seconds
_MOST = 1000  # waiting at once; whoever prints more waits, and nothing is lost

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source(Generic[T]):
    """What is read on a thread of its own, and how another one ends that."""

    items: Iterable[T]
    close: Callable[[], None]


def batches(
    sources: Sequence[Source[T]],
    tick: float = _TICK,
    most: int = _MOST,
) -> Generator[tuple[T, ...], None, None]:
    """Yield what comes out of all sources, each tick, often nothing, until all have ended.

    Raises what the first one that failed raised. Closing it lets go of them all.
    """
    if not sources:
        return
    basin: _Basin[T] = _Basin(len(sources), most)
    pool = ThreadPoolExecutor(len(sources), "follow")
    try:
        for one in sources:
            pool.submit(basin.fill, one.items)
        is_last = False
        while not is_last:
            began = time.monotonic()
            found, is_last = basin.taken(tick)
            yield found
            if not is_last:
                time.sleep(max(0.0, tick - (time.monotonic() - began)))
    finally:
        basin.close()
        for one in sources:
            one.close()
        pool.shutdown(wait=True, cancel_futures=True)


class _Basin(Generic[T]):
    """Where all sources meet."""

    def __init__(self, sources: int, most: int) -> None:
        self._found: list[T] = []
        self._left = sources
        self._most = most
        self._is_closed = False
        self._trouble: BaseException | None = None
        self._news = Condition()

    def fill(self, items: Iterable[T]) -> None:
        """Read a source to its end, waiting where there is no room."""
        trouble: BaseException | None = None
        try:
            for one in items:
                if not self._put(one):
                    break
        except BaseException as error:  # noqa: BLE001 – raised again where somebody waits for it
            trouble = error
        with self._news:
            self._left -= 1
            self._trouble = self._trouble or trouble
            self._news.notify_all()

    def taken(self, patience: float) -> tuple[tuple[T, ...], bool]:
        """Return what has come, and whether that was the last of it."""
        with self._news:
            self._news.wait_for(lambda: self._found or not self._left, patience)
            found, self._found = tuple(self._found), []
            is_last = not self._left
            self._news.notify_all()
            if self._trouble is not None and not found:
                raise self._trouble
            return found, is_last and self._trouble is None

    def close(self) -> None:
        """Want no more."""
        with self._news:
            self._is_closed = True
            self._news.notify_all()

    def _put(self, one: T) -> bool:
        with self._news:
            self._news.wait_for(lambda: self._is_closed or len(self._found) < self._most)
            if not self._is_closed:
                self._found.append(one)
                if len(self._found) == 1:
                    self._news.notify_all()
            return not self._is_closed
