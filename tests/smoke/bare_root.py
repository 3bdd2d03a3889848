"""A Debian with nothing on it but what its installer lays down: no Python, no Qt, no desktop."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

IN_ROOT = Path(__file__).resolve().with_name("in_root")
PATIENCE = 600  # seconds; packages are fetched
PERSON = "person"
# What changes in a root without a program being there or not: caches, logs, the database of dpkg.
_RESTLESS = ("var/cache", "var/log", "var/lib/apt", "var/lib/dpkg", "tmp", "proc", "dev", "home")
_TRIGGERED = ("mime", "icon-theme.cache", "mimeinfo.cache", "fontconfig", "ld.so.cache")


@dataclass(frozen=True)
class BareRoot:
    """Such a Debian in a folder, with one person who uses it."""

    folder: Path

    @property
    def home(self) -> Path:
        """The person's home, from outside."""
        return self.folder / "home" / PERSON

    def command(self, *words: str, user: str = PERSON) -> tuple[str, ...]:
        """The words that run a command inside."""
        return (str(IN_ROOT), str(self.folder), user, *words)

    def run(self, *words: str, user: str = PERSON, **variables: str) -> str:
        """Run a command inside and return what it printed."""
        done = subprocess.run(
            self.command(*words, user=user),
            env=self.environment(user) | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def install(self, *packages: str) -> None:
        """Install packages, or files of packages."""
        quiet = ("apt-get", "-qq", "-y", "install")
        self.run(*quiet, *packages, user="root", DEBIAN_FRONTEND="noninteractive")

    def environment(self, user: str = PERSON) -> dict[str, str]:
        """The environment variables of somebody who has logged in."""
        home = "/root" if user == "root" else f"/home/{user}"
        path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return {"PATH": path, "HOME": home, "LANG": "C.UTF-8"}

    def files(self) -> frozenset[str]:
        """Every file that a program being there or not would change."""
        found = set()
        for folder, folders, names in os.walk(self.folder):
            place = Path(folder).relative_to(self.folder)
            folders[:] = [one for one in folders if (place / one).as_posix() not in _RESTLESS]
            if not any(part in _TRIGGERED for part in place.parts):
                found |= {(place / name).as_posix() for name in names if name not in _TRIGGERED}
        return frozenset(found)


def bare_root(base: Path, folder: Path) -> BareRoot:
    """Copy what debootstrap made, give it our package sources, and somebody who lives there."""
    subprocess.run(["cp", "-a", str(base), str(folder)], check=True)
    for place in ("etc/apt", "etc/ssl/certs"):
        shutil.copytree(f"/{place}", folder / place, dirs_exist_ok=True)
    for file in ("etc/resolv.conf", "etc/hosts"):
        if Path(f"/{file}").is_file():
            shutil.copy(f"/{file}", folder / file)
    root = BareRoot(folder)
    root.run("useradd", "--create-home", PERSON, user="root")
    root.run("apt-get", "-qq", "update", user="root")
    return root
