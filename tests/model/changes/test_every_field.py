"""Every field of a spec has a sentence that names the thing, in the words of the form."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from openpalm_desktop.model import edits
from openpalm_desktop.model.changes import changes
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.reference import SECTIONS
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.value import Value

CONTAINER: Mapping[str, Any] = {
    "image": "ghcr.io/example/blog:1",
    "containerPort": 8080,
    "description": "Ours",
    "env": {"LEVEL": "info"},
    "config": {"TOKEN": "${TOKEN}"},
    "volumes": ["data:/data"],
    "labels": {"team": "family"},
    "dependsOn": ["db"],
    "networks": ["more"],
    "command": ["serve"],
    "user": "1000",
    "workingDir": "/app",
    "healthcheck": {
        "test": "true",
        "interval": "30s",
        "timeout": "5s",
        "retries": 3,
        "startPeriod": "20s",
        "startInterval": "2s",
        "disable": False,
        "x-note": 1,
    },
    "compose": {"cap_drop": ["ALL"]},
    "x-note": 1,
}
SPEC = StackSpec.from_data(
    {
        "version": 4,
        "projectName": "palm",
        "dataRoot": "/srv/palm",
        "caddy": {"email": "a@b.org", "acmeCaRoot": "old.pem", "extraConfig": "#", "x-note": 1},
        "services": {
            "db": {"image": "postgres:16"},
            "web": {
                **CONTAINER,
                "label": "Web",
                "ports": ["127.0.0.1:81:81"],
                "routes": [
                    {
                        "pathPrefix": "/web",
                        "domain": "web.example.org",
                        "port": 80,
                        "pathMode": "rewrite",
                        "rewritePath": "/hook",
                        "upstreamPrefix": "/up",
                        "x-note": 1,
                    }
                ],
            },
        },
        "channels": {
            "blog": {
                **CONTAINER,
                "label": "Blog",
                "hostPort": 9000,
                "domains": ["blog.example.org"],
                "pathPrefixes": ["/blog"],
                "pathMode": "rewrite",
                "rewritePath": "/hook",
                "internalTls": True,
            }
        },
        "scheduler": {
            "image": "alpine:3.22",
            "env": {"LEVEL": "info"},
            "volumes": ["data:/data"],
            "user": "1000",
            "x-note": 1,
        },
        "automations": [
            {
                "id": "backup",
                "name": "Backup",
                "description": "Ours",
                "schedule": "30 2 * * *",
                "script": "true",
                "timeout": 60,
                "x-note": 1,
            }
        ],
        "x-note": 1,
    }
)
BLOG, WEB, ROUTE = ("channels", "blog"), ("services", "web"), ("services", "web", "routes", 0)
BACKUP, CADDY, SCHEDULER = ("automations", 0), ("caddy",), ("scheduler",)
ROUTES_CHANGE = "Ways through Caddy of Web change"

OF_A_CONTAINER: Mapping[str, tuple[Any, str]] = {
    "template": ("chat", "{}: built-in is now chat"),
    "label": ("Wiki", "{} is now called Wiki"),
    "description": ("Mine", "Description of {} changes"),
    "enabled": (False, "{} is switched off"),
    "image": ("blog:2", "{}: image changes from ghcr.io/example/blog:1 to blog:2"),
    "containerPort": (8081, "{}: container port changes from 8080 to 8081"),
    "env.LEVEL": ("debug", "LEVEL of {} changes"),
    "config.TOKEN": ("${OTHER}", "TOKEN of {} changes"),
    "volumes": (["new:/data"], "{}: storage gains new:/data and loses data:/data"),
    "labels.team": ("work", "Label team of {} changes"),
    "dependsOn": ([], "{} no longer starts after db"),
    "networks": (["other"], "{}: more networks gain other and lose more"),
    "command": (["run"], "Command of {} changes"),
    "user": ("1001", "{}: user changes from 1000 to 1001"),
    "workingDir": (None, "{}: working directory is no longer /app"),
    "healthcheck": (None, "{} no longer has a healthcheck"),
    "healthcheck.test": ("false", "Command of the health of {} changes"),
    "healthcheck.interval": ("9s", "Health of {}: “Every” changes from 30s to 9s"),
    "healthcheck.timeout": ("9s", "Health of {}: “Give up after” changes from 5s to 9s"),
    "healthcheck.retries": (9, "Health of {}: “Failures in a row” changes from 3 to 9"),
    "healthcheck.startPeriod": ("9s", "Health of {}: “Time to start” changes from 20s to 9s"),
    "healthcheck.startInterval": (
        "9s",
        "Health of {}: “Every, while starting” changes from 2s to 9s",
    ),
    "healthcheck.disable": (True, "Health of {}: “No check” is switched on"),
    "healthcheck.x-note": (2, "x-note of the health of {} changes"),
    "compose.cap_drop": (["NET_RAW"], "Compose key cap_drop of {} changes"),
    "x-note": (2, "x-note of {} changes"),
}


FIELD_NAMES = {
    alias
    for kind in SECTIONS.values()
    for name, field in kind.fields.items()
    for alias in (name, field.key)
    if (alias and not alias.islower()) or "_" in name
}
"""Names that are no words: `hostPort` and `host_port`, not `image`."""


def _container(owner: Path, title: str) -> dict[Path, tuple[Any, str]]:
    return {
        (*owner, *field.split(".")): (value, sentence.format(title))
        for field, (value, sentence) in OF_A_CONTAINER.items()
    }


EDITS: Mapping[Path, tuple[Any, str]] = {
    ("projectName",): (
        "home",
        "Project changes from palm to home: everything is made anew, with empty volumes",
    ),
    ("accessScope",): (
        "public",
        "The stack’s own site may reach the internet; nothing differs by that",
    ),
    ("network",): (
        "net",
        "Network changes from assistant_net to net: every container is made anew",
    ),
    ("timezone",): (
        "Europe/Berlin",
        "Time zone changes from UTC to Europe/Berlin: every schedule goes by its clock",
    ),
    ("imageNamespace",): (
        "acme",
        "Image namespace changes from openpalm to acme: the built-in images follow",
    ),
    ("imageTag",): ("v2", "Image tag changes from latest to v2: the built-in images follow"),
    ("dataRoot",): (None, "Data folder is no longer /srv/palm: data does not move along by itself"),
    ("caddy",): (None, "E-mail for certificates is no longer a@b.org"),
    ("preset",): (
        "openpalm",
        (
            "Core services are added: PostgreSQL, Qdrant and 5 more; the stack’s own site with "
            "/admin/openmemory, /admin/opencode and 2 more open to the local network"
        ),
    ),
    ("services",): (None, "Web is removed"),
    ("channels",): (None, "Blog is removed"),
    ("scheduler",): (None, "Scheduler no longer has LEVEL"),
    ("automations",): (None, "Backup is removed"),
    ("x-note",): (2, "x-note of the stack changes"),
    (*CADDY, "image"): ("caddy:3", "Caddy image changes from caddy:2-alpine to caddy:3"),
    (*CADDY, "email"): ("c@d.org", "E-mail for certificates changes from a@b.org to c@d.org"),
    (*CADDY, "acme"): (
        "zerossl",
        "Certificate authority changes from Let’s Encrypt to ZeroSSL",
    ),
    (*CADDY, "acmeCaRoot"): (
        "new.pem",
        "Root of a private authority changes from old.pem to new.pem",
    ),
    (*CADDY, "httpPort"): (
        8000,
        "HTTP port changes from 80 to 8000; opens port 8000 of the server",
    ),
    (*CADDY, "httpsPort"): (
        8443,
        "HTTPS port changes from 443 to 8443; opens port 8443 of the server",
    ),
    (*CADDY, "extraConfig"): ("# mine", "Caddyfile text of your own changes"),
    (*CADDY, "x-note"): (2, "x-note of Caddy changes"),
    **_container(BLOG, "Blog"),
    (*BLOG, "exposure"): (
        "public",
        (
            "Blog: local network → internet, at blog.example.org/blog; "
            "port 9000 of the server is open to both"
        ),
    ),
    (*BLOG, "hostPort"): (
        9001,
        (
            "Blog: host port changes from 9000 to 9001; "
            "opens port 9001 of the server; closes port 9000 of the server"
        ),
    ),
    (*BLOG, "domains"): (["new.example.org"], "new.example.org/blog opens to the local network"),
    (*BLOG, "pathPrefixes"): (["/new"], "blog.example.org/new opens to the local network"),
    (*BLOG, "pathMode"): (
        "keep",
        "Blog: path for the container changes from “one for all requests” to “as it is”",
    ),
    (*BLOG, "rewritePath"): ("/new", "Blog: “Send everything to” changes"),
    (*BLOG, "internalTls"): (False, "Blog no longer has a certificate: plain HTTP"),
    **_container(WEB, "Web"),
    (*WEB, "ports"): (["82:81"], "Web opens port 82 of the server"),
    (*WEB, "routes"): ([], "web.example.org/web no longer leads to Web"),
    (*ROUTE, "pathPrefix"): ("/new", "web.example.org/new opens to the local network"),
    (*ROUTE, "domain"): ("new.example.org", "new.example.org/web opens to the local network"),
    (*ROUTE, "port"): (81, ROUTES_CHANGE),
    (*ROUTE, "exposure"): ("public", "web.example.org/web: local network → internet"),
    (*ROUTE, "pathMode"): ("keep", ROUTES_CHANGE),
    (*ROUTE, "rewritePath"): ("/new", ROUTES_CHANGE),
    (*ROUTE, "upstreamPrefix"): (None, ROUTES_CHANGE),
    (*ROUTE, "x-note"): (2, ROUTES_CHANGE),
    (*SCHEDULER, "image"): ("x", "Scheduler: image changes from alpine:3.22 to x"),
    (*SCHEDULER, "env", "LEVEL"): ("debug", "LEVEL of the scheduler changes"),
    (*SCHEDULER, "volumes"): ([], "Scheduler: storage loses data:/data"),
    (*SCHEDULER, "user"): (None, "Scheduler: user is no longer 1000"),
    (*SCHEDULER, "x-note"): (2, "x-note of the scheduler changes"),
    (*BACKUP, "id"): ("save", "Backup: id changes from backup to save"),
    (*BACKUP, "name"): ("Save", "Backup is now called Save"),
    (*BACKUP, "description"): ("Mine", "Description of Backup changes"),
    (*BACKUP, "schedule"): (
        "0 8 * * mon",
        "Schedule of Backup changes: at 08:00 on Monday, no longer at 02:30 every day",
    ),
    (*BACKUP, "script"): ("false", "Script of Backup changes"),
    (*BACKUP, "enabled"): (False, "Backup is switched off"),
    (*BACKUP, "timeout"): (90, "Backup: “Stop after” changes from 60 to 90"),
    (*BACKUP, "x-note"): (2, "x-note of Backup changes"),
}


@pytest.mark.parametrize("path", EDITS, ids=lambda path: ".".join(map(str, path)))
def test_an_edit_of_a_field_says_what_changes(path: Path) -> None:
    value, sentence = EDITS[path]
    before = resolved(SPEC)
    found = changes(before, resolved(edits.put(SPEC, path, value)))
    assert sentence in [change.sentence for change in found]


@pytest.mark.parametrize("path", EDITS, ids=lambda path: ".".join(map(str, path)))
def test_no_sentence_speaks_in_field_names(path: Path) -> None:
    before = resolved(SPEC)
    for change in changes(before, resolved(edits.put(SPEC, path, EDITS[path][0]))):
        assert FIELD_NAMES.isdisjoint(re.findall(r"\w+", change.sentence)), change
        assert "  " not in change.sentence
        assert not change.sentence.endswith(".")


@pytest.mark.parametrize(("section", "kind"), SECTIONS.items(), ids=list(SECTIONS))
def test_no_field_is_left_out(section: str, kind: type[Value]) -> None:
    places: Mapping[str, tuple[Path, ...]] = {
        "Top level": ((),),
        "caddy": (CADDY,),
        "channels.<name>": (BLOG,),
        "services.<name>": (WEB,),
        "services.<name>.routes[]": (ROUTE,),
        "healthcheck": ((*BLOG, "healthcheck"), (*WEB, "healthcheck")),
        "scheduler": (SCHEDULER,),
        "automations[]": (BACKUP,),
    }
    aliases = {field.key for field in kind.fields.values()}
    for place in places[section]:
        edited = {path[len(place)] for path in EDITS if path[: len(place)] == place != path}
        assert aliases - {"version", "x-*"} <= edited
        assert "x-note" in edited
