"""A time zone: typed, or found by any part of its name."""

from PySide6.QtWidgets import QWidget

from openpalm_desktop.model.zone import zone_names

from .offers import offers_of
from .text_field import NeededTextField


class ZoneField(NeededTextField):
    """One line that offers the zones in whose names the typed text occurs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.completer = offers_of(zone_names(), self)
        self.line.setCompleter(self.completer)
        self.completer.activated.connect(self._choose)

    def _choose(self, name: str) -> None:
        self.edited.emit(name)
        self.left.emit()
