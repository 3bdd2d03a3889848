"""Several windows: each its own stack; what was open comes back as it looked."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from openpalm_desktop.deploy.edit_journal import abandoned
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.files_from_system import FilesFromSystem
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.preview_pane import Kind
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Theme
from openpalm_desktop.ui.windows import Windows
from tests.ui.conftest import forget_changes
from tests.ui.hands import TWO_CHANNELS, wait_for, wait_opened, wait_saved

Answer = Callable[[Choice], list[str]]
Start = Callable[..., Windows]
LABEL = ("channels", "blog", "label")


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, settings: Settings, theme: Theme, tmp_path: Path
) -> Iterator[Start]:
    """Start the program, so to say, with files named or not."""
    settings.has_toured = True
    started: list[Windows] = []

    def start(*paths: Path) -> Windows:
        windows = Windows(settings, theme, tmp_path / "journals")
        started.append(windows)
        windows.begin(paths)
        wait_for(lambda: windows._is_whole)
        wait_quiet(windows)
        return windows

    yield start
    for windows in started:
        for window in list(windows.all):
            forget_changes(window)
            window.close()
            window.deleteLater()
    qtbot.wait(0)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return written(tmp_path / "home.yaml")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return written(tmp_path / "other.yaml")


def written(path: Path) -> Path:
    path.write_text(TWO_CHANNELS, encoding="utf-8")
    return path


def wait_quiet(windows: Windows) -> None:
    for window in windows.all:
        wait_opened(window)
    wait_for(lambda: not any(document(one).tasks.is_busy for one in windows.all))


def document(window: MainWindow) -> Document:
    assert window.document is not None
    return window.document


def paths(windows: Windows) -> list[str]:
    return [document(one).name for one in windows.all]


def end(windows: Windows) -> None:
    windows.quit()
    wait_for(lambda: not windows.all)


def crash(windows: Windows) -> None:
    """End as after kill -9: nothing is asked, nothing is tidied, the locks are let go."""
    for window in list(windows.all):
        keeper = window.keeper
        assert keeper is not None
        assert keeper._journal is not None
        document(window).named.disconnect(keeper._write_place)
        keeper._pause.stop()
        keeper._journal.close()
        keeper._journal = None
        forget_changes(window)
        window.close()
    wait_for(lambda: not windows.all)


@pytest.mark.parametrize(
    "said",
    [
        *("[1]", "[null]", "[[]]", '"x"', '{"a": 1}', "[" * 100_000),
        '[{"tab": 999999999999999999999}]',
        '[{"tab": -1, "splits": {"main": 1}, "geometry": "\\ud800", "section": "?"}]',
        '[{"splits": {"main": "\\ud800"}, "channel": "\\ud800"}]',
    ],
)
def test_a_damaged_session_still_opens_a_window(
    start: Start, settings: Settings, said: str
) -> None:
    settings.session = said
    assert len(start().all) == 1


def test_a_new_window_has_a_stack_of_its_own(start: Start, home: Path) -> None:
    windows = start(home)
    first = windows.all[0]
    first.menus.actions["new_window"].trigger()
    second = windows.all[1]
    assert paths(windows) == ["home.yaml", "New stack"]
    document(first).put(LABEL, "News")
    assert not document(second).is_edited
    forget_changes(first)
    first.close()
    assert paths(windows) == ["New stack"]
    assert second.isVisible()


def test_several_files_named_open_in_several_windows(start: Start, home: Path, other: Path) -> None:
    assert paths(start(home, other)) == ["home.yaml", "other.yaml"]


def test_the_same_file_is_not_opened_twice(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = start(home)
    windows.new_window()
    raised: list[MainWindow] = []

    def raise_(window: MainWindow) -> None:
        raised.append(window)

    monkeypatch.setattr(MainWindow, "raise_", raise_)
    windows.all[1].files.open_path(home.parent / "." / "home.yaml")
    wait_quiet(windows)
    assert raised == [windows.all[0]]
    assert paths(windows) == ["home.yaml", "New stack"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(home), ""))
    windows.all[1].menus.actions["open_beside"].trigger()
    assert len(windows.all) == 2


def test_a_file_opens_beside_in_a_window_of_its_own(
    start: Start, home: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = start(home)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    windows.all[0].menus.actions["open_beside"].trigger()
    wait_quiet(windows)
    assert paths(windows) == ["home.yaml", "other.yaml"]


def test_quitting_asks_for_each_edited_window_and_cancel_keeps_all(
    start: Start, home: Path, other: Path, answer: Answer
) -> None:
    windows = start(home, other)
    for window in windows.all:
        document(window).put(LABEL, "News")
    asked = answer(Choice.CANCEL)
    windows.all[0].menus.actions["quit"].trigger()
    assert asked == ["home.yaml"]
    assert len(windows.all) == 2
    asked = answer(Choice.DISCARD)
    windows.all[0].menus.actions["quit"].trigger()
    assert asked == ["home.yaml", "other.yaml"]
    assert not windows.all


def test_quitting_with_save_writes_each(
    start: Start, home: Path, other: Path, answer: Answer
) -> None:
    windows = start(home, other)
    for window in windows.all:
        document(window).put(LABEL, "News")
    answer(Choice.SAVE)
    windows.quit()
    wait_for(lambda: not windows.all)
    assert all("News" in path.read_text(encoding="utf-8") for path in (home, other))


def test_a_session_comes_back_as_it_was(start: Start, home: Path, other: Path) -> None:
    windows = start(home, other)
    one, two = windows.all
    one.channels.show_channel("notes")
    one.channels.form.tabs.setCurrentIndex(1)
    one.preview.show_kind(Kind.ENV)
    one.resize(960, 640)
    one.splits["right"].setSizes([300, 300])
    sizes = one.splits["right"].sizes()
    two.show_section(Section.AUTOMATIONS)
    end(windows)
    windows = start()
    assert paths(windows) == ["home.yaml", "other.yaml"]
    one, two = windows.all
    assert one.channels.current == "notes"
    assert one.channels.form.tabs.currentIndex() == 1
    assert one.preview.kind is Kind.ENV
    assert (one.width(), one.height()) == (960, 640)
    assert one.splits["right"].sizes() == sizes
    assert two.sections.current is Section.AUTOMATIONS


def test_a_file_named_goes_before_the_session(start: Start, home: Path, other: Path) -> None:
    end(start(home))
    assert paths(start(other)) == ["other.yaml"]


def test_a_session_is_not_brought_back_where_that_is_turned_off(start: Start, home: Path) -> None:
    windows = start(home)
    windows.all[0].menus.actions["restore"].trigger()
    end(windows)
    assert paths(start()) == ["New stack"]


def test_closing_the_last_window_keeps_the_session(start: Start, home: Path) -> None:
    windows = start(home)
    windows.all[0].close()
    assert paths(start()) == ["home.yaml"]


def test_a_file_of_the_session_that_is_gone_is_a_sentence(
    start: Start, home: Path, other: Path
) -> None:
    end(start(home, other))
    other.unlink()
    windows = start()
    assert paths(windows) == ["home.yaml", "New stack"]
    assert "other.yaml is no longer there" in windows.all[1].note.label.text()


def test_after_a_crash_unsaved_work_is_back_with_undo(
    start: Start, home: Path, tmp_path: Path
) -> None:
    windows = start(home)
    document(windows.all[0]).put(LABEL, "News")
    text = document(windows.all[0]).text
    crash(windows)
    windows = start()
    window = windows.all[0]
    assert paths(windows) == ["home.yaml"]
    assert document(window).text == text
    assert document(window).is_edited
    assert "Your work is back, with 1 step to undo" in window.note.label.text()
    document(window).put(LABEL, "Newspaper")
    window.undo()
    window.undo()
    assert document(window).text == TWO_CHANNELS
    assert not document(window).is_edited
    window.redo()
    window.files.save()
    wait_saved(window)
    end(windows)
    assert list((tmp_path / "journals").iterdir()) == []


def test_work_without_a_file_comes_back_beside_the_file_that_is_named(
    start: Start, home: Path
) -> None:
    windows = start()
    windows.all[0].channels.add(None)
    crash(windows)
    windows = start(home)
    assert paths(windows) == ["home.yaml", "New stack"]
    assert len(document(windows.all[1]).state.spec.channels) == 1


def test_a_second_program_leaves_the_first_ones_journal_alone(
    start: Start, home: Path, tmp_path: Path
) -> None:
    first = start(home)
    document(first.all[0]).put(LABEL, "News")
    second = start()
    assert [document(one).is_edited for one in second.all] == [False]
    assert abandoned(tmp_path / "journals") == []


def test_a_file_that_the_system_passes_on_takes_the_empty_window_then_one_of_its_own(
    start: Start, qapp: QApplication, home: Path, other: Path
) -> None:
    windows = start()
    FilesFromSystem(qapp, windows.open_file)
    for path in (home, other, home):
        QApplication.sendEvent(qapp, QFileOpenEvent(str(path)))
        wait_quiet(windows)
    assert [path_of(window) for window in windows.all] == [home, other]


def test_a_file_that_is_passed_on_at_the_very_start_is_opened_when_the_window_is_there(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Windows.begin

    def begin_and_ask(windows: Windows, paths: Sequence[Path]) -> MainWindow:
        window = begin(windows, paths)
        windows.open_file(home)
        return window

    monkeypatch.setattr(Windows, "begin", begin_and_ask)
    windows = start()
    assert [path_of(window) for window in windows.all] == [home]


def path_of(window: MainWindow) -> Path | None:
    assert window.document is not None
    return window.document.path
