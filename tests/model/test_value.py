"""Values: read from a file's data and given back as they were said."""

from typing import Any

import pytest
from hypothesis import given

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.misfit import Misfit
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.value import Scalar, plain, text_of
from tests.examples import fewer
from tests.strategies import specs


def exactly(data: Any) -> Any:
    """Data in which order and types count: a mapping as pairs, a scalar with its type."""
    match data:
        case dict():
            return [(key, exactly(value)) for key, value in data.items()]
        case list():
            return [exactly(item) for item in data]
        case _:
            return type(data), data


@fewer
@given(specs())
def test_what_is_written_reads_back_as_the_same_spec(spec: StackSpec) -> None:
    data = spec.to_data()
    again = StackSpec.from_data(data)
    assert again == spec
    assert exactly(again.to_data()) == exactly(data)


@fewer
@given(specs())
def test_with_nothing_changed_is_an_equal_value_that_says_the_same(spec: StackSpec) -> None:
    assert exactly(spec.with_().to_data()) == exactly(spec.to_data())


def test_only_what_was_said_is_written() -> None:
    assert StackSpec.from_data({"version": 4}).to_data() == {"version": 4}
    assert Channel.from_data({"enabled": True}).to_data() == {"enabled": True}


@pytest.mark.parametrize(
    "key", ["project_name", "extensions", "Version", "projectname", " version"]
)
def test_a_file_takes_no_other_spelling(key: str) -> None:
    with pytest.raises(Misfit):
        StackSpec.from_data({"version": 4, key: {}})


@pytest.mark.parametrize("key", ["container_port", "depends_on", "extensions"])
def test_a_channel_in_a_file_takes_no_other_spelling(key: str) -> None:
    with pytest.raises(Misfit):
        StackSpec.from_data({"version": 4, "channels": {"a": {key: 1}}})


def test_code_changes_fields_by_their_names_in_code() -> None:
    assert StackSpec().with_(project_name="palm").to_data() == {"projectName": "palm"}


@pytest.mark.parametrize("key", ["x-", "x-note", "x-*", "x-a b", "x-ä"])
def test_notes_of_ones_own_are_kept_everywhere(key: str) -> None:
    note = {key: {"any": ["thing", None, 1.5]}}
    data = {
        "version": 4,
        "caddy": dict(note),
        "services": {"a": {"routes": [{"port": 1} | note], "healthcheck": dict(note)}},
        "channels": {"b": dict(note)},
        "scheduler": dict(note),
        "automations": [{"id": "a", "schedule": "", "script": ""} | note],
    } | note
    assert StackSpec.from_data(data).to_data() == data


def test_what_does_not_fit_is_told_by_its_place_and_never_by_its_value() -> None:
    data = {"channels": {"a": {"env": {"TOKEN": ["hush"]}, "image": 5}}, "hush": "hush"}
    with pytest.raises(Misfit) as caught:
        StackSpec.from_data(data)
    places = [fault.place for fault in caught.value.faults]
    assert places == [("channels", "a", "env", "TOKEN"), ("channels", "a", "image"), ("hush",)]
    assert "channels.a.env.TOKEN" in str(caught.value)
    assert "['hush']" not in str(caught.value)


def test_a_mapping_takes_no_keys_but_texts() -> None:
    with pytest.raises(Misfit, match=r"channels\[5\]"):
        StackSpec().with_(channels={5: {}})


def test_a_change_leaves_everything_else_the_same_object() -> None:
    spec = StackSpec.from_data({"channels": {"a": {}}, "services": {"b": {}}})
    changed = spec.with_(project_name="palm")
    assert changed.channels is spec.channels
    assert changed.services is spec.services


def test_values_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        StackSpec().project_name = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-1, "-1"),
        (10**30, "1" + "0" * 30),
        (1.5, "1.5"),
        (20.0, "20"),
        (-0.5, "-0.5"),
        ("", ""),
        ("true", "true"),
        ("012", "012"),
        (" a\n$\u2028", " a\n$\u2028"),
    ],
)
def test_a_scalar_reaches_the_container_as_text(value: Scalar, text: str) -> None:
    assert text_of(value) == text


def test_plain_data_holds_no_tuples_and_no_values() -> None:
    spec = StackSpec.from_data({"channels": {"a": {"domains": ["b"]}}})
    assert plain((spec.channels, [spec])) == [
        {"a": {"domains": ["b"]}},
        [{"channels": {"a": {"domains": ["b"]}}}],
    ]
