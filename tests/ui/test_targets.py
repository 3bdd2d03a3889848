"""The target of a stack: chosen, added, tested, remembered; and what the way there asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from openpalm_desktop.deploy.engine import EngineUnreachable
from openpalm_desktop.deploy.saved_targets import SavedTarget, save_targets, saved_targets
from openpalm_desktop.deploy.ssh import ChangedHostKey, HostKey, SshQuestion, UnknownHostKey
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.ui import message_dialog, ssh_dialogs, target_dialog
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.target_desk import Standing
from openpalm_desktop.ui.target_dialog import TargetDialog, Way
from openpalm_desktop.ui.targets_dialog import TargetsDialog
from tests.deploy.fake_engine import FakeEngine
from tests.ui.hands import TWO_CHANNELS, Open, click, press, type_text, wait_for
from tests.ui.targets import Road, lead, page_of, use_local, wait_answered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpalm_desktop.ui.main_window import MainWindow
    from openpalm_desktop.ui.settings import Settings

GONE = EngineUnreachable("There is no engine at local.", "Is Docker running there? Start it.")


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved targets and Docker's contexts are the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))


@pytest.fixture
def road(monkeypatch: pytest.MonkeyPatch) -> Road:
    """The way to the one engine that there is."""
    return lead(monkeypatch, FakeEngine())


@pytest.fixture
def dialog(window: MainWindow, road: Road) -> TargetDialog:
    """The dialog that adds a target."""
    assert road.visitors == []
    save_targets({"attic": SavedTarget("ssh://attic.example.org")})
    made = TargetDialog(window, saved_targets())
    made.show()
    return made


def badge_words(window: MainWindow) -> str:
    """What the badge in the top bar says."""
    return window.top.target.accessibleName()


def choose_way(dialog: TargetDialog, way: Way) -> None:
    """Choose how a target is reached, by keys."""
    dialog.way.setFocus()
    dialog.way.setCurrentIndex(0)
    for _ in range(list(Way).index(way)):
        press(dialog.way, Qt.Key.Key_Down)
    assert dialog.kind is way


def offered(window: MainWindow) -> list[str]:
    """What the badge's menu offers."""
    menu = window.top.target.menu_
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if action.text()]


def add_context(tmp_path: Path, name: str) -> None:
    """Let Docker know a context."""
    folder = tmp_path / "docker" / "contexts" / "meta" / name
    folder.mkdir(parents=True)
    said = {"Name": name, "Endpoints": {"docker": {"Host": "tcp://192.0.2.1:2375"}}}
    (folder / "meta.json").write_text(json.dumps(said))


def test_the_badge_says_whether_the_target_answers(window: MainWindow, road: Road) -> None:
    assert badge_words(window) == "No target"
    use_local(window)
    assert badge_words(window) == "Target: This computer, reachable"
    assert [one.title for one in road.visitors] == ["local"]


def test_a_target_that_does_not_answer_says_why_and_what_to_do(
    window: MainWindow, road: Road
) -> None:
    road.in_the_way = [GONE]
    use_local(window)
    card = page_of(window).card
    assert badge_words(window) == "Target: This computer, unreachable"
    assert card.engine.text() == ("There is no engine at local. Is Docker running there? Start it.")
    click(card.again)
    wait_answered(window)
    assert badge_words(window) == "Target: This computer, reachable"


def test_the_menu_offers_contexts_and_saved_targets(window: MainWindow, tmp_path: Path) -> None:
    add_context(tmp_path, "basement")
    save_targets({"attic": SavedTarget("ssh://attic.example.org")})
    assert offered(window) == [
        "This computer",
        "Docker contexts",
        "basement",
        "Saved targets",
        "attic · ssh",
        "Add target…",
        "Manage targets…",
    ]


def test_the_menu_chooses_a_target(window: MainWindow, road: Road) -> None:
    offered(window)
    window.top.target.menu_.actions()[0].trigger()
    wait_answered(window)
    assert badge_words(window) == "Target: This computer, reachable"
    assert len(road.visitors) == 1


def test_the_target_is_remembered_for_each_stack_and_not_asked_unasked(
    open_window: Open, road: Road, tmp_path: Path, settings: Settings
) -> None:
    home, office = tmp_path / "home.yaml", tmp_path / "office.yaml"
    for path in (home, office):
        path.write_text(TWO_CHANNELS)
    use_local(open_window(path=home))
    visits = len(road.visitors)
    again = open_window(path=home)
    assert badge_words(again) == "Target: This computer, not asked"
    assert badge_words(open_window(path=office)) == "No target"
    assert len(road.visitors) == visits
    assert settings.target(home) == "local"


def test_a_server_is_added_by_keys_tested_and_used(
    window: MainWindow, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        target_dialog, "target_at", lambda saved, title: Target(title, saved.address)
    )

    def fill(dialog: TargetDialog) -> int:
        dialog.show()
        type_text(dialog.address, "eva@basement.example.org")
        type_text(dialog.name_line, "basement")
        click(dialog.test.button)
        wait_for(lambda: dialog.test.result.text().startswith("It answers: Fake 28.5.2"))
        assert dialog.action.isEnabled()
        click(dialog.action)
        return dialog.result()

    monkeypatch.setattr(TargetDialog, "exec", fill)
    window.top.target.adding_wanted.emit()
    assert saved_targets() == {"basement": SavedTarget("ssh://eva@basement.example.org")}
    assert window.document is not None
    assert window.document.target.sight.name == "basement"
    assert road.visitors[0].address == "ssh://eva@basement.example.org"


def test_a_test_that_fails_says_why(dialog: TargetDialog, road: Road) -> None:
    road.in_the_way = [GONE]
    choose_way(dialog, Way.SOCKET)
    type_text(dialog.address, "/run/other.sock")
    click(dialog.test.button)
    wait_for(lambda: "no engine" in dialog.test.result.text())
    assert dialog.test.result.text() == f"{GONE.sentence} {GONE.hint}"


def test_without_certificates_the_servers_name_has_to_be_typed(dialog: TargetDialog) -> None:
    choose_way(dialog, Way.TCP)
    type_text(dialog.address, "192.0.2.7:2375")
    type_text(dialog.name_line, "lab")
    assert dialog.confirmation.isVisible()
    assert not dialog.action.isEnabled()
    assert not dialog.test.button.isEnabled()
    assert "anybody on the way to 192.0.2.7" in dialog.warning.text()
    type_text(dialog.confirmation, "192.0.2.7")
    assert dialog.action.isEnabled()
    assert dialog.saved == SavedTarget("tcp://192.0.2.7:2375", None, insecure=True)


def test_a_folder_without_certificates_is_refused_in_words(
    dialog: TargetDialog, tmp_path: Path
) -> None:
    choose_way(dialog, Way.TCP)
    type_text(dialog.address, "server.example.org:2376")
    type_text(dialog.name_line, "server")
    dialog.folder.setText(str(tmp_path))
    assert dialog.note.text() == f"There is no ca.pem in {tmp_path}."
    assert not dialog.action.isEnabled()


def test_a_name_is_given_once(dialog: TargetDialog) -> None:
    choose_way(dialog, Way.SOCKET)
    type_text(dialog.address, "/run/other.sock")
    type_text(dialog.name_line, "attic")
    assert dialog.note.text() == "There is a target called attic already."
    assert not dialog.action.isEnabled()


def test_a_target_is_forgotten(window: MainWindow, road: Road) -> None:
    save_targets({"attic": SavedTarget("unix:///run/attic.sock")})
    assert window.document is not None
    window.document.target.choose("attic")
    wait_answered(window)
    dialog = TargetsDialog(window, window.document.target)
    dialog.show()
    assert dialog.list.item(0).text() == "attic  ·  unix:///run/attic.sock  ·  socket"
    click(dialog.remove)
    assert saved_targets() == {}
    assert badge_words(window) == "No target"
    assert len(road.visitors) == 1


def test_targets_that_cannot_be_read_are_said(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "config" / "openpalm-desktop" / "targets.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    assert window.document is not None
    dialog = TargetsDialog(window, window.document.target)
    assert "does not hold targets" in dialog.lead.text()


@pytest.fixture
def key(tmp_path: Path) -> HostKey:
    """The key of a server that nobody knows."""
    line = "attic.example.org ssh-ed25519 AAAAC3Nz"
    return HostKey("attic.example.org", "ED25519", "SHA256:abc", line, tmp_path / "known_hosts")


def answering(
    monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], do: Callable[[QDialog], None]
) -> list[QDialog]:
    """Let a person do something in each dialog of a kind."""
    shown: list[QDialog] = []

    def show(dialog: QDialog) -> int:
        shown.append(dialog)
        dialog.show()
        QApplication.processEvents()
        do(dialog)
        return dialog.result()

    monkeypatch.setattr(kind, "exec", show)
    return shown


def test_an_unknown_servers_key_is_compared_and_then_trusted(
    window: MainWindow, road: Road, key: HostKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    road.in_the_way = [UnknownHostKey(key)]
    shown = answering(
        monkeypatch,
        ssh_dialogs.HostKeyDialog,
        lambda one: click(one.findChildren(QPushButton)[-1]),
    )
    use_local(window)
    wait_answered(window)
    assert len(shown) == 1
    assert isinstance(shown[0], ssh_dialogs.HostKeyDialog)
    assert shown[0].fingerprint.text() == "ED25519 SHA256:abc"
    assert badge_words(window) == "Target: This computer, reachable"
    assert road.answers[-1].trusted == key


def test_enter_does_not_trust_a_key(
    window: MainWindow, road: Road, key: HostKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    road.in_the_way = [UnknownHostKey(key)]
    answering(monkeypatch, ssh_dialogs.HostKeyDialog, lambda one: press(one, Qt.Key.Key_Return))
    use_local(window)
    wait_answered(window)
    assert badge_words(window) == "Target: This computer, unreachable"
    assert page_of(window).card.answer.isVisible()
    assert all(one.trusted is None for one in road.answers)


def test_a_changed_key_is_an_alarm_that_nobody_can_agree_to(
    window: MainWindow, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    road.in_the_way = [ChangedHostKey("attic.example.org", "SHA256:new", "known_hosts:3")]
    shown = answering(
        monkeypatch, message_dialog.MessageDialog, lambda one: press(one, Qt.Key.Key_Return)
    )
    use_local(window)
    wait_answered(window)
    assert "shows another key (SHA256:new)" in shown[0].accessibleDescription()
    assert badge_words(window) == "Target: This computer, unreachable"
    assert len(road.visitors) == 1


def test_a_passphrase_is_asked_for_again_where_it_was_wrong_and_kept_nowhere(
    window: MainWindow, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Enter passphrase for key '/home/eva/.ssh/id_ed25519': "
    road.in_the_way = [
        SshQuestion(question, "attic"),
        SshQuestion(question, "attic", was_wrong=True),
    ]
    words = ["wrong", "open sesame"]

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, ssh_dialogs.QuestionDialog)
        assert not dialog.action.isEnabled()
        type_text(dialog.line, words.pop(0))
        press(dialog.line, Qt.Key.Key_Return)

    shown = answering(monkeypatch, ssh_dialogs.QuestionDialog, answer)
    use_local(window)
    wait_for(lambda: badge_words(window) == "Target: This computer, reachable")
    assert len(shown) == 2
    assert road.answers[-1].replies == {question: "open sesame"}
    assert "open sesame" not in repr(road.answers)


def test_asking_can_be_stopped(window: MainWindow, road: Road) -> None:
    window.show_section(Section.DEPLOY)
    card = page_of(window).card
    click(card.local)
    assert badge_words(window) == "Target: This computer, asking…"
    click(card.stop)
    assert badge_words(window) == "Target: This computer, not asked"
    assert len(road.visitors) <= 1


def test_of_two_visits_only_the_later_one_is_heard(window: MainWindow, road: Road) -> None:
    assert window.document is not None
    target = window.document.target
    road.in_the_way = [GONE]
    seen: list[Standing] = []
    target.changed.connect(lambda: seen.append(target.sight.standing))
    target.choose("local")
    target.choose("local")
    wait_for(lambda: target.sight.standing is Standing.REACHABLE)
    assert len(road.visitors) == 2
    assert Standing.UNREACHABLE not in seen
