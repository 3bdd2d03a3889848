"""What is coloured in a line, and that Qt counts its letters alike."""

import pytest

from openpalm_desktop.ui.highlighters import Span, highlighter_for


def coloured(name: str, line: str, colour: str) -> list[str]:
    """Return the pieces of a line in one colour, cut out as Qt counts."""
    units = line.encode("utf-16-le")
    return [
        units[2 * span.start : 2 * (span.start + span.length)].decode("utf-16-le")
        for span in highlighter_for(name)(line)
        if span.colour == colour
    ]


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("size: 20", ["20"]),
        ("image: nginx:1.27", []),
        ("image: ghcr.io/acme/app@2", []),
        ("ports: [80, 443]", ["80", "443"]),
        ('{"a":1}', ["1"]),
        ("on: true", ["true"]),
    ],
)
def test_tags_of_images_are_no_numbers(line: str, numbers: list[str]) -> None:
    assert coloured("x.yaml", line, "name") == numbers


def test_colours_stand_where_they_belong_after_an_emoji() -> None:
    line = 'title: "🌴🌴" # palm'
    assert coloured("x.yaml", line, "string") == ['"🌴🌴"']
    assert coloured("x.yaml", line, "comment") == ["# palm"]


def test_plain_lines_are_counted_once() -> None:
    assert highlighter_for("x.yaml")("a: 1")[0] == Span(0, 1, "key")
