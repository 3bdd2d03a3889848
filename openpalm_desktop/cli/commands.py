"""The list of subcommands; only the one that is asked for is imported."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from io import TextIOWrapper
from typing import Any

from openpalm_desktop.build import version_words
from openpalm_desktop.errors import OpenPalmError

from .terminal import disarm

COMMANDS = {
    "validate": "what is wrong with a spec, with line and column",
    "generate": "write the folder that Docker, Caddy and cron read",
    "show": "one generated file on standard output",
    "bundle": "a whole stack as one archive for a server, and back",
    "convert": "an older spec or a Compose file to version 4",
    "routes": "who reaches what, where and with which certificate",
    "cron": "a schedule in words and its next runs",
    "plan": "what a deployment would do, and why; changes nothing",
    "deploy": "plan, ask, carry out; what fails is taken back",
    "status": "how each container of a stack is",
    "certificates": "who certified each site and until when; Caddy's own root",
    "logs": "what a stack's containers print",
    "stop": "stop a stack, or some of its services",
    "start": "start a stack, or some of its services, again",
    "restart": "restart a stack, or some of its services",
    "down": "remove a stack's containers and networks",
    "releases": "what was deployed, and when",
    "rollback": "go back to an earlier release",
    "automation": "list automations, run one now, see how runs went",
    "target": "names for engines",
    "registry": "logins to registries of images, kept in the keyring",
    "updates": "whether a newer version was released",
}

vars(argparse)["_"] = str  # it would look for its texts in other languages, and find none
_MISUSED, _INTERRUPTED = 2, 130
_EPILOG = "Without a command the window opens, with SPEC if one is given."


class OutputLost(OpenPalmError):
    """What a command prints cannot be written."""


def run(words: Sequence[str]) -> int:
    """Run one subcommand and return its exit status; what goes wrong is a sentence."""
    _open_outputs()
    if words and words[0] not in COMMANDS and not words[0].startswith("-"):
        return _fail_unknown(words[0])
    arguments = parser_of(words[0] if words else "").parse_args(words)
    try:
        with ExitStack() as arguments.ending:
            status: int = arguments.run(arguments)
        sys.stdout.flush()
    except OpenPalmError as error:
        return fail(error)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        _forget_output()
        return 0
    except OSError as error:  # commands say themselves what else they could not read or write
        _forget_output()
        return fail(OutputLost(f"The output could not be written: {error.strerror}."))
    except (KeyboardInterrupt, EOFError):  # EOFError: Ctrl+D instead of a password
        return _INTERRUPTED
    return status


def fail(error: OpenPalmError) -> int:
    """Print an error for a person and return the exit status that goes with it."""
    print(f"{error.sentence}\n{error.hint}".strip(), file=sys.stderr)
    return 1


def _fail_unknown(word: str) -> int:
    """Say which command was meant, as far as that can be told."""
    from openpalm_desktop.model.checks.names import did_you_mean  # noqa: PLC0415 – seldom needed

    sentence = f"There is no command “{word}”. {did_you_mean(word, COMMANDS)}".strip()
    fail(OpenPalmError(sentence, "All commands: openpalm-desktop --help"))
    return _MISUSED


def _open_outputs() -> None:
    """Make sure that there is somewhere to print, and that any character can be printed there."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 – stays open
        elif isinstance(stream, TextIOWrapper):
            # Into a file or a pipe Windows would write the few letters of its old code page.
            is_old = sys.platform == "win32" and not stream.isatty()
            encoding = "utf-8" if is_old else stream.encoding
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
            if stream.isatty():
                disarm(stream)


def _forget_output() -> None:
    """Let what is still to be printed go nowhere; else Python complains when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Help(argparse.HelpFormatter):
    """Help as wide as the terminal; argparse asks a module for it that imports all archivers."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)

    def _format_args(self, action: argparse.Action, default_metavar: str) -> str:
        """Let words that may be left out say themselves how many there may be."""
        if action.nargs == "*" and isinstance(action.metavar, str):
            return f"[{action.metavar}]"
        return super()._format_args(action, default_metavar)


class _Parser(argparse.ArgumentParser):
    """A parser that writes such help, as do those of its commands."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Help, **options)


def _columns() -> int:
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns or 80
    except (OSError, ValueError):
        return 80


def parser_of(command: str) -> argparse.ArgumentParser:
    """Return the whole program's parser, with the options of one command."""
    parser = _Parser(
        prog="openpalm-desktop",
        description="Describe an assistant stack, see its files, deploy it anywhere.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "--version", action="version", version=f"openpalm-desktop {version_words()}"
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in [command] if command in COMMANDS else COMMANDS:
        if command in COMMANDS:
            import_module(f"openpalm_desktop.cli.{name}").add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=COMMANDS[name])
    return parser
