"""What a type takes of a file's data, worked out from its annotation; nothing is ever coerced."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Self, TypeAlias, Union, get_args, get_origin

from openpalm_desktop.record import Record

from .misfit import Choices, Fault, Kind, Misfit, Range

Reader: TypeAlias = Callable[[Any], Any]
"""Returns the value that data stand for, or raises `Misfit`."""


class Readable:
    """A class that knows itself what it takes."""

    @classmethod
    def read(cls, data: Any) -> Self:
        """Return the value that data stand for; raises `Misfit`."""
        raise NotImplementedError


class Shape(Record):
    """How data are read, and their types, by which one of several shapes is chosen."""

    types: tuple[type, ...]
    read: Reader


@cache
def shape(annotation: Any) -> Shape:
    """Return what an annotation takes."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _choice(tuple(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Readable):
        return Shape((annotation, Mapping), annotation.read)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return _one_of(tuple(map(shape, parts)))
    if origin is Annotated:
        return _number_in(parts[1])
    if origin is Literal:
        return _choice(parts)
    return _items(parts[0]) if origin is tuple else _entries(parts[1])


def _flag(data: Any) -> bool:
    if data is True or data is False:
        return bool(data)
    raise Misfit.of(data, Kind.FLAG)


def _number(data: Any) -> int:
    if type(data) is int:
        return data
    raise Misfit.of(data, Kind.NUMBER)


def _fraction(data: Any) -> float:
    if type(data) is float and isfinite(data):
        return data
    raise Misfit.of(data, Kind.NUMBER)


def _text(data: Any) -> str:
    if isinstance(data, str):
        return data
    raise Misfit.of(data, Kind.TEXT)


def _nothing(data: Any) -> None:
    if data is not None:
        raise Misfit.of(data, Choices((None,)))


_PLAIN: Mapping[Any, Shape] = {
    bool: Shape((bool,), _flag),
    int: Shape((int,), _number),
    float: Shape((float,), _fraction),
    str: Shape((str,), _text),
    NoneType: Shape((NoneType,), _nothing),
    Any: Shape((object,), lambda data: data),
}


def _choice(values: tuple[Any, ...]) -> Shape:
    """Return the shape of one of some values; a text stands for the member of its value."""
    members = {
        (type(one.value) if isinstance(one, Enum) else type(one), one): one for one in values
    }
    members |= {(type(one), one): one for one in values}

    def read(data: Any) -> Any:
        found = members.get((type(data), data)) if isinstance(data, str | int) else None
        if found is None:
            raise Misfit.of(data, Choices(values))
        return found

    return Shape((*{type(one) for one in values}, *{kind for kind, _ in members}), read)


def _number_in(bounds: Range) -> Shape:
    least, most = bounds.least, bounds.most

    def read(data: Any) -> int:
        if least <= _number(data) <= most:
            return int(data)
        raise Misfit.of(data, bounds)

    return Shape((int,), read)


def _items(annotation: Any) -> Shape:
    inner = shape(annotation).read

    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple):
            raise Misfit.of(data, Kind.LIST)
        try:
            return tuple(map(inner, data))
        except Misfit:
            raise Misfit(_faults(enumerate(data), inner)) from None

    return Shape((list, tuple), read)


def _entries(annotation: Any) -> Shape:
    inner = shape(annotation).read

    def read(data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise Misfit.of(data, Kind.MAP)
        if not all(isinstance(key, str) for key in data):
            raise Misfit(Fault((key,), Kind.TEXT, key) for key in data if not isinstance(key, str))
        try:
            return {key: inner(item) for key, item in data.items()}
        except Misfit:
            raise Misfit(_faults(data.items(), inner)) from None

    return Shape((Mapping,), read)


def _faults(items: Iterable[tuple[Any, Any]], inner: Reader) -> Iterator[Fault]:
    for step, item in items:
        try:
            inner(item)
        except Misfit as misfit:
            yield from misfit.below(step)


def _one_of(shapes: tuple[Shape, ...]) -> Shape:
    """Return the shape of a union: the data's type chooses, so only one can say what is wrong."""
    by_type: dict[type, Reader] = {}

    def read(data: Any) -> Any:
        kind = type(data)
        if kind not in by_type:
            by_type[kind] = _fitting(kind, shapes).read
        return by_type[kind](data)

    return Shape(tuple(kind for one in shapes for kind in one.types), read)


def _fitting(kind: type, shapes: tuple[Shape, ...]) -> Shape:
    """Return the shape for a type: of itself, of what it derives from, or else the first."""
    exact = (one for one in shapes if kind in one.types)
    derived = (one for one in shapes if issubclass(kind, one.types))
    return next(exact, None) or next(derived, None) or shapes[0]
