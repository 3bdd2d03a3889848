"""`generate`: write the folder that needs nothing but Docker."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.export import differences, write_folder
from openpalm_desktop.generate.generator import Generator
from openpalm_desktop.model.checks import Checker
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.phrases import form_for

from .spec_input import (
    add_spec,
    print_problems,
    print_trouble,
    secrets_of,
    spec_input,
    supplies,
)

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Sequence

    from openpalm_desktop.deploy.export import Difference


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `generate` command."""
    parser = subparsers.add_parser("generate", description=__doc__)
    add_spec(parser, with_secrets=True)
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if the folder differs"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Write the folder, or compare it."""
    given = spec_input(args.spec)
    if given.file is None:
        print_problems(args.spec, given.refusal)
        return 1
    stack = resolved(given.file.spec)
    found = secrets_of(stack, args.spec, args.secrets)
    problems = given.file.document.problems + Checker().problems(stack, found.values.keys())
    if print_problems(args.spec, given.file.place(problems)):
        print_trouble(found.trouble)
        print(f"Nothing was written: {args.spec} has errors.", file=sys.stderr)
        return 1
    bundle = Generator(supplies(given.file, args.spec, found.values)).generate(stack).bundle
    if args.check:
        differing = differences(args.out, bundle)
        for difference in differing:
            print(difference)
        return 1 if differing else 0
    changes = write_folder(args.out, bundle)
    print(f"{args.out}: {_summary(changes, len(bundle.artifacts))}")
    return 0


def _summary(changes: "Sequence[Difference]", files: int) -> str:
    if not changes:
        return f"all {files} files are up to date."
    removed = sum(change.kind == "removed" for change in changes)
    written = len(changes) - removed
    counts = ((written, "written"), (removed, "removed"), (files - written, "as before"))
    return ", ".join(f"{_files(count)} {what}" for count, what in counts if count) + "."


def _files(count: int) -> str:
    return f"{count} {form_for(count, 'file', 'files')}"
