"""Where everything on the picture stands: columns from visitors to services, edges between them."""

from collections.abc import Generator
from typing import TypeAlias, cast

from openpalm_desktop.model.path import Path

from .graph import Picture
from .shapes import LABEL_HEIGHT, Layout, Rect, Sizes
from .spread import spread
from .standing import Standing
from .wires import AFTER_LABEL, BEFORE_LABEL, Wires

Span: TypeAlias = tuple[Path, float, float]
"""A way in, and where its bar begins and ends."""

_VISITOR_GAP, _BAR_GAP, _BAR_PAD, _LEAST_BAR = 16.0, 14.0, 17.0, 64.0
_TO_BARS, _BETWEEN = 60.0, 52.0
_TALL, _FROM_TOP = 520.0, 24.0  # higher pictures have their visitors at the top


def layout(picture: Picture, sizes: Sizes) -> Layout:
    """Return where everything stands; nothing overlaps, and the same picture is laid out alike."""
    steps = layout_steps(picture, sizes)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("Layout", end.value)


def layout_steps(picture: Picture, sizes: Sizes) -> Generator[None, None, Layout]:
    """Return the same in steps, for those who have something else to do in between."""
    standing = Standing(picture, sizes)
    yield
    standing.arrange()
    yield
    standing.stack()
    yield
    places = _Places(standing)
    height = places.place()
    yield
    wires = tuple(Wires(standing, places.rects, places.lefts, places.widths).all())
    used = range(max(standing.columns.values()) + 1)
    columns = tuple(Rect(places.lefts[n], 0.0, places.widths[n], height) for n in used)
    return Layout(places.rects, wires, columns, max(one.right for one in columns), height)


class _Places:
    """The nodes' places, from how high they stand."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._picture, self._sizes = standing.picture, standing.sizes
        self.rects: dict[Path, Rect] = {}
        self.widths = [0.0] * (standing.last + 1)
        for key, (width, _) in self._sizes.nodes.items():
            column = standing.columns[key]
            self.widths[column] = max(self.widths[column], width)
        label = max(self._sizes.labels, default=0.0)
        gaps = [_TO_BARS, BEFORE_LABEL + label + AFTER_LABEL] + [_BETWEEN] * standing.last
        self.lefts = [0.0]
        for column in range(standing.last):
            self.lefts.append(self.lefts[-1] + self.widths[column] + gaps[column])

    def place(self) -> float:
        """Place every node, the highest thing at nought; return how high the picture is."""
        for items in self._standing.order:
            for item in items:
                if item[1] < 0:
                    left = self.lefts[self._standing.columns[item[0]]]
                    self._put(item[0], left, self._standing.middles[item])
        self._place_bars()
        self._place_visitors()
        half, rects = LABEL_HEIGHT / 2, self.rects.values()
        passing = [middle for item, middle in self._standing.middles.items() if item[1] >= 0]
        top = min([*(rect.y for rect in rects), *(middle - half for middle in passing)])
        bottom = max([*(rect.bottom for rect in rects), *(middle + half for middle in passing)])
        self._standing.move(-top)
        self.rects = {
            key: Rect(rect.x, rect.y - top, rect.width, rect.height)
            for key, rect in self.rects.items()
        }
        return bottom - top

    def _put(self, key: Path, left: float, middle: float) -> None:
        height = self._standing.height((key, -1))
        self.rects[key] = Rect(left, middle - height / 2, self._sizes.nodes[key][0], height)

    def _place_bars(self) -> None:
        """A bar is as tall as what is behind it, so that ways in are straight."""
        rows: dict[Path, list[float]] = {}
        for number, edge in enumerate(self._picture.edges):
            if edge.way is not None:
                rows.setdefault(edge.source, []).append(self._standing.row(number))
        spans = [(key, min(some) - _BAR_PAD, max(some) + _BAR_PAD) for key, some in rows.items()]
        spans = _apart(spans[0], spans[1]) if len(spans) == 2 else [_grown(one) for one in spans]
        for key, top, bottom in spans:
            self.rects[key] = Rect(self.lefts[1], top, self._sizes.nodes[key][0], bottom - top)

    def _place_visitors(self) -> None:
        keys = [node.key for node in self._picture.nodes if self._standing.columns[node.key] == 0]
        heights = [self._sizes.nodes[key][1] for key in keys]
        distances = [(heights[n] + heights[n + 1]) / 2 + _VISITOR_GAP for n in range(len(keys) - 1)]
        bars = [self.rects[node.key] for node in self._picture.nodes if node.kind.is_way_in]
        beside = bars or list(self.rects.values()) or [Rect(0, 0, 0, 0)]
        top, bottom = min(one.y for one in beside), max(one.bottom for one in beside)
        middle = (top + bottom) / 2
        if bottom - top > _TALL:
            whole = sum(heights) + _VISITOR_GAP * (len(keys) - 1)
            middle = top + whole / 2 + _FROM_TOP
        for key, at in zip(keys, spread([middle] * len(keys), distances), strict=True):
            self._put(key, 0.0, at)


def _apart(upper: Span, lower: Span) -> list[Span]:
    """Return two bars that do not touch: where they would, both give way, and neither is short."""
    border = (upper[2] + lower[1]) / 2
    over, under = min(upper[2], border - _BAR_GAP / 2), max(lower[1], border + _BAR_GAP / 2)
    return [
        (upper[0], min(upper[1], over - _LEAST_BAR), over),
        (lower[0], under, max(lower[2], under + _LEAST_BAR)),
    ]


def _grown(span: Span) -> Span:
    """Return a bar that is long enough for its words."""
    key, top, bottom = span
    more = max(0.0, _LEAST_BAR - (bottom - top)) / 2
    return key, top - more, bottom + more
