"""The spec's fields as a reference for people, made from the model so that it cannot go stale."""

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from .automation import Automation, Scheduler
from .channel import Channel
from .container import Healthcheck
from .fields import Field
from .ingress import CaddySettings
from .misfit import Range
from .service import Service, ServiceRoute
from .stack import StackSpec
from .value import Value, plain

SECTIONS: Mapping[str, type[Value]] = {
    "Top level": StackSpec,
    "caddy": CaddySettings,
    "channels.<name>": Channel,
    "services.<name>": Service,
    "services.<name>.routes[]": ServiceRoute,
    "healthcheck": Healthcheck,
    "scheduler": Scheduler,
    "automations[]": Automation,
}


def reference() -> str:
    """Return every field of the spec as Markdown, a table a section."""
    return "\n".join(line for title, model in SECTIONS.items() for line in _section(title, model))


def _section(title: str, model: type[Value]) -> Iterator[str]:
    yield f"### {title if ' ' in title else f'`{title}`'}\n"
    yield "| field | title | type | default | meaning | example |"
    yield "|---|---|---|---|---|---|"
    for name, field in model.fields.items():
        if name != "extensions":
            yield _row(field)
    yield ""


def _row(field: Field) -> str:
    example = "" if field.example is None else f"`{_as_text(field.example)}`"
    cells = (
        f"`{field.key}`",
        field.title,
        _type(field),
        _default(field),
        field.description,
        example,
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _default(field: Field) -> str:
    if field.is_required:
        return "required"
    value = plain(field.default)
    return "" if value is None or value == [] or value == {} else f"`{_as_text(value)}`"


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _type(field: Field) -> str:
    return " or ".join(dict.fromkeys(_names(field.annotation)))


def _names(annotation: Any) -> Iterator[str]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is NoneType:
        return
    if origin in {Union, UnionType}:
        for argument in arguments:
            yield from _names(argument)
    elif origin is Annotated:
        for name in _names(arguments[0]):
            yield f"{name} {_bounds(arguments[1])}"
    elif origin is Literal:
        yield from (f"`{argument}`" for argument in arguments)
    elif origin is tuple:
        yield f"list of {'/'.join(dict.fromkeys(_names(arguments[0])))}"
    elif origin is not None:
        yield "map"
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (f"`{member.value}`" for member in annotation)
    else:
        yield _SIMPLE.get(annotation, "section")


def _bounds(bounds: Range) -> str:
    return f"{bounds.least}–{bounds.most}"


_SIMPLE: Mapping[Any, str] = {
    str: "text",
    int: "number",
    float: "number",
    bool: "true/false",
    Any: "anything",
}
