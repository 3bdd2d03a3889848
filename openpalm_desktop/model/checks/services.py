"""Rules for one service: its name, its published ports, its ways through Caddy."""

from collections.abc import Iterator, Mapping
from typing import Any

from openpalm_desktop.model.domain import canonical_domain, has_port, is_wildcard
from openpalm_desktop.model.exposure import PathMode
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.resolved_stack import Part
from openpalm_desktop.model.service import Service, ServiceRoute
from openpalm_desktop.phrases import marked, phrase

from .channels import path_reason
from .host_ports import is_port_key, published_range
from .names import SERVICE_NAME

RESERVED = {"caddy": "Caddy", "scheduler": marked("the container that runs automations")}


def service_problems(part: Part) -> Iterator[Problem]:
    """Yield what is wrong with one service, whatever the others are."""
    one = part.resolved
    service = one.container
    assert isinstance(service, Service)  # noqa: S101 – only services come here
    yield from service_name_problems(one)
    yield from service_port_problems(one, service)
    yield from service_route_problems(one, service)


def service_name_problems(one: Resolved) -> Iterator[Problem]:
    """A service keeps its name in Compose, so Caddy's and the scheduler's are taken."""
    if one.name in RESERVED:
        hint = phrase("Choose another name; their settings have sections of their own.")
        message = phrase(
            "The name {name} belongs to {owner}.", name=one.name, owner=phrase(RESERVED[one.name])
        )
        yield Problem(one.origin, "service-name-reserved", message, hint)
    elif not SERVICE_NAME.fullmatch(one.name):
        hint = phrase("Use lower-case letters, digits, ., _ and -, at most 63.")
        yield Problem(
            one.origin,
            "service-name",
            phrase("“{name}” cannot be a service’s name.", name=one.name),
            hint,
        )


def service_port_problems(one: Resolved, service: Service) -> Iterator[Problem]:
    """Ports must be ones that Compose reads."""
    for index, port in enumerate(service.ports):
        path = (*one.origin, "ports", index)
        published = published_range(port)
        if published is None:
            hint = phrase("Write it as in 127.0.0.1:5432:5432, or target and published.")
            yield Problem(path, "service-port", _port_reason(port), hint)
        elif not published.is_loopback and one.is_enabled:
            which = (
                phrase("Port {published}", published=published)
                if published.ports
                else phrase("A port that Docker chooses")
            )
            message = phrase(
                "{which} of {name} is published beside Caddy, without TLS.",
                which=which,
                name=one.name,
            )
            hint = phrase(
                "Put 127.0.0.1: before it, so that only this host reaches {name}.", name=one.name
            )
            yield warning(path, "port-bypasses-caddy", message, hint)


def _port_reason(port: str | int | Mapping[str, Any]) -> str:
    if not isinstance(port, Mapping):
        return phrase("“{port}” is no port that Compose knows.", port=port)
    unknown = next((key for key in port if not is_port_key(key)), None)
    if unknown is not None:
        return phrase("A published port has no key “{key}”.", key=unknown)
    return phrase("This entry names no port that Compose knows.")


def service_route_problems(one: Resolved, service: Service) -> Iterator[Problem]:
    """A way through Caddy needs a path or a domain, both well formed."""
    for index, route in enumerate(service.routes):
        path = (*one.origin, "routes", index)
        if route.path_prefix is None and route.domain is None:
            message = phrase("A way to {name} names neither a path nor a domain.", name=one.name)
            yield Problem(path, "route-empty", message, phrase("Write one of them."))
        if route.domain is not None:
            yield from route_domain_problems(route.domain, (*path, "domain"))
        texts = {
            "pathPrefix": route.path_prefix,
            "rewritePath": route.rewrite_path,
            "upstreamPrefix": route.upstream_prefix,
        }
        for field, text in texts.items():
            if text is not None and (reason := path_reason(text)):
                yield Problem(
                    (*path, field), "path-prefix", reason, phrase("Write it as in /admin.")
                )
        yield from route_mode_problems(route, path, one.name)


def route_domain_problems(text: str, path: Path) -> Iterator[Problem]:
    """A domain is a bare host name."""
    domain = canonical_domain(text)
    if domain is None:
        yield Problem(
            path,
            "domain",
            phrase("“{text}” is no host name.", text=text),
            phrase("Write only the host name."),
        )
    elif has_port(text):
        message = phrase("“{text}” is more than a host name.", text=text)
        yield Problem(
            path,
            "domain-port",
            message,
            phrase("Write {domain}; ports are set at Caddy.", domain=domain),
        )
    elif is_wildcard(domain):
        message = phrase(
            "{domain} answers every name below {rest}.", domain=domain, rest=domain[2:]
        )
        hint = phrase("List the names that you use, if you know them.")
        yield warning(path, "wildcard", message, hint)


def route_mode_problems(route: ServiceRoute, path: Path, name: str) -> Iterator[Problem]:
    """Each way to treat the path has fields that belong to it."""
    is_rewriting = route.path_mode is PathMode.REWRITE
    if is_rewriting and route.rewrite_path is None:
        message = phrase(
            "A way to {name} should send everything to one path, but none is given.", name=name
        )
        hint = phrase("Write the path, or choose to remove or keep the prefix.")
        yield Problem((*path, "rewritePath"), "rewrite-path-missing", message, hint)
    if route.rewrite_path is not None and not is_rewriting:
        message = phrase("The path {rewrite_path} is not used.", rewrite_path=route.rewrite_path)
        hint = phrase("Choose to send everything to one path, or remove it.")
        yield warning((*path, "rewritePath"), "rewrite-path-unused", message, hint)
    if route.upstream_prefix is not None and route.path_mode is not PathMode.STRIP:
        message = phrase(
            "{upstream_prefix} is put before no path: the prefix is not removed.",
            upstream_prefix=route.upstream_prefix,
        )
        hint = phrase("Choose to remove the prefix, or leave this out.")
        yield warning((*path, "upstreamPrefix"), "upstream-prefix-unused", message, hint)
