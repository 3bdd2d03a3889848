"""The Help menu's dialogs; each is built when it is asked for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QMainWindow


def show_shortcuts(window: "QMainWindow") -> None:
    """Show all keys."""
    from .shortcuts_dialog import ShortcutsDialog  # noqa: PLC0415 – seldom shown

    _open(ShortcutsDialog(window.menuBar(), window))


def show_manual(window: "QMainWindow") -> None:
    """Show the documentation."""
    from .manual_dialog import ManualDialog  # noqa: PLC0415 – seldom shown

    _open(ManualDialog(window))


def show_about(window: "QMainWindow") -> None:
    """Show version and licences."""
    from .about_dialog import AboutDialog  # noqa: PLC0415 – seldom shown

    _open(AboutDialog(window))


def _open(dialog: "QDialog") -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
