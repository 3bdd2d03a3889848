"""The certificates of a stack on a real engine, as its real Caddy keeps and serves them."""

from __future__ import annotations

import json
import socket
import ssl
import time
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.issued_certificate import Authority
from openpalm_desktop.deploy.site_certificates import (
    CertificateLook,
    Standing,
    look_at_certificates,
    wanted_certificates,
)
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import Deploying, channel
from tests.real.peers import images
from tests.real.test_deploy_remotely import result_of
from tests.real.test_stack_commands import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.real.peers.engine import Engine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("engine_version", ["28.5"], indirect=True),
]

SPEC: dict[str, Any] = {
    "version": 4,
    "accessScope": "public",
    "caddy": {"acme": "https://127.0.0.1:1/dir", "email": "me@example.org"},
    "channels": {
        "chat": channel(domains=["chat.home.arpa", "192.168.77.1"], internalTls=True),
        "blog": channel(domains=["blog.example.org"], exposure="public"),
    },
}


@pytest.fixture
def stack(engine: Engine) -> Iterator[Deploying]:
    """A stack that was just deployed."""
    opened = DockerEngine(Target("test", engine.host))
    images.load_stub(engine, "openpalm-test/stub", port=8080)
    made = Deploying(opened)
    made.deploy(SPEC)
    yield made
    opened.close()


def look_until(
    stack: Deploying, is_so: Callable[[dict[str, Standing]], bool]
) -> tuple[CertificateLook, dict[str, Standing]]:
    """Look at the certificates of the stack's sites until they are as wanted."""
    spec = StackSpec.from_data(SPEC)
    wanted = wanted_certificates(resolved(spec).sites, spec.caddy)
    until = time.monotonic() + 30
    while True:
        look: CertificateLook = result_of(look_at_certificates(stack.engine, "openpalm", wanted))
        found = {one.domain: one.standing(look.at) for one in look.sites}
        assert is_so(found) or time.monotonic() < until, look
        if is_so(found):
            return look, found
        time.sleep(0.2)


def test_each_site_tells_who_certified_it_or_why_nobody_did(
    stack: Deploying, engine: Engine, tmp_path: Path
) -> None:
    look, found = look_until(stack, lambda all_: Standing.AWAITED not in all_.values())
    assert found == {
        "chat.home.arpa": Standing.GOOD,
        "192.168.77.1": Standing.GOOD,
        "blog.example.org": Standing.FAILED,
    }
    by_domain = {one.domain: one for one in look.sites}
    chat = by_domain["chat.home.arpa"].certificate
    assert chat is not None
    assert (chat.authority, chat.names) == (Authority.INTERNAL, ("chat.home.arpa",))
    assert chat.begins < look.at < chat.ends
    trouble = by_domain["blog.example.org"].trouble
    assert trouble is not None
    assert trouble.sentence == "Caddy does not reach the certificate authority."
    assert "127.0.0.1:1" in trouble.said
    check_commands(engine, tmp_path)


def check_commands(engine: Engine, folder: Path) -> None:
    """The command line says the same, and its root makes browsers believe Caddy; it is no key."""
    person = Person(engine, folder)
    person.spec.write_text(yaml.safe_dump(SPEC))
    rows = json.loads(person.types("certificates", "openpalm.yaml", "--json", status=1))
    assert {row["site"]: (row["standing"], row["problem"]) for row in rows} == {
        "chat.home.arpa": ("good", None),
        "192.168.77.1": ("good", None),
        "blog.example.org": ("failed", "unreachable"),
    }
    shown = person.types("certificates", "--project", "openpalm")
    assert "chat.home.arpa  good" in shown
    assert "Caddy Local Authority" in shown
    told = person.types("status", "openpalm.yaml").partition("\nCertificates:\n")[2]
    assert "  chat.home.arpa: until 2" in told
    assert "  blog.example.org: failed: Caddy does not reach the certificate authority." in told
    person.types("certificates", "openpalm.yaml", "--root", "root.pem")
    person.types("certificates", "openpalm.yaml", "--root", "root.cer")
    pem = (folder / "root.pem").read_text()
    assert ssl.PEM_cert_to_DER_cert(pem) == (folder / "root.cer").read_bytes()
    assert "PRIVATE" not in "".join([pem, *person.said])
    trusting = ssl.create_default_context(cadata=pem)
    names = engine.lan.engine.inside(lambda: names_shown("chat.home.arpa", trusting))
    assert names == [("DNS", "chat.home.arpa")]


def names_shown(host: str, trusting: ssl.SSLContext) -> Any:
    """The names in the certificate that a site shows to somebody who checks it."""
    plain = socket.create_connection(("127.0.0.1", 443), 10)
    with trusting.wrap_socket(plain, server_hostname=host) as secured:
        return list((secured.getpeercert() or {})["subjectAltName"])
