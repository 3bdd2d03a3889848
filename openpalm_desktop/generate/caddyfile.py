"""The Caddyfile as a tree with one writer: directives, their arguments, their blocks."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from openpalm_desktop.model.path import Path
from openpalm_desktop.record import Record

from .artifact import Block

_BARE = re.compile(r"[A-Za-z0-9_./:@*\[\]()+,=!~&;'-]+")
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
    """What many sites do alike, written once."""

    lines: tuple[str, ...]

    @classmethod
    def of(cls, *directives: Directive) -> "Lines":
        """Return the lines of directives that say nothing of where they come from."""
        writer = _Writer()
        writer.directives(directives, _INDENT, ())
        return cls(tuple(writer.lines))


class Site(Record):
    """A site block: its addresses and what it does."""

    addresses: tuple[str, ...]
    directives: "tuple[Directive, ...] | Lines"
    origin: Path = ()


def caddy_block(blocks: Sequence[Site | Directive]) -> Block:
    """Return the lines of some top-level blocks, each below an empty line."""
    writer = _Writer()
    for block in blocks:
        writer.line("", block.origin)
        if isinstance(block, Directive):
            writer.directives([block], "", block.origin)
        else:
            writer.site(block)
    return Block.of(writer.lines, writer.origins)


def token(text: str) -> str:
    """Return a token as Caddy's lexer reads it back.

    Raises ValueError for what no quoting makes safe: a brace would be a placeholder, an environment
    variable or a block; checks keep such text from coming here.
    """
    if _BARE.fullmatch(text):
        return text
    if _UNSAFE.search(text):
        raise ValueError(f"{text!r} cannot stand in a Caddyfile")
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.origins: list[Path] = []

    def line(self, text: str, origin: Path) -> None:
        self.lines.append(text)
        self.origins.append(origin)

    def site(self, site: Site) -> None:
        directives, origin = site.directives, site.origin
        self.line(f"{', '.join(map(token, site.addresses))} {{", origin)
        if isinstance(directives, Lines):
            self.lines += directives.lines
            self.origins += (origin,) * len(directives.lines)
        else:
            self.directives(directives, _INDENT, origin)
        self.line("}", origin)

    def directives(self, directives: Iterable[Directive], pad: str, inherited: Path) -> None:
        add_line, add_origin = self.lines.append, self.origins.append
        for one in directives:
            origin, block = one.origin or inherited, one.block
            head = _head(one.name, one.arguments) if one.name else ""
            add_origin(origin)
            if block is None:
                add_line(f"{pad}{head}")
                continue
            add_line(f"{pad}{head} {{" if head else f"{pad}{{")
            self.directives(block, pad + _INDENT, origin)
            self.line(f"{pad}}}", origin)


@lru_cache(maxsize=1024)
def _head(name: str, arguments: tuple[str | Placeholder, ...]) -> str:
    return " ".join([token(name), *map(_argument, arguments)])


def _argument(argument: str | Placeholder) -> str:
    if isinstance(argument, str):
        return token(argument)
    if _UNSAFE.search(_PLACEHOLDER.sub("", argument.text)):
        raise ValueError(f"{argument.text!r} is more than a placeholder")
    return argument.text
