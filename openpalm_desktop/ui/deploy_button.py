"""The button that leads to the plan, and says how much there is to do."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from .words import counted, tr

if TYPE_CHECKING:
    from .document import Document

KEYS = "F5"


class DeployButton(QPushButton):
    """Plans; while a deployment goes on, it says so and leads there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._is_brief = False
        self.setProperty("role", "primary")
        self.setEnabled(False)
        keys = QKeySequence(KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(tr("See what would change on the target, then deploy ({})").format(keys))
        self._show_words()

    def attach(self, document: "Document") -> None:
        """Follow a document and its deployment."""
        self._document = document
        document.named.connect(self._show_words)
        document.deploying.changed.connect(self._show_words)
        self._show_words()

    def show_brief(self, *, is_brief: bool) -> None:
        """Say less where there is little room."""
        self._is_brief = is_brief
        self._show_words()

    def _show_words(self) -> None:
        self.setText(self._words())

    def _words(self) -> str:
        plain = tr("Deploy") if self._is_brief else tr("Plan & deploy")
        plain = plain.replace("&", "&&")
        if self._document is None:
            return plain
        from .deploy_desk import BUSY, Stage  # noqa: PLC0415 – not for the first picture

        deploying = self._document.deploying
        if deploying.doing.stage in BUSY:
            return tr("Deploying…")
        if deploying.doing.stage is Stage.PLANNING:
            return tr("Planning…")
        doing = deploying.doing
        is_of_stack = not doing.returns_to and not doing.only
        count = doing.count if is_of_stack else None
        if self._is_brief or not count or deploying.is_outdated:
            return plain
        return f"{plain} · {counted(count, 'change', 'changes')}"
