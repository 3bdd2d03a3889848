"""What a stack holds, in a line."""

from typing import TYPE_CHECKING

from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.model.resolved_stack import ResolvedStack

    from .state import State


def summary(state: "State") -> str:
    """Return how many channels, services, domains and automations there are, and are off."""
    stack, spec = state.product.stack, state.spec
    channels = [channel.enabled for channel in spec.channels.values()]
    services = [one.is_enabled for one in stack.services.values()]
    automations = [automation.enabled for automation in spec.automations]
    domains = domain_count(stack)
    parts = (
        _with_off(counted(len(channels), "channel", "channels"), channels),
        _with_off(counted(len(services), "service", "services"), services) if services else "",
        counted(domains, "domain", "domains") if domains else "",
        _with_off(counted(len(automations), "automation", "automations"), automations)
        if automations
        else "",
    )
    return " · ".join(filter(None, parts))


def domain_count(stack: "ResolvedStack") -> int:
    """Return how many domains a stack answers to; its own site has none."""
    return len(stack.sites) - (stack.own_site is not None)


def _with_off(said: str, are_on: list[bool]) -> str:
    off = are_on.count(False)
    return tr("{} ({} off)").format(said, off) if off else said
