"""Order and tags of several at once."""

import pytest

from openpalm_desktop.model.arranging import is_tag, move_channels, move_services, with_tag
from openpalm_desktop.model.spec_file import SpecFile, read_spec

TEXT = """\
version: 4
preset: openpalm
channels:
  # first
  a: {image: x}   # of all
  b: {image: x}
  # third
  c: {image: x}
  d: {image: x}
services:
  one: {image: x}
  postgres: {image: "postgres:17"}
  # two
  two: {image: x}
"""


def file() -> SpecFile:
    found = read_spec(TEXT)
    assert isinstance(found, SpecFile)
    return found


@pytest.mark.parametrize(
    ("names", "index", "order"),
    [
        (["c"], 0, "cabd"),
        (["a"], 4, "bcda"),
        (["a", "c"], 2, "bacd"),
        (["d", "a"], 2, "badc"),
        (["b"], 1, "abcd"),
        (["b"], 2, "abcd"),
        (["b"], 99, "acdb"),
    ],
)
def test_rows_stand_together_where_they_are_put(names: list[str], index: int, order: str) -> None:
    assert "".join(move_channels(file().spec, names, index).channels) == order


def test_comments_go_with_what_they_stand_at() -> None:
    after = file().text_for(move_channels(file().spec, ["c"], 0))
    assert after.index("# third\n  c:") < after.index("a: {image: x}   # of all")


def test_services_of_ones_own_change_places_around_the_presets() -> None:
    after = move_services(file().spec, ["two", "postgres"], 0)
    assert list(after.services) == ["two", "postgres", "one"]


@pytest.mark.parametrize(
    ("image", "after"),
    [
        ("nginx", "nginx:2"),
        ("nginx:1", "nginx:2"),
        ("host:5000/a/nginx", "host:5000/a/nginx:2"),
        ("host:5000/a/nginx:1@sha256:" + "a" * 64, "host:5000/a/nginx:2"),
    ],
)
def test_only_the_tag_changes(image: str, after: str) -> None:
    assert with_tag(image, "2") == after


def test_a_tag_is_what_docker_takes_for_one() -> None:
    assert is_tag("2.4.1-alpine")
    assert not is_tag("a b")
    assert not is_tag("x/y")
    assert not is_tag("")
