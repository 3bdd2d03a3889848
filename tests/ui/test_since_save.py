"""The document knows what changed since the stack was saved or, before that, opened."""

from pathlib import Path

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.main_window import MainWindow
from tests.ui.hands import wait_saved

REACH = ("channels", "notes", "exposure")


def said(document: Document) -> list[str]:
    return [change.sentence for change in document.saved_changes]


def test_changes_are_told_since_the_stack_was_opened(document: Document) -> None:
    assert said(document) == []
    document.put(REACH, Exposure.HOST)
    document.put(("channels", "blog", "label"), "Diary")
    assert len(said(document)) == 2
    assert document.saved_changes is document.saved_changes
    document.undo()
    document.undo()
    assert said(document) == []


def test_saving_begins_anew_and_what_is_edited_meanwhile_counts(
    window: MainWindow, document: Document, tmp_path: Path
) -> None:
    document.put(REACH, Exposure.HOST)
    document.save(tmp_path / "home.yaml")
    document.put(("channels", "blog", "label"), "Diary")
    wait_saved(window)
    assert len(said(document)) == 1
    document.undo()
    assert said(document) == []
    assert document.saved_product.stack.spec is document.state.spec
