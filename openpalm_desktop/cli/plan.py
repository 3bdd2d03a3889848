"""`plan`: what a deployment would do, and why; changes nothing."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpalm_desktop.deploy.engine import Engine
from openpalm_desktop.deploy.labels import SERVICE
from openpalm_desktop.deploy.observed import observe_closely
from openpalm_desktop.deploy.plan import Plan, plan
from openpalm_desktop.deploy.preflight import checked
from openpalm_desktop.deploy.running_stack import NotDeployed
from openpalm_desktop.deploy.wanted import Wanted

from .spec_input import add_spec
from .stack_on_target import add_target, open_engine, wanted_stack
from .work import driven

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_CHANGES = 2


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `plan` command."""
    parser = subparsers.add_parser("plan", description=__doc__)
    add_plan(parser)
    parser.set_defaults(run=run)


def add_plan(parser: ArgumentParser) -> None:
    """Add the arguments that `plan` and `deploy` share."""
    add_spec(parser, with_secrets=True)
    add_target(parser)
    parser.add_argument("--pull", action="store_true", help="fetch all images, also those there")
    parser.add_argument(
        "--remove-orphans",
        action="store_true",
        help="also remove the project's containers that this program did not make",
    )
    parser.add_argument(
        "--only",
        metavar="SERVICE",
        action="append",
        default=[],
        help="touch this service and no other; may be said again",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: Namespace) -> int:
    """Print the plan; exit status 0 says that there is nothing to do, 2 that there is."""
    spec: Path = args.spec
    what = wanted_stack(spec, args.secrets)
    engine = open_engine(args)
    found = made_plan(args, engine, what)
    print(json.dumps(as_json(found), indent=2, ensure_ascii=False) if args.json else found)
    if found.blocked:
        return 1
    return 0 if found.is_empty else _CHANGES


def made_plan(args: Namespace, engine: Engine, what: Wanted) -> Plan:
    """Return the plan for a stack, after fetching its images if that is asked for."""
    if args.pull:
        _fetch(engine, _images(what, args.only))
    observed = observe_closely(engine, what.project, what.images)
    _refuse_unknown(
        args.only, {*what.services, *(one.labels[SERVICE] for one in observed.containers)}
    )
    made = plan(what, observed, remove_orphans=args.remove_orphans, only=args.only)
    return driven(checked(engine, made))


def _images(what: Wanted, only: Collection[str]) -> Iterable[str]:
    """Return the images of the services that may be touched, each once."""
    some = (one.image for one in what.services.values() if not only or one.name in only)
    return dict.fromkeys(some)


def _fetch(engine: Engine, images: Iterable[str]) -> None:
    for image in images:
        for _ in engine.pull(image):
            pass


def _refuse_unknown(wished: Sequence[str], known: Collection[str]) -> None:
    for name in wished:
        if name not in known:
            raise NotDeployed(
                f"There is no service {name}.", f"There are: {', '.join(sorted(known))}."
            )


def as_json(found: Plan) -> Mapping[str, Any]:
    """Return a plan as the stable JSON of `plan` and `deploy`."""
    return {
        "project": found.wanted.project,
        "isEmpty": found.is_empty,
        "unchanged": found.unchanged,
        "preflight": [
            {"code": one.code, "isError": one.is_error, "message": one.why, "hint": one.hint}
            for one in found.findings
        ],
        "steps": [
            {
                "kind": str(step.kind),
                "thing": str(step.thing),
                "name": step.name,
                "causes": list(step.causes),
                "way": str(step.way) if step.way else None,
                "away": None
                if step.away is None
                else {"seconds": step.away.seconds, "with": list(step.away.takes_along)},
            }
            for step in found.steps
        ],
    }
