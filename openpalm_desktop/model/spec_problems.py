"""What keeps a file from being a spec at all, in sentences: pydantic's findings, told anew."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from openpalm_desktop.phrases import marked, phrase

from .checks.names import did_you_mean
from .path import Path, dotted, value_at
from .problem import Problem
from .stack import StackSpec

_WANTED = {
    "bool": marked("Write true or false."),
    "int": marked("Write a whole number."),
    "string": marked("Write a text, in quotes if it looks like a number."),
    "dict": marked("Write keys and values, one a line."),
    "mapping": marked("Write keys and values, one a line."),
    "model": marked("Write keys and values, one a line."),
    "tuple": marked("Write a list, as in [one, two]."),
    "finite_number": marked("Write a number that is not infinite."),
}
_OTHER_WORDS = {
    "environment": "env",
    "ports": "hostPort",
    "port": "containerPort",
    "tls": "internalTls",
}


def shape_problems(error: ValidationError, data: Any) -> tuple[Problem, ...]:
    """Return one problem a place; a value of no allowed type is said once, not once a type."""
    by_place: dict[Path, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False, include_input=False):
        by_place.setdefault(_place(detail["loc"], data), []).append(detail)
    deepest = [place for place in by_place if not _has_deeper(place, by_place)]
    return tuple(_problem(place, by_place[place], data) for place in deepest)


def _has_deeper(place: Path, places: Iterable[Path]) -> bool:
    return any(len(other) > len(place) and other[: len(place)] == place for other in places)


def _place(location: tuple[int | str, ...], data: Any) -> Path:
    """Return the part of pydantic's location that is in the file: the rest names types."""
    place: list[str | int] = []
    for step in location:
        if _holds(data, step):
            data = data[step]
        elif isinstance(data, Mapping) and step in {"version", "id", "schedule", "script", "port"}:
            place.append(step)
            break
        else:
            continue
        place.append(step)
    return tuple(place)


def _holds(data: Any, step: int | str) -> bool:
    if isinstance(data, list):
        return isinstance(step, int) and step < len(data)
    return isinstance(data, Mapping) and step in data


def _problem(place: Path, details: list[ErrorDetails], data: Any) -> Problem:
    kinds = {detail["type"] for detail in details}
    name = dotted(place)
    if "extra_forbidden" in kinds:
        known = list(_known_keys(place[:-1]))
        word = _OTHER_WORDS.get(str(place[-1]), str(place[-1]))
        hint = did_you_mean(word, known, phrase("Known here: {names}.", names=", ".join(known)))
        return Problem(
            place, "unknown-key", phrase("There is no field “{key}” here.", key=place[-1]), hint
        )
    if "missing" in kinds:
        message = phrase("{name} is missing.", name=name)
        return Problem(place[:-1], "missing-field", message, _example(place))
    choices = [str(d["ctx"]["expected"]) for d in details if "expected" in d.get("ctx", {})]
    if place == ("version",):
        return _version_problem(data)
    if choices:
        expected = ", ".join(choices).replace("'", "")
        message = phrase("{name} cannot be {value}.", name=name, value=_shown(data, place))
        return Problem(
            place, "value", message, phrase("Write one of: {expected}.", expected=expected)
        )
    bounds = _bounds(details)
    if bounds:
        return Problem(
            place,
            "value",
            phrase("{name} cannot be {value}.", name=name, value=_shown(data, place)),
            bounds,
        )
    wanted = next((text for kind, text in _WANTED.items() if _is_about(kind, kinds)), "")
    message = phrase(
        "{name} cannot be {value}.", name=name or phrase("The file"), value=_shown(data, place)
    )
    return Problem(place, "type", message, phrase(wanted) or _example(place))


def _is_about(kind: str, kinds: set[str]) -> bool:
    return any(found.startswith(kind) for found in kinds)


def _bounds(details: list[ErrorDetails]) -> str:
    for detail in details:
        context = detail.get("ctx", {})
        if "ge" in context:
            return phrase("Write a number from {least} up.", least=context["ge"])
        if "le" in context:
            return phrase("Write a number up to {most}.", most=context["le"])
    return ""


def _version_problem(data: Any) -> Problem:
    version = data.get("version") if isinstance(data, Mapping) else None
    return Problem(
        ("version",),
        "version",
        phrase(
            "This is a file of version {version}; the program reads version 4.", version=version
        ),
        phrase("Open it in the window or use the command convert, and it becomes version 4."),
    )


def _shown(data: Any, place: Path) -> str:
    data = value_at(data, place)
    if isinstance(data, Mapping):
        return phrase("keys and values")
    if isinstance(data, list):
        return phrase("a list")
    if data is None:
        return phrase("empty")
    text = repr(data) if isinstance(data, str) else str(data).lower()
    return text if len(text) <= 60 else f"{text[:57]}…"


def _example(place: Path) -> str:
    field = _field(place)
    examples = field.examples if field is not None else None
    return phrase("Write it as in {example}.", example=examples[0]) if examples else ""


def _known_keys(place: Path) -> Iterator[str]:
    model = _model(place)
    for name, field in (model.model_fields if model else {}).items():
        if name != "extensions":
            yield field.alias or name


def _field(place: Path) -> FieldInfo | None:
    model = _model(place[:-1]) if place else None
    fields = {f.alias: f for f in model.model_fields.values()} if model else {}
    return fields.get(str(place[-1])) if place else None


def _model(place: Path) -> type[BaseModel] | None:
    """Return the model that a path leads to; a key of a map and an index of a list are passed."""
    model: type[BaseModel] | None = StackSpec
    for step in place:
        if model is None:
            return None
        fields = {field.alias: field for field in model.model_fields.values()}
        if step in fields:
            inner = _models_in(fields[str(step)].annotation)
            model = inner[0] if inner else None
    return model


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models_in(inner)]
