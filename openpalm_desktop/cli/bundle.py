"""`bundle`: a whole stack as one archive for a server, and whether such an archive is sound."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.archive import archive, is_archive
from openpalm_desktop.deploy.bundle_check import damages
from openpalm_desktop.deploy.files import read_file, write_atomically
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.generator import Generator
from openpalm_desktop.generate.server_bundle import server_bundle
from openpalm_desktop.model.checks import Checker
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.secret_uses import needed_secrets

from .spec_input import print_problems, spec_input, supplies

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_VERIFY = "verify"


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `bundle` command."""
    parser = subparsers.add_parser(
        "bundle", description=__doc__, usage="%(prog)s SPEC -o FILE | %(prog)s verify FILE"
    )
    parser.add_argument("words", metavar="SPEC | verify FILE", type=Path, nargs="+")
    parser.add_argument(
        "-o",
        "--out",
        metavar="FILE",
        type=Path,
        help="the archive: its name ends in .zip or .tar.gz",
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Make an archive, or look whether one is as it was written."""
    match args.words:
        case [word, Path() as file] if str(word) == _VERIFY and args.out is None:
            return _verify(file)
        case [Path() as spec] if args.out is not None:
            return _make(spec, args.out)
        case _:
            print("Say either: bundle SPEC -o FILE.tar.gz, or: bundle verify FILE", file=sys.stderr)
            return 2


def _verify(file: Path) -> int:
    found = damages(file, read_file(file)[0])
    for sentence in found:
        print(sentence, file=sys.stderr)
    if not found:
        print(f"{file}: every file is as it was written.")
    return 1 if found else 0


def _make(spec: Path, out: Path) -> int:
    if not is_archive(out.name):
        raise OpenPalmError(f"{out} is no archive’s name.", "Let it end in .tar.gz or .zip.")
    given = spec_input(spec)
    if given.file is None:
        print_problems(spec, given.refusal)
        return 1
    stack = resolved(given.file.spec)
    # The values are filled in on the server, so none has to be there now.
    problems = given.file.document.problems + Checker().problems(stack, needed_secrets(stack))
    if print_problems(spec, given.file.place(problems)):
        print(f"Nothing was written: {spec} has errors.", file=sys.stderr)
        return 1
    generated = Generator(supplies(given.file, spec, None)).generate(stack)
    files = server_bundle(generated, given.file.document.text)
    write_atomically(out, archive(out.name, given.file.spec.project_name, files))
    print(f"{out}: {len(files)} files.")
    return 0
