"""The history of edits in a bundle: back as it was, without values, and never believed blindly."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from openpalm_desktop.deploy.bundle_history import SecretInHistory, history_text, steps_in
from openpalm_desktop.model import edits
from openpalm_desktop.model.kept_text import KeptText
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.version import Step, Version

TEXT = """\
version: 4   # mine
channels:
  notes: {image: "example/notes:1", containerPort: 80}
"""
NONSENSE: tuple[Any, ...] = (None, 5, -1, [], {}, "x", [[]], {"a": 1}, True, "\ud800", 10**30)


@pytest.fixture
def steps() -> tuple[Step, ...]:
    """Two edits by form, and one of the text between them."""
    return tuple(_edited())


def _edited() -> Iterator[Step]:
    file = read_spec(TEXT)
    assert isinstance(file, SpecFile)
    here = Version(file.spec, KeptText.of(file))
    image = ("channels", "notes", "image")
    there = Version(edits.put(here.spec, image, "example/notes:2"), here.base)
    yield Step("Change image", here, there)
    saved = read_spec(f"{there.text}# saved in between\n")
    assert isinstance(saved, SpecFile)
    again = Version(there.spec, KeptText(there.spec, saved.document.text))
    last = Version(edits.put(again.spec, image, "example/notes:3"), again.base)
    yield Step("Change image again", again, last)


def test_the_steps_come_back_with_their_texts(steps: tuple[Step, ...]) -> None:
    found = steps_in(history_text(steps, {}), steps[-1].after.text)
    assert [one.label for one in found] == [one.label for one in steps]
    assert [one.before.text for one in found] == [one.before.text for one in steps]
    assert [one.after.text for one in found] == [one.after.text for one in steps]


def test_a_history_that_leads_elsewhere_is_none(steps: tuple[Step, ...]) -> None:
    assert steps_in(history_text(steps, {}), TEXT) == ()
    assert steps_in(b"", TEXT) == ()


@pytest.mark.parametrize("value", ["example/notes:2", 'a "quoted" one', "größer"])
def test_a_value_of_a_secret_keeps_the_history_out(value: str) -> None:
    file = read_spec(TEXT)
    assert isinstance(file, SpecFile)
    here = Version(file.spec, KeptText.of(file))
    env = ("channels", "notes", "env")
    there = Version(edits.put(here.spec, env, {"TOKEN": f"x{value}"}), here.base)
    with pytest.raises(SecretInHistory, match="holds the value of NOTES_TOKEN"):
        history_text((Step("Change TOKEN", here, there),), {"NOTES_TOKEN": value})


@pytest.mark.parametrize(
    "written", ['"pass\\\\word"', "'it''s mine'", '"pass\\u0077ord"', "x # open1"]
)
def test_a_value_that_a_file_writes_otherwise_keeps_the_history_out(written: str) -> None:
    value = {"x # open1": "open1"}.get(written) or str(yaml.safe_load(written))
    text = f"{TEXT}  other: {{image: a/b, containerPort: 80, env: {{A: {written}\n  }} }}\n"
    file = read_spec(text)
    assert isinstance(file, SpecFile), file
    here = Version(file.spec, KeptText.of(file))
    gone = read_spec(TEXT)
    assert isinstance(gone, SpecFile)
    there = Version(gone.spec, KeptText.of(gone))
    with pytest.raises(SecretInHistory, match="holds the value of NOTES_TOKEN"):
        history_text((Step("Remove other", here, there),), {"NOTES_TOKEN": value})


@pytest.mark.parametrize("letter", ["\u2028", "\x85"], ids=ascii)
def test_letters_that_end_a_line_elsewhere_end_no_line_of_a_history(letter: str) -> None:
    file = read_spec(TEXT)
    assert isinstance(file, SpecFile)
    here = Version(file.spec, KeptText.of(file))
    env = ("channels", "notes", "env")
    there = Version(edits.put(here.spec, env, {"GREETING": f"a{letter}b"}), here.base)
    steps = (Step("Change GREETING", here, there),)
    assert len(steps_in(history_text(steps, {}), there.text)) == 1


def test_histories_of_another_hand_are_no_history_and_no_crash(steps: tuple[Step, ...]) -> None:
    dice = random.Random(7261)
    lines = history_text(steps, {}).decode().splitlines()
    for _ in range(500):
        spoilt = [json.dumps(spoil(json.loads(line), dice)) for line in lines]
        steps_in("\n".join(spoilt).encode(), steps[-1].after.text)
    assert steps_in(b"[" * 200_000, TEXT) == ()
    assert steps_in(b"\xff\xfe", TEXT) == ()


def spoil(said: Any, dice: random.Random) -> Any:
    if dice.random() < 0.15:
        return dice.choice(NONSENSE)
    if isinstance(said, dict):
        return {key: spoil(one, dice) for key, one in said.items() if dice.random() > 0.05}
    return [spoil(one, dice) for one in said] if isinstance(said, list) else said
