"""The writer of env files; that Compose reads them back is asked of Compose itself elsewhere."""

import pytest
from hypothesis import given

from openpalm_desktop.generate.env_files import env_file, quoted
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.resolved import Environment
from tests.strategies import any_text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("info", "info"),
        ("http://a:80/b?c", "'http://a:80/b?c'"),
        ("", "''"),
        (" a ", "' a '"),
        ("a#b", "'a#b'"),
        ("$HOME", "'$HOME'"),
        ("${A}", "'${A}'"),
        ('"a"', "'\"a\"'"),
        ("it's $5", '"it\'s \\$5"'),
        ("a\\b", '"a\\\\b"'),
        ("a\nb\r", '"a\\nb\\r"'),
        ("\U0001f600", "'\U0001f600'"),
    ],
)
def test_a_value_is_bare_or_quoted(value: str, written: str) -> None:
    assert quoted(value) == written


@given(any_text)
def test_a_value_is_one_line(value: str) -> None:
    assert not set(quoted(value)) & {"\n", "\r"}


def test_a_file_has_a_line_an_origin_and_the_mode_of_a_secret() -> None:
    said: Path = ("channels", "a", "env")
    environment: Environment = {
        "A": ("x\ny", (*said, "A")),
        "B": ("${TOKEN}", (*said, "B")),
        "C": (True, said),
    }
    preview, real = env_file("a", environment, None), env_file("a", environment, {"TOKEN": "s#1"})
    assert preview.text == 'A="x\\ny"\nB=${TOKEN}\nC=true\n'
    assert real.text == "A=\"x\\ny\"\nB='s#1'\nC=true\n"
    assert (real.name, real.mode) == ("env/a.env", 0o600)
    assert [real.origin_of(line) for line in range(4)] == [(*said, "A"), (*said, "B"), said, ()]
