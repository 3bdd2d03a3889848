"""Channels and services as text, and whatever text a person may paste."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model.formats.compose_roles import Role
from openpalm_desktop.model.pasting import copied_text, pasted, with_pasted
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec

SPEC = """\
version: 4
preset: openpalm
channels:
  blog: {image: example/blog:1, containerPort: 80, dependsOn: [db]}
  notes: {image: example/notes:1, containerPort: 81}
services:
  db: {image: "postgres:17"}
"""


def spec(text: str = SPEC) -> StackSpec:
    file = read_spec(text)
    assert isinstance(file, SpecFile)
    return file.spec


def found(text: str, role: Role = Role.CHANNEL) -> StackSpec:
    made = pasted(text, role)
    assert made.spec is not None, made.problem
    return made.spec


def test_what_is_copied_is_a_small_stack_of_its_own() -> None:
    assert copied_text(spec(), ["notes"], ["db"]) == (
        "version: 4\n"
        "channels:\n"
        "  notes:\n"
        "    image: example/notes:1\n"
        "    containerPort: 81\n"
        "services:\n"
        "  db:\n"
        "    image: postgres:17\n"
    )


def test_a_core_service_is_copied_whole() -> None:
    assert "image: postgres:16-alpine" in copied_text(spec(), (), ["postgres"])


def test_names_that_exist_become_new_ones_also_where_they_are_waited_for() -> None:
    more = found(copied_text(spec(), ["blog"], ["db"]))
    after, channels, services = with_pasted(spec(), more, "blog")
    assert list(after.channels) == ["blog", "blog-2", "notes"]
    assert list(after.services) == ["db", "db-2"]
    assert after.channels["blog-2"].depends_on == ("db-2",)
    assert (channels, services) == (("blog-2",), ("db-2",))
    _, channels, _ = with_pasted(after, more)
    assert channels == ("blog-3",)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "text",
    [
        "docker run -p 80:80 --name web nginx:1",
        "services:\n  web:\n    image: nginx:1\n    ports: ['80:80']\n    restart: always\n",
        "web:\n  image: nginx:1\n  ports: ['80:80']\n  restart: always\n",
        "web: {image: 'nginx:1'}\n",
    ],
)
def test_other_programs_words_are_understood(text: str, role: Role) -> None:
    more = found(text, role)
    containers = {**more.channels, **more.services}
    assert {name: one.image for name, one in containers.items()} == {"web": "nginx:1"}


@pytest.mark.parametrize("name", ["", "name: Media!\n"])
def test_nothing_is_said_of_a_project_that_is_not_taken_over(name: str) -> None:
    text = f"{name}services: {{z: {{image: nginx, ports: ['81:80'], build: x}}}}"
    notes = pasted(text, Role.CHANNEL).notes
    assert notes
    assert not [note for note in notes if "project" in note.lower()]


def test_one_containers_fields_become_what_the_table_is_of() -> None:
    assert list(found("image: nginx\ncontainerPort: 80\n").channels) == ["channel"]
    assert list(found("image: nginx\n", Role.SERVICE).services) == ["service"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hello", "This is no channel and no service."),
        ("", "There is nothing to paste"),
        ("version: 4\n", "There is no channel and no service in it."),
        ("version: 4\nchannels: {a: {imag: x}}\n", "Line 2: There is no field “imag” here."),
        ("docker run --rm", "The line names no image"),
        ("a: [", "Line 1: "),
    ],
)
def test_a_wrong_text_is_answered_by_a_sentence(text: str, problem: str) -> None:
    made = pasted(text, Role.CHANNEL)
    assert made.spec is None
    assert made.problem.startswith(problem), made.problem


@given(st.text(max_size=60), st.sampled_from(list(Role)))
def test_no_text_makes_it_fail(text: str, role: Role) -> None:
    made = pasted(text, role)
    assert made.spec is not None or made.problem


@given(st.sets(st.sampled_from(["blog", "notes", "db", "postgres"])))
def test_copied_and_pasted_again_says_the_same(names: set[str]) -> None:
    one = spec()
    channels = [name for name in one.channels if name in names]
    services = [name for name in ("db", "postgres") if name in names]
    if channels or services:
        text = copied_text(one, channels, services)
        more = found(text)
        assert copied_text(more, more.channels, more.services) == text
