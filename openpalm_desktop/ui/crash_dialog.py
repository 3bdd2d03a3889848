"""When a mistake of ours surfaces: a text to copy, and the document stays open."""

import platform
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, qVersion
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

_PACKAGE = Path(__file__).resolve().parent.parent


class CrashDialog(QDialog):
    """Says that it was our mistake, and shows what to send us."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("OpenPalm Desktop")
        self.resize(660, 440)
        title = QLabel(tr("Something went wrong inside the program"), self)
        title.setProperty("role", "title")
        text = QLabel(
            tr(
                "This is a mistake of ours. Your stack is still open, and your edits are kept even "
                "if the program should end. You can go on; sending us the text below helps to "
                "mend it. It holds nothing of your stack."
            ),
            self,
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        self.again = QLabel(self)
        self.again.setProperty("role", "strong")
        self.again.hide()
        self.report = QPlainTextEdit(report, self)
        self.report.setObjectName("report")
        self.report.setAccessibleName(tr("Report"))
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setFont(code_font())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy = buttons.addButton(tr("Copy the text"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addWidget(self.again)
        layout.addSpacing(4)
        layout.addWidget(self.report, 1)
        layout.addWidget(buttons)

    def show_again(self, report: str, count: int) -> None:
        """Tell that there was one more mistake, another one or the same."""
        self.again.setText(tr("It happened {} times.").format(count))
        self.again.show()
        if report not in self.report.toPlainText():
            self.report.appendPlainText(f"\n{report}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy.setText(tr("Copied"))


class CrashWatch:
    """Shows each mistake once, all that come together in one dialog; the rest is printed."""

    def __init__(self) -> None:
        self._dialog: CrashDialog | None = None
        self._seen: set[str] = set()
        self._count = 0

    def hear(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Take what nothing else handled, as `sys.excepthook`."""
        if issubclass(kind, KeyboardInterrupt) or sys.flags.dev_mode:
            sys.__excepthook__(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt) or QApplication.instance() is None:
            return
        report = report_of(error)
        sys.stderr.write(report)
        if self._dialog is not None:
            self._count += 1
            self._dialog.show_again(report, self._count)
        elif report not in self._seen:
            self._show(report)
        self._seen.add(report)

    def _show(self, report: str) -> None:
        """Show the dialog above whatever else is asked just now; the program goes on behind it."""
        parent = QApplication.activeModalWidget() or QApplication.activeWindow()
        self._count = 1
        self._dialog = CrashDialog(report, parent)
        self._dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._dialog.finished.connect(self._forget)
        self._dialog.show()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None


def report_of(error: BaseException) -> str:
    """Return what we need to know about a mistake: versions, and where in our code it was.

    Messages of errors are left out, as they may hold values of the stack, secrets among them.
    """
    versions = (
        f"OpenPalm Desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()} {platform.machine()}"
    )
    return "\n".join([versions, "", *_lines(error), ""])


def _lines(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _lines(cause)
        yield "then:"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
        if frame.line:
            yield f"    {frame.line}"
    yield type(error).__qualname__


def _place(file: str) -> str:
    """Return a file's place in the program; folders of the person's are nobody's business."""
    path = Path(file)
    if path.is_relative_to(_PACKAGE.parent):
        return path.relative_to(_PACKAGE.parent).as_posix()
    return "/".join(path.parts[-2:])
