"""The next runs of an automation, with what clock changes do to them."""

from datetime import datetime

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from openpalm_desktop.model.schedule_runs import Run

from .automation_words import day_words, run_words, skipped_words
from .words import tr

COUNT = 10


class NextRuns(QWidget):
    """Lines of times in the stack's zone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(tr("Next runs"), self)
        title.setProperty("role", "strong")
        self._zone = QLabel(self)
        self._zone.setProperty("role", "help")
        self._zone.setWordWrap(True)
        self._lines = QGridLayout()
        self._lines.setContentsMargins(0, 6, 0, 0)
        self._lines.setVerticalSpacing(3)
        self._texts: tuple[tuple[str, str], ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(title)
        layout.addWidget(self._zone)
        layout.addLayout(self._lines)
        layout.addStretch()

    @property
    def texts(self) -> list[str]:
        """The lines, as they are read."""
        return [text for text, _ in self._texts]

    def show_runs(self, found: tuple[Run, ...], zone: str, now: datetime, *, is_on: bool) -> None:
        """Show runs in a zone."""
        text = tr("In the stack’s time zone, {}.").format(zone)
        if not is_on:
            text = tr("It is off; these would be its runs in {}.").format(zone)
        if not found:
            text = tr("None while the schedule or the time zone is wrong.")
        self._zone.setText(text)
        lines: list[tuple[str, str]] = []
        for run in found:
            if run.skipped:
                day = day_words(run.skipped[0].date())
                lines.append((f"{day}: {skipped_words(run)}", "warning"))
            words = run_words(run, now)
            if run.is_repeated:
                lines.append((tr("{} – runs twice: the clocks go back").format(words), "warning"))
            else:
                lines.append((words, ""))
        if tuple(lines) != self._texts:
            self._texts = tuple(lines)
            self._show_lines()

    def _show_lines(self) -> None:
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (text, role) in enumerate(self._texts):
            label = QLabel(text, self)
            label.setProperty("role", role)
            label.setWordWrap(bool(role))
            self._lines.addWidget(label, row, 0)
