"""Rules for names in the network: two containers cannot answer to one."""

from collections.abc import Iterator

from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved_stack import ResolvedStack
from openpalm_desktop.phrases import phrase

_LONGEST_LABEL = 63  # of a host name; Caddy looks channels up by theirs


def taken_name_problems(stack: ResolvedStack) -> Iterator[Problem]:
    """A service must not have the name a channel has in Compose, nor a long channel a service's."""
    on = {part.service: name for name, part in stack.channels.items() if part.is_enabled}
    for part in stack.channels.values():
        one = part.resolved
        if part.is_enabled and one.name in on and one.name not in stack.services:
            other = on[one.name]
            message = phrase(
                "{name} is what Compose calls the channel {other}: both would answer.",
                name=one.name,
                other=other,
            )
            yield Problem(one.origin, "channel-name-taken", message, phrase("Rename one of them."))
        if one.service in stack.services:
            message = phrase(
                "The channel {name} and a service are both {service} in Compose.",
                name=one.name,
                service=one.service,
            )
            yield Problem(one.origin, "service-name-taken", message, phrase("Rename one of them."))
        if len(one.service) > _LONGEST_LABEL and one.name in stack.services:
            message = phrase(
                "Caddy cannot find {name}: its name is too long, and a service has it too.",
                name=one.name,
            )
            yield Problem(
                one.origin, "channel-name-long", message, phrase("Choose a shorter name.")
            )
