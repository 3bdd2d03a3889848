"""Pictures of what opens over the window: menus, lists, tooltips, questions, dialogs."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QMenu,
    QToolTip,
    QWidget,
)

from openpalm_desktop.deploy.bundle_opening import ReadBundle
from openpalm_desktop.deploy.opening import Refused
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.locked_secrets import stand_in
from openpalm_desktop.model.formats.compose_roles import Role
from openpalm_desktop.model.problem import Position, Problem
from openpalm_desktop.ui import messages
from openpalm_desktop.ui.about_dialog import AboutDialog
from openpalm_desktop.ui.add_dialog import AddDialog
from openpalm_desktop.ui.bundle_export import BundleExport
from openpalm_desktop.ui.bundle_opening_dialog import BundleOpeningDialog
from openpalm_desktop.ui.crash_dialog import CrashDialog
from openpalm_desktop.ui.export_commands import FolderExport
from openpalm_desktop.ui.fields.zone_field import ZoneField
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.manual_dialog import ManualDialog
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.refused_dialog import RefusedDialog
from openpalm_desktop.ui.registry_dialog import RegistryDialog
from openpalm_desktop.ui.secret_dialogs import RenameDialog, ValueDialog
from openpalm_desktop.ui.shortcuts_dialog import ShortcutsDialog
from openpalm_desktop.ui.target_dialog import TargetDialog
from openpalm_desktop.ui.template_dialog import TemplateDialog
from openpalm_desktop.ui.update_dialog import UpdateDialog
from tests.shot_certificates import root_dialog
from tests.shot_scenes import A_KEY

_NOTES = (
    "The service “watchtower” mounts Docker’s socket; it was taken over as it stands.",
    "The label traefik.enable has no meaning here and was left out.",
    "Secret values stood in the file; give them again: POSTGRES_PASSWORD, ADMIN_TOKEN",
)
_REFUSED = Refused(
    Path("home.yaml"),
    (
        Problem(
            ("channels", "blog", "containerPort"),
            "shape",
            "“containerPort” must be a whole number, not “eighty”.",
            "Write it as in 8080.",
            position=Position(12, 20),
        ),
        Problem(
            ("channels", "blog", "domain"),
            "shape",
            "A channel has no field “domain”.",
            "Did you mean “domains”?",
            position=Position(14, 5),
        ),
    ),
)


_LOCKED = ReadBundle(
    Path("/home/ada/palm-home.tar.gz"),
    "palm-home",
    "",
    ("CHAT_TOKEN",),
    stand_in(for_passphrase=False),
)


def draw_details(window: MainWindow, folder: Path, kind: str) -> None:
    """Open everything there is, one after another, and draw it."""
    for name, widget in _menus(window):
        _draw(widget, folder / f"menu-{name}-{kind}.png")
    for name, widget in _lists(window):
        _draw(widget, folder / f"list-{name}-{kind}.png")
    for name, make in _dialogs().items():
        dialog = make(window)
        dialog.open()
        _draw(dialog, folder / f"dialog-{name}-{kind}.png")
        dialog.reject()
    for name, ask in _questions().items():
        QTimer.singleShot(0, lambda path=folder / f"question-{name}-{kind}.png": _draw_modal(path))
        ask(window)


def _draw(widget: QWidget, path: Path) -> None:
    for _ in range(4):
        QApplication.processEvents()
    widget.grab().save(str(path))


def _draw_modal(path: Path) -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    _draw(dialog, path)
    dialog.close()


def _menus(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            menu.popup(window.mapToGlobal(QPoint(20, 40)))
            yield action.text().replace("&", "").lower(), menu
            for inner in menu.actions():
                below = inner.menu()
                if isinstance(below, QMenu):
                    below.popup(window.mapToGlobal(QPoint(200, 40)))
                    yield inner.text().replace("&", "").replace(" ", "-").lower(), below
                    below.hide()
            menu.hide()


def _lists(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    window.go_to(("automations", 0, "schedule"))
    box = next(one for one in window.findChildren(QComboBox) if one.isVisible())
    box.showPopup()
    yield "choices", box.view().window()
    box.hidePopup()
    window.show_section(Section.OVERVIEW)
    for zone in window.findChildren(ZoneField):
        zone.completer.setCompletionPrefix("berl")
        zone.completer.complete()
        popup = zone.completer.popup()
        assert popup is not None
        yield "completer", popup
        popup.hide()
    QToolTip.showText(window.mapToGlobal(QPoint(300, 300)), "A tooltip says more.", window)
    for widget in QApplication.topLevelWidgets():
        if widget.inherits("QTipLabel") and widget.isVisible():
            yield "tooltip", widget
    QToolTip.hideText()


def _dialogs() -> dict[str, Callable[[MainWindow], QDialog]]:
    return {
        "add": _adding,
        "templates": lambda window: TemplateDialog(window, "website"),
        "shortcuts": lambda window: ShortcutsDialog(window.menuBar(), window),
        "manual": ManualDialog,
        "about": AboutDialog,
        "secret": lambda window: ValueDialog(window, "ADMIN_TOKEN", ()),
        "rename": lambda window: RenameDialog(window, "ADMIN_TOKEN", ("CHAT_TOKEN",)),
        "target": lambda window: TargetDialog(window, {}),
        "export": _exporting,
        "bundle": _bundling,
        "open-bundle": lambda window: BundleOpeningDialog(window, _LOCKED),
        "update": lambda window: UpdateDialog(window, "https://releases.example.org/"),
        "root": root_dialog,
        "registry": lambda window: RegistryDialog(window, "ghcr.io", None),
        "refused": lambda window: RefusedDialog(window, _REFUSED),
        "crash": lambda window: CrashDialog("ValueError: 1\n  File “document.py”, line 12", window),
    }


def _exporting(window: MainWindow) -> QDialog:
    export = FolderExport(window)
    export.begin()
    QTest.qWait(300)  # it looks into the folder beside the window
    return export.dialog


def _bundling(window: MainWindow) -> QDialog:
    bundle = BundleExport(window)
    bundle.begin()
    bundle.dialog.for_keys.click()
    bundle.dialog.keys.setPlainText(A_KEY)
    QTest.qWait(300)
    return bundle.dialog


def _adding(window: MainWindow) -> QDialog:
    dialog = AddDialog(Role.CHANNEL, window)
    dialog.show_text("docker run -d -p 8080:80 -e API_TOKEN=s3cret --name web nginx:1.29")
    return dialog


def _questions() -> dict[str, Callable[[MainWindow], object]]:
    error = OpenPalmError(
        "“/srv/stacks/home.yaml” cannot be written: the disk is full.",
        "Make room on the disk, or save somewhere else.",
    )
    return {
        "unsaved": lambda window: messages.ask_about_unsaved(window, "palm-home.yaml"),
        "changed": lambda window: messages.ask_about_changed_file(window, "palm-home.yaml"),
        "notes": lambda window: messages.show_notes(window, "docker-compose.yml", _NOTES),
        "error": lambda window: messages.show_error(window, error),
    }
