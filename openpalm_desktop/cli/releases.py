"""`releases`: what was deployed and when, the newest first."""

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.observed import observe

from .stack_on_target import add_stack, named_stack, open_engine, refuse_words

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `releases` command."""
    parser = subparsers.add_parser("releases", description=__doc__)
    add_stack(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print a line a release."""
    stack = named_stack(args)
    refuse_words(stack)
    heads = observe(open_engine(args), stack.project).releases
    if args.json:
        rows = [
            {
                "release": head.number,
                "time": head.time,
                "program": head.program,
                "by": head.writer,
                "returnsTo": head.returns_to,
            }
            for head in heads
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    for head in heads:
        back = f", back to release {head.returns_to}" if head.returns_to else ""
        print(f"{head.number:>4}  {head.time}  by {head.writer}{back}")
    if not heads:
        print(f"{stack.project} was not deployed there.")
    return 0
