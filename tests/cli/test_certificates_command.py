"""`certificates`: what it asks an engine for."""

import os
from collections.abc import Generator, Mapping
from datetime import UTC, datetime

import pytest

from openpalm_desktop.cli import certificates, commands
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.deploy.site_certificates import CertificateLook

SPEC = b"""\
version: 4
channels:
  notes: {image: notes, domains: [notes.example.org], containerPort: 80, exposure: public}
"""


def test_a_spec_that_comes_through_a_pipe_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def look(
        _engine: object, _project: str, wanted: Mapping[str, str] | None
    ) -> Generator[Progress, None, CertificateLook]:
        asked.extend(wanted or ())
        yield Progress("Looking")
        return CertificateLook((), datetime.now(UTC))

    monkeypatch.setattr(certificates, "open_engine", lambda _: None)
    monkeypatch.setattr(certificates, "look_at_certificates", look)
    reading, writing = os.pipe()
    os.write(writing, SPEC)
    os.close(writing)
    assert commands.run(["certificates", f"/dev/fd/{reading}", "--target", "local"]) == 0
    os.close(reading)
    assert asked == ["notes.example.org"]
