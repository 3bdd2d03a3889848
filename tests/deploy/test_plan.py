"""What a plan says, as a whole text, for each kind of difference."""

from __future__ import annotations

import re
from typing import Any

import pytest

from openpalm_desktop.deploy import readiness
from openpalm_desktop.deploy.engine import EngineImage, EngineNetwork
from tests.deploy.deploying import STUB, Deploying, channel
from tests.deploy.fake_engine import FakeEngine
from tests.foreign import nobodys_language

IMAGES = (STUB, "caddy:2-alpine", "alpine:3.22", "example/other:1")
CANARY = "canary-7f3a9c"
_ENGLISH = re.compile(r"\b(?:changed|the|to|it|may|away|for|up|added|removed|Making|Starting)\b")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "SETTLED", 0)
    monkeypatch.setattr(readiness, "SETTLED_INSTEAD", 0)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(IMAGES)


@pytest.fixture
def stack(engine: FakeEngine) -> Deploying:
    return Deploying(engine, {"TOKEN": CANARY, "OTHER": "x"})


def spec(**more: Any) -> dict[str, Any]:
    """Two channels: one behind Caddy that keeps nothing, one on a port of the server."""
    return {
        "channels": {
            "chat": channel(pathPrefixes=["/chat"], env={"LEVEL": "info"}),
            "desk": channel(hostPort=9000, exposure="host", env={"TOKEN": "${TOKEN}"}),
        },
        **more,
    }


def changed(name: str, **fields: Any) -> dict[str, Any]:
    """The same with some fields of one channel set."""
    data = spec()
    data["channels"][name] = {**data["channels"][name], **fields}
    return data


def test_a_first_deployment_makes_everything(stack: Deploying) -> None:
    assert str(stack.plan(spec())) == (
        "To be done for openpalm:\n"
        "  + network openpalm_assistant_net\n"
        "  + volume openpalm_caddy-data\n"
        "  + volume openpalm_caddy-config\n"
        "  + caddy\n"
        "  + channel-chat\n"
        "  + channel-desk"
    )


def test_what_was_deployed_needs_nothing(stack: Deploying) -> None:
    stack.deploy(spec())
    again = stack.plan(spec())
    assert again.is_empty
    assert str(again) == "Nothing to do for openpalm:\n  = 3 services stay as they are"


def test_an_image_that_the_engine_lacks_is_fetched(stack: Deploying) -> None:
    stack.deploy(spec())
    assert str(stack.plan(changed("chat", image="example/new:2"))) == (
        "To be done for openpalm:\n"
        "  v example/new:2\n"
        f"  ~ channel-chat: image changed from {STUB} to example/new:2\n"
        "    no request fails: the new one takes over once it answers\n"
        "  = 2 services stay as they are"
    )


def test_what_is_behind_a_name_may_have_changed(stack: Deploying, engine: FakeEngine) -> None:
    stack.deploy(changed("chat", image="example/other:1"))
    engine.imgs["example/other:1"] = EngineImage("sha256:newer", ("example/other:1",), ())
    step = stack.plan(changed("chat", image="example/other:1")).steps[0]
    assert str(step).splitlines()[0] == (
        "~ channel-chat: the server has another example/other:1 by now"
    )


def test_variables_are_named_and_no_value_is(stack: Deploying) -> None:
    stack.deploy(spec())
    env = {"LEVEL": "debug", "NEW": "1"}
    data = changed("chat", env=env)
    data["channels"]["desk"]["env"] = {}
    assert str(stack.plan(data)) == (
        "To be done for openpalm:\n"
        "  ~ channel-chat: LEVEL changed; NEW added\n"
        "    no request fails: the new one takes over once it answers\n"
        "  ~ channel-desk: TOKEN removed\n"
        "    away for up to 12 s\n"
        "  = 1 service stays as it is"
    )


def test_a_changed_secret_touches_who_uses_it_and_nobody_else(stack: Deploying) -> None:
    stack.deploy(spec())
    stack.secrets = {"TOKEN": "another", "OTHER": "y"}
    assert str(stack.plan(spec())) == (
        "To be done for openpalm:\n"
        "  ~ channel-desk: TOKEN changed\n"
        "    away for up to 12 s\n"
        "  = 2 services stay as they are"
    )


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"labels": {"a": "b"}}, "labels changed"),
        ({"command": "8080"}, "the command changed"),
        ({"user": "1000"}, "the user changed"),
        ({"volumes": ["chat-data:/data"]}, "storage changed"),
        ({"healthcheck": {"test": ["CMD", "true"]}}, "the healthcheck changed"),
        ({"compose": {"cap_drop": ["ALL"]}}, "capabilities changed"),
        ({"compose": {"mem_limit": "64m"}}, "mem_limit changed"),
    ],
)
def test_each_field_is_a_cause_of_its_own(
    stack: Deploying, fields: dict[str, Any], cause: str
) -> None:
    stack.deploy(spec())
    found = stack.plan(changed("chat", **fields)).changes
    assert [one.service.name for one in found] == ["channel-chat"]
    assert found[0].causes == (cause,)


def test_a_channel_with_data_lets_requests_wait(stack: Deploying) -> None:
    with_data = changed("chat", volumes=["chat-data:/data"])
    stack.deploy(with_data)
    with_data["channels"]["chat"]["env"] = {"LEVEL": "debug"}
    assert str(stack.plan(with_data).steps[0]) == (
        "~ channel-chat: LEVEL changed\n    requests wait for a few seconds, none fails"
    )


def test_a_changed_caddyfile_is_a_reload(stack: Deploying) -> None:
    stack.deploy(spec())
    assert str(stack.plan(changed("chat", pathPrefixes=["/chat", "/talk"]))) == (
        "To be done for openpalm:\n  * caddy: Caddyfile changed\n  = 3 services stay as they are"
    )


def test_a_caddy_that_is_stopped_starts_with_the_new_caddyfile(
    stack: Deploying, engine: FakeEngine
) -> None:
    stack.deploy(spec())
    engine.stop(engine.ids()["openpalm-caddy-1"])
    data = changed("chat", pathPrefixes=["/chat", "/talk"])
    made = stack.deploy(data)
    assert str(made.steps[0]) == "~ caddy: Caddyfile changed"
    assert b"/talk" in engine.named("openpalm-caddy-1").files["/etc/caddy/Caddyfile"]
    assert stack.plan(data).is_empty


def test_a_changed_port_of_caddy_takes_everything_behind_it_along(stack: Deploying) -> None:
    stack.deploy(spec())
    assert str(stack.plan(spec(caddy={"httpPort": 8080}))) == (
        "To be done for openpalm:\n"
        "  ~ caddy: published ports changed\n"
        "    away for up to 12 s, and with it channel-chat\n"
        "  = 2 services stay as they are"
    )


def test_who_may_reach_what_comes_first(stack: Deploying) -> None:
    stack.deploy(spec())
    lines = str(stack.plan(changed("desk", exposure="public"))).splitlines()
    assert lines[1] == "  ! channel-desk: everyone may reach it, instead of the server itself"
    assert lines[2] == "  ~ channel-desk: published ports changed"


def test_a_changed_script_touches_the_scheduler_only(stack: Deploying) -> None:
    job = {"id": "a", "schedule": "0 2 * * *", "script": "echo 1\n"}
    stack.deploy(spec(automations=[job]))
    assert str(stack.plan(spec(automations=[{**job, "script": "echo 2\n"}]))) == (
        "To be done for openpalm:\n"
        "  ~ scheduler: automations changed\n"
        "    away for up to 12 s\n"
        "  = 3 services stay as they are"
    )


def test_what_left_the_spec_is_removed_and_its_volumes_stay(stack: Deploying) -> None:
    stack.deploy(spec())
    data = spec()
    del data["channels"]["desk"]
    assert str(stack.plan(data)) == (
        "To be done for openpalm:\n"
        "  - channel-desk: no longer part of the stack; its volumes stay\n"
        "  = 2 services stay as they are"
    )


def test_a_renamed_channel_is_known_again(stack: Deploying) -> None:
    stack.deploy(spec())
    data = spec()
    data["channels"]["talk"] = data["channels"].pop("chat")
    lines = str(stack.plan(data)).splitlines()
    assert lines[2:4] == [
        "  > channel-chat to channel-talk: it is the same under another name",
        "    no request fails: the new one takes over once it answers",
    ]
    assert [str(one) for one in stack.plan(data).removals] == []


def test_containers_of_somebody_else_in_the_project_are_left_alone(
    stack: Deploying, engine: FakeEngine
) -> None:
    stack.deploy(spec())
    labels = {
        "com.docker.compose.project": "openpalm",
        "com.docker.compose.service": "extra",
        "com.docker.compose.oneoff": "False",
    }
    engine.create_container("openpalm-extra-1", {"Image": STUB, "Labels": labels})
    found = stack.plan(spec())
    assert found.is_empty
    assert str(found.steps[0]) == (
        ". extra: is not in the spec and was not made by this program; openpalm-extra-1 stays"
    )
    asked_for = stack.plan(spec(), remove_orphans=True)
    assert [one.name for one in asked_for.removals] == ["openpalm-extra-1"]


def test_a_stopped_container_is_started(stack: Deploying, engine: FakeEngine) -> None:
    stack.deploy(spec())
    engine.stop(engine.ids()["openpalm-channel-desk-1"])
    assert str(stack.plan(spec()).steps[0]) == "^ channel-desk: is stopped"


def test_a_taken_port_or_network_name_blocks(stack: Deploying, engine: FakeEngine) -> None:
    engine.nets["openpalm_assistant_net"] = EngineNetwork("n", "openpalm_assistant_net", {})
    body = {
        "Image": STUB,
        "Labels": {},
        "HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "9000"}]}},
    }
    engine.start(engine.create_container("web", body))
    assert stack.plan(spec()).blocked == (
        "the network name openpalm_assistant_net is taken by something else on the server",
        "port 9000 is in use by the container web",
    )


def test_a_plan_and_its_progress_are_said_in_the_language_that_is_spoken(
    stack: Deploying,
) -> None:
    after = changed("desk", exposure="public", env={"LEVEL": "x"}, hostPort=9001)
    del after["channels"]["chat"]
    with nobodys_language():
        stack.deploy(spec())
        made = stack.deploy(spec(**after))
        said = [text for step in made.steps for text in (*step.causes, step.absence)]
    assert len(set(stack.said)) > 3
    assert len(set(said)) > 3
    assert [text for text in (*stack.said, *said) if _ENGLISH.search(text)] == []


def test_no_plan_label_or_release_holds_a_secret(stack: Deploying, engine: FakeEngine) -> None:
    first = stack.plan(spec())
    stack.carry_out(first)
    assert CANARY in str(engine.named("openpalm-channel-desk-1").body["Env"])
    second = stack.plan(changed("desk", env={"TOKEN": "${OTHER}"}))
    for text in (str(first), repr(first), repr(second), *stack.said, engine.everything_said()):
        assert CANARY not in text
