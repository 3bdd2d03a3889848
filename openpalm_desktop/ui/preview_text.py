"""A generated file: only lines that changed are touched, only visible ones are coloured."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from .file_changes import changed_span
from .find_hits import Hit, Hits
from .highlighters import Highlighter, highlighter_for, no_colours
from .painting import paint_ground
from .text_places import alike, units
from .theme import code_font, tokens

if TYPE_CHECKING:
    from openpalm_desktop.generate.artifact import Artifact
    from openpalm_desktop.model.path import Path

_LARGE, _FIRST, _PIECE = 150_000, 40_000, 60_000  # letters


class PreviewText(QPlainTextEdit):
    """A read-only file with line numbers; a click on a line tells the path it came from."""

    line_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(code_font())
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(6)
        self.artifact: Artifact | None = None
        self.marked: frozenset[int] = frozenset()
        self.hits = Hits()
        self._hit = 0
        self._lit: Path = ()
        self._spans: Highlighter = no_colours
        self._formats: dict[str, QTextCharFormat] = {}
        self._coloured = 1  # the state of lines that wear the colours of now
        self._rest = ""
        self._lines = 1
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.timeout.connect(self._fill_on)
        self._colouring = QTimer(self)
        self._colouring.setSingleShot(True)
        self._colouring.timeout.connect(self._colour_visible)
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(lambda _: self._fit_numbers())
        self.updateRequest.connect(self._follow)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._colour_visible())
        self._fit_numbers()

    def show_artifact(self, artifact: "Artifact | None") -> None:
        """Show a file; of another version of the same file only what differs is replaced."""
        before, self.artifact = self.artifact, artifact
        if artifact is before:
            return
        if artifact is None:
            self._fill("")
        elif before is None or before.name != artifact.name:
            self._spans = highlighter_for(artifact.name)
            self._fill(artifact.text)
        else:
            self._replace(before, artifact)
        self._colour_visible()

    def show_marks(self, lines: frozenset[int]) -> None:
        """Mark lines as changed."""
        if lines != self.marked:
            self.marked = lines
            self.viewport().update()
            self._numbers.update()

    def show_lit(self, path: "Path") -> None:
        """Light up the lines that come from a path."""
        if path != self._lit:
            self._lit = path
            self._numbers.update()

    def show_line(self, line: int) -> None:
        """Scroll a line into view, unless it is."""
        self._fill_up()
        bar = self.verticalScrollBar()
        shown = max(1, self.height() // max(1, self.fontMetrics().lineSpacing()))
        if not bar.value() <= line < bar.value() + shown - 1:
            bar.setValue(max(0, line - shown // 4))

    def show_hits(self, needle: str) -> int:
        """Mark every place of a text, and return which of them is shown, from 1; 0 if none is."""
        self.hits = Hits.of(needle, self.artifact.text if self.artifact else "")
        self._hit = min(self._hit, max(0, len(self.hits.all) - 1))
        self.viewport().update()
        return self._hit + 1 if self.hits.all else 0

    def go_to_hit(self, step: int) -> int:
        """Select the next place, the one before or, without a step, the one from here on."""
        if not self.hits.all:
            return 0
        self._fill_up()
        cursor = self.textCursor()
        at = cursor.selectionEnd() if step > 0 else cursor.selectionStart()
        block = self.document().findBlock(at)
        self._hit = self.hits.from_(block.blockNumber(), at - block.position(), step)
        hit = self.hits.all[self._hit]
        start = self.document().findBlockByNumber(hit.line).position()
        cursor.setPosition(start + hit.start)
        cursor.setPosition(start + hit.end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.show_line(hit.line)
        self.viewport().update()
        return self._hit + 1

    def is_lit(self, line: int) -> bool:
        """Whether a line comes from the path that is lit up."""
        if not self._lit or self.artifact is None:
            return False
        return self.artifact.origin_of(line)[: len(self._lit)] == self._lit

    # Events

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show an arrow: a click goes to a field, and makes no cursor blink."""
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        super().enterEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._choose(self.cursorForPosition(event.position().toPoint()).blockNumber())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.textCursor().blockNumber())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hits.all:
            self._paint_hits()
        if self.marked:
            painter = QPainter(self.viewport())
            for line, rect in self.visible_lines():
                if line in self.marked:
                    whole = QRect(0, rect.top(), self.width(), rect.height())
                    paint_ground(painter, whole, self.mark_colour())
            painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()
        self._colour_visible()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._formats = {}
            self.forget_colours()
            self._colouring.start()  # once: another theme tells of itself a dozen times

    def forget_colours(self) -> None:
        """Colour every line again when it comes into view."""
        self._coloured += 1

    def visible_lines(self) -> list[tuple[int, QRect]]:
        """Return the numbers and places of the lines in view."""
        lines = []
        block = self.firstVisibleBlock()
        while block.isValid():
            where = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if where.top() > self.height():
                break
            lines.append((block.blockNumber(), where.toRect()))
            block = block.next()
        return lines

    def mark_colour(self) -> str:
        """Return the ground of marked lines."""
        return tokens().mark

    def number_width(self) -> int:
        """Return the room that line numbers need."""
        digits = max(3, len(str(max(self._lines, self.blockCount()))))
        return digits * self.fontMetrics().horizontalAdvance("9") + 26

    def paint_numbers(self, painter: QPainter) -> None:
        """Paint line numbers, a bar at changed lines and at lines of the lit path."""
        colours = tokens()
        width = self._numbers.width()
        paint_ground(painter, self._numbers.rect(), colours.inset)
        painter.setFont(self.font())
        for line, rect in self.visible_lines():
            if line in self.marked:
                marked = QRect(0, rect.top(), width, rect.height())
                paint_ground(painter, marked, colours.mark)
                paint_ground(painter, marked.adjusted(0, 0, 3 - width, 0), colours.markedge)
            is_lit = self.is_lit(line)
            if is_lit:
                edge = QRect(width - 5, rect.top(), 2, rect.height())
                paint_ground(painter, edge, colours.accent)
            painter.setPen(QColor(colours.accent if is_lit else colours.faint))
            place = QRect(0, rect.top(), width - 12, rect.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            if self.artifact is not None and line < self.blockCount() - 1:
                painter.drawText(place, right, str(line + 1))

    # Inside

    def _fill(self, text: str) -> None:
        """Show another text; of a large one what is in view, and the rest bit by bit."""
        self._rest, self._lines = "", text.count("\n") + 1
        self._filling.stop()
        end = len(text) if len(text) < _LARGE else text.find("\n", _FIRST) + 1
        self.setPlainText(text[:end])
        self._rest = text[end:]
        if self._rest:
            self._filling.start()

    def _fill_on(self) -> None:
        self._add(self._rest.find("\n", _PIECE) + 1 or len(self._rest))
        if self._rest:
            self._filling.start()

    def _fill_up(self) -> None:
        """Have the whole text there, before anybody works with it."""
        self._filling.stop()
        self._add(len(self._rest))

    def _add(self, length: int) -> None:
        piece, self._rest = self._rest[:length], self._rest[length:]
        if piece:
            cursor = QTextCursor(self.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(piece)

    def _paint_hits(self) -> None:
        colours = tokens()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line, rect in self.visible_lines():
            for hit in self.hits.by_line.get(line, ()):
                painter.setPen(QColor(colours.markedge))
                painter.setBrush(QColor(colours.mark))
                painter.drawRoundedRect(self._place_of(hit, rect), 2, 2)
        painter.end()

    def _place_of(self, hit: Hit, rect: QRect) -> QRectF:
        layout = self.document().findBlockByNumber(hit.line).layout().lineAt(0)
        left, right = (_x(layout.cursorToX(letter)) for letter in (hit.start, hit.end))
        return QRectF(rect.left() + left, rect.top() + 0.5, right - left, rect.height() - 1)

    def _replace(self, before: "Artifact", after: "Artifact") -> None:
        span = changed_span(before, after)
        if span is None:
            return
        if 2 * len(span.text) > len(after.text):
            self._fill(after.text)  # another stack: three times as fast as an edit
            return
        self._fill_up()
        document = self.document()
        start = document.findBlockByNumber(span.start).position()
        end = document.findBlockByNumber(span.old_end)
        last = end.position() if end.isValid() else document.characterCount() - 1
        self._put(start, last, span.text)
        for line in range(span.start, span.start + span.text.count("\n") + 1):
            document.findBlockByNumber(line).setUserState(-1)

    def _put(self, start: int, end: int, text: str) -> None:
        """Put a text between two places; Qt paints one line only if nothing else is touched."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        old = cursor.selectedText().replace("\u2029", "\n")
        same, rest = alike(old, text)
        cursor.setPosition(start + units(old[:same]))
        cursor.setPosition(end - units(old[len(old) - rest :]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[same : len(text) - rest])
        cursor.endEditBlock()

    def _colour_visible(self) -> None:
        if not self._formats:
            colours = tokens()
            for name in ("key", "string", "name", "comment"):
                self._formats[name] = QTextCharFormat()
                self._formats[name].setForeground(QColor(getattr(colours, name)))
        block = self.firstVisibleBlock()
        height = max(1, self.fontMetrics().lineSpacing())
        for _ in range(self.height() // height + 2):
            if not block.isValid():
                break
            if block.userState() != self._coloured:
                self._colour(block)
            block = block.next()

    def _colour(self, block: QTextBlock) -> None:
        ranges = []
        for span in self._spans(block.text()):
            one = QTextLayout.FormatRange()
            one.start, one.length = span.start, span.length
            one.format = self._formats[span.colour]
            ranges.append(one)
        block.setUserState(self._coloured)
        if ranges != block.layout().formats():  # else Qt would paint all lines anew
            block.layout().setFormats(ranges)
            self.document().markContentsDirty(block.position(), block.length())

    def _choose(self, line: int) -> None:
        if self.artifact is not None:
            path = self.artifact.origin_of(line)
            if path:
                self.line_chosen.emit(path)

    def _fit_numbers(self) -> None:
        self.setViewportMargins(self.number_width(), 0, 0, 0)
        self._place_numbers()

    def _place_numbers(self) -> None:
        inside = self.contentsRect()
        self._numbers.setGeometry(inside.left(), inside.top(), self.number_width(), inside.height())

    def _follow(self, rect: QRect, dy: int) -> None:
        if dy:
            self._numbers.scroll(0, dy)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())


def _x(place: Any) -> float:
    """Return where a letter stands; Qt tells the letter's number with it."""
    return float(place[0] if isinstance(place, tuple) else place)


class _Numbers(QWidget):
    def __init__(self, text: PreviewText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        return QSize(self._text.number_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self._text.paint_numbers(painter)
