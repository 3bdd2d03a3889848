"""What channels and services amount to, and every way that leads to them."""

from typing import Any
from unittest.mock import Mock

import pytest

from openpalm_desktop.model.dependencies import dependencies, has_healthcheck, links
from openpalm_desktop.model.edits import put
from openpalm_desktop.model.exposure import Exposure, PathMode, widest
from openpalm_desktop.model.resolved_stack import Part, Resolver, resolved
from openpalm_desktop.model.routes import Certificate, Route, Site
from openpalm_desktop.model.service import Service
from openpalm_desktop.model.stack import StackSpec
from tests.rules import channel, channels, service, services


def part(data: dict[str, Any], section: str, name: str) -> Part:
    stack = resolved(StackSpec.from_data(data))
    found: Part = getattr(stack, section)[name]
    return found


def env(one: Part) -> dict[str, Any]:
    return {key: value for key, (value, _) in one.resolved.environment.items()}


def sites(data: dict[str, Any]) -> dict[str | None, Site]:
    return {site.domain: site for site in resolved(StackSpec.from_data(data)).sites}


def only_route(data: dict[str, Any]) -> Route:
    [site] = sites(data).values()
    [route] = site.routes
    return route


def test_a_template_gives_image_port_path_and_shared_secret() -> None:
    spec = {
        "channels": {"bot": {"template": "chat"}},
        "imageNamespace": "ghcr.io/a",
        "imageTag": "2",
    }
    one = part(spec, "channels", "bot")
    assert one.resolved.image == "ghcr.io/a/channel-chat:2"
    assert one.resolved.container_port == 8181
    assert env(one) == {
        "PORT": "8181",
        "GATEWAY_URL": "http://gateway:8080",
        "CHANNEL_CHAT_SECRET": "${CHANNEL_CHAT_SECRET}",
    }
    assert [(route.prefix, route.rewrite_path) for route in one.routes] == [
        ("/channels/chat", "/chat")
    ]


def test_every_field_of_a_template_can_be_overridden() -> None:
    mine = {"template": "chat", "image": "mine", "containerPort": 9, "pathPrefixes": ["/x"]}
    one = part({"channels": {"bot": mine | {"config": {"PORT": "1"}}}}, "channels", "bot")
    assert (one.resolved.image, one.resolved.container_port) == ("mine", 9)
    assert [(r.prefix, r.path_mode) for r in one.routes] == [("/x", PathMode.STRIP)]
    assert env(one)["PORT"] == "1"


def test_config_goes_over_env_and_each_says_where_it_comes_from() -> None:
    one = part(channel(env={"A": 1, "B": 2}, config={"B": 3}), "channels", "blog")
    assert env(one) == {"PORT": "8080", "A": 1, "B": 3}
    origins = {key: path[2:] for key, (_, path) in one.resolved.environment.items()}
    assert origins == {"PORT": ("containerPort",), "A": ("env", "A"), "B": ("config", "B")}


def test_an_override_of_the_preset_is_merged_field_by_field() -> None:
    data = {
        "preset": "openpalm",
        "services": {"postgres": {"image": "postgres:17", "env": {"A": 1}, "volumes": []}},
    }
    one = part(data, "services", "postgres")
    assert one.resolved.image == "postgres:17"
    assert env(one)["POSTGRES_DB"] == "openpalm"
    assert env(one)["A"] == 1
    assert one.resolved.container.volumes == ()
    assert one.resolved.container.healthcheck is not None


def test_an_empty_field_of_an_override_says_nothing() -> None:
    data = {"preset": "openpalm", "services": {"postgres": {"image": None}}}
    assert part(data, "services", "postgres").resolved.image == "postgres:16-alpine"


def test_the_presets_own_images_take_namespace_and_tag() -> None:
    data = {"preset": "openpalm", "imageNamespace": "me", "imageTag": "1"}
    assert part(data, "services", "admin").resolved.image == "me/admin:1"
    assert part(data, "services", "qdrant").resolved.image == "qdrant/qdrant:v1.17.0"


@pytest.mark.parametrize(
    ("fields", "certificate"),
    [
        ({"exposure": "lan"}, Certificate.INTERNAL),
        ({"exposure": "host"}, Certificate.INTERNAL),
        ({"exposure": "public"}, Certificate.ACME),
        ({"exposure": "lan", "internalTls": False}, Certificate.NONE),
        ({"exposure": "host", "internalTls": False}, Certificate.NONE),
        ({"exposure": "public", "internalTls": False}, Certificate.ACME),
        ({"exposure": "public", "internalTls": True}, Certificate.INTERNAL),
        ({"exposure": "public", "domains": ["nas"]}, Certificate.INTERNAL),
    ],
)
def test_where_a_certificate_comes_from(fields: dict[str, Any], certificate: Certificate) -> None:
    [site] = sites(channel(**{"domains": ["a.org"]} | fields)).values()
    assert site.certificate is certificate


def test_a_private_authority_certifies_any_name() -> None:
    data = channel(exposure="public", domains=["nas"]) | {"caddy": {"acme": "https://ca.lan/dir"}}
    assert sites(data)["nas"].certificate is Certificate.ACME


def test_a_site_is_shared_by_all_channels_that_name_it_longest_prefix_first() -> None:
    data = channels(
        a={"domains": ["a.org", "b.org"]},
        b={"domains": ["A.ORG."], "pathPrefixes": ["/x", "/x/y/", "/z"]},
    )
    found = sites(data)
    assert [route.prefix for route in found["a.org"].routes] == ["/x/y", "/x", "/z", "/"]
    assert [route.prefix for route in found["b.org"].routes] == ["/"]


def test_a_container_does_the_same_on_each_of_its_domains_and_no_other_does() -> None:
    found = sites(
        channel(domains=["a.org", "b.org"]) | service(routes=[{"port": 80, "domain": "c.org"}])
    )
    assert found["a.org"].does_as(found["b.org"])
    assert not found["a.org"].does_as(found["c.org"])
    one, other = (
        sites(channel(domains=["a.org"])),
        sites(channel(domains=["a.org"], pathMode="keep")),
    )
    assert not one["a.org"].does_as(other["a.org"])


@pytest.mark.parametrize("scope", list(Exposure))
@pytest.mark.parametrize("exposure", list(Exposure))
def test_the_own_site_reaches_as_far_as_the_scope(exposure: Exposure, scope: Exposure) -> None:
    own = channel(domains=..., pathPrefixes=["/a"], exposure=exposure.value)
    assert only_route(own | {"accessScope": scope.value}).reach.width == min(
        exposure.width, scope.width
    )
    with_domain = channel(domains=["a.org"], exposure=exposure.value)
    assert only_route(with_domain | {"accessScope": scope.value}).reach is exposure


def test_the_widest_of_exposures() -> None:
    assert widest([Exposure.HOST, Exposure.PUBLIC, Exposure.LAN]) is Exposure.PUBLIC
    assert widest([]) is None


def test_a_disabled_channel_has_no_way_and_no_port() -> None:
    assert not sites(channel(enabled=False))


def test_a_long_name_is_reached_by_its_alias() -> None:
    name = "x" * 60
    assert only_route(channels(**{name: {"domains": ["a.org"]}})).upstream == name
    assert only_route(channels(a={"domains": ["a.org"]})).upstream == "channel-a"


def test_the_gateway_gets_the_shared_secrets_of_what_is_on() -> None:
    data = {"channels": {"a": {"template": "chat"}, "b": {"template": "slack", "enabled": False}}}
    assert list(resolved(StackSpec.from_data(data)).channel_secrets) == ["CHANNEL_CHAT_SECRET"]


@pytest.mark.parametrize(
    ("fields", "has"),
    [
        ({}, False),
        ({"healthcheck": {"test": "true"}}, True),
        ({"healthcheck": {"test": ["CMD", "true"]}}, True),
        ({"healthcheck": {"test": ["NONE"]}}, False),
        ({"healthcheck": {"test": []}}, False),
        ({"healthcheck": {"test": ""}}, False),
        ({"healthcheck": {"interval": "5s"}}, False),
        ({"healthcheck": {"test": "true", "disable": True}}, False),
        ({"compose": {"healthcheck": {"test": "true"}}}, True),
        ({"compose": {"healthcheck": {"disable": True}}}, False),
        ({"compose": {"healthcheck": {"test": 5}}}, True),
        ({"compose": {"healthcheck": None}}, False),
    ],
)
def test_waiting_is_for_health_only_where_there_is_a_check(
    fields: dict[str, Any], has: bool
) -> None:
    assert has_healthcheck(Service.from_data(fields)) is has
    stack = resolved(StackSpec.from_data(services(a=fields, b={"dependsOn": ["a"]})))
    [link] = links(stack.services["b"].resolved.container, stack.named)
    assert link.options == {"condition": "service_healthy" if has else "service_started"}


def test_names_of_a_spec_become_composes() -> None:
    data = channels(a={}, db={}) | service(dependsOn=["a"])
    data["channels"]["a"]["dependsOn"] = ["db", "channel-db", "nobody"]
    stack = resolved(StackSpec.from_data(data))
    assert [
        link.service for link in links(stack.services["db"].resolved.container, stack.named)
    ] == ["channel-a"]
    found = links(stack.channels["a"].resolved.container, stack.named)
    assert [(link.service, link.step) for link in found] == [("db", 0), ("channel-db", 1)]


def test_what_is_waited_for_twice_or_is_off_is_waited_for_once_or_never() -> None:
    data = services(a={}, off={"enabled": False}, b={"dependsOn": ["a", "a", "off"]})
    stack = resolved(StackSpec.from_data(data))
    assert [
        link.service for link in links(stack.services["b"].resolved.container, stack.named)
    ] == ["a"]


def test_dependencies_in_both_forms() -> None:
    assert dependencies(Service.from_data({"dependsOn": ["a", "b"]})) == {0: "a", 1: "b"}
    assert dependencies(Service.from_data({"dependsOn": {"a": {}}})) == {"a": "a"}


def test_routes_that_an_edit_left_as_they_were_are_not_compared_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    several = channels(blog={"domains": ["b.example.org"]}, notes={"pathPrefixes": ["/notes"]})
    spec = StackSpec.from_data(several)
    resolver = Resolver()
    first = resolver.resolve(spec)
    edited = put(spec, ("channels", "blog", "image"), "acme/blog:2")
    assert resolver.resolve(edited).sites is first.sites
    compared = Mock(return_value=True)
    monkeypatch.setattr(Route, "__eq__", compared)
    other = put(edited, ("caddy", "email"), "bob@example.org")
    assert resolver.resolve(other).sites is first.sites
    compared.assert_not_called()
