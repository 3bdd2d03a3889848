"""Generated files know their lines' origins, and are the same bytes every time."""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.generate.artifact import Artifact, Block
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.generate.workshop import Workshop
from openpalm_desktop.model import edits
from openpalm_desktop.model.path import Path as SpecPath
from openpalm_desktop.model.presets import preset_layer
from openpalm_desktop.model.stack import StackSpec
from tests.examples import fewer
from tests.rules import channel
from tests.strategies import sound_specs


def test_lines_and_origins_find_each_other() -> None:
    a, b, inner = ("a",), ("b",), ("a", "x")
    one = Artifact(
        "f", (Block.of(["1", "2"], [a, inner]), Block("", ()), Block.from_text("3\n", b))
    )
    assert one.text == "1\n2\n3\n"
    assert [one.origin_of(line) for line in range(5)] == [a, inner, b, (), ()]
    assert list(one.lines_of(a)) == [0, 1]
    assert list(one.lines_of(inner)) == [1]
    assert list(one.lines_of(b)) == [2]
    assert list(one.lines_of(())) == [0, 1, 2]
    assert one.origin_of(-1) == ()


@fewer
@given(sound_specs())
def test_every_line_comes_from_a_place_that_a_spec_can_have(spec: StackSpec) -> None:
    for one in generated(spec).bundle:
        ended = one.text.count("\n") + (not one.text.endswith("\n") and one.text != "")
        origins = [origin for block in one.blocks for origin in block.origins]
        assert len(origins) in {ended, one.text.count("\n")}
        for line, origin in enumerate(origins):
            assert one.origin_of(line) == origin
            assert line in one.lines_of(origin)
            assert is_a_place(spec, origin), (one.name, line, origin)


def is_a_place(spec: StackSpec, origin: SpecPath) -> bool:
    """Whether a path leads to an entry of the spec, of its preset, or to a field of the top."""
    if len(origin) < 2:
        return not origin or edits._field_name(spec, origin[0]) in StackSpec.fields
    if origin[0] == "services" and origin[1] in preset_layer(spec.preset).services:
        return True
    if origin[0] in {"services", "channels", "automations"}:
        return edits.get(spec, origin[:2]) is not None
    return origin[0] in {"caddy", "scheduler"}


@fewer
@given(sound_specs(), st.data())
def test_an_edit_changes_only_lines_that_come_from_its_place(
    spec: StackSpec, data: st.DataObject
) -> None:
    leaves = [
        ("channels", n, "env", k) for n, c in spec.channels.items() if c.enabled for k in c.env
    ]
    if not leaves:
        return
    path = data.draw(st.sampled_from(leaves))
    after = edits.put(spec, path, "another value, which nobody has")
    old, new = generated(spec).bundle, generated(after).bundle
    assert set(old.artifacts) == set(new.artifacts)
    for one in new:
        before = old[one.name].text.split("\n")
        changed = [i for i, line in enumerate(one.text.split("\n")) if line not in before]
        if one.name != "manifest.json":
            assert {one.origin_of(line) for line in changed} <= {path}, one.name


@fewer
@given(sound_specs())
def test_the_same_spec_gives_the_same_bytes(spec: StackSpec) -> None:
    again = StackSpec.from_data(spec.to_data())
    one, other = Workshop().make(spec).generated, Workshop().make(again).generated
    assert one is not None
    assert other is not None
    assert {a.name: a.digest for a in one.bundle} == {a.name: a.digest for a in other.bundle}


PROGRAM = """\
import sys
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.model.spec_file import read_spec
for one in generated(read_spec(open(sys.argv[1], encoding="utf-8").read()).spec).bundle:
    print(one.name, one.digest)
"""


def test_another_process_gives_the_same_bytes() -> None:
    spec = Path(__file__).parents[1] / "data" / "golden" / "typical" / "openpalm.yaml"
    printed = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(spec)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(printed) == 1
    assert "docker-compose.yml " in printed.pop()


def test_a_change_of_one_letter_is_found_at_its_line() -> None:
    bundle = generated(StackSpec.from_data(channel(env={"A": "1", "B": "2"}))).bundle
    one = bundle["env/channel-blog.env"]
    [line] = one.lines_of(("channels", "blog", "env", "B"))
    assert one.text.split("\n")[line] == "B=2"
