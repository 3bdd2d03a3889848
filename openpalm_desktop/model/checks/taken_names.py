"""Rules for names in the network: two containers cannot answer to one."""

from collections.abc import Iterator

from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved_stack import ResolvedStack

_LONGEST_LABEL = 63  # of a host name; Caddy looks channels up by theirs


def taken_name_problems(stack: ResolvedStack) -> Iterator[Problem]:
    """A service must not have the name a channel has in Compose, nor a long channel a service's."""
    on = {part.service: name for name, part in stack.channels.items() if part.is_enabled}
    for part in stack.channels.values():
        one = part.resolved
        if part.is_enabled and one.name in on and one.name not in stack.services:
            other = on[one.name]
            message = f"{one.name} is what Compose calls the channel {other}: both would answer."
            yield Problem(one.origin, "channel-name-taken", message, "Rename one of them.")
        if one.service in stack.services:
            message = f"The channel {one.name} and a service are both {one.service} in Compose."
            yield Problem(one.origin, "service-name-taken", message, "Rename one of them.")
        if len(one.service) > _LONGEST_LABEL and one.name in stack.services:
            message = (
                f"Caddy cannot find {one.name}: its name is too long, and a service has it too."
            )
            yield Problem(one.origin, "channel-name-long", message, "Choose a shorter name.")
