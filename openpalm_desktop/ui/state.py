"""A state of the stack that is open, as every view of the window is shown it."""

from functools import cached_property
from typing import TYPE_CHECKING

from openpalm_desktop.model.version import Version
from openpalm_desktop.record import Record

if TYPE_CHECKING:
    from openpalm_desktop.generate.generator import Generated
    from openpalm_desktop.generate.workshop import Product
    from openpalm_desktop.model.changes import Change
    from openpalm_desktop.model.resolved_stack import ResolvedStack
    from openpalm_desktop.model.stack import StackSpec


class State(Record, eq=False):
    """A spec, what follows from it, the last good files, and what the last edit was."""

    version: Version
    product: "Product"
    files: "Generated | None"
    edit: str = ""
    files_before: "Generated | None" = None

    @property
    def spec(self) -> "StackSpec":
        """The stack."""
        return self.version.spec

    @cached_property
    def headline(self) -> str:
        """What the last edit changed, told by what matters most; nothing if no file changed."""
        if self.files is None or self.files_before is None:
            return ""
        from openpalm_desktop.model.changes import headline  # noqa: PLC0415 – not before an edit

        most = headline(changes_between(self.files_before.stack, self.files.stack))
        return most.sentence if most else ""

    @property
    def is_stale(self) -> bool:
        """Whether the files shown are those of an earlier spec, because this one has errors."""
        return self.product.has_errors

    def told(self) -> "State":
        """Return this state, having worked out what the window is about to ask it."""
        _ = self.headline, self.product.secret_uses
        return self


def changes_between(before: "ResolvedStack", after: "ResolvedStack") -> "tuple[Change, ...]":
    """Return what differs between two stacks."""
    from openpalm_desktop.model.changes import changes  # noqa: PLC0415 – not before an edit

    return changes(before, after)
