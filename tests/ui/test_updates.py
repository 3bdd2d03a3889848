"""Help ▸ Look for a newer version…: asks only when it is told to."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from openpalm_desktop import __version__
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.update_dialog import UpdateDialog
from tests.feed import PAGE, Feed, release, serving
from tests.ui.hands import click, wait_for


@pytest.fixture
def releases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Feed]:
    with serving() as one:
        monkeypatch.setenv("OPENPALM_RELEASES", one.url)
        yield one


def begun(window: MainWindow) -> UpdateDialog:
    window.menus.actions["update"].trigger()
    return [one for one in window.findChildren(UpdateDialog) if one.isVisible()][-1]


def test_nothing_is_asked_before_a_click_and_a_newer_version_leads_to_its_page(
    window: MainWindow, releases: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog = begun(window)
    assert dialog.words.text() == f"This is version {__version__}."
    assert releases.asked == []
    click(dialog.action)
    wait_for(dialog.open_page.isVisible)
    assert dialog.words.text() == f"Version 9.9.0 is there; this is {__version__}."
    assert opened == []
    click(dialog.open_page)
    assert opened == [QUrl(PAGE)]
    assert len(releases.asked) == 1


def test_the_newest_version_is_told(window: MainWindow, releases: Feed) -> None:
    releases.answer = release(__version__)
    dialog = begun(window)
    click(dialog.action)
    wait_for(lambda: dialog.words.text() == f"This is the newest version, {__version__}.")
    assert not dialog.open_page.isVisible()
    assert not dialog.action.isVisible()


def test_a_refusal_is_told_and_can_be_asked_again(window: MainWindow, releases: Feed) -> None:
    releases.status = 500
    dialog = begun(window)
    click(dialog.action)
    wait_for(lambda: "did not answer: 500" in dialog.words.text())
    releases.status = 200
    click(dialog.action)
    wait_for(dialog.open_page.isVisible)


def test_closing_waits_for_no_answer(window: MainWindow, releases: Feed) -> None:
    releases.is_silent = True
    dialog = begun(window)
    click(dialog.action)
    wait_for(lambda: len(releases.asked) == 1)
    click(dialog.cancel)
    assert not dialog.isVisible()
