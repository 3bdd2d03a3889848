"""Podman's service that answers as a Docker engine does, on a host of its own."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.real.peers import images, tools
from tests.real.peers.engine import CGROUPS, answers
from tests.real.peers.leftovers import remove_cgroup
from tests.real.peers.network import PREFIX, new_lan
from tests.real.peers.program import PATIENCE, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.real.peers.network import Lan

# It keeps namespaces and locks under /run; in memory that only it sees.
SHELL = 'mount -t tmpfs tmpfs /run; exec "$@"'
ISOLATED = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
CONTAINERS = """\
[containers]
seccomp_profile = "{programs}/usr/share/containers/seccomp.json"
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
conmon_path = ["{programs}/usr/bin/conmon"]
helper_binaries_dir = ["{programs}/usr/lib/podman"]
runtime = "runc"
[engine.runtimes]
runc = ["{runc}"]
[network]
network_backend = "netavark"
network_config_dir = "{folder}/networks"
"""
STORAGE = """\
[storage]
driver = "overlay"
runroot = "{folder}/run"
graphroot = "{folder}/data"
"""
POLICY = '{"default": [{"type": "insecureAcceptAnything"}]}'


@dataclass(frozen=True)
class Podman:
    """One running service."""

    lan: Lan
    folder: Path
    program: Path

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.folder / "podman.sock"

    @property
    def host(self) -> str:
        """Its address."""
        return f"unix://{self.socket}"

    def podman(self, *words: str) -> str:
        """Run the podman command and return what it printed."""
        command = [str(self.program), "--remote", "--url", self.host, *words]
        done = subprocess.run(
            command, capture_output=True, text=True, env=self.environment(), timeout=60, check=False
        )
        assert done.returncode == 0, f"podman {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def environment(self) -> Mapping[str, str]:
        """Variables by which Podman finds nothing but what is its own."""
        libraries = next((self.program.parents[1] / "lib").glob("*-linux-gnu"))
        return {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "CONTAINERS_CONF": str(self.folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(self.folder / "storage.conf"),
            "LD_LIBRARY_PATH": str(libraries),
        }

    def load(self, reference: str, tree: bytes, changes: Sequence[str]) -> None:
        """Make an image of a tar and Dockerfile instructions, but for ports: it takes no lists."""
        (self.folder / "tree.tar").write_bytes(tree)
        kept = (
            change for change in changes if not change.startswith("EXPOSE")
        )  # it takes no lists
        options = [word for change in kept for word in ("--change", change)]
        self.podman("import", *options, str(self.folder / "tree.tar"), reference)


@contextlib.contextmanager
def running_podman() -> Iterator[Podman]:
    """Podman with our images, on a LAN of its own, until the end of the block."""
    programs = tools.cached("Podman", "podman")
    runc = tools.engine("28.5") / "usr/sbin/runc"
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}podman-"))
    try:
        (folder / ".config/containers").mkdir(parents=True)
        (folder / ".config/containers/policy.json").write_text(POLICY)
        settings = CONTAINERS.format(programs=programs, runc=runc, folder=folder)
        (folder / "containers.conf").write_text(settings)
        (folder / "storage.conf").write_text(STORAGE.format(folder=folder))
        with new_lan() as lan:
            one = Podman(lan, folder, programs / "usr/bin/podman")
            service = (str(one.program), "system", "service", "--time", "0", one.host)
            words = (*ISOLATED, "sh", "-c", SHELL, "sh", *service)
            log = folder / "podman.log"
            with running(lan.engine, log, *words, environment=one.environment()):
                wait_until_it_answers(one.socket, log)
                load_all(one)
                yield one
    finally:
        remove_cgroups()
        shutil.rmtree(folder)


def remove_cgroups() -> None:
    """Remove the cgroups of Podman's containers, once their last processes are gone."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        left = [one for one in (CGROUPS, *CGROUPS.glob("*")) if (one / "libpod_parent").exists()]
        if not left:
            return
        for one in left:
            remove_cgroup(one / "libpod_parent")
        time.sleep(0.05)


def load_all(podman: Podman) -> None:
    """Give it the stub, Caddy and Alpine, under the names that Podman has for those of the hub."""
    stub = images.stub_changes(images.STUB, 8080)
    podman.load(f"docker.io/{images.STUB}", images.stub_tree(), stub)
    podman.load(f"docker.io/library/{images.ALPINE}", images.alpine_tree(), ['CMD ["/bin/sh"]'])
    podman.load(f"docker.io/library/{images.CADDY}", images.caddy_tree(), images.CADDY_CHANGES)


def wait_until_it_answers(socket: Path, log: Path) -> None:
    """Wait for the service."""
    until = time.monotonic() + PATIENCE
    while not answers(socket):
        assert time.monotonic() < until, log.read_text()[-3000:]
        time.sleep(0.05)
