"""The base of frozen values with named fields.

A frozen dataclass is the same, but each class of them takes 0.3 ms at each start of the program:
seven methods are compiled from text. Here one is, when the first value of a class is made.
"""

from operator import attrgetter
from typing import Any, ClassVar, Self, dataclass_transform

_CONSTRUCTOR = "__init__"


@dataclass_transform(frozen_default=True)
class Record:
    """A value with the fields that its class annotates; equal to its like unless `eq=False`.

    That nobody changes it is for mypy to see.
    """

    _names: ClassVar[tuple[str, ...]] = ()
    _values: ClassVar["attrgetter[Any]"]

    def __init_subclass__(cls, *, eq: bool = True) -> None:
        """Take note of the fields; a default stays where it is, in the class."""
        cls._names += tuple(cls.__annotations__)
        cls._values = attrgetter(*cls._names)
        special: dict[str, Any] = {_CONSTRUCTOR: Record.__init__, "__match_args__": cls._names}
        if not eq:
            special |= {"__eq__": object.__eq__, "__hash__": object.__hash__}
        for name, one in special.items():
            setattr(cls, name, one)

    def __init__(self, *values: Any, **named: Any) -> None:
        """Put a method that takes these fields in this one's place, and call it."""
        kind, names = type(self), self._names
        parameters = [f"{name}=kind.{name}" if hasattr(kind, name) else name for name in names]
        lines = [f"def {_CONSTRUCTOR}(self, {', '.join(parameters)}):"]
        lines += [f" self.{name} = {name}" for name in names]
        made: dict[str, Any] = {"kind": kind}
        exec("\n".join(lines), made)  # noqa: S102 – names of fields, and nothing from outside
        setattr(kind, _CONSTRUCTOR, made[_CONSTRUCTOR])
        made[_CONSTRUCTOR](self, *values, **named)

    def replaced(self, **changes: Any) -> Self:
        """Return a copy with other values of some fields."""
        return type(self)(**{name: getattr(self, name) for name in self._names} | changes)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and bool(self._values(self) == other._values(other))

    def __hash__(self) -> int:
        return hash(self._values(self))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._names)
        return f"{type(self).__name__}({fields})"
