"""Nothing of an older file is dropped in silence: each value counts, or a note says why not.

A value counts when another one in its place, or none, makes another spec or other notes.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model.formats import Conversion, convert
from openpalm_desktop.model.path import Path, dotted
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.yaml_text import read_yaml

EXAMPLES = File(__file__).parents[2] / "data" / "formats"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.name != "v4")
GENERAL = {(), ("services",), ("automations",), ("command",), ("action", "command")}
GONE = ("left out", "describe it")
OTHERS: list[Any] = ["other", 7, True, False, "host", "7777:77", None]


def data_of(name: str) -> Any:
    (file,) = (EXAMPLES / name).glob("input.*")
    return copy.deepcopy(read_yaml(file.read_text(encoding="utf-8")).data)


def converted(data: Any) -> Conversion:
    return convert(json.dumps(data), "input.json")


def leaves(data: Any, path: Path = ()) -> Iterator[Path]:
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in entries:
        if isinstance(value, dict | list) and value:
            yield from leaves(value, (*path, step))
        else:
            yield (*path, step)


def maps(data: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(data, dict):
        yield path
        for key, value in data.items():
            yield from maps(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from maps(value, (*path, index))


def with_value(data: Any, path: Path, *value: Any) -> Any:
    """A copy with another value at `path`, or without any."""
    changed = copy.deepcopy(data)
    parent: Any = changed
    for step in path[:-1]:
        parent = parent[step]
    if value:
        parent[path[-1]] = value[0]
    else:
        del parent[path[-1]]
    return changed


def is_covered(leaf: Path, conversion: Conversion) -> bool:
    """Whether a note is about the leaf, or about something left out that holds it."""
    for note in conversion.notes:
        if note.path == leaf:
            return True
        is_a_container = len(note.path) == 2 and note.path[0] in {"channels", "services"}
        is_gone = not is_a_container or any(words in note.sentence for words in GONE)
        if leaf[: len(note.path)] == note.path and note.path not in GENERAL and is_gone:
            return True
    return False


def counts(data: Any, leaf: Path, before: Conversion) -> bool:
    others = (with_value(data, leaf, other) for other in OTHERS)
    return any(converted(other) != before for other in (with_value(data, leaf), *others))


@pytest.mark.parametrize("name", NAMES)
def test_every_value_counts_or_is_noted(name: str) -> None:
    data = data_of(name)
    before = converted(data)
    silent = [
        dotted(leaf)
        for leaf in leaves(data)
        if leaf != ("version",)  # the shape tells the format
        and not is_covered(leaf, before)
        and not counts(data, leaf, before)
    ]
    assert not silent


@pytest.mark.parametrize("name", NAMES)
def test_every_value_with_a_note_of_its_own_is_in_the_file(name: str) -> None:
    """Notes point at places that a person can find."""
    data = data_of(name)
    for note in converted(data).notes:
        at: Any = data
        for step in note.path:
            is_missing = isinstance(at, dict) and step not in at
            if is_missing and step in {"config", "hostPort", "rewritePath", "ports"}:
                break
            at = at[step]


@given(name=st.sampled_from(NAMES), choice=st.randoms(use_true_random=False))
def test_unknown_field_anywhere_is_kept_or_noted(name: str, choice: Any) -> None:
    data = data_of(name)
    place = choice.choice(list(maps(data)))
    key = choice.choice(["zebra", "ZEBRA", "x-zebra", "zebraPort"])
    after = converted(with_value(data, (*place, key), "stripes"))
    shown = str(spec_data(after.spec)) + "".join(map(str, after.notes))
    is_left_out_with_the_rest = is_covered((*place, key), after)
    assert "zebra" in shown.lower() or "stripes" in shown or is_left_out_with_the_rest


def spec_data(spec: StackSpec | None) -> object:
    return None if spec is None else spec.to_data()
