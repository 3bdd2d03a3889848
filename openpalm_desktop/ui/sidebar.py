"""The sidebar: the sections, how much is in each, and where something is wrong."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.problem import Severity

from .icons import icon
from .navigation import Section, place_of, section_name
from .painting import paint_mark
from .severities import Index, severity_word
from .stack_words import domain_count
from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from .state import State

_OF_SECRETS = ("secret-missing", "secret-in-clear")
_COUNT = Qt.ItemDataRole.UserRole
_SEVERITY = Qt.ItemDataRole.UserRole + 1
_SECTION = Qt.ItemDataRole.UserRole + 2
_SAID = Qt.ItemDataRole.AccessibleTextRole
_LEAST_WIDTH, NARROW_WIDTH = 200, 56
_BESIDE_NAME = 90  # its picture before it; behind it three digits, or two and a mark


class Sidebar(QWidget):
    """The sections, one of them open."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state: State | None = None
        self._is_text_unsound = False
        self._model = QStandardItemModel(self)
        for section in Section:
            item = QStandardItem(section_name(section))
            item.setData(section.value, _SECTION)
            item.setEditable(False)
            self._model.appendRow(item)
        self.list = QListView(self)
        self.list.setObjectName("sections")
        self.list.setAccessibleName(tr("Sections"))
        self.list.setModel(self._model)
        self._delegate = _SectionDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.setFixedWidth(self._delegate.width)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(
            lambda index: self.chosen.emit(index.data(_SECTION))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 10, 8, 8)
        layout.addWidget(self.list)

    def show_names(self, *, are_shown: bool) -> None:
        """Tell the sections by name and picture, or where room is scarce by the picture only."""
        if self._delegate.has_names is not are_shown:
            self._delegate.has_names = are_shown
            self.setFixedWidth(self._delegate.width)
            for row in range(self._model.rowCount()):
                item = self._model.item(row)
                item.setToolTip("" if are_shown else item.text())
            self.list.doItemsLayout()

    def show_section(self, section: Section) -> None:
        """Show which section is open."""
        with QSignalBlocker(self):  # it is shown, not chosen
            self.list.setCurrentIndex(self._model.index(list(Section).index(section), 0))

    def show_text_unsound(self, *, is_unsound: bool) -> None:
        """Mark the spec's text while something typed in it is no stack."""
        if is_unsound is not self._is_text_unsound and self._state is not None:
            self._is_text_unsound = is_unsound
            self.show_state(self._state)

    def show_state(self, state: "State") -> None:
        """Show counts and problem marks."""
        self._state = state
        worst: dict[Section, Severity] = {}
        if self._is_text_unsound:
            worst[Section.SPEC_TEXT] = Severity.ERROR
        for problem in state.product.problems:
            section = place_of(problem.path).section
            sections = (section, Section.SECRETS) if problem.code in _OF_SECRETS else (section,)
            for each in sections:
                if worst.get(each) is not Severity.ERROR:
                    worst[each] = problem.severity
        stack = state.product.stack
        secrets = {use.name for use in state.product.secret_uses}
        counts = {
            Section.CHANNELS: len(stack.channels),
            Section.DOMAINS: domain_count(stack),
            Section.SERVICES: len(stack.services),
            Section.SECRETS: len(secrets),
            Section.AUTOMATIONS: len(state.spec.automations),
        }
        for row, section in enumerate(Section):
            item = self._model.item(row)
            is_said = counts.get(section) or section is Section.CHANNELS
            count = str(counts[section]) if is_said else ""
            mark = worst[section].value if section in worst else ""
            said = ", ".join(filter(None, (item.text(), count, severity_word(worst.get(section)))))
            for value, role in ((count, _COUNT), (mark, _SEVERITY), (said, _SAID)):
                if item.data(role) != value:
                    item.setData(value, role)


class _SectionDelegate(QStyledItemDelegate):
    """A picture, a name, a mark for problems and how much there is."""

    has_names = True

    @property
    def width(self) -> int:
        """How wide the sidebar is: fonts and languages differ, and no section's name is cut."""
        if not self.has_names:
            return NARROW_WIDTH
        metrics = QFontMetrics(_name_font(QApplication.font(), is_open=True))
        widest = max(metrics.horizontalAdvance(section_name(section)) for section in Section)
        return max(_LEAST_WIDTH, widest + _BESIDE_NAME + 16)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        view: Any = option.widget
        return QSize(view.parentWidget().minimumWidth() - 16, 34)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: Any = option.widget
        colours = tokens()
        rect = QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5)
        is_open = view.currentIndex() == index
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if is_open:
            painter.setBrush(QColor(colours.accentsoft))
            painter.drawRoundedRect(rect, 6, 6)
        if is_open and view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 1.2))
            painter.drawRoundedRect(rect, 6, 6)
        is_wide = self.has_names
        picture = icon(str(index.data(_SECTION)), colours.accent if is_open else colours.muted)
        top = int(rect.center().y()) - 8
        left = int(rect.left()) + 10 if is_wide else int(rect.center().x()) - 8
        picture.paint(painter, left, top, 16, 16)
        room = _paint_words(painter, rect, index, is_open=is_open) if is_wide else 7
        severity = index.data(_SEVERITY)  # Qt keeps the text of it
        if severity:
            middle = rect.center().y() if is_wide else rect.top() + 8
            spot = QPointF(rect.right() - room, middle)
            paint_mark(painter, spot, Severity(severity), colours)
        painter.restore()


def _name_font(font: QFont, *, is_open: bool) -> QFont:
    font = QFont(font)
    font.setWeight(QFont.Weight.DemiBold if is_open else QFont.Weight.Normal)
    return font


def _paint_words(painter: QPainter, rect: QRectF, index: Index, *, is_open: bool) -> int:
    """Write name and count; return how far from the right edge a mark has its middle."""
    colours = tokens()
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(_name_font(painter.font(), is_open=is_open))
    painter.setPen(QColor(colours.text if is_open else colours.muted))
    count = index.data(_COUNT) or ""
    room = painter.fontMetrics().horizontalAdvance(count) + (26 if count else 17)
    words = rect.adjusted(36, 0, -room - 11 if index.data(_SEVERITY) else 8 - room, 0)
    elided = Qt.TextElideMode.ElideRight
    name = painter.fontMetrics().elidedText(str(index.data()), elided, int(words.width()))
    painter.drawText(words, middle, name)
    painter.setFont(_name_font(painter.font(), is_open=False))
    painter.setPen(QColor(colours.muted))
    painter.drawText(rect.adjusted(0, 0, -10, 0), middle | Qt.AlignmentFlag.AlignRight, count)
    return room
