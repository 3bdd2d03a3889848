"""Image references: everything Docker accepts, nothing it refuses; and the closest known word."""

import pytest

from openpalm_desktop.model.checks.names import did_you_mean, is_image

HEX = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "image",
    [
        "alpine",
        "a",
        "0",
        "alpine:3.22",
        "alpine:_x",
        "alpine:A.b-c_D",
        "alpine:" + "x" * 128,
        "library/alpine",
        "a/b/c/d/e",
        "localhost/x",
        "localhost:5000/x",
        "registry:5000",  # the image registry with the tag 5000
        "registry:5000/a/b:1",
        "registry.example.org/a",
        "registry.example.org:5000/team/files@sha256:" + HEX,
        "REGISTRY.Example.org/a",
        "Acme/image",
        "127.0.0.1:5000/x",
        "[::1]:5000/x",
        "[fd00::1]/x",
        "foo.bar",
        "foo_bar",
        "foo__bar",
        "foo-bar",
        "foo---bar",
        "foo--bar/b__c.d-e",
        "xn--bcher-kva.example/x",
        "alpine@sha256:" + HEX,
        "alpine:3.22@sha256:" + HEX,
        "alpine@sha512:" + HEX * 2,
        "alpine@sha384:" + HEX + HEX[:32],
        "alpine@sha256:" + HEX.upper(),
        "alpine@test+b64:" + "0" * 32,
        HEX[:63],
        HEX + "0",
        HEX + ":tag",
        "a/" + HEX,
        "x" * 255,
        "ghcr.io/" + "a" * 240,
    ],
)
def test_docker_accepts(image: str) -> None:
    assert is_image(image)


@pytest.mark.parametrize(
    "image",
    [
        "",
        " ",
        " alpine",
        "alpine ",
        "alpine\n",
        "al pine",
        "Alpine",
        "library/Alpine",
        "registry:5000/Alpine",
        "alpine:",
        "alpine:-x",
        "alpine:.x",
        "alpine:a:b",
        "alpine:" + "x" * 129,
        "alpine:3 22",
        "alpine:ä",
        "alpine@",
        "alpine@sha256",
        "alpine@sha256:",
        "alpine@sha256:" + HEX[:63],
        "alpine@sha256:" + HEX + "0",
        "alpine@sha512:" + HEX,
        "alpine@sha256:" + "g" * 64,
        "alpine@sha256:" + HEX + ":tag",
        "@sha256:" + HEX,
        ":tag",
        "/alpine",
        "alpine/",
        "a//b",
        "registry:port/x",
        "registry:/x",
        "https://registry/x",
        "docker://alpine",
        "-alpine",
        "alpine-",
        "_a",
        "a_",
        ".a",
        "a.",
        "a..b",
        "a._b",
        "a___b",
        "a-_b",
        "-registry.org/x",
        "registry-.org/x",
        "[::1/x",
        "[]:5000/x",
        "ä/x",
        "alpine\x00",
        "alpine${TAG}",
        "postgres:${PG}",
        "x }\n:80 {",
        HEX,
        "x" * 256,
    ],
)
def test_docker_refuses(image: str) -> None:
    assert not is_image(image)


def test_the_closest_word_is_named_or_the_other_hint() -> None:
    assert did_you_mean("discrod", ["chat", "discord"]) == "Did you mean discord?"
    assert did_you_mean("zzz", ["chat"], "Choose one.") == "Choose one."
    assert did_you_mean("zzz", []) == ""
