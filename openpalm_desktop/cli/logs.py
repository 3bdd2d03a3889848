"""`logs`: what a stack's containers print, each line with its service's name."""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.labels import SERVICE
from openpalm_desktop.deploy.log_lines import followed_lines, past_lines
from openpalm_desktop.deploy.running_stack import containers_of

from .stack_on_target import add_stack, named_stack, open_engine
from .terminal import print_as_it_is

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `logs` command."""
    parser = subparsers.add_parser("logs", description=__doc__)
    add_stack(parser, "[SERVICE …]", "and names of services")
    parser.add_argument("--follow", "-f", action="store_true", help="go on until interrupted")
    parser.add_argument("--tail", metavar="N", type=int, help="the last N lines of each only")
    parser.add_argument(
        "--timestamps", "-t", action="store_true", help="with the time of each line, in its order"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print the logs."""
    stack = named_stack(args)
    engine = open_engine(args)
    found = containers_of(engine, stack.project, stack.words)
    width = max(len(one.labels[SERVICE]) for one in found)
    lines = followed_lines if args.follow else past_lines
    for line in lines(engine, found, args.tail, timed=args.timestamps):
        time = f"{line.time} " if line.time else ""
        print_as_it_is(f"{line.service.ljust(width)} | {time}{line.text}\n")
        if args.follow:
            sys.stdout.flush()
    return 0
