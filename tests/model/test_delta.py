"""A delta makes the other spec, or the other text, again."""

import json

from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model import edits
from openpalm_desktop.model.delta import patched, patched_text, spec_delta, text_delta
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec

TEXT = """\
version: 4
x-note: {a: [1, true, 1.0]}
projectName: home
channels:
  blog: {image: "blog:1", env: {A: 1, B: "1", C: true}}
  chat: {image: "chat:1"}
automations:
  - {id: one, schedule: "0 1 * * *", script: one}
  - {id: two, schedule: "0 2 * * *", script: two}
"""


def spec(text: str = TEXT) -> StackSpec:
    file = read_spec(text)
    assert isinstance(file, SpecFile), file
    return file.spec


def again(old: StackSpec, new: StackSpec) -> StackSpec:
    return patched(old, json.loads(json.dumps(spec_delta(old, new))))


def test_no_edit_is_an_empty_delta() -> None:
    one = spec()
    assert spec_delta(one, one) == {}
    assert again(one, one) is one


def test_a_key_press_is_one_channel() -> None:
    old = spec()
    new = edits.put(old, ("channels", "blog", "label"), "News")
    assert list(spec_delta(old, new)["channels"]["entries"]) == ["blog"]
    assert again(old, new) == new
    assert again(old, new).channels["chat"] is old.channels["chat"]


def test_every_kind_of_edit_is_made_again() -> None:
    old = spec()
    one, two = old.automations
    for new in (
        old.with_(automations=(two, one)),
        old.with_(automations=(one.with_(script="other"), two)),
        old.with_(automations=()),
        old.with_(project_name="other"),
        old.with_(extensions={"x-other": {"1": None}}),
        edits.put(old, ("projectName",), None),
        edits.put(old, ("caddy", "email"), "me@example.org"),
        edits.put(old, ("dataRoot",), "/srv"),
        edits.remove_channels(old, ["blog"]),
        edits.rename_channel(old, "blog", "news"),
        edits.move_channel(old, "blog", 1),
        spec("version: 4\n"),
    ):
        for start, end in ((old, new), (new, old)):
            made = again(start, end)
            assert json.dumps(made.to_data()) == json.dumps(end.to_data())
            assert made.said - {"extensions"} == end.said - {"extensions"}


@given(st.text("ab\n", max_size=12), st.text("ab\n", max_size=12))
def test_texts_are_made_again(old: str, new: str) -> None:
    assert patched_text(old, text_delta(old, new)) == new


def test_a_text_delta_is_what_differs() -> None:
    assert text_delta("one two three", "one 2 three") == (4, 6, "2")
