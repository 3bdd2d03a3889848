"""Changes to a text as values: what to put in place of which part, taking parts along unharmed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias


class Part(NamedTuple):
    """A part of the old text that is taken along, with the changes inside it."""

    start: int
    end: int
    splices: "Sequence[Splice]" = ()


Piece: TypeAlias = str | Part


class Splice(NamedTuple):
    """What comes in place of the text from start to end."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


class Span(NamedTuple):
    """A stretch of old text that stays."""

    start: int
    end: int


def splice(start: int, end: int, *pieces: Piece) -> Splice:
    """Return the change of one stretch of text."""
    return Splice(start, end, pieces)


def spliced(part: Part) -> Iterator[str | Span]:
    """Yield the new text of a part: old stretches by their place, new ones as they are."""
    here = part.start
    for change in sorted(part.splices, key=lambda change: (change.start, change.end)):
        yield Span(here, change.start)
        for piece in change.pieces:
            if isinstance(piece, Part):
                yield from spliced(piece)
            else:
                yield piece
        here = change.end
    yield Span(here, part.end)


def joined(text: str, pieces: Sequence[str | Span], replaced: Mapping[Span, str]) -> str:
    """Return the new text, with some stretches inside the old ones replaced as well."""
    places = sorted(replaced)
    parts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        here = piece.start
        for place in places:
            if here <= place.start and place.end <= piece.end:
                parts += [text[here : place.start], replaced[place]]
                here = place.end
        parts.append(text[here : piece.end])
    return "".join(parts)
