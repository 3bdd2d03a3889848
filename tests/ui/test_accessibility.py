"""Everything that can be used has a name and a role, is reached by Tab, and shows its focus."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QMenu,
    QMenuBar,
    QTabBar,
    QWidget,
)

from openpalm_desktop.deploy.opening import Refused
from openpalm_desktop.model.formats.compose_roles import Role
from openpalm_desktop.model.problem import Position, Problem
from openpalm_desktop.ui import secret_desk
from openpalm_desktop.ui.about_dialog import AboutDialog
from openpalm_desktop.ui.add_dialog import AddDialog
from openpalm_desktop.ui.channel_rows import Column
from openpalm_desktop.ui.crash_dialog import CrashDialog
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.manual_dialog import ManualDialog
from openpalm_desktop.ui.message_dialog import MessageDialog
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.preview_pane import Kind
from openpalm_desktop.ui.refused_dialog import RefusedDialog
from openpalm_desktop.ui.secret_dialogs import RenameDialog, ValueDialog
from openpalm_desktop.ui.secrets_page import SecretsPage
from openpalm_desktop.ui.shortcuts_dialog import ShortcutsDialog
from openpalm_desktop.ui.template_dialog import TemplateDialog
from openpalm_desktop.ui.welcome import EXAMPLE
from tests.ui.hands import TWO_CHANNELS, Open, wait_for
from tests.ui.walk import described, interactive, name_of, role_of, walk

COMPOSE = """\
services:
  web: {image: nginx, ports: ["8080:80"], environment: {API_TOKEN: secret-1}}
  db: {image: postgres}
"""
NO_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client)


@pytest.fixture
def household(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window on a stack that has some of everything, large enough to show it."""
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 0)
    window = open_window(EXAMPLE.read_text(encoding="utf-8"))
    window.resize(1440, 1000)
    return window


def secrets_are_known(window: MainWindow) -> bool:
    """Whether the store of secrets has answered, so that nothing changes during a walk."""
    assert window.document is not None
    held = window.document.secrets.held
    return not held.is_asked and (held.names is not None or held.trouble is not None)


def complaints(root: QWidget, start: QWidget | None = None) -> list[str]:
    """What keeps people without mouse or without sight from using something."""
    QApplication.processEvents()
    stops = walk(root, start)
    reached = {stop.widget for stop in stops}
    found = [f"shows no focus: {described(one.widget)}" for one in stops if not one.shows_focus]
    for widget in interactive(root):
        if not name_of(widget):
            found.append(f"has no name: {described(widget)}")
        if role_of(widget) in NO_ROLES:
            found.append(f"has no role: {described(widget)}")
        if not reached & {widget, *_same_choice(widget)}:
            found.append(f"is not reached: {described(widget)}")
    assert reached, "Tab went nowhere."
    return found


def _same_choice(widget: QWidget) -> list[QAbstractButton]:
    """The buttons among which arrow keys choose; Tab comes to one of them."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group.buttons() if group is not None else []


def views(page: QWidget) -> Iterator[QWidget | None]:
    """Open each tab of a page in turn; the tab bar is where the walk begins."""
    yield None
    for bar in page.findChildren(QTabBar):
        if bar.isVisible():
            for index in range(1, bar.count()):
                bar.setCurrentIndex(index)
                yield bar
            bar.setCurrentIndex(0)


@pytest.mark.parametrize("section", list(Section))
def test_every_section_can_be_used_without_mouse_and_sight(
    household: MainWindow, section: Section
) -> None:
    household.show_section(section)
    wait_for(lambda: secrets_are_known(household))
    found: list[str] = []
    for start in views(household.sections.page(section)):
        found += complaints(household, start or household.sidebar.list)
    assert sorted(set(found)) == []


@pytest.mark.parametrize("section", list(Section))
def test_every_section_of_an_empty_stack_too(open_window: Open, section: Section) -> None:
    window = open_window()
    window.beginning.begin_empty()
    window.show_section(section)
    assert complaints(window, window.sidebar.list) == []


def test_secrets_that_are_kept_need_no_mouse_and_no_sight(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 0)
    (tmp_path / "secrets.env").write_text("CHAT_TOKEN=1\nUNUSED=2\n")
    path = tmp_path / "openpalm.yaml"
    example = EXAMPLE.read_text(encoding="utf-8")
    path.write_text(example.replace("${DISCORD_BOT_TOKEN}", "in the clear"), encoding="utf-8")
    window = open_window(path=path)
    window.show_section(Section.SECRETS)
    page = window.sections.page(Section.SECRETS)
    assert isinstance(page, SecretsPage)
    wait_for(lambda: "UNUSED" in page.rows.names)
    for name in (page.rows.names[0], "CHAT_TOKEN", "ADMIN_TOKEN", "UNUSED"):
        page.show_secret(name)
        assert complaints(window, window.sidebar.list) == []


def test_the_welcome_page_can_be_used_without_mouse_and_sight(open_window: Open) -> None:
    window = open_window()
    assert complaints(window) == []


def test_a_section_tells_how_much_is_in_it_and_whether_something_is_wrong(
    open_window: Open,
) -> None:
    window = open_window(TWO_CHANNELS.replace("blog.example.org", "bl og"))
    names = window.sidebar.list.model()
    told = [
        names.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(len(Section))
    ]
    assert told[:3] == ["Overview", "Picture", "Channels, 2, Error"]
    assert window.document is not None
    window.document.put(("channels", "blog", "domains"), ["blog.example.org"])
    assert names.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Channels, 2"


def test_a_row_tells_that_something_is_wrong_with_it(open_window: Open) -> None:
    window = open_window(TWO_CHANNELS.replace("blog.example.org", "bl og"))
    rows, role = window.channels.rows, Qt.ItemDataRole.AccessibleTextRole
    told = [rows.index(row, Column.NAME).data(role) for row in range(2)]
    assert told == ["Family blog, Error", "notes"]
    assert rows.index(0, Column.IMAGE).data(role) == "ghcr.io/example/blog:1"


def test_finding_in_a_preview_needs_no_mouse_and_no_sight(household: MainWindow) -> None:
    household.preview.show_kind(Kind.ENV)
    household.preview.ask_what_to_find()
    household.preview.find_bar.line.setText("a")
    assert complaints(household.preview, household.preview.tabs) == []


def test_differences_need_no_mouse_and_no_sight(household: MainWindow) -> None:
    assert household.document is not None
    household.document.put(("channels", "blog", "image"), "example/blog:2")
    household.preview.show_differences()
    assert household.preview.differences is not None
    assert complaints(household.preview, household.preview.differences.back) == []


def _bar(window: QWidget) -> QMenuBar:
    assert isinstance(window, MainWindow)
    return window.menuBar()


def _question(parent: QWidget) -> QDialog:
    dialog = MessageDialog(parent, "Save the changes?", "They are lost without.")
    dialog.offer("Cancel", Choice.CANCEL)
    dialog.offer("Save", Choice.SAVE, is_usual=True)
    dialog.fit()
    return dialog


def _adding(parent: QWidget) -> QDialog:
    dialog = AddDialog(Role.CHANNEL, parent)
    dialog.show_text(COMPOSE)
    return dialog


DIALOGS: dict[str, Callable[[QWidget], QDialog]] = {
    "templates": lambda parent: TemplateDialog(parent, "bot"),
    "shortcuts": lambda parent: ShortcutsDialog(_bar(parent), parent),
    "manual": ManualDialog,
    "about": AboutDialog,
    "secret": lambda parent: ValueDialog(parent, "", ()),
    "secret's name": lambda parent: RenameDialog(parent, "TOKEN", ()),
    "question": _question,
    "add": _adding,
    "crash": lambda parent: CrashDialog("ValueError: 1", parent),
    "refused": lambda parent: RefusedDialog(
        parent,
        Refused(
            Path("home.yaml"),
            (Problem((), "a", "It is wrong.", "Mend it.", position=Position(1, 1)),),
        ),
    ),
}


@pytest.mark.parametrize("name", list(DIALOGS))
def test_every_dialog_can_be_used_without_mouse_and_sight(household: MainWindow, name: str) -> None:
    dialog = DIALOGS[name](household)
    dialog.open()
    QApplication.processEvents()
    assert dialog.windowTitle()
    assert complaints(dialog) == []
    dialog.reject()


def test_every_entry_of_the_menus_has_a_text(household: MainWindow) -> None:
    entries = list(_entries(household.menuBar().actions()))
    assert len(entries) > 20
    assert [entry for entry in entries if not entry.text().strip("&")] == []


def test_no_two_entries_share_their_keys(household: MainWindow) -> None:
    keys = [
        key.toString()
        for entry in _entries(household.menuBar().actions())
        for key in entry.shortcuts()
        if not key.isEmpty()
    ]
    assert sorted(set(keys)) == sorted(keys)


def test_every_menu_opens_by_its_letter_and_no_two_share_one(household: MainWindow) -> None:
    letters = [_letter(entry.text()) for entry in household.menuBar().actions()]
    assert "" not in letters
    assert len(set(letters)) == len(letters)


def _entries(actions: list[QAction]) -> Iterator[QAction]:
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            menu.aboutToShow.emit()
            yield from _entries(menu.actions())
        elif not action.isSeparator():
            yield action


def _letter(text: str) -> str:
    at = text.replace("&&", "  ").find("&")
    return text[at + 1].lower() if at >= 0 else ""
