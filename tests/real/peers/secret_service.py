"""GNOME's keyring, the real one, on a message bus of its own and in a home that is thrown away."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import secretstorage
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

from tests.real.peers import tools
from tests.real.peers.network import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PATIENCE = 10  # seconds
INTERNAL = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
PASSWORD = "the login's password"
BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class SecretService:
    """A keyring that is running, unlocked; nobody is there to answer when it asks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = tools.gnome_keyring()
        libraries = next((self.program.parents[1] / "lib").glob("*-linux-gnu*"))
        self.env: Mapping[str, str] = {
            **os.environ,
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
            "HOME": str(folder),
            "LD_LIBRARY_PATH": str(libraries),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_RUNTIME_DIR": str(folder),
        }

    @property
    def address(self) -> str:
        """Where its message bus is."""
        return self.env["DBUS_SESSION_BUS_ADDRESS"]

    def lock(self) -> None:
        """Lock it, as a desktop does after a while."""
        with contextlib.closing(secretstorage.dbus_init()) as connection:
            secretstorage.get_default_collection(connection).lock()

    def unlock(self) -> None:
        """Unlock it with the password, as its own program does."""
        with contextlib.closing(secretstorage.dbus_init()) as connection:
            collection = secretstorage.get_default_collection(connection)
            password = format_secret(open_session(connection), PASSWORD.encode(), "text/plain")
            words = (collection.collection_path, password)
            keyring = DBusAddressWrapper("/org/freedesktop/secrets", INTERNAL, connection)
            keyring.call("UnlockWithMasterPassword", "o(oayays)", *words)
            assert not collection.is_locked()


@contextmanager
def running_secret_service() -> Iterator[SecretService]:
    """Start a keyring in the place of this computer's, and end it with its bus."""
    bus_program = shutil.which("dbus-daemon")
    if bus_program is None:
        pytest.skip(f"no dbus-daemon; {tools.PROVISION}")
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-keyring-"))
    service = SecretService(folder)
    (folder / "bus.conf").write_text(BUS.format(folder=folder))
    (folder / "control").mkdir(mode=0o700)
    with (folder / "log").open("wb") as log, contextlib.ExitStack() as programs:
        programs.callback(shutil.rmtree, folder)
        programs.enter_context(pytest.MonkeyPatch.context()).setenv(
            "DBUS_SESSION_BUS_ADDRESS", service.address
        )
        words = [bus_program, f"--config-file={folder}/bus.conf", "--nofork", "--nopidfile"]
        programs.callback(end, subprocess.Popen(words, env=service.env, stdout=log, stderr=log))
        wait_for(folder / "bus", folder)
        daemon = subprocess.Popen(
            [
                str(service.program),
                "--foreground",
                "--unlock",
                "--components=secrets",
                f"--control-directory={folder}/control",
            ],
            env=service.env,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
        programs.callback(end, daemon)
        assert daemon.stdin is not None
        daemon.stdin.write(PASSWORD.encode())
        daemon.stdin.close()
        wait_until_it_answers(service)
        yield service


def wait_until_it_answers(service: SecretService) -> None:
    """Wait until the keyring has taken its name on the bus, and has a place for secrets."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with (
            contextlib.suppress(secretstorage.SecretStorageException, OSError),
            contextlib.closing(secretstorage.dbus_init()) as connection,
        ):
            if secretstorage.check_service_availability(connection):
                collection = secretstorage.get_default_collection(connection)
                if not collection.is_locked():
                    return
        time.sleep(0.05)
    raise AssertionError((service.folder / "log").read_text())


def wait_for(path: Path, folder: Path) -> None:
    """Wait for a file."""
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.02)


def end(program: subprocess.Popen[bytes]) -> None:
    """End a program."""
    program.terminate()
    try:
        program.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
