"""Looks at the certificates in use while somebody wants to see them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from openpalm_desktop.deploy.labels import SERVICE
from openpalm_desktop.deploy.site_certificates import (
    CertificateLook,
    Standing,
    look_at_certificates,
    wanted_certificates,
)
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.caddy_service import SERVICE as CADDY
from openpalm_desktop.model.memo import Memo

from .tasks import Task, Tasks

if TYPE_CHECKING:
    from .document import Document

_SOON_MS, _LATE_MS = 20_000, 600_000  # while Caddy still tries, and afterwards


class CertificateWatch(QObject):
    """What the last look at the target's Caddy saw, or why there was none."""

    changed = Signal()

    def __init__(self, document: "Document", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._desk = document, document.running
        self.look: CertificateLook | None = None
        self.trouble: OpenPalmError | None = None
        self._is_wanted = False
        self._wants: Memo[Mapping[str, str]] = Memo(wanted_certificates)
        self._seen: tuple[object, ...] = ()
        self._task: Task | None = None
        self._tasks = Tasks(self, waits_for_people=True)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.look_again)
        self._desk.changed.connect(self.follow)

    @property
    def is_looking(self) -> bool:
        """Whether an answer is awaited."""
        return self._task is not None

    @property
    def has_caddy(self) -> bool:
        """Whether there is a Caddy to look at: one that runs on a target that answers."""
        return bool(self._caddy())

    def want(self, *, is_wanted: bool) -> None:
        """Begin to look, or look no more."""
        self._is_wanted = is_wanted
        if is_wanted:
            self.follow()
        else:
            self._again.stop()

    def follow(self) -> None:
        """Look again if there is another Caddy by now, or there are other sites."""
        if not self._is_wanted:
            return
        caddy = self._caddy()
        wanted = self._wanted()
        seen = (self._desk.engine, caddy, tuple(wanted.items()))
        if seen == self._seen:
            return
        if (self._desk.engine, caddy) != self._seen[:2]:
            self.look = self.trouble = None
        self._seen = seen
        self.look_again()

    def look_again(self) -> None:
        """Look now."""
        self._again.stop()
        if self._task is not None:
            self._task.abandon()
            self._task = None
        engine, wanted = self._desk.engine, self._wanted()
        if engine is not None and wanted and self.has_caddy:
            work = look_at_certificates(engine, self._desk.project, wanted)
            task = self._task = self._tasks.run(work)
            task.succeeded.connect(lambda look: self._hear(task, look))
            task.failed.connect(lambda error: self._hear_trouble(task, error))
        self.changed.emit()

    def _hear(self, task: Task, look: CertificateLook) -> None:
        if task is not self._task:
            return
        self._task, self.look, self.trouble = None, look, None
        standings = {one.standing(look.at) for one in look.sites}
        is_open = standings & {Standing.AWAITED, Standing.FAILED}
        self._again.setInterval(_SOON_MS if is_open else _LATE_MS)
        if self._is_wanted:
            self._again.start()
        self.changed.emit()

    def _hear_trouble(self, task: Task, error: BaseException) -> None:
        if task is not self._task:
            return
        self._task = None
        if not isinstance(error, OpenPalmError):
            raise error
        self.look, self.trouble = None, error
        self.changed.emit()

    def _caddy(self) -> str:
        for one in self._desk.running.containers:
            if one.labels.get(SERVICE) == CADDY and one.is_running:
                return one.id
        return ""

    def _wanted(self) -> Mapping[str, str]:
        state = self._document.state
        return self._wants.get(state.product.stack.sites, state.spec.caddy)
