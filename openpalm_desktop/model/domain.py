"""Host names as Caddy compares them, and which of them a public authority certifies."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".home", ".test")


def canonical_domain(text: str) -> str | None:
    """Return a host name in lower case and punycode, an address in brackets, or None if it is none.

    A trailing dot and an explicit port are dropped, as Caddy would compare the rest.
    """
    host = _without_port(text.strip()).rstrip(".").lower()
    address = _address(host.strip("[]"))
    if address is not None:
        return f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return None
    labels = host.removeprefix("*.").split(".")
    is_sound = len(host) <= 253 and all(map(_LABEL.fullmatch, labels))
    return host if is_sound and not _looks_like_address(labels) else None


def has_port(text: str) -> bool:
    """Whether a host name was typed with a port or a scheme."""
    return _without_port(text.strip()) != text.strip()


def is_wildcard(domain: str) -> bool:
    """Whether a canonical domain stands for every name one level below another."""
    return domain.startswith("*.")


def is_address(domain: str) -> bool:
    """Whether a canonical domain is an IP address."""
    return domain[0] == "[" or (domain[-1].isdigit() and domain.replace(".", "").isdigit())


def gets_public_certificate(domain: str) -> bool:
    """Whether a public certificate authority could certify a canonical domain at all."""
    is_name = "." in domain and not is_address(domain)
    return is_name and not domain.endswith(_PRIVATE_ENDINGS)


def _without_port(host: str) -> str:
    if _address(host.strip("[]")) is not None:
        return host
    match = re.fullmatch(r"(?:https?://)?(.*?)(?::\d+)?/?", host, re.DOTALL | re.IGNORECASE)
    return match[1] if match else host


def _address(host: str) -> IPv4Address | IPv6Address | None:
    if ":" not in host and not host[-1:].isdigit():
        return None
    try:
        return ip_address(host)
    except ValueError:
        return None


def _looks_like_address(labels: list[str]) -> bool:
    return labels[-1].isdigit()
