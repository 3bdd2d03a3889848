"""What a container waits for before it starts, and for how much of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpalm_desktop.model.value import plain
from openpalm_desktop.ui.words import tr

from .choice_field import ChoiceField
from .entries_field import EntriesField, EntryRow
from .offers import offers_of
from .text_field import TextField


class WaitsField(EntriesField):
    """Names with a condition each; names alone where no row says more."""

    def __init__(self) -> None:
        super().__init__(tr("Wait for another"))
        self._names: list[str] = []

    def show_names(self, names: Sequence[str]) -> None:
        """Offer the names of others."""
        if list(names) != self._names:
            self._names = list(names)
            for row in self.rows:
                if isinstance(row, WaitRow):
                    row.show_names(self._names)

    def made_row(self) -> "WaitRow":
        row = WaitRow()
        row.show_names(self._names)
        return row

    def entries_of(self, value: Any) -> list[Any]:
        if isinstance(value, Mapping):
            return [(name, plain(options)) for name, options in value.items()]
        return [(name, {}) for name in value or ()]

    def value_of(self, entries: Sequence[Any]) -> Any:
        if any(options for _, options in entries):
            return dict(entries)
        return tuple(name for name, _ in entries)


class WaitRow(EntryRow):
    """One that is waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._more: dict[str, Any] = {}
        self.name = TextField()
        self.condition = ChoiceField(
            (
                (None, tr("Healthy, where it has a check")),
                ("service_started", tr("Started")),
                ("service_healthy", tr("Healthy")),
                ("service_completed_successfully", tr("Ended without an error")),
            )
        )
        self.add_part(self.name, tr("Channel or service to wait for"), "postgres", 2)
        self.add_choice(self.condition, tr("Until it is"), 10)

    def show_names(self, names: Sequence[str]) -> None:
        """Offer names while one is typed."""
        completer = offers_of(names, self)
        completer.activated.connect(lambda _: self._tell())
        self.name.line.setCompleter(completer)

    @property
    def key(self) -> str:
        return self.name.line.text().strip()

    @property
    def entry(self) -> Any:
        condition = self.condition.value
        options = dict(self._more) | ({"condition": condition} if condition else {})
        return (self.key, options) if self.key else None

    def show_entry(self, entry: Any) -> None:
        name, options = entry
        self._more = {key: value for key, value in options.items() if key != "condition"}
        self.name.show_value(name)
        self.condition.show_value(options.get("condition"))
        keys = ", ".join(f"{key}: {str(value).lower()}" for key, value in self._more.items())
        self.say(tr("Also: {}").format(keys) if keys else "")
