"""The overview: the stack in a sentence, and the settings that hold for all of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.stack import Preset, StackSpec

from .fields.choice_field import ChoiceField, ReachField
from .fields.text_field import TextField
from .form import Form
from .words import counted, tr

if TYPE_CHECKING:
    from .document import Document, State


class StackPage(QWidget):
    """Everything about the stack that is no channel."""

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._summary = QLabel(self)
        self._summary.setProperty("role", "muted")
        self._summary.setWordWrap(True)
        self.form = StackForm(document)
        self.form.setMaximumWidth(820)
        self._area = QScrollArea(self)
        self._area.setObjectName("form")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._area.setWidget(self.form)
        rule = QFrame(self)
        rule.setObjectName("rule")
        head = QVBoxLayout()
        head.setContentsMargins(18, 16, 18, 14)
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addWidget(self._summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule)
        layout.addWidget(self._area, 1)

    def show_state(self, state: "State") -> None:
        """Show the stack's settings and what it holds."""
        self._title.setText(state.spec.project_name or tr("A stack without a name"))
        self._summary.setText(summary(state))
        self.form.show_state(state)

    def focus(self, path: Path) -> None:
        """Put the focus into the field of a path."""
        self.form.focus(path)
        widget = self.form.focusWidget()
        if widget is not None:
            self._area.ensureWidgetVisible(widget, 20, 40)


class StackForm(Form):
    """The stack's own fields."""

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        presets = ((Preset.NONE, tr("None")), (Preset.OPENPALM, tr("OpenPalm")))
        self.add_heading(tr("Stack"))
        self.project = TextField()
        self.scope = ReachField()
        self.add(StackSpec, "project_name", self.project, shows_help=True)
        self.add(StackSpec, "access_scope", self.scope, shows_help=True)
        self.add(StackSpec, "preset", ChoiceField(presets), shows_help=True)
        self.add(StackSpec, "timezone", TextField(), is_wide=False)
        self.add(StackSpec, "network", TextField(), is_beside=True)
        self.add(StackSpec, "data_root", TextField(), shows_help=True)
        self.add_heading(tr("Built-in images"))
        self.add(StackSpec, "image_namespace", TextField(), is_wide=False)
        self.add(StackSpec, "image_tag", TextField(), is_beside=True)


def summary(state: "State") -> str:
    """Return what a stack holds, in a line: channels, who can reach them, services, automations."""
    channels = state.spec.channels.values()
    parts = [counted(len(channels), tr("channel"), tr("channels"))]
    for reach, words in (
        (Exposure.PUBLIC, tr("open to the internet")),
        (Exposure.LAN, tr("for the local network")),
        (Exposure.HOST, tr("for the server only")),
    ):
        count = sum(one.enabled and one.exposure is reach for one in channels)
        if count:
            parts.append(f"{count} {words}")
    off = sum(not one.enabled for one in channels)
    if off:
        parts.append(tr("{} off").format(off))
    services = sum(one.resolved.is_enabled for one in state.product.stack.services.values())
    if services:
        parts.append(counted(services, tr("service"), tr("services")))
    return " · ".join(parts)
