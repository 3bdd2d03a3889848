"""The automations of a stack that runs: which there are, a run now, and how earlier ones went."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpalm_desktop.generate.automations import SERVICE as SCHEDULER
from openpalm_desktop.generate.crontab import FOLDER
from openpalm_desktop.phrases import phrase

from .engine import Engine, EngineTrouble
from .followed import Source, batches
from .progress import Progress
from .running_stack import containers_of

_LOG = "/var/lib/openpalm/automations/log"
_ID = re.compile(r"[A-Za-z0-9_-]+")
_NAME = re.compile(r"cron\.d\.(?P<state>enabled|disabled)/\d+-(?P<id>.+)")


class NoAutomation(EngineTrouble):
    """A stack has no automation of a name, or none can be run now."""


@dataclass(frozen=True, slots=True)
class DeployedAutomation:
    """An automation as it is on the engine."""

    id: str
    is_enabled: bool
    schedule: str


@dataclass(frozen=True, slots=True)
class AutomationRun:
    """How one run went, as its history says."""

    id: str
    time: str
    status: str
    exit_code: int
    milliseconds: int
    preview: str

    @property
    def is_failure(self) -> bool:
        """Whether somebody should look at it; one that was skipped only waits for its next time."""
        return self.status != "skipped" and self.exit_code != 0


def automations(engine: Engine, project: str) -> Sequence[DeployedAutomation]:
    """Return the automations of a stack, by their ids."""
    (scheduler,) = containers_of(engine, project, [SCHEDULER])[:1]
    files = {file.name: file.content for file in engine.read_files(scheduler.id, FOLDER)}
    return sorted(_automations(files), key=lambda one: one.id)


def run_automation(engine: Engine, project: str, id_: str) -> Generator[str, None, int]:
    """Run an automation now, yield what it prints as it does, and return the script's exit code.

    It yields empty texts while nothing is printed. Closing it lets the run go on unwatched.
    """
    scheduler = _running_scheduler(engine, project)
    known = [one.id for one in automations(engine, project)]
    if id_ not in known:
        raise NoAutomation(
            phrase("{project} has no automation {id}.", project=project, id=id_),
            phrase("It has: {known}.", known=", ".join(known)),
        )
    command = ["env", "OPENPALM_AUTOMATIONS_LIVE=1", f"{FOLDER}/run-automation", id_]
    run = engine.run_live(scheduler, command)
    decoder = getincrementaldecoder("utf-8")(errors="replace")
    for pieces in batches([Source(run, run.close)]):
        yield decoder.decode(b"".join(pieces))
    yield decoder.decode(b"", final=True)
    return run.exit_code()


def history(engine: Engine, project: str, id_: str, count: int) -> Sequence[AutomationRun]:
    """Return the last runs of an automation, the newest first."""
    if not _ID.fullmatch(id_):
        raise NoAutomation(
            phrase("“{id}” is no automation’s id.", id=id_), phrase("List them: automation list")
        )
    return _runs(engine, project, f'cat "$1/{id_}.jsonl.1" "$1/{id_}.jsonl"', count)


def read_history(
    engine: Engine, project: str, id_: str, count: int
) -> Generator[Progress, None, Sequence[AutomationRun]]:
    """Return the last runs of an automation, as a piece of work."""
    yield Progress(phrase("Reading the history"))
    return history(engine, project, id_, count)


def whole_history(engine: Engine, project: str, count: int) -> Sequence[AutomationRun]:
    """Return the last runs of all automations of a stack, the newest first."""
    return _runs(engine, project, 'cat "$1"/*.jsonl.1 "$1"/*.jsonl', count)


def _runs(engine: Engine, project: str, reading: str, count: int) -> Sequence[AutomationRun]:
    scheduler = _running_scheduler(engine, project)
    done = engine.run(scheduler, ["sh", "-c", f"{reading} 2>/dev/null", "sh", _LOG])
    runs = [_run(line) for line in done.output.splitlines() if line.startswith("{")]
    return sorted(runs, key=lambda run: datetime.fromisoformat(run.time), reverse=True)[:count]


def _running_scheduler(engine: Engine, project: str) -> str:
    (scheduler,) = containers_of(engine, project, [SCHEDULER])[:1]
    if not scheduler.is_running:
        raise NoAutomation(
            phrase("The scheduler of {project} does not run.", project=project),
            phrase("Start it first."),
        )
    return scheduler.id


def _automations(files: Mapping[str, bytes]) -> Iterator[DeployedAutomation]:
    for name, content in files.items():
        match = _NAME.fullmatch(name)
        if match:
            line = content.decode("utf-8", errors="replace").splitlines()[-1]
            schedule = " ".join(line.split()[:5])
            yield DeployedAutomation(match["id"], match["state"] == "enabled", schedule)


def _run(line: str) -> AutomationRun:
    said = json.loads(line)
    return AutomationRun(
        said["id"], said["ts"], said["status"], said["exit"], said["dur"], said["preview"]
    )
