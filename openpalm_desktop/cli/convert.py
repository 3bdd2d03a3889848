"""`convert`: an older spec or a Compose file becomes a spec of version 4; the file itself stays."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.files import read_file, write_atomically
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.env_files import quoted
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.formats import Conversion, Format, convert
from openpalm_desktop.model.spec_file import new_text
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.yaml_text import decode

from .spec_input import print_problems

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_PRIVATE = 0o600


class NotOverwritten(OpenPalmError):
    """Something stands where the result should go."""


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `convert` command."""
    parser = subparsers.add_parser("convert", description=__doc__)
    parser.add_argument("file", metavar="FILE", type=Path, help="an older spec or a Compose file")
    parser.add_argument("--out", metavar="SPEC", type=Path, required=True, help="the new spec")
    parser.add_argument(
        "--report",
        action="store_true",
        help="print what was not carried over, or changed, on standard output",
    )
    parser.add_argument(
        "--secrets-out",
        metavar="FILE",
        type=Path,
        help="write secret values that stand in the old file to a new, private one",
    )
    parser.add_argument("--force", action="store_true", help="replace SPEC if it is there already")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Write the new spec, and say what became of the rest."""
    source: Path = args.file
    _refuse_to_overwrite(args)
    raw = read_file(source)[0]
    text = decode(raw)
    conversion = convert(text.removeprefix("\ufeff"), source.name)
    _show_notes(conversion, on_standard_output=args.report)
    if conversion.spec is None or conversion.format is None:
        print_problems(source, conversion.problems)
        print(f"Nothing was written: {source} cannot be converted.", file=sys.stderr)
        return 1
    if conversion.format is Format.V4:
        write_atomically(args.out, raw)
        print(f"{source} is of version 4 already; {args.out} is a copy of it.", file=sys.stderr)
        return 0
    _keep_secrets(conversion.secrets, args.secrets_out)
    header = f"# Converted from {_on_one_line(source.name)}: {conversion.format.title}.\n"
    write_atomically(args.out, (header + new_text(conversion.spec)).encode())
    print(_summary(args.out, conversion.format, conversion.spec), file=sys.stderr)
    return 0


def _refuse_to_overwrite(args: Namespace) -> None:
    if args.out.exists() and args.file.exists() and args.out.samefile(args.file):
        raise NotOverwritten(
            f"{args.file} is the file to convert, and it stays as it is.",
            "Write the new spec to another file.",
        )
    if args.out.exists() and not args.force:
        raise NotOverwritten(
            f"{args.out} is there already.", "Choose another file, or replace it with --force."
        )
    if args.secrets_out is not None and args.secrets_out.exists():
        raise NotOverwritten(
            f"{args.secrets_out} is there already, and may hold other secrets.",
            "Choose another file.",
        )


def _show_notes(conversion: Conversion, *, on_standard_output: bool) -> None:
    for note in conversion.notes:
        print(_on_one_line(str(note)), file=sys.stdout if on_standard_output else sys.stderr)


def _keep_secrets(secrets: Mapping[str, str], file: Path | None) -> None:
    if not secrets:
        return
    if file is None:
        names = ", ".join(secrets)
        print(
            f"These secrets stood in the old file and need values: {names}. --secrets-out FILE"
            " writes them to a private file.",
            file=sys.stderr,
        )
        return
    lines = "".join(f"{name}={quoted(value)}\n" for name, value in secrets.items())
    write_atomically(file, lines.encode(), _PRIVATE)
    print(f"{file} holds the values of {len(secrets)} secrets.", file=sys.stderr)


def _summary(out: Path, form: Format, spec: StackSpec) -> str:
    errors = sum(problem.is_error for problem in check(spec))
    left = f" Left to mend: {errors}; the command validate shows where." if errors else ""
    return f"{out}: converted from {form.title}.{left}"


def _on_one_line(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
