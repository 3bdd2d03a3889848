"""The base of frozen values with named fields.

A frozen dataclass is the same, but each class of them takes 0.3 ms at each start of the program:
seven methods are compiled from text. Here one is, when there are more than a few of a class.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, ClassVar, Self, dataclass_transform

_CONSTRUCTOR = "__init__"
_FEW = 12  # to fill the fields of so many one by one takes less time than compiling


@dataclass_transform(frozen_default=True)
class Record:
    """A value with the fields that its class annotates; equal to its like unless `eq=False`.

    That nobody changes it is for mypy to see.
    """

    _names: ClassVar[tuple[str, ...]] = ()
    _count: ClassVar[int] = 0
    _values: "ClassVar[attrgetter[Any]]"  # a text, as Python would compile one inside the brackets

    def __init_subclass__(cls, *, eq: bool = True) -> None:
        """Take note of the fields; a default stays where it is, in the class."""
        cls._names += tuple(cls.__annotations__)
        cls._values = attrgetter(*cls._names)
        special: dict[str, Any] = {
            _CONSTRUCTOR: Record.__init__,
            "_count": 0,
            "__match_args__": cls._names,
        }
        if not eq:
            special |= {"__eq__": object.__eq__, "__hash__": object.__hash__}
        for name, one in special.items():
            setattr(cls, name, one)

    def __init__(self, *values: Any, **named: Any) -> None:
        """Fill the fields; the first of many puts a method made for its class in this one's place.

        So does a call that is wrong, which is then told as any function's.
        """
        type(self)._count += 1  # noqa: SLF001 – of its own class
        if self._count > _FEW or not self._fill(values, named):
            fill = self._constructor()
            setattr(type(self), _CONSTRUCTOR, fill)
            fill(self, *values, **named)

    def _fill(self, values: tuple[Any, ...], named: dict[str, Any]) -> bool:
        """Fill the fields and return whether what is given fits them."""
        kind, names, fields = type(self), self._names, vars(self)
        fields.update(zip(names, values, strict=False))
        if len(values) > len(names) or not named.keys() <= set(names[len(values) :]):
            return False
        fields.update(named)
        for name in names:
            if name not in fields:
                if not hasattr(kind, name):
                    return False
                fields[name] = getattr(kind, name)
        return True

    @classmethod
    def _constructor(cls) -> Callable[..., None]:
        """Return a method that takes the fields."""
        names = cls._names
        parameters = [f"{name}=kind.{name}" if hasattr(cls, name) else name for name in names]
        lines = [f"def {_CONSTRUCTOR}(self, {', '.join(parameters)}):"]
        lines += [f" self.{name} = {name}" for name in names]
        made: dict[str, Any] = {"kind": cls}
        exec("\n".join(lines), made)  # noqa: S102 – names of fields, and nothing from outside
        method: Callable[..., None] = made[_CONSTRUCTOR]
        return method

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
