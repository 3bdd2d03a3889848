"""The journal: what was edited comes back with its history, whatever ended the program."""

import os
import random
import stat
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from openpalm_desktop.deploy.edit_journal import Journal, abandoned
from openpalm_desktop.deploy.lost_work import Left, Recovered, find_left, recover
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model import edits
from openpalm_desktop.model.automation import Automation
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.ui import document as module
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.journal_keeper import JournalKeeper
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.spec_text_page import SpecTextPage
from tests.ui.hands import TWO_CHANNELS, Open, opened_text, wait_for, wait_saved

LABEL = ("channels", "blog", "label")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journals"


@pytest.fixture
def keeper(document: Document, folder: Path) -> Generator[JournalKeeper, None, None]:
    yield (keeper := JournalKeeper(document, folder))
    keeper.discard()


def result(work: Generator[Progress, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def the_one(folder: Path) -> Path:
    (path,) = folder.glob("*.journal")
    return path


def brought_back(folder: Path, open_window: Open) -> tuple[Document, Left]:
    """What the next start makes of the journal, which a copy of it stands for here."""
    copies = folder.parent / "copies"
    copies.mkdir(exist_ok=True)
    (copies / "one.journal").write_bytes(the_one(folder).read_bytes())
    (left,) = result(find_left(copies))
    one: Recovered = result(recover(left))
    one.left.journal.discard()
    document = open_window().document
    assert document is not None
    document.show_recovered(one)
    return document, one.left


def steps(document: Document) -> list[str]:
    return [document.history.text(index) for index in range(document.history.count())]


def assert_same(one: Document, other: Document) -> None:
    """The same text, steps, place and name; and the same texts all the way back and forth."""
    assert one.text == other.text
    assert steps(one) == steps(other)
    assert one.place == other.place
    assert (one.path, one.is_edited) == (other.path, other.is_edited)
    here = one.place[0]
    for index in [*range(here, -1, -1), *range(one.history.count() + 1)]:
        one.go_to_step(index)
        other.go_to_step(index)
        assert one.text == other.text, index
    one.go_to_step(here)


def test_no_journal_is_written_before_the_first_edit(keeper: JournalKeeper, folder: Path) -> None:
    assert keeper is not None
    assert not folder.exists()


@pytest.mark.usefixtures("keeper")
def test_what_was_typed_comes_back_with_undo_and_redo(
    document: Document, folder: Path, open_window: Open
) -> None:
    for text in ("N", "Ne", "New", "News"):
        document.put(LABEL, text)
    document.seal()
    document.put(LABEL, "Newspaper")
    document.edit("Remove notes", edits.remove_channels(document.state.spec, ["notes"]))
    document.undo()
    again, left = brought_back(folder, open_window)
    assert left.is_whole
    assert steps(again) == [
        "Change label of Family blog",
        "Change label of News",
        "Remove notes",
    ]
    assert_same(again, document)


@pytest.mark.usefixtures("keeper")
def test_only_its_owner_may_read_it(document: Document, folder: Path) -> None:
    document.put(LABEL, "News")
    if os.name != "nt":
        assert stat.S_IMODE(the_one(folder).stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.usefixtures("keeper")
def test_a_line_holds_what_a_key_press_changed_and_no_more(
    document: Document, folder: Path
) -> None:
    document.put(LABEL, "N")
    before = the_one(folder).stat().st_size
    document.put(LABEL, "Ne")
    line = the_one(folder).read_bytes()[before:]
    assert b'"label":"Ne"' in line
    assert b"example/notes" not in line


@pytest.mark.usefixtures("keeper")
def test_texts_and_saves_come_back(
    window: MainWindow, document: Document, folder: Path, tmp_path: Path, open_window: Open
) -> None:
    document.put(LABEL, "News")
    document.save(tmp_path / "home.yaml")
    wait_saved(window)
    file = read_spec(document.text.replace("# The people", "# Those"))
    assert isinstance(file, SpecFile)
    document.edit_text("Edit text", file)
    document.put(LABEL, "Diary")
    again, _ = brought_back(folder, open_window)
    assert again.path == tmp_path / "home.yaml"
    assert again.opened.stamp == document.opened.stamp
    assert [str(change) for change in again.saved_changes] == [
        str(change) for change in document.saved_changes
    ]
    assert_same(again, document)


@pytest.mark.usefixtures("keeper")
def test_a_half_typed_text_comes_back_into_its_editor(
    document: Document, folder: Path, open_window: Open
) -> None:
    document.draft.type("version: 4\nchan", document.state.spec)
    document.draft.type("version: 4\nchanne", document.state.spec)
    wait_for(lambda: not document.draft.is_unread)
    again, _ = brought_back(folder, open_window)
    assert again.draft.text == "version: 4\nchanne"
    assert again.is_edited
    page = SpecTextPage(again)
    assert page.editor.toPlainText() == "version: 4\nchanne"
    page.deleteLater()
    document.draft.forget()
    copies = folder.parent / "copies"
    (copies / "two.journal").write_bytes(the_one(folder).read_bytes())
    assert result(find_left(copies)) == ()


@pytest.mark.usefixtures("keeper")
def test_a_converted_stack_without_a_text_comes_back(
    document: Document, folder: Path, open_window: Open
) -> None:
    opened = opened_text(TWO_CHANNELS)
    document.show_opened(type(opened)(opened.spec, is_unsaved=True, source=Path("old.json")))
    document.put(LABEL, "News")
    again, _ = brought_back(folder, open_window)
    assert again.opened.source == Path("old.json")
    assert_same(again, document)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.usefixtures("keeper")
def test_whatever_was_done_comes_back(
    window: MainWindow,
    document: Document,
    folder: Path,
    tmp_path: Path,
    open_window: Open,
    seed: int,
) -> None:
    dice = random.Random(seed)
    doings = [_type, _type, _type, _remove, _move, _automate, _undo, _undo, _redo, _edit_as_text]
    for number in range(40):
        dice.choice(doings)(document, dice, number)
        if number in (13, 29):
            document.save(tmp_path / "home.yaml")
            wait_saved(window)
    _type(document, dice, 99)
    again, _ = brought_back(folder, open_window)
    assert_same(again, document)


def _type(document: Document, dice: random.Random, number: int) -> None:
    name = dice.choice([*document.state.spec.channels, ""])
    path = ("channels", name, "label") if name else ("caddy", "email")
    for text in ("a", "ab", f"ab{number}"):
        document.put(path, text)
    if dice.random() < 0.5:
        document.seal()


def _remove(document: Document, dice: random.Random, number: int) -> None:
    names = list(document.state.spec.channels)
    if len(names) > 1:
        spec = edits.remove_channels(document.state.spec, [dice.choice(names)])
        document.edit(f"Remove {number}", spec)


def _move(document: Document, dice: random.Random, number: int) -> None:
    del dice
    names = list(document.state.spec.channels)
    if len(names) > 1:
        spec = edits.move_channel(document.state.spec, names[0], len(names) - 1)
        document.edit(f"Move {number}", spec)


def _automate(document: Document, dice: random.Random, number: int) -> None:
    del dice
    one = Automation.from_data({"id": f"a{number}", "schedule": "0 4 * * *", "script": "true"})
    before = document.state.spec
    document.edit(f"Add {number}", before.with_(automations=(one, *before.automations)))


def _undo(document: Document, dice: random.Random, number: int) -> None:
    del dice, number
    document.undo()


def _redo(document: Document, dice: random.Random, number: int) -> None:
    del dice, number
    document.redo()


def _edit_as_text(document: Document, dice: random.Random, number: int) -> None:
    del dice
    file = read_spec(document.text + f"# note {number}\n")
    assert isinstance(file, SpecFile)
    document.edit_text("Edit text", file)


@pytest.mark.usefixtures("keeper")
def test_of_a_torn_journal_the_sound_part_comes_back(
    document: Document, folder: Path, open_window: Open
) -> None:
    for text in ("One", "Two", "Three"):
        document.put(LABEL, text)
        document.seal()
    path = the_one(folder)
    data = path.read_bytes()
    path.write_bytes(data[:-5])
    again, left = brought_back(folder, open_window)
    assert not left.is_whole
    assert again.state.spec.channels["blog"].label == "Two"
    lines = data.splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], lines[2].replace(b"Two", b"Owt"), lines[3]]))
    again, left = brought_back(folder, open_window)
    assert not left.is_whole
    assert again.state.spec.channels["blog"].label == "One"


@pytest.mark.usefixtures("keeper")
def test_a_line_without_sense_ends_what_comes_back(
    document: Document, folder: Path, open_window: Open
) -> None:
    document.put(LABEL, "One")
    path = the_one(folder)
    line = Journal.begin(folder.parent / "other")
    line.append({"step": {"label": "?", "spec": {"channels": {"entries": {"x": 1}}}}, "at": [2, 0]})
    path.write_bytes(path.read_bytes() + line.path.read_bytes())
    line.close()
    again, left = brought_back(folder, open_window)
    assert not left.is_whole
    assert again.state.spec.channels["blog"].label == "One"


def test_a_journal_without_any_sense_is_put_aside(folder: Path) -> None:
    journal = Journal.begin(folder)
    journal.append({"journal": 1, "opened": {"path": "x"}})
    journal.append({"at": [1, 0]})
    journal.close()
    (left,) = result(find_left(folder))
    with pytest.raises(OpenPalmError, match="cannot be read") as error:
        result(recover(left))
    assert ".unreadable" in error.value.hint
    assert result(find_left(folder)) == ()
    assert len(list(folder.glob("*.unreadable"))) == 1


@pytest.mark.usefixtures("keeper")
def test_a_journal_that_is_written_to_is_nobody_elses(document: Document, folder: Path) -> None:
    document.put(LABEL, "News")
    assert abandoned(folder) == []
    assert result(find_left(folder)) == ()
    assert the_one(folder).exists()


def test_a_journal_of_saved_work_is_removed(
    window: MainWindow, document: Document, keeper: JournalKeeper, folder: Path, tmp_path: Path
) -> None:
    document.put(LABEL, "News")
    document.save(tmp_path / "home.yaml")
    wait_saved(window)
    assert keeper._journal is not None
    keeper._journal.close()
    assert result(find_left(folder)) == ()
    assert list(folder.iterdir()) == []


def test_another_stack_or_a_clean_end_takes_the_journal_away(
    document: Document, keeper: JournalKeeper, folder: Path
) -> None:
    document.put(LABEL, "News")
    document.show_opened(opened_text(TWO_CHANNELS))
    assert list(folder.iterdir()) == []
    document.put(LABEL, "News")
    keeper.discard()
    assert list(folder.iterdir()) == []


def test_where_no_journal_can_be_kept_it_is_said_once(
    document: Document, tmp_path: Path, folder: Path
) -> None:
    del folder
    (tmp_path / "state").write_text("a file where the folder would be")
    keeper = JournalKeeper(document, tmp_path / "state" / "journals")
    said: list[OpenPalmError] = []
    keeper.failed.connect(said.append)
    for text in ("One", "Two"):
        document.put(LABEL, text)
    assert [error.sentence.split(":")[0] for error in said] == [
        "Your edits cannot be kept for the case of a crash"
    ]
    assert document.state.spec.channels["blog"].label == "Two"


@pytest.mark.usefixtures("keeper")
def test_the_oldest_steps_are_forgotten_alike(
    document: Document, folder: Path, open_window: Open
) -> None:

    for number in range(module._MOST_STEPS + 5):
        document.put(LABEL, f"{number}")
        document.seal()
    again, _ = brought_back(folder, open_window)
    assert again.history.count() == module._MOST_STEPS
    assert again.place == document.place
    again.go_to_step(0)
    document.go_to_step(0)
    assert again.text == document.text
