"""Rules for one channel: its name, its domains and paths, who reaches it and how."""

import re
from collections.abc import Iterator

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.domain import (
    canonical_domain,
    gets_public_certificate,
    has_port,
    is_wildcard,
)
from openpalm_desktop.model.exposure import Exposure, PathMode
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.resolved_stack import Part
from openpalm_desktop.model.routes import (
    Certificate,
    canonical_prefix,
    channel_paths,
    published_port,
)
from openpalm_desktop.phrases import phrase

from .names import DNS_LABEL

_PATH = re.compile(r"/[A-Za-z0-9._~!$&'()+,;=:@/-]*")


def channel_problems(part: Part, *, is_acme_public: bool) -> Iterator[Problem]:
    """Yield what is wrong with one channel, whatever the others are."""
    one = part.resolved
    channel = one.container
    assert isinstance(channel, Channel)  # noqa: S101 – only channels come here
    yield from name_problems(one)
    yield from port_problems(one)
    yield from domain_problems(one, channel)
    yield from prefix_problems(one, channel)
    yield from path_mode_problems(one, channel)
    if channel.enabled:
        yield from idle_problems(part, channel)
        yield from wildcard_problems(part)
        yield from public_problems(part, channel, is_acme_public=is_acme_public)
        yield from reach_problems(part, channel)
        yield from publishing_problems(part, channel)


def name_problems(one: Resolved) -> Iterator[Problem]:
    """A channel's name becomes a host name in the network."""
    if not DNS_LABEL.fullmatch(one.name):
        yield Problem(
            one.origin,
            "channel-name",
            phrase("“{name}” cannot be a channel’s name.", name=one.name),
            phrase("Use lower-case letters, digits and -, at most 63; no - at the ends."),
        )


def port_problems(one: Resolved) -> Iterator[Problem]:
    """Without a container port nothing can be sent to a channel."""
    if one.container_port is None and one.container.template is None:
        hint = phrase("Write the port that the program in the container listens on.")
        message = phrase("{name} has no container port.", name=one.name)
        yield Problem((*one.origin, "containerPort"), "container-port-missing", message, hint)


def domain_problems(one: Resolved, channel: Channel) -> Iterator[Problem]:
    """Domains must be bare host names, each once."""
    seen: set[str] = set()
    for index, text in enumerate(channel.domains):
        path = (*one.origin, "domains", index)
        domain = canonical_domain(text)
        if domain is None:
            hint = phrase("Write only the host name, as in blog.example.org.")
            yield Problem(path, "domain", phrase("“{text}” is no host name.", text=text), hint)
        elif has_port(text):
            message = phrase("“{text}” is more than a host name.", text=text)
            yield Problem(
                path,
                "domain-port",
                message,
                phrase("Write {domain}; ports are set at Caddy.", domain=domain),
            )
        elif domain in seen:
            yield warning(
                path,
                "domain-twice",
                phrase("{domain} is listed twice.", domain=domain),
                phrase("Remove one of them."),
            )
        seen.add(domain or text)


def prefix_problems(one: Resolved, channel: Channel) -> Iterator[Problem]:
    """Paths start with a slash and hold nothing that Caddy reads as a pattern."""
    seen: set[str] = set()
    for index, text in enumerate(channel.path_prefixes):
        path = (*one.origin, "pathPrefixes", index)
        reason = path_reason(text)
        if reason:
            yield Problem(path, "path-prefix", reason, phrase("Write it as in /notes."))
            continue
        prefix = canonical_prefix(text).lower()
        if prefix in seen:
            yield warning(
                path,
                "path-twice",
                phrase("{text} is listed twice.", text=text),
                phrase("Remove one of them."),
            )
        seen.add(prefix)


def path_reason(text: str) -> str | None:
    """Return why a text is no path to route by, or None."""
    if not text.startswith("/"):
        return phrase("“{text}” does not start with a slash.", text=text)
    if "//" in text or "/./" in f"{text}/" or "/../" in f"{text}/":
        return phrase("“{text}” is a path that browsers and Caddy would shorten.", text=text)
    return (
        None
        if _PATH.fullmatch(text)
        else phrase("“{text}” holds a character that no path may have.", text=text)
    )


def path_mode_problems(one: Resolved, channel: Channel) -> Iterator[Problem]:
    """`rewrite` needs a path, a path needs `rewrite`, and all of it a way through Caddy."""
    path = (*one.origin, "rewritePath")
    _, mode, rewrite_path = channel_paths(channel)
    if channel.rewrite_path is not None and (reason := path_reason(channel.rewrite_path)):
        yield Problem(path, "rewrite-path", reason, phrase("Write it as in /telegram/webhook."))
    elif mode is PathMode.REWRITE and rewrite_path is None:
        message = phrase(
            "{name} should send everything to one path, but none is given.", name=one.name
        )
        hint = phrase("Write the path, or choose to remove or keep the prefix.")
        yield Problem(path, "rewrite-path-missing", message, hint)
    elif channel.rewrite_path is not None and mode is not PathMode.REWRITE:
        message = phrase("The path {rewrite_path} is not used.", rewrite_path=channel.rewrite_path)
        hint = phrase("Choose to send everything to one path, or remove it.")
        yield warning(path, "rewrite-path-unused", message, hint)


def idle_problems(part: Part, channel: Channel) -> Iterator[Problem]:
    """What is said of a way through Caddy does nothing where there is none."""
    one = part.resolved
    if channel.internal_tls is not None and not channel.domains:
        message = phrase("{name} has no domain that could have a certificate.", name=one.name)
        hint = phrase("Add a domain, or leave the certificate out.")
        yield warning((*one.origin, "internalTls"), "certificate-unused", message, hint)
    if channel.path_mode is not None and not part.routes and one.container_port is not None:
        message = phrase(
            "{name} has no way through Caddy, so its paths arrive as they are.", name=one.name
        )
        hint = phrase("Add a domain or a path, or leave this out.")
        yield warning((*one.origin, "pathMode"), "path-mode-unused", message, hint)


def wildcard_problems(part: Part) -> Iterator[Problem]:
    """Caddy's own image cannot prove to an authority that a whole domain is yours."""
    for path, domain in _domains(part):
        if not is_wildcard(domain):
            continue
        is_acme = any(
            route.domain == domain and route.certificate is Certificate.ACME
            for route in part.routes
        )
        message = phrase(
            "{domain} answers every name below {rest}.", domain=domain, rest=domain[2:]
        )
        hint = phrase("List the names that you use, if you know them.")
        if is_acme:
            message = phrase(
                "No authority certifies {domain} without a DNS plugin for Caddy.", domain=domain
            )
            hint = phrase(
                "List the names instead, use a certificate of our own, or an image with the plugin."
            )
        yield warning(path, "wildcard-acme" if is_acme else "wildcard", message, hint)


def public_problems(part: Part, channel: Channel, *, is_acme_public: bool) -> Iterator[Problem]:
    """A public channel wants a domain that a certificate can be had for."""
    one = part.resolved
    if channel.exposure is not Exposure.PUBLIC:
        return
    if not channel.domains:
        yield warning(
            (*one.origin, "domains"),
            "public-without-domain",
            phrase(
                "{name} is open to the internet without a domain, so without a certificate.",
                name=one.name,
            ),
            phrase("Add a domain, or let fewer people reach it."),
        )
    for path, domain in _domains(part):
        is_for_acme = channel.internal_tls is not True and is_acme_public
        if is_for_acme and not gets_public_certificate(domain):
            yield warning(
                path,
                "domain-not-public",
                phrase(
                    "No public authority certifies “{domain}”; Caddy’s own CA does instead.",
                    domain=domain,
                ),
                phrase("Use a domain that you registered, or let only the local network reach it."),
            )


def reach_problems(part: Part, channel: Channel) -> Iterator[Problem]:
    """The own site reaches no further than the access scope."""
    one = part.resolved
    narrowed = [route for route in part.routes if route.reach is not channel.exposure]
    if narrowed:
        from openpalm_desktop.model.changes.words import TO_WHOM  # noqa: PLC0415 – for few stacks

        yield warning(
            (*one.origin, "exposure"),
            "wider-than-scope",
            phrase(
                "{name} is meant for {whom}, but the stack’s own site, where it answers, is for"
                " {most} at most.",
                name=one.name,
                whom=phrase(TO_WHOM[channel.exposure]),
                most=phrase(TO_WHOM[narrowed[0].reach]),
            ),
            phrase(
                "Give it a domain of its own, widen the access scope, or let fewer people reach it."
            ),
        )


def publishing_problems(part: Part, channel: Channel) -> Iterator[Problem]:
    """A published port has no TLS and cannot tell visitors apart."""
    one = part.resolved
    port = published_port(one, part.routes)
    path = (*one.origin, "hostPort")
    if port is None:
        if not part.routes and one.container_port is not None:
            message = phrase(
                "Nobody can reach {name}: it has no domain, no path and no host port.",
                name=one.name,
            )
            yield warning(
                path, "unreachable", message, phrase("Give it one of them, or make it a service.")
            )
        return
    if channel.exposure is Exposure.LAN:
        message = phrase(
            "Port {port} is published beside Caddy, without TLS, and lets in the internet too.",
            port=port,
        )
        hint = phrase(
            "Use a domain or a path instead; a port cannot tell the local network from the rest."
        )
    elif channel.exposure is Exposure.PUBLIC:
        message = phrase("Port {port} is published beside Caddy, without TLS.", port=port)
        hint = phrase("Use a domain instead.")
    else:
        message = phrase(
            "Port {port} is published beside Caddy, without TLS, for this host only.", port=port
        )
        hint = phrase("Use a domain or a path instead, if you want TLS.")
    yield warning(path, "port-bypasses-caddy", message, hint)


def _domains(part: Part) -> Iterator[tuple[Path, str]]:
    channel = part.resolved.container
    assert isinstance(channel, Channel)  # noqa: S101 – only channels come here
    for index, text in enumerate(channel.domains):
        domain = canonical_domain(text)
        if domain is not None:
            yield (*part.resolved.origin, "domains", index), domain
