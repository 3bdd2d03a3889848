"""The automations: schedules built three ways, a week to look at, and a table to edit."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from openpalm_desktop.model.schedule import FIELDS
from openpalm_desktop.model.schedule_choices import Preset
from openpalm_desktop.ui.automation_form import Tab
from openpalm_desktop.ui.automation_rows import Column
from openpalm_desktop.ui.automations_page import AutomationsPage, View
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.fields.schedule_field import ScheduleField
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, place_words
from tests.ui.hands import Open, click, press, type_text

THREE = """\
version: 4
projectName: home
timezone: Europe/Berlin
channels:
  notes: {image: "example/notes:1", containerPort: 3000, pathPrefixes: [/notes]}
automations:
  - id: nightly-backup   # keeps the house safe
    name: Nightly backup
    schedule: "30 2 * * *"
    timeout: 3600
    script: |
      echo backup
  - id: report
    schedule: "0 8 * * mon"
    enabled: false
    script: echo report
  - id: ping
    schedule: "*/5 * * * *"
    script: echo ping
"""
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    """A window on the automations of a small stack, on a Monday morning."""
    window = open_window(THREE)
    window.show_section(Section.AUTOMATIONS)
    page_of(window).follow(lambda: MONDAY)
    return window


@pytest.fixture
def page(window: MainWindow) -> AutomationsPage:
    """The section's page."""
    return page_of(window)


def page_of(window: MainWindow) -> AutomationsPage:
    found = window.sections.page(Section.AUTOMATIONS)
    assert isinstance(found, AutomationsPage)
    return found


def builder(page: AutomationsPage) -> ScheduleField:
    return page.form.schedule.field


def schedule(document: Document, index: int = 0) -> str:
    return document.state.spec.automations[index].schedule


def message(page: AutomationsPage) -> str:
    return page.form.schedule.rows[0].message.label.text()


def retype(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    type_text(line, text)


def choose_kind(field: ScheduleField, place: int, step: int) -> None:
    """Choose every (1), every n, or chosen values (0) for one of the five fields by keys."""
    box = field.pickers[place].kind
    box.setFocus()
    for _ in range(abs(box.findData(step) - box.currentIndex())):
        is_down = box.findData(step) > box.currentIndex()
        press(box, Qt.Key.Key_Down if is_down else Qt.Key.Key_Up)


def tick(field: ScheduleField, place: int, *numbers: int) -> None:
    """Click on values in a field's grid."""
    values = field.pickers[place].values
    if values.grid is None or not values.grid.isVisible():
        click(values)
    assert values.grid is not None
    for number in numbers:
        click(values.grid.button(number))
    press(values.grid, Qt.Key.Key_Escape)


def test_a_cron_by_builder_and_by_text_give_the_same(
    page: AutomationsPage, document: Document
) -> None:
    field = builder(page)
    tick(field, 0, 0, 30)  # minute 0 instead of 30
    tick(field, 1, 8, 2)
    choose_kind(field, 4, 0)
    tick(field, 4, 1, 2, 3, 4, 5, 0)
    by_builder = schedule(document)
    assert by_builder == "0 8 * * 1-5"
    assert page.form.words.text() == "At 08:00 from Monday to Friday"
    document.undo()
    retype(field.line, "0 8 * * 1-5")
    assert schedule(document) == by_builder
    assert field.preset.currentData() == Preset.WEEKDAYS
    assert field.time.text() == "08:00"
    assert [one.kind.currentText() for one in field.pickers] == [
        "Chosen …",
        "Chosen …",
        "Every day",
        "Every month",
        "Chosen …",
    ]
    assert field.pickers[4].values.text() == "Mon–Fri"


def test_the_switch_of_the_form_turns_an_automation_off_and_on(
    page: AutomationsPage, document: Document
) -> None:
    page.form.tabs.setCurrentIndex(list(Tab).index(Tab.GENERAL))
    switch = page.form.general.enabled.switch
    click(switch)
    assert not document.state.spec.automations[0].enabled
    click(switch)
    assert document.state.spec.automations[0].enabled


def test_a_preset_keeps_the_time_of_day(page: AutomationsPage, document: Document) -> None:
    field = builder(page)
    field.preset.setFocus()
    press(field.preset, Qt.Key.Key_Down)
    assert schedule(document) == "30 2 * * 1-5"
    retype(field.time, "7:05")
    assert schedule(document) == "5 7 * * 1-5"
    assert field.line.text() == "5 7 * * 1-5"


def test_a_wrong_text_says_why_and_leaves_the_pickers_as_they_were(
    page: AutomationsPage, document: Document
) -> None:
    field = builder(page)
    retype(field.line, "61 2 * * *")
    assert schedule(document) == "61 2 * * *"
    assert "61 is out of range: a minute is 0 to 59." in message(page)
    assert field.pickers[0].values.text() == "30"
    assert page.form.schedule.runs.texts == []
    choose_kind(field, 1, 4)
    assert schedule(document) == "30 */4 * * *"


def test_a_wrong_schedule_never_shows_another_ones_pickers(
    page: AutomationsPage, document: Document
) -> None:
    page.show_automation(2)
    retype(builder(page).line, "*/5 25 * * 1")
    page.show_automation(0)
    page.show_automation(2)
    shown = [one.kind.currentText() for one in builder(page).pickers]
    assert shown[:2] == ["Every 5 minutes", "Every hour"]
    choose_kind(builder(page), 3, 2)
    assert schedule(document, 2) == "*/5 * * */2 1"


def test_a_day_that_never_comes_is_told_as_such_and_keeps_its_time(
    page: AutomationsPage, document: Document
) -> None:
    page.show_automation(2)
    retype(builder(page).line, "5 3 31 2 *")
    assert page.form.words.text() == "Never"
    page.show_automation(0)
    page.show_automation(2)
    field = builder(page)
    shown = [one.values.text() for one in field.pickers]
    assert shown[:2] == ["05", "03"]
    assert shown[3] == "Feb"
    assert field.pickers[2].kind.currentText() == "Every day"
    assert schedule(document, 2) == "5 3 31 2 *"


def test_an_odd_step_is_warned_about_at_the_field(page: AutomationsPage) -> None:
    retype(builder(page).line, "*/7 * * * *")
    assert "is not every 7 minutes" in message(page)
    assert builder(page).pickers[0].kind.currentText() == "Every 7 minutes"


def test_typing_a_schedule_is_one_undo_step_with_a_name(
    page: AutomationsPage, document: Document
) -> None:
    retype(builder(page).line, "15 4 * * *")
    assert document.history.count() == 1
    assert document.history.undoText() == "Change schedule of Nightly backup"
    document.undo()
    assert document.text == THREE
    assert builder(page).line.text() == "30 2 * * *"


def test_the_next_ten_runs_stand_in_the_stacks_zone(page: AutomationsPage) -> None:
    texts = page.form.schedule.runs.texts
    assert texts[0] == "Tue 24 Nov, 02:30"
    assert len(texts) == 10


def test_clock_changes_are_said_in_words(page: AutomationsPage) -> None:
    page.follow(lambda: datetime(2027, 3, 26, 12, tzinfo=UTC))
    assert page.form.schedule.runs.texts[1:3] == [
        "Sun 28 Mar: 02:30 does not exist on this day: the clocks go forward",
        "Mon 29 Mar, 02:30",
    ]
    page.follow(lambda: datetime(2027, 10, 30, 12, tzinfo=UTC))
    assert (
        page.form.schedule.runs.texts[:2]
        == ["Sun 31 Oct, 02:30 – runs twice: the clocks go back"] * 2
    )


def test_the_table_reads_at_a_glance(page: AutomationsPage) -> None:
    def row(index: int) -> list[str]:
        return [page.rows.index(index, column).data() for column in Column]

    assert row(0) == ["On", "Nightly backup", "At 02:30 every day", "Tue 24 Nov, 02:30", "1 h"]
    assert row(1) == ["Off", "report", "At 08:00 on Monday", "–", "–"]


def test_the_cells_are_edited_in_place(page: AutomationsPage, document: Document) -> None:
    for column, text in (
        (Column.NAME, "Report"),
        (Column.SCHEDULE, "0 9 * * 1"),
        (Column.TIMEOUT, "90"),
    ):
        page.table.setCurrentIndex(page.rows.index(1, column))
        press(page.table, Qt.Key.Key_F2)
        line = [one for one in page.table.viewport().findChildren(QLineEdit) if one.isVisible()][-1]
        line.selectAll()
        type_text(line, text)
        press(line, Qt.Key.Key_Return)
    one = document.state.spec.automations[1]
    assert (one.name, one.schedule, one.timeout) == ("Report", "0 9 * * 1", 90)


def test_add_duplicate_move_and_remove_keep_the_right_one_current(
    page: AutomationsPage, document: Document
) -> None:
    def ids() -> list[str]:
        return [one.id for one in document.state.spec.automations]

    page.table.setFocus()
    press(page.table, Qt.Key.Key_D, ctrl=True)
    assert ids() == ["nightly-backup", "nightly-backup-2", "report", "ping"]
    assert document.state.spec.automations[1].name == "Nightly backup 2"
    assert page.current == 1
    page.move_chosen(1)
    assert ids() == ["nightly-backup", "report", "nightly-backup-2", "ping"]
    assert page.current == 2
    press(page.table, Qt.Key.Key_Delete)
    assert ids() == ["nightly-backup", "report", "ping"]
    click(page.add_button)
    assert ids()[-1] == "automation"
    assert page.current == 3
    assert QApplication.focusWidget() is page.form.general.name.line
    while document.history.canUndo():
        document.undo()
    assert document.text == THREE


def test_space_turns_all_chosen_ones_off(page: AutomationsPage, document: Document) -> None:
    page.table.selectAll()
    press(page.table, Qt.Key.Key_Space)
    assert not any(one.enabled for one in document.state.spec.automations)
    assert document.history.undoText() == "Turn off 2 automations"
    page.table.show_place(0)
    where = page.table.visualRect(page.rows.index(0, Column.ON)).center()
    click(page.table.viewport(), where)
    assert document.state.spec.automations[0].enabled


def test_the_channels_keys_do_nothing_here(
    window: MainWindow, page: AutomationsPage, document: Document
) -> None:
    page.add_button.setFocus()
    press(page.add_button, Qt.Key.Key_Backspace, ctrl=True)
    assert list(document.state.spec.channels) == ["notes"]
    window.show_section(Section.CHANNELS)
    press(window.channels.table, Qt.Key.Key_Backspace, ctrl=True)
    assert list(document.state.spec.channels) == []


def test_tab_indents_a_script_and_ctrl_tab_leaves_it(
    page: AutomationsPage, document: Document
) -> None:
    page.form.tabs.setCurrentIndex(list(Tab).index(Tab.SCRIPT))
    editor = page.form.script.field.editor
    editor.setFocus()
    press(editor, Qt.Key.Key_Tab)
    type_text(editor, "# ")
    assert document.state.spec.automations[0].script == "  # echo backup\n"
    assert document.history.count() == 1
    press(editor, Qt.Key.Key_Z, ctrl=True)
    assert editor.toPlainText() == "echo backup\n"
    press(editor, Qt.Key.Key_Tab, ctrl=True)
    assert QApplication.focusWidget() is not editor


def test_needed_texts_can_be_emptied_and_are_problems_then(
    page: AutomationsPage, document: Document
) -> None:
    for line in (page.form.general.id.line, builder(page).line):
        line.selectAll()
        press(line, Qt.Key.Key_Delete)
    one = document.state.spec.automations[0]
    assert (one.id, one.schedule) == ("", "")
    assert "It is empty." in message(page)


def test_the_week_shows_runs_as_marks_and_dense_ones_as_bands(page: AutomationsPage) -> None:
    page.show_view(View.WEEK)
    texts = [one.words for one in page.week.view.marks]
    assert len(texts) == 14
    assert "Nightly backup, Tue 02:30" in texts
    assert "ping, Mon 00:00–24:00: Every 5 minutes" in texts


def test_the_week_is_walked_by_keys_and_clicks_choose(page: AutomationsPage) -> None:
    page.show_view(View.WEEK)
    view = page.week.view
    view.setFocus()
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Down)
    assert page.week.words.text() == "Nightly backup, Tue 02:30"
    assert view.accessibleDescription() == "Nightly backup, Tue 02:30"
    ping = next(one for one in view.marks if one.title == "ping" and one.mark.day == 3)
    click(view, view.place_of(ping).center().toPoint())
    assert page.current == 2
    press(view, Qt.Key.Key_Home)
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Return)
    assert page.current == 0


def test_runs_that_meet_lie_in_lanes_of_their_own(page: AutomationsPage) -> None:
    page.show_view(View.WEEK)
    monday = [one for one in page.week.view.marks if one.mark.day == 0]
    places = [page.week.view.place_of(one) for one in monday]
    assert not places[0].intersects(places[1])


def test_another_week_is_a_click_away(page: AutomationsPage) -> None:
    page.show_view(View.WEEK)
    click(page.week.after)
    assert page.week._title.text() == "30 Nov – 6 Dec 2026"
    click(page.week.this)
    assert page.week._title.text() == "23 – 29 Nov 2026"


def test_in_the_week_of_a_clock_change_a_run_is_missing(page: AutomationsPage) -> None:
    page.follow(lambda: datetime(2027, 3, 24, 12, tzinfo=UTC))
    page.show_view(View.WEEK)
    texts = [one.words for one in page.week.view.marks]
    assert "Nightly backup, Sat 02:30" in texts
    assert "Nightly backup, Sun 02:30" not in texts


def test_the_scheduler_and_the_time_zone_are_edited_here(
    window: MainWindow, page: AutomationsPage, document: Document
) -> None:
    window.go_to(("scheduler", "image"))
    assert QApplication.focusWidget() is page.scheduler.image.line
    type_text(page.scheduler.image.line, "1")
    assert document.state.spec.scheduler.image == "alpine:3.221"
    assert document.history.undoText() == "Change image of the scheduler"
    assert place_words(document.state.spec, ("scheduler", "image")) == "Automations › Image"
    retype(page.scheduler.zone.line, "asia/tok")
    popup = page.scheduler.zone.completer.popup()
    assert popup is not None
    press(popup, Qt.Key.Key_Down)
    press(popup, Qt.Key.Key_Return)
    assert document.state.spec.timezone == "Asia/Tokyo"
    page.show_view(View.LIST)
    assert page.form.schedule.runs.texts[0] == "Tue 24 Nov, 02:30"


def test_a_problem_leads_to_its_field(window: MainWindow, page: AutomationsPage) -> None:
    window.show_section(Section.CHANNELS)
    window.go_to(("automations", 1, "script"))
    assert page.isVisible()
    assert page.current == 1
    assert QApplication.focusWidget() is page.form.script.field.editor


def test_a_stack_without_automations_says_what_they_are(open_window: Open) -> None:
    window = open_window()
    window.show_section(Section.AUTOMATIONS)
    page = page_of(window)
    assert page.empty.isVisible()
    click(page.empty.button)
    assert not page.empty.isVisible()
    assert page.current == 0


def test_everything_in_the_builder_has_a_name(page: AutomationsPage) -> None:
    field = builder(page)
    parts = [field.preset, field.time, field.line]
    parts += [part for one in field.pickers for part in (one.kind, one.values)]
    assert all(part.accessibleName() for part in parts)
    assert len(field.pickers) == len(FIELDS)


def test_many_bands_that_look_the_same_are_one_to_look_at(open_window: Open) -> None:
    more = [f"  - {{id: p{n}, schedule: '*/10 * * * *', script: 'true'}}\n" for n in range(5)]
    window = open_window(THREE + "".join(more))
    window.show_section(Section.AUTOMATIONS)
    page = page_of(window)
    page.show_view(View.WEEK)
    texts = [one.words for one in page.week.view.marks]
    assert "6 automations, Mon 00:00–24:00: Every 10 minutes; Every 5 minutes" in texts


def test_rows_sort_by_time_not_by_its_words_and_are_filtered(page: AutomationsPage) -> None:
    header = page.table.horizontalHeader()
    header.setSortIndicator(Column.NEXT, Qt.SortOrder.DescendingOrder)
    late = list(page.rows.names)
    header.setSortIndicator(Column.NEXT, Qt.SortOrder.AscendingOrder)
    assert page.rows.names == late[::-1]
    steps = page._document.history.count()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "neither sorted nor filtered" in page.notice.label.text()
    assert page._document.history.count() == steps
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    title = page.rows.row("1").title
    type_text(page.filter, title)
    assert page.rows.names == ["1"]
    assert page.current == 1
    page.show_automation(0)
    assert page.current == 0


def test_a_dragged_automation_stands_elsewhere_and_stays_chosen(
    page: AutomationsPage, document: Document
) -> None:
    ids = [one.id for one in document.state.spec.automations]
    page.rows.moved.emit(["0"], len(ids))
    assert [one.id for one in document.state.spec.automations] == [*ids[1:], ids[0]]
    assert page.table.chosen_places == [len(ids) - 1]
    assert page.form.title_label.text() == page.rows.row(str(len(ids) - 1)).title


def test_the_view_is_remembered(open_window: Open) -> None:
    window = open_window(THREE)
    window.show_section(Section.AUTOMATIONS)
    page = window.sections.page(Section.AUTOMATIONS)
    assert isinstance(page, AutomationsPage)
    page.show_view(View.WEEK)
    window.close()
    again = open_window(THREE)
    again.show_section(Section.AUTOMATIONS)
    page = again.sections.page(Section.AUTOMATIONS)
    assert isinstance(page, AutomationsPage)
    assert page.views.currentIndex() == list(View).index(View.WEEK)
