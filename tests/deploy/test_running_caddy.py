"""Caddy's configuration with doors, and what shows that nobody is on the way any more."""

from __future__ import annotations

import pytest

from openpalm_desktop.deploy.detours import dials_in, door_of, with_doors
from openpalm_desktop.deploy.engine import FileInContainer
from openpalm_desktop.deploy.running_caddy import Caddy, is_connected
from tests.deploy.fake_engine import FakeEngine

CONFIG = {
    "apps": {
        "http": {
            "servers": {
                "srv0": {
                    "routes": [
                        {"handler": "reverse_proxy", "upstreams": [{"dial": "channel-a:8080"}]},
                        {
                            "handler": "reverse_proxy",
                            "transport": {"protocol": "http", "tls": {}},
                            "upstreams": [{"dial": "channel-a:9090"}],
                        },
                        {"handler": "reverse_proxy", "upstreams": [{"dial": "channel-b:80"}]},
                    ]
                }
            }
        }
    }
}


def test_only_the_hosts_that_are_exchanged_get_doors() -> None:
    changed = with_doors(CONFIG, ["channel-a"])
    first, second, third = changed["apps"]["http"]["servers"]["srv0"]["routes"]
    door = "{file./tmp/openpalm-doors/channel-a_8080}"
    assert first == {
        "handler": "reverse_proxy",
        "upstreams": [{"dial": door}],
        "load_balancing": {"try_duration": "60s", "try_interval": "50ms"},
        "transport": {"protocol": "http", "keep_alive": {"enabled": False}},
    }
    assert second["transport"] == {"protocol": "http", "tls": {}, "keep_alive": {"enabled": False}}
    assert third == {"handler": "reverse_proxy", "upstreams": [{"dial": "channel-b:80"}]}


def test_each_way_to_dial_has_a_door_of_its_own() -> None:
    dials = dials_in(CONFIG, ["channel-a"])
    assert dials == {"channel-a:8080", "channel-a:9090"}
    assert len({door_of(dial) for dial in dials}) == 2


TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
   1: 040012AC:E0F2 050012AC:1F90 {state} 00000000:00000000 00:00000000 00000000     0
"""


@pytest.mark.parametrize(("state", "open_"), [("01", True), ("02", True), ("06", False)])
def test_a_connection_is_seen_in_the_kernels_table(state: str, open_: bool) -> None:
    table = TABLE.format(state=state)
    assert is_connected(table, "172.18.0.5") is open_
    assert not is_connected(table, "172.18.0.6")
    assert not is_connected(table, "fd00::1")


def test_a_door_leads_to_the_port_that_was_asked_for_or_to_another() -> None:
    engine = FakeEngine(["caddy"])
    id_ = engine.create_container("c", {"Image": "caddy", "Labels": {}})
    text = b"reverse_proxy channel-a:8080\nreverse_proxy channel-a:9090\n"
    engine.put_files(id_, "/etc/caddy", [FileInContainer("Caddyfile", text)])
    caddy = Caddy(engine, id_)
    caddy.make_doors({"channel-a": "10.0.0.1"})
    caddy.turn("channel-a", "127.0.0.1:1")
    caddy.turn("channel-a", "10.0.0.2", "7070")
    caddy.turn("channel-b", "10.0.0.3")
    written = [call.split(" in c")[0].split()[-2:] for call in engine.calls if "printf" in call]
    assert sorted(written[:2]) == [
        ["channel-a_8080", "10.0.0.1:8080"],
        ["channel-a_9090", "10.0.0.1:9090"],
    ]
    assert [address for _, address in written[2:]] == ["127.0.0.1:1"] * 2 + ["10.0.0.2:7070"] * 2
