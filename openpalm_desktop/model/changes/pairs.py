"""Which channel or service of one stack is which of the other, whatever it is called there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import compress
from operator import is_not

from openpalm_desktop.model.container import Container
from openpalm_desktop.model.resolved_stack import Part
from openpalm_desktop.model.value import plain

_FEW = 2


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names before by names after, where anything differs; what came, what went."""

    differing: Mapping[str, str] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_reordered: bool = False

    @property
    def renamed(self) -> Mapping[str, str]:
        """New names by old ones."""
        return {old: new for new, old in self.differing.items() if old != new}


def paired(before: Mapping[str, Part], after: Mapping[str, Part]) -> Pairs:
    """Return what differs between two maps of parts; unchanged parts are the same objects."""
    if before is after:
        return Pairs()
    # No step of Python's own for what did not change: most edits are of one part.
    others = compress(after, map(is_not, map(before.get, after), after.values()))
    differing = {name: name for name in others if name in before}
    if list(before) == list(after):
        return Pairs(differing)
    added = [name for name in after if name not in before]
    gone = len(before) + len(added) - len(after)
    removed = [name for name in before if name not in after] if gone else []
    for old in tuple(removed):
        new = _new_name(old, added, before, after)
        if new is not None:
            differing[new] = old
            added.remove(new)
            removed.remove(old)
    pairs = Pairs(differing, tuple(added), tuple(removed))
    return Pairs(differing, pairs.added, pairs.removed, _is_reordered(before, after, pairs))


def _new_name(
    old: str, added: list[str], before: Mapping[str, Part], after: Mapping[str, Part]
) -> str | None:
    """Return what is now called otherwise: the same said of it, or nearly so in the same place."""
    one = before[old].resolved.container
    for new in added:
        other = after[new].resolved.container
        if one is other or (type(one) is type(other) and plain(one) == plain(other)):
            return new
    place = list(before).index(old)
    in_place = list(after)[place : place + 1]
    return next((new for new in added if new in in_place and _is_alike(one, after[new])), None)


def _is_alike(one: Container, part: Part) -> bool:
    data, other = one.to_data(), part.resolved.container.to_data()
    different = [key for key in data.keys() | other.keys() if data.get(key) != other.get(key)]
    return len(different) <= _FEW < len(data.keys() & other.keys())


def _is_reordered(before: Mapping[str, Part], after: Mapping[str, Part], pairs: Pairs) -> bool:
    renamed = pairs.renamed
    stayed = [renamed.get(name, name) for name in before if name not in pairs.removed]
    return stayed != [name for name in after if name not in pairs.added]
