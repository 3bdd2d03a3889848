"""An older file read field by field: whatever nobody asks for becomes a note, never silence."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any, TypeVar

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.value import Scalar
from openpalm_desktop.phrases import phrase

from .note import Note, in_file_order

T = TypeVar("T")


class Reading:
    """One reading of one file: its notes so far, and secret values that must leave it."""

    def __init__(self, data: Mapping[str, Any], name: str) -> None:
        self.name = name
        self.secrets: dict[str, str] = {}
        self._data = data
        self._notes: list[Note] = []
        self._opened: list[Fields] = []
        self.file = self.fields(data, ())

    def fields(self, data: Mapping[str, Any], path: Path) -> "Fields":
        """Return a mapping of the file, to be read field by field."""
        opened = Fields(self, data, path)
        self._opened.append(opened)
        return opened

    def note(self, path: Path, sentence: str) -> None:
        """Say what became of the place at `path`."""
        self._notes.append(Note(path, sentence))

    def notes(self) -> tuple[Note, ...]:
        """Return all notes in the file's order, with one for every field that nobody asked for."""
        unread = [note for fields in self._opened for note in fields.unread()]
        return in_file_order([*self._notes, *unread], self._data)


class Fields:
    """One mapping of the file."""

    def __init__(self, reading: Reading, data: Mapping[str, Any], path: Path) -> None:
        self.reading = reading
        self.path = path
        self._data = data
        self._unread = dict.fromkeys(data)

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    @property
    def data(self) -> Mapping[str, Any]:
        """The mapping itself, to look at without reading it."""
        return self._data

    @property
    def left(self) -> tuple[str, ...]:
        """The fields that nobody has asked for yet."""
        return tuple(self._unread)

    def peek(self, key: str) -> Any:
        """Look at a field without reading it."""
        return self._data.get(key)

    def unread(self) -> Iterator[Note]:
        """Yield a note for every field that nobody asked for."""
        for key in self._unread:
            yield Note(
                (*self.path, key),
                phrase("“{key}” has no counterpart here and was left out.", key=key),
            )

    def note(self, key: str | None, sentence: str) -> None:
        """Say what became of a field, or of the whole mapping."""
        self.reading.note(self.path if key is None else (*self.path, key), sentence)

    def leave(self, sentence: str) -> None:
        """Leave the whole mapping out, and say why."""
        self._unread.clear()
        self.note(None, sentence)

    def drop(self, key: str, sentence: str) -> None:
        """Leave a field out, if it is there, and say why."""
        if key in self:
            self.take(key)
            self.note(key, sentence)

    def take(self, key: str) -> Any:
        """Return a field as it stands; None where there is none."""
        self._unread.pop(key, None)
        return self._data.get(key)

    def text(self, key: str) -> str | None:
        """Return a field that must be text."""
        return self._typed(key, str, phrase("is no text and was left out"))

    def flag(self, key: str) -> bool | None:
        """Return a field that must be true or false."""
        return self._typed(key, bool, phrase("is neither true nor false and was left out"))

    def port(self, key: str) -> int | None:
        """Return a field that must be the number of a port."""
        value = self._typed(key, int, phrase("is no port number and was left out"))
        if value is None or (1 <= value <= 65535 and not isinstance(value, bool)):
            return value
        self.note(key, phrase("“{key}” is no port number and was left out.", key=key))
        return None

    def exposure(self, key: str) -> str | None:
        """Return a field that says who may reach something."""
        value = self.text(key)
        if value is None or value in tuple(Exposure):
            return value
        self.note(key, phrase("“{key}” is none of host, lan and public; lan was taken.", key=key))
        return None

    def texts(self, key: str) -> list[str]:
        """Return a field that must be a list of texts."""
        return [value for _, value in self.numbered_texts(key)]

    def numbered_texts(self, key: str) -> list[tuple[int, str]]:
        """Return a list of texts, each with its place in the file's list."""
        found = []
        for index, value in self.items(key):
            if isinstance(value, str):
                found.append((index, value))
            else:
                self.reading.note(
                    (*self.path, key, index), phrase("This is no text and was left out.")
                )
        return found

    def items(self, key: str) -> list[tuple[int, Any]]:
        """Return a list's items with their places."""
        value = self._typed(key, list, phrase("is no list and was left out"))
        return list(enumerate(value or []))

    def listed(self, key: str) -> list["Fields"]:
        """Return the mappings of a list."""
        found = []
        for index, value in self.items(key):
            path = (*self.path, key, index)
            if isinstance(value, Mapping):
                found.append(self.reading.fields(value, path))
            else:
                self.reading.note(path, phrase("This is no set of fields and was left out."))
        return found

    def inside(self, key: str) -> "Fields":
        """Return the mapping below a field; an empty one where there is none."""
        value = self.take(key)
        if value is not None and not isinstance(value, Mapping):
            self.note(key, phrase("“{key}” is no set of fields and was left out.", key=key))
            value = None
        return self.reading.fields(value or {}, (*self.path, key))

    def each(self) -> Iterator[tuple[str, "Fields"]]:
        """Yield the mappings that stand in this one, by name."""
        for key in self:
            value = self.take(key)
            if isinstance(value, Mapping):
                yield key, self.reading.fields(value, (*self.path, key))
            else:
                self.note(key, phrase("“{key}” is no set of fields and was left out.", key=key))

    def scalars(self) -> dict[str, Scalar]:
        """Return every field of this mapping; texts, numbers and truth values may be fields."""
        found: dict[str, Scalar] = {}
        for key in self:
            value = self.take(key)
            if isinstance(value, str | bool | int) or _is_finite(value):
                found[key] = value
            else:
                what = phrase("has no value") if value is None else phrase("is no single value")
                self.note(key, phrase("“{key}” {what} and was left out.", key=key, what=what))
        return found

    def _typed(self, key: str, kind: type[T], otherwise: str) -> T | None:
        value = self.take(key)
        if isinstance(value, kind):
            return value
        if key in self:
            self.note(key, f"“{key}” {phrase('is empty') if value is None else otherwise}.")
        return None


def _is_finite(value: object) -> bool:
    return isinstance(value, float) and isfinite(value)
