"""What the window remembers between two starts."""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from .language import LANGUAGES, SYSTEM
from .theme import Look

_RECENT_FILES = 8
_RECENT_CHOICES = 6


class Settings:
    """Sizes, the look and recent files, in the system's own place for settings."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store or QSettings("OpenPalm", "OpenPalm Desktop")

    @property
    def look(self) -> Look:
        """Light, dark, or as the system."""
        said = str(self._store.value("look", Look.SYSTEM.value))
        return Look(said) if said in list(Look) else Look.SYSTEM

    @look.setter
    def look(self, look: Look) -> None:
        self._store.setValue("look", look.value)

    @property
    def language(self) -> str:
        """The chosen language's code; an empty one follows the system."""
        said = str(self._store.value("language", SYSTEM))
        return said if said in LANGUAGES else SYSTEM

    @language.setter
    def language(self, code: str) -> None:
        self._store.setValue("language", code)

    @property
    def releases(self) -> str:
        """Whom to ask for newer versions, where somebody set that; else nothing."""
        return str(self._store.value("releases", ""))

    @property
    def recent_files(self) -> list[Path]:
        """Files opened or saved before, the last one first."""
        said = self._store.value("recent", [])
        texts = [said] if isinstance(said, str) else said
        return [Path(text) for text in texts if text] if isinstance(texts, list) else []

    def add_recent_file(self, path: Path) -> None:
        """Remember a file as the last one used."""
        others = [each for each in self.recent_files if each != path]
        self._store.setValue("recent", [str(each) for each in [path, *others][:_RECENT_FILES]])

    def forget_recent_files(self) -> None:
        """Start a new list of recent files."""
        self._store.remove("recent")

    @property
    def recent_choices(self) -> list[str]:
        """What was chosen in the palette before, the last one first."""
        said = self._store.value("palette", [])
        return [said] if isinstance(said, str) else list(said) if isinstance(said, list) else []

    def add_recent_choice(self, name: str) -> None:
        """Remember what was chosen in the palette."""
        others = [each for each in self.recent_choices if each != name]
        self._store.setValue("palette", [name, *others][:_RECENT_CHOICES])

    @property
    def session(self) -> str:
        """What was open the last time and how it looked, as a text."""
        return str(self._store.value("session", ""))

    @session.setter
    def session(self, text: str) -> None:
        self._store.setValue("session", text)

    @property
    def is_restoring(self) -> bool:
        """Whether a start brings back what was open the last time."""
        return str(self._store.value("restore", "true")) == "true"

    @is_restoring.setter
    def is_restoring(self, is_so: bool) -> None:
        self._store.setValue("restore", "true" if is_so else "false")

    def size(self, name: str) -> QByteArray | None:
        """Return a remembered geometry or splitter state."""
        said = self._store.value(f"sizes/{name}")
        return said if isinstance(said, QByteArray) else None

    def keep_size(self, name: str, state: QByteArray) -> None:
        """Remember a geometry or splitter state."""
        self._store.setValue(f"sizes/{name}", state)

    def view(self, section: str) -> int:
        """Return which view of a section was open last."""
        said = str(self._store.value(f"views/{section}", "0"))
        return int(said) if said.isdecimal() else 0

    def keep_view(self, section: str, view: int) -> None:
        """Remember which view of a section is open."""
        self._store.setValue(f"views/{section}", view)

    def compared_folder(self, stack: Path) -> Path | None:
        """Return the folder that a stack's files were last compared with."""
        said = self._store.value(f"compared/{_key(stack)}")
        return Path(said) if isinstance(said, str) and said else None

    def keep_compared_folder(self, stack: Path, folder: Path) -> None:
        """Remember the folder that a stack's files are compared with."""
        self._store.setValue(f"compared/{_key(stack)}", str(folder))

    def shows(self, pane: str) -> bool:
        """Whether a pane is to be seen; it is until a person puts it away."""
        return str(self._store.value(f"panes/{pane}", "true")) == "true"

    def keep_shown(self, pane: str, *, is_shown: bool) -> None:
        """Remember whether a pane is to be seen."""
        self._store.setValue(f"panes/{pane}", "true" if is_shown else "false")

    @property
    def has_toured(self) -> bool:
        """Whether the tour was shown, to its end or not."""
        return str(self._store.value("toured", "false")) == "true"

    @has_toured.setter
    def has_toured(self, has_toured: bool) -> None:
        self._store.setValue("toured", "true" if has_toured else "false")

    def target(self, spec: Path) -> str:
        """Return the name of the target that a stack was deployed to last."""
        return str(self._store.value(f"target/{_key(spec)}", ""))

    def keep_target(self, spec: Path, name: str) -> None:
        """Remember which target a stack is for; its name only, and never how to get in."""
        self._store.setValue(f"target/{_key(spec)}", name)

    def secret_place(self, spec: Path) -> str:
        """Return where a stack's secrets are kept, as it was told; nothing if it never was."""
        return str(self._store.value(f"secrets/{_key(spec)}/place", ""))

    def keep_secret_place(self, spec: Path, place: str) -> None:
        """Remember where a stack's secrets are kept."""
        self._store.setValue(f"secrets/{_key(spec)}/place", place)

    def generated_secrets(self, spec: Path) -> frozenset[str]:
        """Return the names of a stack's secrets whose values the program made."""
        said = str(self._store.value(f"secrets/{_key(spec)}/generated", ""))
        return frozenset(said.split())

    def keep_generated_secrets(self, spec: Path, names: frozenset[str]) -> None:
        """Remember which values the program made."""
        self._store.setValue(f"secrets/{_key(spec)}/generated", " ".join(sorted(names)))


def _key(path: Path) -> str:
    """Return a path as a name that settings may have on every system."""
    return sha256(str(path).encode("utf-8", "surrogatepass")).hexdigest()[:20]
