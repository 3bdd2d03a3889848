"""A stack that runs on real engines: its states, its lines, its automations, what it uses."""

from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.automation_runs import run_automation, whole_history
from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.engine import EngineUnreachable
from openpalm_desktop.deploy.log_lines import LogLine, after, line_batches, past_lines
from openpalm_desktop.deploy.observed import observe_closely
from openpalm_desktop.deploy.pending import pending_changes
from openpalm_desktop.deploy.running_stack import containers_of
from openpalm_desktop.deploy.service_state import Condition, states_of
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.deploy.usage import watch_use
from openpalm_desktop.deploy.watching import watch
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import Deploying, channel
from tests.real.peers import images

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpalm_desktop.deploy.service_state import ServiceState
    from tests.real.peers.engine import Engine

pytestmark = pytest.mark.slow

COUNTING = "i=0; while [ $i -lt 20 ]; do echo step $i; i=$((i+1)); sleep 0.1; done\n"
SPEC: dict[str, Any] = {
    "version": 4,
    "channels": {"chat": channel(pathPrefixes=["/chat"], env={"STUB_NAME": "one"})},
    "automations": [
        {"id": "fails", "schedule": "0 2 * * *", "script": "echo before\nexit 7\n"},
        {"id": "counts", "schedule": "0 2 * * *", "script": COUNTING},
        {"id": "prints", "schedule": "0 2 * * *", "script": "seq 1 30000\n"},
    ],
}


@pytest.fixture
def stack(engine: Engine) -> Iterator[Deploying]:
    """A stack that was just deployed."""
    opened = DockerEngine(Target("test", engine.host))
    images.load_stub(engine, "openpalm-test/stub", port=8080)
    made = Deploying(opened)
    made.deploy(SPEC)
    yield made
    opened.close()


def test_states_follow_what_others_do_to_a_container(stack: Deploying, engine: Engine) -> None:
    work = watch(stack.engine, "openpalm")
    assert states(work, lambda one: one["channel-chat"].is_well)
    engine.docker("stop", "-t", "0", "openpalm-channel-chat-1")
    assert states(work, lambda one: one["channel-chat"].condition is Condition.STOPPED)
    engine.docker("start", "openpalm-channel-chat-1")
    assert states(work, lambda one: one["channel-chat"].is_well)
    engine.docker("rm", "--force", "openpalm-channel-chat-1")
    assert states(work, lambda one: "channel-chat" not in one)
    work.close()


def test_an_idle_stack_can_be_let_go_of_at_once(stack: Deploying) -> None:
    work = watch(stack.engine, "openpalm")
    for _ in range(4):
        next(work)
    began = time.monotonic()
    work.close()
    assert time.monotonic() - began < 5


def test_a_deployed_stack_would_not_change_and_an_edited_one_would(stack: Deploying) -> None:
    found = observe_closely(stack.engine, "openpalm")
    assert pending_changes(generated(StackSpec.from_data(SPEC)), found) == {}
    edited = {**SPEC, "channels": {"chat": channel(pathPrefixes=["/chat"])}}
    why = pending_changes(generated(StackSpec.from_data(edited)), found)
    assert why == {"channel-chat": ("STUB_NAME removed",)}


def test_a_run_prints_while_it_goes_on_and_ends_with_its_exit_code(stack: Deploying) -> None:
    told = run_to_its_end(stack, "counts")
    assert told.text.count("step ") == 20
    assert told.pieces > 5, "it came in one piece, at its end"
    assert told.code == 0
    failed = run_to_its_end(stack, "fails")
    assert (failed.text, failed.code) == ("before\n", 7)
    runs = whole_history(stack.engine, "openpalm", 10)
    assert [(run.id, run.status, run.exit_code) for run in runs] == [
        ("fails", "error", 7),
        ("counts", "success", 0),
    ]
    assert runs[1].milliseconds >= 2000


def test_logs_are_followed_and_gone_on_with(stack: Deploying) -> None:
    scheduler = containers_of(stack.engine, "openpalm", ["scheduler"])
    work = line_batches(stack.engine, scheduler, 0, timed=True)
    next(work)
    runner = threading.Thread(target=lambda: run_to_its_end(stack, "prints"))
    runner.start()
    found: list[LogLine] = []
    until = time.monotonic() + 60
    while len(found) < 30_000 and time.monotonic() < until:
        found += [line for line in next(work) if line.text.endswith(tuple("0123456789"))]
    runner.join()
    work.close()
    numbers = [line.text.rpartition(" ")[2] for line in found if "prints" in line.text]
    assert numbers[:30_000] == [str(number) for number in range(1, 30_001)]
    last = found[len(found) // 2]
    rest = line_batches(stack.engine, scheduler, None, timed=True, since=after(last.time))
    first = next(some for some in rest if some)[0]
    rest.close()
    assert first.time > last.time


def test_past_lines_of_all_services_stand_in_their_order(stack: Deploying) -> None:
    run_to_its_end(stack, "fails")
    lines = list(past_lines(stack.engine, containers_of(stack.engine, "openpalm"), 50, timed=True))
    assert [line.time for line in lines] == sorted(line.time for line in lines)
    assert {"scheduler", "caddy"} <= {line.service for line in lines}


def test_what_containers_use_is_measured(stack: Deploying) -> None:
    work = watch_use(stack.engine, containers_of(stack.engine, "openpalm"))
    found = next(one for one in work if one is not None)
    assert found["caddy"].memory > 1_000_000
    work.close()


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket")  # the SDK's, from a refusal
def test_an_engine_that_goes_away_is_told_of(stack: Deploying, engine: Engine) -> None:
    work = watch(stack.engine, "openpalm")
    for _ in range(3):
        next(work)
    engine.stop()
    try:
        with pytest.raises(EngineUnreachable):
            list(work)
    finally:
        engine.start()
    gc.collect()


class Told:
    """What a run said, in how many pieces, and how it ended."""

    def __init__(self) -> None:
        self.text, self.pieces, self.code = "", 0, -1


def run_to_its_end(stack: Deploying, id_: str) -> Told:
    """Run an automation and collect what it says."""
    told = Told()

    def run() -> Iterator[str]:
        told.code = yield from run_automation(stack.engine, "openpalm", id_)

    for text in run():
        told.text += text
        told.pieces += bool(text)
    return told


def states(work: Any, is_so: Any) -> dict[str, ServiceState]:
    """The states, once they are as they are waited for."""
    until = time.monotonic() + 20
    for seen in work:
        if seen is not None:
            found = dict(states_of(seen.containers, {}))
            if is_so(found):
                return found
        assert time.monotonic() < until, "It never came about."
    raise EngineUnreachable("It ended.", "")
