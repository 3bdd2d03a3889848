"""Whole stories by keys and clicks, each from what a person wants to what a person gets."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit

from openpalm_desktop.__main__ import main
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui import messages, secret_desk
from openpalm_desktop.ui.channel_tabs import AdvancedTab, EnvironmentTab, GeneralTab
from openpalm_desktop.ui.domains_page import DomainsPage
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.message_dialog import MessageDialog
from openpalm_desktop.ui.navigation import Section, Tab
from openpalm_desktop.ui.preview_pane import Kind
from tests.ui.hands import Open, click, press, type_text, wait_for, wait_opened, wait_saved
from tests.ui.test_automations import THREE, builder, message, page_of, retype, tick
from tests.ui.test_secrets import secrets_of, set_value

HOUSE = """\
# Our house, since 2021.
version: 4
projectName: house
channels:
  blog:   # the family's
    label: Blog
    image: ghcr.io/example/blog:2
    exposure: public
    containerPort: 8080
    domains: [blog.example.org]
    dependsOn: [store]
  store:
    image: "example/store:1"
    containerPort: 3000
    pathPrefixes: [/store]
caddy: {email: me@example.org}
"""


def general(window: MainWindow) -> GeneralTab:
    page = window.channels.form.page(Tab.GENERAL)
    assert isinstance(page, GeneralTab)
    return page


def shown(window: MainWindow, kind: Kind) -> str:
    """What the preview of a kind of file shows."""
    window.preview.show_kind(kind)
    return window.preview.text.toPlainText()


def problems(window: MainWindow) -> list[str]:
    model = window.problems.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_new_stack_gets_channels_and_a_secret_and_becomes_a_folder(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_desk, "_PAUSE_MS", 0)
    window = open_window()
    spec, folder = tmp_path / "home.yaml", tmp_path / "out"

    window.channels.add(None)
    page = general(window)
    assert QApplication.focusWidget() is page.image.line
    type_text(page.image.line, "ghcr.io/example/blog:2")
    type_text(page.label.line, "Blog")
    type_text(page.container_port.line, "8080")
    click(page.reach.button(Exposure.LAN))
    type_text(page.paths.line, "/blog")
    press(page.paths.line, Qt.Key.Key_Return)
    click(window.channels.form.tabs, tab_place(window, Tab.ENVIRONMENT))
    environment = window.channels.form.page(Tab.ENVIRONMENT)
    assert isinstance(environment, EnvironmentTab)
    click(environment.env.add_button)
    name, value = environment.env.rows[0].lines
    type_text(name, "API_KEY")
    type_text(value, "${API_KEY}")
    assert "API_KEY" in shown(window, Kind.ENV)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(spec), ""))
    press(window, Qt.Key.Key_S, ctrl=True)
    wait_saved(window)
    assert main(["generate", str(spec), "--out", str(folder)]) == 1  # a value is missing
    secrets = secrets_of(window)
    secrets.show_secret("API_KEY")
    wait_for(secrets.form.set.isEnabled)
    set_value(secrets, "API_KEY", "not for others")
    assert main(["generate", str(spec), "--out", str(folder)]) == 0
    assert (folder / "docker-compose.yml").read_text() == shown(window, Kind.COMPOSE)
    assert "API_KEY='not for others'" in (folder / "env" / "channel-channel.env").read_text()
    assert "not for others" not in spec.read_text() + shown(window, Kind.ENV)


def test_an_old_file_is_converted_its_notes_are_read_and_it_stays_as_it_is(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def read(dialog: MessageDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel))

    monkeypatch.setattr(messages, "_tell", read)
    old = tmp_path / "v2.json"
    text = """{"version": 2, "accessScope": "public", "caddy": {"email": "me@example.net"},
 "channels": {
  "chat": {"enabled": true, "exposure": "lan", "config": {}},
  "my-svc": {"enabled": true, "exposure": "public", "image": "acme/svc:3",
             "containerPort": 8080, "hostPort": 9080, "domains": ["svc.example.net"],
             "config": {"SVC_TOKEN": "${SVC_TOKEN}"}}},
 "automations": []}"""
    old.write_text(text, encoding="utf-8")
    window = open_window()
    window.files.open_path(old)
    wait_opened(window)

    assert "v2.json was converted. The file itself stays as it is." in said
    assert any(line.startswith("•") for line in said)
    assert old.read_text(encoding="utf-8") == text
    assert window.top.name.text() == "New stack"
    assert window.channels.rows.names == ["chat", "my-svc"]
    assert "svc.example.net" in shown(window, Kind.CADDYFILE)

    new = tmp_path / "home.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(new), ""))
    press(window, Qt.Key.Key_S, ctrl=True)
    wait_saved(window)
    assert new.read_text(encoding="utf-8").startswith("version: 4\n")


def test_a_domain_is_broken_and_mended_through_the_problems(open_window: Open) -> None:
    window = open_window(HOUSE)
    window.channels.show_channel("blog")
    line = general(window).domains.line
    line.setFocus()
    type_text(line, "\b")  # the domain is text again
    type_text(line, "\b!")
    press(line, Qt.Key.Key_Return)
    assert any("no host name" in each for each in problems(window))
    stale = shown(window, Kind.CADDYFILE)  # the last good files stay
    assert "reverse_proxy channel-blog:8080" in stale
    assert "!" not in stale

    window.show_section(Section.OVERVIEW)
    pane = window.problems.list
    row = next(n for n, each in enumerate(problems(window)) if "no host name" in each)
    click(pane.viewport(), pane.visualRect(pane.model().index(row, 0)).center())
    assert window.sections.current is Section.CHANNELS
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused is general(window).domains.line
    assert focused.text() == "blog.example.or!"
    type_text(focused, "\b\b\bnet")
    press(focused, Qt.Key.Key_Return)
    assert not any("no host name" in each for each in problems(window))
    assert "blog.example.net" in shown(window, Kind.CADDYFILE)
    window.show_section(Section.DOMAINS)
    page = window.sections.page(Section.DOMAINS)
    assert isinstance(page, DomainsPage)
    type_text(page.tester.url, "https://blog.example.net/")
    assert page.tester.headline.text() == "Blog answers"


def test_a_channel_that_others_wait_for_is_renamed_and_named_back(open_window: Open) -> None:
    window = open_window(HOUSE)
    before = shown(window, Kind.COMPOSE)
    assert window.document is not None
    window.channels.show_channel("store")
    click(window.channels.form.tabs, tab_place(window, Tab.ADVANCED))
    page = window.channels.form.page(Tab.ADVANCED)
    assert isinstance(page, AdvancedTab)
    page.short_name.setFocus()
    page.short_name.selectAll()
    type_text(page.short_name, "pantry")
    press(page.short_name, Qt.Key.Key_Return)

    assert window.channels.current == "pantry"
    assert window.document.state.spec.channels["blog"].depends_on == ("pantry",)
    after = shown(window, Kind.COMPOSE)
    assert "channel-store" not in after
    assert after.count("channel-pantry") == before.count("channel-store")
    press(window, Qt.Key.Key_Z, ctrl=True)
    assert shown(window, Kind.COMPOSE) == before
    assert window.document.text == HOUSE


def test_a_schedule_is_built_and_typed_in_step(open_window: Open) -> None:
    window = open_window(THREE)
    window.show_section(Section.AUTOMATIONS)
    page = page_of(window)
    field = builder(page)
    tick(field, 1, 6, 2)  # the hour 6 instead of 2
    assert field.line.text() == "30 6 * * *"
    assert page.form.words.text() == "At 06:30 every day"
    retype(field.line, "15 22 * * 0")
    assert field.pickers[1].values.text() == "22"
    assert field.pickers[4].values.text() == "Sun"
    retype(field.line, "99 22 * * 0")
    assert message(page) != ""
    assert field.pickers[1].values.text() == "22"
    retype(field.line, "15 22 * * 0")
    assert "15 22 * * 0" in shown(window, Kind.AUTOMATIONS)


def test_everything_is_undone_back_to_the_very_same_file(open_window: Open, tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text(HOUSE, encoding="utf-8")
    window = open_window(path=path)
    document = window.document
    assert document is not None
    window.channels.show_channel("blog")
    type_text(general(window).image.line, "\b3")
    type_text(general(window).domains.line, "www.example.org")
    press(general(window).domains.line, Qt.Key.Key_Return)
    window.channels.add("chat")
    window.channels.table.selectAll()
    click(window.channels.several.reach.button(Exposure.HOST))
    press(window, Qt.Key.Key_S, ctrl=True)
    wait_saved(window)
    assert path.read_text(encoding="utf-8") != HOUSE
    window.channels.show_channel("store")
    window.channels.remove()
    assert "store" not in window.channels.rows.names

    while document.history.canUndo():
        press(window, Qt.Key.Key_Z, ctrl=True)
    press(window, Qt.Key.Key_S, ctrl=True)
    wait_saved(window)
    assert path.read_bytes() == HOUSE.encode()
    while document.history.canRedo():
        QTest.keyClick(
            window,
            Qt.Key.Key_Z,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
    assert "example/store:1" not in document.text
    assert "blog:3" in document.text


def tab_place(window: MainWindow, tab: Tab) -> QPoint:
    tabs = window.channels.form.tabs
    return tabs.tabRect(list(Tab).index(tab)).center()
