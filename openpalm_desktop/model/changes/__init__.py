"""What differs between two stacks, in words: who can reach more comes first."""

from collections.abc import Sequence

from openpalm_desktop.model.resolved_stack import ResolvedStack

from .automations import automation_changes, scheduler_changes
from .change import Change, Reach, Weight, in_order
from .containers import channel_changes, service_changes
from .pairs import paired
from .settings import caddy_changes, stack_changes
from .shifts import AllShifts
from .sides import Sides


def changes(before: ResolvedStack, after: ResolvedStack) -> tuple[Change, ...]:
    """Return what differs, wider reach first; what is the same object on both sides costs nothing.

    One of them is WIDER exactly when somebody reaches a container where it was out of reach. What a
    Caddyfile text of the person's own opens is not known here.
    """
    if before.spec is after.spec:
        return ()
    services = paired(before.services, after.services)
    channels = paired(before.channels, after.channels)
    sides = Sides(before, after, services, channels)
    shifts = AllShifts.between(sides)
    return in_order(
        [
            *stack_changes(sides, shifts),
            *caddy_changes(sides),
            *service_changes(sides, shifts),
            *channel_changes(sides, shifts),
            *scheduler_changes(sides),
            *automation_changes(sides),
            *shifts.left_over(sides),
        ]
    )


def headline(found: Sequence[Change]) -> Change | None:
    """Return the one change to show where there is room for one."""
    return found[0] if found else None


__all__ = ["Change", "Reach", "Weight", "changes", "headline"]
