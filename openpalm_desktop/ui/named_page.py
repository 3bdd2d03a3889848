"""A section of things with names: their table, the form of the current one, a way to begin."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from .icons import icon
from .notice import Notice
from .row_keys import RowKeys
from .theme import tokens
from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.model.exposure import Exposure
    from openpalm_desktop.model.formats.compose_roles import Role
    from openpalm_desktop.model.path import Path
    from openpalm_desktop.model.stack import StackSpec

    from .add_dialog import AddDialog
    from .container_form import ContainerForm
    from .document import Document
    from .empty_card import EmptyCard
    from .named_rows import NamedRows
    from .named_table import NamedTable
    from .several_form import SeveralForm
    from .state import State


class NamedPage(QWidget):
    """All of them, and one in detail; what is not in sight is made when it is needed."""

    looked_at = Signal(object)
    rows: "NamedRows[Any]"
    table: "NamedTable"
    SECTION: ClassVar[str]
    HAS_REACH: ClassVar[bool] = False

    def __init__(self, document: "Document", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._document = document
        self._wanted: str | None = None
        self.filter = QLineEdit(self)
        self.add_button = QPushButton(self)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self._stack = QStackedWidget(self)
        self._detail = QStackedWidget(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(lambda: self.form)
        self.notice = Notice(self)
        self.in_order = QPushButton(tr("Stack’s order"), self)

    # What a section says

    def names(self, state: "State") -> Collection[str]:
        """Return the names of a state."""
        raise NotImplementedError

    def show_rows(self, state: "State") -> None:
        """Show a state in the table."""
        raise NotImplementedError

    def new_form(self) -> "ContainerForm":
        """Return the form of one of them."""
        raise NotImplementedError

    def new_empty_card(self) -> "EmptyCard":
        """Return what stands there while there is nothing."""
        raise NotImplementedError

    def duplicate(self, name: str = "") -> None:
        """Copy one of them, or the chosen ones, each right after itself."""
        raise NotImplementedError

    def remove(self, names: Sequence[str] = ()) -> None:
        """Take some of them away; undo brings them back."""
        raise NotImplementedError

    def switch(self, names: Sequence[str], is_on: bool) -> None:  # noqa: FBT001 – a slot
        """Turn some of them on or off."""
        raise NotImplementedError

    def set_reach(self, names: Sequence[str], reach: "Exposure") -> None:
        """Let some of them be reached from as far as this, where they have a reach of their own."""

    def put_tag(self, names: Sequence[str], tag: str) -> None:
        """Give the images of some of them another tag."""
        raise NotImplementedError

    def can_remove(self, names: Sequence[str]) -> bool:
        """Whether any of them can be taken away."""
        return bool(names)

    def moved(self, spec: "StackSpec", names: Sequence[str], row: int) -> "StackSpec":
        """Return a spec in which some of them stand where a row of the table is."""
        raise NotImplementedError

    def titles(self, names: Sequence[str]) -> str:
        """Return what people call some of them: a title, or how many there are."""
        raise NotImplementedError

    # Moving

    def can_move(self, names: Sequence[str]) -> bool:
        """Whether rows can be put elsewhere."""
        return self.rows.is_in_order and bool(names) and all(map(self.rows.can_move, names))

    def why_not_move(self) -> str:
        """Return why rows stay where they are."""
        if not self.rows.is_in_order:
            return tr("Rows can be moved while the table is neither sorted nor filtered.")
        return tr("Core services keep the order of their set.")

    def move_chosen(self, step: int) -> None:
        """Move the chosen rows up or down by one."""
        rows = [self.rows.names.index(name) for name in self.table.chosen]
        if rows:
            self.move_rows(self.table.chosen, rows[0] - 1 if step < 0 else rows[-1] + 2)

    def move_rows(self, names: Sequence[str], row: int) -> None:
        """Put some of them before what stands in a row of the table."""
        if not self.can_move(names):
            self._refuse_move()
            return
        self.notice.hide()
        after = self.moved(self._document.state.spec, names, max(row, 0))
        self._document.edit(tr("Move {}").format(self.titles(names)), after)

    def _refuse_move(self) -> None:
        self.notice.say(self.why_not_move())

    # Copying

    def copy(self) -> bool:
        """Put the chosen ones on the clipboard, as a small stack of their own."""
        from openpalm_desktop.model.pasting import copied_text  # noqa: PLC0415 – read when it is wanted

        names = self.table.chosen
        if not names:
            return False
        spec = self._document.state.spec
        is_channel = self._is_of_channels
        text = copied_text(spec, names if is_channel else (), () if is_channel else names)
        QApplication.clipboard().setText(text)
        return True

    def cut(self) -> None:
        """Copy the chosen ones, then take them away."""
        if self.can_remove(self.table.chosen) and self.copy():
            self.remove()

    def paste(self) -> None:
        """Add what the clipboard holds, right after the current one."""
        from openpalm_desktop.model.pasting import pasted  # noqa: PLC0415 – as above

        found = pasted(QApplication.clipboard().text(), self._role)
        if found.spec is None:
            self.notice.say(found.problem)
        else:
            self.take_in(found.spec, found.notes, tuple(found.secrets))

    def take_in(
        self, more: "StackSpec", notes: Sequence[str] = (), secrets: Sequence[str] = ()
    ) -> None:
        """Add the channels and services of another spec, and say what became of the rest."""
        from openpalm_desktop.model.pasting import with_pasted  # noqa: PLC0415 – as above

        spec, channels, services = with_pasted(self._document.state.spec, more, self.current)
        self.filter.clear()
        is_channel = self._is_of_channels
        mine, others = (channels, services) if is_channel else (services, channels)
        count = len(channels) + len(services)
        title = self.new_title(spec, (channels or services)[0])
        self._document.edit(tr("Add {}").format(title if count == 1 else count), spec)
        if mine:
            self.table.show_chosen(mine)
        said = [*notes]
        if others:
            text = tr("{} went to the services.") if is_channel else tr("{} went to the channels.")
            said.insert(0, text.format(", ".join(others)))
        if secrets:
            text = tr("Now enter under Secrets what stays out of the stack’s file: {}.")
            said.append(text.format(", ".join(secrets)))
        self.notice.say(*said)

    def add_from_text(self) -> "AddDialog":
        """Ask for a docker run line or a Compose file, and add what the person chose of it."""
        from .add_dialog import AddDialog  # noqa: PLC0415 – as above

        dialog = AddDialog(self._role, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._take_in_result(dialog))
        dialog.open()
        return dialog

    def _take_in_result(self, dialog: "AddDialog") -> None:
        found = dialog.result_of
        if found.spec is not None:
            self.take_in(found.spec, (), tuple(found.secrets))

    def add_from_file(self) -> None:
        """Ask for a Compose file, and add what the person chose of it."""
        self.add_from_text().ask_for_file()

    def new_title(self, spec: "StackSpec", name: str) -> str:
        """Return what people call one that was just added."""
        del spec
        return name

    # Showing

    def show_state(self, state: "State") -> None:
        """Show all of them, and the current one's form if it is still there."""
        before = self.table.current
        row = self.table.currentIndex().row()
        names = self.names(state)
        self.show_rows(state)
        self.table.horizontalHeader().setVisible(bool(names))
        self._stack.setCurrentWidget(self.split if names else self.empty)
        wanted, self._wanted = self._wanted, None
        if wanted is None and before not in names:
            wanted = self._beside(row)
        if wanted is not None:
            self.table.show_current(wanted)
        self._show_form()

    def show_named(self, name: str) -> None:
        """Make one the current one, shown even if the filter hid it."""
        if name in self.names(self._document.state) and name not in self.rows.names:
            self.filter.clear()
        self.table.show_current(name)

    def focus(self, path: "Path") -> None:
        """Go to the row and the field of a path."""
        if len(path) < 2:
            self.table.setFocus()
            return
        self.show_named(str(path[1]))
        if len(path) > 2 and str(path[1]) in self.names(self._document.state):
            self.form.focus(path)
        else:
            self.table.setFocus()

    @property
    def current(self) -> str:
        """The current one's name, or an empty text."""
        return self.table.current

    def show_theme(self) -> None:
        """Draw pictures in the theme's colours."""
        self.add_button.setIcon(icon("add", tokens().text))

    # Parts

    @cached_property
    def form(self) -> "ContainerForm":
        """The form of the current one."""
        form = self.new_form()
        form.duplicated.connect(self.duplicate)
        form.removed.connect(lambda name: self.remove([name]))
        form.switched.connect(self.switch)
        self._detail.addWidget(form)
        if self.current in self.names(self._document.state):
            form.show_named(self.current, self._document.state)
        return form

    @cached_property
    def several(self) -> "SeveralForm":
        """What stands in the form's place while several are chosen."""
        from .several_form import SeveralForm  # noqa: PLC0415 – made when it is needed

        form = SeveralForm(self)
        self._detail.addWidget(form)
        return form

    @cached_property
    def empty(self) -> "EmptyCard":
        """What stands there while there is nothing."""
        card = self.new_empty_card()
        self._stack.addWidget(card)
        return card

    # Inside

    @property
    def _is_of_channels(self) -> bool:
        return self.SECTION == "channels"

    @property
    def _role(self) -> "Role":
        """What text that comes in becomes here, unless it says so itself."""
        from openpalm_desktop.model.formats.compose_roles import Role  # noqa: PLC0415 – as above

        return Role.CHANNEL if self._is_of_channels else Role.SERVICE

    def _filter(self, text: str) -> None:
        self.rows.show_filter(text)
        self._show_order()
        if not self.current and self.rows.names:
            self.table.show_current(self.rows.names[0])
        self._show_form()

    def _beside(self, row: int) -> str | None:
        names = self.rows.names
        return names[min(max(row, 0), len(names) - 1)] if names else None

    def _show_current(self, name: str) -> None:
        self._show_form()
        self.looked_at.emit((self.SECTION, name))

    def _show_form(self) -> None:
        name = self.table.current
        state = self._document.state
        is_there = name in self.names(state)
        chosen = self.table.chosen
        self._detail.setVisible(is_there)
        if len(chosen) > 1:
            self.several.show_several(chosen, state)
            self._detail.setCurrentWidget(self.several)
        elif is_there and "form" not in vars(self):
            self._soon.start()  # the table is painted before
        elif is_there:
            self.form.show_named(name, state)
            self._detail.setCurrentWidget(self.form)

    def _show_order(self) -> None:
        """Offer the way back to the spec's order while the table has another."""
        self.in_order.setVisible(self.rows.is_sorted)

    def _sort_back(self) -> None:
        header = self.table.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.notice.hide()

    def follow_target(self) -> None:
        """Show how everything is on the target from now on."""
        self._document.running.changed.connect(self._show_running)
        self._show_running()

    def _show_running(self) -> None:
        before, running = self.rows.running, self._document.running.running
        self.rows.show_running(running)
        if before.target != running.target:
            self.table.show_target()

    def lay_out(self, title: str) -> None:
        """Put everything in its place."""
        self.keys = RowKeys(self)
        self.table.current_changed.connect(self._show_current)
        self.table.chosen_changed.connect(self._show_form)
        self.table.move_refused.connect(self._refuse_move)
        self.rows.moved.connect(self.move_rows)
        self.table.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._show_order())
        self.in_order.setProperty("role", "link")
        self.in_order.setToolTip(
            tr("Back to the order of the stack’s file: rows can be moved again then.")
        )
        self.in_order.clicked.connect(self._sort_back)
        self.in_order.hide()
        self.filter.textChanged.connect(self._filter)
        self.filter.setPlaceholderText(tr("Filter…"))
        self.filter.setClearButtonEnabled(False)
        self.filter.setMinimumWidth(80)
        self.filter.setMaximumWidth(190)
        heading = QLabel(title, self)
        heading.setProperty("role", "title")
        head = QHBoxLayout()
        head.setContentsMargins(18, 13, 18, 11)
        head.setSpacing(12)
        head.addWidget(heading)
        head.addWidget(self.add_button)
        head.addStretch()
        head.addWidget(self.in_order)
        head.addWidget(self.filter)
        bar = canvas(self)
        bar.setLayout(head)
        split_page(self.split, self.table, self._detail)
        self._stack.addWidget(self.split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.notice)
        layout.addWidget(self._stack, 1)
        self.show_theme()


def canvas(parent: QWidget) -> QWidget:
    """Return a ground on which cards and tables stand."""
    ground = QWidget(parent)
    ground.setObjectName("canvas")
    ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return ground


def split_page(split: QSplitter, table: QWidget, form: QWidget) -> None:
    """Put a table on its ground above a form."""
    upper = canvas(split)
    inside = QVBoxLayout(upper)
    inside.setContentsMargins(18, 0, 18, 14)
    inside.addWidget(table)
    split.addWidget(upper)
    split.addWidget(form)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(1)
    split.setStretchFactor(0, 1)
    split.setStretchFactor(1, 1)
    split.setSizes([340, 400])
