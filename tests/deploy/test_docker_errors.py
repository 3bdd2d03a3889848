"""What the Docker SDK raises, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
from docker import errors

from openpalm_desktop.deploy.docker_errors import sentences
from openpalm_desktop.deploy.engine import (
    EngineTrouble,
    EngineUnreachable,
    ImageMissing,
    NameTaken,
    NotThere,
    PortTaken,
)
from tests.foreign import nobodys_language

if TYPE_CHECKING:
    from collections.abc import Callable

WHAT = "The container blog could not be started"


def refusal(status: int, explanation: str) -> errors.APIError:
    """What the SDK raises for an engine's refusal."""
    response = requests.Response()
    response.status_code = status
    return errors.APIError("x", response, explanation)


def connection_error(cause: Exception) -> Exception:
    """What requests raises, with what it comes from."""
    return requests.exceptions.ConnectionError(cause)


PORTS = (
    (
        "driver failed programming external connectivity on endpoint a (b): "
        "Error starting userland proxy: listen tcp4 0.0.0.0:9000: bind: address already in use"
    ),
    (
        "driver failed programming external connectivity on endpoint a (b): "
        "Bind for 0.0.0.0:9000 failed: port is already allocated"
    ),
    (
        "failed to set up container networking: driver failed programming external connectivity on "
        "endpoint next-c761e78c1676-2 (37b2): failed to bind host port for 0.0.0.0:9000:172.18.0.5:"
        "8080/tcp: address already in use"
    ),
    "failed to bind host port 0.0.0.0:9000/tcp: address already in use",
    "listen tcp6 [::]:9000: bind: address already in use",
)


@pytest.mark.parametrize("explanation", PORTS)
def test_a_taken_port_is_named(explanation: str) -> None:
    with pytest.raises(PortTaken) as raised, sentences(WHAT, "local"):
        raise refusal(500, explanation)
    assert raised.value.sentence == f"{WHAT}: port 9000 of the server is already in use."


@pytest.mark.parametrize(
    ("status", "explanation", "kind", "said"),
    [
        (404, "No such image: x:1", ImageMissing, "No such image: x:1."),
        (404, "No such container: 1", NotThere, "No such container: 1."),
        (409, 'The name "/a" is already in use by container "b"', NameTaken, 'container "b".'),
        (500, "write /x: no space left on device", EngineTrouble, "the disk of local is full."),
        (500, "exec /a: exec format error", EngineTrouble, "for another kind of processor."),
        (400, "client version 1.41 is too old", EngineTrouble, "their language in common."),
        (500, "something\n  odd", EngineTrouble, "something odd."),
    ],
)
def test_a_refusal_is_a_sentence(
    status: int, explanation: str, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind) as raised, sentences(WHAT, "local"):
        raise refusal(status, explanation)
    assert isinstance(raised.value, EngineTrouble)
    assert raised.value.sentence.startswith(f"{WHAT}: ")
    assert raised.value.sentence.endswith(said)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: connection_error(PermissionError(13, "Permission denied")), "you may not use"),
        (lambda: connection_error(FileNotFoundError(2, "No such file")), "there is no local"),
        (lambda: connection_error(OSError("Connection refused")), "nobody answers at local"),
        (requests.exceptions.ReadTimeout, "local did not answer in time"),
        (requests.exceptions.SSLError, "do not understand each other’s TLS"),
        (lambda: errors.StreamParseError("x"), "the connection to local broke"),
        (lambda: errors.DockerException("x"), "the connection to local broke"),
        (ConnectionResetError, "the connection to local broke"),
    ],
)
def test_nobody_there_is_a_sentence_with_a_hint(make: Callable[[], Exception], said: str) -> None:
    with pytest.raises(EngineUnreachable) as raised, sentences(WHAT, "local"):
        raise make()
    assert said in raised.value.sentence
    assert raised.value.hint


def test_what_went_wrong_is_said_in_the_language_that_is_spoken() -> None:
    with nobodys_language(), pytest.raises(EngineTrouble) as raised, sentences("X", "local"):
        raise refusal(500, "write /x: no space left on device")
    assert "disk" not in raised.value.sentence
    assert "space" not in raised.value.hint


def test_our_own_mistakes_are_left_alone() -> None:
    with pytest.raises(ZeroDivisionError), sentences(WHAT, "local"):
        raise ZeroDivisionError


def test_only_an_engine_that_answers_no_plain_http_is_said_to_speak_tls() -> None:
    said = "Client sent an HTTP request to an HTTPS server.\n"
    with pytest.raises(EngineTrouble, match="far speaks TLS only"), sentences(WHAT, "far"):
        raise refusal(400, said)
    said = 'Get "https://ghcr.io/v2/": x509: certificate has expired'
    with pytest.raises(EngineTrouble) as raised, sentences(WHAT, "far"):
        raise refusal(500, said)
    assert raised.value.sentence == f"{WHAT}: {said}."
