"""Joining two edits: what only one changed is taken, what both changed is told."""

from typing import Any

import pytest

from openpalm_desktop.model.joining import Conflict, joined
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec

BASE = """\
version: 4
channels:
  blog: {image: "blog:1", label: Blog, domains: [a.example]}
  chat: {image: "chat:1"}
automations:
  - {id: one, schedule: "0 1 * * *", script: one}
  - {id: two, schedule: "0 2 * * *", script: two}
"""
CHANNEL = '  chat: {image: "chat:1"}\n'


def spec(text: str) -> StackSpec:
    file = read_spec(text)
    assert isinstance(file, SpecFile), file
    return file.spec


def both(mine: tuple[str, str], theirs: tuple[str, str], *taken: Any) -> tuple[StackSpec, Any]:
    result = joined(spec(BASE), spec(BASE.replace(*mine)), spec(BASE.replace(*theirs)), taken)
    return result.spec, result.conflicts


def test_different_fields_of_one_channel_are_joined() -> None:
    result, conflicts = both(("label: Blog", "label: Mine"), ("blog:1", "blog:2"))
    assert conflicts == ()
    assert (result.channels["blog"].label, result.channels["blog"].image) == ("Mine", "blog:2")


def test_the_same_change_made_twice_is_none_to_ask_about() -> None:
    result, conflicts = both(("blog:1", "blog:2"), ("blog:1", "blog:2"))
    assert conflicts == ()
    assert result.channels["blog"].image == "blog:2"


@pytest.mark.parametrize(
    ("taken", "image"), [((), "blog:2"), ((("channels", "blog", "image"),), "blog:3")]
)
def test_a_field_that_both_changed_is_told(taken: Any, image: str) -> None:
    result, conflicts = both(("blog:1", "blog:2"), ("blog:1", "blog:3"), *taken)
    assert conflicts == (Conflict(("channels", "blog", "image"), "blog:2", "blog:3"),)
    assert result.channels["blog"].image == image


def test_what_one_removed_and_the_other_changed_is_told() -> None:
    result, conflicts = both((CHANNEL, ""), ("chat:1", "chat:2"))
    assert conflicts == (Conflict(("channels", "chat"), None, {"image": "chat:2"}),)
    assert "chat" not in result.channels
    result, _ = both((CHANNEL, ""), ("chat:1", "chat:2"), ("channels", "chat"))
    assert result.channels["chat"].image == "chat:2"


def test_what_one_removed_and_the_other_left_is_removed() -> None:
    result, conflicts = both((CHANNEL, ""), ("blog:1", "blog:2"))
    assert conflicts == ()
    assert list(result.channels) == ["blog"]


def test_channels_that_both_added_are_both_there_in_order() -> None:
    mine = CHANNEL + '  mine: {image: "m:1"}\n'
    theirs = '  theirs: {image: "t:1"}\n' + CHANNEL
    result, conflicts = both((CHANNEL, mine), (CHANNEL, theirs))
    assert conflicts == ()
    assert list(result.channels) == ["blog", "theirs", "chat", "mine"]


def test_different_automations_are_joined_and_the_same_one_is_told() -> None:
    result, conflicts = both(("script: one", "script: mine"), ("script: two", "script: theirs"))
    assert conflicts == ()
    assert [one.script for one in result.automations] == ["mine", "theirs"]
    _, conflicts = both(("script: two", "script: mine"), ("script: two", "script: theirs"))
    assert conflicts == (Conflict(("automations", 1, "script"), "mine", "theirs"),)
    result, _ = both(
        ("script: two", "script: mine"),
        ("script: two", "script: theirs"),
        ("automations", 1, "script"),
    )
    assert [one.script for one in result.automations] == ["one", "theirs"]


def test_lists_without_ids_are_one_field() -> None:
    _, conflicts = both(("[a.example]", "[b.example]"), ("[a.example]", "[a.example, c.example]"))
    path = ("channels", "blog", "domains")
    assert conflicts == (Conflict(path, ["b.example"], ["a.example", "c.example"]),)
