"""Generated files tell who reaches what, without the stack that they were made from."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.generate.generator import generated
from openpalm_desktop.generate.told_files import Owner, Told, Way, told, told_changes
from openpalm_desktop.model import edits
from openpalm_desktop.model.changes import Change, Reach, changes
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec

TEXT = """\
version: 4
channels:
  blog: {image: a/blog:1, containerPort: 80, exposure: public, domains: [blog.example.org]}
  notes: {image: a/notes:1, containerPort: 80, pathPrefixes: [/notes]}
  metrics: {image: a/metrics:1, containerPort: 90, exposure: host, hostPort: 9091}
caddy: {email: a@example.org}
"""
OWNERS = {"channel-notes": Owner("Notes", ("channels", "notes"))}


def spec() -> StackSpec:
    file = read_spec(TEXT)
    assert isinstance(file, SpecFile)
    return file.spec


def told_by(one: StackSpec) -> Told:
    files = generated(one).files
    names = ("docker-compose.yml", "caddy/Caddyfile")
    return told(*([files[name].text] if name in files else [] for name in names))


def told_of(edit: Callable[[StackSpec], StackSpec]) -> list[str]:
    found = told_changes(told_by(spec()), told_by(edit(spec())), OWNERS)
    marks = {Reach.WIDER: "▲ ", Reach.NARROWER: "▼ ", Reach.SAME: ""}
    return [f"{marks[one.reach]}{one.sentence}" for one in found]


def test_files_say_images_ports_and_ways() -> None:
    found = told_by(spec())
    assert found.services["channel-metrics"] == ("a/metrics:1", {9091: Exposure.HOST})
    assert found.ways == {
        Way("", "/notes", "channel-notes"): Exposure.LAN,
        Way("blog.example.org", "/", "channel-blog"): Exposure.PUBLIC,
    }


def test_pieces_say_what_the_whole_says() -> None:
    files = generated(spec()).files
    compose, caddyfile = files["docker-compose.yml"], files["caddy/Caddyfile"]
    pieces = told(*([block.text for block in one.blocks] for one in (compose, caddyfile)))
    assert pieces == told_by(spec())


def test_wider_reach_is_told_first_and_marked() -> None:
    def edit(one: StackSpec) -> StackSpec:
        one = edits.put(one, ("channels", "notes", "image"), "a/notes:2")
        one = edits.put(one, ("accessScope",), Exposure.PUBLIC)
        return edits.put(one, ("channels", "notes", "exposure"), Exposure.PUBLIC)

    assert told_of(edit) == [
        "▲ /notes: local network → internet",
        "Notes: image changes from a/notes:1 to a/notes:2",
    ]


def test_ports_that_open_and_close_are_told() -> None:
    def edit(one: StackSpec) -> StackSpec:
        one = edits.put(one, ("channels", "notes", "hostPort"), 8181)
        return edits.put(one, ("channels", "metrics", "hostPort"), 9092)

    assert told_of(edit) == [
        "▲ Notes opens port 8181 of the server to the network",
        "▲ channel-metrics opens port 9092 to this host only",
        "▼ channel-metrics closes port 9091 of the server",
    ]


def test_containers_that_come_and_go_are_told() -> None:
    assert told_of(lambda one: edits.remove_channels(one, ["notes"])) == [
        "Notes is removed",
        "▼ /notes leads to Notes no longer",
    ]


REACHES = st.sampled_from(list(Exposure))


@given(REACHES, REACHES, REACHES, REACHES)
def test_files_tell_of_wider_reach_whenever_the_stacks_do(
    scope: Exposure, notes: Exposure, blog: Exposure, metrics: Exposure
) -> None:
    after = edits.put(spec(), ("accessScope",), scope)
    for name, reach in (("notes", notes), ("blog", blog), ("metrics", metrics)):
        after = edits.put(after, ("channels", name, "exposure"), reach)

    def is_wider(found: tuple[Change, ...]) -> bool:
        return any(one.reach is Reach.WIDER for one in found)

    by_stack = changes(resolved(spec()), resolved(after))
    by_files = told_changes(told_by(spec()), told_by(after), {})
    assert is_wider(by_files) or not is_wider(by_stack)
