"""The Help menu's dialogs; each is built when it is asked for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

    from .main_window import MainWindow


def show_shortcuts(window: "QMainWindow") -> None:
    """Show all keys."""
    from .shortcuts_dialog import ShortcutsDialog  # noqa: PLC0415 – seldom shown

    _open(ShortcutsDialog(window.menuBar(), window))


def show_manual(window: "QMainWindow") -> None:
    """Show the documentation."""
    from .manual_dialog import ManualDialog  # noqa: PLC0415 – seldom shown

    _open(ManualDialog(window))


def show_page(parent: "QWidget", page: str, heading: str = "") -> None:
    """Show a page of the documentation, over the dialog that it is about."""
    from .manual_dialog import ManualDialog  # noqa: PLC0415 – seldom shown

    dialog = ManualDialog(parent)
    _open(dialog)
    dialog.show_page(page, heading)


def show_section_help(window: "MainWindow") -> None:
    """Show what the documentation says of the open section."""
    from .manual_dialog import ManualDialog  # noqa: PLC0415 – seldom shown
    from .manual_page import anchor  # noqa: PLC0415
    from .navigation import SECTION_NAMES  # noqa: PLC0415

    dialog = ManualDialog(window)
    _open(dialog)
    section = window.sections.current
    dialog.show_page("window.md", anchor(SECTION_NAMES[section]) if section else "")


def show_update(window: "MainWindow") -> None:
    """Offer to ask whether there is a newer version."""
    from openpalm_desktop.deploy.newer_version import NoAnswer, feed  # noqa: PLC0415 – seldom needed

    from .messages import show_error  # noqa: PLC0415 – seldom shown
    from .update_dialog import UpdateDialog  # noqa: PLC0415 – seldom shown

    try:
        _open(UpdateDialog(window, feed(window.settings.releases)))
    except NoAnswer as error:
        show_error(window, error)


def show_about(window: "QMainWindow") -> None:
    """Show version and licences."""
    from .about_dialog import AboutDialog  # noqa: PLC0415 – seldom shown

    _open(AboutDialog(window))


def _open(dialog: "QDialog") -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
