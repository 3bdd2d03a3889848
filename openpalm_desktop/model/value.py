"""The base of every frozen value in a spec, and the scalars a person may write."""

from collections.abc import KeysView, Mapping
from types import NoneType
from typing import Any, ClassVar, Self, TypeAlias, dataclass_transform

from .fields import EXTENSIONS, Field, Fields, field, own_fields
from .misfit import Kind, Misfit
from .shapes import Readable

Scalar: TypeAlias = str | int | float | bool
Data: TypeAlias = dict[str, Any]

_PLAIN = frozenset({str, int, float, bool, NoneType})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class Value(Readable):  # noqa: PLW1641 – it holds mappings, so it has no hash
    """A frozen piece of a spec: camelCase in the file, snake_case in code, `x-…` keys kept.

    It holds only what was said; a default is found in its class.
    """

    fields: ClassVar[Fields] = Fields(
        {EXTENSIONS: Field({}, key="x-*", annotation=Mapping[str, Any])}
    )
    extensions: Mapping[str, Any] = {}

    def __init_subclass__(cls) -> None:
        """Take note of the class's own fields, and leave their defaults in their places."""
        own = own_fields(cls)
        cls.fields = Fields(cls.fields | own)
        for name, one in own.items():
            if not one.is_required:
                setattr(cls, name, one.default)
            elif name in vars(cls):
                delattr(cls, name)

    def __init__(self, **said: Any) -> None:
        """Hold what is said by the names in code; raises `Misfit`."""
        vars(self).update(self.fields.read(said, self.fields.by_name))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return the value of a file's mapping; raises `Misfit`."""
        return cls.read(data)

    @classmethod
    def read(cls, data: Any) -> Self:
        """Return the value that a file's data stand for, or a value itself; raises `Misfit`."""
        if isinstance(data, cls):
            return data
        if not isinstance(data, Mapping):
            raise Misfit.of(data, Kind.MAP)
        notes = {key: data[key] for key in data if is_extension(key)}
        said = {key: data[key] for key in data if key not in notes} if notes else data
        values = cls.fields.read(said, cls.fields.by_key)
        return cls.of_sound(values | {EXTENSIONS: notes} if notes else values)

    @classmethod
    def of_sound(cls, values: Mapping[str, Any]) -> Self:
        """Return the value of fields that are known to be sound, by their names in code."""
        made = cls.__new__(cls)
        vars(made).update(values)
        return made

    def with_(self, **changes: Any) -> Self:
        """Return a copy in which some fields are said anew; raises `Misfit`."""
        return self.replaced(**self.fields.read(changes, self.fields.by_name, is_whole=False))

    def replaced(self, **changes: Any) -> Self:
        """Return a copy with other values of some fields, known to be sound."""
        return self.of_sound(vars(self) | changes)

    def without(self, name: str) -> Self:
        """Return a copy in which a field is not said; raises `Misfit` where it must be."""
        if self.fields[name].is_required:
            raise Misfit([self.fields.missing(name)])
        return self.of_sound({each: value for each, value in vars(self).items() if each != name})

    @property
    def said(self) -> KeysView[str]:
        """The names of the fields that were said, whether or not they say the default."""
        return vars(self).keys()

    def to_data(self) -> Data:
        """Return the mapping a file would hold: what was said, no defaults, `x-…` keys last."""
        values = vars(self)
        data = {
            slot.key: plain(value)
            for slot in self.fields.by_key.values()
            if (value := values.get(slot.name)) is not None
        }
        return data | plain(self.extensions) if self.extensions else data

    def __eq__(self, other: object) -> bool:
        """Whether all fields of both are equal, said or by default."""
        if type(other) is not type(self):
            return NotImplemented
        names = self.said | other.said
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def __setattr__(self, name: str, _: Any) -> None:
        """Refuse: a change is another value."""
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __repr__(self) -> str:
        """Return what was said, as code."""
        said = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({said})"


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
        case list() | tuple():
            return [plain(item) for item in value]
        case dict() | Mapping():
            return {key: plain(item) for key, item in value.items()}
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
