"""The picture of the stack: what stands on it, where clicks and keys lead, what is kept of it."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path as SpecPath
from openpalm_desktop.model.picture.graph import CADDY, visitor_key
from openpalm_desktop.model.problem import Severity
from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.picture_export import Format
from openpalm_desktop.ui.picture_page import PicturePage
from openpalm_desktop.ui.picture_scene import PictureScene
from openpalm_desktop.ui.theme import DARK, LIGHT, Look
from tests.ui.hands import TWO_CHANNELS, Open, click, press, wait_for

BLOG: SpecPath = ("channels", "blog")
NOTES: SpecPath = ("channels", "notes")
WITH_MORE = TWO_CHANNELS.replace(
    "    containerPort: 3000",
    "    containerPort: 3000\n    dependsOn: [db]",
).replace(
    "caddy:",
    "  old: {image: example/old, enabled: false}\n"
    "services:\n  db: {label: Database, image: postgres}\ncaddy:",
)


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    return open_window(WITH_MORE)


@pytest.fixture
def page(window: MainWindow) -> PicturePage:
    window.show_section(Section.PICTURE)
    page = window.sections.page(Section.PICTURE)
    assert isinstance(page, PicturePage)
    return page


def scene(page: PicturePage) -> PictureScene:
    found = page.view.picture
    assert found is not None
    return found


def middle_of(page: PicturePage, key: SpecPath) -> QPoint:
    item = scene(page).node_items[key]
    return page.view.mapFromScene(item.sceneBoundingRect().center())


def label_of(page: PicturePage, text: str) -> QPoint:
    number = scene(page).shown.labels.index(text)
    place = scene(page).layout_of.wires[number].label
    assert place is not None
    return page.view.mapFromScene(QPointF(place.x + place.width / 2, place.middle))


def standing_out(page: PicturePage) -> set[str]:
    nodes = scene(page).node_items.values()
    return {one.words.title for one in nodes if one.opacity() > 0.5}


def test_everything_of_the_stack_stands_on_it(page: PicturePage) -> None:
    words = {one.words.title: one.words.line for one in scene(page).node_items.values()}
    assert words == {
        "This host": "reaches 2",
        "Local network": "reaches 2",
        "Internet": "reaches 1",
        "Caddy": "ports 80, 443",
        "Family blog": "Public",
        "notes": "LAN",
        "old": "Off",
        "Database": "Inside only",
    }
    assert [label for label in scene(page).shown.labels if label] == [
        "blog.example.org",
        "this site /notes",
    ]


def test_it_has_the_width_of_the_window_and_gives_it_back(window: MainWindow) -> None:
    window.show_section(Section.PICTURE)
    assert not window.preview.isVisible()
    window.show_section(Section.CHANNELS)
    assert window.preview.isVisible()


def test_a_click_on_a_channel_goes_to_its_form(window: MainWindow, page: PicturePage) -> None:
    click(page.view.viewport(), middle_of(page, NOTES))
    assert window.channels.isVisible()
    assert window.channels.current == "notes"


def test_a_click_on_an_address_goes_to_the_field_that_makes_it(
    window: MainWindow, page: PicturePage
) -> None:
    click(page.view.viewport(), label_of(page, "blog.example.org"))
    assert window.channels.current == "blog"
    tab = window.channels.form.page(Tab.GENERAL)
    assert isinstance(tab, GeneralTab)
    assert QApplication.focusWidget() is tab.domains.line


def test_a_click_on_caddy_and_on_a_service_goes_to_their_sections(
    window: MainWindow, page: PicturePage
) -> None:
    click(page.view.viewport(), middle_of(page, CADDY))
    assert window.sections.currentWidget() is window.sections.page(Section.DOMAINS)
    window.show_section(Section.PICTURE)
    click(page.view.viewport(), middle_of(page, ("services", "db")))
    assert window.sections.currentWidget() is window.sections.page(Section.SERVICES)


def test_the_mouse_over_a_node_lights_up_its_paths(page: PicturePage) -> None:
    QTest.mouseMove(page.view.viewport(), middle_of(page, visitor_key(Exposure.PUBLIC)))
    wait_for(lambda: standing_out(page) == {"Internet", "Caddy", "Family blog"})
    QTest.mouseMove(page.view.viewport(), middle_of(page, NOTES))
    wait_for(
        lambda: standing_out(page) == {"This host", "Local network", "Caddy", "notes", "Database"}
    )
    QTest.mouseMove(page.whole)  # elsewhere, so that it points at nothing of the next test
    wait_for(lambda: len(standing_out(page)) == len(scene(page).node_items))


def test_a_click_on_visitors_lights_up_what_they_reach_and_stays(
    window: MainWindow, page: PicturePage
) -> None:
    click(page.view.viewport(), middle_of(page, visitor_key(Exposure.PUBLIC)))
    assert window.sections.currentWidget() is page
    assert page.view.current == visitor_key(Exposure.PUBLIC)
    assert standing_out(page) == {"Internet", "Caddy", "Family blog"}
    press(page.view, Qt.Key.Key_Escape)
    assert page.view.current is None


def test_arrow_keys_walk_and_enter_opens(window: MainWindow, page: PicturePage) -> None:
    page.view.setFocus()
    press(page.view, Qt.Key.Key_Down)
    assert page.view.current == visitor_key(Exposure.HOST)
    press(page.view, Qt.Key.Key_Right)
    assert page.view.current == CADDY
    press(page.view, Qt.Key.Key_Right)
    press(page.view, Qt.Key.Key_Down)
    assert page.view.current == NOTES
    press(page.view, Qt.Key.Key_Right)
    assert page.view.current == ("services", "db")
    press(page.view, Qt.Key.Key_Left)
    press(page.view, Qt.Key.Key_Return)
    assert window.channels.isVisible()


def test_tab_goes_from_node_to_node_and_then_on(page: PicturePage) -> None:
    page.view.setFocus()
    seen = []
    for _ in scene(page).node_items:
        press(page.view, Qt.Key.Key_Tab)
        seen.append(page.view.current)
    assert set(seen) == set(scene(page).node_items)
    press(page.view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not page.view


def test_screen_readers_hear_the_current_node(page: PicturePage) -> None:
    assert page.view.accessibleName() == "Picture of the stack"
    page.view.setFocus()
    page.view.show_node(NOTES)
    assert page.view.accessibleName() == (
        "notes. Channel. LAN. this site /notes. starts after Database – Picture of the stack"
    )


def test_a_problem_is_marked_on_its_node_and_said(page: PicturePage, document: Document) -> None:
    document.put(("channels", "blog", "containerPort"), None)
    assert scene(page).shown.marks[BLOG] is Severity.ERROR
    page.view.setFocus()
    page.view.show_node(BLOG)
    assert "has an error" in page.view.accessibleName()


def test_what_is_off_can_be_left_out(page: PicturePage) -> None:
    assert ("channels", "old") in scene(page).node_items
    click(page.shows_disabled, QPoint(8, page.shows_disabled.height() // 2))
    assert ("channels", "old") not in scene(page).node_items
    click(page.shows_disabled, QPoint(8, page.shows_disabled.height() // 2))
    assert ("channels", "old") in scene(page).node_items


def test_it_follows_edits_and_their_undo_and_keeps_the_current_node(
    page: PicturePage, document: Document
) -> None:
    page.view.setFocus()
    page.view.show_node(NOTES)
    document.put(("channels", "blog", "exposure"), "lan")
    assert scene(page).node_items[BLOG].words.line == "LAN"
    assert page.view.current == NOTES
    document.undo()
    assert scene(page).node_items[BLOG].words.line == "Public"


def test_what_draws_the_same_is_not_drawn_again(page: PicturePage, document: Document) -> None:
    before = scene(page)
    document.put(("channels", "blog", "image"), "example/blog:9")
    assert scene(page) is before


def test_keys_and_buttons_zoom_and_fit(page: PicturePage) -> None:
    fitting = page.view.zoom
    page.view.setFocus()
    press(page.view, Qt.Key.Key_Plus)
    assert page.view.zoom > fitting
    press(page.view, Qt.Key.Key_Minus)
    assert page.view.zoom == pytest.approx(fitting)
    click(page.nearer, page.nearer.rect().center())
    click(page.nearer, page.nearer.rect().center())
    assert page.whole.text() == f"{page.view.zoom * 100:.0f} %"
    press(page.view, Qt.Key.Key_0)
    assert page.view.zoom == fitting


def test_the_theme_colours_it(window: MainWindow, page: PicturePage) -> None:
    assert scene(page).colours is LIGHT
    window.theme.choose(Look.DARK)
    assert scene(page).colours is DARK


def saved(page: PicturePage, kind: Format, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.save(kind)
    wait_for(lambda: path.with_suffix(f".{kind.value}").exists())
    return path.with_suffix(f".{kind.value}")


def test_an_svg_holds_every_text_as_text(
    page: PicturePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(page, Format.SVG, tmp_path / "stack", monkeypatch)
    tree = ET.parse(path)
    texts = {"".join(one.itertext()).strip() for one in tree.iter() if one.tag.endswith("}text")}
    shown = scene(page).shown
    wanted = {words.title for words in shown.nodes.values()}
    wanted |= {words.line for words in shown.nodes.values()}
    wanted |= {label for label in shown.labels if label}
    assert wanted <= texts
    assert {"Visitors", "Ways in", "Channels", "Services", "for everyone"} <= texts
    assert not [one for one in tree.iter() if one.tag.endswith("}image")]


def test_a_png_is_twice_as_sharp_as_the_window_and_light_unless_wanted_otherwise(
    window: MainWindow, page: PicturePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.theme.choose(Look.DARK)
    rect = scene(page).sceneRect()
    image = QImage(str(saved(page, Format.PNG, tmp_path / "light.png", monkeypatch)))
    assert abs(image.width() - rect.width() * 2) <= 1
    assert abs(image.height() - rect.height() * 2) <= 1
    assert image.pixelColor(1, 1).name() == LIGHT.surface
    page.in_light.trigger()
    image = QImage(str(saved(page, Format.PNG, tmp_path / "dark.png", monkeypatch)))
    assert image.pixelColor(1, 1).name() == DARK.surface


def test_an_empty_stack_shows_who_could_come(open_window: Open) -> None:
    window = open_window()
    window.show_section(Section.PICTURE)
    page = window.sections.page(Section.PICTURE)
    assert isinstance(page, PicturePage)
    lines = {one.words.line for one in scene(page).node_items.values()}
    assert lines == {"reaches nothing"}


def test_a_large_stack_is_drawn_bit_by_bit_and_completely(open_window: Open) -> None:
    channels = "".join(
        f"  c{n}: {{image: a, containerPort: 1, domains: [c{n}.example.org]}}\n" for n in range(500)
    )
    window = open_window(f"version: 4\nchannels:\n{channels}")
    window.show_section(Section.PICTURE)
    page = window.sections.page(Section.PICTURE)
    assert isinstance(page, PicturePage)
    assert page.view.picture is None
    wait_for(lambda: page.view.picture is not None)
    assert len(scene(page).node_items) == 504
    assert len(scene(page).wire_items) == len(scene(page).shown.picture.edges)


def test_an_edit_while_a_large_stack_is_drawn_is_drawn_in_the_end(open_window: Open) -> None:
    channels = "".join(f"  c{n}: {{image: a, containerPort: {n + 1}}}\n" for n in range(900))
    window = open_window(f"version: 4\nchannels:\n{channels}")
    window.show_section(Section.PICTURE)
    page = window.sections.page(Section.PICTURE)
    assert isinstance(page, PicturePage)
    assert window.document is not None
    window.document.put(("channels", "c5", "label"), "Fifth")
    wait_for(lambda: page.view.picture is not None)
    assert scene(page).node_items["channels", "c5"].words.title == "Fifth"


def crowd(open_window: Open) -> PicturePage:
    channels = "".join(
        f"  c{n}: {{image: a, containerPort: 1, domains: [c{n}.example.org]}}\n" for n in range(60)
    )
    window = open_window(f"version: 4\nchannels:\n{channels}")
    window.show_section(Section.PICTURE)
    page = window.sections.page(Section.PICTURE)
    assert isinstance(page, PicturePage)
    QApplication.processEvents()
    return page


def test_many_nodes_stay_readable_from_the_top_on(open_window: Open) -> None:
    page = crowd(open_window)
    assert page.view.zoom >= 0.62
    assert not page.view.horizontalScrollBar().isVisible()
    assert page.view.verticalScrollBar().value() == page.view.verticalScrollBar().minimum()
    in_sight = page.view.mapToScene(page.view.viewport().rect()).boundingRect()
    assert in_sight.contains(scene(page).node_items[CADDY].pos())


def test_an_edit_leaves_what_is_in_sight(open_window: Open) -> None:
    page = crowd(open_window)
    page.view.show_node(("channels", "c59"))
    before = page.view.verticalScrollBar().value()
    assert before > page.view.verticalScrollBar().minimum()
    document = page.window().document  # type: ignore[attr-defined] # a MainWindow
    document.put(("channels", "c59", "label"), "The last one")
    assert scene(page).node_items["channels", "c59"].words.title == "The last one"
    assert page.view.verticalScrollBar().value() == before


def test_ctrl_and_the_wheel_zoom_and_the_wheel_alone_scrolls(open_window: Open) -> None:
    page = crowd(open_window)
    fitting = page.view.zoom
    turn(page, Qt.KeyboardModifier.NoModifier)
    assert page.view.zoom == fitting
    assert page.view.verticalScrollBar().value() > page.view.verticalScrollBar().minimum()
    turn(page, Qt.KeyboardModifier.ControlModifier)
    assert page.view.zoom < fitting


def turn(page: PicturePage, modifier: Qt.KeyboardModifier) -> None:
    """Turn the wheel one notch towards oneself."""
    view = page.view.viewport()
    at = QPointF(view.rect().center())
    event = QWheelEvent(
        at,
        QPointF(view.mapToGlobal(view.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
