"""`show`: one generated file; secrets stay references."""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.workshop import Workshop
from openpalm_desktop.model.checks import did_you_mean

from .spec_input import add_spec, print_problems, spec_input, supplies

if TYPE_CHECKING:
    from argparse import _SubParsersAction


class NoSuchFile(OpenPalmError):
    """A name is not among the generated files."""


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `show` command."""
    parser = subparsers.add_parser("show", description=__doc__)
    add_spec(parser)
    parser.add_argument(
        "file", metavar="FILE", help="such as docker-compose.yml or caddy/Caddyfile"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print one file."""
    given = spec_input(args.spec)
    if given.file is None:
        print_problems(args.spec, given.refusal)
        return 1
    product = Workshop(supplies(given.file, args.spec, None)).make(given.file.spec)
    if product.generated is None:
        print_problems(args.spec, given.file.place(p for p in product.problems if p.is_error))
        return 1
    bundle = product.generated.bundle
    if args.file not in bundle:
        names = ", ".join(bundle.artifacts)
        hint = did_you_mean(args.file, bundle.artifacts)
        raise NoSuchFile(
            f"There is no generated file {args.file}. {hint}".strip(), f"There are: {names}."
        )
    sys.stdout.flush()
    sys.stdout.buffer.write(bundle[args.file].content)
    return 0
