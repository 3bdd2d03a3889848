"""Host names as Caddy compares them, and which of them a public authority certifies."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

# Seldom asked for, so not compiled at each start.
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_DOT = "[.\u3002\uff0e\uff61]"
_KEPT_AS_THEY_ARE = "([ßς])"  # by browsers; the older standard makes ss and σ of them
_USUAL_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,9}[a-z][a-z0-9-]{0,60}[a-z]"
)
_PRIVATE_ENDINGS = (
    *(".localhost", ".localdomain", ".local", ".internal", ".intranet", ".private", ".corp"),
    *(".home.arpa", ".lan", ".home", ".test", ".invalid"),
)


def canonical_domain(text: str) -> str | None:
    """Return a host name in lower case and punycode, an address in brackets, or None if it is none.

    A trailing dot and an explicit port are dropped, as Caddy would compare the rest.
    """
    if _USUAL_HOST.fullmatch(text) and len(text) <= 253:
        return text
    host = _without_port(text.strip()).removesuffix(".").lower()
    address = _address(_without_brackets(host))
    if address is not None:
        return f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    try:
        host = host if host.isascii() else ".".join(map(_punycode, re.split(_DOT, host)))
    except UnicodeError:
        return None
    labels = host.removeprefix("*.").split(".")
    is_sound = len(host) <= 253 and all(re.fullmatch(_LABEL, one) for one in labels)
    return host if is_sound and not _looks_like_address(labels) else None


def has_port(text: str) -> bool:
    """Whether a host name was typed with a port or a scheme."""
    return not _USUAL_HOST.fullmatch(text) and _without_port(text.strip()) != text.strip()


def is_wildcard(domain: str) -> bool:
    """Whether a canonical domain stands for every name one level below another."""
    return domain.startswith("*.")


def is_address(domain: str) -> bool:
    """Whether a canonical domain is an IP address."""
    return domain[0] == "[" or (domain[-1].isdigit() and domain.replace(".", "").isdigit())


def gets_public_certificate(domain: str) -> bool:
    """Whether a public certificate authority could certify a canonical domain at all."""
    is_name = "." in domain and not is_address(domain)
    return is_name and not f".{domain}".endswith(_PRIVATE_ENDINGS)


def _without_port(host: str) -> str:
    if _address(_without_brackets(host)) is not None:
        return host
    match = re.fullmatch(r"(?:https?://)?(.*?)(?::\d+)?/?", host, re.DOTALL | re.IGNORECASE)
    return match[1] if match else host


def _without_brackets(host: str) -> str:
    is_in_brackets = host[:1] == "[" and host[-1:] == "]" and ":" in host
    return host[1:-1] if is_in_brackets else host


def _punycode(label: str) -> str:
    if not re.search(_KEPT_AS_THEY_ARE, label):
        return label.encode("idna").decode("ascii")
    from encodings.idna import nameprep  # noqa: PLC0415 – few names hold a letter like that

    kept = [
        part if re.fullmatch(_KEPT_AS_THEY_ARE, part) else nameprep(part)
        for part in re.split(_KEPT_AS_THEY_ARE, label)
    ]
    return f"xn--{''.join(kept).encode('punycode').decode('ascii')}"


def _address(host: str) -> IPv4Address | IPv6Address | None:
    if ":" not in host and not host[-1:].isdigit():
        return None
    if "%" in host:
        return None  # a zone says something on one machine only
    try:
        return ip_address(host)
    except ValueError:
        return None


def _looks_like_address(labels: list[str]) -> bool:
    return labels[-1].isdigit()
