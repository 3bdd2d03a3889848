"""What is being opened, in the status bar, once it takes long enough to wonder."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from .words import tr

if TYPE_CHECKING:
    from .opener import Opener

_LONG_MS = 300


class OpeningBar(QWidget):
    """The file's name, a bar that moves, and a way to stop."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._opener: Opener | None = None
        self.label = QLabel(self)
        bar = QProgressBar(self)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedSize(120, 6)
        bar.setAccessibleName(tr("Opening"))
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.setProperty("role", "link")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_LONG_MS)
        self._wait.timeout.connect(self.show)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(10)
        layout.addWidget(self.label)
        layout.addWidget(bar)
        layout.addWidget(self.cancel)
        self.hide()

    def attach(self, opener: "Opener") -> None:
        """Follow what an opener does."""
        self._opener = opener
        opener.changed.connect(self._show_opener)
        self.cancel.clicked.connect(opener.cancel)

    def _show_opener(self) -> None:
        path = self._opener.path if self._opener else None
        if path is None:
            self._wait.stop()
            self.hide()
        else:
            self.label.setText(tr("Opening {}…").format(path.name))
            self._wait.start()
