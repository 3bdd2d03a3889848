"""Specs for properties: any that the types allow, and ones without errors."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from openpalm_desktop.model import edits
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.path import Path, value_at
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.templates import channel_templates

Texts = st.SearchStrategy[str]
Anything = st.SearchStrategy[Any]

NASTY = (
    "",
    " ",
    " lead and trail ",
    "\t",
    "two\nlines",
    "trailing\n",
    "\r\n",
    "\x00",
    "\x1b[31m",
    "\x7f\x85\u2028\u2029\ufeff",
    "\U0001f600 é ß İ",
    "#comment",
    "a # b",
    "a: b",
    "- a",
    "? a",
    "&a *a !a",
    "%a @a `a`",
    "'single' \"double\"",
    "back\\slash",
    "\\n",
    "$HOME $$ ${NAME} ${x:-y} $(id)",
    "${NAME}",
    "{env.PATH} {$PATH} {args[0]}",
    "}\n:80 {\n",
    "{",
    "}",
    "[a, b]",
    "<<EOF",
    "|",
    ">-",
    "---",
    "...",
    "~",
    "null",
    "yes",
    "No",
    "on",
    "true",
    "012",
    "0x1f",
    "1e3",
    "1_000",
    "-.inf",
    ".nan",
    "2122:22",
    "2001-01-01",
    "=",
    "<<",
    "x-note",
    "/",
    "//",
    "/../..",
    "%2f",
    "²",
    "٣",
    "9" * 400,
    "fe80::1%}",
    "x" * 300,
)
"""Texts that one of the formats, or one of their readers, is known to trip over."""

NAMES = ("a", "b", "chat", "blog", "notes", "db", "channel-a", "caddy", "scheduler", "postgres")
IMAGES = (
    "alpine",
    "postgres:16-alpine",
    "ghcr.io/example/blog:2.4.1",
    "localhost:5000/a/b@sha256:" + "0f" * 32,
)
DOMAINS = (
    "example.org",
    "EXAMPLE.org.",
    "blog.example.org",
    "*.example.org",
    "bücher.example",
    "xn--bcher-kva.example",
    "localhost",
    "nas",
    "files.home.arpa",
    "192.168.1.5",
    "::1",
    "[fd00::1]",
)
PREFIXES = ("/", "/a", "/a/", "/A", "/a/b", "/ab", "/notes", "/v1", "/channels/chat")
VOLUMES = (
    "data:/data",
    "data:/data:ro",
    "/srv/x:/x",
    "./x:/y",
    "/anonymous",
    {"type": "volume", "source": "long", "target": "/long", "readOnly": True},
    {"type": "bind", "source": "/srv", "target": "/srv"},
    {"type": "tmpfs", "target": "/tmp"},
)
PORTS = (
    80,
    "8080:80",
    "127.0.0.1:5432:5432",
    "9000-9002:9000-9002",
    "53:53/udp",
    "[::1]:81:81",
    {"target": 80, "published": "8081", "hostIp": "127.0.0.1"},
    {"target": 80, "published": 443},
)
SCHEDULES = ("*/5 * * * *", "30 2 * * *", "0 8 * * mon", "0 0 31 2 *", "5-1 * * * *", "")
SCRIPTS = ("echo hello\n", "true", "#!/bin/sh\nset -eu\ndate\n")
ENDPOINTS = ("letsencrypt", "letsencrypt-staging", "zerossl", "https://ca.home.arpa:9000/acme/dir")
EXTRA = ("", "# nothing\n", "extra.example.net {\n\trespond hi\n}", "(snippet) {\n}\n")

any_text: Texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=20))
any_scalar: Anything = st.one_of(
    any_text,
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["${NAME}", "${CHAT_TOKEN}"]),
)
any_data: Anything = st.recursive(
    st.none() | any_scalar,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)


def specs() -> st.SearchStrategy[StackSpec]:
    """Any typed spec: every field may be there, every text may be anything."""
    return _spec_data(_either).map(StackSpec.from_data)


def sound_specs() -> st.SearchStrategy[StackSpec]:
    """Specs without errors: what has one is left out, until none is left."""
    return _spec_data(_known).map(StackSpec.from_data).map(without_errors)


def without_errors(spec: StackSpec) -> StackSpec:
    """Return a spec in which nothing is left that an error points to."""
    while True:
        errors = [problem for problem in check(spec) if problem.is_error]
        if not errors:
            return spec
        for problem in errors:
            spec = _without(spec, problem.path)


def _without(spec: StackSpec, path: Path) -> StackSpec:
    """Return a spec without the entry that a problem points to, or without its whole section."""
    section, entry = path[0], path[:2]
    is_from_preset = section == "services" and entry[1] not in spec.services
    if is_from_preset:
        return edits.put(spec, ("preset",), None)
    is_said = section in {"services", "channels", "scheduler", "caddy"}
    is_said = is_said and value_at(spec.to_data(), entry) is not None
    return edits.put(spec, entry if is_said else (section,), None)


Mix = Callable[..., Anything]


def _either(*known: Any) -> Anything:
    """One of the values that make sense there, or any text."""
    return st.sampled_from(known) | any_text


def _known(*known: Any) -> Anything:
    """One of the values that make sense there."""
    return st.sampled_from(known)


def _fields(optional: dict[str, Anything], required: dict[str, Anything] | None = None) -> Anything:
    extensions = {"x-note": any_data, "x-": any_data}
    return st.fixed_dictionaries(required or {}, optional=optional | extensions)


_exposures = st.sampled_from(["host", "lan", "public"])
_ports = st.one_of(st.sampled_from([80, 443, 1, 65535, 8080, 9000]), st.integers(1, 65535))
_env = st.dictionaries(
    st.sampled_from(["A", "B_C", "DB_PASSWORD", "PORT", "CHANNEL_A_SECRET"]) | any_text,
    any_scalar,
    max_size=3,
)


def _variables(mix: Mix) -> Anything:
    if mix is _either:
        return _env
    names = st.sampled_from(["A", "B_C", "DB_PASSWORD", "PORT", "CHANNEL_A_SECRET"])
    return st.dictionaries(names, any_scalar, max_size=3)


def _list(item: Anything) -> Anything:
    return st.lists(item, max_size=3)


def _healthchecks(mix: Mix) -> Anything:
    durations = mix("30s", "1m30s", "500ms")
    return _fields(
        {
            "test": mix("wget -q http://localhost", "true") | _list(any_text),
            "interval": durations,
            "timeout": durations,
            "retries": st.integers(-1, 10),
            "startPeriod": durations,
            "startInterval": durations,
            "disable": st.booleans(),
        }
    )


def _container(mix: Mix) -> dict[str, Anything]:
    volumes = mix(*VOLUMES)
    if mix is _either:
        volumes |= st.dictionaries(any_text, any_data, max_size=3)
    options = st.none() | st.just({"aliases": ["x"]})
    waits: Anything = st.just({}) | st.just({"condition": "service_started", "required": False})
    return {
        "template": mix(*channel_templates()),
        "label": any_text,
        "description": any_text,
        "enabled": st.booleans(),
        "env": _variables(mix),
        "config": _variables(mix),
        "volumes": _list(volumes),
        "labels": _list(any_text) | st.dictionaries(any_text, any_scalar, max_size=3),
        "dependsOn": _list(mix(*NAMES)) | st.dictionaries(mix(*NAMES), waits, max_size=2),
        "networks": _list(mix("other", "more")) | st.dictionaries(mix("other"), options),
        "command": any_text | _list(any_text),
        "user": mix("1000", "1000:1000"),
        "workingDir": mix("/work", "/"),
        "healthcheck": _healthchecks(mix),
        "compose": st.dictionaries(mix("cap_drop", "ulimits", "x-more"), any_data, max_size=2)
        | st.dictionaries(any_text, any_data, max_size=2),
    }


def _channels(mix: Mix) -> Anything:
    fields = _container(mix) | {
        "hostPort": _ports | st.just("none"),
        "exposure": _exposures,
        "domains": _list(mix(*DOMAINS)),
        "pathPrefixes": _list(mix(*PREFIXES)),
        "pathMode": st.sampled_from(["strip", "keep", "rewrite"]),
        "rewritePath": mix("/webhook", "/a/b"),
        "internalTls": st.booleans(),
    }
    image = {"image": mix(*IMAGES), "containerPort": _ports}
    return _fields(fields, image) | _fields(fields | image)


def _routes(mix: Mix) -> Anything:
    fields = {
        "pathPrefix": mix(*PREFIXES),
        "domain": mix(*DOMAINS),
        "exposure": _exposures,
        "pathMode": st.sampled_from(["strip", "keep", "rewrite"]),
        "rewritePath": mix("/webhook", "/a/b"),
        "upstreamPrefix": mix("/admin", "/"),
    }
    return _fields(fields, {"port": _ports})


def _services(mix: Mix) -> Anything:
    ports = mix(*PORTS)
    if mix is _either:
        ports |= st.integers(-5, 70000) | st.dictionaries(any_text, any_data, max_size=3)
    fields = _container(mix) | {"ports": _list(ports), "routes": _list(_routes(mix))}
    image = {"image": mix(*IMAGES), "containerPort": _ports}
    return _fields(fields, image) | _fields(fields | image)


def _automations(mix: Mix) -> Anything:
    return _fields(
        {
            "name": any_text,
            "description": any_text,
            "enabled": st.booleans(),
            "timeout": st.integers(1, 7 * 86_400),
        },
        {
            "id": mix("backup", "report", "Backup"),
            "schedule": mix(*SCHEDULES),
            "script": mix(*SCRIPTS) | any_text,
        },
    )


def _caddy(mix: Mix) -> Anything:
    return _fields(
        {
            "image": mix("caddy:2-alpine"),
            "email": mix("admin@example.org"),
            "acme": mix(*ENDPOINTS),
            "acmeCaRoot": mix("pebble.pem"),
            "httpPort": _ports,
            "httpsPort": _ports,
            "extraConfig": mix(*EXTRA),
        }
    )


def _scheduler(mix: Mix) -> Anything:
    return _fields(
        {
            "image": mix(*IMAGES),
            "env": _variables(mix),
            "volumes": _list(mix(*VOLUMES)),
            "user": mix("1000"),
        }
    )


def _spec_data(mix: Mix) -> Anything:
    return _fields(
        {
            "projectName": mix("openpalm", "palm-home"),
            "accessScope": _exposures,
            "network": mix("assistant_net", "net"),
            "timezone": mix("UTC", "Europe/Berlin", "Africa/Casablanca"),
            "imageNamespace": mix("openpalm", "ghcr.io/acme"),
            "imageTag": mix("latest", "1.4"),
            "dataRoot": mix("/srv/palm", "/srv/palm/"),
            "caddy": _caddy(mix),
            "preset": st.sampled_from(["none", "openpalm"]),
            "services": st.dictionaries(mix(*NAMES), _services(mix), max_size=3),
            "channels": st.dictionaries(mix(*NAMES), _channels(mix), max_size=4),
            "scheduler": _scheduler(mix),
            "automations": _list(_automations(mix)),
        },
        {"version": st.just(4)},
    )
