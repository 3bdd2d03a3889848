"""The section Secrets: what is kept where, done by keys and clicks, with a keyring in memory."""

import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from keyring import errors
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from openpalm_desktop.deploy import secret_places
from openpalm_desktop.deploy.keyring_store import KeyringStore
from openpalm_desktop.ui import messages, secret_desk
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.messages import Choice
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.secret_dialogs import RenameDialog, ValueDialog
from openpalm_desktop.ui.secret_rows import Column
from openpalm_desktop.ui.secrets_page import SecretsPage
from tests.deploy.fake_keyring import FakeKeyring
from tests.ui.hands import Open, click, press, type_text, wait_for, wait_saved

STACK = """\
version: 4
projectName: home
channels:
  blog:
    label: Family blog
    image: example/blog:1
    containerPort: 8080
    pathPrefixes: [/blog]
    env: {BOT_TOKEN: "${BOT_TOKEN}", API_KEY: sk-in-the-clear, PAGE: 5}
  notes:
    image: example/notes:1
    containerPort: 3000
    pathPrefixes: [/notes]
    env: {TOKEN: "${BOT_TOKEN}"}
"""
HOME = "OpenPalm Desktop: home"
D = TypeVar("D", bound=QDialog)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 0)


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> FakeKeyring:
    """A keyring in memory, in the place of this computer's."""
    fake = FakeKeyring()
    store = partial(KeyringStore, find=fake.find)
    monkeypatch.setattr(secret_places, "KeyringStore", store)
    return fake


@pytest.fixture
def agree(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Say yes whenever a value would be lost; the list tells what was asked."""
    asked: list[str] = []

    def reply(_: object, sentence: str, __: str) -> bool:
        asked.append(sentence)
        return True

    monkeypatch.setattr(messages, "ask_about_lost_value", reply)
    return asked


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A stack in a file."""
    path = tmp_path / "openpalm.yaml"
    path.write_text(STACK, encoding="utf-8")
    return path


@pytest.fixture
def page(open_window: Open, spec: Path, keyring: FakeKeyring) -> Iterator[SecretsPage]:
    """The section of that stack, its values in the keyring."""
    del keyring
    yield secrets_of(open_window(path=spec))
    QGuiApplication.clipboard().clear()


def secrets_of(window: MainWindow) -> SecretsPage:
    """Open the section and wait until the store has answered."""
    wait_for(lambda: window.document is not None and window.document.path is not None)
    window.show_section(Section.SECRETS)
    page = window.sections.page(Section.SECRETS)
    assert isinstance(page, SecretsPage)
    document = window.document
    assert document is not None
    held = document.secrets
    wait_for(lambda: held.held.names is not None or held.held.trouble is not None)
    wait_for(lambda: not held.held.is_asked)
    return page


def table_of(page: SecretsPage) -> list[str]:
    """What a person reads in the table."""
    return [
        " | ".join(page.rows.row(name).text(column) for column in Column)
        for name in page.rows.names
    ]


def dialog_of(page: QWidget, kind: type[D]) -> D:
    """The dialog that is open."""
    found = [each for each in page.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def set_value(page: SecretsPage, name: str, value: str) -> None:
    """Choose a secret and type a value for it."""
    page.show_secret(name)
    click(page.form.set)
    dialog = dialog_of(page, ValueDialog)
    type_text(dialog.line, value)
    click(dialog.action)
    wait_for(lambda: page.rows.row(name).has_value)


def reveal(page: SecretsPage, value: str) -> None:
    """Have a value shown, in a window that is in use."""
    page.window().activateWindow()
    wait_for(page.isActiveWindow)
    click(page.form.reveal)
    wait_for(lambda: page.form.value.text() == value)


def codes(page: SecretsPage) -> list[str]:
    """The errors of the stack."""
    return [one.code for one in page._document.state.product.problems if one.is_error]


def test_the_table_tells_where_each_name_is_used_and_what_is_missing(page: SecretsPage) -> None:
    assert table_of(page) == [
        "API_KEY | Family blog | In the clear | –",
        "BOT_TOKEN | Family blog, notes | Missing | –",
    ]
    assert codes(page) == ["secret-missing", "secret-missing"]
    assert page.bar.place.text() == "Values are kept in this computer’s keyring"


def test_a_value_that_is_set_is_in_the_keyring_and_no_problem_any_more(
    page: SecretsPage, keyring: FakeKeyring
) -> None:
    set_value(page, "BOT_TOKEN", "tulip")
    assert table_of(page)[1] == "BOT_TOKEN | Family blog, notes | Set | ••••••••"
    assert keyring.entries[HOME, "BOT_TOKEN"] == "tulip"
    assert codes(page) == []
    assert page.bar.state.text() == "1 value, protected by your login"


def test_previews_go_on_while_a_value_is_missing(page: SecretsPage) -> None:
    state = page._document.state
    assert not state.is_stale
    assert state.files is not None
    assert "BOT_TOKEN=${BOT_TOKEN}" in state.files.bundle["env/channel-blog.env"].text


def test_a_value_is_shown_for_a_while_only(page: SecretsPage) -> None:
    set_value(page, "BOT_TOKEN", "tulip")
    assert "tulip" not in page.form.value.text()
    page.form.timer.setInterval(200)
    reveal(page, "tulip")
    assert page.form.reveal.text() == "Hide"
    wait_for(lambda: page.form.value.text() == "••••••••" * 3)
    assert page.form.reveal.text() == "Reveal"


def test_a_shown_value_hides_when_it_is_left(page: SecretsPage, open_window: Open) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    set_value(page, "BOT_TOKEN", "tulip")
    ways: tuple[Callable[[], object], ...] = (
        lambda: open_window().activateWindow(),
        lambda: page.show_secret(page.rows.names[0]),
        lambda: window.show_section(Section.CHANNELS),
    )
    for leave in ways:
        window.show_section(Section.SECRETS)
        page.show_secret("BOT_TOKEN")
        reveal(page, "tulip")
        leave()
        wait_for(lambda: "tulip" not in page.form.value.text())


def test_a_copied_value_leaves_the_clipboard_if_it_is_still_there(page: SecretsPage) -> None:
    set_value(page, "BOT_TOKEN", "tulip")
    clipboard = QGuiApplication.clipboard()
    click(page.form.copy)
    wait_for(lambda: clipboard.text() == "tulip")
    assert page.form.said.text() == "Copied. It leaves the clipboard after 45 seconds."
    assert clipboard.mimeData().data("x-kde-passwordManagerHint") == b"secret"
    clipboard.setText("something else")
    page.clipboard.timer.setInterval(1)
    page.clipboard.timer.start()
    wait_for(lambda: not page.clipboard.timer.isActive())
    assert clipboard.text() == "something else"
    page.clipboard.timer.setInterval(200)
    click(page.form.copy)
    wait_for(lambda: clipboard.text() == "tulip")
    wait_for(lambda: clipboard.text() == "")


def test_a_copied_value_leaves_the_clipboard_with_the_window(page: SecretsPage) -> None:
    set_value(page, "BOT_TOKEN", "tulip")
    click(page.form.copy)
    wait_for(lambda: QGuiApplication.clipboard().text() == "tulip")
    page.window().close()
    wait_for(lambda: QGuiApplication.clipboard().text() == "")


def test_generating_takes_one_click_and_asks_only_where_a_value_would_be_lost(
    page: SecretsPage, keyring: FakeKeyring, agree: list[str]
) -> None:
    page.show_secret("BOT_TOKEN")
    click(page.form.generate)
    wait_for(lambda: table_of(page)[1].endswith("Generated | ••••••••"))
    first = keyring.entries[HOME, "BOT_TOKEN"]
    assert (len(first), first.isalnum(), agree) == (43, True, [])
    click(page.form.generate)
    wait_for(lambda: keyring.entries[HOME, "BOT_TOKEN"] != first)
    assert agree == ["Give BOT_TOKEN a new value?"]


BOT = """\
version: 4
projectName: home
channels:
  discord: {template: discord, config: {DISCORD_BOT_TOKEN: "${DISCORD_BOT_TOKEN}"}}
  notes: {image: a, containerPort: 1, pathPrefixes: [/n], env: {TOKEN: "${TOKEN}"}}
  off: {image: a, containerPort: 1, pathPrefixes: [/o], enabled: false, env: {OFF: "${OFF}"}}
"""


@pytest.fixture
def bot(open_window: Open, spec: Path, keyring: FakeKeyring) -> SecretsPage:
    """The section of a stack with a bot, whose token Discord gives out."""
    del keyring
    spec.write_text(BOT, encoding="utf-8")
    return secrets_of(open_window(path=spec))


def test_what_is_missing_is_made_up_in_one_go_but_not_what_others_give_out(
    bot: SecretsPage, keyring: FakeKeyring
) -> None:
    assert bot.bar.make.text() == "Generate 2 missing"
    click(bot.bar.make)
    wait_for(lambda: not bot.bar.make.isVisible())
    kept = {name for service, name in keyring.entries if service == HOME}
    assert {"CHANNEL_DISCORD_SECRET", "TOKEN"} <= kept
    assert not kept & {"DISCORD_BOT_TOKEN", "OFF"}
    assert "TOKEN | notes | Generated | ••••••••" in table_of(bot)


def test_a_token_that_others_give_out_says_who_and_is_not_made_up(bot: SecretsPage) -> None:
    bot.show_secret("DISCORD_BOT_TOKEN")
    said = "It comes from Discord’s developer portal: copy it there and enter it here."
    assert bot.form.sentence.text() == said
    assert not bot.form.generate.isVisible()
    bot.show_secret("TOKEN")
    assert bot.form.generate.isVisible()


def test_the_dialog_offers_to_make_up_only_what_nobody_else_gives_out(bot: SecretsPage) -> None:
    said = "It comes from Discord’s developer portal: copy it there and enter it here."
    bot.show_secret("DISCORD_BOT_TOKEN")
    click(bot.form.set)
    dialog = dialog_of(bot, ValueDialog)
    assert (dialog.note.text(), dialog.generate_button.isVisible()) == (said, False)
    click(dialog.cancel)
    bot.show_secret("TOKEN")
    click(bot.form.set)
    dialog = dialog_of(bot, ValueDialog)
    assert (dialog.note.text(), dialog.generate_button.isVisible()) == ("", True)


def test_adding_a_key_of_others_says_so_as_soon_as_its_name_is_typed(page: SecretsPage) -> None:
    click(page.add_button)
    dialog = dialog_of(page, ValueDialog)
    type_text(dialog.name_line, "OPENAI_API_KEY")
    assert dialog.note.text() == "It comes from OpenAI: copy it there and enter it here."
    assert not dialog.generate_button.isVisible()
    type_text(dialog.name_line, "2")
    assert (dialog.note.text(), dialog.generate_button.isVisible()) == ("", True)


def test_generated_is_remembered_and_a_typed_value_is_just_set(
    page: SecretsPage, open_window: Open, spec: Path
) -> None:
    page.show_secret("BOT_TOKEN")
    click(page.form.generate)
    wait_for(lambda: page.rows.row("BOT_TOKEN").has_value)
    again = secrets_of(open_window(path=spec))
    assert "Generated" in table_of(again)[1]
    set_value(again, "BOT_TOKEN", "tulip")
    wait_for(lambda: "Set" in table_of(again)[1])


def test_adding_a_name_that_nothing_uses(page: SecretsPage, keyring: FakeKeyring) -> None:
    click(page.add_button)
    dialog = dialog_of(page, ValueDialog)
    assert not dialog.action.isEnabled()
    type_text(dialog.name_line, "channel_chat_secret")
    click(dialog.generate_button)
    click(dialog.action)
    wait_for(lambda: page.table.current == "CHANNEL_CHAT_SECRET")
    assert table_of(page)[2] == "CHANNEL_CHAT_SECRET | – | Unused | ••••••••"
    value = keyring.entries[HOME, "CHANNEL_CHAT_SECRET"]
    assert (len(value), set(value) <= set("0123456789abcdef")) == (64, True)


def test_a_key_of_several_lines_keeps_them(page: SecretsPage, keyring: FakeKeyring) -> None:
    page.show_secret("BOT_TOKEN")
    click(page.form.set)
    dialog = dialog_of(page, ValueDialog)
    QGuiApplication.clipboard().setText("-----BEGIN-----\nabc\n-----END-----\n")
    press(dialog.line, Qt.Key.Key_V, ctrl=True)
    click(dialog.action)
    wait_for(lambda: page.rows.row("BOT_TOKEN").has_value)
    assert keyring.entries[HOME, "BOT_TOKEN"] == "-----BEGIN-----\nabc\n-----END-----\n"


def test_removing_asks_and_leaves_a_missing_value(
    page: SecretsPage, keyring: FakeKeyring, agree: list[str]
) -> None:
    set_value(page, "BOT_TOKEN", "tulip")
    click(page.form.remove)
    wait_for(lambda: "Missing" in table_of(page)[1])
    assert agree == ["Remove the value of BOT_TOKEN?"]
    assert keyring.entries == {}
    assert codes(page) == ["secret-missing", "secret-missing"]


def test_a_value_in_the_clear_becomes_a_secret_in_one_step(
    page: SecretsPage, keyring: FakeKeyring
) -> None:
    document = page._document
    page.show_secret(page.rows.names[0])
    click(page.form.move_in)
    wait_for(lambda: document.history.count() == 1)
    assert keyring.entries[HOME, "API_KEY"] == "sk-in-the-clear"
    assert document.state.spec.channels["blog"].env["API_KEY"] == "${API_KEY}"
    assert document.history.undoText() == "Keep API_KEY of Family blog as a secret"
    assert table_of(page)[0] == "API_KEY | Family blog | Set | ••••••••"
    assert page.table.current == "API_KEY"
    document.undo()
    assert document.text == STACK


def test_renaming_reaches_every_use_in_one_step_and_undo_finds_the_old_value(
    page: SecretsPage, keyring: FakeKeyring
) -> None:
    document = page._document
    set_value(page, "BOT_TOKEN", "tulip")
    click(page.form.rename)
    dialog = dialog_of(page, RenameDialog)
    press(dialog.name_line, Qt.Key.Key_A, ctrl=True)
    type_text(dialog.name_line, "talk_token")
    click(dialog.action)
    wait_for(lambda: document.history.count() == 1)
    assert document.text == STACK.replace("${BOT_TOKEN}", "${TALK_TOKEN}")
    assert keyring.entries[HOME, "TALK_TOKEN"] == "tulip"
    assert table_of(page)[1:] == [
        "BOT_TOKEN | – | Unused | ••••••••",
        "TALK_TOKEN | Family blog, notes | Set | ••••••••",
    ]
    assert codes(page) == []
    document.undo()
    assert document.text == STACK
    assert codes(page) == []


def test_a_use_is_a_click_away(page: SecretsPage) -> None:
    page.show_secret("BOT_TOKEN")
    links = [one for one in page.form.findChildren(QPushButton) if one.text() == "notes · TOKEN"]
    click(links[0])
    window = page.window()
    assert isinstance(window, MainWindow)
    assert window.sections.currentWidget() is window.channels
    assert window.channels.table.current == "notes"


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (errors.KeyringLocked("x"), "The keyring of this computer is locked. Unlock it"),
        (errors.PasswordSetError("x"), "The keyring of this computer refused access. Allow"),
    ],
)
def test_a_keyring_that_does_not_answer_says_why_and_is_asked_again(
    open_window: Open, spec: Path, keyring: FakeKeyring, raised: Exception, told: str
) -> None:
    keyring.raises = raised
    page = secrets_of(open_window(path=spec))
    assert page.bar.state.text().startswith(told)
    assert table_of(page)[1] == "BOT_TOKEN | Family blog, notes | Not known | –"
    assert codes(page) == []
    keyring.raises = None
    keyring.entries[HOME, "BOT_TOKEN"] = "tulip"
    click(page.bar.retry)
    wait_for(lambda: "Set" in table_of(page)[1])
    assert not page.bar.retry.isVisible()


def test_an_entry_that_another_program_took_away_is_told_of(
    page: SecretsPage, keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda _, error: said.append(error.sentence))
    set_value(page, "BOT_TOKEN", "tulip")
    del keyring.entries[HOME, "BOT_TOKEN"]
    click(page.form.reveal)
    wait_for(lambda: bool(said))
    assert said == ["There is no value for BOT_TOKEN any more: another program took it away."]


def test_without_a_keyring_values_go_into_a_private_file_beside_the_stack(
    open_window: Open, spec: Path
) -> None:
    page = secrets_of(open_window(path=spec))
    assert page.bar.place.text() == "Values are kept in secrets.env, beside the stack"
    set_value(page, "BOT_TOKEN", "it's")
    file = spec.with_name("secrets.env")
    assert file.read_text() == 'BOT_TOKEN="it\'s"\n'
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_stack_that_is_not_saved_and_has_no_keyring_is_told_what_to_do(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(STACK)
    window.show_section(Section.SECRETS)
    page = window.sections.page(Section.SECRETS)
    assert isinstance(page, SecretsPage)
    wait_for(lambda: "not saved yet. Save it;" in page.bar.state.text())
    doings = (page.add_button, page.empty.button, page.form.set, page.form.generate)
    assert not any(button.isEnabled() for button in doings)  # a value would be lost
    name = (str(tmp_path / "new.yaml"), "")
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: name)
    window.files.save()
    wait_saved(window)
    wait_for(lambda: page.bar.place.text() == "Values are kept in secrets.env, beside the stack")


def test_another_store_is_chosen_remembered_and_takes_the_values_along(
    page: SecretsPage,
    keyring: FakeKeyring,
    spec: Path,
    open_window: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_value(page, "BOT_TOKEN", "tulip")
    asked: list[int] = []

    def reply(_: object, count: int) -> Choice:
        asked.append(count)
        return Choice.SAVE

    monkeypatch.setattr(messages, "ask_about_copying", reply)
    page.bar.to_beside.trigger()
    wait_for(lambda: page.bar.place.text() == "Values are kept in secrets.env, beside the stack")
    assert asked == [1]
    assert spec.with_name("secrets.env").read_text() == "BOT_TOKEN=tulip\n"
    assert keyring.entries[HOME, "BOT_TOKEN"] == "tulip"
    page.bar.to_keyring.trigger()
    wait_for(lambda: "keyring" in page.bar.place.text())
    again = secrets_of(open_window(path=spec))
    assert again.bar.place.text() == "Values are kept in this computer’s keyring"


def test_a_file_that_another_program_changed_is_looked_at_again(
    open_window: Open, spec: Path
) -> None:
    page = secrets_of(open_window(path=spec))
    spec.with_name("secrets.env").write_text("BOT_TOKEN=1\nOLD=2\n")
    page._desk._look_after_others(Qt.ApplicationState.ApplicationActive)
    wait_for(
        lambda: (
            table_of(page)[1:]
            == [
                "BOT_TOKEN | Family blog, notes | Set | ••••••••",
                "OLD | – | Unused | ••••••••",
            ]
        )
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_an_empty_file_that_others_can_read_says_why_it_is_marked(
    open_window: Open, spec: Path
) -> None:
    spec.with_name("secrets.env").touch(0o644)
    bar = secrets_of(open_window(path=spec)).bar
    assert bar.close_it.isVisible()
    said = "Nothing is kept in that file yet, which others on this computer can read"
    assert bar.state.text() == said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_that_others_can_read_is_told_of_and_closed(open_window: Open, spec: Path) -> None:
    file = spec.with_name("secrets.env")
    file.write_text("BOT_TOKEN=1\n")
    file.chmod(0o644)
    page = secrets_of(open_window(path=spec))
    assert page.bar.state.text() == "1 value in that file, which others on this computer can read"
    click(page.bar.close_it)
    wait_for(lambda: page.bar.state.text() == "1 value in that file")
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_name_that_is_typed_elsewhere_is_asked_for(
    page: SecretsPage, keyring: FakeKeyring
) -> None:
    keyring.entries[HOME, "OTHER"] = "x"
    page._document.put(("channels", "notes", "env", "MORE"), "${OTHER}")
    wait_for(lambda: "OTHER | notes | Set | ••••••••" in table_of(page))


def test_values_go_along_when_the_project_gets_another_name(
    page: SecretsPage, keyring: FakeKeyring
) -> None:
    set_value(page, "BOT_TOKEN", "tulip")
    page._document.put(("projectName",), "house")
    wait_for(page.bar.bring.isVisible)
    assert "1 value is still filed under the project’s earlier name, home" in page.bar.state.text()
    click(page.bar.bring)
    wait_for(lambda: "Set" in table_of(page)[1])
    assert keyring.entries["OpenPalm Desktop: house", "BOT_TOKEN"] == "tulip"
    assert not page.bar.bring.isVisible()


def test_a_store_that_keeps_everyone_waiting_keeps_no_window_open(
    open_window: Open, spec: Path, keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, answer, answered = threading.Event(), threading.Event(), threading.Event()

    def ask(_: str, __: str) -> None:
        waiting.set()
        answer.wait(10)
        answered.set()

    monkeypatch.setattr(keyring, "get_password", ask)
    window = open_window(path=spec)
    window.show_section(Section.SECRETS)
    wait_for(waiting.is_set)
    document = window.document
    assert document is not None
    document.put(("channels", "notes", "label"), "Notes")
    window.files.save()
    wait_saved(window)  # saving does not stand in the keyring's queue
    assert "label: Notes" in spec.read_text()
    assert window.close()
    assert not answered.is_set()
    answer.set()


def test_a_problem_about_a_missing_value_leads_to_the_secret(
    open_window: Open, spec: Path, keyring: FakeKeyring
) -> None:
    del keyring
    window = open_window(path=spec)
    first = window.problems.model.index(0, 0)
    wait_for(lambda: str(window.problems.model.data(first)).startswith("No value for the secret"))
    window.show_section(Section.OVERVIEW)
    window.focus_next_problem()
    page = window.sections.currentWidget()
    assert isinstance(page, SecretsPage)
    assert page.form.title.text() == "BOT_TOKEN"


def test_a_new_stack_without_a_keyring_is_saved_by_a_button(
    open_window: Open, keyring: FakeKeyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring.raises = errors.NoKeyringError()
    window = open_window(STACK)
    target = str(tmp_path / "mine.yaml")
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (target, ""))
    window.show_section(Section.SECRETS)
    page = window.sections.currentWidget()
    assert isinstance(page, SecretsPage)
    wait_for(page.bar.save.isVisible)
    assert not page.bar.retry.isVisible()
    click(page.bar.save)
    wait_saved(window)
    wait_for(lambda: not page.bar.save.isVisible())
