"""Writes a document's journal as it is edited, so that a crash loses nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from openpalm_desktop.errors import OpenPalmError

if TYPE_CHECKING:  # read with the first edit
    from openpalm_desktop.deploy.edit_journal import Journal, Record
    from openpalm_desktop.model.version import Step, Version

    from .document import Document

_PAUSE_MS = 1000  # after the last edit, before the disk is asked to keep it through a power cut


class JournalKeeper(QObject):
    """One journal for what is open, begun at its first edit; `failed` says that none can be kept.

    Lines are written on the window’s thread: 0.3 ms each at 1,000 channels, whatever the size of
    the stack, as a line holds what a key press changed.
    """

    failed = Signal(object)

    def __init__(self, document: "Document", folder: Path) -> None:
        super().__init__(document)
        self._document = document
        self._folder = folder
        self._journal: Journal | None = None
        self._is_broken = False
        self._at = (0, 0)
        self._draft: str | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._bring_to_disk)
        document.replaced.connect(self._begin_again)
        document.stepped.connect(self._write_step)
        document.text_kept.connect(self._write_text)
        document.saved.connect(self._write_saved)
        document.read_again.connect(self._write_saved)
        document.named.connect(self._write_place)
        self._begin_again()

    def go_on(self, journal: "Journal") -> None:
        """Go on with the journal that the document was brought back from."""
        self._begin_again()
        self._journal = journal

    def discard(self) -> None:
        """Take the journal away: what is not saved is not wanted."""
        self._pause.stop()
        if self._journal is not None:
            self._journal.discard()
            self._journal = None

    # Inside

    def _begin_again(self) -> None:
        self.discard()
        self._is_broken = False
        self._at = self._document.place
        self._draft = self._document.draft.text

    def _write_step(self, step: "Step", goes_on: bool) -> None:  # noqa: FBT001 – a slot
        from openpalm_desktop.deploy.lost_work import step_record  # noqa: PLC0415 – not before an edit

        self._at = self._document.place
        self._write(step_record(step, self._at, goes_on=goes_on))

    def _write_text(self, before: "Version", after: "Version") -> None:
        from openpalm_desktop.deploy.lost_work import text_record  # noqa: PLC0415 – as above

        if self._journal is not None:
            self._write(text_record(before, after))

    def _write_saved(self) -> None:
        from openpalm_desktop.deploy.lost_work import saved_record  # noqa: PLC0415 – as above

        if self._journal is not None:
            self._write(saved_record(self._document.state.version, self._document.opened))

    def _write_place(self) -> None:
        """Write where the history stands, and what is typed as text, if either is news."""
        place, draft = self._document.place, self._document.draft
        if place != self._at:
            self._at = place
            self._write({"at": place})
        if draft.text == self._draft:
            return
        version = self._document.state.version
        if draft.text is None:
            self._write({"draft": None})
        else:
            from openpalm_desktop.deploy.lost_work import draft_record  # noqa: PLC0415 – as above

            before = version.base_text if self._draft is None else self._draft
            self._write(draft_record(before, draft.text, version.spec, draft.base))
        self._draft = draft.text

    def _write(self, record: "Record") -> None:
        if self._is_broken:
            return
        from openpalm_desktop.deploy.edit_journal import Journal  # noqa: PLC0415 – as above
        from openpalm_desktop.deploy.lost_work import opened_record  # noqa: PLC0415

        try:
            if self._journal is None:
                self._journal = Journal.begin(self._folder)
                self._journal.append(opened_record(self._document.opened))
            self._journal.append(record)
        except OpenPalmError as error:
            self._is_broken = True
            self.failed.emit(error)
        self._pause.start()

    def _bring_to_disk(self) -> None:
        if self._journal is not None:
            self._document.tasks.run(self._journal.to_disk())
