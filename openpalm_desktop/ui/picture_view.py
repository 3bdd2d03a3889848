"""The picture of the stack to look at, to zoom, and to walk through by mouse and keys."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip, QWidget

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.picture.walk import Direction, neighbour, reading_order

from .painting import paint_focus
from .picture_items import NodeItem, WireItem
from .picture_scene import PictureScene
from .picture_words import spoken
from .state_words import state_meaning
from .theme import tokens
from .words import tr

_SMALLEST, _LARGEST, _STEP = 0.1, 4.0, 1.2
_READABLE = 0.62
_CLICK = 5  # pixels that the mouse may move between press and release
_ARROWS = {
    Qt.Key.Key_Left: Direction.LEFT,
    Qt.Key.Key_Right: Direction.RIGHT,
    Qt.Key.Key_Up: Direction.UP,
    Qt.Key.Key_Down: Direction.DOWN,
}


class PictureView(QGraphicsView):
    """One node is the current one; `chosen` carries the path of what was opened."""

    chosen = Signal(object)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Picture of the stack"))
        self.current: Path | None = None
        self._pointed: Path | None = None
        self._pressed: QPoint | None = None
        self._fits = True

    @property
    def picture(self) -> PictureScene | None:
        """The scene, once there is one."""
        scene = self.scene()
        return scene if isinstance(scene, PictureScene) else None

    def show_scene(self, scene: PictureScene) -> None:
        """Show a picture; the current node stays, if it is still there."""
        before = self.picture
        scene.setParent(self)
        self.setScene(scene)
        if before is not None:
            before.deleteLater()
        self._pointed = None
        if self.current not in scene.node_items:
            self.current = None
        self._light_up()
        if before is None:
            self.fit()
        elif self._fits:
            self._fit_zoom()

    @property
    def zoom(self) -> float:
        """How large it is shown, 1 for as it is."""
        return self.transform().m11()

    def fit(self) -> None:
        """Show all of it; where that would be too small to read, its width, or its upper left."""
        self._fits = True
        self._fit_zoom()
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setValue(bar.minimum())

    def change_zoom(self, steps: float) -> None:
        """Go nearer, or farther for less than nought."""
        self._fits = False
        self._set_zoom(self.zoom * _STEP**steps)

    def show_node(self, key: Path | None) -> None:
        """Make a node the current one, in sight."""
        self.current = key
        self._light_up()
        if key is not None and self.picture is not None:
            item = self.picture.node_items[key]
            self.ensureVisible(QRectF(item.sceneBoundingRect()), 24, 24)

    def open(self, key: Path | None) -> None:
        """Go to where a node is edited; visitors are only looked at."""
        if key is not None and self.picture is not None:
            path = self.picture.shown.nodes[key].path
            if path:
                self.chosen.emit(path)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.picture is None:
            return
        if key in _ARROWS:
            self._walk(_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open(self.current)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.change_zoom(1)
        elif key is Qt.Key.Key_Minus:
            self.change_zoom(-1)
        elif key is Qt.Key.Key_0:
            self.fit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            order = reading_order(self.picture.layout_of)
            self.show_node(order[0 if key is Qt.Key.Key_Home else -1])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # with Ctrl: past all nodes
            super().focusNextPrevChild(key is Qt.Key.Key_Tab)
        elif key is Qt.Key.Key_Escape and self.current is not None:
            self.show_node(None)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_forward: bool) -> bool:  # noqa: FBT001 – as Qt calls it
        """Tab goes from node to node, and on from the last one."""
        if self.picture is not None and self.hasFocus():
            order = reading_order(self.picture.layout_of)
            at = order.index(self.current) if self.current in order else -1
            at = at + (1 if is_forward else -1)
            if 0 <= at < len(order) and (self.current is not None or is_forward):
                self.show_node(order[at])
                return True
        return super().focusNextPrevChild(is_forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._light_up()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._light_up()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.current is None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_focus(painter, self.viewport().rect(), tokens())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at, pressed = event.position().toPoint(), self._pressed
        self._pressed = None
        self._show_pointer(at)
        if pressed is not None and (at - pressed).manhattanLength() <= _CLICK:
            self._click(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._pressed is None:
            self._show_pointer(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointed = None
        self._light_up()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.change_zoom(event.angleDelta().y() / 120)
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_at_top = self.mapToScene(QPoint()).y() <= self.sceneRect().top() + 1
        super().resizeEvent(event)
        if self._fits and is_at_top:
            self.fit()
        elif self._fits:
            self._fit_zoom()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tool_tip(event.pos()), self)
            return True
        return super().viewportEvent(event)

    # Inside

    def _set_zoom(self, zoom: float) -> None:
        zoom = min(_LARGEST, max(_SMALLEST, zoom))
        self.resetTransform()
        self.scale(zoom, zoom)
        self.zoomed.emit(zoom)

    def _fit_zoom(self) -> None:
        """Fit the size and leave alone what is in sight."""
        rect, room = self.sceneRect(), self.maximumViewportSize()
        if self.picture is None or rect.isEmpty() or room.isEmpty():
            return
        whole = min(room.width() / rect.width(), room.height() / rect.height())
        bar = self.verticalScrollBar().sizeHint().width() + 4
        wide = min((room.width() - bar) / rect.width(), 1.0)
        self._set_zoom(min(whole, 1.25) if whole >= _READABLE else max(wide, _READABLE))

    def _walk(self, direction: Direction) -> None:
        assert self.picture is not None  # noqa: S101 – keys do nothing without
        layout = self.picture.layout_of
        if self.current is None:
            self.show_node(reading_order(layout)[0])
            return
        found = neighbour(layout, self.current, direction)
        if found is not None:
            self.show_node(found)

    def _click(self, at: QPoint) -> None:
        item = self.itemAt(at)
        if isinstance(item, NodeItem):
            self.show_node(item.key)
            self.open(item.key)
        elif isinstance(item, WireItem) and self.picture is not None:
            self.chosen.emit(self.picture.shown.fields[item.number])
        else:
            self.show_node(None)

    def _show_pointer(self, at: QPoint) -> None:
        item = self.itemAt(at)
        is_link = isinstance(item, WireItem) or (isinstance(item, NodeItem) and item.words.path)
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        pointed = item.key if isinstance(item, NodeItem) else None
        if isinstance(item, WireItem):
            pointed = item.edge.target
        if pointed != self._pointed:
            self._pointed = pointed
            self._light_up()

    def _light_up(self) -> None:
        scene = self.picture
        if scene is None:
            return
        current = self.current if self.hasFocus() else None
        scene.light_up(self._pointed or current, current)
        self.viewport().update()
        name = tr("Picture of the stack")
        words = f"{spoken(scene.shown, current)} – {name}" if current else name
        if self.accessibleName() != words:
            self.setAccessibleName(words)

    def _tool_tip(self, at: QPoint) -> str:
        item, scene = self.itemAt(at), self.picture
        if scene is None:
            return ""
        if isinstance(item, NodeItem):
            said = spoken(scene.shown, item.key)
            target = item.target
            if target is None:
                return said
            return f"{said}\n{state_meaning(target.state, is_on=item.node.is_enabled)}"
        return scene.shown.labels[item.number] if isinstance(item, WireItem) else ""
