"""A spec and the text a person keeps it in: read with positions, written back by edits."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from openpalm_desktop.phrases import phrase
from openpalm_desktop.record import Record

from .misfit import Misfit
from .problem import Position, Problem
from .stack import StackSpec
from .value import Data, plain
from .yaml_text import YamlDocument, read_yaml

DEFAULT_NAME = "openpalm.yaml"


class SpecFile(Record, eq=False):
    """A text and the spec it says."""

    document: YamlDocument
    spec: StackSpec

    def with_spec(self, spec: StackSpec) -> "SpecFile":
        """Return the file for another spec: only what differs is written anew."""
        if spec is self.spec:
            return self
        data = rebased(cast("Data", self.document.data), self.spec, spec)
        return SpecFile(self.document.with_data(data), spec)

    def text_for(self, spec: StackSpec) -> str:
        """Return the text for another spec: only what differs is written anew."""
        return self.with_spec(spec).document.text

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
        message = phrase("A stack spec is a set of fields, such as version: 4.")
        return (
            Problem(
                (),
                "no-spec",
                message,
                phrase("Open another file, or start a new stack."),
                position=Position(1, 1),
            ),
        )
    if "version" not in data:
        message = phrase("The file does not say its version.")
        hint = phrase("Write version: 4 at its top, or convert it if it is of an older format.")
        return (Problem((), "version-missing", message, hint, position=Position(1, 1)),)
    if data["version"] != 4:
        return placed(document, [_other_version(data["version"])])
    try:
        return SpecFile(document, StackSpec.from_data(data))
    except Misfit as misfit:
        from .spec_problems import shape_problems  # noqa: PLC0415 – only where something is wrong

        return placed(document, shape_problems(misfit))


def _other_version(version: Any) -> Problem:
    message = phrase(
        "This is a file of version {version}; the program reads version 4.", version=version
    )
    hint = phrase("Open it in the window or use the command convert, and it becomes version 4.")
    return Problem(("version",), "version", message, hint)


def new_text(spec: StackSpec) -> str:
    """Return a fresh text for a spec that has none yet."""
    from .yaml_text.writing import write_yaml  # noqa: PLC0415 – most texts are only read

    return write_yaml({"version": 4} | spec.to_data())


def new_file(spec: StackSpec) -> SpecFile:
    """Return a fresh text for a spec that has none yet, as a file to go on from."""
    return SpecFile(read_yaml(new_text(spec)), spec)


def placed(document: YamlDocument, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems with the line and column of their paths in a document."""
    return tuple(
        problem if problem.position else problem.replaced(position=document.position(problem.path))
        for problem in problems
    )


def rebased(data: Data, old: StackSpec, new: StackSpec) -> Data:
    """Return a file's data with what differs between two specs, the rest as it stands."""
    result = dict(data)
    for name, field in new.fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if before is after:
            continue
        if name == "extensions":
            _merge(result, dict(before), dict(after))
        else:
            old_value, new_value = _said(old, name, before), _said(new, name, after)
            _merge(
                result, *({field.key: v} if v is not None else {} for v in (old_value, new_value))
            )
    return result


def _said(spec: StackSpec, name: str, value: Any) -> Any:
    return plain(value) if name in spec.said else None


def _merge(target: Data, old: Data, new: Data) -> None:
    """Change `target` by what differs between two mappings; its own order stays where it can."""
    before = dict(target)
    for key in old.keys() - new.keys():
        target.pop(key, None)
    renamed = _renamed(old, new)
    for key, value in new.items():
        if key in renamed:
            target[key] = _changed(before.get(renamed[key]), old[renamed[key]], value)
        elif key not in old or not _is_same(old[key], value):
            target[key] = _changed(before.get(key), old.get(key), value)
    if _is_moved(old, new):
        _put_in_order(target, list(new))
    else:
        _put_after_predecessors(target, [key for key in new if key not in before], list(new))


def _changed(data: Any, old: Any, new: Any) -> Any:
    if isinstance(data, dict) and isinstance(old, dict) and isinstance(new, dict):
        result = dict(data)
        _merge(result, old, new)
        return result
    if isinstance(data, list) and isinstance(old, list) and len(data) == len(old):
        return _changed_items(data, old, new) if isinstance(new, list) else new
    return new


def _changed_items(data: list[Any], old: list[Any], new: list[Any]) -> list[Any]:
    """Return a list whose items stand as in `data` where they are the same or only changed."""
    left = list(range(len(old)))
    origins: list[int | None] = []
    for item in new:
        same = next((place for place in left if _is_same(old[place], item)), None)
        if same is not None:
            left.remove(same)
        origins.append(same)
    for place, item in enumerate(new):
        if origins[place] is None:
            origin = origins[place] = _origin(item, place, old, left)
            left = [one for one in left if one != origin]
    return [
        item if origin is None else _changed(data[origin], old[origin], item)
        for origin, item in zip(origins, new, strict=True)
    ]


def _origin(item: Any, place: int, old: list[Any], left: list[int]) -> int | None:
    """Return which of the old items that are left became this one: the one of its id or place."""
    if not isinstance(item, dict):
        return None
    named = (one for one in left if isinstance(old[one], dict) and old[one].get("id"))
    found = next((one for one in named if old[one]["id"] == item.get("id")), None)
    return place if found is None and place in left else found


def _renamed(old: Data, new: Data) -> dict[str, str]:
    """Return the old names of entries that only have another name now."""
    gone = [key for key in old if key not in new]
    renamed: dict[str, str] = {}
    for now in [key for key in new if key not in old]:
        was = next((key for key in gone if _is_same(old[key], new[now])), None)
        if was is not None:
            renamed[now] = was
            gone.remove(was)
    return renamed


def _is_moved(old: Data, new: Data) -> bool:
    return [key for key in old if key in new] != [key for key in new if key in old]


def _put_in_order(target: Data, order: list[str]) -> None:
    """Bring the keys of `order` into their order; others keep their places among them."""
    entries = dict(target)
    target.clear()
    wanted = iter(order)
    for key in entries:
        name = next(wanted) if key in order else key
        target[name] = entries[name]


def _put_after_predecessors(target: Data, added: list[str], order: list[str]) -> None:
    """Bring each added key behind the one it follows, or to the top if it follows none."""
    if not added:
        return
    keys = [key for key in target if key not in added]
    for key in added:
        before = order[: order.index(key)]
        place = next((keys.index(one) + 1 for one in reversed(before) if one in keys), 0)
        keys.insert(place, key)
    entries = dict(target)
    target.clear()
    target.update({key: entries[key] for key in keys})


def _is_same(one: Any, other: Any) -> bool:
    """Whether two pieces of plain data would be written alike: `1` is not `true`."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return bool(one == other)
