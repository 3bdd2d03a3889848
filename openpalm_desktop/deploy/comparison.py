"""A service as it should run beside the container that runs: pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .container_traits import (
    ENV,
    LABEL,
    NETWORK,
    Traits,
    asked_traits,
    can_tell,
    differing,
    environment_of,
    found_traits,
)
from .digests import FILES, parts_in, value_digest
from .engine import ContainerSettings, EngineContainer
from .image_names import familiar
from .labels import PARTS, SALT
from .wanted import WantedService

_RESOURCES = frozenset({"cpus", "mem_limit", "mem_reservation", "pids_limit"})


@dataclass(frozen=True, eq=False)
class Runs:
    """One container as it was looked at, the files that were put into it among that."""

    container: EngineContainer
    settings: ContainerSettings
    image: Mapping[str, Any]  # what its image fills in
    files: Mapping[str, bytes]

    @property
    def parts(self) -> Mapping[str, str]:
        """The digests of what it was made from; none where this program did not make it."""
        return parts_in(self.container.labels.get(PARTS)) or {}

    @property
    def is_ours(self) -> bool:
        """Whether this program made it."""
        return bool(self.parts)

    @property
    def image_name(self) -> str:
        """The image by the name that it was started by."""
        return str(self.settings.config["Image"])

    def variable_differs(self, name: str) -> bool:
        """Whether a variable is not as it was deployed: told by digests, so of secrets, too."""
        value = environment_of(self.settings).get(name)
        before = self.parts.get(f"{ENV}{name}")
        salt = self.container.labels.get(SALT, "")
        return before != (None if value is None else value_digest(salt, value))


@dataclass(frozen=True, eq=False)
class Comparison:
    """What was asked for and what was found, in the same words."""

    service: WantedService
    runs: Runs
    asked: Traits
    found: Traits

    @property
    def differing(self) -> tuple[str, ...]:
        """The keys in which they differ, but for files."""
        return tuple(differing(self.asked, self.found))

    def says_same(self, part: str) -> bool:
        """Whether a part of what a container is made from is there as it is asked for."""
        return all(
            self.asked.get(key) == self.found.get(key) and can_tell(self.asked, key)
            for key in self._keys_of(part)
        )

    def _keys_of(self, part: str) -> Iterator[str]:
        for key in self.asked.keys() | self.found.keys() | {part}:
            if part in parts_of_key(key):
                yield key


def compared(service: WantedService, runs: Runs) -> Comparison:
    """Return a service beside a container; an image that is not there fills in nothing known."""
    is_same_image = familiar(service.image) == familiar(runs.image_name)
    asked = asked_traits(service, runs.image if is_same_image else {})
    placed = [one.folder for one in service.placed]
    return Comparison(
        service, runs, asked, found_traits(runs.container, runs.settings, runs.image, placed)
    )


def parts_of_key(key: str) -> tuple[str, ...]:
    """Return the parts of a Compose service that say something about a key."""
    if key.startswith(LABEL):
        return ("labels",)
    if key.startswith(NETWORK):
        return ("networks",)
    return (key, "deploy") if key in _RESOURCES else (key,)


def changed_files(service: WantedService, runs: Runs) -> tuple[str, ...]:
    """Return the files in a container that are not as they are wanted, or not wanted at all."""
    if service.is_reloadable or not service.placed:
        return ()
    wished = {file.name: file.content for one in service.placed for file in one.files}
    return tuple(
        name
        for name in sorted(wished.keys() | runs.files.keys())
        if wished.get(name) != runs.files.get(name)
    )


def keys_by_hand(comparison: Comparison) -> Iterator[str]:
    """Yield what differs though nobody changed that part of the spec: it was changed by hand."""
    runs = comparison.runs
    before = runs.parts
    after = comparison.service.parts(runs.container.labels.get(SALT, ""))
    same = {part for part in before.keys() | after.keys() if before.get(part) == after.get(part)}
    unsaid = before.keys() | after.keys()
    for key in comparison.differing:
        if key.startswith(ENV):
            if runs.variable_differs(key.removeprefix(ENV)):
                yield key
        elif all(part in same or part not in unsaid for part in parts_of_key(key)):
            yield key
    if FILES in same and changed_files(comparison.service, runs):
        yield FILES


def is_taken(part: str, comparison: Comparison, deployed: WantedService | None) -> bool:
    """Whether a part was changed by hand and the spec says the same by now."""
    runs = comparison.runs
    if part.startswith(ENV):
        name = part.removeprefix(ENV)
        return runs.variable_differs(name) and comparison.says_same(part)
    if part == FILES:
        is_changed = deployed is not None and bool(changed_files(deployed, runs))
        return is_changed and not changed_files(comparison.service, runs)
    was = None if deployed is None else compared(deployed, runs)
    return was is not None and not was.says_same(part) and comparison.says_same(part)
