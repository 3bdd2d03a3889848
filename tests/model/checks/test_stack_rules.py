"""Rules for the stack as a whole: its names, Caddy's settings, services, automations."""

from typing import Any

from tests.rules import Fires, Quiet, automation, channel, each, service, warns

R = ("services", "db", "routes", 0)


def caddy(**fields: Any) -> dict[str, Any]:
    return {"caddy": fields}


def route(**fields: Any) -> dict[str, Any]:
    return service(routes=[{"port": 80} | fields])


def scheduler(**fields: Any) -> dict[str, Any]:
    return {"scheduler": fields}


FIRES = [
    *[
        Fires(
            "project-name", ("projectName",), {"projectName": name}, f"“{name}”", "Use lower-case"
        )
        for name in ("", "Palm", "-a", "_a", "a b", "a.b", "ä", "a\n", "a/b")
    ],
    *[
        Fires("network-name", ("network",), {"network": name}, f"“{name}”", "Use letters")
        for name in ("", "a b", "-a", "_a", "ä", "a\n", "a/b")
    ],
    Fires(
        "timezone", ("timezone",), {"timezone": "Europe/Berln"}, "Europe/Berln", "Europe/Berlin?"
    ),
    *[
        Fires("timezone", ("timezone",), {"timezone": zone}, f"“{zone}”")
        for zone in ("", "europe/berlin", "CEST+2", "../UTC", "UTC\n", "Europe/")
    ],
    *[
        Fires(
            "image-namespace",
            ("imageNamespace",),
            {"imageNamespace": name},
            f"“{name}”",
            "openpalm",
        )
        for name in (
            "",
            "acme/",
            "/acme",
            "ghcr.io/acme:1",
            "a@sha256:0",
            "a b",
            "https://x",
        )
    ],
    *[
        Fires("image-tag", ("imageTag",), {"imageTag": tag}, f"“{tag}”", "latest")
        for tag in ("", "-1", ".1", "a b", "1:2", "ä", "x" * 129, "1\n", "${TAG}")
    ],
    *[
        Fires("data-root", ("dataRoot",), {"dataRoot": root}, f"“{root}”", "/srv/palm")
        for root in ("", "srv", "./srv", "~/srv", "/a:b", "/a\nb", "/a\0", "C:\\palm", "/a\t")
    ],
    Fires("image-reference", ("caddy", "image"), caddy(image="Caddy"), "“Caddy”", "caddy:2-alpine"),
    *[
        Fires("email", ("caddy", "email"), caddy(email=email), f"“{email}”", "admin@example.org")
        for email in (
            "",
            "a",
            "a@b",
            "@b.org",
            "a@",
            "a b@c.org",
            "a@b.org\n:80 {",
            "a@b.org, c@d.org",
            "<a@b.org>",
            "a@b.org}",
        )
    ],
    Fires("caddy-ports-equal", ("caddy", "httpsPort"), caddy(httpPort=443), "port 443", "another"),
    *[
        Fires("acme", ("caddy", "acme"), caddy(acme=acme), f"“{acme}”", hint)
        for acme, hint in {
            "": "Write letsencrypt",
            "letsencript": "letsencrypt?",
            "http://ca/dir": "https",
            "https://": "https",
            "https://a b/dir": "https",
            "https://ca/{env.X}": "https",
            "https://ca:port/dir": "https",
            "https://ca/dir\n}": "https",
        }.items()
    ],
    Fires(
        "zerossl-email", ("caddy", "email"), caddy(acme="zerossl"), "ZeroSSL", "Write the address"
    ),
    warns(
        "acme-root-unused",
        ("caddy", "acmeCaRoot"),
        caddy(acmeCaRoot="ca.pem"),
        "letsencrypt needs no",
    ),
    Fires(
        "text",
        ("caddy", "acmeCaRoot"),
        caddy(acmeCaRoot="", acme="https://ca/dir"),
        "“”",
        "one line",
    ),
    *[
        Fires("extra-config", ("caddy", "extraConfig"), caddy(extraConfig=text), word, "whole site")
        for text, word in {
            "a.org {": "opened but not closed",
            "}": "closed that was not opened",
            "a.org {\n}\n}": "closed that was not opened",
            'a.org {\n respond "hi\n}': "quoted text is not closed",
            "a.org {\n respond `hi\n}": "quoted text is not closed",
            "{\n debug\n}": "Global options",
            "# note\n{\n debug\n}": "Global options",
            "a.org {\n respond <<EOF\n }\n EOF\n}": "heredoc",
            "a.org { # }": "not closed",
        }.items()
    ],
    Fires(
        "service-name-reserved",
        ("services", "caddy"),
        {"services": {"caddy": {}}},
        "belongs to Caddy",
    ),
    Fires(
        "service-name-reserved",
        ("services", "scheduler"),
        {"services": {"scheduler": {}}},
        "automations",
    ),
    *[
        Fires(
            "service-name", ("services", name), {"services": {name: {}}}, f"“{name}”", "Use lower"
        )
        for name in ("", "Db", "-a", ".a", "a b", "ä", "x" * 64, "a\n", "a/b")
    ],
    Fires("route-empty", R, route(), "A way to db names neither", "Write one"),
    *[
        Fires("domain", (*R, "domain"), route(domain=text), f"“{text}”")
        for text in ("", "a b", "a..b")
    ],
    Fires("domain-port", (*R, "domain"), route(domain="a.org:80"), "“a.org:80”", "Write a.org"),
    warns("wildcard", (*R, "domain"), route(domain="*.a.org"), "*.a.org answers"),
    *[
        Fires(
            "path-prefix",
            (*R, field),
            route(**{"pathPrefix": "/", field: "x y"}),
            "“x y”",
            "/admin",
        )
        for field in ("pathPrefix", "rewritePath", "upstreamPrefix")
    ],
    Fires(
        "rewrite-path-missing", (*R, "rewritePath"), route(pathPrefix="/", pathMode="rewrite"), "db"
    ),
    warns(
        "rewrite-path-unused", (*R, "rewritePath"), route(pathPrefix="/", rewritePath="/x"), "/x"
    ),
    warns(
        "upstream-prefix-unused",
        (*R, "upstreamPrefix"),
        route(pathPrefix="/", pathMode="keep", upstreamPrefix="/x"),
        "/x is put before no path",
    ),
    *[
        Fires(
            "automation-id", ("automations", 0, "id"), automation(id=text), f"“{text}”", "nightly"
        )
        for text in ("", "a b", "a/b", "../x", "ä", "a\n", "a.b", "x" * 129)
    ],
    *[
        Fires(
            "automation-id-twice",
            ("automations", 1, "id"),
            {"automations": automation()["automations"] + automation(id=text)["automations"]},
            text,
            "another id",
        )
        for text in ("backup", "Backup")
    ],
    *[
        Fires(
            "automation-name",
            ("automations", 0, "name"),
            automation(name=name),
            "one line",
            "Remove",
        )
        for name in ("a\nb", "a\r* * * * * root x", "\0", "\x1b", "a\u2028b", "a\x85b")
    ],
    *[
        Fires("automation-script", ("automations", 0, "script"), automation(script=text), "backup")
        for text in ("", " \n", "a\0b", "echo \ud83d")
    ],
    warns(
        "automation-line-ends",
        ("automations", 0, "script"),
        automation(script="set -e\r\ntrue\r\n"),
        "backup has the line ends of Windows",
        "Unix",
    ),
    *[
        Fires(code, ("automations", 0, "schedule"), automation(schedule=text), word)
        for code, text, word in [
            ("schedule-field-count", "0 0 * * * *", ""),
            ("schedule-field-count", "", ""),
            ("schedule-out-of-range", "60 * * * *", "60"),
            ("schedule-backwards", "5-1 * * * *", "5-1"),
            ("schedule-never", "0 0 31 2 *", ""),
            ("schedule-step", "*/0 * * * *", ""),
        ]
    ],
    warns(
        "schedule-uneven-step",
        ("automations", 0, "schedule"),
        automation(schedule="*/7 * * * *"),
        "*/7",
    ),
    Fires(
        "image-reference",
        ("scheduler", "image"),
        scheduler(image="Alpine"),
        "“Alpine”",
        "alpine:3.22",
    ),
    Fires("variable-name", ("scheduler", "env", "a b"), scheduler(env={"a b": 1}), "“a b”"),
    Fires("variable-value", ("scheduler", "env", "A"), scheduler(env={"A": "\0"}), "A holds"),
    warns("secret-in-clear", ("scheduler", "env", "A_KEY"), scheduler(env={"A_KEY": "x"}), "A_KEY"),
    Fires("volume", ("scheduler", "volumes", 0), scheduler(volumes=["data"]), "“data”"),
    Fires(
        "volume-target-twice",
        ("scheduler", "volumes", 1),
        scheduler(volumes=["a:/x", "b:/x"]),
        "/x",
    ),
    Fires("text", ("scheduler", "user"), scheduler(user=""), "“”"),
]

QUIET = [
    *[
        Quiet("project-name", {"projectName": name})
        for name in ("a", "0", "palm-home_2", "x" * 200)
    ],
    *[Quiet("network-name", {"network": name}) for name in ("a", "A.b-c_d", "host", "default")],
    *[Quiet("timezone", {"timezone": zone}) for zone in ("UTC", "Europe/Berlin", "Etc/GMT+5")],
    *[
        Quiet("image-namespace", {"imageNamespace": name})
        for name in ("a", "ghcr.io/acme", "localhost:5000", "registry.example.org:5000/a/b")
    ],
    *[Quiet("image-tag", {"imageTag": tag}) for tag in ("latest", "1.4", "_x", "A-b.c", "x" * 128)],
    *[
        Quiet("data-root", {"dataRoot": root})
        for root in ("/srv/palm", "/srv/palm/", "/a b/ö", "/$x")
    ],
    Quiet("image-reference", caddy(image="registry:5000/caddy@sha256:" + "0" * 64)),
    *[Quiet("email", caddy(email=email)) for email in ("a@b.org", "a.b+c@d-e.co.uk", "ü@ü.org")],
    Quiet("caddy-ports-equal", caddy(httpPort=8080, httpsPort=8443)),
    *[
        Quiet("acme", caddy(acme=acme))
        for acme in ("letsencrypt", "letsencrypt-staging", "https://ca.lan:9000/acme/dir?x=1")
    ],
    Quiet("zerossl-email", caddy(acme="zerossl", email="a@b.org")),
    Quiet("acme-root-unused", caddy(acme="https://ca.lan/dir", acmeCaRoot="ca.pem")),
    Quiet("text", caddy(acmeCaRoot="a b/ca.pem")),
    *[
        Quiet("extra-config", caddy(extraConfig=text))
        for text in (
            *("", "# only a note {", "a.org {\n}", "a.org {\n\trespond {env.X}\n}", "(s) {\n}\n"),
            *(
                'a.org {\n respond "}{"\n}',
                'a.org {\n respond `}\n"`\n}',
                'a.org {\n respond "\\"}"\n}',
            ),
            *("a.org {\n root /a#b\n}", "a.org", "a.org {\r\n}\r\n", "a.org {\n respond it's\n}"),
        )
    ],
    Quiet("service-name-reserved", {"channels": {"caddy": {}}}),
    *[Quiet("service-name", {"services": {name: {}}}) for name in ("a", "0", "a.b_c-d", "x" * 63)],
    Quiet("route-empty", route(pathPrefix="/")),
    Quiet("route-empty", route(domain="a.org")),
    Quiet("domain", route(domain="Bücher.org")),
    Quiet("domain-port", route(domain="::1")),
    Quiet("wildcard", route(domain="a.org")),
    Quiet("path-prefix", route(pathPrefix="/a", rewritePath="/b", upstreamPrefix="/c/")),
    Quiet("rewrite-path-missing", route(pathPrefix="/", pathMode="rewrite", rewritePath="/x")),
    Quiet("rewrite-path-unused", route(pathPrefix="/", pathMode="rewrite", rewritePath="/x")),
    Quiet("upstream-prefix-unused", route(pathPrefix="/", upstreamPrefix="/x")),
    *[Quiet("automation-id", automation(id=text)) for text in ("a", "A_b-1", "-", "x" * 128)],
    Quiet(
        "automation-id-twice",
        {"automations": automation()["automations"] + automation(id="backup-2")["automations"]},
    ),
    *[
        Quiet("automation-name", automation(name=name))
        for name in ("", "a # b % c", "Ö \U0001f600")
    ],
    *[Quiet("automation-script", automation(script=text)) for text in ("true", "#!/bin/sh\n\x07")],
    Quiet("automation-line-ends", automation(script="a\n\tb\n")),
    *[
        Quiet(code, automation(schedule="0 0 29 2 *"))
        for code in ("schedule-never", "schedule-field-count", "schedule-out-of-range")
    ],
    *[
        Quiet(code, automation(schedule="*/5 1-5 * * mon"))
        for code in ("schedule-backwards", "schedule-step", "schedule-uneven-step")
    ],
    Quiet("variable-name", scheduler(env={"A": 1})),
    Quiet("volume", scheduler(volumes=["notes:/data/notes:ro"], user="1000")),
    Quiet("path-twice", channel()),
]


@each(FIRES)
def test_says(case: Fires) -> None:
    case.check()


@each(QUIET)
def test_has_nothing_to_say(case: Quiet) -> None:
    case.check()
