"""Rules for names in the network: two containers cannot answer to one."""

from collections.abc import Iterator, Mapping

from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved_stack import Part, ResolvedStack
from openpalm_desktop.phrases import phrase

_LONGEST_LABEL = 63  # of a host name; Caddy looks channels up by theirs


def taken_name_problems(stack: ResolvedStack) -> Iterator[Problem]:
    """A service must not have the name a channel has in Compose, nor a long channel a service's."""
    names, services = stack.channels.keys(), stack.services.keys()
    in_compose = {part.service: part for part in stack.channels.values()}
    taken = names & (in_compose.keys() | services)
    taken |= {in_compose[service].resolved.name for service in in_compose.keys() & services}
    if taken:
        for name, part in stack.channels.items():
            if name in taken:
                yield from _problems(part, stack, in_compose)


def _problems(
    part: Part, stack: ResolvedStack, in_compose: Mapping[str, Part]
) -> Iterator[Problem]:
    one, other = part.resolved, in_compose.get(part.resolved.name)
    is_free = one.name not in stack.services
    if is_free and part.is_enabled and other is not None and other.is_enabled:
        message = phrase(
            "{name} is what Compose calls the channel {other}: both would answer.",
            name=one.name,
            other=other.resolved.name,
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
        yield Problem(one.origin, "channel-name-long", message, phrase("Choose a shorter name."))
