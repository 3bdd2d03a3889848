"""One undo step in the history of a document."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from openpalm_desktop.model.version import Step

if TYPE_CHECKING:
    from openpalm_desktop.model.path import Path

    from .document import Document


class EditCommand(QUndoCommand):
    """The version before and the version after; steps of one `key` become one."""

    def __init__(self, document: "Document", step: Step, key: "tuple[int, Path] | None") -> None:
        super().__init__(step.label)
        self._document = document
        self.step, self.key = step, key
        self._is_new = True

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, EditCommand) or self.key is None or other.key != self.key:
            return False
        self.step = self.step.replaced(after=other.step.after)
        self._document.has_merged = True
        return True

    def redo(self) -> None:
        if self._is_new:
            self._is_new = False
        else:
            self._document.arrived = self.step.after

    def undo(self) -> None:
        self._document.arrived = self.step.before
