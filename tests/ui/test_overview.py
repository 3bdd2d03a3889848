"""The overview: who reaches what, what is wrong, what is new, and a click to each."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.fact_card import FactCard
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.overview_facts import Mark
from openpalm_desktop.ui.stack_page import StackPage
from tests.ui.hands import TWO_CHANNELS, Open, click, press, wait_saved


@pytest.fixture
def page(window: MainWindow) -> StackPage:
    window.show_section(Section.OVERVIEW)
    return window.overview


def told(card: FactCard) -> list[tuple[str, str]]:
    return [(one.entry.title, one.entry.detail) for one in card.rows if one.isVisible()]


def marks(card: FactCard) -> list[Mark]:
    return [one.entry.mark for one in card.rows if one.isVisible()]


def test_each_channel_stands_under_the_widest_circle_of_its_visitors(page: StackPage) -> None:
    assert told(page.reach[Exposure.HOST]) == []
    assert told(page.reach[Exposure.LAN]) == [("notes", "this site /notes")]
    assert told(page.reach[Exposure.PUBLIC]) == [("Family blog", "blog.example.org")]
    assert page.reach[Exposure.HOST].note.text() == "Nothing for it alone"


def test_a_channel_that_is_narrowed_by_the_access_scope_stands_where_it_answers(
    page: StackPage, document: Document
) -> None:
    document.put(("channels", "notes", "exposure"), "public")
    assert told(page.reach[Exposure.LAN]) == [("notes", "this site /notes")]
    document.put(("accessScope",), "host")
    assert told(page.reach[Exposure.HOST]) == [("notes", "this site /notes")]


def test_a_service_with_an_open_port_is_reached_too(page: StackPage, document: Document) -> None:
    document.put(("services",), {"db": {"image": "postgres", "ports": ["5432:5432"]}})
    assert ("db", "port 5432") in told(page.reach[Exposure.PUBLIC])
    document.put(("services", "db", "ports"), ("127.0.0.1:5432:5432",))
    assert told(page.reach[Exposure.HOST]) == [("db", "127.0.0.1:5432")]


def test_the_sections_count_the_same_domains_as_the_line_below(window: MainWindow) -> None:
    names = window.sidebar.list.model()
    row = list(Section).index(Section.DOMAINS)
    assert names.index(row, 0).data(Qt.ItemDataRole.UserRole) == "1"
    below = [one.text() for one in window.statusBar().findChildren(QLabel)]
    assert any("1 domain" in text for text in below)


def test_what_is_off_is_reached_by_nobody(page: StackPage, document: Document) -> None:
    document.put(("channels", "blog", "enabled"), value=False)
    assert told(page.reach[Exposure.PUBLIC]) == []
    assert page.reach[Exposure.PUBLIC].note.text() == "Nothing is open to it"


def test_a_click_on_a_channel_goes_to_it(window: MainWindow, page: StackPage) -> None:
    row = page.reach[Exposure.PUBLIC].rows[0]
    click(row, row.rect().center())
    assert window.channels.isVisible()
    assert window.channels.current == "blog"


def test_problems_are_counted_and_lead_to_their_fields(
    window: MainWindow, page: StackPage, document: Document
) -> None:
    assert page.problems.note.text() == "Nothing is wrong. The files are ready to use."
    document.put(("channels", "blog", "containerPort"), None)
    assert "1 error" in page.problems.note.text()
    assert marks(page.problems)[0] is Mark.ERROR
    first = page.problems.rows[0]
    first.setFocus()
    press(first, Qt.Key.Key_Space)
    assert window.channels.current == "blog"
    assert window.channels.isVisible()


def test_what_changed_since_the_last_save_is_told_wider_reach_first(
    open_window: Open, tmp_path: Path
) -> None:
    path = tmp_path / "home.yaml"
    path.write_text(TWO_CHANNELS, encoding="utf-8")
    window = open_window(path=path)
    window.show_section(Section.OVERVIEW)
    page, document = window.overview, window.document
    assert document is not None
    assert page.changes.note.text() == "Nothing changed."
    document.put(("channels", "blog", "image"), "example/blog:2")
    document.put(("accessScope",), "public")
    document.put(("channels", "notes", "exposure"), "public")
    assert page.changes.note.text().endswith("1 lets more people in")
    assert marks(page.changes)[0] is Mark.WIDER
    assert page.changes.rows[0].accessibleName().endswith("Lets more people in")
    document.undo()
    assert Mark.WIDER not in marks(page.changes)
    window.files.save()
    wait_saved(window)
    assert page.changes.note.text() == "Nothing changed."
    assert told(page.changes) == []


def test_a_new_stack_says_that_it_is_not_saved(page: StackPage) -> None:
    assert page.changes.heading.text() == "Not saved yet"


def test_certificates_in_use_are_named_with_their_domains(
    window: MainWindow, page: StackPage
) -> None:
    assert told(page.caddy) == [
        ("Let’s Encrypt", "blog.example.org"),
        ("Plain HTTP", "the stack’s own site"),
    ]
    assert page.caddy.note.text() == "Caddy listens on ports 80 and 443, open to the internet."
    row = page.caddy.rows[0]
    row.setFocus()
    assert QApplication.focusWidget() is row
    press(row, Qt.Key.Key_Space)
    assert window.sections.currentWidget() is window.sections.page(Section.DOMAINS)


def test_of_many_the_first_are_shown_and_the_rest_counted(
    page: StackPage, document: Document
) -> None:
    many = {f"c{n}": {"image": "a", "containerPort": 8000 + n} for n in range(20)}
    document.put(("channels",), many)
    card = page.reach[Exposure.LAN]
    assert len(told(card)) == 6
    assert card.more.text() == "… and 14 more"
    assert page.problems.more.isVisible()
    shown = len(told(page.problems))
    click(page.problems.more, page.problems.more.rect().center())
    assert len(told(page.problems)) > shown


@pytest.mark.parametrize(
    "alias",
    [
        *("projectName", "accessScope", "preset", "timezone", "network"),
        *("dataRoot", "imageNamespace", "imageTag"),
    ],
)
def test_every_setting_of_the_stack_itself_has_its_place(
    window: MainWindow, page: StackPage, alias: str
) -> None:
    window.show_section(Section.CHANNELS)
    window.go_to((alias,))
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.form.isAncestorOf(focused)


def test_it_opens_at_its_top_and_tab_goes_down_the_page(
    window: MainWindow, document: Document
) -> None:
    document.put(("channels", "blog", "containerPort"), None)
    window.channels.table.setFocus()
    press(window, Qt.Key.Key_1, ctrl=True)
    page = window.overview
    QApplication.processEvents()
    assert page.area.verticalScrollBar().value() == 0
    seen: list[QWidget | None] = []
    while QApplication.focusWidget() is not page.form.project.line:
        seen.append(QApplication.focusWidget())
        press(window, Qt.Key.Key_Tab)
    cards = (*page.reach.values(), page.problems, page.changes, page.caddy)
    assert seen == [row for card in cards for row in card.rows if row.isVisible()]
