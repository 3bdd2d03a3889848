"""Little room: names give way to pictures, panes can be put away, nothing overlaps."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from openpalm_desktop.ui.domains_page import DomainsPage
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.regions import Pane
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Theme
from openpalm_desktop.ui.welcome import EXAMPLE
from tests.ui.hands import TWO_CHANNELS, Open, press


def place(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())


def resize(window: MainWindow, width: int, height: int) -> None:
    window.resize(width, height)
    QApplication.processEvents()


@pytest.mark.parametrize("section", list(Section))
def test_nothing_overlaps_in_the_smallest_window(window: MainWindow, section: Section) -> None:
    resize(window, 960, 600)
    window.show_section(section)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (960, 600)
    parts = [window.sidebar, window.sections, window.preview, window.problems]
    places = [place(window, part) for part in parts if part.isVisible()]
    for number, one in enumerate(places):
        assert window.rect().contains(one)
        assert not any(one.intersects(other) for other in places[number + 1 :])


@pytest.mark.parametrize("section", list(Section))
def test_every_page_has_the_room_it_needs_in_the_smallest_window(
    window: MainWindow, section: Section
) -> None:
    resize(window, 960, 600)
    window.show_section(section)
    page = window.sections.page(section)
    assert page.minimumSizeHint().width() <= page.width()


def test_a_first_window_leaves_room_for_the_frame_that_the_system_draws(
    qtbot: QtBot, settings: Settings, theme: Theme
) -> None:
    window = MainWindow(settings, theme)
    qtbot.addWidget(window)
    assert window.height() < window.screen().availableSize().height()


def test_names_give_way_to_pictures_and_come_back(window: MainWindow) -> None:
    wide = window.sidebar.width()
    resize(window, 1000, 700)
    assert window.sidebar.width() < wide / 2
    resize(window, 1280, 800)
    assert window.sidebar.width() == wide


def test_panes_can_be_put_away_by_keys_and_stay_so(window: MainWindow, open_window: Open) -> None:
    press(window, Qt.Key.Key_F9)
    assert not window.preview.isVisible()
    assert window.problems.isVisible()
    press(window, Qt.Key.Key_F7)
    assert window.sections.width() > window.regions.width() * 0.8
    other = open_window(TWO_CHANNELS)
    assert not other.preview.isVisible()
    assert not other.menus.actions["pane_problems"].isChecked()
    press(other, Qt.Key.Key_F9)
    assert other.preview.isVisible()
    assert other.regions.shows(Pane.PREVIEW)


def test_f6_goes_around_the_parts_of_the_window(window: MainWindow) -> None:
    window.sidebar.list.setFocus()
    seen = []
    for _ in range(4):
        press(window, Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        assert focused is not None
        parts = (window.sidebar, window.sections, window.preview, window.problems)
        seen.append(next(part for part in parts if part.isAncestorOf(focused)))
    assert seen[:2] == [window.sections, window.preview]
    assert seen[-1] in (window.sidebar, window.sections)


@pytest.mark.parametrize("section", list(Section))
def test_no_form_is_wider_than_the_smallest_window(open_window: Open, section: Section) -> None:
    window = open_window(EXAMPLE.read_text(encoding="utf-8"))
    resize(window, 960, 600)
    window.show_section(section)
    page = window.sections.page(section)
    too_wide = []
    for bar in [None, *(one for one in page.findChildren(QTabBar) if one.isVisible())]:
        for index in range(bar.count() if bar else 1):
            if bar:
                bar.setCurrentIndex(index)
            for _ in range(3):
                QApplication.processEvents()
            for area in page.findChildren(QScrollArea):
                if area.isVisible() and area.horizontalScrollBar().maximum():
                    place = bar.tabText(index) if bar else ""
                    too_wide.append((place, area.horizontalScrollBar().maximum()))
        if bar:
            bar.setCurrentIndex(0)
    assert too_wide == []


def test_choices_have_room_again_in_a_wide_window(open_window: Open) -> None:
    window = open_window(EXAMPLE.read_text(encoding="utf-8"))
    window.show_section(Section.DOMAINS)
    page = window.sections.page(Section.DOMAINS)
    assert isinstance(page, DomainsPage)
    for width in (960, 1500):
        resize(window, width, 700)
        for _ in range(3):
            QApplication.processEvents()
        for button in page.tester.buttons:
            least = button.minimumSizeHint() if width == 960 else button.sizeHint()
            assert button.width() >= least.width()


def test_problems_stand_close_at_any_width(open_window: Open) -> None:
    window = open_window(EXAMPLE.read_text(encoding="utf-8").replace("blog.example.org", "bl og"))
    problems = window.problems
    for width in (960, 1900):
        resize(window, width, 900)
        for _ in range(3):
            QApplication.processEvents()
        first, second = (problems.list.visualRect(problems.model.index(row)) for row in range(2))
        assert second.top() == first.bottom() + 1
