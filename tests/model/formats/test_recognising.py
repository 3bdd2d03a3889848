"""A file's format is known by its shape; the same version number stands in several."""

from pathlib import Path
from typing import Any

import pytest

from openpalm_desktop.model.formats import Format, convert, recognise
from openpalm_desktop.model.yaml_text import read_yaml

EXAMPLES = Path(__file__).parents[2] / "data" / "formats"
STATED = {"chat": {"enabled": True, "exposure": "lan", "config": {}}}


@pytest.mark.parametrize("folder", sorted(EXAMPLES.iterdir()), ids=lambda folder: folder.name)
def test_example_is_recognised(folder: Path) -> None:
    expected = {"addon": "compose", "poc-clashes": "poc"}
    (file,) = folder.glob("input.*")
    found = recognise(read_yaml(file.read_text(encoding="utf-8")).data)
    assert found is not None
    assert found.id == expected.get(folder.name, folder.name.split("-")[0])
    assert found.title


@pytest.mark.parametrize(
    ("data", "form"),
    [
        ({"version": 4}, Format.V4),
        ({"version": 4, "channels": {}}, Format.V4),
        ({"version": 4, "connections": [], "assignments": {}}, Format.CONN4),
        ({"version": 3, "connections": [], "assignments": {}, "channels": []}, Format.CONN3),
        (
            {"version": 4, "connections": [], "assignments": {}, "channels": {"chat": True}},
            Format.CONN4,
        ),
        (
            {
                "version": 1,
                "connections": [],
                "assignments": {},
                "security": {"adminToken": "x"},
                "channels": {"chat": {"enabled": True, "exposure": "lan"}},
            },
            Format.SETUP,
        ),
        ({"version": 1, "connections": [], "assignments": {}, "addons": []}, Format.SY1),
        ({"version": 1, "channels": STATED}, Format.V1),
        ({"version": 2, "channels": STATED}, Format.V2),
        ({"version": 3, "channels": STATED, "services": {}}, Format.V3),
        ({"version": 3, "channels": {}, "automations": []}, Format.V3),
        ({"version": 1, "channels": STATED, "gateway": {}}, Format.EARLY),
        ({"version": 2, "capabilities": {"llm": "a/b"}}, Format.SY2),
        ({"version": 1, "assistant": {}, "gateway": {}, "portals": {}}, Format.SJ1),
        ({"version": 2, "schedule": "daily", "command": ["a"]}, Format.TASK),
        ({"schedule": "daily", "action": {"type": "shell"}}, Format.AUTO),
        ({"channels": [{"name": "a"}]}, Format.POC),
        ({"projectName": "x", "channels": []}, Format.POC),
        ({"kind": "service", "name": "x", "env": []}, Format.SNIPPET),
        ({"version": "3", "services": {"web": {"image": "nginx"}}}, Format.COMPOSE),
        ({"services": {}}, Format.COMPOSE),
        ({"services": {"web": None}, "x-mine": 1}, Format.COMPOSE),
        ({"services": {"web": {"image": "nginx"}}, "unknown": 1}, Format.COMPOSE),
        ({"version": 9, "channels": STATED}, None),
        ({"version": True, "channels": STATED}, None),
        ({"services": {"web": {"colour": "red"}}, "unknown": 1}, None),
        ({"channels": "chat"}, None),
        ({"kind": "pod", "name": "x", "env": []}, None),
        ({}, None),
        ([], None),
        ("version: 4", None),
        (None, None),
    ],
)
def test_shape_tells_the_format(data: Any, form: Format | None) -> None:
    assert recognise(data) is form


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[1, 2]", "The file holds a list, and every format that is known here has fields."),
        ("just words", "The file holds a single value, and every format that is known here has"),
        ("{}", "The file has no field at all, and no format that is known here has these."),
        ("apples: 1\npears: 2\n", "The file has “apples” and “pears”, and no format"),
    ],
)
def test_unknown_file_is_told_by_what_it_holds(text: str, sentence: str) -> None:
    conversion = convert(text, "file.yaml")
    assert conversion.spec is None
    assert conversion.format is None
    (problem,) = conversion.problems
    assert problem.code == "unknown-format"
    assert problem.message.startswith(sentence)
    assert problem.hint


def test_mistake_in_yaml_is_told_with_its_place() -> None:
    conversion = convert("version: 2\nchannels: [1\n", "stack-spec.json")
    assert conversion.spec is None
    (problem,) = conversion.problems
    assert problem.position is not None
    assert problem.position.line == 2


def test_alias_bomb_is_refused() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for before, name in zip("abcdefg", "bcdefgh", strict=True):
        bomb += f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    conversion = convert(f"services: {{}}\n{bomb}", "compose.yml")
    assert conversion.spec is None
    assert [problem.code for problem in conversion.problems] == ["yaml-alias-bomb"]


def test_faulty_version_4_keeps_its_problems() -> None:
    conversion = convert("version: 4\nchanels: {}\n", "openpalm.yaml")
    assert conversion.format is Format.V4
    assert conversion.spec is None
    assert [problem.code for problem in conversion.problems] == ["unknown-key"]
