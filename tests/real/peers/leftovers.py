"""What test runs that were killed left on this machine, and how to be rid of it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.real.peers.network import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = (
    Path("/run/netns"),
    Path("/sys/fs/cgroup"),
    *(path for path in Path("/sys/fs/cgroup").glob("*") if path.is_dir()),
    Path(tempfile.gettempdir()),
)


def sweep() -> None:
    """Remove what bears the name of a test process that is no more."""
    for path in leftovers():
        if path.parent.name == "netns":
            subprocess.run(["ip", "netns", "delete", path.name], capture_output=True, check=False)
        elif path.is_relative_to("/sys"):
            remove_cgroup(path)
        else:
            shutil.rmtree(path, ignore_errors=True)


def leftovers() -> Iterator[Path]:
    """Namespaces, cgroups and folders whose test process has ended."""
    for place in PLACES:
        for path in place.glob(f"{PREFIX}*"):
            owner = re.match(rf"{PREFIX}(\d+)-", path.name)
            if owner and not Path(f"/proc/{owner[1]}").exists():
                yield path


def remove_cgroup(cgroup: Path) -> None:
    """Remove a cgroup and those in it; one that still holds a dying process stays for now."""
    for path, _, _ in os.walk(cgroup, topdown=False):
        with contextlib.suppress(OSError):
            Path(path).rmdir()
