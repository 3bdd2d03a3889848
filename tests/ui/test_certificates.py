"""The certificates in use in Domains & TLS, and Caddy's root for devices."""

from __future__ import annotations

import json
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtWidgets import QFileDialog

from openpalm_desktop.model.problem import Severity
from openpalm_desktop.ui.domains_page import DomainsPage, Part
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.root_dialog import RootDialog
from openpalm_desktop.ui.site_tree import Column, SiteRows
from tests.deploy.certificates import LETS_ENCRYPT, certificate, stored
from tests.ui.hands import click, wait_for
from tests.ui.running import chosen

if TYPE_CHECKING:
    from pathlib import Path

    from openpalm_desktop.ui.main_window import MainWindow
    from tests.deploy.fake_engine import FakeEngine

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)  # the engine's
BLOG = "blog.example.org"
CADDY = "home-caddy-1"


@pytest.fixture
def engine(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The window's target, on which its stack runs; its Caddy has no certificate yet."""
    return chosen(window, monkeypatch)


def opened(window: MainWindow) -> DomainsPage:
    """The section, at its certificates, once they were looked at."""
    window.show_section(Section.DOMAINS)
    page = cast("DomainsPage", window.sections.page(Section.DOMAINS))
    page.show_part(Part.IN_USE)
    wait_for(lambda: page.watch.look is not None)
    return page


def keep(engine: FakeEngine, days: float) -> None:
    """Let Caddy have a certificate for the blog that is valid for some days more."""
    ends = NOW + timedelta(days=days)
    pem = certificate(BLOG, "Let's Encrypt", ends - timedelta(days=90), ends)
    engine.caddy_certificates = stored(LETS_ENCRYPT, BLOG, pem)


def row(page: DomainsPage) -> list[str]:
    """What the table says of the only site."""
    assert page.in_use.table.rowCount() == 1
    items = [page.in_use.table.item(0, column) for column in range(4)]
    return [item.text() for item in items if item is not None]


def mark(page: DomainsPage) -> object:
    """The mark of the site in the tree."""
    rows = page.tree.rows
    for number in range(rows.rowCount()):
        if rows.index(number, Column.ADDRESS).data() == BLOG:
            return rows.index(number, Column.CERTIFICATE).data(SiteRows.SEVERITY)
    raise LookupError(BLOG)


def test_a_good_certificate_is_shown_without_a_mark(window: MainWindow, engine: FakeEngine) -> None:
    keep(engine, 40)
    page = opened(window)
    site, state, by, left = row(page)
    assert (site, state, by, left) == (BLOG, "Valid", "Let's Encrypt", "39 days")
    assert f"Made out to {BLOG}" in page.in_use.detail.text()
    assert mark(page) is None


@pytest.mark.parametrize(
    ("days", "state", "severity"),
    [(13, "Ends soon", Severity.WARNING), (-2, "Expired", Severity.ERROR)],
)
def test_one_that_was_not_renewed_is_marked(
    window: MainWindow, engine: FakeEngine, days: float, state: str, severity: Severity
) -> None:
    keep(engine, days)
    page = opened(window)
    assert row(page)[1] == state
    assert mark(page) == severity


def test_one_that_is_not_there_says_why_and_is_seen_once_it_comes(
    window: MainWindow, engine: FakeEngine
) -> None:
    problem = {"type": "urn:ietf:params:acme:error:dns", "detail": "NXDOMAIN looking up A"}
    said = {"level": "error", "logger": "tls.issuance.acme", "identifier": BLOG, "problem": problem}
    engine.printed[CADDY] = [json.dumps(said)]
    page = opened(window)
    assert row(page)[1:3] == ["Failed", "–"]
    text = page.in_use.detail.text()
    assert f"The authority finds no address of {BLOG} in the DNS." in text
    assert "NXDOMAIN looking up A" in text
    assert mark(page) == Severity.ERROR
    keep(engine, 89)
    click(page.in_use.again)
    wait_for(lambda: row(page)[1] == "Valid")
    assert mark(page) is None


def test_without_a_caddy_that_runs_it_says_so(window: MainWindow, engine: FakeEngine) -> None:
    engine.becomes(CADDY, state="exited")
    window.show_section(Section.DOMAINS)
    page = cast("DomainsPage", window.sections.page(Section.DOMAINS))
    said = "Caddy does not run on the target, so there are no certificates to see."
    wait_for(lambda: page.in_use.said.text() == said)
    assert not page.in_use.root.isEnabled()


def test_nobody_is_asked_while_nobody_looks(window: MainWindow, engine: FakeEngine) -> None:
    assert window.document is not None
    desk = window.document.running
    page = opened(window)
    seen = page.watch.look
    window.show_section(Section.OVERVIEW)
    engine.becomes(CADDY, state="exited")
    wait_for(lambda: any(not one.is_running for one in desk.running.containers))
    assert page.watch.look is seen
    assert len([call for call in engine.calls if "*.crt" in call]) == 1
    window.show_section(Section.DOMAINS)
    wait_for(lambda: page.watch.look is None)


def test_caddys_root_is_saved_for_devices(
    window: MainWindow, engine: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(engine, 40)
    root = certificate("Caddy Local Authority", "Caddy", NOW, NOW + timedelta(days=3600))
    engine.caddy_root = root
    page = opened(window)
    click(page.in_use.root)
    wait_for(lambda: bool(window.findChildren(RootDialog)))
    (dialog,) = window.findChildren(RootDialog)
    for button, name in ((dialog.crt, "root.crt"), (dialog.cer, "root.cer")):
        path = str(tmp_path / name)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (path, ""))
        button.click()
        assert dialog.said.text() == f"Saved: {name}"
    assert (tmp_path / "root.crt").read_text() == root
    assert (tmp_path / "root.cer").read_bytes() == ssl.PEM_cert_to_DER_cert(root)
    steps = set()
    for at in range(dialog.tabs.count()):
        dialog.tabs.setCurrentIndex(at)
        steps.add(dialog.steps.text())
    assert len(steps) == dialog.tabs.count() == 6
