"""Rules between the things of a stack: published ports, sites, dependencies, secrets."""

from typing import Any

from openpalm_desktop.model.path import Path
from tests.rules import (
    Fires,
    Quiet,
    channel,
    channels,
    each,
    problems,
    service,
    services,
    warns,
)

A, B, DB = ("channels", "a"), ("channels", "b"), ("services", "db")


def at(*ports: int, **fields: Any) -> dict[str, Any]:
    """Two channels (a, b) with host ports."""
    return channels(**{n: {"hostPort": p} | fields for n, p in zip("ab", ports, strict=False)})


def ports(*entries: Any, **fields: Any) -> dict[str, Any]:
    """A service that publishes ports."""
    return service(ports=list(entries), **fields)


def waits(**names: Any) -> dict[str, Any]:
    """Services by the names of what they wait for."""
    return services(**{name: {"dependsOn": others} for name, others in names.items()})


def at_places(**prefixes: Any) -> dict[str, Any]:
    """Channels of one domain, by their prefixes."""
    return channels(
        **{n: {"domains": ["a.org"], "pathPrefixes": some} for n, some in prefixes.items()}
    )


PORT_FIRES = [
    Fires(
        "host-port-twice",
        (*B, "hostPort"),
        at(9000, 9000),
        "Port 9000 of the server is published by a",
    ),
    Fires("host-port-twice", (*B, "containerPort"), channels(a={}, b={}), "Port 8080", "b or a"),
    Fires("host-port-twice", (*B, "hostPort"), at(9000, 9000, exposure="host"), "9000"),
    *[
        Fires(
            "host-port-twice",
            (*A, "hostPort"),
            channels(a={"hostPort": 9000, "exposure": exposure}) | ports(entry),
            "published by db already",
            "Give a or db another port.",
        )
        for exposure, entry in [
            ("lan", "9000:80"),
            ("lan", "127.0.0.1:9000:80"),
            ("host", "9000:80"),
            ("host", "127.0.0.1:9000:80"),
            ("lan", "8990-9010:90-110"),
            ("lan", {"target": 80, "published": "9000"}),
            ("lan", {"target": 80, "published": 9000, "hostIp": "0.0.0.0"}),
            ("lan", {"target": 80, "published": 9000, "host_ip": "192.168.1.5"}),
        ]
    ],
    Fires("host-port-twice", (*DB, "ports", 1), ports("53:53/udp", "53:5353/udp"), "Port 53"),
    Fires("host-port-twice", (*DB, "ports", 1), ports("90-92:90-92", "92-94:92-94"), "Port 92-94"),
    Fires("host-port-twice", (*DB, "ports", 1), ports("[::1]:90:90", "[0:0::1]:90:91"), "Port 90"),
    Fires("host-port-twice", (*DB, "ports", 1), ports("[::]:90:90", "90:91"), "Port 90"),
    Fires(
        "host-port-twice",
        (*DB, "compose", "ports", 1),
        service(compose={"ports": ["90:1", "90:2"]}),
        "Port 90",
    ),
    *[
        Fires(
            "host-port-caddy",
            (*B, "hostPort"),
            channels(a={"domains": ["a.org"]}, b={"hostPort": port}) | {"caddy": caddy},
            f"Port {port} of the server is published by Caddy",
            "Give b or Caddy another port.",
        )
        for port, caddy in [
            (80, {}),
            (443, {}),
            (8080, {"httpPort": 8080}),
            (8443, {"httpsPort": 8443}),
            (80, {"httpPort": 80, "httpsPort": 80}),
        ]
    ],
    *[
        Fires(
            "service-port",
            (*DB, "ports", 0),
            ports(entry),
            "is no port that Compose knows",
            "127.0.0.1:5432",
        )
        for entry in (
            *("", "x", "0:80", "80:0", "65536:80", "80:65536", "-1", -1, 0, 70000, "80:80/foo"),
            *("localhost:80:80", "1.2.3:80:80", "::1:80:80", "80:80:80:80", "80-70:80-70", "a:b"),
            *(
                "8000-8010:80-82",
                "8000-8002:80-84",
                "²:80",
                "٨٠:80",
                "9" * 5000,
                "80 :80",
                "80:80\n",
            ),
        )
    ],
    *[
        Fires("service-port", (*DB, "ports", 0), ports(entry), " no ", "target and published")
        for entry in (
            {},
            {"target": "80-90"},
            {"target": True},
            {"target": 80, "published": "x"},
            {"target": 80, "published": "²"},
            {"target": 80, "published": 10**5000},
            {"target": 80, "publishd": 80},
            {"target": 80, "protocol": "foo"},
            {"target": 80, "hostIp": "localhost"},
            {"target": 80, "hostIp": None},
            {"target": [80]},
        )
    ],
    *[
        warns("port-bypasses-caddy", (*DB, "ports", 0), ports(entry), word, "127.0.0.1:")
        for entry, word in [
            ("5432:5432", "Port 5432 of db"),
            ("90-92:90-92", "Port 90-92 of db"),
            ("192.168.1.5:90:90", "Port 90 of db"),
            ("5432", "A port that Docker chooses of db"),
            (5432, "A port that Docker chooses of db"),
        ]
    ],
]

PORT_QUIET = [
    Quiet("host-port-twice", at(9000, 9001)),
    Quiet(
        "host-port-twice", channels(a={"hostPort": 9000}, b={"hostPort": 9000, "enabled": False})
    ),
    Quiet("host-port-twice", channels(a={"hostPort": "none"}, b={})),
    Quiet("host-port-twice", channels(a={"domains": ["a.org"]}, b={})),
    Quiet("host-port-twice", ports("53:53/udp", "53:53/tcp", "53:53/SCTP")),
    Quiet("host-port-twice", ports("127.0.0.1:90:90", "192.168.1.5:90:90")),
    Quiet("host-port-twice", ports("0.0.0.0:90:90", "[::]:90:91")),
    Quiet("host-port-twice", ports("127.0.0.1:90:90", "[::]:90:91")),
    Quiet("host-port-twice", ports("90-92:90-92", "93-95:93-95")),
    Quiet("host-port-twice", ports("9000-9010:80", "9005:81")),
    Quiet("host-port-twice", ports("90", "90")),
    Quiet("host-port-twice", ports("90:90", enabled=False) | at(90)),
    Quiet("host-port-twice", service(ports=["90:90"], compose={"ports": ["91:90"]}) | at(90)),
    Quiet("host-port-twice", service(compose={"ports": {"no": "list"}})),
    Quiet("host-port-caddy", at(80)),
    Quiet("host-port-caddy", channels(a={"domains": ["a.org"]}, b={"hostPort": 81})),
    Quiet(
        "host-port-caddy",
        channels(a={"domains": ["a.org"]}, b={"hostPort": 80}) | {"caddy": {"httpPort": 8080}},
    ),
    Quiet(
        "host-port-caddy", channels(a={"domains": ["a.org"], "enabled": False}, b={"hostPort": 80})
    ),
    Quiet(
        "host-port-caddy",
        channels(a={"domains": ["a.org"], "exposure": "host"}) | ports("192.168.1.5:80:80"),
    ),
    Quiet("host-port-caddy", channel() | ports("80:80/udp")),
    *[
        Quiet("service-port", ports(entry))
        for entry in (
            *(80, "80", "80:80", "0080:80", ":80:80", "127.0.0.1::80", "[::1]:80:80", "80:80/TCP"),
            *("8000-8010:80", "8000-8002:80-82", {"target": 80}, {"target": "80", "published": ""}),
            {"target": 80, "published": "80-90", "hostIp": "::1", "mode": "host", "x-note": 1},
        )
    ],
    Quiet("port-bypasses-caddy", ports("127.0.0.1:5432:5432", "[::1]:90:90", "127.0.0.2::80")),
    Quiet("port-bypasses-caddy", ports("5432:5432", enabled=False)),
]


@each(PORT_FIRES)
def test_says_of_ports(case: Fires) -> None:
    case.check()


@each(PORT_QUIET)
def test_has_nothing_to_say_of_ports(case: Quiet) -> None:
    case.check()


def test_two_ranges_clash_once() -> None:
    found = problems(ports("90-99:90-99", "95-105:95-105"))
    assert [one.code for one in found if one.is_error] == ["host-port-twice"]


SITE_FIRES = [
    *[
        Fires(
            "route-twice",
            (*B, "pathPrefixes"),
            channels(
                a={"domains": ["bücher.org"], "pathPrefixes": ["/a"]},
                b={"domains": [domain], "pathPrefixes": [prefix]},
            ),
            "xn--bcher-kva.org/",
            "Give b another path or domain.",
        )
        for domain in (
            "bücher.org",
            "BÜCHER.ORG",
            "bücher.org.",
            "bücher.org:80",
            "xn--bcher-kva.org",
        )
        for prefix in ("/a", "/A", "/a/")
    ],
    Fires(
        "route-twice",
        (*B, "domains"),
        channels(a={"domains": ["a.org"]}, b={"domains": ["A.org"]}),
        "a.org/",
    ),
    Fires(
        "route-twice",
        (*B, "pathPrefixes"),
        channels(a={"pathPrefixes": ["/x"]}, b={"pathPrefixes": ["/x"]}),
        "the own site/x leads to a already",
    ),
    Fires(
        "route-twice",
        (*B, "pathPrefixes"),
        channels(a={"template": "api"}, b={"pathPrefixes": ["/v1"]}),
        "the own site/v1 leads to a already",
    ),
    Fires(
        "route-twice",
        ("services", "db", "routes", 1),
        service(routes=[{"pathPrefix": "/x", "port": 1}, {"pathPrefix": "/x/", "port": 2}]),
        "the own site/x leads to db",
    ),
    Fires(
        "route-twice",
        (*A, "pathPrefixes"),
        channels(a={"pathPrefixes": ["/admin"]}) | {"preset": "openpalm"},
        "the own site/admin leads to admin already",
    ),
    warns(
        "path-shadows",
        (*B, "pathPrefixes"),
        at_places(a=["/x"], b=["/x/y"]),
        "go to b, not to a",
        "may be",
    ),
    warns(
        "path-shadows", (*B, "pathPrefixes"), at_places(a=["/x/"], b=["/X/y/z"]), "/X/y/z go to b"
    ),
    warns(
        "certificate-shared",
        (*A, "internalTls"),
        channels(
            a={"domains": ["a.org"], "internalTls": True, "pathPrefixes": ["/a"]},
            b={"domains": ["a.org"], "exposure": "public"},
        ),
        "a.org has one certificate",
    ),
    warns(
        "address-tls",
        (*B, "domains"),
        channels(a={"domains": ["10.0.0.1"]}, b={"domains": ["10.0.0.2"]}),
        "10.0.0.1 answers instead",
    ),
    warns(
        "acme-email",
        ("caddy", "email"),
        channel(exposure="public", domains=["a.org"]),
        "without an e-mail address",
        "Write one",
    ),
]

SITE_QUIET = [
    Quiet("route-twice", at_places(a=["/a"], b=["/ab"])),
    Quiet("route-twice", at_places(a=["/a"], b=["/a/b"], c=["/"])),
    Quiet("route-twice", channels(a={"domains": ["a.org"]}, b={"domains": ["*.org", "www.a.org"]})),
    Quiet(
        "route-twice",
        channels(a={"domains": ["a.org"]}, b={"domains": ["a.org"], "enabled": False}),
    ),
    Quiet(
        "route-twice",
        channels(a={"domains": ["a.org"], "pathPrefixes": ["/x"]}, b={"pathPrefixes": ["/x"]}),
    ),
    Quiet("route-twice", channel(domains=["a.org", "A.org"], pathPrefixes=["/a", "/a/"])),
    Quiet("path-shadows", at_places(a=["/x"], b=["/xy"], c=["/"])),
    Quiet("path-shadows", channels(a={"pathPrefixes": ["/admin/x"]}) | {"preset": "openpalm"}),
    Quiet(
        "certificate-shared",
        channels(
            a={"domains": ["a.org"], "internalTls": True, "pathPrefixes": ["/a"]},
            b={"domains": ["a.org"]},
        ),
    ),
    Quiet("address-tls", channels(a={"domains": ["10.0.0.1"]}, b={"domains": ["b.org"]})),
    Quiet(
        "address-tls",
        channels(a={"domains": ["10.0.0.1"]}, b={"domains": ["10.0.0.2"], "internalTls": False}),
    ),
    Quiet(
        "acme-email",
        channel(exposure="public", domains=["a.org"]) | {"caddy": {"email": "a@b.org"}},
    ),
    Quiet("acme-email", channel(exposure="public", domains=["a.org"], internalTls=True)),
    Quiet("acme-email", channel(exposure="public", domains=["a.org"], enabled=False)),
    Quiet("acme-email", channel(exposure="lan", domains=["a.org"])),
    Quiet("acme-email", channel(exposure="public", domains=["nas"])),
]


@each(SITE_FIRES)
def test_says_of_sites(case: Fires) -> None:
    case.check()


@each(SITE_QUIET)
def test_has_nothing_to_say_of_sites(case: Quiet) -> None:
    case.check()


WAIT_FIRES = [
    Fires(
        "dependency-missing",
        (*DB, "dependsOn", 0),
        service(dependsOn=["pg"]),
        "db waits for pg",
        "Write",
    ),
    Fires(
        "dependency-missing",
        ("services", "b", "dependsOn", 0),
        waits(postgres=[], b=["postgers"]),
        "b",
        "postgres?",
    ),
    Fires(
        "dependency-missing",
        (*DB, "dependsOn", "pg"),
        service(dependsOn={"pg": {}}),
        "which is not there",
    ),
    Fires(
        "dependency-disabled",
        ("channels", "blog", "dependsOn", 0),
        channel(dependsOn=["db"]) | service(enabled=False),
        "blog waits for db, which is off",
        "Switch db on",
    ),
    warns(
        "dependency-twice",
        ("services", "b", "dependsOn", 1),
        waits(a=[], b=["a", "a"]),
        "b waits for a twice",
    ),
    warns(
        "dependency-twice",
        (*DB, "dependsOn", 1),
        service(dependsOn=["blog", "channel-blog"]) | channel(),
        "db waits for channel-blog twice",
    ),
    Fires(
        "dependency-circle", (*DB, "dependsOn", 0), service(dependsOn=["db"]), "db waits for db:"
    ),
    Fires(
        "dependency-circle",
        ("services", "a", "dependsOn", 0),
        waits(a=["b"], b=["a"]),
        "a waits for b waits for a",
    ),
    Fires(
        "dependency-circle",
        ("services", "a", "dependsOn", "b"),
        waits(a={"b": {}}, b=["c"], c={"d": {}}, d=["a"]),
        "none of them can start first",
        "Remove one",
    ),
    Fires(
        "dependency-circle",
        ("services", "db", "dependsOn", 0),
        channel(dependsOn=["db"]) | service(dependsOn=["channel-blog"]),
        "db waits for channel-blog waits for db",
    ),
    Fires(
        "dependency-option",
        (*DB, "dependsOn", "b", "conditon"),
        waits(db={"b": {"conditon": "x"}}, b=[]),
        "b",
        "condition?",
    ),
    Fires(
        "dependency-condition",
        (*DB, "dependsOn", "b", "condition"),
        waits(db={"b": {"condition": "healthy"}}, b=[]),
        "“healthy”",
    ),
    warns(
        "dependency-health",
        (*DB, "dependsOn", "b", "condition"),
        waits(db={"b": {"condition": "service_healthy"}}, b=[]),
        "db waits for the health of b",
        "Give b a healthcheck",
    ),
]

WAIT_FLAGS = [
    Fires(
        "dependency-flag",
        (*DB, "dependsOn", "b", key),
        waits(db={"b": {key: value}}, b=[]),
        f"{key} cannot be",
        "true or false",
    )
    for key in ("required", "restart")
    for value in (1, "yes", 1.5)
]

WAIT_QUIET = [
    Quiet("dependency-flag", waits(db={"b": {"required": False, "restart": True}}, b=[])),
    Quiet("dependency-missing", channel(dependsOn=["db"]) | service()),
    Quiet("dependency-missing", channel(dependsOn=["postgres"]) | {"preset": "openpalm"}),
    Quiet("dependency-missing", channel(dependsOn=["nobody"], enabled=False)),
    Quiet("dependency-missing", service(dependsOn=["channel-blog"]) | channel()),
    Quiet("dependency-disabled", channel(dependsOn=["db"], enabled=False) | service(enabled=False)),
    Quiet("dependency-twice", waits(a=[], b=["a"], c=["a"])),
    Quiet("dependency-circle", waits(a=["b", "c"], b=["c"], c=[])),
    Quiet(
        "dependency-circle",
        services(a={"dependsOn": ["b"]}, b={"dependsOn": ["a"], "enabled": False}),
    ),
    Quiet("dependency-circle", channels(a={"dependsOn": ["a"]}) | services(a={})),
    Quiet(
        "dependency-option",
        waits(db={"b": {"condition": "service_started", "restart": True, "required": False}}, b=[]),
    ),
    Quiet("dependency-condition", waits(db={"b": {}}, b=[])),
    Quiet(
        "dependency-health",
        services(
            a={"healthcheck": {"test": "true"}},
            b={"dependsOn": {"a": {"condition": "service_healthy"}}},
        ),
    ),
]


@each(WAIT_FIRES + WAIT_FLAGS)
def test_says_of_waiting(case: Fires) -> None:
    case.check()


@each(WAIT_QUIET)
def test_has_nothing_to_say_of_waiting(case: Quiet) -> None:
    case.check()


def test_every_circle_is_told_once() -> None:
    found = problems(waits(a=["b"], b=["a"], c=["d"], d=["c"], e=["e"]))
    assert [one.code for one in found if one.is_error] == ["dependency-circle"] * 3


MISPLACED: list[tuple[Path, dict[str, Any]]] = [
    (("labels", "a"), {"labels": {"a": "${TOKEN}"}}),
    (("labels", 0), {"labels": ["${TOKEN}"]}),
    (("command",), {"command": "${TOKEN}"}),
    (("command", 1), {"command": ["a", "${TOKEN}"]}),
    (("user",), {"user": "${TOKEN}"}),
    (("healthcheck", "test", 1), {"healthcheck": {"test": ["CMD", "${TOKEN}"]}}),
    (("volumes", 0, "source"), {"volumes": [{"source": "${TOKEN}", "target": "/x"}]}),
]


def misplaced(path: Path, data: dict[str, Any]) -> Fires:
    """A reference where nothing is put in."""
    place = ("channels", "blog", *path)
    return Fires("secret-misplaced", place, data, "${TOKEN}", "env and config")


SECRET_FIRES = [
    Fires(
        "secret-missing",
        ("channels", "blog", "env", "A"),
        channel(env={"A": "${TOKEN}"}),
        "No value for the secret TOKEN, which blog needs as A",
        "add TOKEN=…",
        secrets=("OTHER", "token"),
    ),
    Fires(
        "secret-missing",
        ("channels", "blog", "template"),
        channel(template="chat"),
        "CHANNEL_CHAT_SECRET",
        secrets=(),
    ),
    Fires(
        "secret-missing",
        ("services", "admin", "env", "ADMIN_TOKEN"),
        {"preset": "openpalm"},
        "ADMIN_TOKEN, which admin needs.",
        "Set or generate it",
        secrets=(),
    ),
    Fires(
        "secret-missing",
        ("channels", "blog", "env", "DISCORD_BOT_TOKEN"),
        channel(env={"DISCORD_BOT_TOKEN": "${TOKEN}"}),
        "No value for the secret TOKEN, which blog needs as DISCORD_BOT_TOKEN.",
        "It comes from Discord’s developer portal: set it under Secrets, or add TOKEN=…",
        secrets=(),
    ),
    Fires(
        "secret-missing",
        ("scheduler", "env", "A"),
        {
            "scheduler": {"env": {"A": "${TOKEN}"}},
            "automations": [{"id": "a", "schedule": "0 0 * * *", "script": "true"}],
        },
        "TOKEN, which the scheduler needs as A",
        secrets=(),
    ),
    *[misplaced(path, channel(**fields)) for path, fields in MISPLACED],
    Fires(
        "secret-misplaced", ("scheduler", "user"), {"scheduler": {"user": "${TOKEN}"}}, "${TOKEN}"
    ),
    warns(
        "secret-misplaced",
        ("channels", "blog", "compose", "build", "args"),
        channel(compose={"build": {"args": "${TOKEN}"}}),
        "by a variable of whoever starts the stack",
    ),
]

SECRET_QUIET = [
    Quiet("secret-missing", channel(env={"A": "${TOKEN}"}), secrets=("TOKEN",)),
    Quiet("secret-missing", channel(env={"A": "${TOKEN}"}, enabled=False), secrets=()),
    Quiet("secret-missing", channel(env={"A": "${TOKEN}"})),
    Quiet("secret-missing", channel(env={"A": "${token} $TOKEN ${TOKEN} "}), secrets=()),
    Quiet("secret-missing", {"scheduler": {"env": {"A": "${TOKEN}"}}}, secrets=()),
    Quiet("secret-misplaced", channel(env={"A": "${TOKEN}"}, config={"B": "${TOKEN}"})),
    Quiet("secret-misplaced", channel(command="echo ${TOKEN}", labels={"${TOKEN}": "x"})),
]


@each(SECRET_FIRES)
def test_says_of_secrets(case: Fires) -> None:
    case.check()


@each(SECRET_QUIET)
def test_has_nothing_to_say_of_secrets(case: Quiet) -> None:
    case.check()


def test_a_preset_can_stand_with_its_secrets_known() -> None:
    assert not problems({"preset": "openpalm"}, ("ADMIN_TOKEN", "POSTGRES_PASSWORD"))
