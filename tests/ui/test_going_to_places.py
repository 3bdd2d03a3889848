"""Clicks in previews and problems lead to fields; fields and channels light up their lines."""

from PySide6.QtWidgets import QApplication

from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab, place_of, place_words
from openpalm_desktop.ui.preview_pane import Kind
from tests.ui.hands import TWO_CHANNELS, Open, click


def click_line(window: MainWindow, text: str) -> None:
    preview = window.preview.text
    lines = preview.toPlainText().splitlines()
    line = next(number for number, each in enumerate(lines) if text in each)
    preview.show_line(line)
    where = next(rect for number, rect in preview.visible_lines() if number == line)
    click(preview.viewport(), where.center())


def test_clicking_a_preview_line_focuses_its_field(window: MainWindow) -> None:
    click_line(window, "image: example/notes:latest")
    page = window.channels.form.page(Tab.GENERAL)
    assert isinstance(page, GeneralTab)
    assert window.channels.current == "notes"
    assert QApplication.focusWidget() is page.image.line


def test_clicking_a_variable_in_an_env_file_focuses_its_row(window: MainWindow) -> None:
    window.preview.show_kind(Kind.ENV)
    click_line(window, "PAGE_SIZE=20")
    assert window.channels.form.current_tab is Tab.ENVIRONMENT
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.property("text") == "20"


def test_a_click_on_a_problem_goes_to_its_field(open_window: Open) -> None:
    window = open_window(TWO_CHANNELS.replace("blog.example.org]", "blog example]"))
    window.show_section(Section.OVERVIEW)
    problems = window.problems.list
    where = problems.visualRect(problems.model().index(0, 0)).center()
    click(problems.viewport(), where)
    assert window.channels.isVisible()
    page = window.channels.form.page(Tab.GENERAL)
    assert isinstance(page, GeneralTab)
    assert QApplication.focusWidget() is page.domains.line


def test_choosing_a_channel_lights_up_its_lines(window: MainWindow) -> None:
    window.channels.show_channel("notes")
    preview = window.preview.text
    lit = [
        text for line, text in enumerate(preview.toPlainText().splitlines()) if preview.is_lit(line)
    ]
    assert lit[0].strip() == "channel-notes:"
    assert not any("blog" in text for text in lit)


def test_every_path_has_a_place_in_words(document: Document) -> None:
    spec = document.state.spec
    words: dict[tuple[str, ...], str] = {
        ("channels", "blog", "env", "PAGE_SIZE"): "Family blog › Environment",
        ("channels", "notes", "image"): "notes › General",
        ("projectName",): "Overview › Project",
        ("caddy", "email"): "Domains & TLS › E-mail for certificates",
        ("services", "db", "image"): "db › General",
        (): "Overview",
    }
    for path, text in words.items():
        assert place_words(spec, path) == text
    assert place_of(("channels", "blog", "volumes", 0)).tab is Tab.STORAGE
