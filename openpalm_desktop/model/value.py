"""The base of every frozen value in a spec, and the scalars a person may write."""

from collections.abc import Mapping
from functools import cache
from types import NoneType
from typing import Any, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)
from pydantic.alias_generators import to_camel

Scalar: TypeAlias = StrictBool | StrictInt | StrictFloat | StrictStr
Data: TypeAlias = dict[str, Any]

_EXTENSIONS = "extensions"
_PLAIN = frozenset({str, int, float, bool, NoneType})
_EXTENSIONS_KEY = "x-*"  # `x-…` keys are collected under it, one of this name too


class Value(BaseModel):
    """A frozen piece of a spec: camelCase in the file, snake_case in code, `x-…` keys kept."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,
        defer_build=True,  # most runs need the validator of the whole spec only
        allow_inf_nan=False,
    )

    extensions: Mapping[str, Any] = Field(default_factory=dict, alias=_EXTENSIONS_KEY, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _collect_extensions(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or not any(map(is_extension, data)):
            return data
        kept = {key: value for key, value in data.items() if not is_extension(key)}
        return kept | {_EXTENSIONS_KEY: {key: data[key] for key in data if key not in kept}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return the value of a file's mapping; raises pydantic's ValidationError."""
        return cls.model_validate(data, by_alias=True, by_name=False)

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, validated like the whole."""
        fields = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self).model_validate(fields | changes)

    def to_data(self) -> Data:
        """Return the mapping a file would hold: what was said, no defaults, `x-…` keys last."""
        said, values = self.model_fields_set, self.__dict__
        data = {
            key: plain(values[name])
            for name, key in _keys_in_file(type(self)).items()
            if name in said and values[name] is not None
        }
        return data | plain(self.extensions) if self.extensions else data


@cache
def _keys_in_file(kind: type[Value]) -> Mapping[str, str]:
    fields = kind.model_fields.items()
    return {name: field.alias or name for name, field in fields if name != _EXTENSIONS}


def is_extension(key: object) -> bool:
    """Whether a key is one that everybody may use for notes of their own."""
    return isinstance(key, str) and key.startswith("x-")


def plain(value: Any) -> Any:
    """Return a value as the mappings, lists and scalars that a file holds."""
    if type(value) in _PLAIN:
        return value
    match value:
        case Value():
            return value.to_data()
        case Mapping():
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case str():
            return str(value)
        case _:
            return value


def text_of(value: Scalar) -> str:
    """Return the text a container receives for a scalar, as Compose would write it."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e16:
            return str(int(value))
        case _:
            return str(value)
