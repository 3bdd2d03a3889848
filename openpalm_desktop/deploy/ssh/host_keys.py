"""Who a server says it is: its host key, seen before anything is sent to it."""

import subprocess
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from openpalm_desktop.deploy.files import write_atomically
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.phrases import phrase

from .address import SshAddress
from .command import configured, ssh_command
from .running import finished


@dataclass(frozen=True)
class HostKey:
    """A server's key: its kind, its fingerprint, its line in known_hosts and that file."""

    host: str
    kind: str
    fingerprint: str
    line: str
    known_hosts: Path


def seen_host_key(
    address: SshAddress, config: Path | None, seconds: float
) -> Generator[Progress, None, HostKey | None]:
    """Return the key that a server shows, also behind jump hosts; nobody is logged in.

    ssh itself notes the key of a host that it does not know, in a file of ours, and then fails
    because it may try no way to log in.
    """
    with tempfile.TemporaryDirectory(prefix="openpalm-") as folder:
        noted = Path(folder) / "known_hosts"
        options = {
            "BatchMode": "yes",
            "StrictHostKeyChecking": "accept-new",
            "UserKnownHostsFile": str(noted),
            "GlobalKnownHostsFile": "/dev/null",
            "HashKnownHosts": "no",
            "UpdateHostKeys": "no",
            "PreferredAuthentications": "none",
        }
        command = ssh_command(address, config, options, "true")
        yield from finished(command, seconds, phrase("Asking {host} for its key", host=address))
        lines = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
        if not lines:
            return None
        kind, fingerprint = _fingerprint(noted)
    own = configured(address, config).get("userknownhostsfile", "~/.ssh/known_hosts").split()[0]
    return HostKey(str(address), kind, fingerprint, lines[0], Path(own).expanduser())


def trust(key: HostKey) -> None:
    """Note a server's key as the right one, as ssh does after “yes”."""
    file = key.known_hosts
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = file.read_bytes() if file.exists() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    write_atomically(file, before + f"{key.line}\n".encode())


def _fingerprint(file: Path) -> tuple[str, str]:
    """Return the kind and the fingerprint of a file's first key, as ssh-keygen says them."""
    asked = ["ssh-keygen", "-l", "-f", str(file)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603 – as above
    words = done.stdout.splitlines()[0].split()
    return words[-1].strip("()"), words[1]
