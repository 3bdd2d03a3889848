"""P1: what a whole run of the command line takes."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from .measure import Figure, Peer, alone, in_turn, process_seconds
from .specs import spec_text

RUNS = 20
PEERS = Path(__file__).resolve().parent.parent / ".cache" / "peers"


def generate_beside_compose() -> Iterator[Figure]:
    """`generate` of specs of some sizes beside `docker compose config` on what it wrote."""
    compose = compose_command()
    for channels in (10, 100):
        with TemporaryDirectory() as name:
            yield _generate(Path(name), channels, compose)


def _generate(folder: Path, channels: int, compose: Sequence[str] | None) -> Figure:
    (folder / "openpalm.yaml").write_text(spec_text(channels), encoding="utf-8")
    generate = [sys.executable, "-m", "openpalm_desktop", "generate", "openpalm.yaml"]
    ours = partial(process_seconds, [*generate, "--out", "out"], folder)
    figure = partial(Figure, "P1", "generate, whole process", f"{channels} channels")
    if compose is None:
        return figure(alone(ours, RUNS))
    ours()
    config = [*compose, "-f", "out/docker-compose.yml", "config", "-q"]
    mine, theirs = in_turn(ours, partial(process_seconds, config, folder), RUNS)
    return figure(mine, Peer("docker compose config -q", theirs))


def compose_command() -> Sequence[str] | None:
    """Docker Compose as it is called on this machine, or by the test peers."""
    plugins = sorted(PEERS.glob("compose-*/usr/libexec/docker/cli-plugins"))
    client = str(PEERS / "docker" / "usr" / "bin" / "docker")
    for command in (
        ["docker", "compose"],
        *(
            [one, "--config", str(path.parent), "compose"]
            for path in plugins[-1:]
            for one in ("docker", client)
        ),
        ["docker-compose"],
    ):
        if shutil.which(command[0]):
            asked = subprocess.run([*command, "version"], capture_output=True, check=False)
            if asked.returncode == 0:
                return command
    return None
