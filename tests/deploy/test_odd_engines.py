"""Engines whose answers have parts that no Docker engine gives, deep inside."""

from __future__ import annotations

import copy
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from openpalm_desktop.deploy import answer_shapes
from openpalm_desktop.deploy.compose_said import healthcheck_data
from openpalm_desktop.deploy.container_body import CONFIG, HOST
from openpalm_desktop.deploy.docker_answers import image_settings_in, settings_in
from openpalm_desktop.deploy.docker_errors import sentences
from openpalm_desktop.deploy.drift import drift
from openpalm_desktop.deploy.engine import EngineTrouble
from openpalm_desktop.deploy.observed import observe_closely
from openpalm_desktop.deploy.plan import plan
from openpalm_desktop.deploy.taking import taken
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import STUB, Deploying, channel, wanted_of
from tests.deploy.fake_engine import IMAGE, FakeEngine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from openpalm_desktop.deploy.engine import ContainerSettings
    from openpalm_desktop.deploy.observed import Observed
    from openpalm_desktop.deploy.wanted import Wanted

SPEC: Mapping[str, Any] = {
    "version": 4,
    "channels": {
        "chat": channel(
            pathPrefixes=["/chat"],
            env={"NAME": "one"},
            labels={"team": "family"},
            healthcheck={"test": "true", "interval": "5s"},
            compose={
                "cap_add": ["NET_ADMIN"],
                "deploy": {"resources": {"limits": {"memory": "64m", "cpus": "0.5"}}},
                "devices": ["/dev/null:/dev/null"],
                "extra_hosts": ["a:10.0.0.1"],
                "init": True,
                "logging": {"driver": "local", "options": {"max-size": "1m"}},
                "stop_grace_period": "3s",
                "sysctls": {"net.core.somaxconn": 1024},
                "tmpfs": ["/run:size=1m"],
                "ulimits": {"nofile": {"soft": 1, "hard": 2}, "nproc": 5},
                "volumes": [{"type": "tmpfs", "target": "/t"}],
            },
        )
    },
    "services": {
        "base": {
            "image": STUB,
            "command": "serve it",
            "networks": {"inner": {"aliases": ["db"]}},
            "ports": ["5432:5432"],
            "volumes": ["data:/data"],
        }
    },
}
ODD: tuple[Any, ...] = (
    *(None, 5, -1, True, 1.5, float("inf"), 10**400, 0),
    *("", "x", "80", "a=b", ":", "\x1b]0;x\x07", "\ud800", "9" * 5000, "sha256:1", "[" * 10**5),
    *([], {}, [None], [5], ["x"], ["CMD-SHELL"], [[]], [{}], {"": ""}, {"a": 5}, {"a": None}),
    *({"80": 5}, {"x": [{}]}, {"x": {"y": {}}}),
)


class OddEngine(FakeEngine):
    """Answers like Docker, and then with a few parts of other kinds."""

    dice: Random | None = None

    def settings(self, id_: str) -> ContainerSettings:
        with sentences("A container could not be looked at", "this computer"):
            return settings_in(self._spoilt(self.inspected(id_)))

    def image_settings(self, id_: str) -> Mapping[str, Any]:  # noqa: ARG002
        with sentences("An image could not be looked at", "this computer"):
            return image_settings_in(self._spoilt({"Config": IMAGE}))

    def _spoilt(self, said: Any) -> Any:
        return said if self.dice is None else spoilt(said, self.dice)


def spoilt(said: Any, dice: Random) -> Any:
    """An answer with up to two parts of another kind, or without them."""
    found = copy.deepcopy(said)
    for _ in range(dice.choice((0, 0, 0, 1, 2))):
        where, which = dice.choice(list(places_in(found)))
        if dice.random() < 0.2:
            del where[which]
        else:
            where[which] = copy.deepcopy(dice.choice(ODD))
    return found


def places_in(said: Any) -> Iterator[tuple[Any, Any]]:
    """Each part of an answer: what it is in, and which of its parts it is."""
    match said:
        case dict():
            parts: Iterable[tuple[Any, Any]] = said.items()
        case list():
            parts = enumerate(said)
        case _:
            parts = ()
    for which, part in parts:
        yield said, which
        yield from places_in(part)


def looked_at(engine: FakeEngine, wished: Wanted, told: set[str]) -> Observed | None:
    """What is seen on an engine; where nothing can be, the sentence that says so is noted."""
    try:
        return observe_closely(engine, "openpalm", wished.images)
    except EngineTrouble as error:
        told.add(error.sentence)
        return None


def test_what_no_engine_says_of_a_container_is_a_sentence_and_never_a_crash() -> None:
    wished, made = wanted_of(SPEC), generated(StackSpec.from_data(SPEC))
    engine = OddEngine(wished.images)
    Deploying(engine).deploy(SPEC)
    engine.dice = Random(9317)
    told: set[str] = set()
    taken_over = 0
    for _ in range(400):
        observed = looked_at(engine, wished, told)
        if observed is None:
            continue
        str(plan(wished, observed))
        for one in drift(made, observed):
            if one.can_be_taken:
                taken(made.stack.spec, one.finding)
                taken_over += 1
    assert told == {
        "A container could not be looked at: this computer does not answer as Docker does.",
        "An image could not be looked at: this computer does not answer as Docker does.",
    }
    assert taken_over


def test_a_check_of_health_without_its_command_is_shown_as_it_is() -> None:
    assert healthcheck_data({"Test": ["CMD-SHELL"]}) == {"test": ["CMD-SHELL"]}


def test_every_part_that_is_compared_has_a_shape() -> None:
    assert {name for name, _ in CONFIG.values()} <= {"Image", *answer_shapes.CONFIG}
    assert {name for name, _ in HOST.values()} <= answer_shapes.HOST.keys()


TEXTS = ("", "x", "80", "null", "[]", "[5]", '{"a": 5}', "[" * 10**5, "9" * 5000, "-1", "\x1b")


def test_labels_that_somebody_else_has_written_are_a_sentence_at_most() -> None:
    wished, made = wanted_of(SPEC), generated(StackSpec.from_data(SPEC))
    engine = FakeEngine(wished.images)
    Deploying(engine).deploy(SPEC)
    volumes, containers = dict(engine.vols), {id_: one.shown for id_, one in engine.kept.items()}
    dice, planned = Random(41), 0
    told: set[str] = set()
    for _ in range(400):
        engine.vols = {
            name: replace(one, labels=relabelled(one.labels, dice)) for name, one in volumes.items()
        }
        for id_, shown in containers.items():
            engine.kept[id_].shown = replace(shown, labels=relabelled(shown.labels, dice))
        observed = looked_at(engine, wished, told)
        if observed is None:
            continue
        str(plan(wished, observed))
        drift(made, observed)
        planned += 1
    name = "openpalm_openpalm-release-1"
    assert told == {f"The volume {name} says that this program made it, and cannot be read."}
    assert planned


def relabelled(labels: Mapping[str, str], dice: Random) -> Mapping[str, str]:
    """Labels of which one may be gone, or say something else."""
    if not labels or dice.random() < 0.5:
        return labels
    name = dice.choice(list(labels))
    kept = {key: value for key, value in labels.items() if key != name}
    return kept if dice.random() < 0.3 else {**kept, name: dice.choice(TEXTS)}
