"""Whatever the text, converting it raises nothing, and a spec that comes out can be written."""

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from openpalm_desktop.model.checks import check
from openpalm_desktop.model.formats import Conversion, convert
from openpalm_desktop.model.spec_file import new_text
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.yaml_text import read_yaml

EXAMPLES = Path(__file__).parents[2] / "data" / "formats"
INPUTS = {
    folder.name: read_yaml(next(folder.glob("input.*")).read_text(encoding="utf-8")).data
    for folder in sorted(EXAMPLES.iterdir())
}
WORDS = st.sampled_from(
    """
    version channels services automations enabled exposure config env image name ports secrets
    environment command schedule action kind connections assignments addons capabilities portals
    assistant healthcheck depends_on networks volumes labels x-a x-* hostPort chat lan ${A} $A
    ${A:-b} 80:80 127.0.0.1:80:80 test retries connection apiKey security adminToken
    """.split()  # noqa: SIM905 – a list of this length is easier to read as text
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), WORDS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def holds(conversion: Conversion) -> None:
    """What is true of every conversion."""
    assert (conversion.spec is None) == bool(conversion.problems)
    assert all(note.sentence and "\n" not in note.sentence for note in conversion.notes)
    for value in conversion.secrets.values():
        if len(value) > 3 and not value.isalnum():
            assert not any(value in note.sentence for note in conversion.notes)
    if conversion.spec is None:
        return
    data = conversion.spec.to_data()
    again = StackSpec.from_data({"version": 4} | data)
    assert repr(again.to_data()) == repr({"version": 4} | data)
    check(conversion.spec)
    new_text(conversion.spec)


@given(st.text())
@example("{")
@example("\ufeffversion: 4")
def test_any_text(text: str) -> None:
    holds(convert(text, "file"))


@given(st.dictionaries(WORDS, VALUES, max_size=6))
@example({"channels": [{"name": "", "env": {"A": float("nan")}}]})
def test_any_fields(data: dict[str, Any]) -> None:
    holds(convert(json.dumps(data), "file.json"))


@given(st.data())
def test_any_example_with_anything_in_a_place(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(INPUTS)))
    changed = copy.deepcopy(INPUTS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place: Any = changed
        while True:
            steps = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not steps:
                break
            step = data.draw(st.sampled_from(steps))
            if isinstance(place[step], dict | list) and data.draw(st.integers(0, 3)):
                place = place[step]
                continue
            place[step] = data.draw(VALUES)
            break
    holds(convert(json.dumps(changed), name))
