"""The layout: readable for any stack, and the same for the same one."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model.picture.graph import Kind, Picture, picture
from openpalm_desktop.model.picture.layers import FIRST, layers
from openpalm_desktop.model.picture.layout import layout
from openpalm_desktop.model.picture.shapes import Layout, Rect, Sizes
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.stack import StackSpec
from tests.examples import fewer
from tests.strategies import specs

LITTLE = 0.001


def pictures() -> st.SearchStrategy[Picture]:
    """Pictures of any stack, and of ones whose containers wait for each other in any way."""
    return st.one_of(specs(), waiting_specs()).map(lambda spec: picture(resolved(spec)))


def waiting_specs() -> st.SearchStrategy[StackSpec]:
    names = st.sampled_from("abcdefgh")
    some_names = st.lists(names, max_size=4, unique=True)
    domains = st.lists(st.sampled_from(["a.org", "b.org", "c.org"]), max_size=3, unique=True)
    channel = st.fixed_dictionaries(
        {"dependsOn": some_names, "image": st.just("a"), "containerPort": st.integers(1, 3)},
        optional={
            "hostPort": st.integers(1, 99),
            "domains": domains,
            "exposure": st.sampled_from(["host", "lan", "public"]),
        },
    )
    service = st.fixed_dictionaries(
        {"dependsOn": some_names, "image": st.just("a")},
        optional={
            "ports": st.just(["1:1"]),
            "routes": st.lists(st.just({"domain": "d.org", "port": 1}), max_size=2),
        },
    )
    return st.builds(
        lambda channels, services: StackSpec.from_data(
            {"version": 4, "channels": channels, "services": services}
        ),
        st.dictionaries(st.sampled_from("abcd"), channel),
        st.dictionaries(st.sampled_from("efgh"), service),
    )


def laid_out(found: Picture, height: float = 46.0) -> Layout:
    nodes = {node.key: (120.0, height) for node in found.nodes}
    labels = [80.0 if edge.way else 0.0 for edge in found.edges]
    return layout(found, Sizes(nodes, labels))


def overlap(one: Rect, other: Rect) -> bool:
    is_beside = one.right <= other.x + LITTLE or other.right <= one.x + LITTLE
    is_above = one.bottom <= other.y + LITTLE or other.bottom <= one.y + LITTLE
    return not is_beside and not is_above


@fewer
@given(pictures(), st.sampled_from([30.0, 46.0, 90.0]))
def test_no_two_nodes_or_labels_overlap(found: Picture, height: float) -> None:
    made = laid_out(found, height)
    labels = [wire.label for wire in made.wires if wire.label]
    for one, other in combinations([*made.nodes.values(), *labels], 2):
        assert not overlap(one, other), (one, other)


@fewer
@given(pictures())
def test_everything_lies_on_the_picture(found: Picture) -> None:
    made = laid_out(found)
    for rect in made.nodes.values():
        assert rect.x >= 0
        assert rect.y >= -LITTLE
        assert rect.right <= made.width + LITTLE
        assert rect.bottom <= made.height + LITTLE
    for wire in made.wires:
        assert all(-LITTLE <= y <= made.height + LITTLE for _, y in wire.points)


@fewer
@given(st.one_of(specs(), waiting_specs()))
def test_the_same_stack_is_laid_out_alike(spec: StackSpec) -> None:
    again = StackSpec.from_data(spec.to_data())
    assert laid_out(picture(resolved(spec))) == laid_out(picture(resolved(again)))


@fewer
@given(pictures())
def test_every_edge_begins_and_ends_at_its_nodes(found: Picture) -> None:
    made = laid_out(found)
    assert len(made.wires) == len(found.edges)
    for edge, wire in zip(found.edges, made.wires, strict=True):
        ends = [wire.points[0], wire.points[-1]]
        for (x, y), key in zip(ends, (edge.source, edge.target), strict=True):
            rect = made.nodes[key]
            assert abs(x - rect.x) < LITTLE or abs(x - rect.right) < LITTLE
            assert rect.y <= y <= rect.bottom


@fewer
@given(pictures())
def test_every_edge_goes_to_the_right_but_for_those_that_close_a_circle(found: Picture) -> None:
    made = laid_out(found)
    columns, backward = layers(found)
    for number, (edge, wire) in enumerate(zip(found.edges, made.wires, strict=True)):
        is_back = number in backward
        assert is_back is wire.is_backward
        assert (columns[edge.source] < columns[edge.target]) is not is_back
        for (x0, _), (x1, _) in pairwise(wire.points):
            assert x1 <= x0 + LITTLE if is_back else x0 <= x1 + LITTLE


@fewer
@given(pictures())
def test_columns_stand_from_left_to_right_and_no_kind_left_of_its_own(found: Picture) -> None:
    made = laid_out(found)
    columns, _ = layers(found)
    for node in found.nodes:
        assert columns[node.key] >= FIRST[node.kind]
        assert made.nodes[node.key].x == made.columns[columns[node.key]].x
    assert all(one.right < other.x for one, other in pairwise(made.columns) if other.width)


def test_without_a_circle_no_edge_goes_back() -> None:
    waits = (("a", "b"), ("b", "c"), ("c", "d"))
    services: dict[str, object] = {n: {"image": "a", "dependsOn": [m]} for n, m in waits}
    data = {"version": 4, "services": services | {"d": {"image": "a"}}}
    columns, backward = layers(picture(resolved(StackSpec.from_data(data))))
    assert not backward
    assert [columns["services", name] for name in "abcd"] == [3, 4, 5, 6]


def test_a_way_is_straight_from_caddy_to_its_channel() -> None:
    channels = {
        f"c{n}": {"image": "a", "containerPort": 1, "domains": [f"c{n}.org", f"d{n}.org"]}
        for n in range(30)
    }
    found = picture(resolved(StackSpec.from_data({"version": 4, "channels": channels})))
    made = laid_out(found)
    for edge, wire in zip(found.edges, made.wires, strict=True):
        if edge.way:
            assert len({round(y, 3) for _, y in wire.points}) == 1


def test_caddy_and_the_ports_stand_beside_what_they_lead_to() -> None:
    domains: list[dict[str, object]] = [{}, {"domains": ["c.org"]}]
    channels = {f"c{n}": {"image": "a", "containerPort": n + 1} | domains[n % 2] for n in range(12)}
    found = picture(resolved(StackSpec.from_data({"version": 4, "channels": channels})))
    made = laid_out(found)
    bars = {node.kind: made.nodes[node.key] for node in found.nodes if node.kind.is_way_in}
    assert bars[Kind.CADDY].bottom < bars[Kind.PORTS].y
    for edge in found.edges:
        if edge.way:
            bar, target = made.nodes[edge.source], made.nodes[edge.target]
            assert bar.y <= target.middle <= bar.bottom
