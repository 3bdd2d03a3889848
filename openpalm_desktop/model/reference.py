"""The spec's fields as a reference for people, made from the model so that it cannot go stale."""

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

from .automation import Automation, Scheduler
from .channel import Channel
from .container import Healthcheck
from .ingress import CaddySettings
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
    for name, field in model.model_fields.items():
        if name != "extensions":
            yield _row(field.alias or name, field)
    yield ""


def _row(key: str, field: FieldInfo) -> str:
    examples = field.examples or []
    example = f"`{_as_text(examples[0])}`" if examples else ""
    cells = (
        f"`{key}`",
        field.title or "",
        _type(field),
        _default(field),
        field.description or "",
        example,
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = plain(field.get_default(call_default_factory=True, validated_data={}))
    return "" if value is None or value == [] or value == {} else f"`{_as_text(value)}`"


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _type(field: FieldInfo) -> str:
    bounds = _bounds(field.metadata)
    return " or ".join(dict.fromkeys(_names(field.annotation))) + bounds


def _names(annotation: Any) -> Iterator[str]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is NoneType:
        return
    if origin in {Union, UnionType}:
        for argument in arguments:
            yield from _names(argument)
    elif origin is Annotated:
        for name in _names(arguments[0]):
            yield name + _bounds(arguments[1:])
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


def _bounds(metadata: Any) -> str:
    bounds = [fact for item in metadata for fact in getattr(item, "metadata", [item])]
    low = next((fact.ge for fact in bounds if isinstance(fact, Ge)), None)
    high = next((fact.le for fact in bounds if isinstance(fact, Le)), None)
    return f" {low}–{high}" if low is not None and high is not None else ""


_SIMPLE: Mapping[Any, str] = {
    str: "text",
    int: "number",
    float: "number",
    bool: "true/false",
    Any: "anything",
}
