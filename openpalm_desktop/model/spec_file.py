"""A spec and the text a person keeps it in: read with positions, written back by edits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from .problem import Position, Problem
from .spec_problems import shape_problems
from .stack import StackSpec
from .value import Data, plain
from .yaml_text import YamlDocument, read_yaml

DEFAULT_NAME = "openpalm.yaml"


@dataclass(frozen=True, slots=True, eq=False)
class SpecFile:
    """A text and the spec it says."""

    document: YamlDocument
    spec: StackSpec

    def text_for(self, spec: StackSpec) -> str:
        """Return the text for another spec: only what differs is written anew."""
        if spec is self.spec:
            return self.document.text
        return self.document.with_data(rebased(self.document.data, self.spec, spec))

    def place(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return problems with the line and column of their paths."""
        return placed(self.document, problems)


def read_spec(text: str) -> SpecFile | tuple[Problem, ...]:
    """Return the spec that a text says, or what keeps it from being one."""
    document = read_yaml(text)
    if any(problem.is_error for problem in document.problems):
        return document.problems
    return spec_of(document)


def spec_of(document: YamlDocument) -> SpecFile | tuple[Problem, ...]:
    """Return the spec that a sound YAML document says, or what keeps it from being one."""
    data = document.data
    if not isinstance(data, Mapping):
        message = "A stack spec is a set of fields, such as version: 4."
        return (
            Problem(
                (),
                "no-spec",
                message,
                "Open another file, or start a new stack.",
                position=Position(1, 1),
            ),
        )
    if "version" not in data:
        message = "The file does not say its version."
        hint = "Write version: 4 at its top, or convert it if it is of an older format."
        return (Problem((), "version-missing", message, hint, position=Position(1, 1)),)
    try:
        return SpecFile(document, StackSpec.from_data(data))
    except ValidationError as error:
        return placed(document, shape_problems(error, data))


def new_text(spec: StackSpec) -> str:
    """Return a fresh text for a spec that has none yet."""
    return write_yaml({"version": 4} | spec.to_data())


def placed(document: YamlDocument, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems with the line and column of their paths in a document."""
    return tuple(
        problem if problem.position else replace(problem, position=document.position(problem.path))
        for problem in problems
    )


def rebased(data: Data, old: StackSpec, new: StackSpec) -> Data:
    """Return a file's data with what differs between two specs, the rest as it stands."""
    result = dict(data)
    for name, field in type(new).model_fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if before is after:
            continue
        if name == "extensions":
            _merge(result, dict(before), dict(after))
        else:
            key = field.alias or name
            old_value, new_value = _said(old, name, before), _said(new, name, after)
            _merge(result, *({key: v} if v is not None else {} for v in (old_value, new_value)))
    return result


def _said(spec: StackSpec, name: str, value: Any) -> Any:
    return plain(value) if name in spec.model_fields_set else None


def _merge(target: Data, old: Data, new: Data) -> None:
    """Change `target` by what differs between two mappings, in the order of the new one."""
    before = dict(target)
    for key in old.keys() - new.keys():
        target.pop(key, None)
    for key, value in new.items():
        if key in old and _is_same(old[key], value):
            continue
        target[key] = _changed(before.get(key), old.get(key), value)
    if [key for key in target if key in new] != list(new) and old.keys() <= before.keys():
        _reorder(target, list(new))


def _changed(data: Any, old: Any, new: Any) -> Any:
    if isinstance(data, dict) and isinstance(old, dict) and isinstance(new, dict):
        result = dict(data)
        _merge(result, old, new)
        return result
    return new


def _reorder(target: Data, order: list[str]) -> None:
    """Bring the keys of `order` into their order; others keep their places before the next one."""
    entries = dict(target)
    target.clear()
    wanted = iter(order)
    for key in entries:
        name = next(wanted) if key in order else key
        target[name] = entries[name]


def _is_same(one: Any, other: Any) -> bool:
    """Whether two pieces of plain data would be written alike: `1` is not `true`."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return bool(one == other)
