"""A canary: a value set through the window is in its store, in the env file, nowhere else."""

import logging
import os
import subprocess
import sys
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from keyring import errors
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QObject, Qt
from PySide6.QtGui import QGuiApplication

from openpalm_desktop.deploy import secret_places
from openpalm_desktop.deploy.keyring_store import KeyringStore
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.ui import messages, secret_desk
from openpalm_desktop.ui.crash_dialog import report_of
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.journal_keeper import JournalKeeper
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.secret_dialogs import ValueDialog
from openpalm_desktop.ui.secrets_page import SecretsPage
from tests.deploy.fake_keyring import FakeKeyring
from tests.ui.hands import Open, click, type_text, wait_for, wait_saved

ROOT = Path(__file__).resolve().parents[2]
CANARY = "canary-7f3c19d2-Yellow"
STACK = """\
version: 4
projectName: home
channels:
  blog:
    image: example/blog:1
    containerPort: 8080
    pathPrefixes: [/blog]
    env: {BOT_TOKEN: "${BOT_TOKEN}"}
"""


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> FakeKeyring:
    """A keyring in memory, in the place of this computer's."""
    fake = FakeKeyring()
    monkeypatch.setattr(secret_places, "KeyringStore", partial(KeyringStore, find=fake.find))
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 0)
    return fake


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A stack in a file, in a folder of its own."""
    path = tmp_path / "stack" / "openpalm.yaml"
    path.parent.mkdir()
    path.write_text(STACK, encoding="utf-8")
    return path


def open_secrets(window: MainWindow) -> SecretsPage:
    """Open the section and wait for the store."""
    document = document_of(window)
    wait_for(lambda: document.path is not None)
    window.show_section(Section.SECRETS)
    page = window.sections.page(Section.SECRETS)
    assert isinstance(page, SecretsPage)
    wait_for(lambda: document.secrets.held.names is not None)
    return page


def document_of(window: MainWindow) -> Document:
    """The window's document."""
    assert window.document is not None
    return window.document


def live_with_it(page: SecretsPage) -> None:
    """Set the canary, look at it, copy it, rename it, undo, and edit something else."""
    page.show_secret("BOT_TOKEN")
    click(page.form.set)
    dialog = next(one for one in page.findChildren(ValueDialog) if one.isVisible())
    type_text(dialog.line, CANARY)
    assert CANARY not in dialog.line.displayText()
    click(dialog.action)
    wait_for(lambda: page.rows.row("BOT_TOKEN").has_value)
    page.window().activateWindow()
    wait_for(page.isActiveWindow)
    click(page.form.reveal)
    wait_for(lambda: page.form.value.text() == CANARY)
    click(page.form.reveal)
    click(page.form.copy)
    wait_for(lambda: QGuiApplication.clipboard().text() == CANARY)
    page.rename("BOT_TOKEN", "TALK_TOKEN")
    wait_for(lambda: page._document.history.count() == 1)
    page._document.undo()
    page._document.redo()
    page._document.put(("channels", "blog", "label"), "Blog")
    desk = page._desk
    wait_for(lambda: "TALK_TOKEN" in desk._asked_for and not desk.held.is_asked)


def told_in(window: MainWindow) -> list[str]:
    """Every text that the window has made of the stack, and all that its widgets say."""
    document = document_of(window)
    state = document.state
    assert state.files is not None
    history = document.history
    return [
        document.text,
        repr(state.spec),
        repr(document.secrets.held),
        *(file.text for file in state.files.bundle),
        *(history.text(index) for index in range(history.count())),
        *(f"{one.message} {one.hint}" for one in state.product.problems),
        *texts_of(window),
    ]


def texts_of(window: MainWindow) -> list[str]:
    """What every widget says, also to a screen reader."""
    found = []
    for widget in [window, *window.findChildren(QObject)]:
        if isinstance(widget, QAbstractItemModel):
            found += cells_of(widget)
            continue
        for name in ("text", "toPlainText", "toolTip", "accessibleName", "windowTitle"):
            say = getattr(widget, name, None)
            if callable(say):
                found.append(str(say()))
    return found


def cells_of(model: QAbstractItemModel) -> list[str]:
    """What stands in a table, or in the first rows of a tree, and in its tooltips."""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    places = product(range(model.rowCount()), range(columns))
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    return [str(model.index(*place).data(role)) for place in places for role in roles]


def files_with_it(folder: Path) -> list[str]:
    """The files below a folder that hold the canary."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [str(path.relative_to(folder)) for path in files if CANARY.encode() in path.read_bytes()]


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program."""
    return subprocess.run(
        [sys.executable, "-m", "openpalm_desktop", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_canary_is_in_the_keyring_and_in_no_file_or_text_of_the_window(
    open_window: Open,
    spec: Path,
    tmp_path: Path,
    keyring: FakeKeyring,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        window = open_window(path=spec)
        page = open_secrets(window)
        window.keeper = JournalKeeper(document_of(window), tmp_path / "journals")
        live_with_it(page)
        assert list((tmp_path / "journals").iterdir())
        assert files_with_it(tmp_path) == []
        window.files.save()
        wait_saved(window)
        for section in Section:
            window.show_section(section)
            assert not [text for text in told_in(window) if CANARY in text]
        window.close()
    wait_for(lambda: QGuiApplication.clipboard().text() == "")
    assert CANARY in keyring.entries.values()
    assert files_with_it(tmp_path) == []  # the spec, the settings and whatever lies beside them
    said = capfd.readouterr()
    assert CANARY not in caplog.text + said.out + said.err


def test_the_canary_in_a_file_of_secrets_reaches_the_env_file_and_nothing_else(
    open_window: Open, spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 0)
    window = open_window(path=spec)
    live_with_it(open_secrets(window))
    window.files.save()
    wait_saved(window)
    assert not [text for text in told_in(window) if CANARY in text]
    window.close()
    assert files_with_it(tmp_path) == ["stack/secrets.env"]

    done = [
        run("generate", spec, "--out", tmp_path / "out"),
        run("validate", spec, "--json"),
        *(run("show", spec, file) for file in ("docker-compose.yml", "env/channel-blog.env")),
        run("generate", spec, "--out", tmp_path / "out", "--check"),
    ]
    assert [one.returncode for one in done] == [0] * len(done), done
    assert not [one for one in done if CANARY in one.stdout + one.stderr]
    assert files_with_it(tmp_path) == ["out/env/channel-blog.env", "stack/secrets.env"]
    private = [tmp_path / name for name in files_with_it(tmp_path)]
    if os.name != "nt":
        assert {path.stat().st_mode & 0o777 for path in private} == {0o600}


def test_no_report_of_a_crash_and_no_trouble_tells_the_canary(
    open_window: Open, spec: Path, keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr(messages, "show_failure", lambda _, error: shown.append(error))
    page = open_secrets(open_window(path=spec))
    live_with_it(page)
    for raised in (errors.PasswordSetError(CANARY), OSError(1783, CANARY), ValueError(CANARY)):
        keyring.raises = raised
        click(page.form.copy)
        wait_for(lambda: bool(shown))
        error = shown.pop()
        assert isinstance(error, OpenPalmError)
        assert CANARY not in f"{error.sentence} {error.hint} {report_of(error)}"
    keyring.raises = None
    monkeypatch.setattr(secret_places.SecretPlace, "store", lambda *_: 1 / 0)
    click(page.form.copy)
    wait_for(lambda: bool(shown))
    assert "ZeroDivisionError" in report_of(shown[0])
    assert CANARY not in report_of(shown[0])
