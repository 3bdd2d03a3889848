"""A person's YAML or JSON text together with what it says."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Position, Problem

from .align import same
from .compose import compose
from .edit import Edit
from .layouts import layout_of
from .lines import Lines
from .tree import Alias, Anchored, Items, Map, Node, is_nothing
from .writing import block_document


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

    def with_data(self, new: object) -> "YamlDocument":
        """Return the document that says `new`, its text changed only where the data differs.

        What it returns has been read again and says exactly `new`. A text without any readable
        value, as after a syntax error, is replaced as a whole.
        """
        if same(self.data, new):
            return self
        for text in self._candidates(new):
            document = read_yaml(text)
            if same(document.data, new) and len(document.problems) <= len(self.problems):
                return replace(document, data=new)
        raise ValueError("This data has no form in YAML: a half character, or too deep a nesting")

    def _candidates(self, new: object) -> Iterator[str]:
        """Yield texts for the new data, the one that keeps most first; the first is the rule."""
        layout = layout_of(self.lines, self.root)
        if self.root is None or is_nothing(self.root):
            begun = self.text and not self.text.endswith(("\n", "\r"))
            yield self.text + (layout.newline if begun else "") + block_document(new, layout)
        else:
            edit = Edit(self.lines, self.root, self.references, layout)
            yield edit.text(self.data, new)
            layout = replace(layout, may_end_empty=False)
            yield Edit(self.lines, self.root, self.references, layout).text(self.data, new)
            for limit in range(edit.deepest, -1, -1):
                coarser = Edit(self.lines, self.root, self.references, layout, limit)
                yield coarser.text(self.data, new)
        yield block_document(new, layout)


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
