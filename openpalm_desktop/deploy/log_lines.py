"""What the containers of a stack print, line by line, each with the service it is from."""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from .engine import Engine, EngineContainer
from .followed import Source, batches
from .labels import SERVICE

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-_]|[\x00-\x08\x0b-\x1f\x7f]")
_LONGEST = 1_000_000  # bytes; a line without an end must not fill the memory


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of one service; the time is the engine's, or empty where nobody asked for it."""

    service: str
    text: str
    time: str = ""

    @property
    def plain(self) -> str:
        """The text without what is meant for terminals: colours, moves, bells."""
        return _COLOURS.sub("", self.text)


def past_lines(
    engine: Engine, containers: Sequence[EngineContainer], tail: int | None, *, timed: bool = False
) -> Iterator[LogLine]:
    """Yield what containers have printed: one after another, or with times, in their order."""
    lines = (
        _line(one.labels[SERVICE], text, timed=timed)
        for one in containers
        for text in engine.logs(one.id, tail, timed=timed).splitlines()
    )
    yield from sorted(lines, key=lambda line: line.time) if timed else lines


def followed_lines(
    engine: Engine, containers: Sequence[EngineContainer], tail: int | None, *, timed: bool = False
) -> Iterator[LogLine]:
    """Yield what containers have printed and go on printing, until all of them have ended.

    Closing it, or an interruption, lets go of them.
    """
    for some in line_batches(engine, containers, tail, timed=timed):
        yield from some


def line_batches(
    engine: Engine,
    containers: Sequence[EngineContainer],
    tail: int | None,
    *,
    timed: bool = False,
    since: str = "",
) -> Generator[tuple[LogLine, ...], None, None]:
    """Yield the same several times a second, many lines at once, in the order of their times."""

    sources = []
    for one in containers:
        stream = engine.follow_logs(one.id, tail, timed=timed, since=since)
        sources.append(Source(_of_service(one.labels[SERVICE], stream, timed=timed), stream.close))
    for some in batches(sources):
        yield tuple(sorted(some, key=lambda line: line.time)) if timed else some


def after(time: str) -> str:
    """Return the moment after a line's time, as an engine takes it."""
    whole, _, rest = time.removesuffix("Z").partition(".")
    seconds = int(datetime.fromisoformat(f"{whole}+00:00").timestamp())
    more, nanoseconds = divmod(int(rest[:9].ljust(9, "0")) + 1, 10**9)
    return f"{seconds + more}.{nanoseconds:09d}"


def _of_service(service: str, pieces: Iterable[bytes], *, timed: bool) -> Iterator[LogLine]:
    for text in _lines(pieces):
        yield _line(service, text, timed=timed)


def _line(service: str, text: str, *, timed: bool) -> LogLine:
    if not timed:
        return LogLine(service, text)
    time, _, said = text.partition(" ")
    return LogLine(service, said, time)


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", errors="replace").rstrip("\r")
        if len(rest) > _LONGEST:
            yield rest.decode("utf-8", errors="replace")
            rest = b""
    if rest:
        yield rest.decode("utf-8", errors="replace")
