"""What a conversion could not carry over, or changed, said at its place in the old file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpalm_desktop.model.path import Path, dotted


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence, on one line, about one place; the empty path means the whole file."""

    path: Path
    sentence: str

    def __post_init__(self) -> None:
        """Take line breaks out of the names that the sentence repeats."""
        if not self.sentence.isprintable():
            line = "".join(each if each.isprintable() else " " for each in self.sentence)
            object.__setattr__(self, "sentence", line)

    def __str__(self) -> str:
        return f"{dotted(self.path) or '(file)'}: {self.sentence}"


def in_file_order(notes: Sequence[Note], data: object) -> tuple[Note, ...]:
    """Return notes without repeats, in the order in which their places stand in the file."""
    return tuple(sorted(dict.fromkeys(notes), key=lambda note: _rank(note.path, data)))


def _rank(path: Path, data: object) -> list[int]:
    rank = []
    for step in path:
        if isinstance(data, Mapping) and step in data:
            rank.append(list(data).index(step))
            data = data[step]
        elif isinstance(data, Sequence) and isinstance(step, int) and step < len(data):
            rank.append(step)
            data = data[step]
        else:
            break
    return rank
