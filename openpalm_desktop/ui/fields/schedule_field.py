"""A cron schedule by preset, by choices for each field, and as text: three views of one text."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from openpalm_desktop.model.problem import Severity
from openpalm_desktop.model.schedule import (
    DAY_OF_MONTH,
    DAY_OF_WEEK,
    FIELDS,
    HOUR,
    MINUTE,
    Schedule,
    ScheduleError,
    every,
)
from openpalm_desktop.model.schedule import (
    Field as CronField,
)
from openpalm_desktop.model.schedule_choices import (
    Choice,
    Chosen,
    Every,
    Preset,
    choices,
    field_text,
    preset_of,
    preset_words,
    time_of,
)
from openpalm_desktop.ui.automation_words import month, parsed, preset_names, weekday
from openpalm_desktop.ui.styled import set_property
from openpalm_desktop.ui.theme import code_font
from openpalm_desktop.ui.words import tr

from .choice_field import QuietBox
from .field import Field

_STEPS = {
    "minute": (2, 3, 4, 5, 6, 10, 12, 15, 20, 30),
    "hour": (2, 3, 4, 6, 8, 12),
    "day of month": (2, 3, 5, 7, 10, 15),
    "month": (2, 3, 4, 6),
    "day of week": (2, 3),
}
_TITLE_WIDTH = 96


class ScheduleField(Field):
    """Preset, pickers and text, always in step; a wrong text leaves the pickers as they were."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preset = QuietBox(self)
        self.preset.setAccessibleName(tr("How often"))
        for preset, name in preset_names().items():
            self.preset.addItem(name, preset)
        self.preset.addItem(tr("Your own choice"), None)
        self.time = QLineEdit(self)
        self.time.setAccessibleName(tr("Time of day"))
        self.time.setToolTip(tr("Time of day, as in 02:30"))
        self.time.setFixedWidth(74)
        self.time.setValidator(_TimeValidator(self))
        self.pickers = tuple(Picker(field, self) for field in FIELDS)
        self.line = QLineEdit(self)
        self.line.setFont(code_font())
        self._words: list[str] = list(preset_words(Preset.DAILY))
        self._lay_out()
        self.line.setAccessibleName(tr("Schedule as text"))
        self.preset.activated.connect(self._take_preset)
        self.time.textEdited.connect(self._take_time)
        self.line.textEdited.connect(self.edited.emit)
        for place, picker in enumerate(self.pickers):
            picker.chosen.connect(lambda choice, at=place: self._take_choice(at, choice))
            picker.left.connect(self.left)
        for widget in (self.preset, self.time, self.line):
            self.watch_leaving(widget)

    def show_value(self, value: Any) -> None:
        text = str(value or "")
        if self.line.text() != text:
            self.line.setText(text)
        found = parsed(text)
        if not isinstance(found, ScheduleError):
            self._show_parts(found)

    def begin(self, text: str) -> None:
        """Forget the schedule shown before: another one's pickers come, as far as they can be."""
        found = parsed(_mended(text))
        if not isinstance(found, ScheduleError):
            self._show_parts(found)

    def _show_parts(self, found: Schedule) -> None:
        self._words = found.text.split()
        for picker, choice in zip(self.pickers, choices(found), strict=True):
            picker.show_choice(choice)
        preset, time = preset_of(found), time_of(found)
        self.preset.setCurrentIndex(self.preset.findData(preset) if preset else len(Preset))
        self.time.setVisible(time is not None and (preset is None or preset.has_time))
        if time is not None and _time(self.time.text()) != time:
            self.time.setText(f"{time[0]:02}:{time[1]:02}")

    def focus_step(self, step: str | int | None) -> None:
        """Take the focus into the text; a proxy would make Tab pass over what stands before it."""
        del step
        self.line.setFocus()

    def show_severity(self, severity: Severity | None) -> None:
        set_property(self.line, "problem", severity.value if severity else "")

    def _take_preset(self, index: int) -> None:
        preset = self.preset.itemData(index)
        if preset is None:
            self.pickers[0].kind.setFocus()
            return
        found = parsed(" ".join(self._words))
        time = None if isinstance(found, ScheduleError) else time_of(found)
        self._say(preset_words(Preset(preset), time))

    def _take_time(self, text: str) -> None:
        time = _time(text)
        if time is not None:
            self._say((str(time[1]), str(time[0]), *self._words[2:]))

    def _take_choice(self, place: int, choice: Choice) -> None:
        words = list(self._words)
        words[place] = field_text(FIELDS[place], choice)
        self._say(words)

    def _say(self, words: Sequence[str]) -> None:
        self._words = list(words)
        text = " ".join(words)
        self.line.setText(text)
        self.edited.emit(text)

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(8)
        upper.addWidget(self.preset, 1)
        upper.addWidget(self.time)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, _TITLE_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for row, picker in enumerate(self.pickers):
            label = QLabel(field_title(picker.field), self)
            label.setProperty("role", "label")
            label.setBuddy(picker.kind)
            grid.addWidget(label, row, 0)
            grid.addWidget(picker.kind, row, 1)
            grid.addWidget(picker.values, row, 2)
        label = QLabel(tr("As text"), self)
        label.setProperty("role", "label")
        label.setBuddy(self.line)
        grid.addWidget(label, len(FIELDS), 0)
        grid.addWidget(self.line, len(FIELDS), 1, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(upper)
        layout.addLayout(grid)


class Picker(QWidget):
    """One of the five fields: every, every n, or chosen values; its parts stand in a grid."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, field: CronField, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()  # only its parts are seen
        self.field = field
        self._choice: Choice = Every()
        self.kind = QuietBox(parent)
        self.kind.setAccessibleName(field_title(field))
        for step in (1, *_STEPS[field.name]):
            self.kind.addItem(step_words(field, step), step)
        self.kind.addItem(tr("Chosen …"), 0)
        self.values = ValuesButton(field, parent)
        self.kind.activated.connect(self._take_kind)
        self.values.chosen.connect(self._take_numbers)

    def show_choice(self, choice: Choice) -> None:
        """Show a choice."""
        self._choice = choice
        if isinstance(choice, Every):
            if self.kind.findData(choice.step) < 0:
                words = step_words(self.field, choice.step)
                self.kind.insertItem(self.kind.count() - 1, words, choice.step)
            self.kind.setCurrentIndex(self.kind.findData(choice.step))
            self.values.show_numbers(())
        else:
            self.kind.setCurrentIndex(self.kind.count() - 1)
            self.values.show_numbers(choice.numbers)

    def _take_kind(self, index: int) -> None:
        step = self.kind.itemData(index)
        if step:
            self._take(Every(step))
        elif isinstance(self._choice, Every):
            self._take(Chosen((self.field.low,)))
            self.values.open()

    def _take_numbers(self, numbers: tuple[int, ...]) -> None:
        self._take(Chosen(numbers))

    def _take(self, choice: Choice) -> None:
        self.show_choice(choice)
        self.chosen.emit(choice)


class ValuesButton(QPushButton):
    """Says which values are chosen, and opens a grid of all of them."""

    chosen = Signal(tuple)

    def __init__(self, field: CronField, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._numbers: tuple[int, ...] = ()
        self.grid: ValuesGrid | None = None
        self.setMinimumWidth(90)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()
        self.clicked.connect(self.open)

    def show_numbers(self, numbers: tuple[int, ...]) -> None:
        """Show which values are chosen; none means that all or every n-th is."""
        self._numbers = numbers
        self.setVisible(bool(numbers))
        text = values_words(self._field, numbers)
        self.setText(text if len(text) <= 22 else f"{text[:20].rstrip(', ')} …")
        self.setToolTip(text if len(text) > 22 else "")
        self.setAccessibleName(f"{field_title(self._field)}: {text}")
        if self.grid is not None:
            self.grid.show_numbers(numbers)

    def open(self) -> None:
        """Open the grid below the button."""
        if self.grid is None:
            self.grid = ValuesGrid(self._field, self)
            self.grid.chosen.connect(self.chosen)
        self.grid.show_numbers(self._numbers)
        self.grid.adjustSize()
        self.grid.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.grid.show()
        self.grid.button(self._numbers[0] if self._numbers else self._field.low).setFocus()


class ValuesGrid(QFrame):
    """A button for each value of a field; at least one stays chosen."""

    chosen = Signal(tuple)

    def __init__(self, field: CronField, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("choices")
        self.setAccessibleName(field_title(field))
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._buttons: dict[int, QPushButton] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(3)
        across = {"minute": 10, "hour": 6, "month": 4}.get(field.name, 7)
        numbers = [1, 2, 3, 4, 5, 6, 0] if field is DAY_OF_WEEK else every(field)
        for place, number in enumerate(numbers):
            button = QPushButton(value_words(field, number), self)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, one=number: self._toggle(one))
            self._group.addButton(button)
            self._buttons[number] = button
            layout.addWidget(button, place // across, place % across)

    def button(self, number: int) -> QPushButton:
        """Return a value's button."""
        return self._buttons[number]

    def show_numbers(self, numbers: tuple[int, ...]) -> None:
        """Show which values are chosen."""
        for number, button in self._buttons.items():
            button.setChecked(number in numbers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
            return
        super().keyPressEvent(event)

    def _toggle(self, number: int) -> None:
        found = sorted(one for one, button in self._buttons.items() if button.isChecked())
        if found:
            self.chosen.emit(tuple(found))
        else:
            self._buttons[number].setChecked(True)


def field_title(field: CronField) -> str:
    """Return a cron field's name as a label."""
    return {
        "minute": tr("Minute"),
        "hour": tr("Hour"),
        "day of month": tr("Day of month"),
        "month": tr("Month"),
        "day of week": tr("Day of week"),
    }[field.name]


def value_words(field: CronField, number: int) -> str:
    """Return a value as people read it: `07`, `Mon`, `Jan`."""
    if field is DAY_OF_WEEK:
        return weekday((number - 1) % 7)
    if field is MINUTE or field is HOUR:
        return f"{number:02}"
    return str(number) if field is DAY_OF_MONTH else month(number)


def values_words(field: CronField, numbers: Sequence[int]) -> str:
    """Return values as people read them, three in a row and more as a span: `Mon–Fri, Sun`."""
    is_week = field is DAY_OF_WEEK
    spans: list[list[int]] = []
    for place in sorted((number - 1) % 7 for number in numbers) if is_week else numbers:
        if spans and spans[-1][-1] == place - 1:
            spans[-1].append(place)
        else:
            spans.append([place])
    texts = []
    for span in spans:
        shown = [value_words(field, (one + 1) % 7 if is_week else one) for one in span]
        texts += [f"{shown[0]}–{shown[-1]}"] if len(shown) > 2 else shown
    return ", ".join(texts)


def step_words(field: CronField, step: int) -> str:
    """Return `Every hour` or `Every 4 hours`."""
    one, many = {
        "minute": (tr("Every minute"), tr("Every {} minutes")),
        "hour": (tr("Every hour"), tr("Every {} hours")),
        "day of month": (tr("Every day"), tr("Every {} days")),
        "month": (tr("Every month"), tr("Every {} months")),
        "day of week": (tr("Every day"), tr("Every {} days")),
    }[field.name]
    return one if step == 1 else many.format(step)


def _mended(text: str) -> str:
    """Return a wrong schedule with every value in what is wrong of it."""
    words = text.split()
    if len(words) != len(FIELDS):
        return " ".join(preset_words(Preset.DAILY))
    stars = ["*"] * len(FIELDS)
    for place, word in enumerate(words):
        alone = [*stars[:place], word, *stars[place + 1 :]]
        if isinstance(parsed(" ".join(alone)), ScheduleError):
            words[place] = "*"
    if isinstance(parsed(" ".join(words)), ScheduleError):  # each is right, but not together
        words[FIELDS.index(DAY_OF_MONTH)] = "*"
    return " ".join(words)


def _time(text: str) -> tuple[int, int] | None:
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2):
        return None
    return (int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


class _TimeValidator(QValidator):
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        is_like = len(text) <= 5 and all(sign.isdecimal() or sign == ":" for sign in text)
        state = QValidator.State.Invalid
        if is_like:
            state = QValidator.State.Acceptable if _time(text) else QValidator.State.Intermediate
        return state, text, position
