"""A week of all automations: a row a day, the hours from left to right, a mark a run."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGroupBox, QSizePolicy, QToolTip, QWidget

from openpalm_desktop.model.schedule import ScheduleError
from openpalm_desktop.model.week_runs import DAYS, MOST_A_DAY, Mark, week_marks
from openpalm_desktop.model.zone import zone

from .automation_words import automation_title, day_words, parsed, schedule_in_words, weekday
from .theme import Tokens, tokens
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.stack import StackSpec

_LEFT, _TOP, _RIGHT, _BOTTOM = 92, 24, 8, 4
_MARK, _GAP = 9.0, 2.0
_DAY_MINUTES = 24 * 60
_LOWEST_ROW, _LOWEST_LANE = 22, 7
_MOST_ALIKE = 3  # more bands that look the same are drawn as one
_CROWD, _MOST_IN_CROWD = 20, 6  # so many automations, so many marks a day for each


@dataclass(frozen=True)
class Placed:
    """A mark with the automation it belongs to, and the lane of its day that it lies in."""

    index: int
    title: str
    schedule: str
    mark: Mark
    lane: int = 0
    others: frozenset[int] = frozenset()  # whose bands are the same, drawn as one

    @property
    def words(self) -> str:
        """What it stands for: `Nightly backup, Tue 02:30`."""
        day, first = weekday(self.mark.day), _clock(self.mark.first)
        if not self.mark.is_band:
            return f"{self.title}, {day} {first}"
        last = _clock(self.mark.last)
        return f"{self.title}, {day} {first}–{last}: {self.schedule}"


class WeekView(QGroupBox):  # to a screen reader it is a group; it paints itself
    """Marks to look at, to point at, to walk through by keys and to choose."""

    chosen = Signal(int)
    pointed_at = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Week of all automations"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.marks: tuple[Placed, ...] = ()
        self._found: tuple[Placed, ...] = ()
        self._lanes: tuple[int, ...] = (1,) * DAYS
        self._monday = date(1970, 1, 5)
        self._now: datetime | None = None
        self._current = -1
        self._at = -1
        self._places: list[QRectF] = []

    def show_week(self, spec: "StackSpec", monday: date, now: datetime, current: int) -> None:
        """Show the runs of all automations that are on, in the week that begins with a Monday."""
        in_zone = zone(spec.timezone)
        found: list[Placed] = []
        if in_zone is not None:
            self._now = now.astimezone(in_zone)
            is_crowd = len(spec.automations) > _CROWD
            most = _MOST_IN_CROWD if is_crowd else MOST_A_DAY
            for index, one in enumerate(spec.automations):
                schedule = parsed(one.schedule)
                if not one.enabled or isinstance(schedule, ScheduleError):
                    continue
                title, text = automation_title(one), schedule_in_words(one.schedule)
                marks = week_marks(schedule, in_zone, monday, most)
                found += (Placed(index, title, text, mark) for mark in marks)
        found = _joined(found)
        self._current = current
        if tuple(found) != self._found or monday != self._monday:
            self._found, self._monday = tuple(found), monday
            self._at = -1
            self._arrange()
        self.update()

    def place_of(self, one: Placed) -> QRectF:
        """Return where a mark is painted."""
        row = self._row(one.mark.day)
        lanes = self._lanes[one.mark.day]
        height = min(16.0, (row.height() - 6) / lanes)
        top = row.center().y() - lanes * height / 2 + one.lane * height + 0.5
        left = self._x(one.mark.first)
        width = self._x(one.mark.last) - left if one.mark.is_band else _MARK
        thick = max(1.5, height - (1.5 if height > 3 else 0))
        return QRectF(left + 0.5, top, max(_MARK, width - 1), thick)

    @property
    def pointed(self) -> Placed | None:
        """The mark that keys or the mouse point at."""
        return self.marks[self._at] if 0 <= self._at < len(self.marks) else None

    def sizeHint(self) -> QSize:
        return QSize(640, _TOP + _BOTTOM + DAYS * 36)

    # Events

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._mark_at(QPointF(event.pos()))
            text = self.marks[at].words if at >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._mark_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        if at >= 0:
            self._point_at(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._mark_at(event.position())
        if at >= 0:
            self._point_at(at)
            self.chosen.emit(self.marks[at].index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self.marks:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            step = 1 if key == Qt.Key.Key_Right else -1
            self._point_at(min(max(self._at + step, 0), len(self.marks) - 1))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step_days(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._point_at(0 if key == Qt.Key.Key_Home else len(self.marks) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.pointed:
            self.chosen.emit(self.pointed.index)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, colours)
        for at, one in enumerate(self.marks):
            self._paint_mark(painter, at, one, colours)
        self._paint_now(painter, colours)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 1.3))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    # Inside

    def _arrange(self) -> None:
        """Lay marks that would cover each other into lanes of their own."""
        ends: list[list[float]] = [[] for _ in range(DAYS)]
        placed: list[Placed] = []
        for one in self._found:
            left = self._x(one.mark.first)
            right = max(self._x(one.mark.last), left + _MARK) + _GAP / 2
            lanes = ends[one.mark.day]
            free = [lane for lane, end in enumerate(lanes) if end <= left]
            lane = free[0] if free else len(lanes)
            if free:
                lanes[lane] = right
            else:
                lanes.append(right)
            placed.append(replace(one, lane=lane))
        self.marks = tuple(placed)
        self._lanes = tuple(max(1, len(lanes)) for lanes in ends)
        row = max(_LOWEST_ROW, max(self._lanes) * _LOWEST_LANE + 6)
        self.setMinimumHeight(_TOP + _BOTTOM + DAYS * row)
        self._places = [self.place_of(one) for one in self.marks]

    def _row(self, day: int) -> QRectF:
        height = (self.height() - _TOP - _BOTTOM) / DAYS
        return QRectF(_LEFT, _TOP + day * height, self.width() - _LEFT - _RIGHT, height)

    def _x(self, minute: int) -> float:
        return _LEFT + (self.width() - _LEFT - _RIGHT) * minute / _DAY_MINUTES

    def _mark_at(self, where: QPointF) -> int:
        around = [
            (abs(place.center().y() - where.y()), at)
            for at, place in enumerate(self._places)
            if place.adjusted(-2, -2, 2, 2).contains(where)
        ]
        return min(around)[1] if around else -1

    def _point_at(self, at: int) -> None:
        self._at = at
        text = self.marks[at].words
        self.setAccessibleDescription(text)
        self.pointed_at.emit(text)
        self.update()

    def _step_days(self, step: int) -> None:
        here = self.pointed
        if here is None:
            self._point_at(0)
            return
        others = [
            (abs(one.mark.first - here.mark.first), at)
            for at, one in enumerate(self.marks)
            if one.mark.day == here.mark.day + step
        ]
        if others:
            self._point_at(min(others)[1])

    def _paint_ground(self, painter: QPainter, colours: Tokens) -> None:
        small = QFont(self.font())
        small.setPointSizeF(self.font().pointSizeF() * 0.92)
        painter.setFont(small)
        every = 3 if self._x(60) - self._x(0) < 40 else 1
        for hour in range(25):
            x = round(self._x(hour * 60)) + 0.5
            is_labelled = hour % every == 0
            painter.setPen(QPen(QColor(colours.border), 1))
            if is_labelled or every == 1:
                painter.drawLine(QPointF(x, _TOP), QPointF(x, self.height() - _BOTTOM))
            if is_labelled and hour < 24:
                painter.setPen(QColor(colours.muted))
                painter.drawText(QRectF(x - 1, 2, 40, _TOP - 6), _LEFT_MIDDLE, f"{hour:02}")
        for day in range(DAYS):
            row = self._row(day)
            painter.setPen(QPen(QColor(colours.border), 1))
            y = round(row.top()) + 0.5
            painter.drawLine(QPointF(0, y), QPointF(row.right(), y))
            that = self._monday + timedelta(days=day)
            is_today = self._now is not None and self._now.date() == that
            font = QFont(small)
            font.setWeight(QFont.Weight.DemiBold if is_today else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(colours.text if is_today else colours.muted))
            painter.drawText(
                QRectF(10, row.top(), _LEFT - 12, row.height()), _LEFT_MIDDLE, day_words(that)
            )

    def _paint_mark(self, painter: QPainter, at: int, one: Placed, colours: Tokens) -> None:
        place = self._places[at]
        is_current = self._current == one.index or self._current in one.others
        colour = QColor(colours.accent if is_current else colours.muted)
        painter.setPen(Qt.PenStyle.NoPen)
        if one.mark.is_band:
            soft = QColor(colour)
            soft.setAlphaF(0.32)
            painter.setBrush(soft)
            painter.drawRoundedRect(place, 3, 3)
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(place.left(), place.top(), 3, place.height()), 1.5, 1.5)
        else:
            painter.setBrush(colour)
            painter.drawRoundedRect(place, 3, 3)
        self._paint_title(painter, at, one, colours)
        if at == self._at and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.text), 1.3))
            painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), 4, 4)

    def _paint_title(self, painter: QPainter, at: int, one: Placed, colours: Tokens) -> None:
        place = self._places[at]
        metrics = QFontMetrics(painter.font())
        if place.height() < metrics.height() - 3:
            return
        left = place.left() + 8 if one.mark.is_band else place.right() + 4
        room = place.right() if one.mark.is_band else self._room_after(at, one)
        width = metrics.horizontalAdvance(one.title)
        if left + width + 4 <= room:
            is_current = one.index == self._current
            painter.setPen(QColor(colours.text if is_current else colours.muted))
            middle = QRectF(left, place.center().y() - 10, width + 2, 20)
            painter.drawText(middle, _LEFT_MIDDLE, one.title)

    def _room_after(self, at: int, one: Placed) -> float:
        """Return where the next mark of the same lane begins."""
        for later in range(at + 1, len(self.marks)):
            other = self.marks[later]
            if other.mark.day != one.mark.day:
                break
            if other.lane == one.lane:
                return self._places[later].left()
        return float(self.width() - _RIGHT)

    def _paint_now(self, painter: QPainter, colours: Tokens) -> None:
        if self._now is None:
            return
        day = (self._now.date() - self._monday).days
        if 0 <= day < DAYS:
            row = self._row(day)
            x = self._x(self._now.hour * 60 + self._now.minute)
            painter.setPen(QPen(QColor(colours.public), 1.5))
            painter.drawLine(QPointF(x, row.top() + 1), QPointF(x, row.bottom()))


_LEFT_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _joined(found: list[Placed]) -> list[Placed]:
    """Return marks in order, many bands of the same hours as one."""
    alike: dict[Mark, list[Placed]] = {}
    for one in found:
        alike.setdefault(one.mark, []).append(one)
    joined: list[Placed] = []
    for mark, group in alike.items():
        if mark.is_band and len(group) > _MOST_ALIKE:
            title = tr("{} automations").format(len(group))
            schedules = sorted({one.schedule for one in group})
            text = "; ".join(schedules[:3]) + ("; …" if len(schedules) > 3 else "")
            others = frozenset(one.index for one in group)
            joined.append(Placed(group[0].index, title, text, mark, others=others))
        else:
            joined += group
    return sorted(joined, key=lambda one: (one.mark.day, one.mark.first, one.index))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
