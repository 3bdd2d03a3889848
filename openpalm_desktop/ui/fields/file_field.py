"""The name of a file, typed or chosen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton

from openpalm_desktop.ui.words import tr

from .text_field import TextField


class FileField(TextField):
    """A line and a button; a file beside the stack's own is named from there."""

    def __init__(self, title: str, kinds: str, folder: Callable[[], Path | None]) -> None:
        super().__init__()
        self._title, self._kinds, self._folder = title, kinds, folder
        self.button = QPushButton(tr("Choose…"), self)
        self.button.setAccessibleName(title)
        self.button.clicked.connect(self._choose)
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.setSpacing(8)
            layout.addWidget(self.button)

    def _choose(self) -> None:
        folder = self._folder()
        start = str(folder or Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self, self._title, start, self._kinds)
        if chosen:
            self.edited.emit(_named_from(Path(chosen), folder))
            self.left.emit()


def _named_from(path: Path, folder: Path | None) -> str:
    if folder is not None and path.is_relative_to(folder.resolve()):
        return path.relative_to(folder.resolve()).as_posix()
    return str(path)
