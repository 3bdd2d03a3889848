"""Host names: one spelling for what is one host, and none for what is no host."""

import pytest
from hypothesis import given

from openpalm_desktop.model.domain import (
    canonical_domain,
    gets_public_certificate,
    has_port,
    is_address,
    is_wildcard,
)
from tests.strategies import any_text

LABEL = "x" * 63


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("example.org", "example.org"),
        ("EXAMPLE.Org", "example.org"),
        ("example.org.", "example.org"),
        (" example.org\n", "example.org"),
        ("example.org:8443", "example.org"),
        ("https://example.org", "example.org"),
        ("HTTP://Example.org:80/", "example.org"),
        ("localhost", "localhost"),
        ("nas", "nas"),
        ("my_nas.lan", "my_nas.lan"),
        ("_acme.example.org", "_acme.example.org"),
        ("a-b.c--d.org", "a-b.c--d.org"),
        ("1.example.org", "1.example.org"),
        ("3com.com", "3com.com"),
        ("*.example.org", "*.example.org"),
        ("*.Bücher.example", "*.xn--bcher-kva.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("bücher。example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("GROẞ.example", "xn--gro-7ka.example"),
        ("βόλος.example", "xn--nxasmm1c.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        (f"{LABEL}.org", f"{LABEL}.org"),
        (".".join(["x" * 49] * 5), ".".join(["x" * 49] * 5)),
        ("192.168.1.5", "192.168.1.5"),
        ("192.168.1.5:8080", "192.168.1.5"),
        ("::1", "[::1]"),
        ("[::1]", "[::1]"),
        ("[::1]:443", "[::1]"),
        ("https://[FD00:0:0::0001]/", "[fd00::1]"),
        ("::ffff:1.2.3.4", "[::ffff:102:304]"),
    ],
)
def test_one_spelling_of_a_host(text: str, domain: str) -> None:
    found = canonical_domain(text)
    assert found is not None
    assert found.replace("[::ffff:1.2.3.4]", "[::ffff:102:304]") == domain


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "..",
        "a..",
        "a..b",
        ".a",
        ".example.org",
        "a b.org",
        "example.org/path",
        "https://example.org/path",
        "user@example.org",
        "ftp://example.org",
        "-a.org",
        "a-.org",
        "a.-b",
        f"{LABEL}x.org",
        ".".join(["x" * 49] * 6),
        "ü" * 60 + ".org",
        "*",
        "*.",
        "*.*.example.org",
        "foo.*.org",
        "*foo.org",
        "foo*.org",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.4/24",
        "example.123",
        "[1.2.3.4]",
        "[::1",
        "::1]",
        "[[::1]]",
        "[]",
        ":::",
        "fe80::1%eth0",
        "[fe80::1%}]",
        "example.org:port",
        "example.org:80:80",
        "example.com }\n:80 {",
        "a\nb",
        "a,b",
        "a{b}",
        "{env.HOST}",
        "exa$mple.org",
        "\ud800.org",
        "a\u2028b.org",
    ],
)
def test_no_host(text: str) -> None:
    assert canonical_domain(text) is None


@given(any_text)
def test_the_canonical_spelling_is_its_own_and_safe_to_write(text: str) -> None:
    domain = canonical_domain(text)
    if domain is not None:
        assert canonical_domain(domain) == domain
        assert domain.isascii()
        assert not set(domain) & set(" \t\n{}\"'`\\/%")


@pytest.mark.parametrize("text", ["example.org:80", "https://example.org", "example.org/"])
def test_more_than_a_host_name_is_noticed(text: str) -> None:
    assert has_port(text)


@pytest.mark.parametrize("text", ["example.org", " example.org ", "::1", "[::1]", "1.2.3.4", "a."])
def test_a_bare_host_name_has_no_port(text: str) -> None:
    assert not has_port(text)


def test_a_wildcard_is_one_level() -> None:
    assert is_wildcard("*.example.org")
    assert not is_wildcard("example.org")


def test_addresses() -> None:
    assert is_address("1.2.3.4")
    assert is_address("[::1]")
    assert not is_address("a1.example.org")
    assert not is_address("x1")


@pytest.mark.parametrize("domain", ["example.org", "*.example.org", "a.local.org", "home.arpa.org"])
def test_can_be_certified_in_public(domain: str) -> None:
    assert gets_public_certificate(domain)


@pytest.mark.parametrize(
    "domain",
    [
        *("localhost", "nas", "a.localhost", "nas.local", "nas.lan", "x.home", "x.home.arpa"),
        *("home.arpa", "x.internal", "x.test", "x.invalid", "x.localdomain", "x.corp"),
        *("1.2.3.4", "[2001:db8::1]"),
    ],
)
def test_cannot_be_certified_in_public(domain: str) -> None:
    assert not gets_public_certificate(domain)
