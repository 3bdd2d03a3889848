"""The Caddyfile as a tree with one writer: directives, their arguments, their blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from openpalm_desktop.model.path import Path

from .artifact import Block

_BARE = re.compile(r"[A-Za-z0-9_./:@*\[\]()+,=!~&;'-]+")
_PLACEHOLDER = re.compile(r"\{[a-z][A-Za-z0-9_.]*\}")
_UNSAFE = re.compile(r"[{}\\\x00-\x1f\x7f`]")
_INDENT = "\t"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A runtime placeholder such as `{remote_host}`, possibly with text around it."""

    text: str


@dataclass(frozen=True, slots=True)
class Directive:
    """One line, and the block it opens where there is one."""

    name: str
    arguments: tuple[str | Placeholder, ...] = ()
    block: "tuple[Directive, ...] | None" = None
    origin: Path = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A site block: its addresses and what it does."""

    addresses: tuple[str, ...]
    directives: tuple[Directive, ...]
    origin: Path = ()


def caddy_block(blocks: Sequence[Site | Directive], separator: str = "") -> Block:
    """Return the lines of some top-level blocks, each preceded by `separator` lines."""
    lines: list[str] = []
    origins: list[Path] = []
    for block in blocks:
        lines += [separator] if lines or separator == "" else []
        origins += [block.origin] if len(origins) < len(lines) else []
        for line, origin in _top_level(block):
            lines.append(line)
            origins.append(origin)
    return Block.of(lines, origins)


@lru_cache(maxsize=1024)
def token(text: str) -> str:
    """Return a token as Caddy's lexer reads it back.

    Raises ValueError for what no quoting makes safe: a brace would be a placeholder, an environment
    variable or a block; checks keep such text from coming here.
    """
    if _UNSAFE.search(text):
        raise ValueError(f"{text!r} cannot stand in a Caddyfile")
    if _BARE.fullmatch(text):
        return text
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def _top_level(block: Site | Directive) -> Iterator[tuple[str, Path]]:
    if isinstance(block, Directive):
        yield from _lines(block, "", block.origin)
        return
    yield f"{', '.join(map(token, block.addresses))} {{", block.origin
    for directive in block.directives:
        yield from _lines(directive, _INDENT, block.origin)
    yield "}", block.origin


def _lines(directive: Directive, pad: str, inherited: Path) -> Iterator[tuple[str, Path]]:
    origin = directive.origin or inherited
    words = [token(directive.name) if directive.name else "", *map(_argument, directive.arguments)]
    head = pad + " ".join(filter(None, words))
    if directive.block is None:
        yield head, origin
        return
    yield (f"{head} {{" if head.strip() else f"{pad}{{"), origin
    for inner in directive.block:
        yield from _lines(inner, pad + _INDENT, origin)
    yield f"{pad}}}", origin


def _argument(argument: str | Placeholder) -> str:
    if isinstance(argument, str):
        return token(argument)
    if _UNSAFE.search(_PLACEHOLDER.sub("", argument.text)):
        raise ValueError(f"{argument.text!r} is more than a placeholder")
    return argument.text
