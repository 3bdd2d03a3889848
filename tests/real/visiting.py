"""Visitors who ask all the time, while something is being changed.

They do as browsers and HTTP libraries do: when a connection is closed before a byte of the answer
came, a GET is asked again, once. Caddy closes what it has just accepted and not yet read when it
takes over another configuration; at a hundred new connections a second one in some thirty reloads
meets that. How often it happened is counted.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.real.peers.fetch import Answer, Refused, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.real.peers.network import Host

VISITORS = 4
PAUSE = 0.03  # seconds between a visitor's requests: with four of them about 100 a second


@dataclass
class Visits:
    """What all visitors met."""

    answered: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    asked_again: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, url: str, seconds: float, answer: object) -> None:
        """Write down how one request went."""
        with self._lock:
            self.slowest = max(self.slowest, seconds)
            if isinstance(answer, Answer) and answer.status == 200 and answer.body:
                self.answered += 1
                self.names[answer.echo.name] += 1
            else:
                self.failures.append(f"{url} after {seconds:.2f} s: {answer}")


def is_closed_before_the_answer(answer: Answer | Refused) -> bool:
    """Whether a connection came about, and ended without a byte."""
    ends = ("RemoteDisconnected", "Connection reset by peer")
    return isinstance(answer, Refused) and any(end in answer.why for end in ends)


@contextmanager
def visiting(host: Host, server: str, urls: Sequence[str]) -> Iterator[Visits]:
    """Visitors at a host who ask a server's URLs in turn until the end of the block."""
    visits, is_over = Visits(), threading.Event()

    def visit() -> None:
        count = 0
        while not is_over.is_set():
            url = urls[count % len(urls)]
            began = time.monotonic()
            answer = fetch(url, at=server, timeout=30)
            if is_closed_before_the_answer(answer):
                visits.asked_again += 1
                answer = fetch(url, at=server, timeout=30)
            visits.add(url, time.monotonic() - began, answer)
            count += 1
            time.sleep(PAUSE)

    with ThreadPoolExecutor(VISITORS) as pool:
        visitors = [pool.submit(host.inside, visit) for _ in range(VISITORS)]
        try:
            until = time.monotonic() + 20
            while visits.answered < VISITORS:
                assert time.monotonic() < until, visits.failures[-3:]
                time.sleep(0.01)
            visits.failures.clear()  # of before Caddy served
            yield visits
            asked = visits.answered
            while visits.answered < asked + VISITORS and not visits.failures:
                assert time.monotonic() < until + 600, "nobody is answered any more"
                time.sleep(0.01)
        finally:
            is_over.set()
            for one in visitors:
                one.result()
