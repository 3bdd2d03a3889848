"""Every command with all of its options, as docs/cli.md lists them."""

import argparse
from collections.abc import Iterator

from openpalm_desktop.cli.commands import COMMANDS, parser_of

_ON_A_TARGET = {"--project", "--target", "--tls-dir", "--insecure-tcp"}


def options_of_all() -> str:
    """Return a table for each command; options that all on a target have are told once."""
    tables = [_table(name, one) for name, one in commands() if list(_own(one))]
    return "\n\n".join([_common(), *tables]) + "\n"


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield each command's words and parser, also the commands of commands."""
    for name in COMMANDS:
        yield from _below(name, _choices(parser_of(name))[name])


def options(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield what can be written with two lines before it."""
    for action in parser._actions:
        if action.option_strings and "--help" not in action.option_strings:
            yield action


def _below(
    name: str, parser: argparse.ArgumentParser
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    inner = _choices(parser)
    if not inner:
        yield name, parser
    for word, one in inner.items():
        yield from _below(f"{name} {word}", one)


def _choices(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _own(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in options(parser):
        if not _ON_A_TARGET & set(action.option_strings):
            yield action


def _common() -> str:
    status = next(one for name, one in commands() if name == "status")
    shared = [each for each in options(status) if _ON_A_TARGET & set(each.option_strings)]
    head = "All commands that work on a target"
    return f"### {head}\n\n{_rows(shared)}"


def _table(name: str, parser: argparse.ArgumentParser) -> str:
    return f"### {name}\n\n{_rows(list(_own(parser)))}"


def _rows(actions: list[argparse.Action]) -> str:
    lines = ["| option | |", "|---|---|"]
    for action in actions:
        words = ", ".join(f"`{each}`" for each in action.option_strings)
        value = f" `{action.metavar}`" if action.metavar else ""
        needed = " (needed)" if action.required else ""
        lines.append(f"| {words}{value} | {action.help}{needed} |")
    return "\n".join(lines)
