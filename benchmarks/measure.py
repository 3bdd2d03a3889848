"""How something is measured: many times, in turn with what it is compared with."""

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Statistic = Literal["median", "p95"]
Unit = Literal["s", "MB"]


@dataclass(frozen=True)
class Samples:
    """What the runs of one thing gave."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the runs gave no more."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """Nineteen of twenty runs gave no more."""
        ordered = sorted(self.values)
        return ordered[-(-len(ordered) * 95 // 100) - 1]

    def figure(self, statistic: Statistic) -> float:
        """The median or the 95th percentile."""
        return self.median if statistic == "median" else self.p95


@dataclass(frozen=True)
class Limit:
    """A goal that is a number."""

    at_most: float


@dataclass(frozen=True)
class Peer:
    """A goal that is another program, measured in the same run."""

    name: str
    samples: Samples
    times: float = 1.0  # ours may take so many times as much


@dataclass(frozen=True)
class Figure:
    """One thing that was measured, at one size."""

    measurement: str
    what: str
    size: str
    ours: Samples
    goal: Limit | Peer | None = None
    statistic: Statistic = "median"
    unit: Unit = "s"

    @property
    def allowed(self) -> float | None:
        """The most that reaches the goal."""
        match self.goal:
            case Limit(at_most):
                return at_most
            case Peer(_, samples, times):
                return times * samples.figure(self.statistic)
            case None:
                return None


def alone(measure: Callable[[], float], runs: int) -> Samples:
    """Measure one thing, after a first run that does not count."""
    measure()
    return Samples(tuple(measure() for _ in range(runs)))


def in_turn(
    ours: Callable[[], float], peer: Callable[[], float], runs: int
) -> tuple[Samples, Samples]:
    """Measure two things A B A B, so that what else the machine does meets both alike."""
    ours()
    peer()
    pairs = [(ours(), peer()) for _ in range(runs)]
    return Samples(tuple(a for a, _ in pairs)), Samples(tuple(b for _, b in pairs))


def call_seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def process_seconds(command: Sequence[str], folder: Path) -> float:
    """How long a whole process takes, from its start to its end; it must succeed."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        message = f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        raise RuntimeError(message)
    return seconds
