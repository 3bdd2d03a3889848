"""A login to the registry of a private image, asked for where it is missed and kept."""

from __future__ import annotations

from threading import Event, current_thread
from typing import TYPE_CHECKING

import pytest
from keyring.errors import KeyringLocked as Locked

from openpalm_desktop.deploy.engine import EngineImage
from openpalm_desktop.deploy.keyring_store import KeyringStore
from openpalm_desktop.deploy.registry_login import LoginStore
from openpalm_desktop.ui import registry_dialog
from openpalm_desktop.ui.deploy_desk import Stage
from openpalm_desktop.ui.registry_dialog import RegistryDialog
from tests.deploy.fake_engine import FakeEngine
from tests.deploy.fake_keyring import FakeKeyring
from tests.ui.hands import Open, click, type_text, wait_for
from tests.ui.targets import deploying, lead, page_of, plan, use_local, wait_planned

if TYPE_CHECKING:
    from openpalm_desktop.ui.main_window import MainWindow

PRIVATE = "registry.example.org/team/blog:1"
STACK = f"""\
version: 4
projectName: home
channels:
  blog: {{image: "{PRIVATE}", exposure: lan, containerPort: 8080, hostPort: 8080}}
"""
SAID = "does not know me by this password. Check both; many registries want a token"


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> FakeKeyring:
    """The keyring of this computer, empty."""
    made = FakeKeyring()
    store = LoginStore(KeyringStore("(registries)", made.find))
    monkeypatch.setattr(registry_dialog, "LoginStore", lambda: store)
    return made


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """An engine whose registry wants to know who asks."""
    made = FakeEngine()
    made.registry = {PRIVATE: EngineImage("sha256:1", (PRIVATE,), ())}
    made.private = {"registry.example.org"}
    lead(monkeypatch, made)
    return made


@pytest.fixture
def home(open_window: Open, engine: FakeEngine) -> MainWindow:
    """A window whose plan is blocked by the registry."""
    assert engine.private
    window = open_window(STACK)
    use_local(window)
    plan(window)
    return window


def log_in(dialog: RegistryDialog, password: str) -> None:
    """Type a login and press the button."""
    dialog.user.clear()
    dialog.password.clear()
    type_text(dialog.user, "me")
    type_text(dialog.password, password)
    click(dialog.action)
    wait_for(lambda: dialog.action.isEnabled() or not dialog.isVisible())


def test_the_plan_offers_a_login_which_is_tried_kept_and_used(
    home: MainWindow, keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = page_of(home).sheet
    assert "registry.example.org wants a login" in sheet.lead.text()
    assert sheet.link.text() == "Log in to registry.example.org…"
    notes: list[str] = []

    def answer(dialog: RegistryDialog) -> bool:
        dialog.show()
        assert not dialog.action.isEnabled()
        log_in(dialog, "guessed")
        notes.append(dialog.note.text())
        assert keyring.entries == {}
        log_in(dialog, "open sesame")
        return not dialog.isVisible()

    monkeypatch.setattr(RegistryDialog, "exec", answer)
    click(sheet.link)
    assert SAID in notes[0]
    kept = LoginStore(KeyringStore("(registries)", keyring.find))
    assert kept.registries() == ["registry.example.org"]
    wait_planned(home)
    wait_for(lambda: deploying(home).doing.stage is Stage.PLANNED)
    made = deploying(home).doing.plan
    assert made is not None
    assert made.blocked == ()
    assert "open sesame" not in f"{made}{made!r}{kept.find('registry.example.org')!r}"


def test_a_keyring_that_is_locked_is_told_of_and_nothing_is_kept(
    home: MainWindow, keyring: FakeKeyring
) -> None:
    keyring.raises = Locked()
    dialog = RegistryDialog(home, "registry.example.org", None)
    dialog.show()
    log_in(dialog, "open sesame")
    assert dialog.note.text().startswith("The keyring of this computer is locked. Unlock it")
    assert dialog.isVisible()
    dialog.reject()


def test_a_login_is_not_kept_that_was_given_up_while_it_was_tried(
    home: MainWindow, engine: FakeEngine, keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    trying, is_given_up = [], Event()

    def check(_: object) -> None:
        trying.append(current_thread())
        assert is_given_up.wait(5)

    monkeypatch.setattr(engine, "check_login", check)
    dialog = RegistryDialog(home, "registry.example.org", engine)
    dialog.show()
    type_text(dialog.user, "me")
    type_text(dialog.password, "open sesame")
    click(dialog.action)
    wait_for(lambda: bool(trying))
    click(dialog.cancel)
    is_given_up.set()
    trying[0].join(5)
    assert not dialog.isVisible()
    assert keyring.entries == {}
