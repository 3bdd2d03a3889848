"""The form of one channel."""

from typing import TYPE_CHECKING

from .channel_tabs import TABS
from .container_form import ContainerForm
from .words import channel_title

if TYPE_CHECKING:
    from openpalm_desktop.model.resolved_stack import Part

    from .state import State


class ChannelForm(ContainerForm):
    """A channel's title, what can be done with it, and its fields in tabs."""

    TABS = TABS
    SECTION = "channels"

    def part(self, name: str, state: "State") -> "Part":
        return state.product.stack.channels[name]

    def title(self, name: str, state: "State") -> str:
        return channel_title(name, state.spec.channels[name])

    def seen(self, name: str, state: "State") -> tuple[object, ...]:
        return (state.spec.channels[name], state.spec.access_scope, state.spec.caddy.acme)
