"""`validate`: what is wrong with a spec."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.model.checks import check
from openpalm_desktop.model.path import dotted
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved_stack import resolved

from .spec_input import (
    SpecInput,
    add_spec,
    print_trouble,
    problem_line,
    secrets_of,
    spec_input,
)

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `validate` command."""
    parser = subparsers.add_parser("validate", description=__doc__)
    add_spec(parser, with_secrets=True)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print every problem, errors and warnings."""
    given = spec_input(args.spec)
    problems = problems_of(given, _known_secrets(given, args.secrets))
    if args.json:
        print(json.dumps([_as_json(problem) for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            print(problem_line(args.spec, problem))
    return 1 if any(problem.is_error for problem in problems) else 0


def problems_of(given: SpecInput, secrets: Collection[str] | None) -> tuple[Problem, ...]:
    """Return what is wrong with a spec file, with positions."""
    if given.file is None:
        return given.refusal
    own = given.file.document.problems
    return (*own, *given.file.place(check(given.file.spec, secrets)))


def _known_secrets(given: SpecInput, chosen: Path | None) -> Collection[str] | None:
    """Return the names that have a value; None, said aloud, where there is nowhere to look."""
    if given.file is None:
        return None
    found = secrets_of(resolved(given.file.spec), given.path, chosen)
    if not found.has_source:
        print("Whether every secret has a value was not checked.", file=sys.stderr)
    print_trouble(found.trouble)
    return found.values.keys() if found.has_source else None


def _as_json(problem: Problem) -> dict[str, object]:
    return {
        "path": dotted(problem.path),
        "line": problem.position.line if problem.position else None,
        "column": problem.position.column if problem.position else None,
        "severity": str(problem.severity),
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }
