"""A person's YAML or JSON text together with what it says."""

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Position, Problem
from openpalm_desktop.record import Record

from .compose import compose
from .lines import Lines
from .tree import Alias, Anchored, Items, Map, Node


class YamlDocument(Record, eq=False):
    """A text, its plain data, and where each value stands; `data` must never be changed."""

    text: str
    data: object
    problems: tuple[Problem, ...]
    root: Node | None
    references: tuple[Anchored | Alias, ...]
    lines: Lines

    def __repr__(self) -> str:
        return f"YamlDocument({self.text!r})"

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

    def with_data(self, new: object) -> "YamlDocument":
        """Return the document that says `new`, its text changed only where the data differs.

        What it returns has been read again and says exactly `new`. A text without any readable
        value, as after a syntax error, is replaced as a whole.
        """
        from .changing import changed  # noqa: PLC0415 – most runs only read

        return changed(self, new)


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
