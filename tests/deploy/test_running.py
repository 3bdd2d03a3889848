"""What is known of a stack that runs: its states, its lines, its events, what it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.automation_runs import (
    AutomationRun,
    history,
    run_automation,
    whole_history,
)
from openpalm_desktop.deploy.engine import EngineContainer, EngineUnreachable, Sample
from openpalm_desktop.deploy.labels import SERVICE
from openpalm_desktop.deploy.log_lines import LogLine, after, line_batches, past_lines
from openpalm_desktop.deploy.observed import observe_closely
from openpalm_desktop.deploy.pending import pending_changes
from openpalm_desktop.deploy.running_stack import containers_of, stop
from openpalm_desktop.deploy.service_state import (
    Condition,
    ServiceState,
    condition_of,
    states_of,
)
from openpalm_desktop.deploy.usage import use_between, watch_use
from openpalm_desktop.deploy.watching import Seen, watch
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import STUB, Deploying, channel
from tests.deploy.fake_engine import NOW, FakeEngine

if TYPE_CHECKING:
    from collections.abc import Iterator


def spec(**more: Any) -> dict[str, Any]:
    """Two channels and an automation."""
    return {
        "version": 4,
        "channels": {
            "chat": channel(pathPrefixes=["/chat"], env={"NAME": "one", "TOKEN": "${TOKEN}"}),
            "blog": channel(pathPrefixes=["/blog"]),
        },
        "automations": [{"id": "backup", "schedule": "0 2 * * *", "script": "echo one\n"}],
        **more,
    }


@pytest.fixture
def engine() -> FakeEngine:
    """An engine that the stack runs on."""
    made = Deploying(FakeEngine(), {"TOKEN": "t0p-secret"})
    images = made.plan(spec()).wanted.images
    one = FakeEngine(images)
    Deploying(one, {"TOKEN": "t0p-secret"}).deploy(spec())
    return one


def container(state: str, status: str = "") -> EngineContainer:
    """A container of a state."""
    return EngineContainer("1", "one", {SERVICE: "one"}, STUB, STUB, state, status)


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        ("running", "Up 2 hours", Condition.RUNNING),
        ("running", "Up 2 hours (healthy)", Condition.RUNNING),
        ("running", "Up 2 hours (unhealthy)", Condition.UNHEALTHY),
        ("running", "Up 1 second (health: starting)", Condition.STARTING),
        ("created", "Created", Condition.STARTING),
        ("restarting", "Restarting (1) 3 seconds ago", Condition.RESTARTING),
        ("exited", "Exited (0) 3 seconds ago", Condition.STOPPED),
        ("paused", "Up 3 seconds (Paused)", Condition.STOPPED),
        ("dead", "Dead", Condition.STOPPED),
    ],
)
def test_a_containers_condition_is_told_in_one_word(
    state: str, status: str, expected: Condition
) -> None:
    assert condition_of(container(state, status)) is expected


def test_what_was_just_deployed_would_not_change(engine: FakeEngine) -> None:
    made = generated(StackSpec.from_data(spec()))
    assert pending_changes(made, observe_closely(engine, "openpalm")) == {}


def test_an_edited_channel_would_change_and_tells_why(engine: FakeEngine) -> None:
    data = spec()
    data["channels"]["chat"] = {**data["channels"]["chat"], "env": {"NAME": "two"}}
    why = pending_changes(generated(StackSpec.from_data(data)), observe_closely(engine, "openpalm"))
    assert why == {"channel-chat": ("NAME changed", "TOKEN removed")}
    states = states_of(engine.containers(), why)
    assert states["channel-chat"].will_change
    assert not states["channel-blog"].will_change


def test_a_removed_channel_would_change(engine: FakeEngine) -> None:
    data = spec()
    del data["channels"]["blog"]
    why = pending_changes(generated(StackSpec.from_data(data)), observe_closely(engine, "openpalm"))
    assert why["channel-blog"] == ("no longer part of the stack",)


def test_what_is_in_trouble_says_so_before_it_says_that_it_would_change() -> None:
    states = states_of([container("exited", "Exited (1)")], {"one": ("NAME changed",)})
    assert states == {"one": ServiceState(Condition.STOPPED, ("NAME changed",), "Exited (1)")}
    assert not states["one"].will_change


def test_watching_tells_what_is_there_and_what_becomes_of_it(engine: FakeEngine) -> None:
    engine.goes_on = True
    work = watch(engine, "openpalm")
    first = next(work)
    assert isinstance(first, Seen)
    assert {one.labels[SERVICE] for one in first.containers} >= {"channel-chat", "caddy"}
    assert isinstance(next(work), Seen)  # what happened before anybody listened
    assert next(work) is None
    engine.becomes("openpalm-channel-chat-1", state="exited", status="Exited (1)")
    found = next(one for one in work if one is not None)
    states = states_of(found.containers, {})
    assert states["channel-chat"].condition is Condition.STOPPED
    work.close()


def test_an_engine_that_ends_its_events_is_gone(engine: FakeEngine) -> None:
    with pytest.raises(EngineUnreachable):
        list(watch(engine, "openpalm"))


def test_lines_of_all_services_come_in_the_order_of_their_times(engine: FakeEngine) -> None:
    both = containers_of(engine, "openpalm", ["channel-chat", "channel-blog"])
    engine.printed = {"openpalm-channel-chat-1": ["a", "b"]}
    lines = list(past_lines(engine, both, None, timed=True))
    assert LogLine("channel-chat", "a", NOW) in lines
    assert {line.service for line in lines} == {"channel-chat", "channel-blog"}


def test_followed_lines_come_in_batches_and_end_when_closed(engine: FakeEngine) -> None:
    engine.goes_on = True
    name = "openpalm-channel-chat-1"
    engine.printed = {name: ["a"]}
    work = line_batches(engine, containers_of(engine, "openpalm", ["channel-chat"]), 5, timed=True)
    assert _next_texts(work) == ["a"]
    engine.prints(name, *(f"line {number}" for number in range(5000)))
    found: list[str] = []
    while len(found) < 5000:
        found += _next_texts(work)
    assert found == [f"line {number}" for number in range(5000)]
    work.close()


def test_colours_meant_for_terminals_are_left_out() -> None:
    assert LogLine("one", "\x1b[1;31mred\x1b[0m \x1b]bell\x07 tab\tstays").plain == (
        "red bell tab\tstays"
    )


def test_the_moment_after_a_line_is_a_nanosecond_later() -> None:
    assert after("1970-01-01T00:00:02.000000009Z") == "2.000000010"
    assert after("1970-01-01T00:00:02.999999999Z") == "3.000000000"
    assert after("1970-01-01T00:00:02Z") == "2.000000001"


def test_use_is_what_was_spent_of_the_time_that_passed() -> None:
    before = Sample(10, 1000, 4, 1, 10)
    assert use_between(before, Sample(60, 1400, 4, 7, 10)).processor == pytest.approx(50.0)
    assert use_between(before, before).processor == 0.0


def test_watching_use_names_the_services_that_run(engine: FakeEngine) -> None:
    list(stop(engine, "openpalm", ["channel-blog"]))
    work = watch_use(engine, containers_of(engine, "openpalm"))
    found = next(one for one in work if one is not None)
    assert "channel-chat" in found
    assert "channel-blog" not in found
    assert found["channel-chat"].memory == 50_000_000
    work.close()


def test_an_automation_tells_what_it_prints_and_how_it_ended(engine: FakeEngine) -> None:
    engine.runs = {"backup": (["one\nt", "wo\n"], 7)}
    ends: list[int] = []

    def run() -> Iterator[str]:
        ends.append((yield from run_automation(engine, "openpalm", "backup")))

    assert ("".join(run()), ends) == ("one\ntwo\n", [7])


def test_the_history_of_all_has_the_newest_run_first(engine: FakeEngine) -> None:
    engine.histories = (
        '{"ts":"2027-03-01T02:00:00+01:00","id":"backup","status":"success","exit":0,'
        '"dur":1200,"preview":"ok"}\n'
        '{"ts":"2027-03-02T02:00:00+01:00","id":"report","status":"error","exit":3,'
        '"dur":5,"preview":"no"}\n'
        "a line that broke off"
    )
    runs = whole_history(engine, "openpalm", 10)
    assert runs[0] == AutomationRun("report", "2027-03-02T02:00:00+01:00", "error", 3, 5, "no")
    assert [run.id for run in runs] == ["report", "backup"]
    assert history(engine, "openpalm", "backup", 1) == runs[:1]


def _next_texts(work: Any) -> list[str]:
    return [line.text for line in next(some for some in work if some)]
