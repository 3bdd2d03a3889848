"""A file of secrets: any value comes back, and what is no secret stays as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.deploy.secrets import (
    SecretsUnreadable,
    parse_secrets,
    with_secret,
    without_secret,
)
from openpalm_desktop.model.checks.variables import can_be_received

WRITTEN = """\
# The bot of the family
export BOT_TOKEN = 'abc'   # ask Ada

DB="x\\ny" # old
 LAST=plain # why
"""

values = st.text(min_size=1).filter(can_be_received)


@given(values, values)
def test_any_value_is_read_as_it_was_written(one: str, other: str) -> None:
    text = with_secret(with_secret("", "A", one), "B", other)
    assert parse_secrets(text, "secrets.env") == {"A": one, "B": other}
    assert parse_secrets(with_secret(text, "A", other), "") == {"A": other, "B": other}


def test_comments_and_other_lines_stay_when_one_value_is_set() -> None:
    changed = with_secret(WRITTEN, "BOT_TOKEN", "it's new")
    assert changed == WRITTEN.replace("'abc'", '"it\'s new"')
    assert with_secret(WRITTEN, "DB", "z") == WRITTEN.replace('"x\\ny"', "z")
    assert with_secret(WRITTEN, "LAST", "z") == WRITTEN.replace("plain", "z")


def test_a_new_name_comes_last_on_a_line_of_its_own() -> None:
    assert with_secret("A=1", "B", "2") == "A=1\nB=2\n"
    assert with_secret("A=1\r\n", "B", "2") == "A=1\r\nB=2\r\n"
    assert with_secret("", "B", "2") == "B=2\n"


def test_removing_takes_every_line_of_the_name_and_no_other() -> None:
    twice = f"LAST=0\n{WRITTEN}"
    assert without_secret(twice, "LAST") == WRITTEN.replace(" LAST=plain # why\n", "")
    assert parse_secrets(without_secret(twice, "LAST"), "").keys() == {"BOT_TOKEN", "DB"}


def test_the_last_line_of_a_name_is_the_one_that_counts_and_changes() -> None:
    assert with_secret("A=1\nA=2\n", "A", "3") == "A=1\nA=3\n"


def test_a_value_that_no_variable_can_hold_is_refused_without_being_shown() -> None:
    with pytest.raises(
        SecretsUnreadable, match=r"secrets\.env:1: no variable can hold a NUL"
    ) as at:
        parse_secrets("TOKEN=q7x\0cd\n", "secrets.env")
    assert "q7x" not in at.value.sentence
