"""How ssh is called: the person's own configuration, and nothing that could wait for a terminal."""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

from .address import SshAddress

CONNECT_SECONDS = 10
_ALIVE_SECONDS = 10


def ssh_command(
    address: SshAddress, config: Path | None, options: Mapping[str, str], *words: str
) -> Sequence[str]:
    """Return a command line of ssh to a host; raises OpenPalmError where there is no ssh."""
    program = shutil.which("ssh")
    if program is None:
        raise OpenPalmError(
            phrase("The program ssh is not on this machine, so servers cannot be reached by it."),
            phrase("Install OpenSSH’s client (on Debian: apt install openssh-client)."),
        )
    if sys.platform == "win32":
        raise OpenPalmError(
            phrase("Targets over ssh do not work on Windows yet."),
            phrase("Use a target with tcp:// and TLS, or copy the generated folder to the server."),
        )
    ours = {
        "StrictHostKeyChecking": "yes",
        "ConnectTimeout": str(CONNECT_SECONDS),
        "ServerAliveInterval": str(_ALIVE_SECONDS),
        "ServerAliveCountMax": "2",
        "NumberOfPasswordPrompts": "1",
        # A shared connection would outlive us, and its master knows nothing of our forwarding.
        "ControlMaster": "no",
        "ControlPath": "none",
        "RequestTTY": "no",
        "PermitLocalCommand": "no",
        **options,
    }
    given = [word for key, value in ours.items() for word in ("-o", f"{key}={value}")]
    return [program, *(["-F", str(config)] if config else []), *given, *address.words, *words]


def configured(address: SshAddress, config: Path | None) -> Mapping[str, str]:
    """Return what ssh's configuration says of a host, by lower-case keyword."""
    command = ssh_command(address, config, {})
    asked = [command[0], "-G", *command[1:]]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 – the words are ours, and no shell reads them
    if done.returncode != 0:
        raise OpenPalmError(
            phrase(
                "ssh cannot make sense of its configuration for {host}: {reason}",
                host=address,
                reason=done.stderr.strip(),
            ),
            phrase("Mend ~/.ssh/config; “ssh -G HOST” in a terminal shows the same."),
        )
    return dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)


def host_name(address: SshAddress) -> str:
    """Return where ssh really connects to for a host, which may be a name of the person's own."""
    return configured(address, None).get("hostname", address.host)
