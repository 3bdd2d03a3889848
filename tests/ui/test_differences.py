"""Differences: in words first, then line by line, from the last save or from a folder."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from openpalm_desktop.deploy.export import write_folder
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.generate.workshop import Product
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui import comparison
from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.comparison import Comparer, Comparison
from openpalm_desktop.ui.difference_rows import ROW, Shown, said, spoken
from openpalm_desktop.ui.differences_pane import DifferencesPane
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.overview_facts import Mark
from openpalm_desktop.ui.state import State
from tests.ui.hands import TWO_CHANNELS, Open, click, press, wait_for, wait_saved

CANARY = "hunter2"
WITH_SECRET = TWO_CHANNELS.replace("PAGE_SIZE: 20", 'PAGE_SIZE: 20, TOKEN: "${BLOG_TOKEN}"')
IMAGE = ("channels", "notes", "image")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "home.yaml"
    path.write_text(WITH_SECRET, encoding="utf-8")
    return path


@pytest.fixture
def window(open_window: Open, path: Path) -> MainWindow:
    window = open_window(path=path)
    wait_for(lambda: window.document is not None and window.document.path == path)
    return window


@pytest.fixture
def folder(tmp_path: Path, document: Document) -> Path:
    folder = tmp_path / "palm"
    supplies = Supplies({"BLOG_TOKEN": CANARY})
    write_folder(folder, generated(document.state.spec, supplies).bundle)
    return folder


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[MainWindow, Path], DifferencesPane]:
    """Choose a folder to compare with, by the list of what can be compared with."""

    def choosing(window: MainWindow, folder: Path) -> DifferencesPane:
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
        pane = opened(window)
        pane.source.setCurrentIndex(pane.source.count() - 1)
        pane.source.activated.emit(pane.source.count() - 1)
        document = window.document
        assert document is not None
        wait_for(lambda: not document.tasks.is_busy)
        return pane

    return choosing


Choose = Callable[[MainWindow, Path], DifferencesPane]


def opened(window: MainWindow) -> DifferencesPane:
    click(window.preview.compare_button)
    pane = window.preview.differences
    assert pane is not None
    assert pane.isVisible()
    return pane


def changed(pane: DifferencesPane) -> list[str]:
    rows = pane.view.rows.rows
    return [said(row) for row in rows if isinstance(row, Shown) and row.is_changed]


def everything(pane: DifferencesPane) -> str:
    rows = "\n".join(said(row) + spoken(row) for row in pane.view.rows.rows)
    tips = [
        str(pane.view.rows.index(row).data(role) or "")
        for row in range(pane.view.rows.rowCount())
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    ]
    return rows + "\n".join(tips) + pane.notes.text() + repr(pane.words.facts)


def test_of_a_stack_that_was_opened_with_an_error_no_lines_are_told_alike(
    open_window: Open,
) -> None:
    window = open_window(WITH_SECRET.replace("blog.example.org", "bl og"))
    assert window.document is not None
    window.document.put(("channels", "blog", "domains"), ["blog.example.org"])
    said = "There are no files to compare: the stack has, or had then, an error."
    assert opened(window).notes.text() == said


def test_without_edits_nothing_differs(window: MainWindow) -> None:
    pane = opened(window)
    assert pane.notes.text() == "No line of any file differs."
    assert pane.view.rows.rowCount() == 0
    assert not pane.next.isVisible()


def test_wider_reach_comes_first_with_a_mark_and_lines_follow(
    window: MainWindow, document: Document
) -> None:
    document.put(IMAGE, "example/notes:2")
    document.put(("channels", "notes", "exposure"), Exposure.PUBLIC)
    document.put(("channels", "notes", "hostPort"), 8181)
    pane = opened(window)
    first = pane.words.facts.entries[0]
    assert first.mark is Mark.WIDER
    assert "8181" in first.title
    lines = changed(pane)
    assert "-     image: example/notes:latest" in lines
    assert "+     image: example/notes:2" in lines
    assert '+       - "0.0.0.0:8181:3000"' in lines
    assert pane.count.text().startswith("1 file · +")


def test_edits_show_while_it_is_open_and_saving_ends_them(
    window: MainWindow, document: Document
) -> None:
    pane = opened(window)
    document.put(IMAGE, "example/notes:2")
    assert len(changed(pane)) == 2
    window.files.save()
    wait_saved(window)
    document.put(IMAGE, "example/notes:3")
    assert "-     image: example/notes:2" in changed(pane)


def test_very_many_differences_are_told_beside_the_window(
    window: MainWindow, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparison, "_MANY", 0)
    is_free = threading.Event()
    with_saved = Comparer.with_saved

    def held_up(comparer: Comparer, saved: Product, state: State) -> Comparison:
        assert threading.current_thread() is not threading.main_thread()
        assert is_free.wait(5)
        return with_saved(comparer, saved, state)

    monkeypatch.setattr(Comparer, "with_saved", held_up)
    document.put(IMAGE, "example/notes:2")
    pane = opened(window)
    document.put(IMAGE, "example/notes:3")
    assert changed(pane) == []
    wait_for(lambda: pane.notes.text() == "Comparing…")
    is_free.set()
    wait_for(lambda: "+     image: example/notes:3" in changed(pane))
    assert not pane.notes.isVisible()


def test_a_click_on_a_line_goes_to_its_field(window: MainWindow, document: Document) -> None:
    document.put(IMAGE, "example/notes:2")
    pane = opened(window)
    press(pane.view, Qt.Key.Key_F4)
    index = pane.view.currentIndex()
    assert index.data() == "-     image: example/notes:latest"
    click(pane.view.viewport(), pane.view.visualRect(index).center())
    page = window.channels.form.page(Tab.GENERAL)
    assert isinstance(page, GeneralTab)
    assert QApplication.focusWidget() is page.image.line


def test_keys_go_from_change_to_change_and_round(window: MainWindow, document: Document) -> None:
    document.put(IMAGE, "example/notes:2")
    document.put(("channels", "blog", "env", "PAGE_SIZE"), 30)
    pane = opened(window)
    places = []
    for _ in range(3):
        press(pane.view, Qt.Key.Key_F4)
        places.append(pane.view.currentIndex().row())
    assert places[0] < places[1]
    assert places[2] == places[0]
    QTest.keyClick(pane.view, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert pane.view.currentIndex().row() == places[1]


def test_side_by_side_has_both_versions_in_a_row(window: MainWindow, document: Document) -> None:
    document.put(IMAGE, "example/notes:2")
    pane = opened(window)
    click(pane.split)
    row = next(one for one in pane.view.rows.rows if isinstance(one, Shown) and one.is_changed)
    assert row.old is not None
    assert row.new is not None
    assert [row.new.text[a:b] for a, b in row.new.marks] == ["2"]
    assert spoken(row) == "Removed: image: example/notes:latest; Added: image: example/notes:2"


def test_chosen_lines_are_copied_with_their_signs(window: MainWindow, document: Document) -> None:
    document.put(IMAGE, "example/notes:2")
    pane = opened(window)
    press(pane.view, Qt.Key.Key_F4)
    press(pane.view, Qt.Key.Key_C, ctrl=True)
    assert QGuiApplication.clipboard().text() == "-     image: example/notes:latest"


def test_a_preview_that_was_put_away_comes_back(window: MainWindow) -> None:
    press(window.channels.table, Qt.Key.Key_F9)
    assert not window.preview.isVisible()
    window.show_section(Section.PICTURE)
    window.menus.actions["differences"].trigger()
    assert window.preview.differences is not None
    assert window.preview.differences.isVisible()


def test_while_something_is_wrong_the_last_good_files_are_compared(
    window: MainWindow, document: Document
) -> None:
    document.put(IMAGE, "example/notes:2")
    document.seal()
    document.put(IMAGE, "no image at all")
    pane = opened(window)
    assert "These are the last good files" in pane.notes.text()
    assert "+     image: example/notes:2" in changed(pane)


def test_the_focus_stays_here_when_the_last_difference_goes(
    window: MainWindow, document: Document
) -> None:
    document.put(IMAGE, "example/notes:2")
    pane = opened(window)
    pane.view.setFocus()
    document.undo()
    assert QApplication.focusWidget() is pane.source


def test_escape_and_the_button_lead_back_to_the_files(window: MainWindow) -> None:
    pane = opened(window)
    press(pane.view, Qt.Key.Key_Escape)
    assert window.preview.text.isVisible()
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.preview.text, Qt.Key.Key_D, control)
    assert pane.isVisible()
    click(pane.back)
    assert not pane.isVisible()


def test_a_folder_made_from_this_stack_has_no_differences(
    window: MainWindow, folder: Path, choose: Choose
) -> None:
    pane = choose(window, folder)
    assert pane.view.rows.rowCount() == 0
    assert "This folder was made from the stack as it is now." in pane.notes.text()


def test_a_folder_of_the_last_save_is_told_in_words_and_lines(
    window: MainWindow, document: Document, folder: Path, choose: Choose
) -> None:
    document.put(("channels", "notes", "exposure"), Exposure.PUBLIC)
    document.put(("channels", "notes", "hostPort"), 8181)
    document.put(("channels", "blog", "env", "PAGE_SIZE"), 30)
    pane = choose(window, folder)
    assert pane.words.facts.heading == "Since the folder was made"
    assert pane.words.facts.entries[0].mark is Mark.WIDER
    assert {"- PAGE_SIZE=••••••", "+ PAGE_SIZE=30"} <= set(changed(pane))


def test_a_folder_of_an_unknown_version_is_told_by_its_files(
    window: MainWindow, document: Document, folder: Path, choose: Choose
) -> None:
    document.put(IMAGE, "example/notes:2")
    window.files.save()
    wait_saved(window)
    document.put(("channels", "notes", "hostPort"), 8181)
    spec = document.state.spec
    document.edit("Remove blog", spec.with_(channels={"notes": spec.channels["notes"]}))
    pane = choose(window, folder)
    first, *rest = pane.words.facts.entries
    assert first.title == "notes opens port 8181 of the server to the network"
    assert first.mark is Mark.WIDER
    assert "Family blog is removed" in [one.title for one in rest]
    for row in pane.words.rows:
        click(row)


def test_values_of_the_folder_are_never_shown(
    window: MainWindow, document: Document, folder: Path, choose: Choose
) -> None:
    env = folder / "env" / "channel-blog.env"
    env.write_text(f"{env.read_text()}MORE={CANARY}\n# {CANARY}\n{CANARY}\n")
    (folder / "notes.txt").write_text(CANARY)
    document.put(("channels", "blog", "env", "TOKEN"), None)
    pane = choose(window, folder)
    click(pane.split)
    assert CANARY not in everything(pane)
    assert "Edited there since they were made: env/channel-blog.env." in pane.notes.text()
    assert "Your own files, which are left alone: notes.txt." in pane.notes.text()


def test_files_on_one_side_only_are_named(
    window: MainWindow, document: Document, folder: Path, choose: Choose
) -> None:
    spec = document.state.spec
    document.edit("Remove blog", spec.with_(channels={"notes": spec.channels["notes"]}))
    document.put(("channels", "notes", "env"), {"A": 1})
    (folder / "env" / "channel-notes.env").unlink(missing_ok=True)
    pane = choose(window, folder)
    spoken_rows = [spoken(row) for row in pane.view.rows.rows]
    assert any(row.startswith("env/channel-blog.env: no longer generated") for row in spoken_rows)
    assert any(row.startswith("env/channel-notes.env: new") for row in spoken_rows)


def test_a_folder_that_is_not_ours_is_told_so(
    window: MainWindow, tmp_path: Path, choose: Choose
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "docker-compose.yml").write_text(f"password: {CANARY}")
    pane = choose(window, folder)
    assert "it has no manifest" in pane.notes.text()
    assert "In the way, because they were not made here: docker-compose.yml" in pane.notes.text()
    assert CANARY not in everything(pane)


def test_a_folder_that_went_away_is_told(window: MainWindow, tmp_path: Path) -> None:
    pane = opened(window)
    pane.compare_with(tmp_path / "gone")
    wait_for(lambda: "is not there" in pane.notes.text())


def test_the_folder_is_remembered_for_the_stack(
    window: MainWindow, open_window: Open, folder: Path, path: Path, choose: Choose
) -> None:
    choose(window, folder)
    again = open_window(path=path)
    wait_for(lambda: again.document is not None and again.document.path == path)
    pane = opened(again)
    assert pane.source.itemText(1) == "the folder palm"
    other = open_window(TWO_CHANNELS)
    assert opened(other).source.count() == 2


def test_reading_again_sees_what_changed_there(
    window: MainWindow, document: Document, folder: Path, choose: Choose
) -> None:
    pane = choose(window, folder)
    compose = folder / "docker-compose.yml"
    compose.write_text(compose.read_text().replace("notes:latest", "notes:old"))
    click(pane.again)
    wait_for(lambda: not document.tasks.is_busy)
    assert "-     image: example/notes:old" in changed(pane)
    assert pane.view.rows.index(0).data(ROW) is not None
