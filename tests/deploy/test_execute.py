"""What is left when a deployment fails, is cancelled or is killed, at each of its steps."""

from __future__ import annotations

from typing import Any

import pytest

from openpalm_desktop.deploy import readiness
from openpalm_desktop.deploy.engine import EngineImage, EngineTrouble
from openpalm_desktop.deploy.execute import (
    Blocked,
    DeploymentFailed,
    StalePlan,
    execute,
)
from openpalm_desktop.deploy.journal import DeploymentUnderWay
from openpalm_desktop.deploy.note_keeper import NoteKeeper
from openpalm_desktop.deploy.releases import read_release
from openpalm_desktop.deploy.running_stack import take_down
from tests.deploy.deploying import STUB, Deploying, channel
from tests.deploy.fake_engine import FakeEngine
from tests.deploy.faulty_engine import FaultyEngine

CANARY = "canary-7f3a9c"
IMAGES = (STUB, "caddy:2-alpine", "alpine:3.22", "example/bad:1")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "SETTLED", 0)
    monkeypatch.setattr(readiness, "SETTLED_INSTEAD", 0)
    monkeypatch.setattr("openpalm_desktop.deploy.running_caddy._TICK", 0)


def before() -> dict[str, Any]:
    """A stack with every way of exchanging a container."""
    return {
        "channels": {
            "chat": channel(pathPrefixes=["/chat"]),
            "blog": channel(pathPrefixes=["/blog"], volumes=["blog-data:/data"]),
            "desk": channel(hostPort=9000, networks=["more"]),
            "old": channel(pathPrefixes=["/old"]),
        },
        "automations": [{"id": "a", "schedule": "0 2 * * *", "script": "echo 1\n"}],
    }


def after() -> dict[str, Any]:
    """The same with each of them exchanged, one gone and one new, and other paths."""
    data = before()
    for name in ("chat", "blog", "desk"):
        data["channels"][name]["env"] = {"LEVEL": "debug"}
    data["channels"]["chat"]["pathPrefixes"] = ["/chat", "/talk"]
    del data["channels"]["old"]
    data["channels"]["new"] = channel(image="example/new:1", pathPrefixes=["/new"])
    data["automations"][0]["script"] = "echo 2\n"
    return data


def engine_before() -> FakeEngine:
    """An engine on which the stack runs."""
    engine = FakeEngine(IMAGES)
    engine.registry["example/new:1"] = EngineImage("sha256:new", ("example/new:1",), ())
    Deploying(engine).deploy(before())
    return engine


def calls_of_a_deployment() -> int:
    """How many calls change something when nothing fails."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readiness, "SETTLED", 0)
        patch.setattr(readiness, "SETTLED_INSTEAD", 0)
        counting = FaultyEngine(engine_before())
        Deploying(counting).deploy(after())
    return counting.count


CALLS = calls_of_a_deployment()


def is_tidy(engine: FakeEngine) -> bool:
    """Whether no note and no file of a change is left."""
    notes = [name for name in engine.vols if "deployment" in name]
    caddy = engine.named("openpalm-caddy-1").files
    return not notes and not [name for name in caddy if "next" in name or "doors" in name]


def caddyfile(engine: FakeEngine) -> bytes:
    """What Caddy starts with."""
    return engine.named("openpalm-caddy-1").files["/etc/caddy/Caddyfile"]


def test_everything_is_exchanged_and_nothing_is_left_over() -> None:
    engine = engine_before()
    ids = engine.ids()
    Deploying(engine).deploy(after())
    assert engine.names() == dict.fromkeys(
        (f"openpalm-{name}-1" for name in ("caddy", "scheduler", *services("new"))), "running"
    )
    kept = {name for name, id_ in engine.ids().items() if ids.get(name) == id_}
    assert kept == {"openpalm-caddy-1"}
    assert b"/talk" in caddyfile(engine)
    assert is_tidy(engine)
    assert Deploying(engine).plan(after()).is_empty


def services(*more: str) -> list[str]:
    """The channels that are in both stacks, and some more."""
    return [f"channel-{name}" for name in ("chat", "blog", "desk", *more)]


@pytest.mark.parametrize("is_done", [False, True], ids=["before it is done", "after it is done"])
@pytest.mark.parametrize("at", range(CALLS))
def test_a_failing_step_leaves_the_last_release_or_the_next_run_finishes(
    at: int, is_done: bool
) -> None:
    engine = engine_before()
    ids, served = engine.ids(), caddyfile(engine)
    faulty = FaultyEngine(engine, at, is_done=is_done)
    with pytest.raises(EngineTrouble):
        Deploying(faulty).deploy(after())
    assert faulty.broke_at
    is_taken_back = engine.ids() == ids and is_tidy(engine)
    if is_taken_back:
        assert set(engine.names().values()) == {"running"}
        assert caddyfile(engine) == served
    assert_it_can_be_finished(engine)


@pytest.mark.parametrize("is_done", [False, True], ids=["before it is done", "after it is done"])
@pytest.mark.parametrize("at", range(CALLS))
def test_a_killed_deployment_is_found_and_put_in_order(at: int, is_done: bool) -> None:
    engine = engine_before()
    dead = FaultyEngine(engine, at, is_done=is_done, stays_dead=True)
    with pytest.raises(EngineTrouble):
        Deploying(dead).deploy(after())
    if any("deployment" in name for name in engine.vols):
        assert "was interrupted; it is" in str(Deploying(engine).plan(before()))
    assert_it_can_be_finished(engine)


@pytest.mark.parametrize("at", range(CALLS))
def test_a_first_deployment_that_is_killed_can_be_finished(at: int) -> None:
    engine = FakeEngine((*IMAGES, "example/new:1"))
    dead = FaultyEngine(engine, at, stays_dead=True)
    try:
        Deploying(dead).deploy(after())
    except EngineTrouble:
        assert_it_can_be_finished(engine)


def assert_it_can_be_finished(engine: FakeEngine) -> None:
    """One more deployment, and all is as if nothing had gone wrong."""
    Deploying(engine).deploy(after())
    assert engine.names() == dict.fromkeys(
        (f"openpalm-{name}-1" for name in ("caddy", "scheduler", *services("new"))), "running"
    )
    assert b"/talk" in caddyfile(engine)
    assert is_tidy(engine)
    assert Deploying(engine).plan(after()).is_empty


def test_cancelled_at_any_moment_it_is_as_before() -> None:
    for count in range(1, 999):
        engine = engine_before()
        ids, served = engine.ids(), caddyfile(engine)
        work = execute(Deploying(engine).plan(after()), engine)
        if None in [next(work, None) for _ in range(count)]:
            assert count > 10, "it must have had moments to be cancelled at"
            return
        work.close()
        assert engine.ids() == ids, count
        assert set(engine.names().values()) == {"running"}
        assert caddyfile(engine) == served
        assert is_tidy(engine)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("chat", "channel-chat ended right after its start with exit code 1."),
        ("blog", "channel-blog ended right after its start with exit code 1."),
        ("desk", "channel-desk ended right after its start with exit code 1."),
    ],
)
def test_a_program_that_ends_at_once_gives_way_to_the_old_one(name: str, said: str) -> None:
    engine = engine_before()
    ids = engine.ids()
    engine.exiting = {"example/bad:1"}
    data = before()
    data["channels"][name]["image"] = "example/bad:1"
    with pytest.raises(DeploymentFailed) as failed:
        Deploying(engine).deploy(data)
    assert failed.value.sentence == said
    assert "the log of " in failed.value.evidence
    assert engine.ids() == ids
    assert set(engine.names().values()) == {"running"}
    assert is_tidy(engine)


def test_a_sick_container_gives_way_with_what_its_healthcheck_said() -> None:
    engine = engine_before()
    engine.sick = {"example/bad:1"}
    data = before()
    check = {"test": ["CMD", "true"], "interval": "1s"}
    data["channels"]["chat"] |= {"image": "example/bad:1", "healthcheck": check}
    with pytest.raises(DeploymentFailed) as failed:
        Deploying(engine).deploy(data)
    assert failed.value.sentence == "channel-chat says that it is not healthy."
    assert "healthcheck: no answer" in failed.value.evidence


def test_evidence_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_before()
    engine.exiting = {"example/bad:1"}
    monkeypatch.setattr(engine, "logs", lambda _id, _tail: f"I was told {CANARY}")
    data = before()
    data["channels"]["desk"] |= {"image": "example/bad:1", "env": {"TOKEN": "${TOKEN}"}}
    with pytest.raises(DeploymentFailed) as failed:
        Deploying(engine, {"TOKEN": CANARY}).deploy(data)
    assert failed.value.evidence == "I was told ${TOKEN}"


def test_a_caddyfile_that_caddy_refuses_changes_nothing() -> None:
    engine = engine_before()
    engine.caddy_refuses = "Error: unrecognized directive: nonsense"
    ids, served = engine.ids(), caddyfile(engine)
    data = before()
    data["channels"]["chat"]["pathPrefixes"] = ["/x"]
    with pytest.raises(DeploymentFailed) as failed:
        Deploying(engine).deploy(data)
    assert failed.value.sentence == (
        "Caddy does not take the Caddyfile: unrecognized directive: nonsense"
    )
    assert (engine.ids(), caddyfile(engine)) == (ids, served)


def test_visitors_are_sent_where_caddy_is_too() -> None:
    engine = engine_before()
    data = before()
    data["channels"]["chat"]["networks"] = ["aaa"]
    Deploying(engine).deploy(data)
    data["channels"]["chat"]["env"] = {"LEVEL": "debug"}
    old = engine.named("openpalm-channel-chat-1").shown.addresses
    Deploying(engine).deploy(data)
    new = engine.named("openpalm-channel-chat-1").shown.addresses
    assert old is not None
    assert new is not None
    written = [
        call.split(" in openpalm")[0].split()[-1] for call in engine.calls if "printf" in call
    ]
    own = "openpalm_assistant_net"
    assert written[-2:] == [f"{old[own]}:8080", f"{new[own]}:8080"]


def test_a_plan_that_is_no_longer_true_is_refused() -> None:
    engine = engine_before()
    made = Deploying(engine).plan(after())
    engine.remove(engine.ids()["openpalm-channel-desk-1"])
    with pytest.raises(StalePlan):
        Deploying(engine).carry_out(made)
    assert is_tidy(engine)


def test_two_at_once_are_refused() -> None:
    engine = engine_before()
    made = Deploying(engine).plan(after())
    other = NoteKeeper(engine, "openpalm")
    other.begin()
    with pytest.raises(DeploymentUnderWay, match="deploys openpalm right now"):
        Deploying(engine).carry_out(made)
    blocked = Deploying(engine).plan(after())
    assert "deploys this stack right now" in blocked.blocked[0]
    with pytest.raises(Blocked):
        Deploying(engine).carry_out(blocked)
    other.end()
    Deploying(engine).deploy(after())


def test_taking_down_leaves_no_note_of_an_interrupted_deployment() -> None:
    engine = engine_before()
    with pytest.raises(EngineTrouble):
        Deploying(FaultyEngine(engine, CALLS // 2, stays_dead=True)).deploy(after())
    assert [name for name in engine.vols if "deployment" in name]
    assert list(take_down(engine, "openpalm"))
    assert engine.names() == {}
    assert [name for name in engine.vols if "deployment" in name] == []
    assert "openpalm_blog-data" in engine.vols
    list(take_down(engine, "openpalm", volumes=True))
    assert engine.vols == {}


def test_ten_releases_are_kept_and_each_can_be_read() -> None:
    engine = engine_before()
    for number in range(12):
        data = before()
        data["channels"]["chat"]["env"] = {"N": str(number)}
        Deploying(engine).deploy(data)
    kept = [name for name in engine.vols if "release" in name]
    assert len(kept) == 10
    release = read_release(engine, "openpalm")
    assert release.head.number == 12
    chat = release.content.project.services["channel-chat"]
    assert chat.environment["N"][0] == "10"


def test_a_line_that_is_cut_is_no_deployment_under_way_for_the_same_program() -> None:
    data = {"channels": {"chat": channel(pathPrefixes=["/chat"])}}
    engine = FakeEngine(IMAGES)
    cut = FaultyEngine(engine, 4, stays_dead=True)
    with pytest.raises(EngineTrouble) as raised:
        Deploying(cut).deploy(data)
    assert "the next deployment does that first" in raised.value.hint
    assert "runs again" not in raised.value.hint
    again = Deploying(engine).plan(data)
    assert again.blocked == ()
    assert again.recovery is not None
    Deploying(engine).carry_out(again)
    assert Deploying(engine).plan(data).is_empty
