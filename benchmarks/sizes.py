"""P13: what people download, and what it takes on their disk; of what lies in dist/."""

from collections.abc import Iterator
from pathlib import Path

from .measure import Figure, Limit, Samples

DIST = Path(__file__).resolve().parent.parent / "dist"
_DOWNLOADS = (
    ("Debian package", "*.deb", 45),
    ("Windows setup", "*-setup.exe", 32),
    ("installer for one user", "*.run", None),
)
_INSTALLED = 150


def sizes() -> Iterator[Figure]:
    """P13: megabytes of each file that is handed out, and of the installed program."""
    for what, pattern, most in _DOWNLOADS:
        for file in DIST.glob(pattern):
            yield _figure(what, file.stat().st_size, most)
    program = DIST / "openpalm-desktop"
    if program.is_dir():
        files = (file for file in program.rglob("*") if not file.is_symlink())
        yield _figure("installed", sum(file.stat().st_size for file in files), _INSTALLED)


def _figure(what: str, size: int, most: int | None) -> Figure:
    goal = None if most is None else Limit(most)
    return Figure("P13", what, "", Samples((size / 1e6,)), goal, unit="MB")
