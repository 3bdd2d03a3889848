"""`down`: remove a stack's containers and networks; its volumes only if that is said."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.running_stack import take_down

from .stack_on_target import add_stack, named_stack, open_engine, refuse_words
from .work import driven

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `down` command."""
    parser = subparsers.add_parser("down", description=__doc__)
    add_stack(parser)
    parser.add_argument(
        "--volumes", action="store_true", help="also remove all of its data and its releases"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Take the stack down."""
    stack = named_stack(args)
    refuse_words(stack)
    count = driven(take_down(open_engine(args), stack.project, volumes=args.volumes))
    kept = "Its volumes are gone, too." if args.volumes else "Its volumes stay."
    print(f"Removed: {count} {'container' if count == 1 else 'containers'}. {kept}")
    return 0
