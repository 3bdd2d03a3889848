"""The order within columns: fewer crossings, never more; groups stay apart."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model.picture.order import Columns, Steps, crossings, ordered
from openpalm_desktop.model.picture.spread import spread
from tests.examples import fewer

Graph = tuple[Columns[tuple[int, int]], Steps[tuple[int, int]]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    heights = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    columns = [[(column, row) for row in range(n)] for column, n in enumerate(heights)]
    steps = []
    for left, right in pairwise(columns):
        step = st.tuples(st.sampled_from(left), st.sampled_from(right))
        steps.append(draw(st.lists(step, max_size=12, unique=True)))
    return columns, steps


def counted(columns: Columns[tuple[int, int]], steps: Steps[tuple[int, int]]) -> int:
    total = 0
    for number, some in enumerate(steps):
        left, right = columns[number], columns[number + 1]
        for (a, b), (c, d) in combinations(some, 2):
            total += (left.index(a) - left.index(c)) * (right.index(b) - right.index(d)) < 0
    return total


@fewer
@given(graphs())
def test_crossings_are_counted_pair_by_pair(graph: Graph) -> None:
    assert crossings(*graph) == counted(*graph)


@fewer
@given(graphs())
def test_there_are_never_more_crossings_than_before(graph: Graph) -> None:
    columns, steps = graph
    made = ordered(columns, steps, {})
    assert crossings(made, steps) <= crossings(columns, steps)
    assert [sorted(column) for column in made] == columns


@fewer
@given(graphs())
def test_groups_stay_apart(graph: Graph) -> None:
    columns, steps = graph
    groups = {item: item[1] % 3 for column in columns for item in column}
    for column in ordered(columns, steps, groups):
        found = [groups[item] for item in column]
        assert found == sorted(found)


def test_what_can_be_untangled_is() -> None:
    columns = [list("abc"), list("xyz")]
    steps = [[("a", "z"), ("b", "y"), ("c", "x")]]
    assert crossings(columns, steps) == 3
    assert crossings(ordered(columns, steps, {}), steps) == 0


def test_what_a_sweep_would_make_worse_stays_as_it_was() -> None:
    columns = [list("ab"), list("uvw"), list("xy")]
    steps = [[("a", "u"), ("a", "v"), ("a", "w"), ("b", "v"), ("b", "w")], [("u", "y")]]
    assert crossings(columns, steps) == crossings(ordered(columns, steps, {}), steps) == 1


places = st.lists(st.floats(-1000, 1000), min_size=1, max_size=12)


@fewer
@given(places, st.floats(0, 50))
def test_places_are_in_order_and_far_enough_apart(wanted: list[float], distance: float) -> None:
    found = spread(wanted, [distance] * (len(wanted) - 1))
    assert all(other - one >= distance - 0.001 for one, other in pairwise(found))


@fewer
@given(places, st.floats(0, 50), st.data())
def test_no_other_places_are_nearer(
    wanted: list[float], distance: float, data: st.DataObject
) -> None:
    found = spread(wanted, [distance] * (len(wanted) - 1))
    moves = data.draw(st.lists(st.floats(-20, 20), min_size=len(wanted), max_size=len(wanted)))
    other = [found[0] + moves[0]]
    for at, move in zip(found[1:], moves[1:], strict=True):
        other.append(max(at + move, other[-1] + distance))
    assert cost(found, wanted) <= cost(other, wanted) + 0.01


def cost(found: list[float], wanted: list[float]) -> float:
    return sum((one - other) ** 2 for one, other in zip(found, wanted, strict=True))


def test_what_has_room_stands_where_it_wants() -> None:
    assert spread([0.0, 10.0, 30.0], [5.0, 5.0]) == [0.0, 10.0, 30.0]
    assert spread([0.0, 0.0], [10.0]) == [-5.0, 5.0]
    assert spread([], []) == []
