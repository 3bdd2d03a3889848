"""What keeps a large stack from holding up the window: less is done, and the rest in pieces."""

import os
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt

from benchmarks.specs import spec_text
from openpalm_desktop.ui.automations_page import AutomationsPage
from openpalm_desktop.ui.domains_page import DomainsPage
from openpalm_desktop.ui.highlighters import Span
from openpalm_desktop.ui.icons import icon
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.theme import Look
from tests.ui.hands import Open, opened_text, press, type_text, wait_for

_SHOWS = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from openpalm_desktop.app import fill
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme
app = QApplication([])
settings = Settings(QSettings(sys.argv[2], QSettings.Format.IniFormat))
window = MainWindow(settings, Theme(app, Look.LIGHT))
window.show()
app.processEvents()
fill(window, [Path(sys.argv[1])])
while window.files.opener.is_busy:
    app.processEvents()
print(" ".join(sys.modules))
sys.stdout.flush()
import os
os._exit(0)
"""


_PAINTS = """
import sys
from openpalm_desktop import app as program
from PySide6 import QtCore
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.settings import Settings
from openpalm_desktop.ui.theme import Look, Theme
app = QApplication([])
settings = Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat))
window = MainWindow(settings, Theme(app, Look.SYSTEM))
window.show()
app.processEvents()
print(*sys.modules, *(["Qt"] if "Qt" in vars(QtCore) else []))
sys.stdout.flush()
import os
os._exit(0)
"""


@pytest.fixture
def large(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A window on a stack whose Compose file is shown in pieces."""
    for name in ("_LARGE", "_FIRST", "_PIECE"):
        monkeypatch.setattr(f"openpalm_desktop.ui.preview_text.{name}", 2_000)
    return open_window(spec_text(30))


def whole(window: MainWindow) -> str:
    assert window.preview.text.artifact is not None
    return window.preview.text.artifact.text


def test_a_large_file_shows_its_beginning_at_once_and_then_all_of_it(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_LARGE", "_FIRST", "_PIECE"):
        monkeypatch.setattr(f"openpalm_desktop.ui.preview_text.{name}", 2_000)
    window = open_window()
    text = window.preview.text
    shown: list[str] = []
    assert window.document is not None
    window.document.changed.connect(lambda _: shown.append(text.toPlainText()))

    window.document.show_opened(opened_text(spec_text(30)))
    assert 2_000 <= len(shown[0]) < 2_300
    assert whole(window).startswith(shown[0])
    wait_for(lambda: text.toPlainText() == whole(window))


def test_a_large_file_that_is_edited_while_it_comes_is_whole(large: MainWindow) -> None:
    assert large.document is not None
    large.document.put(("channels", "channel-29", "image"), "example/other:1")
    assert large.preview.text.toPlainText() == whole(large)
    assert "example/other:1" in whole(large)


def test_what_is_sought_at_the_end_of_a_large_file_is_found_while_it_comes(
    large: MainWindow,
) -> None:
    large.preview.ask_what_to_find()
    type_text(large.preview.find_bar.line, "channel-29:")
    press(large.preview.find_bar.line, Qt.Key.Key_Return)
    assert large.preview.text.textCursor().selectedText() == "channel-29:"


def test_another_authority_leaves_the_tree_of_sites_as_it_stands(window: MainWindow) -> None:
    window.show_section(Section.DOMAINS)
    page = window.sections.page(Section.DOMAINS)
    assert isinstance(page, DomainsPage)
    page.tree.collapse(page.tree.rows.index(1, 0))
    assert page.tree.rows.index(1, 4).data() == "Let’s Encrypt"
    assert window.document is not None
    window.document.put(("caddy", "acme"), "letsencrypt-staging")
    assert page.tree.rows.index(1, 4).data() != "Let’s Encrypt"
    assert not page.tree.isExpanded(page.tree.rows.index(1, 0))
    window.document.put(("channels", "notes", "pathPrefixes"), ("/other",))
    assert page.tree.rows.index(0, 0, page.tree.rows.index(0, 0)).data() == "/other"


def test_a_section_is_shown_once_when_it_is_opened(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_section(Section.DOMAINS)
    window.show_section(Section.CHANNELS)
    shown: list[object] = []
    page = window.sections.page(Section.DOMAINS)
    monkeypatch.setattr(page, "show_state", shown.append)
    window.go_to(("caddy", "email"))
    assert len(shown) == 1


def test_only_the_tabs_and_views_that_are_looked_at_are_made(open_window: Open) -> None:
    window = open_window(
        f"{spec_text(1)}automations:\n  - {{id: a, schedule: '@daily', script: b}}\n"
    )
    window.show_section(Section.AUTOMATIONS)
    automations = cast("AutomationsPage", window.sections.page(Section.AUTOMATIONS))
    assert list(automations.form.made) == [0]
    assert not {"week", "scheduler"} & vars(automations).keys()
    window.show_section(Section.DOMAINS)
    domains = cast("DomainsPage", window.sections.page(Section.DOMAINS))
    assert list(domains.parts.made) == [0]
    window.go_to(("caddy", "email"))
    assert len(domains.parts.made) == 2


def test_other_colours_touch_only_the_lines_in_view(
    large: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = large.preview.text
    wait_for(lambda: text.toPlainText() == whole(large))
    coloured: list[str] = []

    def spans(line: str) -> list[Span]:
        coloured.append(line)
        return []

    monkeypatch.setattr(text, "_spans", spans)
    large.theme.choose(Look.DARK)
    wait_for(lambda: bool(coloured))
    assert len(coloured) <= len(text.visible_lines()) + 2
    assert text.blockCount() > 4 * len(text.visible_lines())


def test_pictures_are_drawn_only_as_sharp_as_the_screens_are(window: MainWindow) -> None:
    assert window.devicePixelRatioF() == 1
    assert [size.width() for size in icon("add", "#123456").availableSizes()] == [16]


def test_the_window_is_painted_before_the_model_is_read() -> None:
    program = "import sys, openpalm_desktop.app; print(*sys.modules)"
    loaded = modules(program)
    assert "openpalm_desktop.ui.main_window" in loaded
    assert "openpalm_desktop.model.stack" not in loaded


def test_a_shown_stack_needs_none_of_what_is_for_later(tmp_path: Path) -> None:
    spec = tmp_path / "stack.yaml"
    spec.write_text(spec_text(3), encoding="utf-8")
    loaded = modules(_SHOWS, str(spec), str(tmp_path / "settings.ini"))
    assert "openpalm_desktop.model.stack" in loaded
    later = {"docker", "requests", "keyring", "cryptography", "jsonschema", "paramiko", "ruamel"}
    assert loaded & (later | {"croniter", "difflib", "http", "_hashlib"}) == set()
    unseen = {"ui.fields.networks_field", "ui.welcome", "model.changes", "deploy.engine"}
    assert loaded & {f"openpalm_desktop.{name}" for name in unseen} == set()
    assert loaded & {"openpalm_desktop.deploy.execute", "openpalm_desktop.deploy.plan"} == set()


def modules(program: str, *arguments: str) -> set[str]:
    """Return what a program of its own had imported at its end."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())
