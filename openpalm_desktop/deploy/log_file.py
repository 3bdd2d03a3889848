"""The log of services, kept in a file."""

from collections.abc import Generator, Sequence
from pathlib import Path

from openpalm_desktop.phrases import phrase

from .engine import Engine, EngineContainer
from .files import write_atomically
from .log_lines import past_lines
from .progress import Progress

_MOST = 100_000  # lines of each service; they are put into their order in memory


def save_log(
    engine: Engine, containers: Sequence[EngineContainer], path: Path
) -> Generator[Progress, None, int]:
    """Write what services have printed to a file, by time, and return how many lines that are."""
    yield Progress(phrase("Reading the log"))
    lines = list(past_lines(engine, containers, _MOST, timed=True))
    width = max((len(line.service) for line in lines), default=0)
    yield Progress(phrase("Writing {name}", name=path.name))
    text = "".join(f"{line.time} {line.service.ljust(width)} {line.plain}\n" for line in lines)
    write_atomically(path, text.encode("utf-8", errors="surrogatepass"))
    return len(lines)
