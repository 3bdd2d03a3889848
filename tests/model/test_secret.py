"""Secret references: exactly ${NAME}, and nothing else."""

import pytest
from hypothesis import given

from openpalm_desktop.model.secret import CHANNEL_SECRET, reference, secret_name
from openpalm_desktop.model.value import Scalar
from tests.strategies import any_text


@pytest.mark.parametrize("name", ["A", "TOKEN", "A_1", "A__B_", "X9"])
def test_a_reference_is_its_name_in_braces(name: str) -> None:
    assert secret_name(reference(name)) == name


@pytest.mark.parametrize(
    "value",
    [
        *("", "${}", "$A", "{A}", "${a}", "${1A}", "${_A}", "${A-B}", "${A:-x}", "${Ä}", "$${A}"),
        *(" ${A}", "${A} ", "${A}\n", "x${A}", "${A}${B}", "${ A }", "${A}}", True, 1, 1.5),
    ],
)
def test_anything_else_is_a_value(value: Scalar) -> None:
    assert secret_name(value) is None


@given(any_text)
def test_a_name_that_is_found_gives_the_text_back(text: str) -> None:
    name = secret_name(text)
    assert name is None or reference(name) == text


def test_channels_share_only_variables_of_one_form() -> None:
    assert CHANNEL_SECRET.fullmatch("CHANNEL_MY_BOT_SECRET")
    assert not CHANNEL_SECRET.fullmatch("CHANNEL_SECRET")
    assert not CHANNEL_SECRET.fullmatch("MY_CHANNEL_A_SECRET")
