"""Rules for one channel: its name, domains and paths, who reaches it and how."""

from tests.rules import Fires, Quiet, channel, channels, each, services, warns

C = ("channels", "blog")
PUBLIC = {"exposure": "public", "domains": ["blog.example.org"]}

FIRES = [
    *[
        Fires(
            "channel-name", ("channels", name), {"channels": {name: {}}}, f"“{name}”", "Use lower"
        )
        for name in ("Blog", "a_b", "-a", "a-", "a.b", "", "x" * 64, "ä", "a b", "a\n", "INVALID")
    ],
    Fires(
        "container-port-missing", (*C, "containerPort"), channel(containerPort=...), "blog has no"
    ),
    *[
        Fires(
            "domain",
            (*C, "domains", 0),
            channel(domains=[text]),
            f"“{text}” is no host name",
            "Write",
        )
        for text in ("", "a..b", "a b", "foo.*.org", "example.com }\n:80 {", "a/b", "fe80::1%eth0")
    ],
    *[
        Fires(
            "domain-port", (*C, "domains", 0), channel(domains=[text]), f"“{text}”", "Write a.org;"
        )
        for text in ("a.org:80", "https://a.org", "a.org/")
    ],
    *[
        warns("domain-twice", (*C, "domains", 1), channel(domains=["bücher.org", text]), "twice")
        for text in ("bücher.org", "BÜCHER.org", "xn--bcher-kva.org", "bücher.org.")
    ],
    *[
        Fires(
            "path-prefix",
            (*C, "pathPrefixes", 0),
            channel(pathPrefixes=[text]),
            f"“{text}”",
            "Write",
        )
        for text in ("", "a", "a/b", "//", "/a//b", "/a/../b", "/./a", "/a/..", "/a b", "/a*", "/ä")
    ],
    *[
        Fires(
            "path-prefix",
            (*C, "pathPrefixes", 0),
            channel(pathPrefixes=[text]),
            f"“{text}”",
            "Write",
        )
        for text in ("/%2f", "/{", "/a\n", "/a?b", "/a#b", '/"', "/\\", "/`", "/<", "/a\x00")
    ],
    *[
        warns("path-twice", (*C, "pathPrefixes", 1), channel(pathPrefixes=["/a", text]), "twice")
        for text in ("/a", "/A", "/a/")
    ],
    Fires(
        "rewrite-path",
        (*C, "rewritePath"),
        channel(pathMode="rewrite", rewritePath="webhook"),
        "“webhook” does not start with a slash",
        "/telegram/webhook",
    ),
    Fires("rewrite-path-missing", (*C, "rewritePath"), channel(pathMode="rewrite"), "blog should"),
    Fires(
        "rewrite-path-missing",
        (*C, "rewritePath"),
        channel(template="chat", domains=..., pathPrefixes=["/talk"], pathMode="rewrite"),
        "none is given",
    ),
    Fires(
        "rewrite-path-missing",
        (*C, "rewritePath"),
        channel(template="a2a", domains=..., pathMode="rewrite"),
        "none is given",
    ),
    warns("rewrite-path-unused", (*C, "rewritePath"), channel(rewritePath="/x"), "/x is not used"),
    warns(
        "rewrite-path-unused",
        (*C, "rewritePath"),
        channel(template="a2a", domains=..., rewritePath="/x"),
        "/x is not used",
    ),
    warns(
        "certificate-unused", (*C, "internalTls"), channel(domains=..., internalTls=True), "blog"
    ),
    warns(
        "path-mode-unused", (*C, "pathMode"), channel(domains=..., pathMode="keep"), "blog has no"
    ),
    warns("wildcard", (*C, "domains", 0), channel(domains=["*.home.arpa"]), "*.home.arpa", "List"),
    warns(
        "wildcard-acme",
        (*C, "domains", 0),
        channel(exposure="public", domains=["*.example.org"]),
        "No authority certifies *.example.org",
        "List the names",
    ),
    warns(
        "public-without-domain",
        (*C, "domains"),
        channel(exposure="public", domains=..., pathPrefixes=["/blog"]),
        "blog is open to the internet without a domain",
        "Add a domain",
    ),
    *[
        warns(
            "domain-not-public",
            (*C, "domains", 0),
            channel(exposure="public", domains=[text]),
            text,
        )
        for text in ("nas", "localhost", "blog.home.arpa", "192.168.1.5", "a.lan", "a.local")
    ],
    *[
        warns(
            "wider-than-scope",
            (*C, "exposure"),
            channel(domains=..., pathPrefixes=["/a"], exposure=exposure) | {"accessScope": scope},
            f"blog is meant for {meant}, but the stack’s own site, where it answers, is for {most}",
            "Give it a domain of its own",
        )
        for exposure, meant, scope, most in (
            ("public", "the internet", "lan", "the local network"),
            ("public", "the internet", "host", "this host"),
            ("lan", "the local network", "host", "this host"),
        )
    ],
    warns(
        "unreachable",
        (*C, "hostPort"),
        channel(domains=..., hostPort="none"),
        "Nobody can reach blog",
    ),
    *[
        warns("port-bypasses-caddy", (*C, "hostPort"), channel(exposure=exposure, **how), "8080 is")
        for exposure in ("host", "lan", "public")
        for how in ({"domains": ...}, {"hostPort": 8080}, {"domains": ..., "hostPort": 8080})
    ],
]

QUIET = [
    *[
        Quiet("channel-name", {"channels": {name: {}}})
        for name in ("a", "1", "a-b", "a--b", "x" * 63, "0x", "my-svc-2")
    ],
    Quiet("container-port-missing", channel()),
    Quiet("container-port-missing", channel(containerPort=..., template="chat")),
    *[
        Quiet("domain", channel(domains=[text]))
        for text in (
            "a.org",
            "localhost",
            "nas",
            "*.a.org",
            "bücher.org",
            "1.2.3.4",
            "::1",
            "a_b.org",
        )
    ],
    *[
        Quiet("domain-port", channel(domains=[text]))
        for text in ("a.org.", "::1", "[::1]", " a.org ")
    ],
    Quiet("domain-twice", channel(domains=["a.org", "www.a.org", "*.a.org"])),
    *[
        Quiet("path-prefix", channel(pathPrefixes=[text]))
        for text in (
            "/",
            "/a",
            "/a/",
            "/a.b/c-d_e~f",
            "/.well-known/x",
            "/a..b",
            "/~user",
            "/$a&b'c",
        )
    ],
    Quiet("path-twice", channel(pathPrefixes=["/a", "/a/b", "/ab"])),
    Quiet("rewrite-path", channel(pathMode="rewrite", rewritePath="/a/b")),
    Quiet("rewrite-path-missing", channel(pathMode="rewrite", rewritePath="/a")),
    Quiet("rewrite-path-missing", channel(template="chat", domains=..., pathMode="rewrite")),
    Quiet("rewrite-path-unused", channel(pathMode="rewrite", rewritePath="/a")),
    Quiet("rewrite-path-unused", channel(template="chat", domains=..., rewritePath="/other")),
    Quiet("certificate-unused", channel(internalTls=False)),
    Quiet("certificate-unused", channel(internalTls=True, domains=..., enabled=False)),
    Quiet("path-mode-unused", channel(pathMode="keep")),
    Quiet("path-mode-unused", channel(pathMode="keep", domains=..., enabled=False)),
    Quiet("path-mode-unused", channel(pathMode="keep", domains=..., pathPrefixes=["/a"])),
    Quiet("wildcard", channel(domains=["*.home.arpa"], enabled=False)),
    Quiet("wildcard-acme", channel(exposure="public", domains=["*.example.org"], internalTls=True)),
    Quiet("wildcard-acme", channel(exposure="lan", domains=["*.example.org"])),
    Quiet("public-without-domain", channel(**PUBLIC)),
    Quiet("public-without-domain", channel(exposure="lan", domains=..., pathPrefixes=["/a"])),
    Quiet("public-without-domain", channel(exposure="public", domains=..., enabled=False)),
    Quiet("domain-not-public", channel(**PUBLIC)),
    Quiet("domain-not-public", channel(exposure="public", domains=["nas"], internalTls=True)),
    Quiet("domain-not-public", channel(exposure="lan", domains=["nas"])),
    Quiet(
        "domain-not-public",
        channel(exposure="public", domains=["nas.lan"]) | {"caddy": {"acme": "https://ca.lan/dir"}},
    ),
    Quiet("wider-than-scope", channel(**PUBLIC) | {"accessScope": "host"}),
    Quiet("wider-than-scope", channel(domains=..., pathPrefixes=["/a"]) | {"accessScope": "lan"}),
    Quiet(
        "wider-than-scope",
        channel(domains=..., pathPrefixes=["/a"], exposure="host") | {"accessScope": "public"},
    ),
    Quiet("wider-than-scope", channel(domains=..., exposure="public", hostPort=9000)),
    Quiet("unreachable", channel(hostPort="none")),
    Quiet("unreachable", channel(domains=..., hostPort="none", enabled=False)),
    Quiet("unreachable", channel(domains=...)),
    Quiet("port-bypasses-caddy", channel()),
    Quiet("port-bypasses-caddy", channel(hostPort="none")),
    Quiet("port-bypasses-caddy", channel(domains=..., pathPrefixes=["/a"])),
    Quiet("port-bypasses-caddy", channel(hostPort=8080, enabled=False)),
]


@each(FIRES)
def test_says(case: Fires) -> None:
    case.check()


@each(QUIET)
def test_has_nothing_to_say(case: Quiet) -> None:
    case.check()


NAME_FIRES = [
    Fires(
        "service-name-taken",
        ("channels", "a"),
        channels(a={}) | services(**{"channel-a": {}}),
        "The channel a and a service are both channel-a",
        "Rename",
    ),
    Fires(
        "channel-name-long",
        ("channels", "x" * 60),
        channels(**{"x" * 60: {}}) | services(**{"x" * 60: {}}),
        "its name is too long",
        "shorter",
    ),
    Fires(
        "channel-name-taken",
        ("channels", "channel-a"),
        channels(a={}, channel_a={"containerPort": 81}),
        "channel-a is what Compose calls the channel a",
        "Rename",
    ),
]

NAME_QUIET = [
    Quiet("service-name-taken", channels(a={}) | services(a={})),
    Quiet("channel-name-long", channels(**{"x" * 60: {}})),
    Quiet("channel-name-long", channels(**{"x" * 55: {}}) | services(**{"x" * 55: {}})),
    Quiet("channel-name-taken", channels(a={}, channel_b={})),
    Quiet("channel-name-taken", channels(a={"enabled": False}, channel_a={})),
    Quiet("channel-name-taken", channels(a={}, channel_a={"enabled": False})),
]


@each(NAME_FIRES)
def test_says_that_a_name_is_taken(case: Fires) -> None:
    case.check()


@each(NAME_QUIET)
def test_lets_names_stand_side_by_side(case: Quiet) -> None:
    case.check()
