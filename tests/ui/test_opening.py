"""Opening beside the window: it goes on, the last wish wins, nothing is lost."""

import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from openpalm_desktop.deploy import opening
from openpalm_desktop.deploy.opening import Opened, Opening, Refused, open_spec
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.opening_bar import OpeningBar
from tests.ui.hands import TWO_CHANNELS, click, wait_for, wait_opened

Answer = Callable[[Choice], list[str]]
LABEL = ("channels", "blog", "label")


class Disk:
    """A disk that reads when it is let."""

    def __init__(self) -> None:
        self.is_free = threading.Event()

    def open(self, path: Path) -> Generator[Progress, None, Opening | Refused]:
        yield Progress("Reading")
        assert self.is_free.wait(5)
        return (yield from open_spec(path))


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk()
    monkeypatch.setattr(opening, "open_spec", disk.open)
    yield disk
    disk.is_free.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "home.yaml", "News")


def written(path: Path, label: str) -> Path:
    path.write_text(TWO_CHANNELS.replace("Family blog", label), encoding="utf-8")
    return path


def shown(document: Document) -> str | None:
    return document.state.spec.channels["blog"].label


def test_the_window_goes_on_while_a_file_is_opened(
    window: MainWindow, document: Document, disk: Disk, path: Path
) -> None:
    turns: list[bool] = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(window.files.opener.is_busy))
    window.files.open_path(path)
    timer.start(0)
    wait_for(lambda: turns.count(True) > 3)
    assert shown(document) == "Family blog"
    disk.is_free.set()
    wait_opened(window)
    assert shown(document) == "News"
    assert document.path == path
    assert not document.is_edited


def test_only_a_long_opening_is_spoken_of_and_can_be_cancelled(
    window: MainWindow, document: Document, disk: Disk, path: Path
) -> None:
    bar = window.findChild(OpeningBar)
    assert isinstance(bar, OpeningBar)
    window.files.open_path(path)
    assert not bar.isVisible()
    QTest.qWait(350)
    assert bar.isVisible()
    assert bar.label.text() == "Opening home.yaml…"
    click(bar.cancel)
    assert not bar.isVisible()
    disk.is_free.set()
    wait_for(lambda: not document.tasks.is_busy)
    assert shown(document) == "Family blog"
    assert document.path is None


def test_of_two_files_wanted_the_last_one_is_opened(
    window: MainWindow, document: Document, disk: Disk, path: Path, tmp_path: Path
) -> None:
    window.files.open_path(path)
    window.files.open_path(written(tmp_path / "other.yaml", "Diary"))
    disk.is_free.set()
    wait_opened(window)
    wait_for(lambda: not document.tasks.is_busy)
    assert shown(document) == "Diary"


def test_a_new_stack_begun_meanwhile_stays(
    window: MainWindow, document: Document, disk: Disk, path: Path
) -> None:
    window.files.open_path(path)
    window.files.new()
    disk.is_free.set()
    wait_for(lambda: not document.tasks.is_busy)
    assert document.path is None
    assert not document.state.spec.channels


@pytest.mark.parametrize(("choice", "label"), [(Choice.CANCEL, "Mine"), (Choice.DISCARD, "News")])
def test_what_is_edited_meanwhile_is_asked_about(
    window: MainWindow,
    document: Document,
    disk: Disk,
    path: Path,
    answer: Answer,
    choice: Choice,
    label: str,
) -> None:
    window.files.open_path(path)
    document.put(LABEL, "Mine")
    asked = answer(choice)
    disk.is_free.set()
    wait_opened(window)
    assert asked == ["New stack"]
    assert shown(document) == label


def test_closing_lets_go_of_what_is_being_opened(
    window: MainWindow, document: Document, disk: Disk, path: Path
) -> None:
    window.files.open_path(path)
    disk.is_free.set()
    assert window.close()
    assert not document.tasks.is_busy or not window.isVisible()


def test_the_example_is_a_new_stack_with_its_comments(
    window: MainWindow, document: Document
) -> None:
    window.files.open_example()
    wait_opened(window)
    assert document.path is None
    assert "#" in document.text


def test_a_text_stowed_away_says_the_same() -> None:
    file = read_spec(TWO_CHANNELS)
    assert isinstance(file, SpecFile)
    kept = KeptText.of(file)
    kept.stow()
    assert not kept.is_at_hand
    assert kept.text == TWO_CHANNELS
    assert kept.with_spec(file.spec).document.text == TWO_CHANNELS
    assert kept.is_at_hand


def test_only_the_current_text_keeps_its_tree(document: Document) -> None:
    for number in range(5):
        text = TWO_CHANNELS.replace("Family blog", f"Blog {number}")
        file = read_spec(text)
        assert isinstance(file, SpecFile)
        document.edit_text("Edit text", file)
    bases = [document.state.version.base]
    for _ in range(5):
        document.undo()
        bases.append(document.state.version.base)
    assert [base is not None and base.is_at_hand for base in bases] == [False] * 6
    assert document.text == TWO_CHANNELS


def test_opening_makes_what_follows_from_the_stack(path: Path) -> None:
    work = open_spec(path)
    while True:
        try:
            next(work)
        except StopIteration as end:
            result = end.value
            break
    assert isinstance(result, opening.Opening)
    assert isinstance(result.opened, Opened)
    assert result.product.generated is not None
