"""`rollback`: go back to an earlier release, images by digest, files byte for byte."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.observed import observe_closely
from openpalm_desktop.deploy.plan import plan
from openpalm_desktop.deploy.preflight import checked
from openpalm_desktop.deploy.releases import needed_secrets, read_release
from openpalm_desktop.deploy.rollback import content_of
from openpalm_desktop.deploy.secret_sources import find_secrets
from openpalm_desktop.deploy.wanted import wanted
from openpalm_desktop.errors import OpenPalmError

from .deploy import carried_out
from .stack_on_target import add_stack, named_stack, open_engine
from .work import driven

if TYPE_CHECKING:
    from argparse import _SubParsersAction


class NotANumber(OpenPalmError):
    """A release is called by its number."""


_MOST_DIGITS = 9  # Python itself refuses to read thousands of them


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `rollback` command."""
    parser = subparsers.add_parser("rollback", description=__doc__)
    add_stack(parser, "[RELEASE]", "and a release's number (the one before the newest)")
    parser.add_argument("--secrets", metavar="FILE", type=Path, help="NAME=value lines")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Go back."""
    stack = named_stack(args)
    number = _number(stack.words)
    engine = open_engine(args)
    release = read_release(engine, stack.project, number)
    content = driven(content_of(engine, release))
    spec = Path("." if args.project else args.words[0])
    names = needed_secrets(content)
    found = find_secrets(spec, stack.project, names, args.secrets)
    what = wanted(content, found.values)
    observed = observe_closely(engine, stack.project, what.images)
    made = driven(checked(engine, plan(what, observed)))
    return carried_out(args, engine, made, returns_to=release.head.number)


def _number(words: tuple[str, ...]) -> int | None:
    if not words:
        return None
    said = " ".join(words)
    if said.isdecimal() and len(said) <= _MOST_DIGITS and int(said) > 0:
        return int(said)
    raise NotANumber(f"“{said[:40]}” is no release.", "Give its number: see releases.")
