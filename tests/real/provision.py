#!/usr/bin/env python3
"""Bring what the tests here ask: engines, Compose, a registry, a keyring, an ACME server …

    sudo python3 tests/real/provision.py

For Debian, with the standard library alone. System packages come by apt; the peers themselves, in
versions of several Debian releases, are only unpacked into .cache/peers. The machine's own apt
sources stay as they are: we download with a private apt configuration that knows more releases.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "peers"
STUB_SOURCE = Path(__file__).resolve().parent / "peers" / "stub.c"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
RELEASES = ("bookworm", "trixie", "sid")

# What dockerd, runc, the images and the keyring take from the system, and what compiles the stub.
SYSTEM_PACKAGES = (
    "age",
    "ca-certificates",
    "dbus-daemon",
    "gcc",
    "iproute2",
    "iptables",
    "libc6-dev",
    "libcap-ng0",
    "libdevmapper1.02.1",
    "libgcrypt20",
    "libglib2.0-0",
    "libp11-kit0",
    "libseccomp2",
    "libsystemd0",
    "libwrap0",
    "openssh-client",
    "util-linux",
)


class Peer(NamedTuple):
    """One folder of the cache, and the Debian packages unpacked there: name and version's start."""

    name: str
    packages: tuple[tuple[str, str], ...]


# The runc of Debian 12 serves both engines: newer ones want a newer C library than that Debian has.
RUNC, TINI = ("runc", "1.1.5"), ("tini", "0.19.0-1+")
GCR = (("libgcr-base-3-1", "3.41.1-1+b1"), ("libgck-1-0", "3.41.1-1+b1"))  # of Debian 12
OF_PODMAN = (  # of Debian 12
    *(
        ("conmon", "2.1.6"),
        ("netavark", "1.4."),
        ("aardvark-dns", "1.4."),
        ("golang-github-containers-common", "0.50."),
    ),
    *(("libgpgme11", "1.18."), ("libsubid4", "1:4.13"), ("libassuan0", "2.5.5-5")),
)
PEERS = (
    Peer("engine-20.10", (("docker.io", "20.10."), ("containerd", "1.6."), RUNC, TINI)),
    Peer("engine-28.5", (("docker.io", "28.5."), ("containerd", "2.1."), RUNC, TINI)),
    Peer("docker", (("docker-cli", "28.5."),)),
    Peer("compose-2.26", (("docker-compose", "2.26."),)),
    Peer("compose-2.40", (("docker-compose", "2.40."),)),
    # Only unpacked: installing it would open this machine's own door to the network.
    Peer("sshd", (("openssh-server", "1:9.2p1"),)),
    Peer("pebble", (("pebble", "2.4."),)),  # an ACME server, and a DNS server that says anything
    Peer("registry", (("docker-registry", "2.8."),)),
    # Only unpacked, with its libraries; its containers are run by Docker's runc.
    Peer("podman", (("podman", "4.3."), *OF_PODMAN)),
    Peer("gnome-keyring", (("gnome-keyring", "42."), *GCR)),
    Peer("busybox", (("busybox-static", "1:1.37."),)),  # as Alpine 3.22; 1.35's wget crashes
)


def main() -> int:
    """Bring everything that is not there yet."""
    if sys.platform != "linux" or not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit("The test peers come from Debian's packages. Run this as root on a Debian.")
    started = time.monotonic()
    with one_at_a_time():
        install_system_packages()
        missing = [peer for peer in PEERS if not is_unpacked(peer)]
        if missing:
            with tempfile.TemporaryDirectory() as folder:
                bring(missing, Apt(Path(folder)))
        compile_stub()
    say(f"Test peers are in {CACHE}, after {time.monotonic() - started:.1f} s.")
    return 0


# System packages


def install_system_packages() -> None:
    """Install what is missing of the packages that have to be part of the system."""
    missing = [name for name in SYSTEM_PACKAGES if not is_installed(name)]
    if not missing:
        return
    say(f"Installing with apt-get: {' '.join(missing)}.")
    patiently(["apt-get", "-qq", "update"])
    patiently(["apt-get", "-qq", "-y", "--no-install-recommends", "install", *missing])


def is_installed(package: str) -> bool:
    """Whether the system has a package, in any of its architectures."""
    query = ["dpkg-query", "--show", "--showformat", "${db:Status-Status}\n", package]
    found = subprocess.run(query, capture_output=True, text=True, check=False)
    return "installed" in found.stdout.split()


# Packages of other releases


class Apt:
    """An apt with sources and lists of its own, that downloads and installs nothing by itself."""

    def __init__(self, folder: Path) -> None:
        self.configuration = folder / "apt.conf"
        (folder / "lists" / "partial").mkdir(parents=True)
        (folder / "archives" / "partial").mkdir(parents=True)
        signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
        mirror = debian_mirror()
        write_lines(folder / "sources.list", [f"deb {signed}{mirror} {r} main" for r in RELEASES])
        # -1: nothing of these releases is ever chosen, only what is named with its version.
        pins = [f"Package: *\nPin: release n={r}\nPin-Priority: -1\n" for r in RELEASES]
        write_lines(folder / "preferences", pins)
        settings = {
            "Dir::Etc::sourcelist": folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": folder / "preferences",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::State::lists": folder / "lists",
            "Dir::Cache": folder,
            "Dir::Cache::pkgcache": "pkgcache.bin",
            "Dir::Cache::srcpkgcache": "srcpkgcache.bin",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "APT::Sandbox::User": "root",
        }
        write_lines(self.configuration, [f'{key} "{value}";' for key, value in settings.items()])
        patiently(["apt-get", "-c", str(self.configuration), "-qq", "update"])

    def version(self, package: str, start: str) -> str:
        """The newest version of a package that starts as wanted."""
        listing = output(["apt-cache", "-c", str(self.configuration), "madison", package])
        versions = [line.split("|")[1].strip() for line in listing.splitlines()]
        for version in versions:
            if version.startswith(start):
                return version
        sys.exit(
            f"Debian's {', '.join(RELEASES)} have {package} {', '.join(versions)} and none that "
            f"starts with {start}. Test with a newer one: change PEERS in {Path(__file__).name}."
        )

    def download(self, packages: Sequence[tuple[str, str]], folder: Path) -> None:
        """Put packages of exact versions into a folder, as files."""
        exact = [f"{name}={self.version(name, start)}" for name, start in packages]
        patiently(["apt-get", "-c", str(self.configuration), "-qq", "download", *exact], cwd=folder)


def debian_mirror() -> str:
    """Where this machine gets Debian's main archive from."""
    question = ["apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)"]
    for attempt in ("known", "after an update"):
        if attempt == "after an update":
            patiently(["apt-get", "-qq", "update"])
        for line in output([*question, "Created-By: Packages"]).splitlines():
            origin, label, uri = line.split("|")
            if origin == label == "Debian":
                return uri
    sys.exit("This machine has no apt source for Debian's main archive, so nothing can be brought.")


def bring(peers: Sequence[Peer], apt: Apt) -> None:
    """Download and unpack peers, each all at once or not at all."""
    for peer in peers:
        say(f"Bringing {peer.name}.")
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            unpacked = Path(folder) / "unpacked"
            apt.download(peer.packages, Path(folder))
            for package in Path(folder).glob("*.deb"):
                subprocess.check_call(["dpkg-deb", "--extract", str(package), str(unpacked)])
            (unpacked / "peer").write_text(repr(peer))
            shutil.rmtree(CACHE / peer.name, ignore_errors=True)
            unpacked.rename(CACHE / peer.name)


def is_unpacked(peer: Peer) -> bool:
    """Whether the cache has a peer as it is described here."""
    note = CACHE / peer.name / "peer"
    return note.exists() and note.read_text() == repr(peer)


# The stub


def stub_program() -> Path:
    """Where the compiled stub lies; changes with its source."""
    return CACHE / f"stub-{hashlib.sha256(STUB_SOURCE.read_bytes()).hexdigest()[:12]}"


def compile_stub() -> None:
    """Compile the stub for images that have no C library."""
    program = stub_program()
    if program.exists():
        return
    say("Compiling the stub.")
    partial = program.with_suffix(".partial")
    options = ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-Os", "-static", "-s", "-pthread"]
    subprocess.check_call(["gcc", *options, "-o", str(partial), str(STUB_SOURCE)])
    partial.rename(program)


# Small things


def say(sentence: str) -> None:
    """Tell the person at the terminal what goes on."""
    print(sentence, flush=True)  # noqa: T201 - this is a program


def patiently(command: Sequence[str], cwd: Path | None = None) -> None:
    """Run a command that needs the network, again and again while that fails."""
    for pause in (2, 10, 30, 0):
        done = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return
        time.sleep(pause)
    sys.exit(f"{done.stdout}\nThis failed four times: {' '.join(command)}")


def output(command: Sequence[str]) -> str:
    """What a command prints."""
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def write_lines(path: Path, lines: Sequence[str]) -> None:
    """Write a text file."""
    path.write_text("".join(f"{line}\n" for line in lines))


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other start of this program is working on the cache."""
    import fcntl  # noqa: PLC0415 - not on Windows, where tests only ask where the cache is

    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
