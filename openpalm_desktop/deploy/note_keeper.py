"""Writes a deployment's notes on the engine, and keeps others from deploying meanwhile."""

import time

from openpalm_desktop.phrases import phrase

from .engine import Engine
from .journal import (
    DeploymentUnderWay,
    Phase,
    begin_work,
    end_work,
    first_note,
    is_alive,
    notes_in,
)

_RENEWED_AFTER = 20  # seconds


class NoteKeeper:
    """The notes of one deployment, from its first to its last."""

    def __init__(self, engine: Engine, project: str) -> None:
        self._engine = engine
        self.note = first_note(project)
        self._written = 0.0

    def begin(self) -> None:
        """Leave the first note, unless somebody else deploys.

        Two that begin in the same moment see each other's notes, and both refuse.
        """
        project = self.note.project
        begin_work(self.note)
        self._engine.create_volume(self.note.volume, self.note.labels)
        notes = notes_in(self._engine.volumes(f"{project}_"), project)
        others = [note for note in notes if note.token != self.note.token]
        now = self._engine.now() if others else ""
        for other in others:
            if is_alive(other, now):
                self.end()
                raise DeploymentUnderWay(
                    phrase(
                        "{writer} deploys {project} right now.",
                        writer=other.writer,
                        project=project,
                    ),
                    phrase("Wait until that is done, then plan again."),
                )
        self._written = time.monotonic()

    def write(self, phase: Phase, restart: tuple[str, ...] | None = None) -> None:
        """Leave the next note, then take away the one before."""
        before, self.note = self.note, self.note.after(phase, restart)
        self._engine.create_volume(self.note.volume, self.note.labels)
        self._engine.remove_volume(before.volume)
        self._written = time.monotonic()

    def keep(self) -> None:
        """Show that this program is still there, if that was last shown a while ago."""
        if time.monotonic() - self._written > _RENEWED_AFTER:
            self.write(self.note.phase)

    def end(self) -> None:
        """Take the note away."""
        self.leave()
        self._engine.remove_volume(self.note.volume)

    def leave(self) -> None:
        """Leave the note, if it is still there, to whoever comes next."""
        end_work(self.note)
