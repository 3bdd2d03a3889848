"""Where a stack refers to secrets: which name, as which variable of which container."""

from collections.abc import Iterator, Mapping
from itertools import chain

from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

from .automation import Automation, Scheduler
from .memo import Memo, MemoMap
from .path import Path
from .resolved import Resolved
from .resolved_stack import Part, ResolvedStack
from .secret import secret_name


class SecretUse(Record):
    """One variable that gets its value from a secret; unused while its container is off."""

    name: str
    variable: str
    path: Path
    owner: str
    is_enabled: bool


class SecretUses:
    """Finds the uses of one stack after another; an unchanged channel is not gone through again."""

    def __init__(self) -> None:
        self._channels: MemoMap[str, tuple[SecretUse, ...]] = MemoMap(_part_uses)
        self._services: MemoMap[str, tuple[SecretUse, ...]] = MemoMap(_part_uses)
        self._all: Memo[tuple[SecretUse, ...]] = Memo(_joined)

    def of(self, stack: ResolvedStack) -> tuple[SecretUse, ...]:
        """Return every use: services first, channels, then the automations' variables."""
        services, channels = self._services.get(stack.services), self._channels.get(stack.channels)
        return self._all.get(services, channels, stack.spec.scheduler, stack.spec.automations)


def secret_uses(stack: ResolvedStack) -> tuple[SecretUse, ...]:
    """Return every use of a secret in a single stack."""
    return SecretUses().of(stack)


def needed_secrets(stack: ResolvedStack) -> tuple[str, ...]:
    """Return the names without which a stack's files cannot be written, each once."""
    return tuple(dict.fromkeys(use.name for use in secret_uses(stack) if use.is_enabled))


def container_uses(one: Resolved) -> Iterator[SecretUse]:
    """Yield the uses in one container's environment, also what its template refers to."""
    for variable, (value, path) in one.environment.items():
        name = secret_name(value)
        if name is not None:
            yield SecretUse(name, variable, path, one.name, one.is_enabled)


def scheduler_uses(
    scheduler: Scheduler, automations: tuple[Automation, ...]
) -> Iterator[SecretUse]:
    """Yield the uses in the variables of the automations."""
    is_enabled = any(automation.enabled for automation in automations)
    for variable, value in scheduler.env.items():
        name = secret_name(value)
        if name is not None:
            path = ("scheduler", "env", variable)
            yield SecretUse(name, variable, path, phrase("the scheduler"), is_enabled)


def _part_uses(_name: str, part: Part) -> tuple[SecretUse, ...]:
    return tuple(container_uses(part.resolved))


def _joined(
    services: Mapping[str, tuple[SecretUse, ...]],
    channels: Mapping[str, tuple[SecretUse, ...]],
    scheduler: Scheduler,
    automations: tuple[Automation, ...],
) -> tuple[SecretUse, ...]:
    containers = chain(*services.values(), *channels.values())
    return (*containers, *scheduler_uses(scheduler, automations))
