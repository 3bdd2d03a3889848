"""`restart`: restart a stack, or some of its services."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.running_stack import restart

from .stack_on_target import add_stack, named_stack, open_engine
from .work import driven

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `restart` command."""
    parser = subparsers.add_parser("restart", description=__doc__)
    add_stack(parser, "[SERVICE …]", "and names of services")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Restart what is meant."""
    stack = named_stack(args)
    count = driven(restart(open_engine(args), stack.project, stack.words))
    print(f"Restarted: {count} {'container' if count == 1 else 'containers'}.")
    return 0
