"""What the containers of a stack print, line by line, each with the service it is from."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Queue

from .engine import Engine, EngineContainer, EngineTrouble
from .labels import SERVICE


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of one service."""

    service: str
    text: str


def past_lines(
    engine: Engine, containers: Sequence[EngineContainer], tail: int | None
) -> Iterator[LogLine]:
    """Yield what containers have printed, one container after another."""
    for one in containers:
        for text in engine.logs(one.id, tail).splitlines():
            yield LogLine(one.labels[SERVICE], text)


def followed_lines(
    engine: Engine, containers: Sequence[EngineContainer], tail: int | None
) -> Iterator[LogLine]:
    """Yield what containers have printed and go on printing, until all of them have ended.

    Closing it, or an interruption, lets go of them.
    """
    lines: Queue[LogLine | EngineTrouble | None] = Queue()
    streams = [engine.follow_logs(one.id, tail) for one in containers]

    def read(number: int) -> None:
        service = containers[number].labels[SERVICE]
        try:
            for text in _lines(streams[number]):
                lines.put(LogLine(service, text))
            lines.put(None)
        except EngineTrouble as error:
            lines.put(error)

    pool = ThreadPoolExecutor(len(containers))
    try:
        for number in range(len(containers)):
            pool.submit(read, number)
        left = len(containers)
        while left:
            line = lines.get()
            if isinstance(line, LogLine):
                yield line
            elif line is None:
                left -= 1
            else:
                raise line
    finally:
        engine.let_go()
        pool.shutdown(wait=True, cancel_futures=True)


def _lines(pieces: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", errors="replace").rstrip("\r")
    if rest:
        yield rest.decode("utf-8", errors="replace")
