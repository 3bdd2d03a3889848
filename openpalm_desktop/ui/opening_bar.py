"""What is being opened or worked out, in the status bar, once it takes long enough to wonder."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from .words import tr

if TYPE_CHECKING:
    from .made_beside import MadeBeside
    from .opener import Opener

_LONG_MS = 300


class OpeningBar(QWidget):
    """The file's name, a bar that moves, and a way to stop."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        bar = QProgressBar(self)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedSize(120, 6)
        bar.setAccessibleName(tr("Progress"))
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
        # Else the status bar grows for it, stays so, and the whole window moves.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.hide()

    def attach(self, opener: "Opener", making: "MadeBeside") -> None:
        """Follow what an opener does, and what is worked out of an edit."""
        opener.changed.connect(lambda: self._show(opener, making))
        making.changed.connect(lambda: self._show(opener, making))
        self.cancel.clicked.connect(opener.cancel)
        self._show(opener, making)

    def _show(self, opener: "Opener", making: "MadeBeside") -> None:
        self.cancel.setVisible(opener.path is not None)
        if opener.path is not None:
            self.label.setText(tr("Opening {}…").format(opener.path.name))
        elif making.is_busy:
            self.label.setText(tr("Working out what follows from the edit…"))
        else:
            self._wait.stop()
            self.hide()
            return
        if not self._wait.isActive() and self.isHidden():
            self._wait.start()
