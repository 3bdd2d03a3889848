"""Drift: what was changed on the server, told from what the spec says otherwise by now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.drift import drift
from openpalm_desktop.deploy.observed import observe_closely
from openpalm_desktop.deploy.taking import taken
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import STUB, Deploying, channel, wanted_of
from tests.deploy.fake_engine import FakeEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpalm_desktop.deploy.difference import Difference
    from tests.deploy.fake_engine import FakeContainer

CHAT, DESK, CADDY = "openpalm-channel-chat-1", "openpalm-channel-desk-1", "openpalm-caddy-1"
BASE, SCHEDULER = "openpalm-base-1", "openpalm-scheduler-1"
OTHER = "openpalm-test/other:2"
TOKEN = "t0p-secret-value"
SPEC: Mapping[str, Any] = {
    "version": 4,
    "channels": {
        "chat": channel(
            pathPrefixes=["/chat"],
            env={"NAME": "one", "TOKEN": "${TOKEN}"},
            config={"LEVEL": "low"},
            compose={"deploy": {"resources": {"limits": {"memory": "64m"}}}},
        ),
        "desk": channel(
            hostPort=9000,
            volumes=["data:/data", "/cache"],
            labels=["team=family", "price=$5"],
            healthcheck={"test": "true", "interval": "5s"},
        ),
    },
    "services": {
        "base": {
            "image": STUB,
            "ports": ["5432:5432", {"target": 80, "published": "8080"}],
            "networks": {"inner": {"aliases": ["db"]}},
            "command": "serve it",
        }
    },
    "automations": [{"id": "a", "schedule": "0 2 * * *", "script": "echo 1\n"}],
}


@dataclass
class Server:
    """The stack on an engine in memory, and somebody who changes what is there."""

    engine: FakeEngine
    ours: Deploying

    def differences(self, data: Mapping[str, Any] = SPEC) -> tuple[Difference, ...]:
        """What has drifted."""
        return drift(generated(StackSpec.from_data(data)), observe_closely(self.engine, "openpalm"))

    def said(self, data: Mapping[str, Any] = SPEC) -> dict[str, tuple[str, str]]:
        """What has drifted by paths: what the spec says, what runs."""
        found = self.differences(data)
        return {".".join(map(str, one.path)): (one.said, one.runs) for one in found}

    def taken(self) -> dict[str, Any]:
        """The spec once everything is taken that can be."""
        spec = StackSpec.from_data(SPEC)
        for one in self.differences():
            if one.can_be_taken:
                spec = taken(spec, one.finding)
        return spec.to_data()

    def change(self, name: str) -> FakeContainer:
        """A container, to be changed by hand."""
        return self.engine.named(name)


@pytest.fixture
def server() -> Server:
    """The stack, just deployed."""
    secrets = {"TOKEN": TOKEN}
    engine = FakeEngine((*wanted_of(SPEC, secrets).images, OTHER))
    ours = Deploying(engine, secrets)
    ours.deploy(SPEC)
    engine.create_volume("openpalm_other", {})
    return Server(engine, ours)


def environment(one: FakeContainer, **more: str | None) -> list[str]:
    """A container's variables with others among them; None takes one away."""
    was = dict(each.split("=", 1) for each in one.body["Env"])
    return [f"{key}={value}" for key, value in {**was, **more}.items() if value is not None]


def ports(host_port: str, address: str = "0.0.0.0", inside: str = "8080/tcp") -> dict[str, Any]:
    """Port bindings of one port."""
    return {"PortBindings": {inside: [{"HostIp": address, "HostPort": host_port}]}}


def test_nothing_differs_of_what_was_just_deployed(server: Server) -> None:
    assert server.differences() == ()


Change = tuple[str, "Callable[[FakeContainer], None]", str, tuple[str, str], dict[str, Any]]
CHANGES: Mapping[str, Change] = {
    "an image": (
        CHAT,
        lambda one: one.set(Image=OTHER),
        "channels.chat.image",
        (STUB, OTHER),
        {"image": OTHER},
    ),
    "a variable": (
        CHAT,
        lambda one: one.set(Env=environment(one, NAME="two")),
        "channels.chat.env.NAME",
        ("one", "two"),
        {"env": {"NAME": "two", "TOKEN": "${TOKEN}"}},
    ),
    "a setting": (
        CHAT,
        lambda one: one.set(Env=environment(one, LEVEL="high")),
        "channels.chat.config.LEVEL",
        ("low", "high"),
        {"config": {"LEVEL": "high"}},
    ),
    "a variable taken away": (
        CHAT,
        lambda one: one.set(Env=environment(one, NAME=None)),
        "channels.chat.env.NAME",
        ("one", "nothing"),
        {"env": {"TOKEN": "${TOKEN}"}},
    ),
    "a variable of the image with another value": (
        CHAT,
        lambda one: one.set(Env=environment(one, LANG="de")),
        "channels.chat.env.LANG",
        ("nothing", "de"),
        {"env": {"NAME": "one", "TOKEN": "${TOKEN}", "LANG": "de"}},
    ),
    "a command": (
        CHAT,
        lambda one: one.set(Cmd=["run", "$x"]),
        "channels.chat.command",
        ("nothing", "run '$x'"),
        {"command": ["run", "$x"]},
    ),
    "the image's own command": (
        BASE,
        lambda one: one.set(Cmd=["serve"]),
        "services.base.command",
        ("serve it", "nothing"),
        {"command": None},
    ),
    "an entry point": (
        CHAT,
        lambda one: one.set(Entrypoint=["sh", "$x"]),
        "channels.chat.compose.entrypoint",
        ("nothing", "sh '$x'"),
        {},
    ),
    "a port of a channel": (
        DESK,
        lambda one: one.update(**ports("9001")),
        "channels.desk.hostPort",
        ("0.0.0.0:9000:8080", "0.0.0.0:9001:8080"),
        {"hostPort": 9001},
    ),
    "ports of a service": (
        BASE,
        lambda one: one.update(**ports("5433", "127.0.0.1", "5432/udp")),
        "services.base.ports",
        ("5432:5432, 8080:80", "127.0.0.1:5433:5432/udp"),
        {"ports": ["127.0.0.1:5433:5432/udp"]},
    ),
    "storage": (
        DESK,
        lambda one: one.update(Binds=["openpalm_other:/data:rw", "/srv:/srv:ro"]),
        "channels.desk.volumes",
        ("data:/data", "/srv:/srv:ro, other:/data"),
        {"volumes": ["/cache", "/srv:/srv:ro", "other:/data"]},
    ),
    "a label": (
        DESK,
        lambda one: one.set(Labels={**one.body["Labels"], "team": "work"}),
        "channels.desk.labels.team",
        ("family", "work"),
        {"labels": ["price=$5", "team=work"]},
    ),
    "a healthcheck": (
        DESK,
        lambda one: one.set(Healthcheck={"Test": ["NONE"]}),
        "channels.desk.healthcheck",
        ("test=true, interval=5s", "disable=true"),
        {"healthcheck": {"disable": True}},
    ),
    "a memory limit where the spec has it": (
        CHAT,
        lambda one: one.update(Memory=96 * 2**20, MemorySwap=192 * 2**20),
        "channels.chat.compose.mem_limit",
        ("64m", "96m"),
        {"compose": {"deploy": {"resources": {"limits": {"memory": "96m"}}}}},
    ),
    "a restart policy": (
        CHAT,
        lambda one: one.update(RestartPolicy={"Name": "on-failure", "MaximumRetryCount": 3}),
        "channels.chat.compose.restart",
        ("unless-stopped", "on-failure:3"),
        {},
    ),
}


@pytest.mark.parametrize(
    ("name", "change", "path", "words", "fields"), CHANGES.values(), ids=CHANGES
)
def test_a_change_by_hand_is_named_by_its_field_and_taken_into_the_spec(
    server: Server,
    name: str,
    change: Callable[[FakeContainer], None],
    path: str,
    words: tuple[str, str],
    fields: dict[str, Any],
) -> None:
    change(server.change(name))
    assert server.said() == {path: words}
    (made,) = server.ours.plan(SPEC).changes
    assert made.causes[0].startswith("was changed by hand: ")
    after = server.taken()
    one = after[path.split(".", maxsplit=1)[0]][path.split(".")[1]]
    assert {key: one.get(key) for key in fields} == fields
    assert server.differences(after) == ()
    again = server.ours.plan(after)
    assert again.is_empty, str(again)


def test_what_the_spec_says_otherwise_by_now_is_no_drift(server: Server) -> None:
    data = {**SPEC, "services": {}, "channels": {"chat": channel(image=OTHER, hostPort=1)}}
    assert server.differences(data) == ()


def test_both_changed_shows_what_runs_beside_what_the_spec_says_now(server: Server) -> None:
    server.change(CHAT).set(Image=OTHER)
    edited = {**SPEC, "channels": {**SPEC["channels"], "chat": channel(image=f"{STUB}:3")}}
    assert server.said(edited)["channels.chat.image"] == (f"{STUB}:3", OTHER)


def test_no_value_of_a_secret_is_told_or_taken(server: Server) -> None:
    one = server.change(CHAT)
    more = {"TOKEN": "stolen-value", "API_KEY": "also-hidden"}
    one.set(Env=environment(one, **more), Cmd=["--token", "stolen-value"])
    found = server.differences()
    assert "stolen-value" not in repr(found)
    assert "also-hidden" not in repr(found)
    assert {one.key: (one.said, one.runs) for one in found} == {
        "env TOKEN": ("${TOKEN}", "another value"),
        "env API_KEY": ("nothing", "another value"),
        "command": ("nothing", "another value"),
    }
    assert not any(one.can_be_taken for one in found)
    assert "stolen-value" not in repr(server.ours.plan(SPEC).steps)


@pytest.mark.parametrize("value", ['it\'s "mine"', "back\\slash", "two\nlines", "größer\x85"])
def test_a_secret_is_hidden_whatever_letters_it_has(server: Server, value: str) -> None:
    one = server.change(CHAT)
    one.set(Env=environment(one, TOKEN=value), Cmd=["--token", f"x{value}"])
    found = {each.key: each for each in server.differences()}
    assert found["command"].runs == "another value"
    assert not found["command"].can_be_taken


def test_a_script_that_holds_a_secret_is_not_taken(server: Server) -> None:
    script = "/etc/openpalm/automations/scripts/a.sh"
    one = server.change(SCHEDULER)
    spec = {**SPEC, "scheduler": {"env": {"TOKEN": "${TOKEN}"}}}
    server.ours.deploy(spec)
    one = server.change(SCHEDULER)
    one.files[script] = f"curl -H {TOKEN}\n".encode()
    (found,) = server.differences(spec)
    assert (found.runs, found.can_be_taken) == ("1 other line", False)


def test_long_files_that_have_nothing_in_common_are_compared_soon(server: Server) -> None:
    script = "/etc/openpalm/automations/scripts/a.sh"
    dice = Random(4)
    old, new = ("\n".join(str(dice.getrandbits(99)) for _ in range(2000)) for _ in range(2))
    spec = {**SPEC, "automations": [{"id": "a", "schedule": "0 2 * * *", "script": f"{old}\n"}]}
    server.ours.deploy(spec)
    server.change(SCHEDULER).files[script] = f"{new}\n".encode()
    (found,) = server.differences(spec)
    assert found.runs == "2000 other lines"


def test_a_secret_with_another_value_in_its_store_is_no_drift(server: Server) -> None:
    server.ours.secrets = {"TOKEN": "new"}
    assert server.differences() == ()
    assert server.ours.plan(SPEC).changes[0].causes == ("TOKEN changed",)


def test_files_are_compared_inside_the_containers(server: Server) -> None:
    script = "/etc/openpalm/automations/scripts/a.sh"
    server.change(SCHEDULER).files[script] = b"echo 2\n"
    server.change(CADDY).files["/etc/caddy/Caddyfile"] += b"# mine\n"
    found = server.differences()
    assert [(one.service, one.key, one.runs) for one in found] == [
        ("caddy", "Caddyfile", "1 other line"),
        ("scheduler", "file scripts/a.sh", "1 other line"),
    ]
    assert [one.can_be_taken for one in found] == [False, True]
    assert server.taken()["automations"][0]["script"] == "echo 2\n"
    made = server.ours.plan(SPEC)
    assert "scheduler: was changed by hand: automations" in str(made)
    assert "caddy: was changed by hand: Caddyfile" in str(made)


def test_networks_are_compared_with_the_names_in_them(server: Server) -> None:
    one = server.change(BASE)
    one.endpoints = {
        "openpalm_assistant_net": one.endpoints["openpalm_assistant_net"],
        "openpalm_inner": {"Aliases": ["other"]},
        "strange": {},
    }
    found = server.differences()
    assert [(one.key, one.said, one.runs) for one in found] == [
        ("network openpalm_inner", "joined as base, db", "joined as other"),
        ("network strange", "nothing", "joined"),
    ]
    assert not any(one.can_be_taken for one in found)


def test_a_removed_service_can_be_switched_off_in_the_spec(server: Server) -> None:
    server.engine.remove(server.change(DESK).shown.id)
    assert server.said() == {"channels.desk.enabled": ("running", "removed")}
    after = server.taken()
    assert after["channels"]["desk"]["enabled"] is False
    assert server.differences(after) == ()
    assert server.ours.plan(after).is_empty


def test_a_service_that_was_never_deployed_is_the_plans_matter(server: Server) -> None:
    more = {**SPEC["channels"], "new": channel(hostPort=1)}
    assert server.differences({**SPEC, "channels": more}) == ()


def test_a_stopped_and_a_renamed_container_are_put_back(server: Server) -> None:
    server.engine.becomes(BASE, state="exited", status="Exited (137) 2 seconds ago")
    server.engine.rename(server.change(DESK).shown.id, "my-desk")
    found = server.differences()
    assert [(one.key, one.said, one.runs, one.can_be_taken) for one in found] == [
        ("state", "running", "stopped", False),
        ("name", DESK, "my-desk", False),
    ]
    ids = server.ours.ids()
    server.ours.deploy(SPEC)
    assert server.differences() == ()
    assert server.ours.ids() == ids


def test_a_service_that_nobody_knows_can_be_taken_whole(server: Server) -> None:
    labels = {"com.docker.compose.project": "openpalm", "com.docker.compose.service": "extra"}
    body = {
        "Image": OTHER,
        "Labels": {**labels, "team": "x"},
        "Env": ["LEVEL=high", "API_KEY=hidden"],
        "Cmd": ["--key", "hidden"],
        "HostConfig": {**ports("7000"), "Binds": ["/srv:/srv:ro"], "NetworkMode": "bridge"},
    }
    server.engine.create_container("extra", body)
    (one,) = server.differences()
    assert (one.service, one.said, one.runs) == ("extra", "no such service", OTHER)
    assert server.taken()["services"]["extra"] == {
        "image": OTHER,
        "env": {"LEVEL": "high", "API_KEY": "${API_KEY}"},
        "ports": ["0.0.0.0:7000:8080"],
        "volumes": ["/srv:/srv:ro"],
        "labels": {"team": "x"},
    }


def test_what_only_an_engine_fills_in_is_no_difference_that_stops_the_look(server: Server) -> None:
    server.change(DESK).update(**ports("9000-9010"), Binds=["/nameless", "openpalm_data:/data:rw"])
    (one,) = server.differences()
    assert (one.key, one.runs) == ("ports", "0.0.0.0::8080")


def test_what_has_no_place_says_why(server: Server) -> None:
    server.change(CHAT).set(Image="sha256:0123")
    server.change(DESK).update(**ports("9000", ""), Binds=["strange:/data:rw"])
    server.change(CADDY).update(Memory=2**30)
    why = {f"{one.service} {one.key}": one.hindrance for one in server.differences()}
    assert "an image’s id" in why["channel-chat image"]
    assert "IPv4 addresses" in why["channel-desk ports"]
    assert "strange does not belong to this stack" in why["channel-desk volumes"]
    assert "no field" in why["caddy mem_limit"]


def test_only_what_is_named_is_put_back_and_the_release_says_so(server: Server) -> None:
    server.change(CHAT).set(Cmd=["other"])
    server.change(DESK).set(Cmd=["other"])
    before = server.ours.ids()
    edited = {**SPEC, "services": {"base": {**SPEC["services"]["base"], "user": "1000"}}}
    server.ours.carry_out(server.ours.plan(edited, only=["channel-chat"]))
    after = server.ours.ids()
    assert {name for name in after if after[name] != before[name]} == {"channel-chat"}
    assert list(server.said(edited)) == ["channels.desk.command"]
    left = server.ours.plan(edited)
    assert {one.service.name: one.causes[0] for one in left.changes} == {
        "base": "the user changed",
        "channel-desk": "was changed by hand: the command",
    }


def test_nothing_is_said_while_a_deployment_is_unfinished(server: Server) -> None:
    server.change(CHAT).set(Cmd=["other"])
    made = generated(StackSpec.from_data(SPEC))
    seen = observe_closely(server.engine, "openpalm")
    assert drift(made, seen)
    assert drift(made, replace(seen, interrupted=("a note",))) == ()  # type: ignore[arg-type] # any will do


def test_of_podman_which_fills_in_other_things_no_settings_are_compared(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = replace(server.engine.info(), name="Podman")
    monkeypatch.setattr(server.engine, "info", lambda: info)
    server.change(CHAT).update(CapDrop=["CAP_MKNOD"])
    assert server.differences() == ()
    assert server.ours.plan(SPEC).is_empty
