"""Editing a person's file: what differs changes, everything else stays byte for byte."""

import math
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from openpalm_desktop.model.yaml_text import read_yaml, source
from openpalm_desktop.model.yaml_text.align import same

SPECS = Path(__file__).parents[2] / "data" / "specs"
TYPICAL = (SPECS / "typical.yaml").read_text(encoding="utf-8")
POC = (SPECS / "poc.json").read_text(encoding="utf-8")


def unshared(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: unshared(value) for key, value in data.items()}
    return [unshared(item) for item in data] if isinstance(data, list) else data


def edited(text: str, change: Callable[[Any], object]) -> str:
    """Return the text after a change of its data in place; a returned value replaces the data."""
    document = read_yaml(text)
    new = unshared(document.data)
    changed = change(new)
    new = new if changed is None else changed
    result = document.with_data(new)
    assert same(result.data, new)
    assert same(read_yaml(result.text).data, new)
    return result.text


def setting(*path: Any) -> Callable[[Any], None]:
    """Return the change that puts the last of these where the others lead."""

    def change(data: Any) -> None:
        for step in path[:-2]:
            data = data[step]
        data[path[-2]] = path[-1]

    return change


def becoming(new: object) -> Callable[[Any], object]:
    """Return the change of the whole into something else."""
    return lambda _: new


def without(*path: Any) -> Callable[[Any], None]:
    """Return the change that takes away what stands there."""

    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return change


def ordered(*names: str) -> Callable[[Any], Any]:
    """Return the change that puts the names of the whole mapping in this order."""
    return lambda data: {name: data[name] for name in names}


def line_with(words: str) -> str:
    (line,) = [line for line in TYPICAL.splitlines(keepends=True) if words in line]
    return line


def check(before: str, change: Callable[[Any], object], after: str) -> None:
    assert edited(dedent(before), change) == dedent(after)


def test_the_same_data_is_the_same_document() -> None:
    numbers = read_yaml("[.nan, 0.0]")
    assert numbers.with_data([-math.nan, 0.0]) is numbers
    document = read_yaml(TYPICAL)
    assert document.with_data(unshared(document.data)) is document


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (setting("caddy", "acme", "letsencrypt"), "letsencrypt-staging ", "letsencrypt "),
        (setting("channels", "discord", "config", "DISCORD_PUBLIC_KEY", "1"), '"0f1e2d3c"', '"1"'),
        (
            setting("channels", "blog", "env", "TITLE", "it's"),
            "'Ann & Bob''s \"blog\" #1 – $5 off'",
            "'it''s'",
        ),
        (setting("channels", "metrics", "containerPort", 81), "9090", "81"),
        (setting("automations", 0, "enabled", False), "enabled: true", "enabled: false"),
        (setting("channels", "notes", "image", "012"), "example/notes:latest", '"012"'),
        (setting("channels", "notes", "image", 12), "example/notes:latest", "12"),
        (
            setting("channels", "telegram", "pathPrefixes", ["/telegram", "/a, b"]),
            "[/telegram] ",
            '[/telegram, "/a, b"] ',
        ),
        (setting("channels", "telegram", "pathPrefixes", []), "[/telegram] ", "[] "),
        (
            setting("automations", 0, "script", "echo 1\n\n  echo 2"),
            TYPICAL[TYPICAL.index("|\n") : TYPICAL.index("  - id: weekly")],
            "|-\n      echo 1\n\n        echo 2\n",
        ),
        (setting("preset", "a\n b\n"), "preset: openpalm", "preset: |\n  a\n   b"),
        (
            setting("preset", {"a": {"b": [1, "2"]}, "c": [{"d": None}]}),
            "preset: openpalm",
            'preset:\n  a:\n    b: [1, "2"]\n  c:\n    - d: null',
        ),
        (
            setting("services", "openmemory-ui", {}),
            "openmemory-ui:\n    enabled: false\n",
            "openmemory-ui: {}\n",
        ),
        (setting("channels", "metrics", "hostPort", None), "9091", "null"),
        (
            lambda data: data["channels"]["metrics"].update(label="Numbers", env={"A": "on"}),
            "hostPort: 9091\n",
            'hostPort: 9091\n    label: Numbers\n    env:\n      A: "on"\n',
        ),
        (without("caddy", "acme"), line_with("letsencrypt-staging"), ""),
        (without("channels", "blog", "env", "PAGE_SIZE"), line_with("PAGE_SIZE"), ""),
        (
            without("channels", "voice"),
            "  voice:\n    template: voice\n    enabled: false\n    exposure: lan\n",
            "",
        ),
        (without("preset"), "preset: openpalm\n", ""),
        (without("version"), "version: 4\n", ""),
        (without("automations"), TYPICAL[TYPICAL.index("\nautomations:") :], ""),
        (
            lambda data: data.update(
                channels={("talk" if k == "chat" else k): v for k, v in data["channels"].items()}
            ),
            "  chat:\n",
            "  talk:\n",
        ),
        (
            lambda data: data["automations"].insert(1, {"id": "x", "script": "a\nb\n"}),
            "  - id: weekly-report\n",
            "  - id: x\n    script: |\n      a\n      b\n  - id: weekly-report\n",
        ),
        (
            lambda data: {"version": 4, "imageTag": "1.10", **data},
            "version: 4\n",
            'version: 4\nimageTag: "1.10"\n',
        ),
    ],
)
def test_an_edit_of_a_real_spec_touches_its_own_lines_only(
    change: Callable[[Any], object], old: str, new: str
) -> None:
    assert TYPICAL.count(old) == 1
    assert edited(TYPICAL, change) == TYPICAL.replace(old, new)


def test_an_entry_goes_with_the_comments_that_belong_to_it() -> None:
    check(
        """\
        # The file of a household.
        a: 1

        # A section of its own

        # about b
        # more about b
        b: # here
          c: 2 # there
          # inside b

        # about d
        d: 3 # d
        """,
        without("b"),
        """\
        # The file of a household.
        a: 1

        # A section of its own

        # about d
        d: 3 # d
        """,
    )


def test_the_head_of_a_file_does_not_belong_to_its_first_entry() -> None:
    check("# Head\na: 1\nb: 2\n", without("a"), "# Head\nb: 2\n")
    check("# Head\n\n# about a\na: 1\nb: 2\n", without("a"), "# Head\n\nb: 2\n")


def test_a_comment_indented_otherwise_belongs_to_no_entry() -> None:
    check("a:\n# left\n  b: 1\n  c: 2\n", without("a", "b"), "a:\n# left\n  c: 2\n")
    check("a:\n  b: 1\n# left\n  c: 2\n", without("a", "c"), "a:\n  b: 1\n# left\n")


def test_entries_move_with_their_comments() -> None:
    check(
        """\
        # about a
        # goes with it
        x: 0

        # about b
        b: 1 # one
        # about c
        c:
          - d # two
          # three
        """,
        ordered("c", "b", "x"),
        """\
        # about a
        # goes with it
        # about c
        c:
          - d # two
          # three

        # about b
        b: 1 # one
        x: 0
        """,
    )


def test_items_move_with_their_comments() -> None:
    check(
        """\
        a:
        - b: 1 # one
          c: 2

        # about d
        - d # two
        - e
        z: 1
        """,
        lambda data: data["a"].reverse(),
        """\
        a:
        - e

        # about d
        - d # two
        - b: 1 # one
          c: 2
        z: 1
        """,
    )


def test_blank_lines_between_all_entries_come_with_a_new_one() -> None:
    check(
        "a:\n  b: 1\n\n  c: 2\n\nd: 3\n",
        lambda data: data["a"].update(e=4),
        "a:\n  b: 1\n\n  c: 2\n\n  e: 4\n\nd: 3\n",
    )


def test_the_first_entry_behind_a_dash_can_go_and_move() -> None:
    check("- a: 1 # a\n  # b\n  b: 2\n", without(0, "a"), "- # b\n  b: 2\n")
    check("- a: 1\n\n  # x\n\n  b: 2\n", without(0, "a"), "- # x\n\n  b: 2\n")
    check("- a: 1 # a\n  b: 2\n", becoming([{"b": 2, "a": 1}]), "- b: 2\n  a: 1 # a\n")
    check("- a: 1\n", lambda data: [{"z": 0, **data[0]}], "- z: 0\n  a: 1\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n    b: 1\n", "a:\n    b: 1\nn:\n    x:\n        w:\n            - z: {}\n"),
        ("a:\n- 1\n", "a:\n- 1\nn:\n  x:\n    w:\n    - z: {}\n"),
        ("a:\n -   b: 1\n", "a:\n -   b: 1\nn:\n  x:\n    w:\n     - z: {}\n"),
    ],
)
def test_new_entries_are_indented_like_the_old_ones(before: str, after: str) -> None:
    new: dict[str, object] = {"x": {"w": [{"z": {}}]}}
    assert edited(before, lambda data: data.update({"n": new})) == after.replace("n:", '"n":', 1)


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("a: b # c\n", "x", "a: x # c\n"),
        ("a:    b\n", "x", "a:    x\n"),
        ("a: b # c\n", {"d": 1}, "a: # c\n  d: 1\n"),
        ("a: b # c\n", "x\ny\n", "a: | # c\n  x\n  y\n"),
        ("a: # c\n", 1, "a: 1 # c\n"),
        ("a: # c\n", {"d": 1}, "a: # c\n  d: 1\n"),
        ("a: # c\n  b: 1 # d\n", 1, "a: 1 # c\n"),
        ("a: | # c\n  x\n  y\n# d\n", 1, "a: 1 # c\n# d\n"),
        ("a: | # c\n    x\n\n\n# d\n", "z\n", "a: | # c\n    z\n\n\n# d\n"),
        ("a: |\n  x\n", " z\n\ny", "a: |2-\n   z\n\n  y\n"),
        ("a: |\n  x\n", "z", "a: |-\n  z\n"),
        ("a: |\n  x\n", "\0", 'a: "\\u0000"\n'),
        ("a: >\n  x\n  y\n", "z\nw\n", "a: >\n  z\n\n  w\n"),
        ("a: 'x'\n", "y", "a: 'y'\n"),
        ("a: 'x'\n", "\t", 'a: "\\t"\n'),
        ("a: 'x'\n", 1, "a: 1\n"),
        ("a: 1\n", "1", 'a: "1"\n'),
        ("a: 1\n", True, "a: true\n"),
        ("a: 1\n", 1.0, "a: 1.0\n"),
        ("a: !!str 12 # c\n", "34", 'a: !!str "34" # c\n'),
        ("a: !!str 12 # c\n", 34, "a: 34 # c\n"),
        ("a: &x 1 # c\n", 2, "a: &x 2 # c\n"),
        ("a: &x\n  b: 1\n", {"b": 2}, "a: &x\n  b: 2\n"),
        ("a: \"b\n  c\" # d\n", "e", 'a: "e" # d\n'),
        ("a:\n  b # c\n", "d", "a:\n  d # c\n"),
        ("a: [1,\n    2] # c\n", 3, "a: 3 # c\n"),
        ("a: 0x1f\n", 32, "a: 32\n"),
        ("a: 0.0\n", -0.0, "a: -0.0\n"),
        ("a: x", "z", "a: z"),
        ("a: x", "y\nz\n", "a: |\n  y\n  z\n"),
        ("a: x", "y\nz", "a: |-\n  y\n  z"),
        ("--- # c\na: x\n...\n", "z", "--- # c\na: z\n...\n"),
        ("\ufeffa: x\n", "z", "\ufeffa: z\n"),
        ("? a\n: x # c\n", "z", "# c\na: z\n"),
    ],
)  # fmt: skip
def test_one_value_becomes_another(before: str, new: object, after: str) -> None:
    assert edited(before, setting("a", new)) == after


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ("a: [b, c]\n", lambda d: d["a"].append("d"), "a: [b, c, d]\n"),
        ("a: [b, c]\n", lambda d: d["a"].insert(0, "d"), "a: [d, b, c]\n"),
        ("a: [b, c]\n", without("a", 0), "a: [c]\n"),
        ("a: [ b, c ]\n", without("a", 1), "a: [ b ]\n"),
        ("a: [b,c,]\n", lambda d: d["a"].reverse(), "a: [c,b,]\n"),
        ("a: {b: 1, c: 2}\n", without("a", "b"), "a: {c: 2}\n"),
        ("a: {b: 1, c}\n", setting("a", "c", [1]), "a: {b: 1, c: [1]}\n"),
        ("a: {b: , c: 2}\n", setting("a", "b", "x, y"), 'a: {b: "x, y", c: 2}\n'),
        ("a: {b: 1, c: }\n", setting("a", {"c": None, "b": 1}), "a: {c: , b: 1}\n"),
        ("a: {b: 1}\n", lambda d: d["a"].update(c="d\ne"), 'a: {b: 1, c: "d\\ne"}\n'),
        ("[a: 1, b]\n", setting(0, "a", 2), "[{a: 2}, b]\n"),
        ("a: {b: 1, c:\n}\n", setting("a", {"c": None, "b": 1}), "a: {c: ,\n b: 1\n}\n"),
        (
            "a: [ # x\n  b, # b\n  # about c\n  c # c\n]\n",
            lambda d: d["a"].append("d"),
            "a: [ # x\n  b, # b\n  # about c\n  c, # c\n  d\n]\n",
        ),
        (
            "a: [\n  b, # b\n  # about c\n  c # c\n]\n",
            lambda d: d["a"].reverse(),
            "a: [\n  # about c\n  c, # c\n  b # b\n]\n",
        ),
        (
            "a: [\n  b, # b\n  # about c\n  c # c\n]\n",
            without("a", 1),
            "a: [\n  b # b\n]\n",
        ),
    ],
)
def test_collections_in_brackets_keep_their_shape(
    before: str, change: Callable[[Any], object], after: str
) -> None:
    assert edited(before, change) == after


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ('{"a":1,"b":[1,2]}', lambda d: d.update(c={"x": [1]}), '{"a":1,"b":[1,2],"c":{"x":[1]}}'),
        ('{"a": 1, "b": 2}', without("b"), '{"a": 1}'),
        ('{"a": 1, "b": 2}', becoming({"a": 1, "c": 2}), '{"a": 1, "c": 2}'),
        ('{"a": "x"}', setting("a", "é\n\0\x7f"), '{"a": "é\\n\\u0000\\u007f"}'),
        ('{\n\t"a": 1\n}\n', lambda d: d.update(b=2), '{\n\t"a": 1,\n\t"b": 2\n}\n'),
        (
            '{\n    "a": 1\n}',
            lambda d: d.update(b={"c": {"d": 2}}),
            '{\n    "a": 1,\n    "b": {\n        "c": {"d": 2}\n    }\n}',
        ),
        ('[\n  1,\n  2\n]', without(1), "[\n  1\n]"),
        ('{"a": 1}', becoming([]), "[]"),
    ],
)  # fmt: skip
def test_json_stays_json(before: str, change: Callable[[Any], object], after: str) -> None:
    assert source.is_json(after)
    assert edited(before, change) == after


def test_a_line_of_a_json_spec_goes_with_its_comma() -> None:
    lines = POC.splitlines(keepends=True)
    status = next(number for number, line in enumerate(lines) if '"status"' in line)
    after = lines[:status] + lines[status + 1 :]
    after[status - 1] = after[status - 1].replace("] },\n", "] }\n")
    assert edited(POC, without("channels", 3)) == "".join(after)


SHARED = "base: &b # shared\n  i: 1 # one\n  j: 2\nc: *b # c\nd:\n  <<: *b # d\n  k: 3\n"


def test_an_edited_alias_becomes_a_copy() -> None:
    after = SHARED.replace("c: *b # c", "c: # c\n  i: 5\n  j: 2")
    assert edited(SHARED, setting("c", "i", 5)) == after


def test_an_edited_anchor_leaves_its_aliases_as_they_were() -> None:
    after = SHARED.replace("i: 1", "i: 5").replace("c: *b", "c: &b {i: 1, j: 2}")
    assert edited(SHARED, setting("base", "i", 5)) == after


def test_a_removed_anchor_leaves_its_aliases_as_they_were() -> None:
    after = "c: &b {i: 1, j: 2} # c\nd:\n  <<: *b # d\n  k: 3\n"
    assert edited(SHARED, without("base")) == after


def test_a_merged_value_is_overridden_where_it_is_edited() -> None:
    assert edited(SHARED, setting("d", "i", 5)) == SHARED.replace("# d\n", "# d\n  i: 5\n")


def test_a_merged_value_that_goes_leaves_the_others() -> None:
    assert edited(SHARED, without("d", "i")) == SHARED.replace("<<: *b # d", "j: 2")


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_stay_what_they_are(newline: str) -> None:
    before = TYPICAL.replace("\n", newline)
    change = setting("channels", "notes", "env", {"A": "x\ny\n", "B": "1"})
    assert edited(before, change) == edited(TYPICAL, change).replace("\n", newline)


def test_mixed_line_ends_stay_mixed() -> None:
    assert edited("a: 1\r\nb: 2\nc: 3\r\n", setting("b", 4)) == "a: 1\r\nb: 4\nc: 3\r\n"
    assert edited("a: 1\r\nb: 2\nc: 3", ordered("c", "b", "a")) == "c: 3\r\nb: 2\na: 1"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1", "a: 1\nz: 0"),
        ("a: |\n  x", "a: |-\n  x\nz: 0"),
        ("a: 1\n# end\n", "a: 1\nz: 0\n# end\n"),
        ("a: 1\n...\n", "a: 1\nz: 0\n...\n"),
        ("a:\n  - b\n", "a:\n  - b\nz: 0\n"),
    ],
)
def test_something_is_added_at_the_end(before: str, after: str) -> None:
    assert edited(before, lambda data: data.update(z=0)) == after


def test_a_text_without_values_gets_its_first() -> None:
    assert edited("", becoming({"a": 1})) == "a: 1\n"
    assert edited("# c", becoming({"a": 1})) == "# c\na: 1\n"
    assert edited("---\n", becoming(["a"])) == "---\n- a\n"


def test_a_text_that_ends_empty_does_not_swallow_the_blank_line_below_it() -> None:
    before = "a: |\n  x\n\n# b\nb: 1\n"
    typed = before.replace("|\n  x\n", '"x\\n\\n"\n')
    assert edited(before, setting("a", "x\n\n")) == typed
    assert edited(typed, setting("a", "x\ny\n")) == before.replace("  x\n", "  x\n  y\n")
    assert edited("a: |\n  x\nb: 1\n", setting("a", "x\n\n")) == "a: |+\n  x\n\nb: 1\n"
    assert edited("a: |+\n  x\n\nb: 1\n", setting("a", "x\n")) == "a: |\n  x\nb: 1\n"


def test_an_unreadable_text_is_replaced() -> None:
    assert read_yaml("a: [").with_data({"a": 1}).text == "a: 1\n"


def test_of_two_entries_with_one_name_the_one_that_counts_is_edited() -> None:
    assert edited("a: 1\nb: 2\na: 3\n", setting("a", 4)) == "a: 1\nb: 2\na: 4\n"
    assert edited("a: 1\nb: 2\na: 3\n", without("a")) == "b: 2\n"


def test_what_cannot_be_spliced_is_rewritten_with_its_comments() -> None:
    before = "# head\na: 1 # a\nx:\n  ? b\n  : 1 # b\n  c: 2 # c\nd: 3 # d\n"
    after = "# head\na: 1 # a\nx:\n  # b\n  # c\n  b: 1\n  c: 5\nd: 3 # d\n"
    assert edited(before, setting("x", "c", 5)) == after


def test_what_yaml_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="no form in YAML"):
        read_yaml("a: 1\n").with_data({"a": "\ud800"})


def test_an_edited_document_knows_its_new_places() -> None:
    document = read_yaml("a: 1\nb: 2\n").with_data({"z": [1], "a": 1, "b": 2})
    assert document.position(("b",)) == (3, 1)
    assert document.with_data({"a": 1, "b": 2}).text == "a: 1\nb: 2\n"


def test_an_entry_at_the_end_of_one_that_another_change_moves_brings_no_empty_line() -> None:
    text = "a:\n  k:\n    x: 1\n  l: 2\n  m: 3\n"
    edited = read_yaml(text).with_data({"a": {"k": {"x": 1, "y": 2}, "m": 3}})
    assert edited.text == 'a:\n  k:\n    x: 1\n    "y": 2\n  m: 3\n'
    assert edited.with_data({"a": {"k": {"x": 1}, "m": 3, "n": 4}}).text == (
        'a:\n  k:\n    x: 1\n  m: 3\n  "n": 4\n'
    )
