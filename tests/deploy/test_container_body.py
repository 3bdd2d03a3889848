"""Compose's words as the Engine API's, and what only Compose can do refused by name."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from openpalm_desktop.deploy.compose_units import NotDeployable, nanoseconds, number_of_bytes
from openpalm_desktop.deploy.container_body import CONFIG, HOST, container_body, stop_seconds
from openpalm_desktop.deploy.container_mounts import Storage, storage
from openpalm_desktop.deploy.container_ports import Binding, bindings
from openpalm_desktop.deploy.content import content
from openpalm_desktop.deploy.wanted import wanted
from openpalm_desktop.generate.artifact import Artifact, Block
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import channel, wanted_of

NOTHING = Storage((), (), ())
SECOND = 10**9


def body(**definition: Any) -> dict[str, Any]:
    """The body of a service."""
    return container_body(definition, {}, NOTHING, "net")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("1m30s", 90), ("1h", 3600), ("500ms", 0.5), (5, 5), ("1.5s", 1.5)],
)
def test_lengths_of_time_are_read_as_compose_does(text: str, seconds: float) -> None:
    assert nanoseconds(text) == seconds * SECOND


@pytest.mark.parametrize(
    ("text", "count"), [("64m", 2**26), ("1g", 2**30), ("1.5k", 1536), (10, 10), ("2GB", 2**31)]
)
def test_sizes_are_read_as_compose_does(text: str, count: int) -> None:
    assert number_of_bytes(text) == count


@pytest.mark.parametrize("text", ["", "5 parsecs", "s", "1x"])
def test_nonsense_is_no_length_of_time_and_no_size(text: str) -> None:
    with pytest.raises(NotDeployable):
        nanoseconds(text)
    with pytest.raises(NotDeployable):
        number_of_bytes(text)


@pytest.mark.parametrize(
    ("port", "found"),
    [
        ("80", [Binding("", 0, 80, "tcp")]),
        ("8080:80", [Binding("", 8080, 80, "tcp")]),
        ("127.0.0.1:8080:80/udp", [Binding("127.0.0.1", 8080, 80, "udp")]),
        ("[::]:80:1080", [Binding("::", 80, 1080, "tcp")]),
        ("127.0.0.1::80", [Binding("127.0.0.1", 0, 80, "tcp")]),
        ("80-81:90-91", [Binding("", 80, 90, "tcp"), Binding("", 81, 91, "tcp")]),
        ({"target": 80, "published": "8080", "host_ip": "::1"}, [Binding("::1", 8080, 80, "tcp")]),
        ({"target": 53, "protocol": "udp"}, [Binding("", 0, 53, "udp")]),
    ],
)
def test_ports_are_read_in_all_their_forms(port: Any, found: list[Binding]) -> None:
    assert list(bindings([port])) == found


@pytest.mark.parametrize("port", ["x:80", "1-3:1-2", "80:80:80:80"])
def test_what_is_no_port_is_said_so(port: str) -> None:
    with pytest.raises(NotDeployable):
        bindings([port])


def test_a_command_in_one_text_is_split_as_a_shell_would() -> None:
    assert body(command="serve --name 'a b'")["Cmd"] == ["serve", "--name", "a b"]
    assert body(command=["serve", 8080])["Cmd"] == ["serve", "8080"]


def test_a_healthcheck_in_one_text_is_for_a_shell() -> None:
    check = body(healthcheck={"test": "a | b", "interval": "1m", "retries": "3"})["Healthcheck"]
    assert check == {"Test": ["CMD-SHELL", "a | b"], "Interval": 60 * SECOND, "Retries": 3}
    assert body(healthcheck={"disable": True})["Healthcheck"] == {"Test": ["NONE"]}


def test_how_long_a_stop_may_take() -> None:
    assert stop_seconds({}) == 10
    assert stop_seconds({"stop_grace_period": "1m"}) == 60
    assert body(stop_grace_period="1500ms")["StopTimeout"] == 2


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ({"build": "."}, "“build” is known to Docker Compose"),
        ({"provider": {}}, "“provider” is known to Docker Compose"),
        ({"deploy": {"replicas": 2}}, "one container a service"),
        ({"deploy": {"placement": {}}}, "one container a service"),
        ({"deploy": {"resources": {"reservations": {"devices": []}}}}, "Devices reserved"),
    ],
)
def test_what_only_compose_can_do_is_refused(definition: dict[str, Any], said: str) -> None:
    with pytest.raises(NotDeployable, match=said):
        body(**definition)


def test_keys_of_nobody_are_passed_over() -> None:
    assert "x-note" not in str(body(**{"x-note": 1}))


def artifact(name: str, text: str) -> Artifact:
    """A generated file."""
    return Artifact(name, (Block.from_text(text, ()),), 0o755)


def test_a_generated_folder_is_put_in_and_not_mounted() -> None:
    files = {"caddy/Caddyfile": artifact("caddy/Caddyfile", "x"), "other": artifact("other", "y")}
    found = storage("p", "caddy", ["./caddy:/etc/caddy:ro", "data:/data"], files)
    assert found.binds == ("p_data:/data:rw",)
    (placed,) = found.placed
    assert (placed.folder, [(f.name, f.content, f.mode) for f in placed.files]) == (
        "/etc/caddy",
        [("Caddyfile", b"x", 0o755)],
    )


@pytest.mark.parametrize("volume", ["./mine:/x", "~/mine:/x", {"type": "npipe", "target": "/x"}])
def test_what_the_server_cannot_have_is_not_mounted(volume: Any) -> None:
    with pytest.raises(NotDeployable):
        storage("p", "blog", [volume], {})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"env_file": "mine.env"}, "reads mine.env, a file beside the Compose file"),
        ({"network_mode": "service:other"}, "shares the network of something else"),
        ({"hostname": "${HOSTNAME}"}, "uses \\$\\{HOSTNAME\\}, which only Docker Compose"),
        ({"hostname": "$HOSTNAME"}, "uses \\$HOSTNAME, which only Docker Compose"),
    ],
)
def test_what_needs_the_folder_is_refused_with_the_services_name(
    fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(NotDeployable, match=f"^channel-chat {said}"):
        wanted_of({"channels": {"chat": channel(hostPort=9000, compose=fields)}})


def test_every_text_reaches_the_container_byte_for_byte() -> None:
    nasty = 'it\'s $5 ${NOT} "q" #1\n{x} \\n é 🙂'
    data = {"channels": {"chat": channel(hostPort=9000, env={"A": nasty}, labels={"l": nasty})}}
    service = wanted_of(data).services["channel-chat"]
    assert f"A={nasty}" in service.body["Env"]
    assert service.labels["l"] == nasty


JUNK: tuple[Any, ...] = (
    *(5, -1, 10**40, 1.5, float("nan"), float("inf"), True, "", "a:b:c:d", "-5s", "1e999g", "{"),
    *("'unclosed", [[1]], [None], [{}], {"a": None}, {"a": {"b": [1]}}, ["="], {"test": 5}),
    *({"resources": 5}, {"resources": {"limits": {"cpus": "x"}}}, [{"target": "x"}], ["80/x"]),
    *({"nofile": {"soft": 1}}, [{"type": "bind", "source": 5}], "0-99999:1", {"driver": 5}),
)
LATER = (
    *("deploy", "networks", "volumes", "ports", "environment", "labels", "restart", "logging"),
    *("network_mode", "expose", "depends_on", "env_file", "stop_grace_period"),
)


@pytest.mark.parametrize("key", [*CONFIG, *HOST, *LATER])
def test_what_a_compose_key_cannot_say_is_a_sentence(key: str) -> None:
    for junk in JUNK:
        spec = StackSpec.from_data(
            {"version": 4, "services": {"a": {"image": "a/b:1", "compose": {key: junk}}}}
        )
        made = content(generated(spec))
        with suppress(NotDeployable):
            for one in wanted(made, {}).services.values():
                assert one.labels
                assert one.parts("salt")


def test_the_key_that_says_nonsense_is_named() -> None:
    with pytest.raises(NotDeployable, match="What cpu_shares says is nothing that an engine"):
        body(cpu_shares="many")
