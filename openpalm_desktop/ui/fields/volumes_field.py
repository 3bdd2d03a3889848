"""Storage, a row each: what is mounted, where the container sees it, whether it may write there."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt

from openpalm_desktop.model.checks.names import RESOURCE_NAME
from openpalm_desktop.model.value import plain
from openpalm_desktop.ui.words import tr

from .choice_field import ChoiceField
from .entries_field import EntriesField, EntryRow
from .text_field import TextField

_FOLDER = ("/", "./", "../", "~", ".")


class VolumesField(EntriesField):
    """Volumes in Compose's short or long form; what has no part here is kept."""

    def __init__(self) -> None:
        super().__init__(tr("Add storage"))

    def made_row(self) -> "VolumeRow":
        return VolumeRow()

    def entries_of(self, value: Any) -> list[Any]:
        return [plain(each) for each in value or ()]


class VolumeRow(EntryRow):
    """One volume or folder."""

    def __init__(self) -> None:
        super().__init__()
        self._long: dict[str, Any] | None = None
        self._options: list[str] = []
        self._bare = ""
        self.source, self.target = TextField(), TextField()
        self.access = ChoiceField(((False, tr("Writable")), (True, tr("Read only"))))
        self.access.show_value(value=False)
        self.add_part(self.source, tr("Volume, or folder of the server"), "blog-data", 3)
        self.add_part(self.target, tr("Folder in the container"), "/var/lib/blog", 3)
        self.add_choice(self.access, tr("What the container may do there"), 9)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def entry(self) -> Any:
        source, target = self.source.line.text().strip(), self.target.line.text().strip()
        is_read_only = self.access.box.currentIndex() == 1
        if not source and not target:
            return None
        if self._long is not None:
            return self._as_long(source, target, is_read_only=is_read_only)
        options = [each for each in self._options if each not in ("ro", "rw")]
        said_rw = "rw" in self._options and not is_read_only
        options = [*(["ro"] if is_read_only else ["rw"] if said_rw else []), *options]
        text = f"{source}:{target}" if source and target else target or f"{source}:"
        return f"{text}:{','.join(options)}" if options and source else text

    def show_entry(self, entry: Any) -> None:
        if isinstance(entry, Mapping):
            self._long, self._options = dict(entry), []
            source, target = entry.get("source"), entry.get("target")
            is_read_only = bool(entry.get("readOnly", entry.get("read_only", False)))
        else:
            self._long = None
            parts = str(entry).split(":", 2)
            source, target = parts[:2] if len(parts) > 1 else ("", parts[0])
            self._options = parts[2].split(",") if len(parts) > 2 else []
            is_read_only = "ro" in self._options
        self.source.show_value(str(source) if source else None)
        self.target.show_value(str(target) if target else None)
        has_source = (self._long or {}).get("type") != "tmpfs"
        self.source.setEnabled(has_source)
        self.source.show_hint("blog-data" if has_source else tr("in memory"))
        self.access.show_value(is_read_only)
        self._explain()

    def _as_long(self, source: str, target: str, *, is_read_only: bool) -> dict[str, Any]:
        said = dict(self._long or {})
        key = "read_only" if "read_only" in said else "readOnly"
        for name, value in (("source", source), ("target", target)):
            if value:
                said[name] = value
            else:
                said.pop(name, None)
        if is_read_only or key in said:
            said[key] = is_read_only
        return said

    def _tell(self) -> None:
        self._explain()
        super()._tell()

    def _explain(self) -> None:
        self.say(self._meaning())

    def _meaning(self) -> str:
        source = self.source.line.text().strip()
        kind = (self._long or {}).get("type", "")
        if kind == "tmpfs":
            return tr("In memory: it is empty after each start.")
        if source.startswith(_FOLDER) or kind == "bind":
            if source.startswith("/"):
                return tr("A folder of the server, as it is there.")
            return tr("A folder beside the generated files; better write its whole path.")
        if RESOURCE_NAME.fullmatch(source):
            return tr("A volume: Docker keeps it, also when the container is replaced.")
        if not source and self.target.line.text().strip():
            return tr("A volume without a name: a new container begins with an empty one.")
        return ""
