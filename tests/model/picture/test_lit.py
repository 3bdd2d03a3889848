"""What lights up with a node, and where arrow keys go."""

from hypothesis import given

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.picture.graph import CADDY, PORTS, Picture, picture, visitor_key
from openpalm_desktop.model.picture.lit import lit
from openpalm_desktop.model.picture.walk import Direction, neighbour, reading_order
from openpalm_desktop.model.resolved_stack import resolved
from tests.examples import fewer
from tests.model.picture.test_graph import spec
from tests.model.picture.test_layout import laid_out, pictures

HOST, LAN, PUBLIC = map(visitor_key, Exposure)
BLOG, NOTES = ("channels", "blog"), ("channels", "notes")
DB, CACHE = ("services", "db"), ("services", "cache")


def lit_nodes(key: Path) -> set[Path]:
    return set(lit(picture(resolved(spec())), key).nodes)


def test_a_visitor_lights_up_what_it_reaches_and_what_that_needs() -> None:
    assert lit_nodes(PUBLIC) == {PUBLIC, CADDY, BLOG, DB}
    assert lit_nodes(LAN) == {LAN, CADDY, BLOG, NOTES, DB}
    assert lit_nodes(HOST) == {HOST, CADDY, PORTS, BLOG, NOTES, DB}


def test_a_channel_lights_up_who_reaches_it_and_what_it_needs() -> None:
    assert lit_nodes(BLOG) == {HOST, LAN, PUBLIC, CADDY, BLOG, DB}
    assert lit_nodes(NOTES) == {HOST, LAN, CADDY, NOTES}


def test_a_service_lights_up_all_that_leads_to_it() -> None:
    assert lit_nodes(DB) == {HOST, LAN, PUBLIC, CADDY, PORTS, BLOG, CACHE, DB}
    assert lit_nodes(CACHE) == {CACHE, DB}


def test_caddy_lights_up_everything_behind_it() -> None:
    assert lit_nodes(CADDY) == {HOST, LAN, PUBLIC, CADDY, BLOG, NOTES, DB}


def test_what_is_not_there_lights_up_nothing() -> None:
    assert lit_nodes(("channels", "gone")) == set()


@fewer
@given(pictures())
def test_lit_edges_join_lit_nodes(made: Picture) -> None:
    for node in made.nodes:
        some = lit(made, node.key)
        assert node.key in some.nodes
        assert all({made.edges[n].source, made.edges[n].target} <= some.nodes for n in some.edges)


@fewer
@given(pictures())
def test_arrow_keys_reach_every_node_and_up_leads_back_from_down(made: Picture) -> None:
    layout = laid_out(made)
    order = reading_order(layout)
    assert set(order) == {node.key for node in made.nodes}
    reached, waiting = {order[0]}, [order[0]]
    while waiting:
        here = waiting.pop()
        for direction in Direction:
            there = neighbour(layout, here, direction)
            if there is not None and there not in reached:
                reached.add(there)
                waiting.append(there)
    assert reached == set(order)
    for key in order:
        below = neighbour(layout, key, Direction.DOWN)
        assert below is None or neighbour(layout, below, Direction.UP) == key
