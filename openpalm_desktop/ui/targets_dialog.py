"""All saved targets: look at them, add one, forget one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.deploy.files import FileTrouble
from openpalm_desktop.deploy.saved_targets import SavedTarget, save_targets, saved_targets
from openpalm_desktop.errors import OpenPalmError

from . import messages
from .target_dialog import TargetDialog
from .target_words import way_words
from .words import tr

if TYPE_CHECKING:
    from .target_desk import TargetDesk

_NAME = Qt.ItemDataRole.UserRole


class TargetsDialog(QDialog):
    """The saved targets in a list; forgetting one touches nothing on the server."""

    def __init__(self, parent: QWidget, desk: "TargetDesk") -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(tr("Targets"))
        self.setMinimumSize(520, 340)
        title = QLabel(tr("Targets"), self)
        title.setProperty("role", "title")
        self.lead = QLabel(self)
        self.lead.setProperty("role", "muted")
        self.lead.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("rows")
        self.list.setAccessibleName(tr("Saved targets"))
        self.list.currentRowChanged.connect(lambda _: self._show_buttons())
        self.list.itemActivated.connect(lambda _: self._use())
        self.add = QPushButton(tr("Add target…"), self)
        self.add.clicked.connect(self._add)
        self.remove = QPushButton(tr("Forget it"), self)
        self.remove.clicked.connect(self._remove)
        self.use = QPushButton(tr("Use it"), self)
        self.use.clicked.connect(self._use)
        self.close_button = QPushButton(tr("Close"), self)
        self.close_button.clicked.connect(self.reject)
        for button in (self.add, self.remove, self.use, self.close_button):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch()
        buttons.addWidget(self.use)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self.lead)
        layout.addWidget(self.list, 1)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        self._fill()

    @property
    def current(self) -> str:
        """The name of the chosen target."""
        item = self.list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def _fill(self) -> None:
        known: Mapping[str, SavedTarget] = {}
        lead = tr("Addresses only: passwords and keys stay with ssh and your system.")
        try:
            known = saved_targets()
        except FileTrouble as error:
            lead = f"{error.sentence} {error.hint}"
        self.lead.setText(lead if known or not lead else f"{lead} {tr('None is saved yet.')}")
        self.list.clear()
        for name, one in known.items():
            item = QListWidgetItem(f"{name}  ·  {one.address}  ·  {way_words(one)}")
            item.setData(_NAME, name)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.remove.setEnabled(bool(self.current))
        self.use.setEnabled(bool(self.current))

    def _add(self) -> None:
        if add_target(self, self._desk):
            self._fill()

    def _remove(self) -> None:
        name = self.current
        known = dict(saved_targets())
        is_forgotten = known.pop(name, None) is not None and _is_kept(self, known)
        if is_forgotten and self._desk.sight.name == name:
            self._desk.choose("")
        self._fill()

    def _use(self) -> None:
        if self.current:
            self._desk.choose(self.current)
            self.accept()


def add_target(parent: QWidget, desk: "TargetDesk") -> bool:
    """Ask for another target, keep it and use it; return whether there is one more."""
    try:
        known = saved_targets()
    except OpenPalmError:
        TargetsDialog(parent, desk).exec()  # it says what is wrong
        return False
    dialog = TargetDialog(parent, known)
    if not dialog.exec():
        return False
    saved = dialog.saved
    if saved is not None and not _is_kept(parent, {**saved_targets(), dialog.name: saved}):
        return False
    desk.choose(dialog.name)
    return saved is not None


def _is_kept(parent: QWidget, targets: Mapping[str, SavedTarget]) -> bool:
    """Keep targets, or say why they cannot be kept."""
    try:
        save_targets(targets)
    except OpenPalmError as error:
        messages.show_error(parent, error)
        return False
    return True
