"""`updates`: whether a newer version was released; asks only now, and fetches nothing else."""

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from openpalm_desktop import __version__
from openpalm_desktop.deploy.newer_version import feed, host_of, newest_version

from .work import driven

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_NEWER = 2


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `updates` command."""
    parser = subparsers.add_parser("updates", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Ask, say what was answered, and tell by the exit status whether there is a newer version."""
    url = feed()
    print(f"Asking {host_of(url)}, which learns this program’s version.", file=sys.stderr)
    newest = driven(newest_version(url))
    if args.json:
        said = {"version": __version__, "newest": newest.version, "page": newest.page}
        print(json.dumps(said))
    elif newest.is_newer:
        print(f"Version {newest.version} is there; this is {__version__}. {newest.page}")
    else:
        print(f"This is the newest version, {__version__}.")
    return _NEWER if newest.is_newer else 0
