"""When a container is believed to have come up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from openpalm_desktop.deploy import readiness
from openpalm_desktop.deploy.engine import EngineTrouble
from openpalm_desktop.deploy.listening import CaddysEar
from openpalm_desktop.deploy.readiness import NotReady, Started, wait_until_ready
from tests.deploy.deploying import STUB, Deploying, channel
from tests.deploy.fake_engine import FakeEngine

if TYPE_CHECKING:
    from collections.abc import Sequence

NETWORK = "openpalm_assistant_net"
DATA = {"channels": {name: channel(pathPrefixes=[f"/{name}"]) for name in ("chat", "blog")}}


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """An engine on which two channels run behind Caddy."""
    monkeypatch.setattr(readiness, "_TICK", 0)
    monkeypatch.setattr(readiness, "SETTLED", 0)
    engine = FakeEngine((STUB, "caddy:2-alpine"))
    Deploying(engine).deploy(DATA)
    return engine


def waited_for(engine: FakeEngine, listening: Sequence[str], port: int = 8080) -> list[str]:
    """What is said of channels whose time is not over, when some addresses are heard."""
    engine.listening = "".join(f"{one}\n" for one in listening)
    services, ids = Deploying(engine).plan(DATA).wanted.services, engine.ids()
    started = [
        Started(one, ids[one.container], time.monotonic(), settles=10**6, port=port)
        for one in services.values()
        if one.upstreams
    ]
    ear = CaddysEar(engine, ids["openpalm-caddy-1"], NETWORK)
    work = wait_until_ready(engine, started, ear)
    return [progress.sentence for _, progress in zip(range(3), work, strict=False)]


def at(engine: FakeEngine, name: str) -> str:
    """Where a channel should listen."""
    addresses = engine.named(f"openpalm-channel-{name}-1").shown.addresses
    assert addresses is not None
    return f"{addresses[NETWORK]}/8080"


def test_who_listens_need_not_wait_any_longer(engine: FakeEngine) -> None:
    chat, blog = at(engine, "chat"), at(engine, "blog")
    assert waited_for(engine, [chat, blog]) == []
    assert waited_for(engine, [chat]) == ["Waiting for channel-blog"] * 3
    assert waited_for(engine, []) == ["Waiting for channel-chat, channel-blog"] * 3


def test_who_listens_elsewhere_is_not_heard(engine: FakeEngine) -> None:
    assert waited_for(engine, [at(engine, "chat")], port=8081)[0].endswith("chat, channel-blog")


def test_whom_no_visitor_comes_to_is_not_asked(engine: FakeEngine) -> None:
    engine.calls.clear()
    assert waited_for(engine, [at(engine, "chat")], port=0)[0].endswith("chat, channel-blog")
    assert not any("nc -w" in call for call in engine.calls)


def refuse_to_run(call: str) -> None:
    """Run nothing in any container."""
    if call.startswith("run"):
        raise EngineTrouble("It does not run.", "")


def test_a_caddy_that_is_down_hears_nobody(engine: FakeEngine) -> None:
    engine.before = refuse_to_run
    assert waited_for(engine, [])[0].endswith("chat, channel-blog")


def test_who_has_ended_is_no_better_for_having_listened(engine: FakeEngine) -> None:
    engine.stop(engine.ids()["openpalm-channel-chat-1"])
    with pytest.raises(NotReady, match="channel-chat ended right after its start"):
        waited_for(engine, [at(engine, "blog")])
