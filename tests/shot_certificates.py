"""Pictures of the certificates in use: good ones, one that ends soon, one that Caddy cannot get."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from openpalm_desktop.deploy.root_certificate import root_certificate
from openpalm_desktop.ui.domains_page import DomainsPage, Part
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.navigation import Section
from openpalm_desktop.ui.root_dialog import RootDialog
from tests.deploy.certificates import LETS_ENCRYPT, certificate, stored
from tests.ui.running import deployed

_NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)  # of the engine in memory
_LEFT = (9, 61, 0.4, 75)
_PROBLEM = {
    "type": "urn:ietf:params:acme:error:dns",
    "detail": "DNS problem: NXDOMAIN looking up A for bot.example.org",
}


def show_certificates(window: MainWindow) -> None:
    """Look at the certificates of a stack that runs."""
    document = window.document
    if document is None:
        return
    engine = deployed(document.state.spec)
    domains = [one.domain for one in document.state.product.stack.sites if one.domain]
    failed, *others = domains
    kept = []
    for domain, days in zip(others, _LEFT, strict=False):
        is_own = days < 1
        ends = _NOW + timedelta(days=days)
        lasts = timedelta(hours=12) if is_own else timedelta(days=90)
        issuer = "Caddy Local Authority" if is_own else "Let's Encrypt"
        pem = certificate(domain, issuer, ends - lasts, ends)
        kept.append(stored("local" if is_own else LETS_ENCRYPT, domain, pem))
    engine.caddy_certificates = "".join(kept)
    said = {"level": "error", "logger": "tls", "identifier": failed, "problem": _PROBLEM}
    engine.printed = {name: [json.dumps(said)] for name in engine.names()}
    document.running.look_at("basement", engine)
    window.show_section(Section.DOMAINS)
    cast("DomainsPage", window.sections.page(Section.DOMAINS)).show_part(Part.IN_USE)
    QTest.qWait(800)


def root_dialog(window: MainWindow) -> QDialog:
    """Return the dialog with Caddy's root certificate."""
    name = "Caddy Local Authority - 2027 ECC Root"
    pem = certificate(name, name, _NOW, _NOW + timedelta(days=3600))
    return RootDialog(root_certificate(pem), Path(), window)
