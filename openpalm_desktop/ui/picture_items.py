"""Nodes and wires of the picture, painted in the colours of a theme."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from openpalm_desktop.deploy.service_state import ServiceState
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.picture.graph import Edge, Kind, Node
from openpalm_desktop.model.picture.shapes import Rect, Wire
from openpalm_desktop.model.problem import Severity

from .fact_card import paint_reach_sign
from .painting import paint_mark, paint_reach, reach_colours
from .picture_words import NodeWords
from .state_words import paint_dot, state_colour, state_word
from .theme import Tokens, system_font

PADDING = 10.0
_FAINT = 0.22
_DASHES = {Exposure.HOST: (0.5, 3.0), Exposure.LAN: (5.0, 3.0), Exposure.PUBLIC: ()}


@dataclass(frozen=True)
class OnTarget:
    """How a node is on the target, and whether that is only what was known last."""

    state: ServiceState
    is_gone: bool = False


def small_font() -> QFont:
    """Return the font of labels and second lines."""
    font = QFont(system_font())
    font.setPointSizeF(font.pointSizeF() * 0.9)
    return font


def title_font() -> QFont:
    """Return the font of nodes' names."""
    font = QFont(system_font())
    font.setWeight(QFont.Weight.DemiBold)
    return font


def title_left(kind: Kind) -> float:
    """Return how far from a node's left edge its title begins."""
    return PADDING + (24 if kind is Kind.VISITOR else 0)


def title_right(*, has_mark: bool) -> float:
    """Return how far from a node's right edge its title ends at the latest."""
    return 28 if has_mark else PADDING


class NodeItem(QGraphicsItem):
    """One node; the current one has a ring."""

    def __init__(
        self,
        node: Node,
        words: NodeWords,
        mark: Severity | None,
        rect: Rect,
        colours: Tokens,
        *,
        is_low: bool,
    ) -> None:
        super().__init__()
        self._is_low = is_low and node.kind.is_container  # both lines stand side by side
        self.node, self.words = node, words
        self.key: Path = node.key
        self._mark, self._colours = mark, colours
        self._frame = QRectF(0, 0, rect.width, rect.height)
        self.is_current = False
        self.target: OnTarget | None = None
        self.setPos(rect.x, rect.y)
        self.setZValue(2)

    def boundingRect(self) -> QRectF:
        return self._frame.adjusted(-5, -5, 5, 5)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._frame)
        return path

    def show_emphasis(self, *, is_faint: bool, is_current: bool) -> None:
        """Step back, or stand out."""
        is_off = not self.node.is_enabled
        self.setOpacity(_FAINT if is_faint else 0.75 if is_off else 1.0)
        if is_current is not self.is_current:
            self.is_current = is_current
            self.update()

    def show_target(self, target: OnTarget | None) -> None:
        """Show how it is on the target."""
        if target != self.target:
            self.target = target
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._colours
        radius, ground, border = self._looks()
        painter.setBrush(QColor(ground))
        pen = QPen(QColor(border), 1.2)
        if not self.node.is_enabled:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(self._frame.adjusted(0.6, 0.6, -0.6, -0.6), radius, radius)
        if self.is_current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(self._frame.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)
        self._paint_words(painter)
        if self.target is not None:
            self._paint_target(painter, self.target)

    def _paint_target(self, painter: QPainter, target: OnTarget) -> None:
        """Paint the dot in the lower right, and the word beside it where there is room."""
        frame, small = self._frame, QFontMetricsF(small_font())
        middle = frame.center().y() if self._is_low else frame.bottom() - 15
        spot = QPointF(frame.right() - 12, middle)
        colour = state_colour(target.state, self._colours, is_on=self.node.is_enabled)
        paint_dot(painter, spot, colour, is_hollow=target.is_gone)
        word = state_word(target.state, is_on=self.node.is_enabled)
        width = small.horizontalAdvance(word)
        if not self.node.is_enabled or not self._has_room(width):
            return
        painter.setFont(small_font())
        painter.setPen(QColor(self._colours.muted))
        at = QPointF(spot.x() - 8 - width, middle + small.ascent() - small.height() / 2)
        painter.drawText(at, word)

    def _has_room(self, width: float) -> bool:
        """Whether a word fits beside the second line."""
        line = QFontMetricsF(small_font()).horizontalAdvance(self.words.line) + 26
        return not self._is_low and width <= self._frame.width() - line - 20

    def _line(self) -> str:
        """Return the second line; where there is no room for both, trouble is told first."""
        is_told = self.target is not None and not self._is_low and self.node.is_enabled
        if not is_told or self.target is None or self.node.reach is not None:
            return self.words.line
        state = self.target.state
        word = state_word(state, is_on=True)
        is_quiet = state.is_well and not state.changes
        width = QFontMetricsF(small_font()).horizontalAdvance(word)
        return self.words.line if is_quiet or self._has_room(width) else word

    def _looks(self) -> tuple[float, str, str]:
        """Return the roundness, the ground and the border."""
        colours, kind = self._colours, self.node.kind
        if kind is Kind.VISITOR and self.node.reach is not None:
            front, back = reach_colours(self.node.reach, colours)
            return self._frame.height() / 2, back, front
        if kind.is_way_in:
            is_caddy = kind is Kind.CADDY
            return (
                9,
                colours.accentsoft if is_caddy else colours.chip,
                (colours.accent if is_caddy else colours.strong),
            )
        ground = colours.raised if self.node.is_enabled else colours.window
        return 9 if kind is Kind.CHANNEL else 3, ground, colours.strong

    def _paint_words(self, painter: QPainter) -> None:
        colours, kind, frame = self._colours, self.node.kind, self._frame
        title, small = QFontMetricsF(title_font()), QFontMetricsF(small_font())
        is_line = self._is_low
        left = title_left(kind)
        below = small.horizontalAdvance(self.words.line) + 26 if is_line else 0
        room = frame.width() - left - below - title_right(has_mark=self._mark is not None)
        top = (frame.height() - title.height() - (0 if is_line else small.height() + 3)) / 2
        if kind.is_way_in:
            top = 12.0
        if kind is Kind.VISITOR and self.node.reach is not None:
            front = reach_colours(self.node.reach, colours)[0]
            paint_reach_sign(painter, QPointF(20, frame.center().y()), self.node.reach, front)
        painter.setFont(title_font())
        painter.setPen(QColor(colours.text if self.node.is_enabled else colours.muted))
        text = title.elidedText(self.words.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, top + title.ascent()), text)
        if self._mark is not None:
            x = left + title.horizontalAdvance(text) + 14 if is_line else frame.right() - 16
            paint_mark(painter, QPointF(x, top + title.height() / 2), self._mark, colours)
        if is_line:
            self._paint_line(painter, QPointF(frame.right() - below + 2, frame.center().y()))
        else:
            self._paint_line(painter, QPointF(left, top + title.height() + 3 + small.height() / 2))

    def _paint_line(self, painter: QPainter, at: QPointF) -> None:
        """Paint the second line, its left edge and middle at a point."""
        is_pill = self.node.kind.is_container and self.node.is_enabled
        if is_pill and self.node.reach is not None:
            at += QPointF(-1, 0 if self._is_low else 1)
            paint_reach(painter, at, self.words.line, self.node.reach, self._colours, small_font())
            return
        small = QFontMetricsF(small_font())
        painter.setFont(small_font())
        painter.setPen(QColor(self._colours.muted))
        at += QPointF(0, small.ascent() - small.height() / 2)
        painter.drawText(at, self._line())


class WireItem(QGraphicsItem):
    """One edge with its label; its stroke tells the reach, and so does its colour."""

    def __init__(self, number: int, edge: Edge, wire: Wire, label: str, colours: Tokens) -> None:
        super().__init__()
        self.number, self.edge = number, edge
        self._wire, self._label, self._colours = wire, label, colours
        self._path = wire_path(wire)
        self._box = QRectF()
        if wire.label is not None:
            place = wire.label
            self._box = QRectF(place.x, place.y, place.width, place.height)
        self._is_lit = False
        bounds = self._path.boundingRect().united(self._box)
        self._bounds = bounds.adjusted(-8, -8, 8, 8)
        is_level = len({y for _, y in wire.points[:2]}) == 1
        self.setZValue(0 if edge.is_dependency else 1 if is_level else 0.5)  # under others' labels

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._box)
        return path

    def show_emphasis(self, *, is_faint: bool, is_lit: bool) -> None:
        """Step back, or stand out."""
        self.setOpacity(_FAINT if is_faint else 1.0)
        if is_lit is not self._is_lit:
            self._is_lit = is_lit
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._colour()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(wire_pen(self.edge.reach, colour, is_lit=self._is_lit))
        painter.drawPath(self._path)
        if self.edge.way is not None or self.edge.is_dependency:
            self._paint_tip(painter, colour)
        if self._label:
            self._paint_label(painter)

    def _colour(self) -> str:
        if self.edge.reach is not None:
            return reach_colours(self.edge.reach, self._colours)[0]
        return self._colours.error if self._wire.is_backward else self._colours.off

    def _paint_tip(self, painter: QPainter, colour: str) -> None:
        x, y = self._wire.points[-1]
        back = -1 if self._wire.is_backward else 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        ends = [QPointF(x, y), QPointF(x - 7 * back, y - 3.8), QPointF(x - 7 * back, y + 3.8)]
        painter.drawPolygon(QPolygonF(ends))

    def _paint_label(self, painter: QPainter) -> None:
        assert self.edge.reach is not None  # noqa: S101 – only ways have a label
        front, back = reach_colours(self.edge.reach, self._colours)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(back))
        painter.drawRoundedRect(self._box, 5, 5)
        painter.setFont(small_font())
        painter.setPen(QColor(front))
        metrics = QFontMetricsF(small_font())
        text = metrics.elidedText(
            self._label, Qt.TextElideMode.ElideMiddle, self._box.width() - PADDING + 0.5
        )
        painter.drawText(self._box, Qt.AlignmentFlag.AlignCenter, text)


def wire_path(wire: Wire) -> QPainterPath:
    """Return a wire's line: curves from column to column, straight where nothing bends it."""
    path = QPainterPath(QPointF(*wire.points[0]))
    for number, ((x0, y0), (x1, y1)) in enumerate(pairwise(wire.points)):
        if number == 1 and wire.label is not None:
            path.moveTo(wire.label.right, y0)  # nothing shows through the label
        if abs(y0 - y1) < 0.5:
            path.lineTo(x1, y1)
        else:
            middle = x0 + (x1 - x0) * wire.bend
            path.cubicTo(middle, y0, middle, y1, x1, y1)
    return path


def wire_pen(reach: Exposure | None, colour: str, *, is_lit: bool = False) -> QPen:
    """Return the stroke of a reach: dotted, dashed or solid; a thin one for dependencies."""
    width = (1.0 if reach is None else 1.5) + (0.7 if is_lit else 0.0)
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    dashes: Any = _DASHES[reach] if reach is not None else ()
    if dashes:
        pen.setDashPattern([part * 1.5 / width for part in dashes])
    return pen
