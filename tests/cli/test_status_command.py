"""`status`: what it tells of certificates beside the containers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from openpalm_desktop.cli import commands, status
from openpalm_desktop.deploy.engine import Ran
from tests.deploy.certificates import LETS_ENCRYPT, certificate, stored
from tests.deploy.deploying import Deploying, channel, wanted_of
from tests.deploy.fake_engine import NOW, FakeEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SPEC: dict[str, Any] = {
    "version": 4,
    "accessScope": "public",
    "caddy": {"email": "me@example.org"},
    "channels": {
        "chat": channel(domains=["chat.example.org"], exposure="public"),
        "blog": channel(domains=["blog.example.org"], exposure="public"),
        "shop": channel(domains=["shop.example.org"], exposure="public"),
    },
}
FAILED = {
    "level": "error",
    "logger": "tls.issuance.acme.acme_client",
    "msg": "challenge failed",
    "identifier": "blog.example.org",
    "problem": {
        "type": "urn:ietf:params:acme:error:dns",
        "detail": "DNS problem: NXDOMAIN looking up A",
    },
}


def lasting(domain: str, days: int) -> str:
    """A certificate in Caddy's storage that is valid for so many days more."""
    now = datetime.fromisoformat(f"{NOW[:19]}+00:00").astimezone(UTC)
    ends = now + timedelta(days=days, hours=1)
    pem = certificate(domain, "Let's Encrypt", now - timedelta(days=90 - days), ends)
    return stored(LETS_ENCRYPT, domain, pem)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """An engine that runs the stack: one site is certified, one fails, one ends soon."""
    made = FakeEngine(wanted_of(SPEC).images)
    Deploying(made).deploy(SPEC)
    made.caddy_certificates = "\n".join(
        [lasting("chat.example.org", 60), lasting("shop.example.org", 5)]
    )
    made.printed["openpalm-caddy-1"] = [json.dumps(FAILED)]
    made.calls.clear()
    monkeypatch.setattr(status, "open_engine", lambda _: made)
    return made


Asked = tuple[int, str, str]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Asked]:
    """Runs `status`: its exit status, what it prints, and what it says beside that."""
    spec = tmp_path / "openpalm.yaml"
    spec.write_text(yaml.safe_dump(SPEC, sort_keys=False))

    def asked(*words: str, stack: Sequence[str] = (str(spec),)) -> Asked:
        code = commands.run(["status", *stack, *words, "--target", "local"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def test_each_certificate_has_a_line_and_a_bad_one_does_not_count_as_a_container(
    engine: FakeEngine, ask: Callable[..., Asked]
) -> None:
    code, said, _ = ask()
    assert code == 0
    told = said.partition("\nCertificates:\n")[2].splitlines()
    why = "The authority finds no address of blog.example.org in the DNS."
    assert told == [
        "  chat.example.org: until 2027-04-30, 60 days left",
        f"  blog.example.org: failed: {why}",
        "  shop.example.org: ends soon: until 2027-03-06, 5 days left",
        "The command `certificates` tells more.",
    ]
    assert [call for call in engine.calls if call.startswith("run ")] == [
        call for call in engine.calls if "*.crt" in call
    ]


def test_where_all_is_well_there_is_no_more_to_tell(
    engine: FakeEngine, ask: Callable[..., Asked]
) -> None:
    names = ("chat", "blog", "shop")
    engine.caddy_certificates = "\n".join(lasting(f"{name}.example.org", 60) for name in names)
    assert ask()[1].endswith("\n  shop.example.org: until 2027-04-30, 60 days left\n")


@pytest.mark.usefixtures("engine")
def test_json_has_them_at_caddys_container(ask: Callable[..., Asked]) -> None:
    rows = {row["service"]: row["certificates"] for row in json.loads(ask("--json")[1])}
    assert {name: rows[name] for name in rows if rows[name] is not None} == {"caddy": rows["caddy"]}
    assert {one["site"]: one["standing"] for one in rows["caddy"]} == {
        "chat.example.org": "good",
        "blog.example.org": "failed",
        "shop.example.org": "late",
    }


def test_without_a_spec_it_is_what_caddy_keeps(
    engine: FakeEngine, ask: Callable[..., Asked]
) -> None:
    said = ask(stack=("--project", "openpalm"))[1]
    assert "  chat.example.org: until 2027-04-30, 60 days left\n" in said
    assert "blog.example.org" not in said
    engine.caddy_certificates = ""
    assert "Certificates" not in ask(stack=("--project", "openpalm"))[1]


def test_caddy_is_asked_only_where_it_is_meant_and_runs(
    engine: FakeEngine, ask: Callable[..., Asked]
) -> None:
    assert "Certificates" not in ask("channel-chat")[1]
    engine.becomes("openpalm-caddy-1", state="exited", status="Exited (1) 2 seconds ago")
    code, said, beside = ask()
    assert (code, beside) == (1, "")
    assert "Certificates" not in said
    assert not [call for call in engine.calls if call.startswith("run ")]


def test_a_storage_that_cannot_be_read_holds_up_nothing_else(
    engine: FakeEngine, ask: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "run", lambda *_: Ran(127, "sh: not found"))
    code, said, beside = ask()
    assert code == 0
    assert "channel-chat" in said
    assert "Caddy’s certificates could not be read: sh: not found" in beside
    rows = {row["service"]: row["certificates"] for row in json.loads(ask("--json")[1])}
    assert rows["caddy"] is None
