"""Whatever is edited in whatever file: the text says the new data, and comments survive."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model.yaml_text import YamlDocument, read_yaml
from openpalm_desktop.model.yaml_text.align import same
from tests.model.yaml_text import plain_data

SPECS = Path(__file__).parents[2] / "data" / "specs"
SHOWCASE = """\
# head c0
# lead c1
a: &x    # c2
  k: 1   # c3
  # in c4

  l:     # c5
  - p: 1 # c6
    q: 'x'
  # between c7
  -   r: "s"
      t: |   # c8
        text
         more

  # c9
b: *x # c10
c:
    <<: *x # c11
    z: >-
        folded
        text

        x
    w: [a, b,   # c12
        c, {d: e, f: }] # c13

# c14

d: [ # c15
  one,   # c16
  # c17
  two,

  {a: 1,
   b: 2}, # c18
]
e: "multi
  line" # c19
f:
  "next line" # c20
g: {}
h: []
i:
j: !!str 12 # c21
k: &n 5
l: *n
m:
- - 1
  - 2 # c22
-
  - 3
- # c23
  x: z
- |
  abc
- {q: [*n, 2]}
n: ~ # c24
# c25
"""
TEXTS = [
    *(path.read_text(encoding="utf-8") for path in sorted(SPECS.iterdir())),
    *[SHOWCASE, f"---\n{SHOWCASE}...\n", SHOWCASE.replace("\n", "\r\n"), f"\ufeff{SHOWCASE}"],
    *["- a # c1\n- b: 1\n  c: 2\n# c2\n-\n- [x, z]", "--- # c0\nx\n...\n", "# c1\n\n"],
    *['{"a": 1, "b": [1, 2, {"c": null}], "d": {}}', '{\n  "a": [\n    1,\n    {"x": 2}\n  ]\n}\n'],
    *["a: |\n  x\n  z", "a: 'x' # c1\n'b c': |+\n  x\n\nd:\n  e: f\n\n\n  g: h\n# c2\n"],
]
documents = st.sampled_from([read_yaml(text) for text in TEXTS])
COMMENT = re.compile(r"(?m)(?:^|(?<=\s))# *(?:\w.*)?\bc\d+\b|# .*$")


def unshared(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: unshared(value) for key, value in data.items()}
    return [unshared(item) for item in data] if isinstance(data, list) else data


def collections(data: Any) -> list[Any]:
    """Return every list and mapping in the data, the outermost first."""
    if not isinstance(data, dict | list):
        return []
    inner = data.values() if isinstance(data, dict) else data
    return [data, *(found for value in inner for found in collections(value))]


def insert(draw: st.DrawFn, target: Any) -> None:
    value = draw(plain_data.data)
    place = draw(st.integers(0, len(target)))
    if isinstance(target, list):
        target.insert(place, value)
        return
    name = draw(plain_data.texts)
    entries = [entry for entry in target.items() if entry[0] != name]
    entries.insert(place, (name, target.get(name, value)))
    replace_entries(target, entries)


def move(draw: st.DrawFn, target: Any) -> None:
    if isinstance(target, list):
        target[:] = draw(st.permutations(target))
    else:
        replace_entries(target, draw(st.permutations(list(target.items()))))


def rename(draw: st.DrawFn, target: Any) -> None:
    if isinstance(target, dict) and target:
        entries = list(target.items())
        place = draw(st.integers(0, len(entries) - 1))
        name = draw(plain_data.texts)
        if name not in target:
            entries[place] = (name, entries[place][1])
            replace_entries(target, entries)


def set_scalar(draw: st.DrawFn, target: Any) -> None:
    places = list(target) if isinstance(target, dict) else range(len(target))
    flat = [place for place in places if not isinstance(target[place], dict | list)]
    if flat:
        target[draw(st.sampled_from(flat))] = draw(plain_data.scalars)


def delete(draw: st.DrawFn, target: Any) -> None:
    if target:
        places = list(target) if isinstance(target, dict) else range(len(target))
        del target[draw(st.sampled_from(places))]


def replace_value(draw: st.DrawFn, target: Any) -> None:
    if target:
        places = list(target) if isinstance(target, dict) else range(len(target))
        target[draw(st.sampled_from(places))] = draw(plain_data.data)


def replace_entries(target: dict[str, Any], entries: list[tuple[str, Any]]) -> None:
    target.clear()
    target.update(entries)


KEEPING = [insert, move, rename, set_scalar]


@st.composite
def edits(draw: st.DrawFn, kinds: list[Any]) -> tuple[YamlDocument, list[Any]]:
    """Return a document and several states of its data, each an edit of the one before."""
    document = draw(documents)
    states: list[Any] = []
    data = unshared(document.data)
    for _ in range(draw(st.integers(1, 4))):
        data = unshared(data)
        targets = collections(data)
        if not targets:
            data = draw(plain_data.data)
        else:
            draw(st.sampled_from(kinds))(draw, draw(st.sampled_from(targets)))
        states.append(data)
    return document, states


@given(edits([*KEEPING, delete, replace_value]))
def test_any_sequence_of_edits_is_in_the_text(case: tuple[YamlDocument, list[Any]]) -> None:
    document, states = case
    for data in states:
        document = document.with_data(data)
        assert same(document.data, data)
        assert same(read_yaml(document.text).data, data)


@given(edits(KEEPING))
def test_comments_survive_edits_that_take_nothing_away(
    case: tuple[YamlDocument, list[Any]],
) -> None:
    document, states = case
    # A line `<<: *a` is taken away when one of its keys moves: all of them are written out.
    own_lines = [line for line in document.text.splitlines() if "<<:" not in line]
    comments = [comment for line in own_lines for comment in COMMENT.findall(line)]
    for data in states:
        document = document.with_data(data)
    lost = [comment for comment in comments if comment not in document.text]
    assert lost == [], document.text


@given(edits([set_scalar]))
def test_an_edit_can_be_undone(case: tuple[YamlDocument, list[Any]]) -> None:
    document, states = case
    edited = document.with_data(states[-1])
    undone = edited.with_data(document.data)
    assert same(read_yaml(undone.text).data, document.data)


@pytest.mark.parametrize("text", TEXTS)
def test_each_comment_is_lost_only_with_its_entry(text: str) -> None:
    """Deleting one entry takes no comment from outside of the lines around it."""
    document = read_yaml(text)
    if not isinstance(document.data, dict):
        return
    lines = text.splitlines(keepends=True)
    names = list(document.data)
    for number, name in enumerate(names):
        place = document.position((name,))
        behind = document.position((names[number + 1],)) if number + 1 < len(names) else None
        before = document.position((names[number - 1],)) if number else None
        data = {key: value for key, value in document.data.items() if key != name}
        left = document.with_data(data).text
        assert place is not None
        outside = "".join(lines[: before.line if before else 0])
        outside += "".join(lines[behind.line - 1 :] if behind else [])
        lost = [comment for comment in COMMENT.findall(outside) if comment not in left]
        assert lost == [], left
