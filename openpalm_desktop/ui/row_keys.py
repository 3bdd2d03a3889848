"""What keys and the context menu do to the rows of a table of channels or services."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from openpalm_desktop.model.exposure import Exposure

from .words import reach_name, tr

if TYPE_CHECKING:
    from .named_page import NamedPage

_COPY, _CUT = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut
_PASTE, _DELETE = QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Delete


class RowKeys(QObject):
    """Copy, cut, paste and remove in the table itself; the rest by its context menu too."""

    def __init__(self, page: "NamedPage") -> None:
        super().__init__(page)
        self._page = page
        table = page.table
        for keys, run in (
            (_COPY, page.copy),
            (_CUT, page.cut),
            (_PASTE, page.paste),
            (_DELETE, page.remove),
        ):
            action = QAction(table)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _=False, one=run: one())
            table.addAction(action)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open)

    def menu(self) -> QMenu:
        """Return what can be done with the chosen rows, each with its key."""
        page = self._page
        menu = QMenu(page)
        names = page.table.chosen
        for text, keys, run, is_possible in (
            (tr("Cut"), QKeySequence(_CUT), page.cut, page.can_remove(names)),
            (tr("Copy"), QKeySequence(_COPY), page.copy, bool(names)),
            (tr("Paste"), QKeySequence(_PASTE), page.paste, True),
            (tr("Duplicate"), QKeySequence("Ctrl+D"), page.duplicate, bool(names)),
            (tr("Remove"), QKeySequence(_DELETE), page.remove, page.can_remove(names)),
        ):
            _add(menu, text, keys, run, is_possible=is_possible)
        menu.addSeparator()
        space = QKeySequence("Space")
        _add(menu, tr("Turn on"), space, lambda: page.switch(names, is_on=True))
        _add(menu, tr("Turn off"), space, lambda: page.switch(names, is_on=False))
        self._add_reach(menu, names)
        menu.addSeparator()
        is_possible = page.can_move(names)
        for text, key, step in ((tr("Move up"), "Alt+Up", -1), (tr("Move down"), "Alt+Down", 1)):
            move: Callable[[], object] = lambda step=step: page.move_chosen(step)  # type: ignore[misc] # noqa: E731 – mypy cannot see the default
            action = _add(menu, text, QKeySequence(key), move, is_possible=is_possible)
            action.setToolTip("" if is_possible else page.why_not_move())
        menu.setToolTipsVisible(True)
        for action in menu.actions()[6:]:
            action.setEnabled(action.isEnabled() and bool(names))
        return menu

    def _add_reach(self, menu: QMenu, names: list[str]) -> None:
        if not self._page.HAS_REACH:
            return
        reaches = menu.addMenu(tr("Who can reach it"))
        for reach in Exposure:
            action = reaches.addAction(reach_name(reach))
            action.triggered.connect(lambda _=False, one=reach: self._page.set_reach(names, one))

    def _open(self, where: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._page.table.viewport().mapToGlobal(where))


def _add(
    menu: QMenu,
    text: str,
    keys: QKeySequence,
    run: Callable[[], object],
    *,
    is_possible: bool = True,
) -> QAction:
    """Add an entry that names a key without taking it: the table and the menu bar have it."""
    shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
    action = menu.addAction(f"{text}\t{shown}")
    action.setEnabled(is_possible)
    action.triggered.connect(lambda _=False: run())
    return action
