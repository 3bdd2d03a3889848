"""A person's YAML or JSON text together with what it says."""

from dataclasses import dataclass, field

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Position, Problem

from .compose import compose
from .lines import Lines
from .tree import Alias, Anchored, Items, Map, Node


@dataclass(frozen=True, eq=False)
class YamlDocument:
    """A text, its plain data, and where each value stands; `data` must never be changed."""

    text: str
    data: object
    problems: tuple[Problem, ...]
    root: Node | None = field(repr=False)
    references: tuple[Anchored | Alias, ...] = field(repr=False)
    lines: Lines = field(repr=False)

    def position(self, path: Path) -> Position | None:
        """Return where the key or item at `path` stands, or what would enclose it."""
        if self.root is None:
            return None
        at, node = self.root.start, self.root
        for step in path:
            found = _step(node, step)
            if found is None:
                break
            at, node = found
        return self.lines.position(at)


def _step(node: Node, step: str | int) -> tuple[int, Node] | None:
    if isinstance(node, Alias) and node.target:
        node = node.target
    if isinstance(node, Map):
        for entry in reversed(node.entries):
            if entry.name == step and not entry.is_merge:
                return entry.key.start, entry.value
    if isinstance(node, Items) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step].start, node.items[step]
    return None


def read_yaml(text: str) -> YamlDocument:
    """Return the document of any text; what is wrong with it is in its problems."""
    lines = Lines(text)
    composed = compose(text, lines)
    data = composed.root.data if composed.root else None
    return YamlDocument(text, data, composed.problems, composed.root, composed.references, lines)
