"""What is printed for a person: names and answers may hold what commands a terminal."""

import sys
from io import TextIOWrapper

_LAYOUT = frozenset("\n\t")


def disarm(stream: TextIOWrapper) -> None:
    """Let nothing that is printed from now on command the terminal behind a stream."""
    write = stream.write
    vars(stream)["write"] = lambda text: write(harmless(text, _LAYOUT))


def print_as_it_is(text: str) -> None:
    """Print what a program in a container has printed, with its colours, as Docker does."""
    if isinstance(sys.stdout, TextIOWrapper):
        TextIOWrapper.write(sys.stdout, text)
    else:
        sys.stdout.write(text)


def harmless(text: str, layout: frozenset[str] = frozenset()) -> str:
    """Return a text of which nothing commands a terminal or changes the order of its letters."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in layout else _escaped(one) for one in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
