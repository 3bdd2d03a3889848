"""When a mistake of ours surfaces: a text to copy, and the document stays open."""

import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop import __version__

from .theme import code_font
from .words import tr


class CrashDialog(QDialog):
    """Says that it was our mistake, and shows what to send us."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("OpenPalm Desktop")
        self.resize(640, 420)
        title = QLabel(tr("Something went wrong inside the program"), self)
        title.setProperty("role", "title")
        text = QLabel(
            tr(
                "This is a mistake of ours. Your stack is still open: save it under another name "
                "to be safe, then send us the text below."
            ),
            self,
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        self.report = QPlainTextEdit(report, self)
        self.report.setObjectName("report")
        self.report.setAccessibleName(tr("Report"))
        self.report.setReadOnly(True)
        self.report.setFont(code_font())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton(tr("Copy the text"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(self.report, 1)
        layout.addWidget(buttons)


def watch_for_crashes() -> None:
    """Show mistakes that nothing else handles; a second one while the dialog is up is printed."""
    sys.excepthook = _show_crash


def report_of(error: BaseException) -> str:
    """Return what we need to know about a mistake; it holds no value of the stack's secrets."""
    lines = "".join(traceback.format_exception(error))
    return (
        f"OpenPalm Desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.platform()}\n\n{lines}"
    )


def _show_crash(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    sys.__excepthook__(kind, error, trace)
    if QApplication.instance() is not None and QApplication.activeModalWidget() is None:
        CrashDialog(report_of(error), QApplication.activeWindow()).exec()
