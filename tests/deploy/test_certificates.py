"""What Caddy's log says of certificates, and how old ones are."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from openpalm_desktop.deploy.caddy_storage import NoRoot, StoredCertificate
from openpalm_desktop.deploy.caddy_troubles import troubles_in
from openpalm_desktop.deploy.issued_certificate import Authority, IssuedCertificate, issued
from openpalm_desktop.deploy.root_certificate import root_certificate
from openpalm_desktop.deploy.site_certificates import (
    SiteCertificate,
    Standing,
    wanted_certificates,
)
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.certificates import LETS_ENCRYPT, certificate
from tests.deploy.deploying import channel

ACME = "urn:ietf:params:acme:error:"
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def line(msg: str, domain: str = "a.example.org", level: str = "error", **more: Any) -> str:
    """A line of Caddy's log."""
    said = {"level": level, "ts": 1.0, "logger": "tls.obtain", "msg": msg, "identifier": domain}
    return json.dumps(said | more)


def challenge(kind: str, detail: str) -> str:
    """What Caddy logs when an authority does not believe it."""
    problem = {"type": f"{ACME}{kind}", "title": "", "detail": detail, "subproblems": []}
    return line("challenge failed", logger="tls.issuance.acme.acme_client", problem=problem)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (challenge("dns", "DNS problem: NXDOMAIN looking up A for a.example.org"), "dns"),
        (challenge("connection", "203.0.113.4: Timeout during connect"), "port"),
        (challenge("unauthorized", "Invalid response from http://a.example.org: 404"), "elsewhere"),
        (challenge("caa", "CAA record for a.example.org prevents issuance"), "caa"),
        (challenge("rejectedIdentifier", "Domain name does not end with a public"), "name"),
        (line("x", error=f"HTTP 429 {ACME}rateLimited - too many certificates"), "limit"),
        (line("x", error='Get "https://ca/dir": dial tcp: lookup ca: no such host'), "unreachable"),
        (line("x", error='Get "https://ca/dir": tls: x509: unknown authority'), "untrusted"),
        (line("x", error="something new"), "other"),
    ],
)
def test_each_trouble_has_its_own_sentence(said: str, code: str) -> None:
    found = troubles_in(f"not JSON\n{{broken\n{said}\n")["a.example.org"]
    assert found.code == code
    assert found.sentence.endswith(".")
    assert found.hint.endswith(".")
    assert found.said


def test_the_telling_words_count_not_what_says_once_more_that_it_failed() -> None:
    retry = line("will retry", "", error="[a.example.org] Obtain: failed")
    log = "\n".join([challenge("dns", "NXDOMAIN"), retry])
    assert troubles_in(log)["a.example.org"].code == "dns"
    later = "\n".join([log, challenge("connection", "refused")])
    assert troubles_in(later)["a.example.org"].code == "port"


def test_what_went_well_since_is_no_trouble_and_others_are_left_alone() -> None:
    done = line("certificate obtained successfully", level="info")
    other = line("x", "b.example.org", error="something")
    log = "\n".join([challenge("dns", "NXDOMAIN"), other, done])
    assert set(troubles_in(log)) == {"b.example.org"}
    assert troubles_in(line("x", logger="http.log.error", error="dial tcp")) == {}


@pytest.mark.parametrize(
    ("days", "left", "standing"),
    [
        (90, timedelta(days=40), Standing.GOOD),
        (90, timedelta(days=14, hours=1), Standing.GOOD),
        (90, timedelta(days=13), Standing.LATE),
        (90, timedelta(days=-1), Standing.EXPIRED),
        (0.5, timedelta(hours=5), Standing.GOOD),  # Caddy's own live for half a day
        (0.5, timedelta(hours=1), Standing.LATE),
    ],
)
def test_a_certificate_is_late_when_it_should_have_been_renewed(
    days: float, left: timedelta, standing: Standing
) -> None:
    ends = NOW + left
    begins = ends - timedelta(days=days)
    one = IssuedCertificate(Authority.PUBLIC, "Let's Encrypt", "x", ("*.a.org",), begins, ends)
    assert SiteCertificate("b.a.org", one, None).standing(NOW) is standing
    assert one.is_for("b.a.org")
    assert not one.is_for("a.org")
    assert one.days_left(NOW) == max(0, left.days)


def test_an_authority_has_its_folder_as_caddy_calls_it() -> None:
    data = {
        "version": 4,
        "accessScope": "public",
        "caddy": {"acme": "letsencrypt-staging"},
        "channels": {
            "a": channel(domains=["a.example.org"], exposure="public"),
            "b": channel(domains=["b.home.arpa", "fd00::1"], internalTls=True),
        },
    }
    spec = StackSpec.from_data(data)
    assert wanted_certificates(resolved(spec).sites, spec.caddy) == {
        "a.example.org": "acme-staging-v02.api.letsencrypt.org-directory",
        "b.home.arpa": "local",
        "fd00::1": "local",
    }


def test_of_a_root_only_what_its_fingerprint_is_of_is_kept() -> None:
    root, other = (certificate(name, "x", NOW, NOW + timedelta(days=9)) for name in ("a", "b"))
    found = root_certificate(f"{root}{other}-----BEGIN PRIVATE KEY-----\n")
    assert found.name == "a"
    assert found.pem == root


@pytest.mark.parametrize("cut", [0, 30, 200])
def test_a_damaged_certificate_is_none_and_a_damaged_root_a_sentence(cut: int) -> None:
    pem = certificate("a.example.org", "x", NOW, NOW + timedelta(days=9))
    damaged = f"{pem[: len(pem) - 60 - cut]}\n-----END CERTIFICATE-----\n"
    assert issued(StoredCertificate(LETS_ENCRYPT, damaged)) is None
    with pytest.raises(NoRoot, match="root certificate is none"):
        root_certificate(damaged)


def test_a_line_of_the_log_that_nests_without_end_is_left_alone() -> None:
    assert troubles_in('{"a":' * 100_000) == {}
