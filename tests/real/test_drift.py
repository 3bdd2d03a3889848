"""Containers changed by hand on real engines: each change is found, taken over or put back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from docker import APIClient

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.drift import drift
from openpalm_desktop.deploy.export import write_folder
from openpalm_desktop.deploy.observed import observe_closely
from openpalm_desktop.deploy.plan import plan
from openpalm_desktop.deploy.taking import taken
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import Deploying, wanted_of
from tests.real.peers import images
from tests.real.peers.compose import Compose
from tests.real.test_deploy_beside_compose import COMPOSE_FOR, SECRETS, SPEC, Both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from openpalm_desktop.deploy.difference import Difference
    from tests.real.peers.engine import Engine

pytestmark = pytest.mark.slow

OTHER = "openpalm-test/other:2"
BLOG, DESK, CADDY = "openpalm-channel-blog-1", "openpalm-channel-desk-1", "openpalm-caddy-1"
WORKER, SCHEDULER = "openpalm-worker-1", "openpalm-scheduler-1"


@pytest.fixture
def both(engine: Engine, tmp_path: Path) -> Iterator[Both]:
    """The rich stack, deployed, and its exported folder."""
    home, folder = tmp_path / "home", tmp_path / "openpalm"
    home.mkdir()
    write_folder(folder, generated(StackSpec.from_data(SPEC), Supplies(SECRETS)).bundle)
    images.load_stub(engine, OTHER)
    opened = DockerEngine(Target("test", engine.host))
    ours = Deploying(opened, SECRETS)
    ours.deploy(SPEC)
    yield Both(engine, ours, Compose(COMPOSE_FOR[engine.version], home), folder)
    opened.close()


def differences(stack: Deploying, data: Mapping[str, Any] = SPEC) -> tuple[Difference, ...]:
    """What differs from a spec."""
    made = generated(StackSpec.from_data(data))
    return drift(made, observe_closely(stack.engine, "openpalm"))


def said(found: tuple[Difference, ...]) -> dict[str, tuple[str, str]]:
    """Differences by their paths, each as what the spec says and what runs."""
    return {".".join(map(str, one.path)): (one.said, one.runs) for one in found}


def taken_over(found: tuple[Difference, ...]) -> dict[str, Any]:
    """The spec with all that can be taken into it."""
    spec = StackSpec.from_data(SPEC)
    for one in found:
        assert one.can_be_taken, one
        spec = taken(spec, one.finding)
    return spec.to_data()


def make_anew(engine: Engine, name: str, host: Mapping[str, Any], **config: Any) -> None:
    """Make a container anew with other settings, as tools do that copy all the rest."""
    api: Any = APIClient(engine.host, version="1.40")
    was = api.inspect_container(name)
    api.remove_container(name, force=True)
    networks = {
        network: {"Aliases": each["Aliases"]}
        for network, each in was["NetworkSettings"]["Networks"].items()
    }
    body = {
        **was["Config"],
        **config,
        "HostConfig": {**was["HostConfig"], **host},
        "NetworkingConfig": {"EndpointsConfig": networks},
    }
    api.start(api.create_container_from_config(body, name)["Id"])
    api.close()


def test_nothing_differs_of_what_was_just_deployed_or_started_by_compose(both: Both) -> None:
    assert differences(both.ours) == ()
    both.run("up", "--detach", "--timeout", "1")
    assert differences(both.ours) == ()


def test_what_was_changed_by_hand_is_found_and_taken_into_the_spec(both: Both) -> None:
    docker, ours = both.engine.docker, both.ours
    docker("update", "--memory", "96m", "--memory-swap", "192m", "--restart", "no", BLOG)
    docker("network", "connect", "--alias", "channel-blog", "openpalm_monitoring", BLOG)
    docker("exec", SCHEDULER, "sh", "-c", "echo echo 2 >/etc/openpalm/automations/scripts/a.sh")
    check = {"Test": ["CMD-SHELL", "true"], "Interval": 3 * 10**9}
    make_anew(
        both.engine,
        WORKER,
        {
            "PortBindings": {"9200/tcp": [{"HostIp": "127.0.0.1", "HostPort": "9400"}]},
            "Binds": ["/srv:/s:ro", "openpalm_more:/m:rw"],
            "Mounts": None,
            "CapDrop": ["NET_RAW"],
        },
        Image=OTHER,
        Env=[f"PATH={images.PATH}", "STUB_NAME=by hand", "MORE=$5"],
        Cmd=["9200", "a b"],
        User="1000",
        WorkingDir="/srv",
        Healthcheck=check,
    )
    ids = ours.ids()
    found = differences(ours)
    assert said(found) == {
        "channels.blog.compose.mem_limit": ("nothing", "96m"),
        "channels.blog.compose.restart": ("unless-stopped", "no"),
        "channels.blog.networks": ("nothing", "joined as channel-blog"),
        "automations.0.script": ("as deployed", "1 other line"),
        "services.worker.image": (images.STUB, OTHER),
        "services.worker.ports": ("9200:9200, 9201:9201, 9300:9300", "127.0.0.1:9400:9200"),
        "services.worker.volumes": ("/srv:/s:ro, /t, work:/w", "/srv:/s:ro, more:/m"),
        "services.worker.compose.cap_drop": ("nothing", "NET_RAW"),
        "services.worker.env.STUB_NAME": ("nothing", "by hand"),
        "services.worker.env.MORE": ("nothing", "$5"),
        "services.worker.command": ("nothing", "9200 'a b'"),
        "services.worker.user": ("nothing", "1000"),
        "services.worker.workingDir": ("nothing", "/srv"),
        "services.worker.healthcheck": ("nothing", "test=true, interval=3s"),
    }
    made = ours.plan(SPEC)
    causes = {change.service.name: change.causes for change in made.changes}
    assert causes.keys() == {"channel-blog", "scheduler", "worker"}
    assert all(why[0].startswith("was changed by hand: ") for why in causes.values())
    after = taken_over(found)
    again = ours.plan(after)
    assert again.is_empty, str(again)
    assert differences(ours, after) == ()
    ours.carry_out(again)
    assert ours.ids() == ids
    assert differences(ours, after) == ()


def test_what_was_changed_by_hand_is_put_back_and_nothing_else_is_touched(both: Both) -> None:
    docker, ours = both.engine.docker, both.ours
    before = ours.ids()
    docker("rename", DESK, "my-desk")
    docker("stop", "--time", "0", WORKER)
    docker("exec", "--user", "0", CADDY, "sh", "-c", "echo '# mine' >>/etc/caddy/Caddyfile")
    docker("network", "create", "elsewhere")
    docker("network", "connect", "elsewhere", SCHEDULER)
    found = differences(ours)
    assert [(one.service, one.key, one.said, one.runs) for one in found] == [
        ("caddy", "Caddyfile", "as deployed", "1 other line"),
        ("scheduler", "network elsewhere", "nothing", "joined"),
        ("worker", "state", "running", "stopped"),
        ("channel-desk", "name", DESK, "my-desk"),
    ]
    assert not any(one.can_be_taken for one in found)
    made = ours.deploy(SPEC)
    assert "my-desk was renamed by hand" in str(made)
    assert "caddy: was changed by hand: Caddyfile" in str(made)
    assert "scheduler: was changed by hand: networks" in str(made)
    assert differences(ours) == ()
    after = ours.ids()
    assert {name for name in after if after[name] != before[name]} == {"scheduler"}
    assert both.names() == sorted(f"openpalm-{name}-1" for name in before)


def test_one_service_is_put_back_alone(both: Both) -> None:
    docker, ours = both.engine.docker, both.ours
    before = ours.ids()
    docker("update", "--restart", "no", DESK, BLOG)
    edited = {**SPEC, "services": {"worker": {**SPEC["services"]["worker"], "user": "1000"}}}
    what = wanted_of(edited, SECRETS)
    made = plan(what, observe_closely(ours.engine, "openpalm", what.images), only=["channel-desk"])
    ours.carry_out(made)
    after = ours.ids()
    assert {name for name in after if after[name] != before[name]} == {"channel-desk"}
    left = differences(ours, edited)
    assert list(said(left)) == ["channels.blog.compose.restart"], "the user waits for the plan"


def test_a_container_of_somebody_in_the_place_of_ours_is_found_and_replaced(both: Both) -> None:
    docker, ours = both.engine.docker, both.ours
    docker("rm", "--force", BLOG, WORKER)
    docker("run", "--detach", "--name", BLOG, "--network", "openpalm_assistant_net", OTHER)
    label = "com.docker.compose.project=openpalm"
    own = "com.docker.compose.service=extra"
    docker("run", "--detach", "--name", "extra", "--label", label, "--label", own, OTHER, "8080")
    found = {(one.service, one.key): one for one in differences(ours)}
    assert found["channel-blog", "made"].runs == "made by somebody, under its name"
    assert found["channel-blog", "image"].runs == OTHER
    assert found["worker", "state"].runs == "removed"
    assert found["extra", "unknown"].runs == OTHER
    spec = StackSpec.from_data(SPEC)
    for key in (("worker", "state"), ("extra", "unknown")):
        spec = taken(spec, found[key].finding)
    assert not spec.services["worker"].enabled
    assert spec.services["extra"].to_data() == {"image": OTHER, "command": ["8080"]}
    made = ours.deploy(SPEC, remove_orphans=True)
    assert "channel-blog: was changed by hand: somebody’s own container" in str(made)
    assert differences(ours) == ()
    assert both.names() == sorted(f"openpalm-{name}-1" for name in ours.ids())


def test_compose_with_another_version_of_the_folder_is_told_field_by_field(both: Both) -> None:
    edited = json.loads(json.dumps(SPEC))
    edited["channels"]["blog"]["env"]["TITLE"] = "another"
    edited["channels"]["blog"]["env"]["TOKEN"] = "told"
    edited["services"]["worker"]["image"] = OTHER
    made = generated(StackSpec.from_data(edited), Supplies(SECRETS))
    write_folder(both.folder, made.bundle)
    both.run("up", "--detach", "--timeout", "1")
    found = differences(both.ours)
    assert said(found) == {
        "channels.blog.env.TITLE": ("a $5 'b'", "another"),
        "services.worker.image": (images.STUB, OTHER),
    }
    assert differences(both.ours, edited) == ()
