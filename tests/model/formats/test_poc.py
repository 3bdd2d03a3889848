"""The first prototype's list of channels."""

import json
from typing import Any

import pytest

from openpalm_desktop.model.formats import Conversion, convert
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.routes import published_port
from openpalm_desktop.model.stack import Preset, StackSpec

CHANNEL = {"name": "app", "image": "acme/app", "exposure": "lan", "containerPort": 9000}


def converted(*channels: Any, **more: Any) -> Conversion:
    return convert(json.dumps({"channels": channels, **more}), "stack.json")


def spec_of(conversion: Conversion) -> StackSpec:
    assert conversion.spec is not None
    return conversion.spec


@pytest.mark.parametrize("place", [{}, {"domains": ["a.lan"]}, {"pathPrefixes": ["/a"]}])
@pytest.mark.parametrize("port", [{}, {"hostPort": 18181}])
def test_channel_stays_published_on_its_port(place: Any, port: Any) -> None:
    (part,) = resolved(spec_of(converted(CHANNEL | place | port))).channels.values()
    assert published_port(part.resolved, part.routes) == port.get("hostPort", 9000)


def test_nothing_is_added_around_the_channels() -> None:
    spec = spec_of(converted(CHANNEL, projectName="home"))
    assert (spec.preset, spec.network, spec.project_name) == (Preset.NONE, "edge", "home")
    assert not spec.services


def test_settings_stay_apart_from_the_environment_and_keep_their_kinds() -> None:
    env, config = {"A": 1, "B": True, "C": 1.5, "D": "$x"}, {"A": "two"}
    (channel,) = spec_of(converted(CHANNEL | {"env": env, "config": config})).channels.values()
    assert channel.env == env
    assert [type(value) for value in channel.env.values()] == [int, bool, float, str]
    assert channel.config == config


@pytest.mark.parametrize("wish", [True, False])
def test_wish_for_a_certificate_of_our_own_stays(wish: bool) -> None:
    (channel,) = spec_of(converted(CHANNEL | {"internalTls": wish})).channels.values()
    assert channel.internal_tls is wish


def test_free_names_become_host_names_in_their_order() -> None:
    names = ["Public API", "Zebra", "public-api", "öffentlich", "!!"]
    spec = spec_of(
        converted(*[CHANNEL | {"name": n, "hostPort": 1 + i} for i, n in enumerate(names)])
    )
    assert {name: channel.label for name, channel in spec.channels.items()} == {
        "public-api": "Public API",
        "zebra": "Zebra",
        "public-api-2": "public-api",
        "offentlich": "öffentlich",
        "channel": "!!",
    }


def test_path_that_was_public_stays_public() -> None:
    public = CHANNEL | {"exposure": "public", "pathPrefixes": ["/a"]}
    (part,) = resolved(spec_of(converted(public))).channels.values()
    assert [route.reach for route in part.routes] == ["public"]


def test_unlikely_port_of_caddy_goes_to_caddy() -> None:
    conversion = converted(CHANNEL | {"hostPort": 443, "domains": ["a.lan"]})
    (channel,) = spec_of(conversion).channels.values()
    assert channel.host_port is None
    assert any(note.path == ("channels", 0, "hostPort") for note in conversion.notes)


def test_port_80_stays_where_no_caddy_is() -> None:
    (channel,) = spec_of(converted(CHANNEL | {"hostPort": 80})).channels.values()
    assert channel.host_port == 80
