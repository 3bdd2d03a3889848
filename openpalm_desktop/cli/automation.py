"""`automation`: what a target's scheduler runs: list it, run one now, see how runs went."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.automation_runs import (
    AutomationRun,
    automations,
    history,
    run_automation,
    whole_history,
)
from openpalm_desktop.deploy.engine import Engine
from openpalm_desktop.errors import OpenPalmError

from .stack_on_target import NamedStack, add_stack, named_stack, open_engine, refuse_words
from .terminal import print_as_it_is

if TYPE_CHECKING:
    from argparse import _SubParsersAction


class NotSaid(OpenPalmError):
    """It is not said which automation is meant."""


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `automation` command and its own commands."""
    parser = subparsers.add_parser("automation", description=__doc__)
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = verbs.add_parser("list", help="all automations and their schedules")
    add_stack(listing)
    listing.add_argument("--json", action="store_true", help="print a JSON list")
    listing.set_defaults(run=run_list)
    now = verbs.add_parser("run", help="run one now; the exit status is the script's own")
    add_stack(now, "ID", "and the automation's id")
    now.set_defaults(run=run_now)
    past = verbs.add_parser("history", help="how the last runs of one went, or of all")
    add_stack(past, "[ID]", "and an automation's id")
    past.add_argument("-n", metavar="N", dest="count", type=int, default=20, help="how many (20)")
    past.add_argument("--failed", action="store_true", help="only those that did not succeed")
    past.add_argument("--json", action="store_true", help="print a JSON list")
    past.set_defaults(run=run_history)


def run_list(args: Namespace) -> int:
    """Print a line an automation."""
    stack = named_stack(args)
    refuse_words(stack)
    found = automations(open_engine(args), stack.project)
    if args.json:
        rows = [{"id": e.id, "enabled": e.is_enabled, "schedule": e.schedule} for e in found]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    width = max((len(one.id) for one in found), default=0)
    for one in found:
        print(f"{one.id.ljust(width)}  {one.schedule}{'' if one.is_enabled else '  (off)'}")
    return 0


def run_now(args: Namespace) -> int:
    """Run an automation and print what it prints."""
    stack = named_stack(args)
    wanted = _id(stack)
    work = run_automation(open_engine(args), stack.project, wanted)
    while True:
        try:
            text = next(work)
        except StopIteration as end:
            return int(end.value)
        if text:
            print_as_it_is(text)
            sys.stdout.flush()


def run_history(args: Namespace) -> int:
    """Print a line a run, the newest first."""
    stack = named_stack(args)
    wanted = _id(stack) if stack.words else None
    engine = open_engine(args)
    found = _runs(engine, stack.project, wanted, max(1, args.count), only_failed=args.failed)
    if args.json:
        print(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
        return 0
    width = 0 if wanted else max((len(one.id) for one in found), default=0)
    for one in found:
        seconds = one.milliseconds / 1000
        name = f"{one.id.ljust(width)}  " if width else ""
        preview = " ".join(one.preview.split())
        ended = f"{one.status:8} exit {one.exit_code:<3} {seconds:8.2f} s"
        print(f"{one.time}  {name}{ended}  {preview}".rstrip())
    return 0


def _runs(
    engine: Engine, project: str, wanted: str | None, count: int, *, only_failed: bool
) -> Sequence[AutomationRun]:
    """Return the last runs that are wanted; among all that are kept, where only some are."""
    most = sys.maxsize if only_failed else count
    if wanted is None:
        found = whole_history(engine, project, most)
    else:
        found = history(engine, project, wanted, most)
    return [one for one in found if one.is_failure or not only_failed][:count]


def _id(stack: NamedStack) -> str:
    if len(stack.words) == 1:
        return stack.words[0]
    raise NotSaid("It is not said which automation.", "Name one: automation list shows them.")
