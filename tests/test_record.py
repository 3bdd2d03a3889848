"""Records: what frozen dataclasses promise, without what they cost at the start."""

from collections.abc import Callable
from copy import deepcopy
from functools import cached_property

import pytest

from openpalm_desktop.record import Record


class Point(Record):
    """A record with a default and something worked out."""

    x: int
    y: int = 2

    @cached_property
    def sum(self) -> int:
        """Kept once it was asked for."""
        return self.x + self.y


class Named(Point):
    """A record with one field more."""

    name: str = ""


class Single(Record, eq=False):
    """A record that is like no other."""

    x: int


def test_fields_are_given_in_their_order_or_by_their_names() -> None:
    assert Point(1) == Point(x=1, y=2) == Point(1, 2)
    assert (Named(1, 3, "a").x, Named(1, name="a").y, Named(1, name="a").name) == (1, 2, "a")


def test_what_was_worked_out_before_makes_no_difference() -> None:
    asked, other = Point(1), Point(1)
    assert asked.sum == 3
    assert asked == other == deepcopy(asked)
    assert len({asked, other}) == 1
    assert asked.replaced(y=5).sum == 6


def test_records_of_other_values_or_classes_differ() -> None:
    assert Point(1) != Point(2)
    assert Point(1) != Named(1)
    assert Single(1) != Single(1)
    assert len({Single(1), Single(1)}) == 2


def test_a_field_that_is_missing_or_unknown_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="x"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="z"):
        Point(1, z=1)  # type: ignore[call-arg]


def test_a_record_shows_its_fields_and_can_be_taken_apart() -> None:
    assert repr(Named(1, name="a")) == "Named(x=1, y=2, name='a')"
    match Named(1, 3, "a"):
        case Named(x, y, name):
            assert (x, y, name) == (1, 3, "a")


def test_the_first_of_many_are_as_those_that_come_after() -> None:
    class Many(Record):
        x: int
        say: Callable[[int], str] = str
        y: int = 2

    points = [Many(each % 2) for each in range(40)]
    assert len(set(points)) == 2
    assert {point.say(point.y) for point in points} == {"2"}
    assert {tuple(vars(point)) for point in points} == {("x", "say", "y")}
    for count in range(40):
        with pytest.raises(TypeError, match="multiple values"):
            type("Fresh", (Many,), {"__annotations__": {}})(1, x=count)
        with pytest.raises(TypeError, match="positional"):
            Many(1, str, 2, 3)  # type: ignore[call-arg]
