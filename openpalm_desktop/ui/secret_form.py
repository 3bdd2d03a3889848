"""One secret in detail: how it is about its value, what can be done, and where it is used."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from .flow import FlowLayout
from .icons import icon
from .secret_rows import MASKED, Condition, SecretRow, Use, issuer_words
from .theme import code_font, tokens
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.secret_store import SecretValue

_SHOWN_MS = 10_000
_MOST_USES = 24


class SecretForm(QFrame):
    """The current secret; its value is shown for seconds, and only while the window is in use."""

    reveal_wanted = Signal(str)
    copy_wanted = Signal(str)
    set_wanted = Signal(str)
    generate_wanted = Signal(str)
    rename_wanted = Signal(str)
    remove_wanted = Signal(str)
    move_wanted = Signal(str)
    use_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.row: SecretRow | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_SHOWN_MS)
        self.timer.timeout.connect(self.hide_value)
        self.title = QLabel(self)
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence = QLabel(self)
        self.sentence.setProperty("role", "muted")
        self.sentence.setWordWrap(True)
        self.value = QLineEdit(self)
        self.value.setReadOnly(True)
        self.value.setFont(code_font())
        self.value.setAccessibleName(tr("Value"))
        self.reveal = self._button(tr("Reveal"), "quiet")
        self.copy = self._button(tr("Copy"), "quiet")
        self.set = self._button(tr("Set…"), "")
        self.generate = self._button(tr("Generate"), "")
        self.rename = self._button(tr("Rename…"), "quiet")
        self.remove = self._button(tr("Remove"), "quiet")
        self.move_in = self._button(tr("Keep it as a secret"), "primary")
        self.reveal.clicked.connect(self._reveal_or_hide)
        for button, signal in (
            (self.copy, self.copy_wanted),
            (self.set, self.set_wanted),
            (self.generate, self.generate_wanted),
            (self.rename, self.rename_wanted),
            (self.remove, self.remove_wanted),
            (self.move_in, self.move_wanted),
        ):
            button.clicked.connect(lambda _=False, one=signal: one.emit(self._name))
        self.said = QLabel(self)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "help")
        self._uses_title = QLabel(self)
        self._uses_title.setProperty("role", "label")
        self._uses = QWidget(self)
        self._shown_uses: tuple[Use, ...] | None = None
        self._uses_flow = FlowLayout(self._uses, margin=0)
        self._lay_out()
        self.show_theme()

    # Showing

    def show_row(self, row: SecretRow, *, can_change: bool) -> None:
        """Show a secret."""
        is_other = self.row is None or self.row.name != row.name
        if is_other or not row.has_value:
            self.hide_value()
        if is_other or row.condition is Condition.UNKNOWN:
            self.say("")
        self.row = row
        is_clear = row.condition is Condition.IN_CLEAR
        self.title.setText(row.title)
        self.sentence.setText(_sentence(row))
        for part in (self._line, self._doings):
            part.setVisible(not is_clear)
        self.generate.setVisible(not row.issuer)  # a made-up one would be refused there
        self.move_in.setVisible(is_clear)
        self.move_in.setEnabled(can_change)
        for button in (self.rename, self.remove):
            button.setVisible(not is_clear)
        for button in (self.reveal, self.copy, self.remove):
            button.setEnabled(row.has_value and can_change)
        for button in (self.set, self.generate, self.rename):
            button.setEnabled(can_change)
        self.set.setText(tr("Replace…") if row.has_value else tr("Set…"))
        if not self.is_revealed:
            self.value.setText(MASKED * 3 if row.has_value else "")
            self.value.setPlaceholderText(_instead(row))
        self._show_uses(row)

    def say(self, words: str) -> None:
        """Say what was just done."""
        self.said.setText(words)

    def show_value(self, value: "SecretValue") -> None:
        """Show a value for seconds."""
        self.value.setText(value.text)
        self.value.setCursorPosition(0)
        self.timer.start()
        self._show_reveal()

    def hide_value(self) -> None:
        """Show dots again."""
        if self.timer.isActive() or self.value.text().strip("•"):
            self.timer.stop()
            self.value.setText(MASKED * 3)
        self._show_reveal()

    @property
    def is_revealed(self) -> bool:
        """Whether the value can be read just now."""
        return self.timer.isActive()

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        self.copy.setIcon(icon("copy", tokens().muted))
        self._show_reveal()

    # Events

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowDeactivate:
            self.hide_value()
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.hide_value()
        super().hideEvent(event)

    # Inside

    @property
    def _name(self) -> str:
        return self.row.name if self.row else ""

    def _reveal_or_hide(self) -> None:
        if self.is_revealed:
            self.hide_value()
        else:
            self.reveal_wanted.emit(self._name)

    def _show_reveal(self) -> None:
        is_shown = self.timer.isActive()
        self.reveal.setText(tr("Hide") if is_shown else tr("Reveal"))
        self.reveal.setIcon(icon("hide" if is_shown else "reveal", tokens().muted))

    def _show_uses(self, row: SecretRow) -> None:
        if row.uses == self._shown_uses:
            return  # a button that has the focus keeps it
        self._shown_uses = row.uses
        while (item := self._uses_flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        count = len(row.uses)
        words = tr("Used by {}").format(counted(count, "variable", "variables"))
        self._uses_title.setText(words if count else tr("Used nowhere"))
        for use in row.uses[:_MOST_USES]:
            button = QPushButton(f"{use.owner} · {use.variable}".replace("&", "&&"), self._uses)
            button.setProperty("role", "link")
            button.setToolTip(tr("Go there"))
            button.clicked.connect(lambda _=False, path=use.path: self.use_chosen.emit(path))
            self._uses_flow.addWidget(button)
            button.show()
        if count > _MOST_USES:
            more = QLabel(tr("and {} more").format(count - _MOST_USES), self._uses)
            more.setProperty("role", "muted")
            self._uses_flow.addWidget(more)
            more.show()
        self._uses.updateGeometry()

    def _button(self, text: str, role: str) -> QPushButton:
        button = QPushButton(text, self)
        if role:
            button.setProperty("role", role)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        head.addWidget(self.rename)
        head.addWidget(self.remove)
        self._line = QWidget(self)
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.value, 1)
        line.addWidget(self.reveal)
        line.addWidget(self.copy)
        self._doings = QWidget(self)
        doings = QHBoxLayout(self._doings)
        doings.setContentsMargins(0, 0, 0, 0)
        doings.setSpacing(8)
        doings.addWidget(self.set)
        doings.addWidget(self.generate)
        doings.addSpacing(4)
        doings.addWidget(self.said, 1)
        body = QWidget()
        body.setObjectName("form")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(18, 12, 18, 14)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self.sentence)
        rows.addSpacing(2)
        rows.addWidget(self._line)
        rows.addWidget(self.move_in, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._doings)
        rows.addSpacing(4)
        rows.addWidget(self._uses_title)
        rows.addWidget(self._uses)
        rows.addStretch()
        area = QScrollArea(self)
        area.setObjectName("form")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.setMaximumWidth(860)
        area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)


def _instead(row: SecretRow) -> str:
    """Return what stands where a value would."""
    if row.has_value:
        return ""
    return tr("Not known") if row.condition is Condition.UNKNOWN else tr("No value")


def _sentence(row: SecretRow) -> str:
    match row.condition:
        case Condition.SET:
            return tr("It has a value. The stack’s file holds only a reference to it.")
        case Condition.GENERATED:
            return tr("This program made its value. The stack’s file holds only a reference.")
        case Condition.MISSING if row.severity is None:
            return tr("It has no value yet. What uses it is off, so nothing waits for it.")
        case Condition.MISSING if row.issuer:
            return issuer_words(row.issuer)
        case Condition.MISSING:
            return tr("It has no value yet; until it has, the stack’s files cannot be written.")
        case Condition.UNUSED:
            return tr("It has a value, and nothing in this stack uses it.")
        case Condition.UNKNOWN:
            return tr("Whether it has a value is not known yet; why is told above.")
        case Condition.IN_CLEAR:
            return tr(
                "This value stands readable in the stack’s file. Keep it as a secret: the value"
                " goes into the store, and a reference takes its place here."
            )
