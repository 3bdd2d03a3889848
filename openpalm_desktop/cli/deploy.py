"""`deploy`: plan, ask, carry out; what fails is taken back."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from openpalm_desktop.deploy.execute import Deployed, DeploymentFailed, execute
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.errors import OpenPalmError

from .plan import add_plan, made_plan
from .stack_on_target import is_terminal, open_engine, wanted_stack

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_Result = TypeVar("_Result")


class NotConfirmed(OpenPalmError):
    """Nobody can be asked, and nobody said yes beforehand."""


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `deploy` command."""
    parser = subparsers.add_parser("deploy", description=__doc__)
    add_plan(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Make the target run the stack."""
    spec: Path = args.spec
    what = wanted_stack(spec, args.secrets)
    engine = open_engine(args)
    found = made_plan(args, engine, what)
    print(found, file=sys.stderr if args.json else sys.stdout)
    if found.is_empty:
        _print_result(args, "unchanged", None)
        return 0
    if not found.blocked and not confirmed(args, "Do this?"):
        return 1
    done = driven(execute(found, engine))
    _print_result(args, "deployed", done)
    return 0


def confirmed(args: Namespace, question: str) -> bool:
    """Whether a person says yes, now or beforehand."""
    if args.yes:
        return True
    if not is_terminal():
        raise NotConfirmed("Nothing was done: nobody can be asked here.", "Say --yes beforehand.")
    return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}


def driven(work: Generator[Progress, None, _Result]) -> _Result:
    """Do a piece of work, saying on standard error how far it is; Ctrl+C takes it back."""
    said = ""
    try:
        while True:
            progress = next(work)
            if progress.sentence != said:
                said = progress.sentence
                print(f"{said} …", file=sys.stderr, flush=True)
    except StopIteration as end:
        result: _Result = end.value
        return result
    except DeploymentFailed as error:
        if error.evidence:
            print(error.evidence, file=sys.stderr)
        raise
    except KeyboardInterrupt:
        print("Taking it back …", file=sys.stderr, flush=True)
        work.close()
        raise


def _print_result(args: Namespace, outcome: str, done: Deployed | None) -> None:
    if args.json:
        release = None if done is None else done.release
        print(json.dumps({"outcome": outcome, "release": release}))
    elif done is not None:
        print(f"Done: {done.project} runs as release {done.release}.")
