"""The writer of Compose YAML: whatever goes in, every YAML reader reads the same."""

import io
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from openpalm_desktop.generate.compose_yaml import From, OnOneLine, without_origins, yaml_block
from tests.strategies import NASTY, any_data, any_text

MORE = (
    *("yes", "NO", "On", "off", "y", "N", "True", "FALSE", "Null", "~", "", "0", "-0", "+1", "0o7"),
    *("012", "0b1", "0x1F", "1_000", "1.", ".5", "1e3", "1E+3", "1e+16", ".inf", "-.Inf", ".NaN"),
    *("2122:22", "1:2:3", "190:20:30.15", "2001-01-01", "2001-12-14t21:59:43.10-05:00", "=", "<<"),
    *("!tag", "&anchor", "*alias", "%TAG", "@at", "`tick`", "|", ">", "-", "- a", "?", "? a", ":"),
    *(": a", "a:", "a: b", "a :b", "a#b", "a #b", "#a", "{", "}", "[", "]", ",", "a, b", "'", '"'),
    *("\\", "\\n", "\n", "\r", "\r\n", "a\nb", "\ta", "a\t", " a", "a ", "\x00", "\x07", "\x1b"),
    *("\x7f", "\x80", "\x85", "\xa0", "\u2028", "\u2029", "\ufeff", "\ufffe", "\U0001f600", "é"),
    *("$", "$$", "${A}", "---", "...", "--- a", "x" * 5000, " " * 200, "a\n\n\nb\n", "\n\n"),
)
values = any_data | st.sampled_from(MORE)


def both(text: str) -> tuple[Any, Any]:
    """What a reader of YAML 1.1 and one of YAML 1.2 make of a text."""
    return yaml.safe_load(text), YAML(typ="safe", pure=True).load(io.StringIO(text))


def has_exponent(data: Any) -> bool:
    """Whether a number in it is written as 1e+16, which YAML 1.1 takes for a text."""
    if isinstance(data, dict | list):
        return any(map(has_exponent, data.values() if isinstance(data, dict) else data))
    return isinstance(data, float) and "e" in repr(data)


def assert_reads_back(data: dict[str, Any]) -> None:
    old, new = both(yaml_block(data, ()).text)
    assert has_exponent(data) or types(old) == types(data)
    assert types(new) == types(data)


def types(data: Any) -> Any:
    """Data in which 1, 1.0 and true are three things."""
    match data:
        case dict():
            return {key: types(value) for key, value in data.items()}
        case list():
            return [types(item) for item in data]
        case _:
            return type(data), data


@pytest.mark.parametrize("text", [*MORE, *NASTY])
def test_a_nasty_text_reads_back_as_value_as_item_and_as_key(text: str) -> None:
    data = {"value": text, "items": [text, {"in": text}, [text]]}
    assert_reads_back(data if len(text) > 900 else data | {text: "key"})


@given(st.dictionaries(any_text, values, min_size=1, max_size=4))
def test_any_data_reads_back(data: dict[str, Any]) -> None:
    assert_reads_back(data)


@given(st.dictionaries(any_text, values, min_size=1, max_size=4))
def test_every_line_has_an_origin(data: dict[str, Any]) -> None:
    block = yaml_block({key: From(value, (key,)) for key, value in data.items()}, ())
    assert len(block.origins) == block.text.count("\n") == len(block.text.split("\n")) - 1
    assert set(block.origins) == {(key,) for key in data}


def test_origins_are_inherited_and_can_change_inside() -> None:
    data = {"a": From({"b": [From("x", ("inner",)), "z"], "c": {}}, ("outer",)), "d": 1}
    block = yaml_block(data, ("top",), depth=1)
    assert block.text == "  a:\n    b:\n      - x\n      - z\n    c: {}\n  d: 1\n"
    assert block.origins == (("outer",), ("outer",), ("inner",), ("outer",), ("outer",), ("top",))


def test_a_mapping_on_one_line_reads_back() -> None:
    data = {"logging": {"driver": "x", "options": {"max-size": "10m", "count": 1}}}
    text = yaml_block({"logging": OnOneLine(data["logging"])}, ()).text
    assert text == 'logging: {driver: x, options: {max-size: "10m", count: 1}}\n'
    assert both(text) == (data, data)


def test_plain_data_has_no_origins_left() -> None:
    data = {"a": From([From(1, ("x",)), OnOneLine({"b": From(2, ("y",))})], ("z",))}
    assert without_origins(data) == {"a": [1, {"b": 2}]}
