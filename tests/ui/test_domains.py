"""Domains & TLS: the tree, the tester, and Caddy's settings."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.domains_page import DomainsPage
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from tests.ui.hands import TWO_CHANNELS, Open, click, press, type_text


@pytest.fixture
def page(window: MainWindow) -> DomainsPage:
    window.show_section(Section.DOMAINS)
    page = window.sections.page(Section.DOMAINS)
    assert isinstance(page, DomainsPage)
    return page


def texts(page: DomainsPage) -> list[list[str]]:
    rows, found = page.tree.rows, []
    for number in range(rows.rowCount()):
        site = rows.index(number, 0)
        found.append([rows.index(number, column).data() for column in range(5)])
        found += [
            [rows.index(row, column, site).data() for column in range(5)]
            for row in range(rows.rowCount(site))
        ]
    return found


def test_the_tree_shows_every_site_with_its_paths(page: DomainsPage) -> None:
    assert texts(page) == [
        ["The stack’s own site", "1 path", "LAN", "", "Plain HTTP"],
        ["/notes", "notes", "LAN", "without /notes", ""],
        ["blog.example.org", "1 path", "Public", "", "Let’s Encrypt"],
        ["everything", "Family blog", "Public", "as it is", ""],
    ]


def test_a_click_on_a_path_goes_to_the_field_that_makes_it(
    window: MainWindow, page: DomainsPage
) -> None:
    path = page.tree.rows.index(0, 0, page.tree.rows.index(1, 0))
    click(page.tree.viewport(), page.tree.visualRect(path).center())
    assert window.channels.current == "blog"
    tab = window.channels.form.page(Tab.GENERAL)
    assert isinstance(tab, GeneralTab)
    assert QApplication.focusWidget() is tab.domains.line


def test_enter_on_a_path_goes_there_too(window: MainWindow, page: DomainsPage) -> None:
    page.tree.setCurrentIndex(page.tree.rows.index(0, 0, page.tree.rows.index(0, 0)))
    press(page.tree, Qt.Key.Key_Return)
    assert window.channels.current == "notes"


def test_the_tester_says_who_answers_and_leads_there(window: MainWindow, page: DomainsPage) -> None:
    type_text(page.tester.url, "https://blog.example.org/a")
    assert page.tester.headline.text() == "Family blog answers"
    assert "blog.example.org sends every other path" in page.tester.reason.text()
    click(page.tester.go, page.tester.go.rect().center())
    assert window.channels.current == "blog"


def test_the_tester_says_why_a_visitor_is_turned_away(page: DomainsPage) -> None:
    type_text(page.tester.url, "http://palm/notes/x")
    click(page.tester.buttons[2], page.tester.buttons[2].rect().center())
    assert page.tester.headline.text() == "Turned away"
    click(page.tester.buttons[1], page.tester.buttons[1].rect().center())
    assert page.tester.headline.text() == "notes answers"
    click(page.tester.buttons[4], page.tester.buttons[4].rect().center())
    type_text(page.tester.address, "198.51.100.4")
    assert page.tester.headline.text() == "Turned away"


def test_the_answer_follows_an_edit_and_its_undo(page: DomainsPage, document: Document) -> None:
    type_text(page.tester.url, "https://blog.example.org/")
    document.put(("channels", "blog", "exposure"), "lan")
    assert page.tester.headline.text() == "Turned away"
    document.undo()
    assert page.tester.headline.text() == "Family blog answers"


def test_caddy_paths_lead_to_their_fields(window: MainWindow, page: DomainsPage) -> None:
    window.show_section(Section.OVERVIEW)
    window.go_to(("caddy", "email"))
    assert page.isVisible()
    assert QApplication.focusWidget() is page.certificates.email.line
    window.go_to(("caddy", "extraConfig"))
    assert QApplication.focusWidget() is page.own_text.text.text


def test_the_staging_switch_and_an_authority_of_ones_own(
    window: MainWindow, page: DomainsPage, document: Document
) -> None:
    window.go_to(("caddy", "acme"))
    field = page.certificates.authority
    click(field.staging, field.staging.rect().center())
    assert document.state.spec.caddy.acme == "letsencrypt-staging"
    click(field.staging, field.staging.rect().center())
    assert document.state.spec.caddy.acme == "letsencrypt"
    field.box.setCurrentIndex(2)
    field.box.activated.emit(2)
    assert document.state.is_stale
    type_text(field.url, "ca.home.arpa/dir")
    assert document.state.spec.caddy.acme == "https://ca.home.arpa/dir"
    assert not document.state.is_stale
    assert not field.staging.isVisible()


def test_own_caddyfile_text_is_typed_and_undone(
    window: MainWindow, page: DomainsPage, document: Document
) -> None:
    window.go_to(("caddy", "extraConfig"))
    type_text(page.own_text.text.text, "old.example.org")
    assert document.state.spec.caddy.extra_config == "old.example.org"
    assert document.history.undoText() == "Change Caddyfile text of your own"
    document.undo()
    assert page.own_text.text.text.toPlainText() == ""
    assert document.text == TWO_CHANNELS


def test_an_edit_elsewhere_leaves_the_tree_alone(page: DomainsPage, document: Document) -> None:
    resets: list[int] = []
    page.tree.rows.modelReset.connect(lambda: resets.append(1))
    document.put(("channels", "blog", "image"), "example/blog:2")
    assert resets == []


def test_without_sites_a_sentence_helps(open_window: Open) -> None:
    window = open_window()
    window.show_section(Section.DOMAINS)
    page = window.sections.page(Section.DOMAINS)
    assert isinstance(page, DomainsPage)
    assert page.empty.isVisible()
    page.empty.button.click()
    assert window.channels.isVisible()


def test_ctrl_and_a_number_open_the_sections(window: MainWindow) -> None:
    press(window, Qt.Key.Key_4, ctrl=True)
    assert isinstance(window.sections.currentWidget(), DomainsPage)
    press(window, Qt.Key.Key_5, ctrl=True)
    assert window.sections.currentWidget() is window.sections.page(Section.SERVICES)
