"""One HTTP request as a test wants it, to an address of its own choice, and what came of it."""

from __future__ import annotations

import json
import socket
import ssl
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMIT = 16 * 1024 * 1024
CERTIFICATE_PATIENCE = 6  # seconds: Caddy makes certificates after it has begun to serve


@dataclass(frozen=True)
class Echo:
    """What the stub server says of the request that reached it."""

    name: str
    request: str
    remote: str
    remote_port: int
    local: str
    local_port: int
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def path(self) -> str:
        """The request's target, as it came over the wire."""
        return self.request.split(" ")[1]

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)


@dataclass(frozen=True)
class Answer:
    """An HTTP response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def echo(self) -> Echo:
        """The body as what the stub server says."""
        said = json.loads(self.body)
        return Echo(**{**said, "headers": tuple((n, v) for n, v in said["headers"])})

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)


@dataclass(frozen=True)
class Refused:
    """No HTTP response: nobody there, no way there, or the connection was cut."""

    why: str


class Options(TypedDict, total=False):
    """What can be said of a request beside its URL."""

    at: str | None
    method: str
    target: str | None
    headers: Mapping[str, str] | None
    body: bytes
    timeout: float


def fetch(
    url: str,
    *,
    at: str | None = None,
    method: str = "GET",
    target: str | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    timeout: float = 3,
) -> Answer | Refused:
    """Ask for a URL, connecting to `at` (an IP address) whatever the URL's host is.

    `target` goes into the request line untouched, where a test wants a path no URL library would
    send. Certificates are not verified: Caddy's internal authority is nobody's.
    """
    parts = urlsplit(url)
    target = target or (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = {"Host": parts.netloc, "Connection": "close", **(headers or {})}
    if body:
        lines["Content-Length"] = str(len(body))
    head = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items())]
    request = "\r\n".join([*head, "", ""]).encode("latin-1") + body
    until = time.monotonic() + CERTIFICATE_PATIENCE
    while True:
        try:
            with connected(parts, at, timeout) as connection:
                return exchange(connection, request, method)
        except OSError as error:
            if not lacks_certificate(error) or time.monotonic() > until:
                return Refused(str(error))
            time.sleep(0.02)


def connected(parts: SplitResult, at: str | None, timeout: float) -> socket.socket:
    """A connection for a URL, with TLS if it says so."""
    secure, host = parts.scheme == "https", parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    plain = socket.create_connection((at or host, port), timeout)
    if not secure:
        return plain
    try:
        return unverified().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def lacks_certificate(error: OSError) -> bool:
    """Whether this is how Caddy speaks of a site whose certificate is not there, or not yet."""
    return isinstance(error, ssl.SSLError) and error.reason == "TLSV1_ALERT_INTERNAL_ERROR"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unverified() -> ssl.SSLContext:
    """TLS with anyone."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def exchange(connection: socket.socket, request: bytes, method: str) -> Answer | Refused:
    """Send a request and read the whole response."""
    connection.sendall(request)
    response = HTTPResponse(connection, method=method)
    try:
        response.begin()
        return Answer(response.status, tuple(response.getheaders()), response.read(LIMIT))
    except HTTPException as error:
        return Refused(f"no HTTP response: {error!r}")
    finally:
        response.close()
