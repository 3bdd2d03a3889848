"""What typing, clicking and undoing do to the stack and to what is visible."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.channel_rows import Column
from openpalm_desktop.ui.channel_tabs import EnvironmentTab, GeneralTab, HealthTab
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Tab
from openpalm_desktop.ui.stack_page import StackPage
from tests.ui.hands import TWO_CHANNELS, Open, click, press, type_text
from tests.ui.test_languages import spoken


def general(window: MainWindow, name: str = "blog") -> GeneralTab:
    window.channels.show_channel(name)
    page = window.channels.form.page(Tab.GENERAL)
    assert isinstance(page, GeneralTab)
    return page


def overview(window: MainWindow) -> StackPage:
    found = window.findChild(StackPage)
    assert isinstance(found, StackPage)
    return found


def shown(window: MainWindow) -> str:
    return window.preview.text.toPlainText()


def test_typing_an_image_changes_its_preview_line_and_makes_one_undo_step(
    window: MainWindow, document: Document
) -> None:
    page = general(window)
    type_text(page.image.line, "-beta")
    assert document.state.spec.channels["blog"].image == "ghcr.io/example/blog:1-beta"
    assert "image: ghcr.io/example/blog:1-beta" in shown(window)
    marked = [shown(window).splitlines()[line].strip() for line in window.preview.text.marked]
    assert marked == ["image: ghcr.io/example/blog:1-beta"]
    assert document.history.count() == 1
    assert document.history.undoText() == "Change image of Family blog"
    assert "Change image of Family blog" in window.top.undo.text()


@pytest.mark.parametrize(
    ("port", "said"),
    [
        ("8080", "Everyone who reaches the server’s port"),
        ("none", "Only containers of the stack"),
    ],
)
def test_without_caddy_a_reach_promises_no_more_than_a_port_keeps(
    open_window: Open, port: str, said: str
) -> None:
    channel = f"{{image: x, containerPort: 80, hostPort: {port}}}"
    page = general(open_window(f"version: 4\nchannels: {{a: {channel}}}\n"), "a")
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert any(said in text for text in texts)
    assert not any("turned away" in text for text in texts)


def test_an_undo_step_that_gives_a_new_name_tells_the_old_one(
    window: MainWindow, document: Document
) -> None:
    page = general(window)
    page.label.line.setFocus()
    page.label.line.selectAll()
    type_text(page.label.line, "Our news")
    assert document.history.undoText() == "Change label of Family blog"


@pytest.mark.parametrize(
    ("steps", "value", "said"),
    [
        (("enabled",), False, "Turn off Family blog"),
        (("healthcheck", "interval"), "30s", "Change ‘Every’ of Family blog"),
        (("healthcheck", "test"), "true", "Change command of Family blog"),
        (("env", "LOG_LEVEL"), "info", "Change LOG_LEVEL of Family blog"),
        (("env", "Off"), "1", "Change Off of Family blog"),
    ],
)
def test_an_undo_step_is_called_as_a_person_would(
    document: Document, steps: tuple[str, ...], value: object, said: str
) -> None:
    document.put(("channels", "blog", *steps), value)
    assert document.history.undoText() == said


def test_an_undo_step_keeps_the_capital_letters_of_german(open_window: Open) -> None:
    with spoken("de"):
        document = open_window(TWO_CHANNELS).document
        assert document is not None
        document.put(("channels", "blog", "domains"), ["www.example.org"])
        assert document.history.undoText() == "Domains von Family blog ändern"


def test_an_undo_step_of_reach_names_who_is_reached(document: Document) -> None:
    document.put(("channels", "blog", "exposure"), Exposure.HOST)
    assert document.history.undoText() == "Change who can reach Family blog"


def test_leaving_a_field_ends_the_undo_step(window: MainWindow, document: Document) -> None:
    page = general(window)
    page.image.line.setFocus()
    type_text(page.image.line, "a")
    page.label.line.setFocus()
    page.image.line.setFocus()
    type_text(page.image.line, "b")
    assert document.history.count() == 2


def test_undo_all_the_way_gives_the_same_text_and_redo_the_edits(
    window: MainWindow, document: Document
) -> None:
    page = general(window)
    type_text(page.image.line, "2")
    click(page.reach.button(Exposure.LAN))
    type_text(page.domains.line, "www.example.org ")
    assert document.text != TWO_CHANNELS
    while document.history.canUndo():
        press(window, Qt.Key.Key_Z, ctrl=True)
    assert document.text == TWO_CHANNELS
    assert page.image.line.text() == "ghcr.io/example/blog:1"
    assert list(page.domains.value) == ["blog.example.org"]
    while document.history.canRedo():
        window.redo()
    assert document.state.spec.channels["blog"].exposure is Exposure.LAN
    assert list(page.domains.value) == ["blog.example.org", "www.example.org"]


def test_keys_of_undo_and_redo_mean_the_stack_also_inside_a_field(
    window: MainWindow, document: Document
) -> None:
    page = general(window)
    page.domains.line.setFocus()
    type_text(page.domains.line, "www.example.org ")
    click(page.reach.button(Exposure.LAN))
    page.domains.line.setFocus()
    for _ in range(3):  # once more than there are steps
        press(page.domains.line, Qt.Key.Key_Z, ctrl=True)
    assert document.text == TWO_CHANNELS
    assert page.domains.line.text() == ""
    page.image.line.setFocus()
    type_text(page.image.line, "2")
    press(page.image.line, Qt.Key.Key_Z, ctrl=True)
    assert not document.history.canUndo()
    assert page.image.line.text() == "ghcr.io/example/blog:1"


def test_half_typed_domain_is_a_problem_at_its_field_and_the_last_good_files_stay(
    window: MainWindow, document: Document
) -> None:
    page = general(window)
    before = shown(window)
    type_text(page.domains.line, "www..")
    assert document.state.spec.channels["blog"].domains == ("blog.example.org", "www..")
    assert document.state.is_stale
    row = next(row for row in page.rows if row.field is page.domains)
    assert row.message.isVisible()
    assert "www.." in row.message.label.text()
    assert shown(window) == before
    assert "last good files" in window.preview.last_edit.label.strong
    assert window.problems.heading.text().startswith("Problems · 1 error")
    type_text(page.domains.line, "\b\b.example.org")
    assert not document.state.is_stale


def test_a_chip_is_edited_where_it_stands_and_looking_at_it_changes_nothing(
    window: MainWindow, document: Document
) -> None:
    page = general(window)
    type_text(page.domains.line, "www.example.org ")
    steps = document.history.count()
    window.go_to(("channels", "blog", "domains", 0))
    assert document.history.count() == steps
    assert page.domains.line.text() == "blog.example.org"
    type_text(page.domains.line, "x")
    assert document.state.spec.channels["blog"].domains == ("blog.example.orgx", "www.example.org")


def test_the_cells_of_the_table_are_edited_in_place(window: MainWindow, document: Document) -> None:
    table = window.channels.table

    def editor(column: Column) -> QLineEdit | QComboBox:
        table.setCurrentIndex(window.channels.rows.index_of("notes", column))
        press(table, Qt.Key.Key_F2)
        found = table.viewport().findChildren(QLineEdit) + table.viewport().findChildren(QComboBox)
        return [one for one in found if one.isVisible()][-1]

    for column, text in (
        (Column.NAME, "My notes"),
        (Column.IMAGE, "example/notes:2"),
        (Column.ANSWERS, "notes.example.org, /notes, 3001"),
    ):
        line = editor(column)
        assert isinstance(line, QLineEdit)
        line.selectAll()
        type_text(line, text)
        press(line, Qt.Key.Key_Return)
    box = editor(Column.REACH)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(2)
    box.activated.emit(2)
    channel = document.state.spec.channels["notes"]
    assert (channel.label, channel.image) == ("My notes", "example/notes:2")
    assert (channel.domains, channel.path_prefixes) == (("notes.example.org",), ("/notes",))
    assert channel.host_port == 3001
    assert channel.exposure is Exposure.PUBLIC


def test_a_click_on_the_switch_turns_all_chosen_channels_off(
    window: MainWindow, document: Document
) -> None:
    table = window.channels.table
    table.selectAll()
    where = table.visualRect(window.channels.rows.index_of("blog", Column.ON)).center()
    table.selectAll()
    window.channels.switch(table.chosen, is_on=False)
    assert not any(one.enabled for one in document.state.spec.channels.values())
    assert document.history.undoText() == "Turn off 2 channels"
    click(table.viewport(), where)
    assert document.state.spec.channels["blog"].enabled


def test_add_duplicate_rename_and_remove_keep_the_right_channel_current(
    window: MainWindow, document: Document
) -> None:
    page = window.channels
    page.add("telegram")
    assert (page.current, page.form.name) == ("telegram", "telegram")
    page.duplicate("blog")
    assert page.current == "blog-2"
    assert document.state.spec.channels["blog-2"].label == "Family blog 2"
    page.form.renamed.emit("copy")
    assert page.current == "copy"
    page.remove()
    assert list(document.state.spec.channels) == ["blog", "notes", "telegram"]
    assert page.current == "notes"
    document.undo()
    assert "copy" in document.state.spec.channels


def test_the_filter_shows_only_what_it_finds(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F, ctrl=True)
    type_text(window.channels.filter, "famil")
    assert window.channels.rows.names == ["blog"]
    window.go_to(("channels", "notes", "image"))
    assert window.channels.current == "notes"


def test_rows_sort_by_any_column(window: MainWindow) -> None:
    header = window.channels.table.horizontalHeader()
    header.setSortIndicator(Column.REACH, Qt.SortOrder.DescendingOrder)
    assert window.channels.rows.names == ["blog", "notes"]
    header.setSortIndicator(Column.REACH, Qt.SortOrder.AscendingOrder)
    assert window.channels.rows.names == ["notes", "blog"]


def test_numbers_in_names_sort_as_numbers(open_window: Open) -> None:
    names = ("c10", "c9", "b", "c1")
    channels = "".join(f"  {name}: {{image: x, containerPort: 80}}\n" for name in names)
    window = open_window(f"version: 4\nchannels:\n{channels}")
    header = window.channels.table.horizontalHeader()
    header.setSortIndicator(Column.NAME, Qt.SortOrder.AscendingOrder)
    assert window.channels.rows.names == ["b", "c1", "c9", "c10"]


def test_variables_are_rows_and_numbers_stay_numbers(
    window: MainWindow, document: Document
) -> None:
    window.channels.show_channel("blog")
    page = window.channels.form.page(Tab.ENVIRONMENT)
    assert isinstance(page, EnvironmentTab)
    page.env.rows[0].lines[1].end(False)
    type_text(page.env.rows[0].lines[1], "0")
    assert document.state.spec.channels["blog"].env == {"PAGE_SIZE": 200}
    page.env.add_button.click()
    type_text(page.env.rows[1].lines[0], "TITLE")
    type_text(page.env.rows[1].lines[1], "Home")
    assert document.state.spec.channels["blog"].env == {"PAGE_SIZE": 200, "TITLE": "Home"}


def test_an_emptied_healthcheck_leaves_nothing_in_the_file(
    window: MainWindow, document: Document
) -> None:
    window.channels.show_channel("blog")
    page = window.channels.form.page(Tab.HEALTH)
    assert isinstance(page, HealthTab)
    type_text(page.test.line, "true")
    assert document.state.spec.channels["blog"].healthcheck is not None
    page.test.line.selectAll()
    press(page.test.line, Qt.Key.Key_Delete)
    assert document.state.spec.channels["blog"].healthcheck is None
    assert document.text == TWO_CHANNELS


def test_the_overview_edits_project_and_scope(window: MainWindow, document: Document) -> None:
    press(window, Qt.Key.Key_1, ctrl=True)
    form = overview(window).form
    type_text(form.project.line, "-2")
    click(form.scope.button(Exposure.HOST))
    spec = document.state.spec
    assert (spec.project_name, spec.access_scope) == ("home-2", Exposure.HOST)
    assert shown(window).splitlines()[1] == "name: home-2"


def test_the_copy_made_by_keys_is_the_chosen_channel(window: MainWindow) -> None:
    table = window.channels.table
    window.channels.show_channel("blog")
    QTest.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert (table.current, table.chosen) == ("blog-2", ["blog-2"])


def test_a_channel_without_an_image_hints_at_an_example_and_not_at_another_channels(
    open_window: Open,
) -> None:
    text = TWO_CHANNELS.replace("channels:\n", "channels:\n  chat: {template: chat}\n")
    window = open_window(text)
    assert "chat" in general(window, "chat").image.line.placeholderText()
    window.channels.add(None)
    page = general(window, "channel")
    assert page.image.line.placeholderText() == "for example ghcr.io/example/blog:2.4.1"


def test_what_a_built_in_channel_understands_is_offered_once(open_window: Open) -> None:
    window = open_window("version: 4\nchannels: {discord: {template: discord}}\n")
    window.channels.show_channel("discord")
    window.channels.form.tabs.setCurrentIndex(list(Tab).index(Tab.ENVIRONMENT))
    page = window.channels.form.page(Tab.ENVIRONMENT)
    document = window.document
    assert document is not None
    document.put(("channels", "discord", "config", "DISCORD_LOG_LEVEL"), "info")
    shown = [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]
    offers = [text for text in shown if text.startswith("+")]
    assert "+ Allowed roles" in offers
    assert "+ Log level" not in offers
    assert len(offers) == len(set(offers))
