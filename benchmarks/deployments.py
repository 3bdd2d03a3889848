"""P8, P9, P10: deployments of 30 containers beside Docker Compose, on a real engine."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from openpalm_desktop.deploy.content import content
from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.execute import execute
from openpalm_desktop.deploy.observed import observe_closely
from openpalm_desktop.deploy.plan import Plan, plan
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.deploy.wanted import wanted
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from tests.real.peers import images
from tests.real.peers.engine import Engine, running_engine
from tests.real.provision import CACHE
from tests.real.visiting import Visits, visiting

from .command_line import PEERS
from .measure import Figure, Peer, alone, in_turn

ENGINE = "28.5"
CHANNELS = 29  # and Caddy
SIZE = "30 containers"
STUBBORN = "openpalm-test/stubborn"  # does not hear that it should stop, as most shells do not
_FIRST_PORT = 8001
_REST = 2  # seconds in which an engine gets over the end of a stack, or the next one would pay

_HEAD = """\
version: 4
projectName: {project}
caddy: {{httpPort: {port}, httpsPort: {secure}}}
channels:
"""
_CHANNEL = """\
  c{number}:
    image: {image}
    containerPort: 8080
    exposure: lan
    pathPrefixes: [/c{number}]
    env: {{STUB_NAME: c{number}, VERSION: "{version}"}}
"""


@dataclass(frozen=True)
class Side:
    """One of the two: its stack, its folder, and the commands that it is measured by."""

    project: str
    port: int
    folder: Path
    engine: Engine
    image: str = images.STUB

    @property
    def url(self) -> str:
        """Where the channel that changes answers."""
        return f"http://own.test:{self.port}/c7/x"

    def write(self, version: str = "1") -> None:
        """Write the spec, the seventh channel in a version, and the folder for Compose."""
        head = _HEAD.format(project=self.project, port=self.port, secure=self.port + 1000)
        channels = (
            _CHANNEL.format(
                number=number, image=self.image, version=version if number == 7 else "1"
            )
            for number in range(CHANNELS)
        )
        (self.folder / "openpalm.yaml").write_text(head + "".join(channels), encoding="utf-8")
        self.program("generate", "openpalm.yaml", "--out", "out")

    def program(self, *words: str, may_return: int = 0) -> float:
        """How long a command of this program takes."""
        command = [sys.executable, "-m", "openpalm_desktop", *words]
        return self._seconds(command, self.folder, may_return)

    def on_engine(self, *words: str, may_return: int = 0) -> float:
        """How long a command of this program takes that speaks with the engine."""
        return self.program(*words, "--target", self.engine.host, may_return=may_return)

    def compose(self, *words: str) -> float:
        """How long a command of Docker Compose takes."""
        program = PEERS / "compose-2.40" / "usr/libexec/docker/cli-plugins/docker-compose"
        return self._seconds([str(program), *words], self.folder / "out", 0)

    def _seconds(self, command: list[str], folder: Path, may_return: int) -> float:
        here = {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
        env = {**self.engine.environment(), **here}
        began = time.perf_counter()
        done = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - began
        if done.returncode not in {0, may_return}:
            message = f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}"
            raise RuntimeError(message)
        return seconds


def plan_with_nothing_to_do() -> Iterator[Figure]:
    """P8: the plan beside `docker compose up`, with nothing to do for either.

    In the window's process, from the spec and a new connection to the plan; and as a command, which
    is mostly the time that Python takes to start.
    """
    with both_sides() as (ours, theirs):
        _first_of_both(ours, theirs)
        compose = partial(theirs.compose, "up", "--detach")
        goal = "docker compose up -d, nothing to do"
        mine, peer = in_turn(partial(_planned, ours), compose, 15)
        yield Figure("P8", "plan with nothing to do", SIZE, mine, Peer(goal, peer))
        command = alone(partial(ours.on_engine, "plan", "openpalm.yaml"), 10)
        yield Figure("P8", "the same as a command, whole process", SIZE, command)


def _planned(side: Side) -> float:
    """How long it takes from a spec's text to a plan that says that there is nothing to do."""
    began = time.perf_counter()
    engine, found = _plan(side)
    seconds = time.perf_counter() - began
    engine.close()
    assert found.is_empty, str(found)
    return seconds


def _deployed(side: Side) -> float:
    """How long it takes from a spec's text to all containers running."""
    began = time.perf_counter()
    engine, found = _plan(side)
    for _ in execute(found, engine):
        pass
    seconds = time.perf_counter() - began
    engine.close()
    return seconds


def _plan(side: Side) -> tuple[DockerEngine, Plan]:
    file = read_spec((side.folder / "openpalm.yaml").read_text(encoding="utf-8"))
    assert isinstance(file, SpecFile)
    engine = DockerEngine(Target("bench", side.engine.host))
    what = wanted(content(generated(file.spec)), {})
    return engine, plan(what, observe_closely(engine, what.project, what.images))


def first_deployment() -> Iterator[Figure]:
    """P9: a first deployment beside `docker compose up`, images ready, in the window's process."""
    with both_sides() as (ours, theirs):

        def mine() -> float:
            seconds = _deployed(ours)
            ours.on_engine("down", "openpalm.yaml", "--volumes")
            time.sleep(_REST)
            return seconds

        def peer() -> float:
            seconds = theirs.compose("up", "--detach")
            theirs.compose("down", "--volumes", "--timeout", "1")
            time.sleep(_REST)
            return seconds

        samples, others = in_turn(mine, peer, 9)
        goal = Peer("docker compose up -d, first time", others)
        yield Figure("P9", "first deployment", SIZE, samples, goal)


def one_changed_channel() -> Iterator[Figure]:
    """P10: one channel exchanged, while clients ask it all the time."""
    with both_sides(STUBBORN) as (ours, theirs):
        _first_of_both(ours, theirs)
        failed = {"ours": 0, "compose": 0}
        versions = iter(range(2, 1000))

        def exchanged(side: Side, name: str, act: Callable[[], float]) -> float:
            side.write(str(next(versions)))
            with visited(side) as visits:
                seconds = act()
            failed[name] += len(visits.failures)
            return seconds

        mine, peer = in_turn(
            partial(
                exchanged, ours, "ours", partial(ours.on_engine, "deploy", "openpalm.yaml", "--yes")
            ),
            partial(exchanged, theirs, "compose", partial(theirs.compose, "up", "--detach")),
            3,
        )
        print(f"P10: failed requests: {failed['ours']}; with Compose: {failed['compose']}.")
        if failed["ours"]:
            raise RuntimeError("Requests failed while a channel was exchanged.")
        goal = Peer("docker compose up -d, one channel changed", peer)
        yield Figure("P10", "one changed channel, no request failed", SIZE, mine, goal)


@contextmanager
def visited(side: Side) -> Iterator[Visits]:
    """Clients who ask the channel that changes, about 100 times a second."""
    with visiting(side.engine.lan.engine, "127.0.0.1", [side.url]) as visits:
        yield visits


@contextmanager
def both_sides(image: str = images.STUB) -> Iterator[tuple[Side, Side]]:
    """Two equal stacks on one engine, one for each side, with their images ready."""
    if os.geteuid() != 0 or not (CACHE / f"engine-{ENGINE}").exists():
        raise SystemExit("For this, as root: python3 tests/real/provision.py")
    with running_engine(ENGINE) as engine, TemporaryDirectory() as name:
        images.load_all(engine)
        program = 'ENTRYPOINT ["sh","-c","/usr/local/bin/stub; true"]'
        images.load(engine, STUBBORN, images.stub_tree(), [f"ENV PATH={images.PATH}", program])
        sides = []
        for number, project in enumerate(("ours", "theirs")):
            folder = Path(name) / project
            folder.mkdir()
            side = Side(project, _FIRST_PORT + number, folder, engine, image)
            side.write()
            sides.append(side)
        yield sides[0], sides[1]


def _first_of_both(ours: Side, theirs: Side) -> None:
    ours.on_engine("deploy", "openpalm.yaml", "--yes")
    theirs.compose("up", "--detach")
