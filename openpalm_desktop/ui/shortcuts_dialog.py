"""All keys of the program in one place: those of the menus, and those of tables, forms, texts."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from .words import tr, without_keys

Keys = Sequence[tuple[str, str]]


class ShortcutsDialog(QDialog):
    """A list to read, group by group."""

    def __init__(self, bar: QMenuBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.resize(520, 620)
        self.setMinimumSize(400, 320)
        body = QWidget()
        body.setObjectName("form")
        grid = QGridLayout(body)
        grid.setContentsMargins(6, 4, 14, 10)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(0, 1)
        for heading, keys in {**_of_menus(bar.actions()), **_of_places()}.items():
            _add_group(grid, heading, keys)
        area = QScrollArea(self)
        area.setObjectName("reading")
        area.setAccessibleName(tr("Keyboard shortcuts"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)


def _add_group(grid: QGridLayout, heading: str, keys: Keys) -> None:
    title = QLabel(heading)
    title.setProperty("role", "strong")
    row = grid.rowCount()
    title.setContentsMargins(0, 10, 0, 0)
    grid.addWidget(title, row, 0, 1, 2)
    for step, (words, key) in enumerate(keys, 1):
        what = QLabel(words)
        what.setWordWrap(True)  # else a long one pushes the keys out of sight
        grid.addWidget(what, row + step, 0)
        chip = QLabel(key)
        chip.setObjectName("key")
        grid.addWidget(chip, row + step, 1, Qt.AlignmentFlag.AlignRight)


def _of_menus(actions: Iterable[QAction]) -> Mapping[str, Keys]:
    found: dict[str, Keys] = {}
    for action in actions:
        menu = action.menu()
        if isinstance(menu, QMenu):
            keys = [
                (without_keys(each.text()), " · ".join(map(_words, each.shortcuts())))
                for each in menu.actions()
                if any(not key.isEmpty() for key in each.shortcuts())
            ]
            if keys:
                found[without_keys(action.text())] = keys
    return found


def _of_places() -> Mapping[str, Keys]:
    return {
        tr("In tables"): (
            (tr("Edit the cell"), "F2"),
            (tr("Turn on or off"), _keys("Space")),
            (tr("Go to the form of the row"), _keys("Return")),
            (tr("Choose several rows"), _keys("Shift+Up", "Shift+Down")),
            (tr("Cut, copy, paste rows"), _keys("Ctrl+X", "Ctrl+C", "Ctrl+V")),
            (tr("Remove rows"), _keys("Del")),
        ),
        tr("In forms and texts"): (
            (tr("Go to the next field"), _keys("Tab")),
            (tr("Go to the next tab, when the tabs have the focus"), _keys("Right")),
            (tr("Leave a text that takes Tab"), _keys("Ctrl+Tab")),
        ),
        tr("In generated files"): ((tr("Go to the field of the line"), _keys("Return")),),
        tr("In the picture and the week"): (
            (tr("Go from one to the next"), _keys("Left", "Right", "Up", "Down")),
            (tr("Open it"), _keys("Return")),
            (tr("Larger, smaller, all of the picture"), _keys("+", "-", "0")),
        ),
    }


def _keys(*names: str) -> str:
    return " · ".join(_words(QKeySequence(name)) for name in names)


def _words(key: QKeySequence) -> str:
    return key.toString(QKeySequence.SequenceFormat.NativeText)
