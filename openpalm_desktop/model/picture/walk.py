"""From node to node by arrow keys."""

from enum import Enum

from openpalm_desktop.model.path import Path

from .shapes import Layout, Rect


class Direction(Enum):
    """Where an arrow key points."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)


def reading_order(layout: Layout) -> tuple[Path, ...]:
    """Return all nodes column by column, each from top to bottom."""
    return tuple(sorted(layout.nodes, key=lambda key: (layout.nodes[key].x, layout.nodes[key].y)))


def neighbour(layout: Layout, key: Path, direction: Direction) -> Path | None:
    """Return the next node in a direction: in the same column, or the nearest of the next one."""
    here = layout.nodes[key]
    across, down = direction.value
    if down:
        column = [one for one in layout.nodes if layout.nodes[one].x == here.x]
        column = [one for one in column if (layout.nodes[one].y - here.y) * down > 0]
        return min(column, key=lambda one: abs(layout.nodes[one].y - here.y), default=None)
    beside = [one for one in layout.nodes if (layout.nodes[one].x - here.x) * across > 0]
    nearest = min((abs(layout.nodes[one].x - here.x) for one in beside), default=0.0)
    column = [one for one in beside if abs(layout.nodes[one].x - here.x) == nearest]
    return min(column, key=lambda one: _away(layout.nodes[one], here), default=None)


def _away(rect: Rect, here: Rect) -> tuple[float, float]:
    """A long bar is as near as its nearest part."""
    outside = max(rect.y - here.middle, here.middle - rect.bottom, 0.0)
    return outside, abs(rect.middle - here.middle)
