"""From the parser's events to a tree with plain data, within limits that keep it quick and safe."""

from typing import Any, NoReturn

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.record import Record

from . import complaints
from .lines import Lines
from .pyyaml import MarkedYAMLError, events
from .scalars import plain_value
from .source import Source, not_allowed
from .tags import KNOWN_COLLECTION, tagged_value
from .tree import Alias, Anchored, Entry, Items, Map, Node, Scalar, is_nothing

DEEPEST = 100
MOST_VALUES = 500_000
MOST_PROBLEMS = 100
_MERGE_TAG = "tag:yaml.org,2002:merge"


class Composed(Record):
    """The tree of a text, if it has one, and what is wrong with it."""

    root: Node | None
    problems: tuple[Problem, ...]
    references: tuple[Anchored | Alias, ...]


def compose(text: str, lines: Lines) -> Composed:
    """Read the text; problems that leave no sensible tree leave none."""
    bad = not_allowed(text)
    if bad:
        problem = complaints.control_character(bad.group(), lines.position(bad.start()))
        return Composed(None, (problem,), ())
    source = Source(text)
    builder = _Builder(source, lines)
    try:
        builder.build()
    except MarkedYAMLError as error:
        from .syntax import syntax_problem  # noqa: PLC0415 – only where something is wrong

        builder.stop(syntax_problem(error, text, lines, source.offset))
    except _Stopped:
        pass
    if (builder.root is None or is_nothing(builder.root)) and not builder.problems:
        builder.problems.append(complaints.empty(lines.position(len(text))))
    return Composed(builder.root, tuple(builder.problems), tuple(builder.references))


class _Stopped(Exception):
    """Reading on makes no sense."""


class _Builder:
    def __init__(self, source: Source, lines: Lines) -> None:
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.references: list[Anchored | Alias] = []
        self._source = source
        self._lines = lines
        self._offset = source.offset
        self._mend = source.mend
        self._open: list[Map | Items] = []
        self._keys: list[Node | None] = []  # per open collection: a key that waits for its value
        self._names: list[set[str]] = []  # per open mapping: what it has been given so far
        self._heights: list[int] = []  # per open collection: the levels inside it
        self._anchors: dict[str, Anchored] = {}
        self._sizes: dict[Anchored, int] = {}  # negative while open
        self._height_of: dict[Anchored, int] = {}
        self._values = 0

    def build(self) -> None:
        for event in self._source.events():
            match event:
                case events.ScalarEvent():
                    self._scalar(event)
                case events.MappingStartEvent() | events.SequenceStartEvent():
                    self._begin(event)
                case events.MappingEndEvent() | events.SequenceEndEvent():
                    self._finish(event)
                case events.AliasEvent():
                    self._alias(event)
                case events.DocumentStartEvent() if self.root is not None:
                    self._second_document(event)
                    return

    def _second_document(self, event: Any) -> None:
        where = self._lines.position(event.start_mark.index + self._offset)
        self.problems.append(complaints.several_documents(where))

    def stop(self, problem: Problem) -> None:
        """Keep this problem alone: without a tree the others mean little."""
        self.root = None
        self.problems = [problem]
        self.references = []

    def _scalar(self, event: Any) -> None:
        start = event.start_mark.index + self._offset
        end = event.end_mark.index + self._offset
        text = event.value
        style = event.style or ""
        if self._mend:
            text = self._mend(text, start, end)
        if event.tag is None or (event.tag == _MERGE_TAG and text == "<<"):
            data: object = text if style else plain_value(text)
        else:
            data = self._tagged(event.tag, text, start)
        node = Scalar(start, end, event.anchor, event.tag, style, data)
        if event.anchor is not None:
            self._name(node, size=1)
        self._attach(node, text)

    def _tagged(self, tag: str, text: str, start: int) -> object:
        data, complaint = tagged_value(tag, text)
        if complaint:
            self._complain(complaint(self._path(), self._lines.position(start)))
        return data

    def _alias(self, event: Any) -> None:
        start = event.start_mark.index + self._offset
        name = event.anchor
        target = self._anchors.get(name)
        if target is None:
            where = self._lines.position(start)
            self._complain(complaints.unknown_anchor(self._path(), name, where))
        elif self._sizes[target] < 0:
            where = self._lines.position(start)
            self._complain(complaints.alias_of_itself(self._path(), name, where))
            target = None
        node = Alias(start, event.end_mark.index + self._offset, name, target)
        if target is not None:
            self.references.append(node)
            self._values += self._sizes[target]
            self._deepen(self._height_of[target], start)
            if self._values > MOST_VALUES:
                self._give_up(complaints.alias_bomb(self._lines.position(start)))
        self._attach(node, node.data if isinstance(node.data, str) else "")

    def _begin(self, event: Any) -> None:
        start = event.start_mark.index + self._offset
        end = event.end_mark.index + self._offset
        is_map = isinstance(event, events.MappingStartEvent)
        kind = Map if is_map else Items
        node = kind(start, end, event.anchor, event.tag, flow=bool(event.flow_style))
        if event.tag is not None and event.tag not in KNOWN_COLLECTION[is_map]:
            where = self._lines.position(start)
            self._complain(complaints.unknown_tag(self._path(), event.tag, where))
        if event.anchor is not None:
            self._name(node, size=-self._values - 1)
        self._open.append(node)
        self._keys.append(None)
        self._names.append(set())
        self._heights.append(0)
        self._deepen(0, start)

    def _deepen(self, height: int, start: int) -> None:
        """Note that something of this height hangs in the innermost collection."""
        for level in range(len(self._heights) - 1, -1, -1):
            height += 1
            if self._heights[level] >= height:
                return
            self._heights[level] = height
        if height > DEEPEST:
            self._give_up(complaints.too_deep(DEEPEST, self._lines.position(start)))

    def _finish(self, event: Any) -> None:
        node = self._open.pop()
        self._keys.pop()
        self._names.pop()
        height = self._heights.pop()
        if node.flow:
            node.end = event.end_mark.index + self._offset
        elif isinstance(node, Map):
            node.end = node.entries[-1].value.end
        else:
            node.end = node.items[-1].end
        if node.anchor is not None:
            self._sizes[node] += self._values + 1
            self._height_of[node] = height
        self._attach(node, "")

    def _name(self, node: Anchored, *, size: int) -> None:
        if node.anchor is not None:
            self._anchors[node.anchor] = node
            self._sizes[node] = size
            self._height_of[node] = 0
            self.references.append(node)

    def _attach(self, node: Node, text: str) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            self._give_up(complaints.too_large(MOST_VALUES, self._lines.position(node.start)))
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
            parent.data.append(node.data)
            return
        key = self._keys[-1]
        if key is None:
            self._add_entry(parent, node, text)
            self._keys[-1] = node
            return
        self._keys[-1] = None
        _, _, name, is_merge = parent.entries[-1]
        parent.entries[-1] = Entry(key, node, name, is_merge)
        if is_merge:
            self._merge(parent, node)
        else:
            parent.data[name] = node.data

    def _add_entry(self, parent: Map, key: Node, text: str) -> None:
        """Begin an entry; until its value comes, the key stands in for it."""
        is_merge = _is_merge(key, text)
        names = self._names[-1]
        name = text
        if not isinstance(key.data, str):
            name = text or self._written(key)
            where = self._lines.position(key.start)
            self._complain(complaints.key_is_no_text(self._path(), name, key.data, where))
        if name in names and not self._has_complained_enough:
            first = next(entry.key for entry in parent.entries if entry.name == name)
            places = [self._lines.position(node.start) for node in (first, key)]
            self._complain(complaints.duplicate_key((*self._path(), name), name, *places))
        if name in names:
            parent.data.pop(name, None)  # the last one counts, in its place
        names.add(name)
        parent.entries.append(Entry(key, key, name, is_merge))

    def _written(self, key: Node) -> str:
        return self._source.text[key.start : key.end]

    def _merge(self, parent: Map, node: Node) -> None:
        """Give the mapping what `<<` brings; what it says itself wins, the first one next."""
        parts = node.items if isinstance(node, Items) else [node]
        for part in parts:
            if not isinstance(part.data, dict):
                where = self._lines.position(part.start)
                self._complain(complaints.merge_of_no_mapping(self._path(), where))
                continue
            for name, value in part.data.items():
                parent.data.setdefault(name, value)

    def _complain(self, problem: Problem) -> None:
        if not self._has_complained_enough:
            self.problems.append(problem)

    @property
    def _has_complained_enough(self) -> bool:
        return len(self.problems) >= MOST_PROBLEMS

    def _give_up(self, problem: Problem) -> NoReturn:
        self.stop(problem)
        raise _Stopped

    def _path(self) -> Path:
        """Return where the parser is, for a problem found there."""
        path: list[str | int] = []
        for node, key in zip(self._open, self._keys, strict=True):
            if isinstance(node, Items):
                path.append(len(node.items))
            elif key is not None:
                path.append(node.entries[-1].name)
        return tuple(path)


def _is_merge(key: Node, text: str) -> bool:
    if not isinstance(key, Scalar) or text != "<<":
        return False
    return key.tag == _MERGE_TAG or (key.tag is None and not key.style)
