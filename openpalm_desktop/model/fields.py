"""The fields of a kind of value: what each is called, what it takes, and what people are told."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from openpalm_desktop.record import Record

from .misfit import Fault, Known, Misfit, Needed
from .shapes import Reader, shape

EXTENSIONS = "extensions"
_REQUIRED: Any = object()


class Field(Record):
    """One field; a file calls it by its key."""

    default: Any = _REQUIRED
    title: str = ""
    description: str = ""
    example: Any = None
    key: str = ""
    annotation: Any = None

    @property
    def is_required(self) -> bool:
        """Whether it must be said."""
        return self.default is _REQUIRED


def field(
    *, default: Any = _REQUIRED, title: str = "", description: str = "", example: Any = None
) -> Any:
    """Say more of a field than its type; one without a default must be said."""
    return Field(default, title, description, example)


def own_fields(kind: type) -> dict[str, Field]:
    """Return what a class says of the fields that it adds, by their names in code."""
    return {name: _field(kind, name) for name in kind.__annotations__}


class Slot(Record):
    """Where the data of one field go, and how they are read."""

    name: str
    key: str
    read: Reader


class Fields(dict[str, Field]):
    """All fields of a kind of value by their names in code, and how data become their values.

    How they are read is worked out when the first value of the kind is.
    """

    @cached_property
    def by_name(self) -> Mapping[str, Slot]:
        """The slots by their names in code."""
        return {name: Slot(name, one.key, shape(one.annotation).read) for name, one in self.items()}

    @cached_property
    def by_key(self) -> Mapping[str, Slot]:
        """The slots by their keys in a file; what is nobody's own has no key."""
        return {slot.key: slot for name, slot in self.by_name.items() if name != EXTENSIONS}

    def read(
        self, said: Mapping[str, Any], slots: Mapping[str, Slot], *, is_whole: bool = True
    ) -> dict[str, Any]:
        """Return what is said by the names in code; raises `Misfit`."""
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        for step, data in said.items():
            slot = slots.get(step)
            if slot is None:
                faults.append(Fault((step,), Known(tuple(self.by_key))))
                continue
            try:
                values[slot.name] = slot.read(data)
            except Misfit as misfit:
                faults += misfit.below(slot.key)
        if is_whole:
            left = (slot for slot in self._needed if not {slot.name, slot.key} & said.keys())
            faults += (self.missing(slot.name) for slot in left)
        if faults:
            raise Misfit(faults)
        return values

    def missing(self, name: str) -> Fault:
        """Return what is wrong where a field that must be said is not."""
        return Fault((self[name].key,), Needed(self[name].example))

    @cached_property
    def _needed(self) -> tuple[Slot, ...]:
        return tuple(self.by_name[name] for name, one in self.items() if one.is_required)


def _field(kind: type, name: str) -> Field:
    given = vars(kind).get(name, _REQUIRED)
    known = given if isinstance(given, Field) else Field(given)
    return known.replaced(key=_camel_case(name), annotation=kind.__annotations__[name])


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))
