"""Where two changed the same field: each field in words, both values, one of them to choose."""

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QWidget,
)

from openpalm_desktop.model.path import Path

from .dialog_parts import ListDialog, label
from .navigation import place_words
from .styled import set_property
from .words import title_of, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.outside import Changed
    from openpalm_desktop.model.joining import Conflict
    from openpalm_desktop.model.stack import StackSpec

_LONGEST = 160


class JoinDialog(ListDialog):
    """A row for each field; what only one of both changed is joined without a question."""

    def __init__(self, parent: QWidget, name: str, spec: "StackSpec", changed: "Changed") -> None:
        super().__init__(
            parent,
            tr("Changed twice"),
            tr("You and another program changed {}").format(name),
            tr(
                "Everything else is joined. Choose what should stand in these fields; "
                "you can undo it afterwards."
            ),
        )
        self.setMinimumSize(680, 360)
        self.rows.setContentsMargins(0, 0, 8, 0)
        self.rows.setSpacing(10)
        self._fields = [_Row(self, spec, conflict) for conflict in changed.conflicts]
        for field in self._fields:
            self.rows.addWidget(field)
        self.rows.addStretch()
        self.area.setObjectName("form")
        self.parts.addLayout(self._buttons())

    @property
    def taken(self) -> frozenset[Path]:
        """The paths where the other program's value was chosen."""
        return frozenset(row.path for row in self._fields if row.theirs.isChecked())

    def _buttons(self) -> QHBoxLayout:
        mine = QPushButton(tr("All mine"), self)
        theirs = QPushButton(tr("All theirs"), self)
        mine.clicked.connect(lambda: self._choose_all(is_mine=True))
        theirs.clicked.connect(lambda: self._choose_all(is_mine=False))
        box = QDialogButtonBox(self)
        self.join = box.addButton(tr("Join"), QDialogButtonBox.ButtonRole.AcceptRole)
        set_property(self.join, "role", "primary")
        self.join.setDefault(True)
        box.addButton(tr("Not now"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(mine)
        row.addWidget(theirs)
        row.addStretch()
        row.addWidget(box)
        return row

    def _choose_all(self, *, is_mine: bool) -> None:
        for row in self._fields:
            (row.mine if is_mine else row.theirs).setChecked(True)


class _Row(QFrame):
    """One field: where it is, and the two values beside each other."""

    def __init__(self, parent: QWidget, spec: "StackSpec", conflict: "Conflict") -> None:
        super().__init__(parent)
        self.setObjectName("choice")
        self.path = conflict.path
        where = _where(spec, conflict.path)
        is_part = isinstance(conflict.mine or conflict.theirs, dict)
        name = label("strong", self)
        name.setText(where)
        group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 10)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(4)
        grid.addWidget(name, 0, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.mine = QRadioButton(tr("Mine"), self)
        self.theirs = QRadioButton(tr("The other program’s"), self)
        self.mine.setChecked(True)
        both = ((self.mine, conflict.mine), (self.theirs, conflict.theirs))
        for column, (button, value) in enumerate(both):
            group.addButton(button)
            said = _part_said(value) if is_part else _said(value)
            text = label("muted" if value is None else "", self)
            text.setText(said)
            text.setContentsMargins(24, 0, 0, 0)
            button.setAccessibleName(f"{where}: {button.text()}: {said}")
            grid.addWidget(button, 1, column)
            grid.addWidget(text, 2, column, Qt.AlignmentFlag.AlignTop)


def _where(spec: "StackSpec", path: Path) -> str:
    """Return a field's place and its title, unless the place says it already."""
    place, title = place_words(spec, path), title_of(spec, path)
    is_field = len(path) > 2 and path[0] in {"channels", "services"}
    return f"{place} › {title}" if is_field else place


def _part_said(value: Any) -> str:
    """Return what became of a whole channel, service or automation that one of both removed."""
    return tr("(removed)") if value is None else tr("Changed, and still there")


def _said(value: Any) -> str:
    """Return a field's value as people read it."""
    match value:
        case None:
            return tr("(nothing)")
        case bool():
            return tr("Yes") if value else tr("No")
        case str() | int() | float():
            text = str(value)
        case list() if all(isinstance(item, str | int) for item in value):
            text = ", ".join(map(str, value)) or tr("(nothing)")
        case _:
            text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
