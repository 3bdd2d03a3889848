"""No word is cut off: buttons, tabs and titles have the room they need, in German too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTabBar, QWidget

from openpalm_desktop.ui.automations_page import AutomationsPage, View
from openpalm_desktop.ui.elided_button import ElidedButton
from openpalm_desktop.ui.elided_label import ElidedLabel
from openpalm_desktop.ui.file_tabs import FileTabs
from openpalm_desktop.ui.language import LANGUAGES
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.manual_dialog import ManualDialog
from openpalm_desktop.ui.message_dialog import MessageDialog
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.segment import Segment
from openpalm_desktop.ui.template_dialog import TemplateDialog
from openpalm_desktop.ui.theme import folder
from openpalm_desktop.ui.welcome import EXAMPLE
from tests.ui.hands import Open, wait_for
from tests.ui.test_languages import spoken

GIVES_WAY = (
    ElidedButton,
    ElidedLabel,
    FileTabs,
)  # says by an ellipsis or arrows that more is there


@pytest.fixture(params=sorted(LANGUAGES))
def window(
    request: pytest.FixtureRequest,
    open_window: Open,
    tmp_path: Path,
    no_keyring: None,
) -> Iterator[MainWindow]:
    """The household in a language, with some secrets in a file that others can read."""
    del no_keyring
    (tmp_path / "household.yaml").write_text(EXAMPLE.read_text("utf-8"), encoding="utf-8")
    (tmp_path / "secrets.env").write_text("TELEGRAM_BOT_TOKEN=x\n", encoding="utf-8")
    (tmp_path / "secrets.env").chmod(0o644)
    with spoken(request.param):
        window = open_window(path=tmp_path / "household.yaml")
        document = window.document
        assert document is not None
        wait_for(lambda: document.secrets.held.names is not None)
        yield window


def cut(root: QWidget) -> list[str]:
    """What is in sight and has less room than its words."""
    seen = [one for one in root.findChildren(QWidget) if not one.visibleRegion().isEmpty()]
    return [text for one in seen if not isinstance(one, GIVES_WAY) for text in _cut(one)]


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QPushButton) and widget.text():
        hint = widget.minimumSizeHint() if isinstance(widget, Segment) else widget.sizeHint()
        if widget.width() < hint.width():
            yield widget.text()
    elif isinstance(widget, QTabBar):
        for index in range(widget.count()):
            rect = widget.tabRect(index)
            needed = widget.fontMetrics().horizontalAdvance(widget.tabText(index))
            if rect.left() < 0 or rect.left() + needed > widget.width():
                yield widget.tabText(index)
    elif isinstance(widget, QLabel) and not widget.wordWrap():
        needed = widget.fontMetrics().horizontalAdvance(widget.text())
        if needed > widget.contentsRect().width():
            yield widget.text()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize("width", [960, 1280])
def test_every_section_shows_its_words_whole(window: MainWindow, width: int) -> None:
    window.resize(width, 800)
    found = {}
    for section in Section:
        window.show_section(section)
        settle()
        found[section] = cut(window)
    assert {section: texts for section, texts in found.items() if texts} == {}


def test_each_view_of_the_automations_shows_the_names_of_all(window: MainWindow) -> None:
    window.show_section(Section.AUTOMATIONS)
    page = window.sections.page(Section.AUTOMATIONS)
    assert isinstance(page, AutomationsPage)
    for view in View:
        page.show_view(view)
        settle()
        assert cut(page) == []


def test_a_short_title_leaves_no_gap_beside_it_and_a_long_one_keeps_some_room(
    window: MainWindow,
) -> None:
    window.show_section(Section.CHANNELS)
    window.channels.show_channel("notes")
    title = window.channels.form.title_label
    settle()
    assert title.width() == title.sizeHint().width()
    title.setText("a title that goes on and on " * 20)
    settle()
    assert 60 <= title.width() < window.channels.width()


def test_the_welcome_page_shows_its_words_whole(window: MainWindow) -> None:
    window.beginning.show_welcome()
    settle()
    assert cut(window) == []


def test_a_question_is_as_wide_as_its_answers(window: MainWindow) -> None:
    dialog = MessageDialog(window, "Another program has changed home.yaml.", "It is lost.")
    for words in ("Cancel", "Write over what the other one wrote", "Save under another name…"):
        dialog.offer(words, Choice.CANCEL, is_usual=words.startswith("Save"))
    dialog.fit()
    dialog.show()
    settle()
    assert cut(dialog) == []


@pytest.mark.parametrize("kind", [TemplateDialog, ManualDialog])
def test_the_list_beside_a_page_shows_its_entries_whole(
    window: MainWindow, kind: type[TemplateDialog | ManualDialog]
) -> None:
    dialog = kind(window)
    dialog.show()
    settle()
    assert cut(dialog) == []
    room = dialog.list.viewport().width()
    assert dialog.list.sizeHintForColumn(0) <= room
    dialog.close()


def test_no_button_turns_bold_that_keeps_no_room_for_it() -> None:
    """A `Segment` does, and a grid of short words."""
    style = (folder("theme") / "style.qss").read_text(encoding="utf-8")
    rules = [line for line in style.splitlines() if ":checked" in line and "font-weight" in line]
    assert [rule for rule in rules if not re.match("QFrame#(segments|choices) ", rule)] == []
