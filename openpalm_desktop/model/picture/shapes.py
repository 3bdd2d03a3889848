"""What a layout is made of: places, wires between them, and the sizes that it is asked for."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from openpalm_desktop.model.path import Path
from openpalm_desktop.record import Record

Point: TypeAlias = tuple[float, float]

LABEL_HEIGHT, ROW = 19.0, 23.0
"""How high a label is, and how far apart the ways to one channel are."""


class Rect(Record):
    """A place on the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The height of the middle."""
        return self.y + self.height / 2


class Wire(Record):
    """An edge's way over the picture, from point to point, and where its label stands."""

    points: tuple[Point, ...]
    label: Rect | None = None
    is_backward: bool = False
    bend: float = 0.5  # where on its way from column to column it turns


class Layout(Record):
    """All places: nodes by their keys, wires in the order of the picture's edges."""

    nodes: Mapping[Path, Rect]
    wires: tuple[Wire, ...]
    columns: tuple[Rect, ...]
    width: float
    height: float


class Sizes(Record):
    """How large each node is at least, and how wide each edge's label is, nought for none."""

    nodes: Mapping[Path, tuple[float, float]]
    labels: Sequence[float]
