"""A copied secret does not stay in the clipboard: it is taken out after a while if still there."""

from hashlib import sha256

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

_KEPT_MS = 45_000
_HINTS = {  # what programs that keep a history of the clipboard look for
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    "application/x-nspasteboard-concealed-type": b"1",
}


class SecretClipboard(QObject):
    """Copies a value for a while; keeps no more of it than its fingerprint."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copied = ""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_KEPT_MS)
        self.timer.timeout.connect(self.clear)

    def copy(self, text: str) -> None:
        """Put a value into the clipboard."""
        mime = QMimeData()
        mime.setText(text)
        for kind, value in _HINTS.items():
            mime.setData(kind, value)
        _clipboard().setMimeData(mime)
        self._copied = _fingerprint(text)
        self.timer.start()

    def clear(self) -> None:
        """Take the value out of the clipboard, unless something else is there by now."""
        self.timer.stop()
        if self._copied and _fingerprint(_clipboard().text()) == self._copied:
            _clipboard().clear()
        self._copied = ""


def _clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def _fingerprint(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
