"""What the window remembers between two starts."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from .language import LANGUAGES, SYSTEM
from .theme import Look

_RECENT_FILES = 8
_RECENT_CHOICES = 6
_VERSION, _FORMAT = "version", 1


class Settings:
    """Sizes, the look and recent files, in the system's own place for settings.

    Those of a newer version are read as far as they are understood, and never written: what is
    chosen meanwhile is remembered until the program ends.
    """

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings("OpenPalm", "OpenPalm Desktop")
        self._until_the_end: dict[str, Any] = {}
        self.are_newer = _number(self._store.value(_VERSION, _FORMAT)) > _FORMAT

    @property
    def look(self) -> Look:
        """Light, dark, or as the system."""
        said = str(self._value("look", Look.SYSTEM.value))
        return Look(said) if said in list(Look) else Look.SYSTEM

    @look.setter
    def look(self, look: Look) -> None:
        self._keep("look", look.value)

    @property
    def language(self) -> str:
        """The chosen language's code; an empty one follows the system."""
        said = str(self._value("language", SYSTEM))
        return said if said in LANGUAGES else SYSTEM

    @language.setter
    def language(self, code: str) -> None:
        self._keep("language", code)

    @property
    def releases(self) -> str:
        """Whom to ask for newer versions, where somebody set that; else nothing."""
        return str(self._value("releases", ""))

    @property
    def recent_files(self) -> list[Path]:
        """Files opened or saved before, the last one first."""
        said = self._value("recent", [])
        texts = [said] if isinstance(said, str) else said
        return [Path(text) for text in texts if text] if isinstance(texts, list) else []

    def add_recent_file(self, path: Path) -> None:
        """Remember a file as the last one used."""
        others = [each for each in self.recent_files if each != path]
        self._keep("recent", [str(each) for each in [path, *others][:_RECENT_FILES]])

    def forget_recent_files(self) -> None:
        """Start a new list of recent files."""
        self._keep("recent", [])

    @property
    def recent_choices(self) -> list[str]:
        """What was chosen in the palette before, the last one first."""
        said = self._value("palette", [])
        return [said] if isinstance(said, str) else list(said) if isinstance(said, list) else []

    def add_recent_choice(self, name: str) -> None:
        """Remember what was chosen in the palette."""
        others = [each for each in self.recent_choices if each != name]
        self._keep("palette", [name, *others][:_RECENT_CHOICES])

    @property
    def session(self) -> str:
        """What was open the last time and how it looked, as a text."""
        return str(self._value("session", ""))

    @session.setter
    def session(self, text: str) -> None:
        self._keep("session", text)

    @property
    def is_restoring(self) -> bool:
        """Whether a start brings back what was open the last time."""
        return str(self._value("restore", "true")) == "true"

    @is_restoring.setter
    def is_restoring(self, is_so: bool) -> None:
        self._keep("restore", "true" if is_so else "false")

    def size(self, name: str) -> QByteArray | None:
        """Return a remembered geometry or splitter state."""
        said = self._value(f"sizes/{name}")
        return said if isinstance(said, QByteArray) else None

    def keep_size(self, name: str, state: QByteArray) -> None:
        """Remember a geometry or splitter state."""
        self._keep(f"sizes/{name}", state)

    def view(self, section: str) -> int:
        """Return which view of a section was open last."""
        said = str(self._value(f"views/{section}", "0"))
        return int(said) if said.isdecimal() else 0

    def keep_view(self, section: str, view: int) -> None:
        """Remember which view of a section is open."""
        self._keep(f"views/{section}", view)

    def compared_folder(self, stack: Path) -> Path | None:
        """Return the folder that a stack's files were last compared with."""
        said = self._value(f"compared/{_key(stack)}")
        return Path(said) if isinstance(said, str) and said else None

    def keep_compared_folder(self, stack: Path, folder: Path) -> None:
        """Remember the folder that a stack's files are compared with."""
        self._keep(f"compared/{_key(stack)}", str(folder))

    def shows(self, pane: str) -> bool:
        """Whether a pane is to be seen; it is until a person puts it away."""
        return str(self._value(f"panes/{pane}", "true")) == "true"

    def keep_shown(self, pane: str, *, is_shown: bool) -> None:
        """Remember whether a pane is to be seen."""
        self._keep(f"panes/{pane}", "true" if is_shown else "false")

    @property
    def has_toured(self) -> bool:
        """Whether the tour was shown, to its end or not."""
        return str(self._value("toured", "false")) == "true"

    @has_toured.setter
    def has_toured(self, has_toured: bool) -> None:
        self._keep("toured", "true" if has_toured else "false")

    def target(self, spec: Path) -> str:
        """Return the name of the target that a stack was deployed to last."""
        return str(self._value(f"target/{_key(spec)}", ""))

    def keep_target(self, spec: Path, name: str) -> None:
        """Remember which target a stack is for; its name only, and never how to get in."""
        self._keep(f"target/{_key(spec)}", name)

    def secret_place(self, spec: Path) -> str:
        """Return where a stack's secrets are kept, as it was told; nothing if it never was."""
        return str(self._value(f"secrets/{_key(spec)}/place", ""))

    def keep_secret_place(self, spec: Path, place: str) -> None:
        """Remember where a stack's secrets are kept."""
        self._keep(f"secrets/{_key(spec)}/place", place)

    def generated_secrets(self, spec: Path) -> frozenset[str]:
        """Return the names of a stack's secrets whose values the program made."""
        said = str(self._value(f"secrets/{_key(spec)}/generated", ""))
        return frozenset(said.split())

    def keep_generated_secrets(self, spec: Path, names: frozenset[str]) -> None:
        """Remember which values the program made."""
        self._keep(f"secrets/{_key(spec)}/generated", " ".join(sorted(names)))

    # Inside

    def _value(self, key: str, default: Any = None) -> Any:
        if key in self._until_the_end:
            return self._until_the_end[key]
        return self._store.value(key, default)

    def _keep(self, key: str, value: Any) -> None:
        if self.are_newer:
            self._until_the_end[key] = value
            return
        self._store.setValue(_VERSION, _FORMAT)
        self._store.setValue(key, value)


def _number(said: object) -> int:
    """Return a version's number; what is none is of a version that nobody knows."""
    text = str(said)
    return int(text) if text.isascii() and text.isdecimal() else _FORMAT + 1


def _key(path: Path) -> str:
    """Return a path as a name that settings may have on every system."""
    from openpalm_desktop.sha256 import sha256_of  # noqa: PLC0415 – the frame is painted first

    return sha256_of(str(path).encode("utf-8", "surrogatepass"))[:20]
