"""The picture of the stack as a scene: nodes, wires, the names of columns and what strokes mean."""

from collections.abc import Generator, Iterator, Mapping
from itertools import chain

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPen
from PySide6.QtWidgets import QGraphicsLineItem, QGraphicsScene, QGraphicsSimpleTextItem

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.picture.graph import Kind
from openpalm_desktop.model.picture.layout import layout, layout_steps
from openpalm_desktop.model.picture.lit import Lit, lit
from openpalm_desktop.model.picture.shapes import Layout, Sizes

from .painting import reach_colours
from .picture_items import (
    PADDING,
    NodeItem,
    WireItem,
    small_font,
    title_font,
    title_left,
    title_right,
    wire_pen,
)
from .picture_words import Drawn
from .theme import Tokens
from .words import tr

_WIDTHS = {
    Kind.VISITOR: 144.0,
    Kind.CADDY: 104.0,
    Kind.PORTS: 104.0,
    Kind.CHANNEL: 152.0,
    Kind.SERVICE: 126.0,
}
_HEIGHT, _WIDEST_LABEL = 48.0, 210.0
_CROWD, _MORE_WIDTH = 24, 56.0
_AT_ONCE = 300
_ROUND = 10.0  # the end of a visitor's shape, where no word has room
_HEAD, _FOOT, _MARGIN = 44.0, 56.0, 24.0


class PictureScene(QGraphicsScene):
    """Everything that is drawn, in the colours that it was made with."""

    def __init__(self, shown: Drawn, colours: Tokens, made: Layout) -> None:
        super().__init__()
        self.shown, self.colours, self.layout_of = shown, colours, made
        self.node_items: dict[Path, NodeItem] = {}
        self.wire_items: list[WireItem] = []
        self._add_headings()
        self._add_legend()
        width = max(made.width, self._legend_width)
        self.setSceneRect(
            QRectF(
                -_MARGIN,
                -_HEAD - _MARGIN + 8,
                width + 2 * _MARGIN,
                made.height + _HEAD + _FOOT + 2 * _MARGIN - 8,
            )
        )
        self.setBackgroundBrush(QBrush(QColor(colours.surface)))

    def fill(self) -> Iterator[None]:
        """Draw everything, with a pause after every so many things."""
        for number, _ in enumerate(chain(self._wires(), self._nodes()), 1):
            if number % _AT_ONCE == 0:
                yield

    def light_up(self, key: Path | None, current: Path | None) -> None:
        """Let a node's paths stand out, and all else step back; None for no node."""
        found = lit(self.shown.picture, key) if key else Lit(frozenset(), frozenset())
        is_any = bool(found.nodes)
        for one, node in self.node_items.items():
            node.show_emphasis(
                is_faint=is_any and one not in found.nodes, is_current=one == current
            )
        for number, wire in enumerate(self.wire_items):
            is_lit = number in found.edges
            wire.show_emphasis(is_faint=is_any and not is_lit, is_lit=is_lit)

    def _nodes(self) -> Iterator[None]:
        shown, is_low = self.shown, is_crowd(self.shown)
        for node in shown.picture.nodes:
            item = NodeItem(
                node,
                shown.nodes[node.key],
                shown.marks.get(node.key),
                self.layout_of.nodes[node.key],
                self.colours,
                is_low=is_low,
            )
            item.show_emphasis(is_faint=False, is_current=False)
            self.node_items[node.key] = item
            self.addItem(item)
            yield

    def _wires(self) -> Iterator[None]:
        for number, edge in enumerate(self.shown.picture.edges):
            wire, label = self.layout_of.wires[number], self.shown.labels[number]
            item = WireItem(number, edge, wire, label, self.colours)
            self.wire_items.append(item)
            self.addItem(item)
            yield

    def _add_headings(self) -> None:
        names = (tr("Visitors"), tr("Ways in"), tr("Channels"), tr("Services"))
        has_services = any(node.kind is Kind.SERVICE for node in self.shown.picture.nodes)
        count = len(self.layout_of.columns) if has_services else 3
        for column, name in zip(self.layout_of.columns[:count], names, strict=False):
            self._add_text(name, QPointF(column.x, -_HEAD), self.colours.muted)

    def _add_legend(self) -> None:
        y = self.layout_of.height + _FOOT - 12
        x = 0.0
        meanings: tuple[tuple[Exposure | None, str], ...] = (
            (Exposure.HOST, tr("for this host")),
            (Exposure.LAN, tr("for the local network")),
            (Exposure.PUBLIC, tr("for everyone")),
            (None, tr("starts after")),
        )
        for reach, words in meanings:
            colour = reach_colours(reach, self.colours)[0] if reach else self.colours.off
            line = QGraphicsLineItem(x, y, x + 30, y)
            line.setPen(wire_pen(reach, colour))
            self.addItem(line)
            width = self._add_text(words, QPointF(x + 38, y), self.colours.muted, is_middle=True)
            x += 38 + width + 26
        self._legend_width = x - 26

    def _add_text(self, text: str, at: QPointF, colour: str, *, is_middle: bool = False) -> float:
        item = QGraphicsSimpleTextItem(text)
        item.setFont(small_font())
        item.setBrush(QBrush(QColor(colour)))
        item.setPen(QPen(Qt.PenStyle.NoPen))
        bounds = item.boundingRect()
        item.setPos(at - QPointF(0, bounds.height() / 2 if is_middle else 0))
        self.addItem(item)
        return float(bounds.width())


def scene_steps(shown: Drawn, colours: Tokens) -> Generator[None, None, PictureScene]:
    """Return the scene at the end; with pauses, if it is large."""
    measured = sizes(shown)
    if not shown.is_large:
        scene = PictureScene(shown, colours, layout(shown.picture, measured))
        finish(scene.fill())
        return scene
    yield
    made = yield from layout_steps(shown.picture, measured)
    yield
    scene = PictureScene(shown, colours, made)
    yield from scene.fill()
    return scene


def finish(steps: Iterator[None]) -> None:
    """Take all steps at once."""
    for _ in steps:
        pass


def sizes(shown: Drawn) -> Sizes:
    """Return how large nodes and labels are, in the fonts that they are painted with.

    Where there are many channels, each is one line high.
    """
    metrics, titles = QFontMetricsF(small_font()), QFontMetricsF(title_font())
    tall = max(_HEIGHT, titles.height() + metrics.height() + 17)
    low, is_low = titles.height() + 14, is_crowd(shown)
    widths = _widths(shown, titles)
    found = {
        node.key: (_WIDTHS[node.kind] + _MORE_WIDTH, low)
        if is_low and node.kind.is_container
        else (widths[node.key], tall)
        for node in shown.picture.nodes
    }
    labels = tuple(
        min(_WIDEST_LABEL, metrics.horizontalAdvance(text) + PADDING) if text else 0.0
        for text in shown.labels
    )
    return Sizes(found, labels)


def _widths(shown: Drawn, titles: QFontMetricsF) -> Mapping[Path, float]:
    """Return how wide nodes are: fonts differ, and a title is cut only where it is very long."""
    found: dict[Path, float] = {}
    for node in shown.picture.nodes:
        around = title_left(node.kind) + title_right(has_mark=node.key in shown.marks)
        around += _ROUND if node.kind is Kind.VISITOR else 0
        wanted = titles.horizontalAdvance(shown.nodes[node.key].title) + around
        usual = _WIDTHS[node.kind]
        found[node.key] = max(usual, min(wanted, usual + _MORE_WIDTH))
    visitors = [node.key for node in shown.picture.nodes if node.kind is Kind.VISITOR]
    widest = max((found[key] for key in visitors), default=0.0)
    return found | dict.fromkeys(visitors, widest)


def is_crowd(shown: Drawn) -> bool:
    """Whether there is so much on a picture that each container is one line high."""
    return sum(node.kind.is_container for node in shown.picture.nodes) > _CROWD
