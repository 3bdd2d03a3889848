"""The menu bar, made from the list of actions."""

import re
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from .language import LANGUAGES, SYSTEM
from .menu_names import CHANNEL, FILE, MENUS, VIEW
from .messages import show_new_language
from .regions import Pane
from .theme import Look
from .words import tr

if TYPE_CHECKING:
    from .actions import Action
    from .main_window import MainWindow

_OF_ROWS = ("cut", "copy", "duplicate", "remove", "turn_on", "turn_off", "move_up", "move_down")


class Menus(QObject):
    """Menus with their shortcuts, kept in step with the document.

    Their titles are in sight at once; what is in them is made when one is opened, or a moment
    after the first picture, as the keys need it too.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        bar = window.menuBar()
        self._menus = {name: bar.addMenu(tr(name)) for name in MENUS}
        for menu in self._menus.values():
            menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Make what is in the menus, if that was not done yet."""
        _ = self.actions

    @cached_property
    def actions(self) -> dict[str, QAction]:
        """Everything in the menus, by name."""
        from .actions import ACTIONS  # noqa: PLC0415 – the menus' names are in sight before

        made = {one.name: self._made(one) for one in ACTIONS}
        vars(self)["actions"] = made  # the rest is put among these
        made["quit"].setMenuRole(QAction.MenuRole.QuitRole)
        made["about"].setMenuRole(QAction.MenuRole.AboutRole)
        self._add_recent()
        self._add_panes()
        self._add_looks()
        self._add_languages()
        self._add_restoring()
        self._menus[CHANNEL].aboutToShow.connect(self._show_channel_actions)
        self._menus[CHANNEL].aboutToHide.connect(self._enable_channel_actions)
        if self._window.document is not None:
            self._window.document.named.connect(self._show_steps)
        self._show_steps()
        return made

    def _made(self, one: "Action") -> QAction:
        menu = self._menus[one.menu]
        if one.menu == CHANNEL and menu.isEmpty():
            menu.addMenu(self._window.channels.add_menu(self._window.menuBar()))
            menu.addSeparator()
        if one.begins_group:
            menu.addSeparator()
        action = QAction(_menu_text(tr(one.text)), self._window)
        action.setShortcuts(QKeySequence.listFromString(one.keys))
        action.triggered.connect(lambda: one.run(self._window))
        menu.addAction(action)
        return action

    def show_section(self) -> None:
        """Let the keys of channels and services work in their tables, and nowhere else."""
        self._enable_channel_actions()

    def _show_steps(self) -> None:
        document = self._window.document
        if document is None:
            return
        undo, redo = document.history.undoText(), document.history.redoText()
        self.actions["undo"].setText(tr("&Undo “{}”").format(undo) if undo else tr("&Undo"))
        self.actions["redo"].setText(tr("&Redo “{}”").format(redo) if redo else tr("&Redo"))
        self.actions["undo"].setEnabled(bool(undo))
        self.actions["redo"].setEnabled(bool(redo))
        self.actions["history"].setEnabled(bool(undo or redo))

    def _show_channel_actions(self) -> None:
        page = self._window.open_table
        has_any = page is not None and bool(page.table.chosen)
        for name in _OF_ROWS:
            self.actions[name].setEnabled(has_any)

    def _enable_channel_actions(self) -> None:
        """Keys work whenever something is chosen, whatever the menu said when it was open."""
        for name in _OF_ROWS:
            self.actions[name].setEnabled(self._window.open_table is not None)

    def _add_recent(self) -> None:
        recent = QMenu(tr("Open &recent"), self._menus[FILE])
        self._menus[FILE].insertMenu(self.actions["example"], recent)
        self._menus[FILE].aboutToShow.connect(lambda: self._fill_recent(recent))

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        paths = self._window.settings.recent_files
        menu.setEnabled(bool(paths))
        for path in paths:
            action = menu.addAction(str(path))
            action.triggered.connect(lambda _=False, one=path: self._window.files.open_path(one))
        if paths:
            menu.addSeparator()
            clear = menu.addAction(tr("Forget these"))
            clear.triggered.connect(self._window.settings.forget_recent_files)

    def _add_panes(self) -> None:
        menu, regions = self._menus[VIEW], self._window.regions
        menu.setProperty("checkable", "true")
        menu.addSeparator()
        for pane, name, keys in (
            (Pane.PREVIEW, tr("&Generated files"), "F9"),
            (Pane.PROBLEMS, tr("&Problems"), "F7"),
        ):
            action = QAction(name, self._window)
            action.setCheckable(True)
            action.setChecked(regions.shows(pane))
            action.setShortcut(QKeySequence(keys))
            action.toggled.connect(lambda is_on, one=pane: regions.show_pane(one, is_shown=is_on))
            menu.addAction(action)
            self.actions[f"pane_{pane.value}"] = action
        menu.addAction(self.actions["next_region"])
        self._window.preview.wanted.connect(self._show_preview)

    def _show_preview(self) -> None:
        """Bring the preview into sight, whatever took its place."""
        self._window.regions.show_stack()
        self._window.regions.give_room(is_wanted=False)
        self.actions[f"pane_{Pane.PREVIEW.value}"].setChecked(True)

    def _add_looks(self) -> None:
        menu = self._menus[VIEW]
        menu.addSeparator()
        group = QActionGroup(self)
        names = {
            Look.SYSTEM: tr("As the system"),
            Look.LIGHT: tr("Light"),
            Look.DARK: tr("Dark"),
        }
        for look, name in names.items():
            action = QAction(name, self)
            action.setCheckable(True)
            action.setChecked(self._window.theme.look is look)
            action.triggered.connect(lambda _=False, one=look: self._choose_look(one))
            group.addAction(action)
            menu.addAction(action)
            self.actions[f"look_{look.value}"] = action

    def _add_languages(self) -> None:
        menu = QMenu(tr("&Language"), self._menus[VIEW])
        menu.setProperty("checkable", "true")
        self._menus[VIEW].addMenu(menu)
        group = QActionGroup(self)
        for code, name in {SYSTEM: tr("As the system"), **LANGUAGES}.items():
            action = QAction(name, self)
            action.setCheckable(True)
            action.setChecked(self._window.settings.language == code)
            action.triggered.connect(lambda _=False, one=code: self._choose_language(one))
            group.addAction(action)
            menu.addAction(action)
            self.actions[f"language_{code or 'system'}"] = action

    def _choose_language(self, code: str) -> None:
        self._window.settings.language = code
        show_new_language(self._window)

    def _add_restoring(self) -> None:
        settings = self._window.settings
        menu = self._menus[VIEW]
        menu.addSeparator()
        action = QAction(tr("&Reopen the last files at start"), menu)
        action.setCheckable(True)
        action.setChecked(settings.is_restoring)
        action.triggered.connect(lambda is_on: setattr(settings, "is_restoring", is_on))
        menu.addAction(action)
        self.actions["restore"] = action

    def _choose_look(self, look: Look) -> None:
        self._window.settings.look = look
        self._window.theme.choose(look)


def _menu_text(text: str) -> str:
    """Return a text for a menu: a single ampersand before a space is to be seen, and no key."""
    return re.sub(r"(?<!&)& ", "&& ", text)
