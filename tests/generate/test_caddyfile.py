"""The writer of Caddyfiles: a token is one word, or it is refused."""

import re

import pytest
from hypothesis import given

from openpalm_desktop.generate.caddyfile import (
    Directive,
    Lines,
    Placeholder,
    Site,
    caddy_block,
    token,
)
from tests.strategies import any_text


def read(text: str) -> list[str]:
    """The words of one line, as Caddy's lexer takes them apart."""
    words = []
    for quoted, bare in re.findall(r'"((?:\\"|[^"])*)"|(\S+)', text):
        words.append(bare or quoted.replace('\\"', '"'))
    return words


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("example.org", "example.org"),
        ("/a/*", "/a/*"),
        ("[::1]:80", "[::1]:80"),
        ("", '""'),
        ("a b", '"a b"'),
        ("#a", '"#a"'),
        ("a#b", '"a#b"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("$HOME", '"$HOME"'),
        ("50%", '"50%"'),
        ("<<EOF", '"<<EOF"'),
        ("ä", '"ä"'),
    ],
)
def test_a_token_is_bare_or_quoted(text: str, written: str) -> None:
    assert token(text) == written


@pytest.mark.parametrize(
    "text", ["{", "}", "{env.A}", "{$A}", "a\nb", "\r", "\x00", "\\", "`", "\x7f"]
)
def test_what_no_quotes_make_safe_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a Caddyfile"):
        token(text)


@given(any_text)
def test_a_token_reads_back_as_one_word_or_is_refused(text: str) -> None:
    try:
        written = token(text)
    except ValueError:
        return
    assert "\n" not in written
    assert read(written) == [text]


@pytest.mark.parametrize("text", ["{a", "a}", "{$A}", "{env.A} {", "{A}", "{a}\n"])
def test_only_a_placeholder_may_have_braces(text: str) -> None:
    with pytest.raises(ValueError, match="placeholder"):
        Lines.of([Directive("respond", (Placeholder(text),))])


def test_a_tree_is_written_with_an_origin_for_every_line() -> None:
    inner = Directive("route", (), (Directive("respond", ("a b",), origin=("inner",)),))
    block = caddy_block(
        Site(("a.org", "b.org"), Lines.of([inner], ("site",)), ("site",)),
        Site((), Lines.of([Directive("debug")])),
    )
    assert block.text == (
        '\na.org, b.org {\n\troute {\n\t\trespond "a b"\n\t}\n}\n\n{\n\tdebug\n}\n'
    )
    assert len(block.origins) == block.text.count("\n")
    assert block.origins[:6] == (("site",),) * 3 + (("inner",),) + (("site",),) * 2
