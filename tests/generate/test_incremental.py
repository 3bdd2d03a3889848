"""What is made again after an edit is what would be made from nothing, and nothing else."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.generate.artifact import Bundle
from openpalm_desktop.generate.workshop import Product, Workshop
from openpalm_desktop.model import edits
from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.stack import StackSpec
from tests.examples import fewer
from tests.strategies import sound_specs, specs

SECRETS = ("CHAT_TOKEN",)


def files(bundle: Bundle) -> dict[str, tuple[str, list[object], int]]:
    """Every file's text, the origin of each of its lines, and its mode."""
    return {
        one.name: (one.text, [origin for b in one.blocks for origin in b.origins], one.mode)
        for one in bundle
    }


def assert_same(kept: Product, fresh: Product) -> None:
    """Compare all that a person could see of two products."""
    assert kept.problems == fresh.problems
    assert kept.stack.sites == fresh.stack.sites
    assert (kept.generated is None) == (fresh.generated is None)
    if kept.generated is not None and fresh.generated is not None:
        assert files(kept.generated.bundle) == files(fresh.generated.bundle)


@fewer
@given(st.lists(sound_specs() | specs(), min_size=2, max_size=4))
def test_any_specs_one_after_another_are_as_each_alone(several: list[StackSpec]) -> None:
    workshop = Workshop()
    for spec in [*several, several[0]]:
        assert_same(workshop.make(spec, SECRETS), Workshop().make(spec, SECRETS))


@fewer
@given(sound_specs(), sound_specs(), st.data())
def test_any_edits_one_after_another_are_as_each_alone(
    spec: StackSpec, other: StackSpec, data: st.DataObject
) -> None:
    workshop = Workshop()
    workshop.make(spec)
    for _ in range(data.draw(st.integers(1, 5))):
        spec = data.draw(st.sampled_from(EDITS))(spec, other, data)
        assert_same(workshop.make(spec), Workshop().make(spec))


Edit = Callable[[StackSpec, StackSpec, st.DataObject], StackSpec]


def take_a_field(spec: StackSpec, other: StackSpec, data: st.DataObject) -> StackSpec:
    """Let a field of the top say what it says in another spec."""
    name = data.draw(st.sampled_from(sorted(StackSpec.fields)))
    return spec.with_(**{name: getattr(other, name)})


def take_a_channel(spec: StackSpec, other: StackSpec, data: st.DataObject) -> StackSpec:
    """Put another spec's channel in, perhaps over one of the same name."""
    if not other.channels:
        return spec
    name = data.draw(st.sampled_from(list(other.channels)))
    return edits.put(spec, ("channels", name), other.channels[name])


def take_a_channels_field(spec: StackSpec, other: StackSpec, data: st.DataObject) -> StackSpec:
    """Let a field of a channel say what it says in another spec."""
    if not other.channels or not spec.channels:
        return spec
    source = other.channels[data.draw(st.sampled_from(list(other.channels)))]
    name = data.draw(st.sampled_from(list(spec.channels)))
    field = data.draw(st.sampled_from(sorted(Channel.fields)))
    changed = spec.channels[name].with_(**{field: getattr(source, field)})
    return edits.put(spec, ("channels", name), changed)


def move_a_channel(spec: StackSpec, _: StackSpec, data: st.DataObject) -> StackSpec:
    """Put a channel at another place of the order."""
    if not spec.channels:
        return spec
    name = data.draw(st.sampled_from(list(spec.channels)))
    return edits.move_channel(spec, name, data.draw(st.integers(0, len(spec.channels))))


def remove_a_channel(spec: StackSpec, _: StackSpec, data: st.DataObject) -> StackSpec:
    """Take a channel out."""
    if not spec.channels:
        return spec
    return edits.remove_channels(spec, [data.draw(st.sampled_from(list(spec.channels)))])


def duplicate_a_channel(spec: StackSpec, _: StackSpec, data: st.DataObject) -> StackSpec:
    """Put a copy of a channel after it."""
    if not spec.channels:
        return spec
    return edits.duplicate_channel(spec, data.draw(st.sampled_from(list(spec.channels))))[0]


def rename_a_channel(spec: StackSpec, _: StackSpec, data: st.DataObject) -> StackSpec:
    """Give a channel another name."""
    if not spec.channels:
        return spec
    return edits.rename_channel(spec, data.draw(st.sampled_from(list(spec.channels))), "renamed")


EDITS: list[Edit] = [
    take_a_field,
    take_a_channel,
    take_a_channels_field,
    move_a_channel,
    remove_a_channel,
    duplicate_a_channel,
    rename_a_channel,
]


def stack(**channels: dict[str, object]) -> StackSpec:
    """A stack of channels that have an image and a port."""
    some = {"image": "alpine", "containerPort": 80}
    return StackSpec.from_data({"channels": {name: some | more for name, more in channels.items()}})


BLOG: dict[str, object] = {"domains": ["blog.example.org"], "env": {"A": "1"}}


def test_an_edit_of_one_channel_makes_only_its_own_blocks_again() -> None:
    workshop = Workshop()
    spec = stack(blog=BLOG, wiki={"domains": ["wiki.example.org"], "env": {"A": "2"}})
    before = workshop.make(spec).generated
    after = workshop.make(edits.put(spec, ("channels", "wiki", "image"), "busybox")).generated
    assert before is not None
    assert after is not None
    for name in ("docker-compose.yml", "caddy/Caddyfile"):
        old, new = before.files[name].blocks, after.files[name].blocks
        fresh = [block for block in new if not any(block is one for one in old)]
        channels = {origin for block in fresh for origin in block.origins if "channels" in origin}
        assert {origin[:2] for origin in channels} <= {("channels", "wiki")}, name
    assert before.files["env/channel-blog.env"] is after.files["env/channel-blog.env"]


def test_the_same_spec_again_makes_the_same_objects() -> None:
    workshop = Workshop()
    spec = stack(blog=BLOG)
    first, second = workshop.make(spec).generated, workshop.make(spec).generated
    assert first is not None
    assert second is not None
    assert first.project.services["channel-blog"] is second.project.services["channel-blog"]
    assert first.project.services["caddy"] is second.project.services["caddy"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"required": True, "restart": True}, {"restart": True, "required": True}),
        ({"required": True}, {"required": 1}),
    ],
)
def test_options_that_are_equal_but_read_differently_are_written_anew(
    one: dict[str, object], other: dict[str, object]
) -> None:
    workshop = Workshop()
    for options in (one, other):
        spec = stack(a={"hostPort": 9000}, b={"dependsOn": {"a": options}})
        assert_same(workshop.make(spec), Workshop().make(spec))


def test_a_shared_secret_that_is_equal_but_reads_differently_is_written_anew() -> None:
    workshop = Workshop()
    for value in (1, True, 1.0):
        spec = stack(a={"config": {"CHANNEL_A_SECRET": value}, "hostPort": 9000})
        spec = edits.put(spec, ("preset",), "openpalm")
        assert_same(workshop.make(spec), Workshop().make(spec))
