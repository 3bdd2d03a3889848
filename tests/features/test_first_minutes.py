"""From nothing to a saved stack, by hand."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.ui.channel_tabs import GeneralTab
from openpalm_desktop.ui.domains_page import DomainsPage
from openpalm_desktop.ui.navigation import Tab
from openpalm_desktop.ui.preview_pane import Kind
from tests.ui.hands import Open, click, press, type_text, wait_saved


def test_a_person_adds_a_site_sees_its_caddyfile_and_saves(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    document = window.document
    assert document is not None

    window.channels.add(None)
    page = window.channels.form.page(Tab.GENERAL)
    assert isinstance(page, GeneralTab)
    assert QApplication.focusWidget() is page.image.line
    type_text(page.image.line, "ghcr.io/example/blog:2")
    type_text(page.label.line, "Blog")
    type_text(page.container_port.line, "8080")
    click(page.reach.button(Exposure.PUBLIC))
    type_text(page.domains.line, "blog.example.org")
    press(page.domains.line, Qt.Key.Key_Return)
    window.go_to(("caddy", "email"))
    domains = window.findChild(DomainsPage)
    assert isinstance(domains, DomainsPage)
    type_text(domains.certificates.email.line, "me@example.org")
    window.preview.show_kind(Kind.CADDYFILE)
    text = window.preview.text.toPlainText()
    assert "email me@example.org" in text
    assert "reverse_proxy channel-channel:8080" in text
    assert not document.state.is_stale

    target = tmp_path / "home.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(window, Qt.Key.Key_S, ctrl=True)
    wait_saved(window)
    read = read_spec(target.read_text(encoding="utf-8"))
    assert isinstance(read, SpecFile)
    assert read.spec == document.state.spec
    assert window.close()
