"""Reading YAML: what the values mean, where they stand."""

import contextlib
import io
import math
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from openpalm_desktop.model.problem import Position
from openpalm_desktop.model.yaml_text import EncodingError, decode, read_yaml, source

SPECS = Path(__file__).parents[2] / "data" / "specs"


def data_of(text: str) -> object:
    document = read_yaml(text)
    assert document.problems == ()
    return document.data


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("8080", 8080),
        ("-1", -1),
        ("+12", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.inf", -math.inf),
        ("0", 0),
        ("yes", "yes"),
        ("on", "on"),
        ("n", "n"),
        ("012", "012"),
        ("00", "00"),
        ("1_000", "1_000"),
        ("2122:22", "2122:22"),
        ("2024-01-31", "2024-01-31"),
        ("2.4.1", "2.4.1"),
        ("0b11", "0b11"),
        ("9" * 5000, "9" * 5000),
        ("'8080'", "8080"),
        ('"true"', "true"),
        ("!!str 8080", "8080"),
        ("! 8080", "8080"),
        ('!!int "80"', 80),
        ("!!float 1", 1.0),
        ("!!null ''", None),
        ("${TOKEN}", "${TOKEN}"),
        ("a\u2028b\x85c", "a\u2028b\x85c"),
        ('"a\u2028 b"', "a\u2028 b"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(written: str, value: object) -> None:
    found = data_of(f"a: {written}\n")
    assert found == {"a": value}
    assert type(found["a"]) is type(value)


def test_not_a_number_is_read() -> None:
    found = data_of("[.nan]")
    assert isinstance(found, list)
    assert math.isnan(found[0])


def test_a_merge_key_brings_the_keys_of_its_anchor_and_own_keys_win() -> None:
    text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  w: 0\n  <<: [*a, *b]\n  y: 5\n"
    found = data_of(text)
    assert isinstance(found, dict)
    assert found["c"] == {"w": 0, "x": 1, "y": 5, "z": 4}
    assert list(found["c"]) == ["w", "x", "y", "z"]


def test_a_quoted_merge_key_is_an_ordinary_name() -> None:
    assert data_of('"<<": 1\n') == {"<<": 1}


def test_aliases_repeat_their_value() -> None:
    assert data_of("a: &x [1]\nb: *x\n") == {"a": [1], "b": [1]}
    assert data_of("a: &x k\n*x : 2\n") == {"a": "k", "k": 2}


def test_json_is_read_with_its_escapes() -> None:
    text = '{\n\t"a/b": "\\ud83d\\ude00 \\/ \\n \\\\ud83d\\\\ude00",\n\t"b": [1.0, null]\n}'
    assert data_of(text) == {"a/b": "😀 / \n \\ud83d\\ude00", "b": [1.0, None]}


def test_a_marked_text_is_read_and_its_mark_is_not_counted() -> None:
    document = read_yaml("\ufeffa:\n  b: 1\n")
    assert document.data == {"a": {"b": 1}}
    assert document.position(("a",)) == Position(1, 1)
    assert document.position(("a", "b")) == Position(2, 3)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_positions_count_lines_whatever_ends_them(newline: str) -> None:
    lines = ["# c", "a:", "  - x", "  - {k: 1,", "     m: 2}", "b: *n"]
    lines[1] = "a: &n"
    document = read_yaml(newline.join(lines))
    assert document.position(()) == Position(2, 1)
    assert document.position(("a", 1, "m")) == Position(5, 6)
    assert document.position(("a", 7, "m")) == Position(2, 1)
    assert document.position(("b", 0)) == Position(3, 5)
    assert document.position(("nowhere",)) == Position(2, 1)


def test_a_text_without_values_has_no_positions() -> None:
    assert read_yaml("").position(("a",)) is None


def test_the_parser_without_c_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (SPECS / "typical.yaml").read_text(encoding="utf-8")
    quick = read_yaml(text)
    monkeypatch.setattr(source, "Parser", yaml.BaseLoader)
    slow = read_yaml(text)
    assert slow.data == quick.data
    path = ("automations", 1, "script")
    assert slow.position(path) == quick.position(path)
    assert read_yaml("a: [1").problems[0].code == "yaml-bracket"


@pytest.mark.parametrize("path", sorted(SPECS.iterdir()), ids=lambda path: path.name)
def test_the_example_specs_read_as_ruamel_reads_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert data_of(text) == YAML(typ="safe", pure=True).load(io.StringIO(text))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a: ä".encode(), "a: ä"),
        (b"\xef\xbb\xbfa: b", "\ufeffa: b"),
        ("\ufeffa: ä".encode("utf-16-le"), "a: ä"),
        ("\ufeffa: ä".encode("utf-16-be"), "a: ä"),
        (b"", ""),
    ],
)
def test_bytes_become_text(raw: bytes, text: str) -> None:
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("raw", "words", "position"),
    [
        ("a: b\nname: Jürgen".encode("latin-1"), "byte 12, 0xfc", Position(2, 8)),
        ("a".encode("utf-32"), "UTF-32", Position(1, 1)),
        ("a: b".encode("utf-16-le"), "UTF-16 without", Position(1, 1)),
        (b"\xff\xfea", "UTF-16", Position(1, 1)),
    ],
)
def test_other_bytes_are_refused_with_their_place(
    raw: bytes, words: str, position: Position
) -> None:
    with pytest.raises(EncodingError) as caught:
        decode(raw)
    assert words in caught.value.sentence
    assert "UTF-8" in caught.value.hint
    assert caught.value.problem.position == position
    assert caught.value.problem.code == "yaml-encoding"


@given(st.binary(max_size=60))
def test_any_bytes_become_text_or_a_sentence(raw: bytes) -> None:
    with contextlib.suppress(EncodingError):
        assert isinstance(decode(raw), str)
