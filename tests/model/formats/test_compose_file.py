"""Ordinary Compose files: what becomes a channel, what a service, and what each key becomes."""

from typing import Any

import pytest

from openpalm_desktop.generate.workshop import Workshop
from openpalm_desktop.model.container import Container
from openpalm_desktop.model.formats import Conversion, convert
from openpalm_desktop.model.formats.interpolation import interpolated, whole_reference
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.yaml_text.writing import write_yaml


def converted(services: Any, **top: Any) -> Conversion:
    return convert(write_yaml({"services": services, **top}), "docker-compose.yml")


def spec_of(conversion: Conversion) -> StackSpec:
    assert conversion.spec is not None, conversion.problems
    return conversion.spec


def one(service: Any) -> Any:
    """The only channel or service that one service became, as data."""
    spec = spec_of(converted({"app": {"image": "acme/app"} | service}))
    containers: list[Container] = [*spec.channels.values(), *spec.services.values()]
    (found,) = containers
    return found.to_data()


def said(conversion: Conversion, path: Path) -> str:
    return " ".join(note.sentence for note in conversion.notes if note.path == path)


@pytest.mark.parametrize(
    ("port", "reach"),
    [
        ("8080:80", ("lan", 8080, 80)),
        ("0.0.0.0:8080:80/tcp", ("lan", 8080, 80)),
        ("127.0.0.1:8080:80", ("host", 8080, 80)),
        ("${PORT:-8080}:80", ("lan", 8080, 80)),
        ({"target": 80, "published": 8080}, ("lan", 8080, 80)),
        (
            {"target": 80, "published": "8080", "host_ip": "127.0.0.1", "protocol": "tcp"},
            ("host", 8080, 80),
        ),
    ],
)
def test_service_with_one_plain_port_is_a_channel(port: Any, reach: tuple[str, int, int]) -> None:
    (channel,) = spec_of(converted({"app": {"image": "a", "ports": [port]}})).channels.values()
    assert (channel.exposure, channel.host_port, channel.container_port) == reach


@pytest.mark.parametrize(
    "ports",
    [
        ["80"],
        [80],
        ["8080-8090:8080-8090"],
        ["53:53/udp"],
        ["192.168.1.5:80:80"],
        ["127.0.0.2:80:80"],
        ["[::1]:80:80"],
        ["3000:3000", "2222:22"],
        [{"target": 80, "published": "8080-8090"}],
    ],
)
def test_other_ports_stay_word_for_word_at_a_service(ports: list[Any]) -> None:
    spec = spec_of(converted({"app": {"image": "a", "ports": ports}}))
    assert not spec.channels
    assert spec.to_data()["services"]["app"]["ports"] == ports


def test_published_ports_are_the_same_afterwards() -> None:
    services = {
        "web": {"image": "a", "ports": ["8080:80"]},
        "admin": {"image": "a", "ports": ["127.0.0.1:9000:9000"]},
        "git": {"image": "a", "ports": ["3000:3000", "127.0.0.1:2222:22", "6881:6881/udp"]},
        "db": {"image": "postgres:17", "ports": ["5432:5432"]},
    }
    generated = Workshop().make(spec_of(converted(services))).generated
    assert generated is not None
    found = {name: one.plain.get("ports") for name, one in generated.project.services.items()}
    assert found == {
        "channel-web": ["0.0.0.0:8080:80"],
        "channel-admin": ["127.0.0.1:9000:9000"],
        "git": ["3000:3000", "127.0.0.1:2222:22", "6881:6881/udp"],
        "db": ["5432:5432"],
    }


@pytest.mark.parametrize(
    "image", ["postgres:17", "docker.io/library/redis", "pgvector/pgvector:pg17", "mariadb:11"]
)
def test_database_is_a_service_even_when_published(image: str) -> None:
    spec = spec_of(converted({"db": {"image": image, "ports": ["5432:5432"]}}))
    assert list(spec.services) == ["db"]


@pytest.mark.parametrize("image", ["mongo-express", "adminer", "acme/postgres-ui"])
def test_page_over_a_database_is_a_channel(image: str) -> None:
    spec = spec_of(converted({"page": {"image": image, "ports": ["8080:80"]}}))
    assert list(spec.channels) == ["page"]


@pytest.mark.parametrize(
    "service",
    [
        {"labels": {"traefik.enable": "true"}, "expose": [8000]},
        {"labels": ["traefik.http.services.a.loadbalancer.server.port=8000"]},
        {"environment": {"GUARDIAN_URL": "http://guardian:8080", "PORT": "8000"}},
    ],
)
def test_service_behind_a_proxy_is_a_channel_where_its_port_is_known(service: Any) -> None:
    conversion = converted({"app": {"image": "a"} | service})
    (channel,) = spec_of(conversion).channels.values()
    assert (channel.container_port, channel.host_port) == (8000, "none")
    assert "nobody reaches it yet" in said(conversion, ("services", "app"))


def test_another_proxys_domain_is_pointed_out() -> None:
    labels = {"traefik.http.routers.a.rule": "Host(`a.example.org`)"}
    conversion = converted({"app": {"image": "a", "expose": ["80"], "labels": labels}})
    assert "domains: [a.example.org]" in said(conversion, ("services", "app"))


@pytest.mark.parametrize(
    ("value", "becomes"),
    [
        ("plain", "plain"),
        ("${NAME}", "${NAME}"),
        ("$NAME", "${NAME}"),
        ("${NAME:?set it}", "${NAME}"),
        ("${NAME?}", "${NAME}"),
        ("${name}", "${NAME}"),
        ("${NAME:-default}", "default"),
        ("${NAME-}", ""),
        ("${A:-${B:-inner}}", "inner"),
        ("http://${HOST:-localhost}:80", "http://localhost:80"),
        ("$$5 and $$$$", "$5 and $$"),
        ("a${NAME}b", "a${NAME}b"),
        ("", ""),
        (5, 5),
        (True, True),
        (None, "${KEY}"),
    ],
)
def test_environment(value: Any, becomes: Any) -> None:
    assert one({"environment": {"KEY": value}})["env"] == {"KEY": becomes}
    if isinstance(value, str | None):
        entry = "KEY" if value is None else f"KEY={value}"
        assert one({"environment": [entry]})["env"] == {"KEY": becomes}


def test_text_that_looks_like_a_reference_reaches_the_container() -> None:
    data = one({"environment": {"KEY": "$${NAME}", "OTHER": "x"}})
    assert data["env"] == {"OTHER": "x"}
    assert data["compose"] == {"environment": {"KEY": "$${NAME}"}}


@pytest.mark.parametrize(
    ("text", "name"),
    [("$A", "A"), ("${A:?x}", "A"), ("${A:-x}", None), ("${A}b", None), ("$$A", None), ("A", None)],
)
def test_whole_reference(text: str, name: str | None) -> None:
    assert whole_reference(text) == name


def test_many_dollars_take_no_time() -> None:
    text = "${A:-" + "$" * 500
    assert interpolated(text).text.startswith("${A:-$")


@pytest.mark.parametrize("text", ["$", "${", "${A", "${A:-", "$ {A}", "a$", "${1}", "${A:-{x}}"])
def test_what_is_no_variable_stays_text(text: str) -> None:
    assert interpolated(text).text == text


@pytest.mark.parametrize(
    ("key", "value", "field", "becomes"),
    [
        ("command", "run --all $$HOME", "command", "run --all $HOME"),
        ("command", ["run", 5], "command", ["run", "5"]),
        ("user", 1000, "user", "1000"),
        ("working_dir", "/${DIR:-app}", "workingDir", "/app"),
        ("labels", {"a": None, "b": 1}, "labels", {"a": "", "b": 1}),
        ("labels", ["a=b"], "labels", ["a=b"]),
        (
            "volumes",
            [{"type": "tmpfs", "target": "/t", "read_only": True}],
            "volumes",
            [{"type": "tmpfs", "target": "/t", "readOnly": True}],
        ),
        (
            "healthcheck",
            {"test": "exit 0", "start_period": "5s", "retries": 3},
            "healthcheck",
            {"test": "exit 0", "startPeriod": "5s", "retries": 3},
        ),
        ("cap_drop", ["ALL"], "compose", {"cap_drop": ["ALL"]}),
        ("entrypoint", "${X:-y} $$", "compose", {"entrypoint": "${X:-y} $$"}),
        ("restart", "always", "compose", {"restart": "always"}),
        ("x-mine", {"a": 1}, "compose", {"x-mine": {"a": 1}}),
        ("healthcheck", {"test": 5}, "compose", {"healthcheck": {"test": 5}}),
    ],
)
def test_key_becomes_a_field_or_stays_under_compose(
    key: str, value: Any, field: str, becomes: Any
) -> None:
    found = one({key: value})[field]
    found = {k: found[k] for k in becomes} if isinstance(becomes, dict) else found
    assert found == becomes


def test_dependencies_follow_their_names() -> None:
    services = {
        "My_Web": {"image": "a", "ports": ["80:80"], "depends_on": ["DB", "gone"]},
        "DB": {"image": "postgres", "depends_on": {"job": {"condition": "service_healthy"}}},
        "job": {"image": "a", "network_mode": "service:My_Web", "links": ["My_Web", "DB:db"]},
    }
    conversion = converted(services)
    spec = spec_of(conversion)
    assert spec.channels["my-web"].depends_on == ("db",)
    assert spec.services["db"].depends_on == {"job": {"condition": "service_healthy"}}
    job = spec.services["job"].compose
    assert job["network_mode"] == "service:channel-my-web"
    assert job["links"] == ["channel-my-web:My_Web", "db:db"]
    assert said(conversion, ("services", "My_Web", "depends_on", 1))


def test_job_that_others_wait_for_is_not_started_again_and_again() -> None:
    waits = {"job": {"condition": "service_completed_successfully"}}
    spec = spec_of(converted({"a": {"image": "a", "depends_on": waits}, "job": {"image": "b"}}))
    assert spec.services["job"].compose == {"restart": "no"}
    assert "restart" not in spec.services["a"].compose


def test_names_of_our_own_containers_are_not_taken() -> None:
    services = {"caddy": {"image": "a"}, "scheduler": {"image": "a"}, "channel-x": {"image": "b"}}
    services["x"] = {"image": "c", "ports": ["80:80"]}  # type: ignore[dict-item]
    conversion = converted(services)
    spec = spec_of(conversion)
    assert list(spec.services) == ["caddy-2", "scheduler-2", "channel-x-2"]
    assert list(spec.channels) == ["x"]
    assert "caddy-2" in said(conversion, ("services", "caddy"))


def test_network_of_all_becomes_the_stacks_own() -> None:
    spec = spec_of(converted({"a": {"image": "a", "networks": ["home"]}}, networks={"home": None}))
    assert spec.network == "home"
    assert not spec.services["a"].networks


def test_networks_of_some_are_joined_beside_composes_default() -> None:
    options = {"aliases": ["b"], "ipv4_address": "10.0.0.2"}
    services = {"a": {"image": "a"}, "b": {"image": "b", "networks": {"back": options}}}
    conversion = converted(services, networks={"back": {"internal": True}, "spare": {}})
    spec = spec_of(conversion)
    assert spec.network == "default"
    assert spec.services["b"].networks == {"back": {"aliases": ["b"]}}
    assert said(conversion, ("services", "b", "networks", "back", "ipv4_address"))
    assert "default" in said(conversion, ("services", "b", "networks"))
    assert "options of back" in said(conversion, ("networks", "back"))
    assert "Nothing joins spare" in said(conversion, ("networks", "spare"))


def test_project_keeps_its_name_so_that_its_volumes_are_found() -> None:
    assert spec_of(converted({}, name="media")).project_name == "media"
    conversion = converted({"a": {"image": "a"}})
    assert spec_of(conversion).project_name == "openpalm"
    assert "projectName" in said(conversion, ())


def test_anchors_and_merge_keys_are_filled_in() -> None:
    text = (
        "x-base: &base {restart: always, environment: &env {A: 1}}\n"
        "services:\n  app:\n    <<: *base\n    image: a\n    environment: {<<: *env, B: 2}\n"
    )
    spec = spec_of(convert(text, "compose.yml"))
    app = spec.services["app"]
    assert (app.env, app.compose) == ({"A": 1, "B": 2}, {"restart": "always"})


def test_nothing_that_compose_does_not_declare_here_is_referred_to() -> None:
    services = {
        "a": {"image": "a", "configs": ["c"], "secrets": ["s"], "extends": {"service": "b"}}
    }
    conversion = converted(services, configs={"c": {}}, secrets={"s": {}})
    assert not spec_of(conversion).services["a"].compose
    for key in ("configs", "secrets", "extends"):
        assert said(conversion, ("services", "a", key))


def test_odd_services_make_no_trouble() -> None:
    conversion = converted({"a": None, "b": {"image": "b"}, "c": "text", "d": {}})
    assert list(spec_of(conversion).services) == ["b", "d"]
    assert said(conversion, ("services", "a"))
    assert said(conversion, ("services", "c"))
