"""A spec's file: what keeps it from being one is said at its place, in sentences."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model.automation_edits import (
    add_automation,
    edit_automations,
    move_automations,
    remove_automations,
)
from openpalm_desktop.model.misfit import Misfit
from openpalm_desktop.model.path import Path, dotted
from openpalm_desktop.model.problem import Position, Problem
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.spec_problems import shape_problems
from openpalm_desktop.model.stack import StackSpec
from tests.rules import assert_plain
from tests.strategies import any_data, any_text

AUTOMATION = {"id": "a", "schedule": "* * * * *", "script": "true"}


def shapes(data: Any) -> tuple[Problem, ...]:
    """What keeps data from being a spec."""
    try:
        StackSpec.from_data(data)
    except Misfit as misfit:
        return shape_problems(misfit)
    return ()


def nested(path: Path, value: Any) -> Any:
    """The smallest data in which a value stands at a path."""
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


TEXTS: list[Path] = [
    ("projectName",),
    ("network",),
    ("timezone",),
    ("imageNamespace",),
    ("imageTag",),
    ("dataRoot",),
    *[("caddy", name) for name in ("image", "email", "acme", "acmeCaRoot", "extraConfig")],
    *[("channels", "a", name) for name in ("template", "label", "description", "image")],
    *[("channels", "a", name) for name in ("user", "workingDir")],
    ("channels", "a", "rewritePath"),
    ("channels", "a", "domains", 0),
    ("channels", "a", "pathPrefixes", 0),
    ("services", "a", "image"),
    ("channels", "a", "healthcheck", "interval"),
    ("scheduler", "image"),
    ("scheduler", "user"),
]
PORTS: list[Path] = [
    ("caddy", "httpPort"),
    ("caddy", "httpsPort"),
    ("channels", "a", "containerPort"),
    ("services", "a", "containerPort"),
]
MAPS: list[Path] = [
    *[(name,) for name in ("caddy", "services", "channels", "scheduler")],
    *[("channels", "a", *rest) for rest in [(), ("env",), ("config",), ("compose",)]],
    ("services", "a", "healthcheck"),
    ("scheduler", "env"),
]
LISTS: list[Path] = [
    ("automations",),
    ("channels", "a", "domains"),
    ("channels", "a", "pathPrefixes"),
    ("channels", "a", "volumes"),
    ("services", "a", "ports"),
    ("services", "a", "routes"),
]
CHOICES: list[Path] = [
    ("accessScope",),
    ("preset",),
    ("channels", "a", "exposure"),
    ("channels", "a", "pathMode"),
]
FLAGS: list[Path] = [
    ("channels", "a", "enabled"),
    ("channels", "a", "internalTls"),
    ("channels", "a", "healthcheck", "disable"),
]
SCALARS: list[Path] = [("channels", "a", "env", "A"), ("services", "a", "config", "A")]
WRONG: list[tuple[list[Path], list[Any], str]] = [
    (TEXTS, [5, True, 1.5, ["x"], {"a": 1}], "type"),
    (MAPS, ["text", 5, ["x"], True], "type"),
    (LISTS, ["text", 5, {"a": 1}, True], "type"),
    (FLAGS, ["yes", 1, "true", []], "type"),
    (SCALARS, [[], {}, ["x"]], "type"),
    (CHOICES, ["everyone", 5, "", "LAN", ["lan"]], "value"),
    (PORTS, [0, -1, 65536, 10**30], "value"),
    (PORTS, ["80", 80.5, True, [], {}], "type"),
]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [(path, value, code) for paths, values, code in WRONG for path in paths for value in values],
    ids=lambda one: dotted(one) if isinstance(one, tuple) else None,
)
def test_a_value_of_the_wrong_kind_is_said_once_at_its_place(
    path: Path, value: Any, code: str
) -> None:
    [problem] = shapes(nested(path, value))
    assert (problem.path, problem.code) == (path, code)
    assert dotted(path) in problem.message
    assert_plain(problem)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("channels", "a", "hostPort"), 0),
        (("channels", "a", "hostPort"), "some"),
        (("channels", "a", "hostPort"), [80]),
        (("channels", "a", "labels"), 5),
        (("channels", "a", "labels"), "a=b"),
        (("channels", "a", "command"), 5),
        (("channels", "a", "command"), {"a": 1}),
        (("channels", "a", "dependsOn"), "db"),
        (("channels", "a", "networks"), "more"),
        (("channels", "a", "volumes", 0), 5),
        (("services", "a", "ports", 0), 80.5),
        (("channels", "a", "healthcheck", "retries"), "3"),
        (("channels", "a", "healthcheck", "test"), 5),
        (("channels", "a", "env", "A"), None),
    ],
)
def test_a_value_that_fits_none_of_several_kinds_is_said_once(path: Path, value: Any) -> None:
    [problem] = shapes(nested(path, value))
    assert problem.path == path
    assert_plain(problem)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        (("projectname",), "projectName?"),
        (("project_name",), "projectName?"),
        (("chanels",), "channels?"),
        (("caddy", "mail"), "email?"),
        (("channels", "a", "domain"), "domains?"),
        (("channels", "a", "ports"), "hostPort?"),
        (("channels", "a", "healthcheck", "intervall"), "interval?"),
        (("services", "a", "exposure"), "Known here"),
        (("zzz",), "Known here: version, projectName"),
        (("scheduler", "environment"), "env?"),
        (("channels", "a", "extensions"), "Known here"),
    ],
)
def test_an_unknown_key_names_the_closest_known_one(path: Path, hint: str) -> None:
    [problem] = shapes(nested(path, "x"))
    assert (problem.path, problem.code) == (path, "unknown-key")
    assert f"“{path[-1]}”" in problem.message
    assert hint in problem.hint
    assert "extensions" not in problem.hint
    assert "x-*" not in problem.hint


@pytest.mark.parametrize("name", list(AUTOMATION))
def test_an_automation_must_say_what_it_cannot_do_without(name: str) -> None:
    data = {"automations": [{key: AUTOMATION[key] for key in AUTOMATION if key != name}]}
    [problem] = shapes(data)
    assert (problem.path, problem.code) == (("automations", 0), "missing-field")
    assert problem.message == f"automations[0].{name} is missing."


def test_several_things_wrong_are_all_said() -> None:
    data = {
        "network": 5,
        "channels": {"a": {"image": 5, "nonsense": 1}},
        "automations": [AUTOMATION | {"timeout": 0}],
    }
    assert {problem.path for problem in shapes(data)} == {
        ("network",),
        ("channels", "a", "image"),
        ("channels", "a", "nonsense"),
        ("automations", 0, "timeout"),
    }


@given(
    st.dictionaries(
        st.sampled_from(["version", "caddy", "channels", "automations"]) | any_text, any_data
    )
)
def test_any_data_is_a_spec_or_a_list_of_sentences(data: dict[str, Any]) -> None:
    for problem in shapes(data):
        assert problem.message.endswith((".", "…"))
        assert not problem.hint or problem.hint.endswith((".", "?"))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "yaml-empty", 1),
        ("- a\n- b\n", "no-spec", 1),
        ("hello", "no-spec", 1),
        ("projectName: a\n", "version-missing", 1),
        ("projectName: a\nversion: 3\n", "version", 2),
        ("version: '4'\n", "version", 1),
        ("version: 4\nchannels:\n  a:\n    imge: x\n", "unknown-key", 4),
        ("version: 4\nchannels:\n  a:\n    domains: [a.org, 5]\n", "type", 4),
    ],
)
def test_what_is_no_spec_is_said_at_its_line(text: str, code: str, line: int) -> None:
    found = read_spec(text)
    assert isinstance(found, tuple)
    assert [problem.code for problem in found] == [code]
    assert found[0].position is not None
    assert found[0].position.line == line
    assert_plain(found[0])


def test_problems_of_a_spec_get_their_places() -> None:
    file = read_spec("version: 4\nchannels:\n  a:\n    image: Alpine\n")
    assert isinstance(file, SpecFile)
    [placed] = file.place([Problem(("channels", "a", "image"), "x", "X.")])
    assert placed.position == Position(4, 5)


def test_the_same_spec_is_the_same_text() -> None:
    file = read_spec("version: 4 # mine\n")
    assert isinstance(file, SpecFile)
    assert file.text_for(file.spec) == "version: 4 # mine\n"


ARRANGED = """\
version: 4
automations:
  - id: backup
    schedule: "30 3 * * *"
    timeout: 3600   # an hour
    script: |
      echo backup
  - {schedule: "0 1 * * *", id: report, script: "true"}
"""


def test_items_of_a_list_keep_the_order_and_looks_that_a_person_gave_them() -> None:
    file = read_spec(ARRANGED)
    assert isinstance(file, SpecFile)
    off = edit_automations(file.spec, [0], lambda one: one.with_(enabled=False))
    told = "      echo backup\n"
    assert file.text_for(off) == ARRANGED.replace(told, f"{told}    enabled: false\n")
    more = file.text_for(add_automation(file.spec))
    assert more.startswith(ARRANGED)
    left = file.text_for(remove_automations(file.spec, [1]))
    assert left == "".join(ARRANGED.splitlines(keepends=True)[:-1])
    *head, report = ARRANGED.splitlines(keepends=True)
    moved = file.text_for(move_automations(file.spec, [1], 0))
    assert moved == "".join([*head[:2], report, *head[2:]])
