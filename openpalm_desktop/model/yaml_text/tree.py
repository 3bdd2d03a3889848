"""What stands where in a YAML text: its values with the places they were read from."""

from typing import NamedTuple, TypeAlias


class Scalar:
    """One text, number, truth value or nothing; `style` is its quote sign, or '' when plain."""

    __slots__ = ("anchor", "data", "end", "start", "style", "tag")

    def __init__(
        self, start: int, end: int, anchor: str | None, tag: str | None, style: str, data: object
    ) -> None:
        self.start = start
        self.end = end
        self.anchor = anchor
        self.tag = tag
        self.style = style
        self.data = data


class Map:
    """A mapping; one without brackets ends with its last value."""

    __slots__ = ("anchor", "data", "end", "entries", "flow", "start", "tag")

    def __init__(
        self, start: int, end: int, anchor: str | None, tag: str | None, *, flow: bool
    ) -> None:
        self.start = start
        self.end = end
        self.anchor = anchor
        self.tag = tag
        self.flow = flow
        self.entries: list[Entry] = []
        self.data: dict[str, object] = {}


class Items:
    """A sequence; one without brackets ends with its last item."""

    __slots__ = ("anchor", "data", "end", "flow", "items", "start", "tag")

    def __init__(
        self, start: int, end: int, anchor: str | None, tag: str | None, *, flow: bool
    ) -> None:
        self.start = start
        self.end = end
        self.anchor = anchor
        self.tag = tag
        self.flow = flow
        self.items: list[Node] = []
        self.data: list[object] = []


class Alias:
    """A `*name`, standing for the node that carries `&name`."""

    __slots__ = ("data", "end", "name", "start", "target")

    def __init__(self, start: int, end: int, name: str, target: "Anchored | None") -> None:
        self.start = start
        self.end = end
        self.name = name
        self.target = target
        self.data: object = target.data if target else None


Anchored: TypeAlias = Scalar | Map | Items
Node: TypeAlias = Scalar | Map | Items | Alias


class Entry(NamedTuple):
    """A key and its value in a mapping; `name` is the key as text."""

    key: Node
    value: Node
    name: str
    is_merge: bool


def is_nothing(node: Node) -> bool:
    """Whether a value is missing: a null without any text."""
    return isinstance(node, Scalar) and node.start == node.end
