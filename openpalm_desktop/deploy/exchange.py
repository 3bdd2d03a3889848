"""The new containers of a deployment and the old ones whose places they take."""

import os
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from openpalm_desktop.phrases import phrase

from . import readiness
from .engine import Engine, EngineContainer
from .labels import NEXT
from .new_container import NewContainer, create
from .plan import Change
from .plan_steps import Kind
from .progress import Progress, Steps, listed
from .readiness import Listening, Started, wait_until_ready
from .side_by_side import all_done, answers_to, side_by_side
from .start_order import waves

_LAST_WORDS = 3  # seconds


class Exchange:
    """Makes, starts, stops and removes them, and knows which of that has been done."""

    def __init__(self, engine: Engine, deployment: str) -> None:
        self._engine = engine
        self._deployment = deployment
        self._new: dict[str, NewContainer] = {}
        self._since: dict[str, float] = {}  # when each service's container was started
        self._stopped: list[EngineContainer] = []

    def create(self, changes: Sequence[Change], taken: Collection[str]) -> Steps:
        """Make the new containers; where its name is taken, one has another for the time being."""
        created = [one for one in changes if one.kind is not Kind.START]
        image_ids = self._image_ids({one.service.image for one in created})

        def make(index: int, change: Change) -> None:
            service = change.service
            is_free = service.container not in taken
            name = service.container if is_free else f"{NEXT}{self._deployment}-{index}"
            volumes = change.old.nameless_volumes if change.old else {}
            salt, image_id = os.urandom(12).hex(), image_ids[service.image]
            made = NewContainer(service, name, self._deployment, salt, volumes, image_id)
            self._new[service.name] = create(self._engine, made)
            if change.kind is Kind.CREATE and not service.waits:
                self.start(change)  # it waits for nobody and stands in nobody's way

        for done in side_by_side([partial(make, i, one) for i, one in enumerate(created)]):
            yield Progress(phrase("Making containers"), done, len(created))

    def start_in_order(self, changes: Sequence[Change], listening: Listening) -> Steps:
        """Start what others wait for first, and wait for the health that they ask for."""
        started: list[Started] = []
        done = 0
        for wave in waves([one.service for one in changes]):
            some = [one for one in changes if one.service in wave.services]
            for count in side_by_side([partial(self.exchange, one) for one in some]):
                yield Progress(
                    phrase("Starting {names}", names=names_of(some)), done + count, len(changes)
                )
            done += len(some)
            fresh = [self.started(one) for one in some]
            started += fresh
            needed = [
                replace(one, must_end=one.service.name in wave.ending)
                for one in fresh
                if one.service.name in wave.awaited
            ]
            yield from wait_until_ready(self._engine, needed)
        yield from wait_until_ready(self._engine, started, listening)

    def exchange(self, change: Change) -> None:
        """Stop the old container and start the new one, unless that runs already."""
        if change.service.name in self._since:
            return
        if change.old is not None and change.kind is not Kind.START:
            self._stop(change.old)
        self.start(change)

    def start(self, change: Change) -> None:
        """Start a change's container."""
        self._engine.start(self.id_of(change))
        self._since[change.service.name] = time.monotonic()

    def started(self, change: Change) -> Started:
        """Return the container that was started, to be waited for."""
        service, id_ = change.service, self.id_of(change)
        since = self._since[service.name]
        if change.old is not None:
            return Started(service, id_, since, readiness.SETTLED_INSTEAD)
        return Started(service, id_, since, readiness.SETTLED, port=service.listens_on)

    def leave(self, change: Change) -> None:
        """Stop an old container that has neither data nor visitors any more: soon, if it may."""
        if change.old is not None:
            is_said = "stop_grace_period" in change.service.definition
            self._stop(change.old, None if is_said else _LAST_WORDS)

    def id_of(self, change: Change) -> str:
        """Return the id of the container that a change is about to start, or has started."""
        if change.kind is Kind.START and change.old is not None:
            return change.old.id
        return self._new[change.service.name].id

    def take_names(self) -> None:
        """Give the new containers the names that the old ones had."""
        for new in self._new.values():
            if new.name != new.service.container:
                self._engine.rename(new.id, new.service.container)

    def start_old(self) -> None:
        """Start again what was stopped."""
        for old in self._stopped:
            self._engine.start(old.id)

    def remove_new(self, changes: Iterable[Change]) -> None:
        """Remove the new containers of some changes, as far as they were made."""
        names = [one.service.name for one in changes if one.service.name in self._new]
        all_done(partial(self._engine.remove, self._new.pop(name).id) for name in names)

    def _image_ids(self, references: Iterable[str]) -> dict[str, str]:
        """Return the images that are meant now: something may just have been fetched."""
        known = list(references)
        found = answers_to([partial(self._engine.image, one) for one in known])
        return {name: one.id if one else "" for name, one in zip(known, found, strict=True)}

    def _stop(self, old: EngineContainer, seconds: int | None = None) -> None:
        if old.is_running:
            self._stopped.append(old)
        self._engine.stop(old.id, seconds)


def names_of(changes: Sequence[Change]) -> str:
    """Return what changes are about, as a sentence names it."""
    return listed([one.service.name for one in changes])
