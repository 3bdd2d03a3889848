"""`bundle`: a stack as one archive for a server; whether one is sound; a stack brought back."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.bundle_check import damages
from openpalm_desktop.deploy.files import read_file

from .bundle_make import make
from .bundle_open import lay_out_bundle

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_USAGE = """\
%(prog)s SPEC -o FILE [options]
       %(prog)s verify FILE
       %(prog)s open FILE --out FOLDER [options]"""


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `bundle` command."""
    parser = subparsers.add_parser("bundle", description=__doc__, usage=_USAGE)
    parser.add_argument("words", metavar="SPEC | verify FILE | open FILE", type=Path, nargs="+")
    parser.add_argument(
        "-o",
        "--out",
        metavar="FILE",
        type=Path,
        help="the archive: its name ends in .zip or .tar.gz; with open, the folder",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if the archive there differs"
    )
    parser.add_argument(
        "--recipient",
        metavar="AGE-KEY",
        action="append",
        default=[],
        help="put the secrets in, locked for this age or ssh key, or those of a file of keys",
    )
    parser.add_argument(
        "--passphrase",
        action="store_true",
        help="lock or open the secrets with a passphrase, asked for or read from standard input",
    )
    parser.add_argument(
        "--secrets",
        metavar="FILE",
        type=Path,
        help="NAME=value lines (else secrets.env beside the spec, then the keyring)",
    )
    parser.add_argument(
        "--identity", metavar="FILE", type=Path, help="with open: the key that opens the secrets"
    )
    parser.add_argument(
        "--keyring",
        action="store_true",
        help="with open: keep the secrets in the keyring, not in a secrets.env",
    )
    parser.add_argument(
        "--force", action="store_true", help="with open: replace the stack that is there"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Make an archive, look whether one is sound, or bring the stack of one back."""
    match [str(word) for word in args.words]:
        case ["verify", file] if args.out is None:
            return _verify(Path(file))
        case ["open", file] if args.out is not None:
            return lay_out_bundle(Path(file), args)
        case [spec] if args.out is not None:
            return make(Path(spec), args)
        case _:
            print(
                "Say one of: bundle SPEC -o FILE.tar.gz, bundle verify FILE,"
                " bundle open FILE --out FOLDER",
                file=sys.stderr,
            )
            return 2


def _verify(file: Path) -> int:
    found = damages(file, read_file(file)[0])
    for sentence in found:
        print(sentence, file=sys.stderr)
    if not found:
        print(f"{file}: every file is as it was written.")
    return 1 if found else 0
