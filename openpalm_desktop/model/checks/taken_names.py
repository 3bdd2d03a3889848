"""Rules for names in the network: two containers cannot answer to one."""

from collections.abc import Iterator

from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved_stack import ResolvedStack

_LONGEST_LABEL = 63  # of a host name; Caddy looks channels up by theirs


def taken_name_problems(stack: ResolvedStack) -> Iterator[Problem]:
    """A service must not have the name a channel has in Compose, nor a long channel a service's."""
    for part in stack.channels.values():
        one = part.resolved
        if one.service in stack.services:
            message = f"The channel {one.name} and a service are both {one.service} in Compose."
            yield Problem(one.origin, "service-name-taken", message, "Rename one of them.")
        if len(one.service) > _LONGEST_LABEL and one.name in stack.services:
            message = (
                f"Caddy cannot find {one.name}: its name is too long, and a service has it too."
            )
            yield Problem(one.origin, "channel-name-long", message, "Choose a shorter name.")
