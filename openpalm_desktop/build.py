"""What a packaged program knows of its making; a checkout has nothing of the kind."""

from pathlib import Path

from . import __version__
from .model.resources import resource_path


def build_date() -> str | None:
    """Return the day of the sources that this program was packaged from."""
    file = resource_path("built.txt")
    return file.read_text(encoding="ascii").strip() if file.is_file() else None


def releases_address() -> str:
    """Return where those who packaged this program tell of its releases; "" where nobody said."""
    file = resource_path("releases.txt")
    return file.read_text(encoding="ascii").strip() if file.is_file() else ""


def version_words() -> str:
    """Return the version, with the day if there is one."""
    day = build_date()
    return f"{__version__} ({day})" if day else __version__


def licences() -> Path | None:
    """Return the list of everything that was packed in and its licences."""
    file = resource_path("licences", "LICENCES.txt")
    return file if file.is_file() else None
