"""What a text holds for a stack, and what becomes of each part of it as it is chosen."""

from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model.arriving import arrivals, arrived
from openpalm_desktop.model.formats.compose_roles import Role

COMPOSE = """\
name: shop
services:
  web: {image: "nginx:1", ports: ["80:80", "443:443"], depends_on: [db, cache]}
  db: {image: postgres, volumes: ["data:/data"]}
  cache: {image: redis}
volumes: {data: {}}
"""


def test_a_compose_files_services_are_what_they_look_like_until_one_says_otherwise() -> None:
    found, problem = arrivals(COMPOSE, Role.CHANNEL)
    assert not problem
    assert [(one.name, one.role.name) for one in found] == [
        ("web", "SERVICE"),
        ("db", "SERVICE"),
        ("cache", "SERVICE"),
    ]
    made = arrived(COMPOSE, Role.CHANNEL, {"web": Role.CHANNEL, "db": Role.SERVICE})
    assert made.spec is not None
    assert made.spec.channels["web"].to_data() == {
        "image": "nginx:1",
        "exposure": "lan",
        "containerPort": 80,
        "hostPort": 80,
        "dependsOn": ["db"],
    }
    assert list(made.spec.services) == ["db"]
    assert any("443:443 was left out" in note for note in made.notes)
    assert any("There is none of this name" in note for note in made.notes)


def test_nothing_chosen_is_nothing_added() -> None:
    for text in (COMPOSE, "docker run nginx", "version: 4\nchannels: {a: {image: x}}\n"):
        made = arrived(text, Role.CHANNEL, {})
        assert made.spec is None or not (made.spec.channels or made.spec.services)


def test_of_a_stack_each_part_stays_what_it_is() -> None:
    text = "version: 4\nchannels: {a: {image: x}}\nservices: {b: {image: y}}\n"
    found, _ = arrivals(text, Role.SERVICE)
    assert [(one.name, one.role, one.is_fixed) for one in found] == [
        ("a", Role.CHANNEL, True),
        ("b", Role.SERVICE, True),
    ]
    made = arrived(text, Role.SERVICE, {"b": Role.SERVICE})
    assert made.spec is not None
    assert (list(made.spec.channels), list(made.spec.services)) == ([], ["b"])


PIECES = st.sampled_from(
    (
        *("services:", "\n", "  ", "web", ": ", "{", "}", "image: x", "- ", "docker run ", "null"),
        *("ports: ['80:80', {a: 1}, 3]", "version: 4", "channels:", "build: .", "'"),
        "depends_on: [a]",
    )
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join), st.sampled_from(Role))
def test_no_text_makes_it_fail(text: str, wish: Role) -> None:
    found, problem = arrivals(text, wish)
    assert bool(found) or bool(problem) or "services" in text
    for role in Role:
        made = arrived(text, wish, {one.name: role for one in found})
        assert made.spec is not None or made.problem
