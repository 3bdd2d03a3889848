"""What is on the picture: all that the files are made from, and nothing else."""

from hypothesis import given

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.picture.graph import CADDY, PORTS, Kind, picture, visitor_key
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.routes import Route
from openpalm_desktop.model.stack import StackSpec
from tests.examples import fewer
from tests.strategies import specs

STACK = {
    "version": 4,
    "services": {
        "db": {"image": "postgres", "ports": ["127.0.0.1:5432:5432"]},
        "cache": {"image": "redis", "dependsOn": ["db"]},
    },
    "channels": {
        "blog": {
            "image": "b",
            "containerPort": 80,
            "exposure": "public",
            "domains": ["example.org"],
            "dependsOn": ["db"],
        },
        "notes": {"image": "n", "containerPort": 80, "pathPrefixes": ["/notes", "/n"]},
        "old": {"image": "o", "enabled": False, "dependsOn": ["db"]},
    },
}


def spec() -> StackSpec:
    return StackSpec.from_data(STACK)


@fewer
@given(specs())
def test_every_route_of_the_model_is_one_edge_from_caddy_to_its_container(made: StackSpec) -> None:
    stack = resolved(made)
    edges = [edge for edge in picture(stack).edges if edge.way and edge.source == CADDY]
    doors = [(edge.target, edge.way.door) for edge in edges if edge.way]
    assert len(doors) == len(list(stack.routes))
    assert {id(door) for _, door in doors} == {id(route) for route in stack.routes}
    assert all(isinstance(door, Route) and door.origin[:2] == target for target, door in doors)


@fewer
@given(specs())
def test_every_edge_joins_nodes_of_the_picture_and_every_container_is_one(made: StackSpec) -> None:
    stack = resolved(made)
    found = picture(stack)
    keys = {node.key for node in found.nodes}
    assert len(keys) == len(found.nodes)
    assert {end for edge in found.edges for end in (edge.source, edge.target)} <= keys
    assert {part.resolved.origin for part in stack.parts} <= keys


@fewer
@given(specs())
def test_without_what_is_off_only_what_runs_is_left(made: StackSpec) -> None:
    stack = resolved(made)
    found = picture(stack, shows_disabled=False)
    containers = {node.key for node in found.nodes if node.kind.is_container}
    assert containers == {part.resolved.origin for part in stack.parts if part.is_enabled}


def test_visitors_come_in_where_something_is_for_them() -> None:
    edges = picture(resolved(spec())).edges
    visits = {(edge.source, edge.target) for edge in edges if edge.way is None and edge.reach}
    assert visits == {
        (visitor_key(Exposure.HOST), CADDY),
        (visitor_key(Exposure.LAN), CADDY),
        (visitor_key(Exposure.PUBLIC), CADDY),
        (visitor_key(Exposure.HOST), PORTS),
    }


def test_an_edge_has_the_reach_of_its_route_and_a_node_that_of_its_widest() -> None:
    found = picture(resolved(spec()))
    ways = [(edge.source, edge.target[1], edge.reach) for edge in found.edges if edge.way]
    assert ways == [
        (CADDY, "blog", Exposure.PUBLIC),
        (CADDY, "notes", Exposure.LAN),
        (CADDY, "notes", Exposure.LAN),
        (PORTS, "db", Exposure.HOST),
    ]
    reaches = {node.key[1]: node.reach for node in found.nodes if node.kind.is_container}
    assert reaches == {
        "blog": Exposure.PUBLIC,
        "notes": Exposure.LAN,
        "old": None,
        "db": Exposure.HOST,
        "cache": None,
    }


def test_what_waits_is_joined_with_what_it_waits_for_unless_it_is_off() -> None:
    edges = [edge for edge in picture(resolved(spec())).edges if edge.is_dependency]
    assert [(edge.source[1], edge.target[1]) for edge in edges] == [("blog", "db"), ("cache", "db")]


def test_an_empty_stack_has_visitors_and_nothing_to_visit() -> None:
    found = picture(resolved(StackSpec()))
    assert [node.kind for node in found.nodes] == [Kind.VISITOR] * 3
    assert found.edges == ()
