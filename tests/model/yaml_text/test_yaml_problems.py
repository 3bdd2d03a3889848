"""Texts that cannot be read: each becomes a sentence with a place, quickly, and never an error."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model.yaml_text import read_yaml
from openpalm_desktop.model.yaml_text.compose import DEEPEST, MOST_PROBLEMS

NASTY = [
    ("", "yaml-empty", 1, 1),
    ("# only a comment\n", "yaml-empty", 2, 1),
    ("---\n", "yaml-empty", 2, 1),
    ("a:\n\tb: 1\n", "yaml-tab", 2, 1),
    ("a: b\n\tc: d\n", "yaml-tab", 2, 1),
    ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, 1),
    ("{a: 1, a: 2}", "yaml-duplicate-key", 1, 8),
    ("80: web\n", "yaml-key-is-no-text", 1, 1),
    ("true: web\n", "yaml-key-is-no-text", 1, 1),
    ("? [a]\n: b\n", "yaml-key-is-no-text", 1, 3),
    ("a: 1\n---\nb: 2\n", "yaml-several-documents", 2, 1),
    ("a: *b\n", "yaml-unknown-anchor", 1, 4),
    ("a: &b [*b]\n", "yaml-alias-of-itself", 1, 8),
    ("[" * 5000, "yaml-too-deep", 1, DEEPEST + 1),
    ("- " * 5000, "yaml-too-deep", 1, 2 * DEEPEST + 1),
    ("a: x\0y\n", "yaml-control-character", 1, 5),
    ("a: \ud800\n", "yaml-control-character", 1, 4),
    ("a: 'it's\nb: 1\n", "yaml-extra-text", 1, 8),
    ("a: 'open\nb: 1\n", "yaml-quote", 1, 4),
    ('a: "open\n', "yaml-quote", 1, 4),
    ("a: [1, 2\n", "yaml-bracket", 1, 4),
    ("a: [1, 2\nb: 3\n", "yaml-bracket", 2, 2),
    ("a: {b: 1,, c: 2}\n", "yaml-bracket", 1, 10),
    ("a: {b: 1}}\n", "yaml-extra-text", 1, 10),
    ("schedule: */5 * * * *\n", "yaml-special-character", 1, 11),
    ("schedule: @daily\n", "yaml-special-character", 1, 11),
    ("share: %50\n", "yaml-special-character", 1, 8),
    ("title: Notes: two\n", "yaml-colon", 1, 13),
    ("a: 1\nb\nc: 2\n", "yaml-colon", 2, 1),
    ("a: {b:}\n", "yaml-colon", 1, 6),
    ("a:1\nb: 2\n", "yaml-indentation", 2, 2),
    ("a:\n   b: 1\n  c: 2\n", "yaml-indentation", 3, 3),
    ("a: 1\n- b\n", "yaml-indentation", 2, 1),
    ("a: - b\n", "yaml-dash", 1, 4),
    ('a: "C:\\data"\n', "yaml-escape", 1, 7),
    ("a: |x\n  b\n", "yaml-block-text", 1, 5),
    ("a: !e!x b\n", "yaml-unknown-tag", 1, 4),
    ("a: !reset b\n", "yaml-unknown-tag", 1, 4),
    ("a: !!int b\n", "yaml-tag-does-not-fit", 1, 4),
    ("%YAML 3.0\n---\na: 1\n", "yaml-directive", 1, 1),
    ("<<: 1\n", "yaml-merge", 1, 5),
    ("'a'\n]", "yaml-indentation", 2, 1),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), NASTY)
def test_a_mistake_is_one_sentence_with_its_place(
    text: str, code: str, line: int, column: int
) -> None:
    (problem,) = read_yaml(text).problems
    assert (problem.code, problem.position) == (code, (line, column))
    assert problem.message.endswith(".")
    assert problem.hint.endswith(".")
    for jargon in ("mapping", "sequence", "scalar", "token", "scanning", "parsing", "context"):
        assert jargon not in problem.message


def test_a_name_that_stands_twice_is_told_with_both_lines() -> None:
    (problem,) = read_yaml("channels:\n  chat: {}\n\n  chat: {}\n").problems
    assert problem.path == ("channels", "chat")
    assert problem.message == ("“chat” stands twice in the same place, on line 2 and on line 4.")


def test_a_value_that_needs_quotes_is_shown_in_them() -> None:
    (problem,) = read_yaml("schedule: */5 * * * *\n").problems
    assert problem.message == "A value cannot begin with * unless it stands in quotes."
    assert problem.hint == 'Put the whole value in quotes, for example "*/5 * * * *".'


def test_what_can_be_read_is_read_beside_the_problem() -> None:
    document = read_yaml("a: 1\nb: *gone\na: 2\n80: x\n")
    assert document.data == {"a": 2, "b": None, "80": "x"}
    assert len(document.problems) == 3


def test_after_a_syntax_error_there_is_no_data() -> None:
    document = read_yaml("a: 1\nb: [\n")
    assert document.data is None
    assert len(document.problems) == 1


def test_problems_by_the_thousand_are_cut_short() -> None:
    assert len(read_yaml("- *x\n" * 5000).problems) == MOST_PROBLEMS


def test_aliases_that_multiply_are_stopped() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for number in range(1, 12):
        aliases = ", ".join([f"*a{number - 1}"] * 9)
        lines.append(f"a{number}: &a{number} [{aliases}]")
    (problem,) = read_yaml("\n".join(lines)).problems
    assert problem.code == "yaml-alias-bomb"


def test_aliases_cannot_nest_deeper_than_brackets() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 300))]
    (problem,) = read_yaml("\n".join(lines)).problems
    assert problem.code == "yaml-too-deep"


def test_nesting_up_to_the_limit_is_read() -> None:
    text = "[" * DEEPEST + "]" * DEEPEST
    assert read_yaml(text).problems == ()
    assert read_yaml(f"[{text}]").problems[0].code == "yaml-too-deep"


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("".join(random.Random(1).choices("ab: -\n[]{}#&*!|>'\"%@,?", k=10**7))),
        pytest.param("".join(random.Random(2).choices("ab: \n", k=10**7))),
        pytest.param("- a\n" * 2_500_000),
        pytest.param("".join(f"key{number}: 1\n" for number in range(10**6))),
        pytest.param("a: 1\n" * 2_000_000),
        pytest.param("- *x\n" * 2_000_000),
        pytest.param("\n" * 10**7),
        pytest.param("[" + "a," * 5_000_000),
        pytest.param("? " * 5_000_000),
        pytest.param("a: |\n" + " x\n" * 3_000_000),
    ],
    ids=["noise", "words", "items", "keys", "twice", "aliases", "lines", "flow", "?", "block"],
)
def test_ten_megabytes_of_nonsense_are_answered(text: str) -> None:
    document = read_yaml(text)
    assert document.problems or document.data is not None


YAML_BITS = st.sampled_from(
    ["a", "b: ", "- ", "\n", "  ", "[", "]", "{", "}", ",", ": ", "# c", "&x ", "*x", "!", "!!str ",
     "|", ">", "'", '"', "\\", "%", "@", "`", "?", "<<: ", "---", "...", "\t", "\r", "\0", "\ufeff",
     "\ud83d", "\\ud83d\\ude00", "\u2028", "1", "~", "é", "😀"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(YAML_BITS, max_size=40).map("".join)))
def test_any_text_is_read_without_an_error(text: str) -> None:
    document = read_yaml(text)
    assert all(problem.position is not None for problem in document.problems)
    document.position(("a", 0))
