"""What follows from an edit of very much is made beside the window; who needs it waits for it."""

from collections.abc import Callable
from operator import is_not
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from .tasks import Tasks, Work

if TYPE_CHECKING:
    from openpalm_desktop.model.stack import StackSpec

    from .state import State

_MANY = 60  # containers; what follows from so few takes no longer than a frame
_EVERYWHERE = ("access_scope", "network", "image_namespace", "image_tag", "data_root")
_OF_SITES = ("acme", "http_port", "https_port")


class MadeBeside(QObject):
    """One state at a time; `made` tells that it can be taken, `changed` also that it begins."""

    made = Signal()
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self)
        self._coming: _Coming | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a state is being made."""
        return self._coming is not None and not self._coming.is_there

    def begin(self, make: "Callable[[], State]") -> None:
        """Begin to make a state."""
        self._coming = _Coming(make)
        task = self._tasks.run(self._coming.work())
        task.succeeded.connect(lambda _: self._tell())
        self.changed.emit()

    def take(self) -> "State | None":
        """Return the state that was begun and not taken yet, when it is done; None without one."""
        coming, self._coming = self._coming, None
        return coming.wait() if coming is not None else None

    def forget(self) -> None:
        """Let go of what is being made: another state is the current one."""
        self._coming = None

    def close(self) -> None:
        """Wait until nothing is made any more; what was not begun yet never is."""
        self._tasks.close()
        self.forget()

    def _tell(self) -> None:
        self.changed.emit()
        self.made.emit()


class _Coming:
    """A state that is being made, and can be waited for.

    Python's own `Future` would read how to log, at each start of the window.
    """

    def __init__(self, make: "Callable[[], State]") -> None:
        self._make = make
        self._ended = Event()
        self._state: State | None = None
        self._error: Exception | None = None

    @property
    def is_there(self) -> bool:
        """Whether it is made, or never will be."""
        return self._ended.is_set()

    def work(self) -> Work:
        """Make it."""
        try:
            self._state = self._make()
        except Exception as error:  # noqa: BLE001 – raised again where the state is wanted
            self._error = error
        self._ended.set()
        yield None

    def wait(self) -> "State | None":
        """Return it once it is made; raise what kept it from being."""
        self._ended.wait()
        if self._error is not None:
            raise self._error
        return self._state


def touches_many(before: "StackSpec", after: "StackSpec") -> bool:
    """Whether very many containers are resolved, checked and written anew, under the same names.

    Where names differ, the window needs the new ones at once.
    """
    parts = ((before.channels, after.channels), (before.services, after.services))
    if any(old is not new and list(old) != list(new) for old, new in parts):
        return False
    is_everywhere = _differs(before, after, _EVERYWHERE)
    if is_everywhere or _differs(before.caddy, after.caddy, _OF_SITES):
        return len(after.channels) + len(after.services) > _MANY
    return sum(sum(map(is_not, old.values(), new.values())) for old, new in parts) > _MANY


def _differs(before: object, after: object, fields: tuple[str, ...]) -> bool:
    return any(getattr(before, field) != getattr(after, field) for field in fields)
