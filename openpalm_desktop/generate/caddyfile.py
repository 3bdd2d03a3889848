"""The Caddyfile as a tree with one writer: directives, their arguments, their blocks."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from openpalm_desktop.model.path import Path
from openpalm_desktop.record import Record

from .artifact import Block

_is_bare = re.compile(r"[A-Za-z0-9_./:@*\[\]()+,=!~&;'-]+").fullmatch
_PLACEHOLDER = re.compile(r"\{[a-z][A-Za-z0-9_.]*\}")
_UNSAFE = re.compile(r"[{}\\\x00-\x1f\x7f`]")
_INDENT = "\t"


class Placeholder(NamedTuple):
    """A runtime placeholder such as `{remote_host}`, possibly with text around it."""

    text: str


class Directive(Record):
    """One line, and the block it opens where there is one."""

    name: str
    arguments: tuple[str | Placeholder, ...] = ()
    block: "tuple[Directive, ...] | None" = None
    origin: Path = ()


class Lines(Record):
    """What stands in a block, written once: several sites may do it alike."""

    text: str
    origins: tuple[Path, ...]

    @classmethod
    def of(cls, directives: Iterable[Directive], origin: Path = ()) -> "Lines":
        """Return the lines of a block's directives."""
        writer = _Writer()
        writer.directives(directives, _INDENT, origin)
        return cls("\n".join(writer.lines), tuple(writer.origins))

    def said_by(self, origin: Path) -> "Lines":
        """Return the same lines, all of them from one path."""
        return Lines(self.text, (origin,) * len(self.origins))


class Site(Record):
    """A site block: its addresses and what it does; without addresses it is the global options."""

    addresses: tuple[str, ...]
    body: Lines
    origin: Path = ()

    @property
    def text(self) -> str:
        """Its lines, below an empty one."""
        addresses = ", ".join(map(token, self.addresses))
        return f"\n{addresses}{' ' if addresses else ''}{{\n{self.body.text}\n}}\n"

    @property
    def origins(self) -> tuple[Path, ...]:
        """The origin of each line."""
        origin = self.origin
        return (origin, origin, *self.body.origins, origin)


def caddy_block(*sites: Site) -> Block:
    """Return the lines of some sites."""
    texts, origins = [site.text for site in sites], [site.origins for site in sites]
    return Block("".join(texts), tuple(chain.from_iterable(origins)))


def token(text: str) -> str:
    """Return a token as Caddy's lexer reads it back.

    Raises ValueError for what no quoting makes safe: a brace would be a placeholder, an environment
    variable or a block; checks keep such text from coming here.
    """
    if _is_bare(text):
        return text
    if _UNSAFE.search(text):
        raise ValueError(f"{text!r} cannot stand in a Caddyfile")
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.origins: list[Path] = []

    def directives(self, directives: Iterable[Directive], pad: str, inherited: Path) -> None:
        lines, origins = self.lines, self.origins
        for one in directives:
            origin, block = one.origin or inherited, one.block
            head = _head(one.name, one.arguments)
            origins.append(origin)
            if block is None:
                lines.append(f"{pad}{head}")
                continue
            lines.append(f"{pad}{head} {{")
            self.directives(block, pad + _INDENT, origin)
            lines.append(f"{pad}}}")
            origins.append(origin)


@lru_cache(maxsize=1024)
def _head(name: str, arguments: tuple[str | Placeholder, ...]) -> str:
    return " ".join([token(name), *map(_argument, arguments)])


def _argument(argument: str | Placeholder) -> str:
    if isinstance(argument, str):
        return token(argument)
    if _UNSAFE.search(_PLACEHOLDER.sub("", argument.text)):
        raise ValueError(f"{argument.text!r} is more than a placeholder")
    return argument.text
