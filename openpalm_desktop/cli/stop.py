"""`stop`: stop a stack, or some of its services; nothing is removed."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.running_stack import stop

from .stack_on_target import add_stack, named_stack, open_engine
from .work import driven

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `stop` command."""
    parser = subparsers.add_parser("stop", description=__doc__)
    add_stack(parser, "[SERVICE …]", "and names of services")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Stop what is meant."""
    stack = named_stack(args)
    count = driven(stop(open_engine(args), stack.project, stack.words))
    print(f"Stopped: {count} {'container' if count == 1 else 'containers'}.")
    return 0
