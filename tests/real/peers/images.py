"""Images made here, since none can be pulled: small file trees handed to `docker import`."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.real.peers import tools

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.real.peers.engine import Engine

STUB = "openpalm-test/stub"
CADDY = "caddy:2-alpine"
ALPINE = "alpine:3.22"

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
FOLDERS = ("proc", "sys", "dev", "root", "run", "srv", "var/spool/cron/crontabs", "etc/crontabs")
TEXTS = {
    "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
    "etc/group": "root:x:0:\nnogroup:x:65533:\nnobody:x:65534:\n",
    "etc/nsswitch.conf": "hosts: files dns\n",
    "etc/alpine-release": "3.22.0\n",
}


def load_all(engine: Engine) -> None:
    """Give an engine the stub, Caddy and Alpine."""
    load(engine, STUB, stub_tree(), stub_changes(STUB, None))
    load(engine, ALPINE, alpine_tree(), [f"ENV PATH={PATH}", 'CMD ["/bin/sh"]'])
    load(engine, CADDY, caddy_tree(), CADDY_CHANGES)


def load_stub(engine: Engine, reference: str, port: int | None = None) -> None:
    """Give an engine the stub under any reference; its name in answers is the reference.

    Without a port the stub listens where $PORT or the service's command says, else on 8080.
    """
    assert "@" not in reference, "an engine gives digests itself, so none can be chosen"
    load(engine, reference, stub_tree(), stub_changes(reference, port))


def load(engine: Engine, reference: str, tree: bytes, changes: Sequence[str]) -> None:
    """Make an image of a tar and Dockerfile instructions."""
    options = [word for change in changes for word in ("--change", change)]
    engine.docker("import", *options, "-", reference, given=tree)


def stub_changes(reference: str, port: int | None) -> Sequence[str]:
    """What the stub's image says beside its files."""
    ports = [f"ENV PORT={port}", f"EXPOSE {port}"] if port else []
    named = [f"ENV PATH={PATH}", f"ENV STUB_NAME={reference}"]
    return [*named, *ports, 'ENTRYPOINT ["/usr/local/bin/stub"]']


# As in the official image.
CADDY_CHANGES = (
    f"ENV PATH={PATH}",
    "ENV XDG_CONFIG_HOME=/config",
    "ENV XDG_DATA_HOME=/data",
    "EXPOSE 80 443 443/udp 2019",
    "WORKDIR /srv",
    'CMD ["caddy","run","--config","/etc/caddy/Caddyfile","--adapter","caddyfile"]',
)


@cache
def alpine_tree() -> bytes:
    """Like Alpine's base image: busybox under all its names (no zone data), and its flock."""
    return tar(alpine_files())


@cache
def stub_tree() -> bytes:
    """The same with the stub server."""
    return tar({**alpine_files(), "usr/local/bin/stub": tools.stub()})


@cache
def caddy_tree() -> bytes:
    """The same with Caddy and what it needs for TLS."""
    files = {**alpine_files(), "usr/bin/caddy": tools.caddy()}
    if CERTIFICATES.exists():
        files["etc/ssl/certs/ca-certificates.crt"] = CERTIFICATES
    return tar(files, ("config/caddy", "data/caddy", "etc/caddy", "usr/share/caddy"))


def alpine_files() -> dict[str, Path]:
    """Where the files of an Alpine-like image come from."""
    flock = shutil.which("flock")
    assert flock is not None, "util-linux has no flock here"
    files = {"bin/busybox": tools.busybox(), "usr/bin/flock": Path(flock)}
    return {**files, **{str(path).lstrip("/"): path for path in libraries(flock)}}


def libraries(program: str) -> Sequence[Path]:
    """The shared libraries a program loads, and what loads them."""
    listing = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return [Path(word) for word in listing.split() if word.startswith("/")]


def tar(files: Mapping[str, Path], folders: Sequence[str] = ()) -> bytes:
    """A tar of files, empty folders, the common texts and busybox's names."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", dereference=True) as archive:
        for folder in ("tmp", *FOLDERS, *folders):
            member = tarfile.TarInfo(folder)
            member.type, member.mode = tarfile.DIRTYPE, 0o1777 if folder == "tmp" else 0o755
            archive.addfile(member)
        for name, text in TEXTS.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
        for name, path in files.items():
            archive.add(path, name)
        for name in busybox_names() - set(files):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, "/bin/busybox"
            archive.addfile(member)
    return buffer.getvalue()


@cache
def busybox_names() -> frozenset[str]:
    """Where busybox's programs are looked for: "bin/sh", "usr/sbin/crond"…"""
    command = [str(tools.busybox()), "--list-full"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return frozenset(listing.split()) - {"bin/busybox"}
