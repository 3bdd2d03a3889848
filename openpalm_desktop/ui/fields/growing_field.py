"""A field of rows with a button below that adds one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from openpalm_desktop.ui.icons import icon
from openpalm_desktop.ui.theme import tokens

from .field import Field


class GrowingField(Field):
    """Lays rows out above the button; subclasses say what a row is."""

    def __init__(self, add: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.add_button = QPushButton(add, self)
        self.add_button.setProperty("role", "quiet")
        self.add_button.setIcon(icon("add", tokens().accent))
        self.add_button.clicked.connect(self._add)
        self._layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add_button)

    def _add(self) -> None:
        raise NotImplementedError
