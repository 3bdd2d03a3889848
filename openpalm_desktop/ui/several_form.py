"""What stands in place of the form while several rows are chosen: what is done to all of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from .fields.choice_field import ReachField
from .fields.text_field import TextField
from .styled import set_property
from .words import tr

if TYPE_CHECKING:
    from .named_page import NamedPage
    from .state import State

_MOST = 8  # names that are listed


class SeveralForm(QFrame):
    """A few fields for all chosen ones; each change is one undo step."""

    def __init__(self, page: "NamedPage") -> None:
        super().__init__(page)
        self.setObjectName("pane")
        self._page = page
        self._names: list[str] = []
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.names_line = QLabel(self)
        self.names_line.setProperty("role", "muted")
        self.names_line.setTextFormat(Qt.TextFormat.PlainText)
        self.names_line.setWordWrap(True)
        self.turn_on = QPushButton(tr("Turn all on"), self)
        self.turn_off = QPushButton(tr("Turn all off"), self)
        self.reach = ReachField(self)
        self.tag = TextField(self)
        self.tag_button = QPushButton(tr("Set the tag"), self)
        self.copy_button = self._quiet(tr("Copy"))
        self.duplicate_button = self._quiet(tr("Duplicate"))
        self.remove_button = self._quiet(tr("Remove"))
        self._lay_out()
        self.turn_on.clicked.connect(lambda: page.switch(self._names, is_on=True))
        self.turn_off.clicked.connect(lambda: page.switch(self._names, is_on=False))
        self.reach.edited.connect(lambda reach: page.set_reach(self._names, reach))
        self.tag.edited.connect(self._check_tag)
        self.tag.line.returnPressed.connect(self._put_tag)
        self.tag_button.clicked.connect(self._put_tag)
        self.copy_button.clicked.connect(page.copy)
        self.duplicate_button.clicked.connect(lambda _: page.duplicate())
        self.remove_button.clicked.connect(lambda: page.remove(self._names))

    def show_several(self, names: Sequence[str], state: "State") -> None:
        """Show what the chosen ones have in common."""
        if list(names) != self._names:
            self.tag.show_value(None)
            self._check_tag(None)
        self._names = list(names)
        entries: Any = getattr(state.product.stack, self._page.SECTION)
        containers = [entries[name].resolved.container for name in names]
        titles = [self._page.titles([name]) for name in names[:_MOST]]
        self.title.setText(self._page.titles(names))
        self.names_line.setText(", ".join(titles) + (" …" if len(names) > _MOST else ""))
        on = {one.enabled for one in containers}
        self.turn_on.setEnabled(on != {True})
        self.turn_off.setEnabled(on != {False})
        reaches = {getattr(one, "exposure", None) for one in containers}
        self.reach.show_value(reaches.pop() if len(reaches) == 1 else None)
        self.remove_button.setEnabled(self._page.can_remove(names))

    def _check_tag(self, tag: Any) -> None:
        from openpalm_desktop.model.arranging import is_tag  # noqa: PLC0415 – read when it is wanted

        is_sound = bool(tag) and is_tag(str(tag))
        set_property(self.tag.line, "problem", "error" if tag and not is_sound else "")
        self.tag_button.setEnabled(is_sound)

    def _put_tag(self) -> None:
        if self.tag_button.isEnabled():
            self._page.put_tag(self._names, self.tag.line.text())

    def _quiet(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", "quiet")
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(18, 12, 12, 4)
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addStretch()
        for button in (self.copy_button, self.duplicate_button, self.remove_button):
            head.addWidget(button)
        grid = QGridLayout()
        grid.setContentsMargins(18, 10, 18, 14)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnMinimumWidth(0, 128)
        grid.addWidget(self.names_line, 0, 0, 1, 2)
        switches = QHBoxLayout()
        switches.addWidget(self.turn_on)
        switches.addWidget(self.turn_off)
        switches.addStretch()
        grid.addWidget(_label(tr("On"), self), 1, 0)
        grid.addLayout(switches, 1, 1)
        reach = _label(tr("Who can reach it"), self)
        grid.addWidget(reach, 2, 0)
        grid.addWidget(self.reach, 2, 1)
        for widget in (reach, self.reach):
            widget.setVisible(self._page.HAS_REACH)
        tags = QHBoxLayout()
        self.tag.setMaximumWidth(220)
        self.tag.show_hint(tr("for example {}").format("2.4.1"))
        self.tag.line.setAccessibleName(tr("Image tag"))
        self.reach.setAccessibleName(tr("Who can reach it"))
        tags.addWidget(self.tag)
        tags.addWidget(self.tag_button)
        tags.addStretch()
        grid.addWidget(_label(tr("Image tag"), self), 3, 0)
        grid.addLayout(tags, 3, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(grid)
        layout.addStretch()


def _label(text: str, parent: QFrame) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("role", "label")
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
