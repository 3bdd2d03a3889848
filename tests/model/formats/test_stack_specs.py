"""What stack specs 1 to 3 become: what they meant there is what they mean here."""

import json
from typing import Any

import pytest

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.exposure import Exposure, PathMode
from openpalm_desktop.model.formats import Conversion, convert
from openpalm_desktop.model.path import Path, dotted
from openpalm_desktop.model.problem import Severity
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.stack import Preset, StackSpec

BUILT_IN: dict[str, Any] = {"enabled": True, "exposure": "lan", "config": {}}
CUSTOM = BUILT_IN | {"image": "acme/app:1", "containerPort": 9000}


def converted(version: int = 2, /, **fields: Any) -> Conversion:
    data = {"version": version, "accessScope": "lan", "automations": [], "channels": {}} | fields
    data["channels"] = data["channels"] or {"chat": BUILT_IN}
    return convert(json.dumps(data), "stack-spec.json")


def spec_of(conversion: Conversion) -> StackSpec:
    assert conversion.spec is not None
    return conversion.spec


def channel(version: int = 2, /, name: str = "app", **fields: Any) -> Channel:
    spec = spec_of(converted(version, channels={name: fields}))
    (found,) = spec.channels.values()
    return found


def said(conversion: Conversion, path: Path) -> str:
    """What the notes say about one place."""
    return " ".join(note.sentence for note in conversion.notes if note.path == path)


def errors(spec: StackSpec) -> list[tuple[str, str]]:
    found = check(spec)
    return [(dotted(p.path), p.code) for p in found if p.severity is Severity.ERROR]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_any_version_becomes_4(version: int) -> None:
    spec = spec_of(converted(version))
    assert spec.version == 4
    assert spec.preset is Preset.OPENPALM
    assert not errors(spec)


@pytest.mark.parametrize("scope", ["host", "lan", "public"])
def test_access_scope_stays(scope: str) -> None:
    assert spec_of(converted(accessScope=scope)).access_scope == scope


def test_address_for_certificates_stays() -> None:
    assert spec_of(converted(caddy={"email": "me@example.org"})).caddy.email == "me@example.org"


def test_address_with_a_line_break_is_an_error_at_its_field() -> None:
    spec = spec_of(converted(caddy={"email": "me@example.org\n}\n:80"}))
    assert errors(spec) == [("caddy.email", "email")]


@pytest.mark.parametrize("exposure", ["host", "lan", "public"])
def test_exposure_stays(exposure: str) -> None:
    assert channel(**CUSTOM | {"exposure": exposure}).exposure == exposure


def test_reference_to_a_secret_keeps_its_text() -> None:
    found = channel(**CUSTOM | {"config": {"TOKEN": "${APP_TOKEN}", "PART": "a${B}c"}})
    assert found.config == {"TOKEN": "${APP_TOKEN}", "PART": "a${B}c"}


def test_custom_channel_keeps_all_it_said() -> None:
    found = channel(
        **CUSTOM
        | {"hostPort": 9001, "domains": ["a.example.org"], "pathPrefixes": ["/", "/api"]}
        | {"exposure": "public", "config": {"KEY": "${KEY}"}}
    )
    assert (found.image, found.container_port, found.host_port) == ("acme/app:1", 9000, 9001)
    assert (found.domains, found.path_prefixes) == (("a.example.org",), ("/", "/api"))
    assert found.exposure is Exposure.PUBLIC
    assert found.config == {"KEY": "${KEY}"}
    assert found.env == {"GATEWAY_URL": "http://gateway:8080"}
    assert found.template is None


def test_several_custom_channels_stand_in_their_order() -> None:
    names = ["zebra", "chat", "apple", "mango"]
    spec = spec_of(converted(channels={n: BUILT_IN if n == "chat" else CUSTOM for n in names}))
    assert list(spec.channels) == names


@pytest.mark.parametrize(
    ("missing", "code"),
    [("image", "image-missing"), ("containerPort", "container-port-missing")],
)
def test_custom_channel_without_image_or_port_is_an_error_at_its_field(
    missing: str, code: str
) -> None:
    fields = {key: value for key, value in CUSTOM.items() if key != missing}
    spec = spec_of(converted(channels={"one": CUSTOM, "two": fields}))
    assert errors(spec) == [(f"channels.two.{missing}", code)]


def test_built_in_channel_needs_neither_image_nor_port() -> None:
    stack = resolved(spec_of(converted(channels={"chat": BUILT_IN, "discord": BUILT_IN})))
    ports = {name: part.resolved.container_port for name, part in stack.channels.items()}
    assert ports == {"chat": 8181, "discord": 8184}


def test_built_in_channel_may_have_another_image_and_port() -> None:
    found = channel(name="chat", **CUSTOM)
    assert (found.template, found.image, found.container_port) == ("chat", "acme/app:1", 9000)


def test_built_in_channel_answers_where_it_did() -> None:
    stack = resolved(spec_of(converted()))
    (route,) = stack.channels["chat"].routes
    assert (route.prefix, route.path_mode) == ("/channels/chat", PathMode.REWRITE)
    assert route.rewrite_path == "/chat"


def test_custom_channel_without_domains_answers_below_channels() -> None:
    conversion = converted(channels={"app": CUSTOM | {"pathPrefixes": ["/hook"]}})
    (route,) = resolved(spec_of(conversion)).channels["app"].routes
    assert (route.prefix, route.path_mode) == ("/channels/app", PathMode.STRIP)
    assert "/channels/app" in said(conversion, ("channels", "app", "pathPrefixes"))


@pytest.mark.parametrize("name", ["chat", "app"])
def test_domain_replaces_the_path_below_channels(name: str) -> None:
    fields = CUSTOM | {"domains": ["a.example.org"]}
    (part,) = resolved(spec_of(converted(channels={name: fields}))).channels.values()
    assert [(route.domain, route.prefix) for route in part.routes] == [("a.example.org", "/")]


def test_second_channel_of_a_template_has_its_own_path() -> None:
    channels = {"discord": BUILT_IN, "discord-2": BUILT_IN | {"template": "discord"}}
    conversion = converted(3, channels=channels)
    stack = resolved(spec_of(conversion))
    assert [route.prefix for part in stack.channels.values() for route in part.routes] == [
        "/channels/discord",
        "/channels/discord-2",
    ]
    assert not errors(spec_of(conversion))


def test_given_host_port_stays_and_an_implied_one_becomes_a_note() -> None:
    conversion = converted(channels={"one": CUSTOM | {"hostPort": 9001}, "two": CUSTOM})
    spec = spec_of(conversion)
    assert [each.host_port for each in spec.channels.values()] == [9001, None]
    assert "hostPort: 9000" in said(conversion, ("channels", "two"))
    assert not said(conversion, ("channels", "one"))


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("domains", ["a.example.org }\n:80 {"], "domain"),
        ("pathPrefixes", ["/a{b"], "path-prefix"),
        ("image", "acme/app\nprivileged: true", "image-reference"),
    ],
)
def test_text_that_would_break_out_of_its_place_is_an_error(
    field: str, value: object, code: str
) -> None:
    fields = CUSTOM | {"domains": ["a.example.org"]} | {field: value}
    spec = spec_of(converted(channels={"app": fields}))
    assert [found for _, found in errors(spec)] == [code]


def test_line_breaks_of_settings_are_removed_as_before() -> None:
    conversion = converted(channels={"app": CUSTOM | {"config": {"KEY": " abc\r\ndef "}}})
    assert spec_of(conversion).channels["app"].config == {"KEY": "abcdef"}
    assert "Line breaks" in said(conversion, ("channels", "app", "config", "KEY"))
    assert "abc" not in said(conversion, ("channels", "app", "config", "KEY"))


@pytest.mark.parametrize(
    ("name", "now"),
    [("INVALID", "invalid"), ("a" * 64, "a" * 63), ("my_app", "my-app"), ("--", "channel")],
)
def test_name_that_no_host_may_have_becomes_one(name: str, now: str) -> None:
    conversion = converted(3, channels={name: CUSTOM})
    spec = spec_of(conversion)
    assert list(spec.channels) == [now]
    assert spec.channels[now].label == name
    assert now in said(conversion, ("channels", name))
    assert not errors(spec)


def test_names_that_become_alike_are_told_apart() -> None:
    spec = spec_of(converted(3, channels={"my_app": CUSTOM, "my-app": CUSTOM, "My App": CUSTOM}))
    assert list(spec.channels) == ["my-app", "my-app-2", "my-app-3"]


def test_blank_shared_secret_asks_for_no_new_one() -> None:
    for config in ({}, {"CHANNEL_CHAT_SECRET": ""}):
        spec = spec_of(converted(channels={"chat": BUILT_IN | {"config": config}}))
        known = ["POSTGRES_PASSWORD", "ADMIN_TOKEN"]
        assert not [problem for problem in check(spec, known) if problem.is_error]


def test_setting_that_is_needed_and_blank_is_said() -> None:
    conversion = converted(channels={"discord": BUILT_IN})
    assert spec_of(conversion).channels["discord"].config["DISCORD_BOT_TOKEN"] == ""
    assert "DISCORD_BOT_TOKEN" in said(conversion, ("channels", "discord", "config"))
    assert not errors(spec_of(conversion))


def test_public_path_below_a_narrower_scope_is_said() -> None:
    conversion = converted(channels={"app": CUSTOM | {"exposure": "public"}})
    assert "access scope" in said(conversion, ("channels", "app", "exposure"))
    with_domain = CUSTOM | {"exposure": "public", "domains": ["a.example.org"]}
    conversion = converted(channels={"app": with_domain})
    assert not said(conversion, ("channels", "app", "exposure"))


def test_port_of_caddy_is_not_taken_from_it() -> None:
    conversion = converted(3, ingressPort=8088, channels={"app": CUSTOM | {"hostPort": 8088}})
    spec = spec_of(conversion)
    assert spec.caddy.http_port == 8088
    assert spec.channels["app"].host_port is None
    assert "8088" in said(conversion, ("channels", "app", "hostPort"))
    assert not errors(spec)


# Automations


def automations(*found: Any, version: int = 2) -> Conversion:
    return converted(version, automations=list(found))


BACKUP = {"id": "backup", "name": "Backup", "schedule": "0 3 * * *", "enabled": False}


def test_script_stays_byte_for_byte() -> None:
    script = "#!/bin/sh\n\techo \"100% $HOME\" 'it''s' \\\\ # {x}\n\n"
    spec = spec_of(automations(BACKUP | {"script": script}))
    (automation,) = spec.automations
    assert automation.script == script
    assert (automation.id, automation.enabled) == ("backup", False)


def test_automation_without_a_script_is_left_out_with_a_note() -> None:
    conversion = automations(BACKUP, BACKUP | {"id": "b", "script": "echo"})
    assert [automation.id for automation in spec_of(conversion).automations] == ["b"]
    assert "no script" in said(conversion, ("automations", 0))


def test_prompt_is_no_script() -> None:
    conversion = automations(BACKUP | {"prompt": "Tell me the news"}, version=1)
    assert not spec_of(conversion).automations
    assert "asks the assistant" in said(conversion, ("automations", 0, "prompt"))


def test_schedule_that_was_never_checked_is_checked_now() -> None:
    spec = spec_of(automations(BACKUP | {"script": "echo", "schedule": "0 0 31 2 *"}))
    assert [path for path, _ in errors(spec)] == ["automations[0].schedule"]


def test_ids_that_differ_only_in_case_are_told_apart() -> None:
    spec = spec_of(automations(*[BACKUP | {"script": "echo", "id": i} for i in ("a", "A", "a/b")]))
    assert [automation.id for automation in spec.automations] == ["a", "A-2", "a-b"]
    assert not errors(spec)


# Services of version 3

SERVICE = {"enabled": True, "image": "acme/db:1", "containerPort": 5432, "config": {}}


def test_service_keeps_the_name_that_others_call_it_by() -> None:
    spec = spec_of(converted(3, services={"ollama": SERVICE}))
    assert list(spec.services) == ["service-ollama"]
    assert spec.services["service-ollama"].label == "ollama"


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("assistant", ("opencode-core",)),
        ("guardian", ("gateway",)),
        ("postgres", ("postgres",)),
        ("service-db", ("service-db",)),
        ("db", ("service-db",)),
        ("channel-chat", ("chat",)),
        ("docker-proxy", ()),
        ("service-idle", ()),
    ],
)
def test_dependency_is_found_under_its_new_name_or_left_out(
    name: str, now: tuple[str, ...]
) -> None:
    services = {
        "app": SERVICE | {"dependsOn": [name]},
        "db": SERVICE,
        "idle": SERVICE | {"enabled": False},
    }
    conversion = converted(3, services=services)
    spec = spec_of(conversion)
    assert spec.services["service-app"].depends_on == now
    assert not errors(spec)
    is_said = bool(said(conversion, ("services", "app", "dependsOn", 0)))
    assert is_said == (now != (name,))


def test_path_to_ask_becomes_a_healthcheck_only_where_it_was_given() -> None:
    services = {"a": SERVICE, "b": SERVICE | {"healthcheckPath": "/it's"}}
    spec = spec_of(converted(3, services=services))
    assert spec.services["service-a"].healthcheck is None
    check = spec.services["service-b"].healthcheck
    assert check is not None
    url = "'http://127.0.0.1:5432/it'\\''s'"
    command = f"wget -q --spider {url} || curl -fsS -o /dev/null {url}"
    assert check.test == ("CMD-SHELL", command)
