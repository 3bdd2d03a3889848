"""Certificates by ACME: what a real authority gives to a stack that was just deployed."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import yaml

from tests.deploy.deploying import channel
from tests.real.peers.acme import AUTHORITY, Acme, running_acme
from tests.real.peers.fetch import connected
from tests.real.peers.network import PUBLIC
from tests.real.test_stack_commands import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.real.peers.engine import Engine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("engine_version", ["28.5"], indirect=True),
]

PATIENCE = 30  # seconds for Caddy to ask and the authority to look
GOOD, ELSEWHERE, NOWHERE = "blog.example.org", "moved.example.org", "new.example.org"


@pytest.fixture
def acme(engine: Engine, tmp_path: Path) -> Iterator[Acme]:
    """An authority in the engine's public network, to which only one name leads to the engine."""
    folder = tmp_path / "acme"
    folder.mkdir()
    with running_acme(folder, engine.lan.public, PUBLIC.neighbour_v4) as one:
        one.answer(GOOD, PUBLIC.engine_v4)
        one.answer(ELSEWHERE, PUBLIC.neighbour_v4)
        yield one


@pytest.fixture
def person(engine: Engine, acme: Acme, tmp_path: Path) -> Person:
    """Somebody whose stack has three public names."""
    one = Person(engine, tmp_path)
    shutil.copy(acme.root, tmp_path / "authority.pem")
    names = {"blog": GOOD, "moved": ELSEWHERE, "new": NOWHERE}
    spec = {
        "version": 4,
        "projectName": "palm",
        "caddy": {
            "acme": acme.directory,
            "acmeCaRoot": "authority.pem",
            "email": "me@example.org",
        },
        "channels": {
            name: channel(exposure="public", domains=[domain]) for name, domain in names.items()
        },
    }
    one.spec.write_text(yaml.safe_dump(spec))
    return one


def issuer(engine: Engine, domain: str) -> str:
    """Who certified a name, as a visitor sees it; empty while nobody did."""
    try:
        der = engine.lan.public.inside(lambda: certificate_shown(domain))
    except OSError:
        return ""
    words = ["openssl", "x509", "-noout", "-issuer", "-ext", "subjectAltName"]
    pem = ssl.DER_cert_to_PEM_cert(der)
    done = subprocess.run(words, input=pem, capture_output=True, text=True, check=True)
    assert f"DNS:{domain}" in done.stdout
    return done.stdout.splitlines()[0]


def certificate_shown(domain: str) -> bytes:
    url = urlsplit(f"https://{domain}/")
    with connected(url, PUBLIC.engine_v4, 3) as connection:
        assert isinstance(connection, ssl.SSLSocket)
        return connection.getpeercert(binary_form=True) or b""


def test_a_public_channel_gets_its_certificate_from_the_authority_of_the_spec(
    person: Person, engine: Engine
) -> None:
    assert "Done: palm runs" in person.types("deploy", "openpalm.yaml", "--yes")
    until = time.monotonic() + PATIENCE
    while not (found := issuer(engine, GOOD)):
        assert time.monotonic() < until, f"nobody certified {GOOD}"
        time.sleep(0.1)
    assert AUTHORITY in found
    assert issuer(engine, ELSEWHERE) == issuer(engine, NOWHERE) == ""
    rows = json.loads(person.types("certificates", "openpalm.yaml", "--json", status=1))
    (told,) = [row for row in rows if row["site"] == GOOD]
    assert (told["standing"], told["authority"], told["names"]) == ("good", "public", [GOOD])
    assert AUTHORITY in told["issuer"]


def test_a_name_that_leads_nowhere_and_a_closed_port_have_a_sentence_each(person: Person) -> None:
    person.types("deploy", "openpalm.yaml", "--yes")
    until = time.monotonic() + PATIENCE
    while len(found := troubles(person)) < 2:
        assert time.monotonic() < until, found
        time.sleep(0.2)
    assert found == {ELSEWHERE: "port", NOWHERE: "dns"}
    said = person.types("certificates", "openpalm.yaml", status=1)
    assert f"The authority finds no address of {NOWHERE} in the DNS." in said
    assert f"The authority cannot reach {ELSEWHERE} from the internet." in said
    assert "ports 80 and 443 through to it" in said


def troubles(person: Person) -> dict[str, str]:
    """What kept names from their certificates, once Caddy has tried all ways."""
    rows = json.loads(person.types("certificates", "openpalm.yaml", "--json", status=1))
    assert {row["site"]: row["standing"] for row in rows}[GOOD] != "failed"
    return {row["site"]: row["problem"] for row in rows if row["standing"] == "failed"}
