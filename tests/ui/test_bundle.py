"""Making a bundle by hand: with and without secrets and history, and over one that is there."""

import tarfile
from pathlib import Path

import pytest
from pyrage import x25519
from PySide6.QtWidgets import QFileDialog

from openpalm_desktop.deploy.age_file import identities, opened
from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.ui.bundle_dialog import BundleDialog
from openpalm_desktop.ui.difference_rows import said
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.tasks import Tasks
from tests.ui.hands import Open, click, type_text, wait_for

VALUE = "a-value"
STACK = """\
version: 4
projectName: home
channels:
  notes:
    image: example/notes:1
    domains: [notes.example.org]
    containerPort: 3000
    env: {TOKEN: "${NOTES_TOKEN}"}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A stack in a file."""
    path = tmp_path / "openpalm.yaml"
    path.write_text(STACK, encoding="utf-8")
    return path


@pytest.fixture
def window(open_window: Open, spec: Path) -> MainWindow:
    """A window on that stack, whose one secret has a value in a file beside it."""
    (spec.parent / "secrets.env").write_text(f"NOTES_TOKEN={VALUE}\n", encoding="utf-8")
    return open_window(path=spec)


def begun(window: MainWindow) -> BundleDialog:
    """Choose File ▸ Make a bundle… and return the dialog when it has looked."""
    window.menus.actions["bundle"].trigger()
    dialog = [one for one in window.findChildren(BundleDialog) if one.isVisible()][-1]
    wait_settled(dialog)
    return dialog


def wait_settled(dialog: BundleDialog) -> None:
    wait_for(lambda: not dialog.words.text().endswith("…"))


def written(dialog: BundleDialog) -> dict[str, bytes]:
    """Click on “Make it”, and return what is in the archive then."""
    wait_for(dialog.write.isEnabled)
    click(dialog.write)
    wait_for(dialog.open_folder.isVisible)
    with tarfile.open(dialog.place) as made:
        return {
            one.name.partition("/")[2]: file.read()
            for one in made
            if (file := made.extractfile(one))
        }


def test_by_default_no_secret_is_in_a_bundle(window: MainWindow, spec: Path) -> None:
    dialog = begun(window)
    assert dialog.place == spec.parent / "home.tar.gz"
    assert dialog.words.text().startswith("An archive with ")
    files = written(dialog)
    assert dialog.words.text() == f"home.tar.gz is there, with {len(files)} files."
    assert "It holds no secret" in dialog.hint.text()
    assert {"README.md", "docker-compose.yml", "openpalm.yaml"} <= set(files)
    assert VALUE.encode() not in b"".join(files.values())


def test_secrets_go_along_for_keys(window: MainWindow) -> None:
    key = x25519.Identity.generate()
    dialog = begun(window)
    click(dialog.for_keys)
    assert dialog.words.text() == "Give the public keys of those who may open the secrets."
    assert not dialog.write.isEnabled()
    type_text(dialog.keys, "age1oops")
    wait_for(lambda: dialog.words.text().startswith("“age1oops” is no key"))
    assert not dialog.write.isEnabled()
    dialog.keys.selectAll()
    type_text(dialog.keys, str(key.to_public()))
    files = written(dialog)
    assert "./unlock" in dialog.hint.text()
    secrets = opened(files["secrets.env.age"], identities(str(key), "mine"))
    assert secrets == b"NOTES_TOKEN=a-value\n"


def test_secrets_go_along_with_a_passphrase(window: MainWindow) -> None:
    dialog = begun(window)
    click(dialog.for_passphrase)
    assert dialog.words.text() == "Type a passphrase, twice."
    type_text(dialog.passphrase, "correct horse")
    wait_for(lambda: dialog.words.text() == "The passphrase is not the same twice yet.")
    type_text(dialog.again, "correct horse")
    files = written(dialog)
    assert opened(files["secrets.env.age"], SecretValue("correct horse")).endswith(b"=a-value\n")
    assert not dialog.passphrase.text()


def test_a_secret_without_a_value_cannot_go_along(open_window: Open, spec: Path) -> None:
    dialog = begun(open_window(path=spec))
    click(dialog.for_keys)
    type_text(dialog.keys, str(x25519.Identity.generate().to_public()))
    wait_for(lambda: dialog.words.text() == "1 secret has no value yet: NOTES_TOKEN")
    assert not dialog.write.isEnabled()
    click(dialog.left_out)
    wait_for(dialog.write.isEnabled)


def test_a_bundle_that_is_there_is_compared_before_it_is_replaced(
    window: MainWindow,
) -> None:
    dialog = begun(window)
    first = written(dialog)
    click(dialog.cancel)
    again = begun(window)
    assert again.words.text() == "This bundle is there already, with the same files."
    click(again.cancel)
    assert window.document is not None
    window.document.put(("channels", "notes", "image"), "example/notes:2")
    third = begun(window)
    assert third.words.text() == "A bundle is there already, which is replaced: 3 files differ."
    rows = third.replacing.words.rows
    assert [one.entry.title for one in rows if one.isVisible()] == [
        "notes: image changes from example/notes:1 to example/notes:2"
    ]
    lines = [said(row) for row in third.replacing.lines.rows.rows]
    assert any("notes:2" in line for line in lines)
    assert "openpalm.yaml" in third.replacing.rest.text()
    assert third.place.is_file()
    assert written(third) != first


def test_another_file_in_the_way_is_left_alone(
    window: MainWindow,
    spec: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = spec.parent / "holidays.zip"
    theirs.write_bytes(b"sun")
    dialog = begun(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(theirs), ""))
    click(dialog.choose)
    wait_settled(dialog)
    assert dialog.words.text() == "holidays.zip is there already, and is no sound bundle."
    assert not dialog.write.isEnabled()


def test_an_archive_needs_the_name_of_one(window: MainWindow) -> None:
    dialog = begun(window)
    dialog.line.selectAll()
    type_text(dialog.line, "/tmp/home.txt")
    wait_for(lambda: dialog.words.text() == "Choose a file for the archive.")
    assert dialog.hint.text() == "Its name ends in .tar.gz or .zip."
    assert not dialog.write.isEnabled()


def test_the_history_goes_along_when_asked_for(window: MainWindow) -> None:
    assert window.document is not None
    window.document.put(("channels", "notes", "image"), "example/notes:2")
    dialog = begun(window)
    assert dialog.history.text() == "With the history of edits (1 step)"
    dialog.history.click()
    assert b"example/notes:2" in written(dialog)["history.jsonl"]


def test_a_history_that_holds_a_value_stays_here(window: MainWindow) -> None:
    document = window.document
    assert document is not None
    document.put(("channels", "notes", "env", "TOKEN"), VALUE)
    document.put(("channels", "notes", "env", "TOKEN"), "${NOTES_TOKEN}")
    document.seal()
    document.put(("channels", "notes", "env", "OTHER"), f"x{VALUE}")
    document.put(("channels", "notes", "env", "OTHER"), "gone")
    document.seal()
    document.put(("channels", "notes", "env", "OTHER"), f"x{VALUE}")
    document.seal()
    document.put(("channels", "notes", "env", "OTHER"), "gone")
    dialog = begun(window)
    dialog.history.click()
    wait_for(dialog.write.isEnabled)
    click(dialog.write)
    wait_for(lambda: "holds the value of NOTES_TOKEN" in dialog.words.text())
    assert not dialog.place.exists()


def test_what_is_found_for_an_earlier_choice_is_not_shown(window: MainWindow) -> None:
    window.menus.actions["bundle"].trigger()
    dialog = [one for one in window.findChildren(BundleDialog) if one.isVisible()][-1]
    dialog.for_keys.click()  # while the first look is still under way
    click(dialog.left_out)
    click(dialog.for_passphrase)
    looks = dialog.findChild(Tasks)
    assert isinstance(looks, Tasks)
    wait_for(lambda: not looks.is_busy)
    assert dialog.words.text() == "Type a passphrase, twice."
