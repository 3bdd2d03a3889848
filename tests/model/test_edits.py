"""Edits: the wish is there, everything off its path is the same object."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model import edits
from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.misfit import Misfit
from openpalm_desktop.model.path import Path, value_at
from openpalm_desktop.model.service import Service
from openpalm_desktop.model.stack import StackSpec
from tests.examples import fewer
from tests.strategies import specs

SPEC = StackSpec.from_data(
    {
        "version": 4,
        "x-note": "mine",
        "services": {"db": {"image": "postgres"}, "web": {"dependsOn": ["chat", "db"]}},
        "channels": {
            "chat": {"template": "chat", "env": {"A": "1"}, "domains": ["a.org", "b.org"]},
            "blog": {"image": "blog", "dependsOn": ["chat", "db"]},
            "wiki": {"image": "wiki", "dependsOn": {"chat": {"restart": True}, "db": {}}},
        },
        "automations": [{"id": "a", "schedule": "* * * * *", "script": "true"}],
    }
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("projectName",), "palm"),
        (("accessScope",), "public"),
        (("caddy", "email"), "a@b.org"),
        (("caddy",), {"email": "a@b.org"}),
        (("scheduler", "env", "A"), 1),
        (("channels", "chat", "image"), "x"),
        (("channels", "chat", "env", "A"), True),
        (("channels", "chat", "env", "NEW"), ""),
        (("channels", "chat", "config", "NEW"), "x"),
        (("channels", "chat", "domains", 1), "c.org"),
        (("channels", "chat", "domains", 2), "c.org"),
        (("channels", "chat", "domains"), ["c.org"]),
        (("channels", "chat", "hostPort"), "none"),
        (("channels", "chat", "healthcheck", "startPeriod"), "5s"),
        (("channels", "chat", "compose", "cap_drop"), ["ALL"]),
        (("channels", "chat", "compose", "deploy", "limits", "cpus"), "1"),
        (("channels", "new", "image"), "x"),
        (("channels", "new"), {"image": "x"}),
        (("services", "db", "ports", 0), {"target": 80}),
        (("services", "db", "routes", 0), {"port": 80}),
        (("services", "db", "x-note"), "a"),
        (("automations", 0, "timeout"), 5),
        (("automations", 0, "name"), "A"),
        (("channels", "wiki", "dependsOn", "db", "restart"), False),
        (("x-note",), "yours"),
        (("x-other", "deep"), [1, {"a": None}]),
        (("channels", "chat", "x-*"), 1),
    ],
)
def test_what_is_put_stands_there(path: Path, value: Any) -> None:
    after = edits.put(SPEC, path, value)
    assert value_at(after.to_data(), path) == value
    assert StackSpec.from_data(after.to_data()) == after
    gone = edits.put(after, path, None)
    if not isinstance(path[-1], int):
        assert value_at(gone.to_data(), path) is None
    assert StackSpec.from_data(gone.to_data()) == gone


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("accessScope",), "everyone"),
        (("channels", "chat", "image"), 5),
        (("channels", "chat", "hostPort"), 70000),
        (("channels", "chat", "env", "A"), ["list"]),
        (("automations", 0, "timeout"), 0),
        (("channels", "new"), {"nonsense": 1}),
    ],
)
def test_what_a_field_cannot_hold_is_refused(path: Path, value: Any) -> None:
    with pytest.raises(Misfit):
        edits.put(SPEC, path, value)


@pytest.mark.parametrize(
    "path",
    [
        ("channels", "nobody"),
        ("channels", "nobody", "image"),
        ("channels", "chat", "healthcheck", "test"),
        ("channels", "chat", "env", "NONE"),
        ("channels", "chat", "domains", 7),
        ("x-other",),
        ("caddy", "email"),
        ("automations", 3, "name"),
    ],
)
def test_taking_away_what_is_not_there_changes_nothing(path: Path) -> None:
    assert edits.put(SPEC, path, None) is SPEC


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("channels", "chat", "env", "A"), "1"),
        (("channels", "chat", "domains", 1), "b.org"),
        (("channels", "chat", "exposure"), "lan"),
        (("channels", "chat", "healthcheck", "test"), None),
        (("channels", "nobody", "image"), None),
        (("automations", 0, "id"), "a"),
        (("automations", 9, "id"), None),
        (("caddy", "httpPort"), 80),
        (("x-note",), "mine"),
        (("nonsense",), None),
        (("projectName", "deeper"), None),
    ],
)
def test_get_returns_what_was_said_or_the_default(path: Path, value: Any) -> None:
    assert edits.get(SPEC, path) == value


def test_an_edit_of_one_channel_keeps_all_the_rest() -> None:
    after = edits.put(SPEC, ("channels", "chat", "env", "A"), "2")
    assert after.channels["blog"] is SPEC.channels["blog"]
    assert after.services is SPEC.services
    assert after.caddy is SPEC.caddy
    assert after.automations is SPEC.automations
    assert list(after.channels) == list(SPEC.channels)


def test_an_edit_of_a_field_at_the_top_keeps_all_channels() -> None:
    after = edits.put(SPEC, ("projectName",), "palm")
    assert all(after.channels[name] is SPEC.channels[name] for name in SPEC.channels)


def test_a_new_channel_comes_last_and_keeps_the_others() -> None:
    after = edits.add_channel(SPEC, "new", Channel())
    assert list(after.channels) == ["chat", "blog", "wiki", "new"]
    assert after.channels["chat"] is SPEC.channels["chat"]
    assert list(edits.add_service(SPEC, "new", Service()).services) == ["db", "web", "new"]


def test_renaming_keeps_the_place_and_takes_the_waiting_along() -> None:
    after = edits.rename_channel(SPEC, "chat", "talk")
    assert list(after.channels) == ["talk", "blog", "wiki"]
    assert after.channels["talk"] is SPEC.channels["chat"]
    assert after.channels["blog"].depends_on == ("talk", "db")
    assert after.channels["wiki"].depends_on == {"talk": {"restart": True}, "db": {}}
    assert after.services["web"].depends_on == ("talk", "db")
    assert after.services["db"] is SPEC.services["db"]


def test_renaming_a_channel_that_nobody_waits_for_keeps_the_services() -> None:
    assert edits.rename_channel(SPEC, "wiki", "w").services is SPEC.services


@pytest.mark.parametrize(("old", "new"), [("chat", "blog"), ("chat", "chat"), ("nobody", "new")])
def test_renaming_to_a_taken_name_changes_nothing(old: str, new: str) -> None:
    assert edits.rename_channel(SPEC, old, new) is SPEC


def test_renaming_a_channel_leaves_waiting_for_a_service_of_its_name_alone() -> None:
    spec = edits.add_service(SPEC, "chat", Service())
    after = edits.rename_channel(spec, "chat", "talk")
    assert after.channels["blog"].depends_on == ("chat", "db")
    assert after.services["web"].depends_on == ("chat", "db")


def test_renaming_a_channel_leaves_waiting_for_a_service_of_the_preset_alone() -> None:
    spec = StackSpec.from_data(
        {"preset": "openpalm", "channels": {"admin": {}, "b": {"dependsOn": ["admin"]}}}
    )
    assert edits.rename_channel(spec, "admin", "boss").channels["b"].depends_on == ("admin",)


def test_renaming_follows_the_name_in_compose_too() -> None:
    spec = edits.put(SPEC, ("channels", "blog", "dependsOn"), ["channel-chat"])
    after = edits.rename_channel(spec, "chat", "talk")
    assert after.channels["blog"].depends_on == ("channel-talk",)


def test_renaming_to_a_services_name_says_which_of_them_is_meant() -> None:
    after = edits.rename_channel(SPEC, "chat", "db")
    assert after.channels["blog"].depends_on == ("channel-db", "db")


def test_removing_leaves_the_others_in_order_and_their_waiting_as_it_was() -> None:
    after = edits.remove_channels(SPEC, ["chat", "nobody"])
    assert list(after.channels) == ["blog", "wiki"]
    assert after.channels["blog"] is SPEC.channels["blog"]


def test_a_copy_stands_after_its_original_under_a_free_name() -> None:
    once, name = edits.duplicate_channel(SPEC, "chat")
    twice, another = edits.duplicate_channel(once, "chat")
    assert (name, another) == ("chat-2", "chat-3")
    assert list(twice.channels) == ["chat", "chat-3", "chat-2", "blog", "wiki"]
    assert twice.channels["chat-3"] is SPEC.channels["chat"]


@pytest.mark.parametrize(
    ("index", "names"),
    [(0, ["wiki", "chat", "blog"]), (1, ["chat", "wiki", "blog"]), (9, ["chat", "blog", "wiki"])],
)
def test_a_channel_moves(index: int, names: list[str]) -> None:
    assert list(edits.move_channel(SPEC, "wiki", index).channels) == names


def test_several_channels_are_edited_alike() -> None:
    after = edits.edit_channels(SPEC, ["chat", "wiki"], lambda one: one.with_(enabled=False))
    assert [one.enabled for one in after.channels.values()] == [False, True, False]
    assert after.channels["blog"] is SPEC.channels["blog"]


@fewer
@given(specs(), st.data())
def test_putting_what_stands_there_changes_nothing_that_is_said(
    spec: StackSpec, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(paths(spec.to_data())))
    value = value_at(spec.to_data(), path)
    assert edits.put(spec, path, value).to_data() == spec.to_data()


@fewer
@given(specs(), st.data())
def test_taking_anything_away_leaves_a_spec_that_reads_back(
    spec: StackSpec, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(paths(spec.to_data())))
    try:
        after = edits.put(spec, path, None)
    except Misfit:
        return  # a field that must be there
    assert StackSpec.from_data(after.to_data()) == after


def paths(data: Any, path: Path = ()) -> list[Path]:
    """Every path in plain data that holds something."""
    items: list[tuple[Any, Any]] = []
    if isinstance(data, dict):
        items = list(data.items())
    elif isinstance(data, list):
        items = list(enumerate(data))
    below = [
        found for step, item in items if item is not None for found in paths(item, (*path, step))
    ]
    return [path, *below] if path else below
