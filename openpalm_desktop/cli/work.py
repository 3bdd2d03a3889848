"""A piece of work on the command line: driven to its end, saying how far it is."""

import sys
from argparse import Namespace
from collections.abc import Generator
from typing import TypeVar

from openpalm_desktop.deploy.execute import DeploymentFailed
from openpalm_desktop.deploy.progress import Progress
from openpalm_desktop.errors import OpenPalmError

_Result = TypeVar("_Result")


class NotConfirmed(OpenPalmError):
    """Nobody can be asked, and nobody said yes beforehand."""


def confirmed(args: Namespace, question: str) -> bool:
    """Whether a person says yes, now or beforehand."""
    if args.yes:
        return True
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
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
