"""Networks beside the stack's own, and under which other names the container is found there."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpalm_desktop.model.value import plain
from openpalm_desktop.ui.words import tr

from .entries_field import EntriesField, EntryRow
from .text_field import TextField


class NetworksField(EntriesField):
    """Names with aliases; names alone where no row says more."""

    def __init__(self) -> None:
        super().__init__(tr("Join a network"))

    def made_row(self) -> "NetworkRow":
        return NetworkRow()

    def entries_of(self, value: Any) -> list[Any]:
        if isinstance(value, Mapping):
            return [(name, plain(options) or {}) for name, options in value.items()]
        return [(name, {}) for name in value or ()]

    def value_of(self, entries: Sequence[Any]) -> Any:
        if any(options for _, options in entries):
            return dict(entries)
        return tuple(name for name, _ in entries)


class NetworkRow(EntryRow):
    """One network."""

    def __init__(self) -> None:
        super().__init__()
        self._more: dict[str, Any] = {}
        self.name, self.aliases = TextField(), TextField()
        self.add_part(self.name, tr("Network"), "monitoring", 2)
        self.add_part(self.aliases, tr("Other names of it there"), tr("other names there"), 3)

    @property
    def key(self) -> str:
        return self.name.line.text().strip()

    @property
    def entry(self) -> Any:
        aliases = self.aliases.line.text().replace(",", " ").split()
        options = dict(self._more) | ({"aliases": aliases} if aliases else {})
        return (self.key, options) if self.key else None

    def show_entry(self, entry: Any) -> None:
        name, options = entry
        self._more = {key: value for key, value in options.items() if key != "aliases"}
        aliases = options.get("aliases") or []
        self.name.show_value(name)
        if self.aliases.line.text().replace(",", " ").split() != aliases:
            self.aliases.show_value(", ".join(map(str, aliases)) or None)
        keys = ", ".join(f"{key}: {value}" for key, value in self._more.items())
        self.say(tr("Also: {}").format(keys) if keys else "")
