"""The welcome page, templates with their questions, and the way from there to a stack."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from openpalm_desktop.ui import messages
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.template_dialog import TemplateDialog
from openpalm_desktop.ui.welcome import Welcome
from tests.ui.hands import TWO_CHANNELS, Open, click, press, type_text, wait_for


def welcome_of(window: MainWindow) -> Welcome:
    page = window.beginning.welcome
    assert page is not None
    return page


def dialog_of(window: MainWindow) -> TemplateDialog:
    dialog = window.beginning.dialog
    assert dialog is not None
    return dialog


def test_with_nothing_open_there_is_the_welcome_page(open_window: Open) -> None:
    window = open_window()
    page = welcome_of(window)
    assert page.isVisible()
    assert QApplication.focusWidget() is page.cards[0]
    assert not window.sidebar.isVisible()


def test_with_a_stack_open_there_is_no_welcome_page(window: MainWindow) -> None:
    assert window.beginning.welcome is None
    assert window.sidebar.isVisible()


def test_an_empty_stack_says_what_a_channel_is(open_window: Open) -> None:
    window = open_window()
    click(welcome_of(window).cards[-1])
    assert window.channels.empty.isVisible()
    window.channels.add("chat")
    assert not window.channels.empty.isVisible()


def test_a_person_makes_a_bot_from_a_template_by_keys(open_window: Open) -> None:
    window = open_window()
    page = welcome_of(window)
    card = next(one for one in page.cards if one.accessibleName() == "A public bot with a domain")
    card.setFocus()
    press(card, Qt.Key.Key_Space)
    dialog = dialog_of(window)
    domain, email, _zone = dialog.form.lines
    assert QApplication.focusWidget() is domain
    press(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.form.complaints[0].text() == "This is needed, as in bot.example.org."
    type_text(domain, "bot.example.com")
    assert not dialog.form.complaints[0].isVisible()
    type_text(email, "me@x")
    press(email, Qt.Key.Key_Return)
    assert "“me@x” is no e-mail address." in dialog.form.complaints[1].text()
    assert QApplication.focusWidget() is email
    type_text(email, "\bexample.com")
    press(email, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    document = window.document
    assert document is not None
    assert document.state.spec.channels["discord"].domains == ("bot.example.com",)
    assert document.state.product.problems == ()
    assert "# A public bot with a domain" in document.text
    assert document.is_edited
    assert document.path is None
    assert window.sidebar.isVisible()


def test_leaving_the_templates_leaves_the_welcome_page(open_window: Open) -> None:
    window = open_window()
    click(welcome_of(window).cards[0])
    press(dialog_of(window), Qt.Key.Key_Escape)
    assert welcome_of(window).isVisible()


def test_a_template_can_be_chosen_from_the_file_menu(window: MainWindow) -> None:
    window.menus.actions["new_from_template"].trigger()
    dialog = dialog_of(window)
    assert dialog.name == "assistant"
    press(dialog.list, Qt.Key.Key_Down)
    assert dialog.name == "here"
    click(dialog.begin)
    document = window.document
    assert document is not None
    assert document.state.spec.project_name == "palm-here"


def test_recent_files_are_one_click_away(
    open_window: Open, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "home.yaml"
    path.write_text(TWO_CHANNELS, encoding="utf-8")
    settings.add_recent_file(path)
    window = open_window()
    page = welcome_of(window)
    click(next(one for one in page.recent_buttons if "home.yaml" in one.text()))
    wait_for(lambda: not page.isVisible())
    assert window.document is not None
    assert window.document.path == path


def test_a_file_that_cannot_be_opened_leaves_the_welcome_page(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(messages, "show_failure", lambda _, error: told.append(error))
    window = open_window(path=tmp_path / "nowhere.yaml")
    wait_for(lambda: bool(told))
    assert welcome_of(window).isVisible()


def test_the_welcome_page_leads_back_to_the_open_stack(window: MainWindow) -> None:
    window.beginning.show_welcome()
    page = welcome_of(window)
    assert page.back.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert window.sidebar.isVisible()


def test_a_section_is_shown_over_the_welcome_page(open_window: Open) -> None:
    window = open_window()
    press(window, Qt.Key.Key_3, ctrl=True)
    assert not welcome_of(window).isVisible()
    assert window.sidebar.isVisible()
