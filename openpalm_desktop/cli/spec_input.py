"""What most commands begin with: a spec from a file, its problems, its secrets."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path

from openpalm_desktop.deploy.acme_root import acme_root
from openpalm_desktop.deploy.files import read_file
from openpalm_desktop.deploy.secret_sources import FoundSecrets, find_secrets
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.generator import Supplies
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved_stack import ResolvedStack
from openpalm_desktop.model.secret_uses import needed_secrets
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.yaml_text import EncodingError, decode
from openpalm_desktop.record import Record

from .terminal import harmless


class SpecUnreadable(OpenPalmError):
    """A file is no text that could be a spec."""


class SpecInput(Record):
    """A spec on the command line: where it lies, and what it says or why it says nothing."""

    path: Path
    read: SpecFile | tuple[Problem, ...]

    @property
    def file(self) -> SpecFile | None:
        """The spec and its text, or None if the file is no spec."""
        return self.read if isinstance(self.read, SpecFile) else None

    @property
    def refusal(self) -> tuple[Problem, ...]:
        """Why the file is no spec; nothing if it is one."""
        return () if isinstance(self.read, SpecFile) else self.read


def add_spec(parser: ArgumentParser, *, with_secrets: bool = False) -> None:
    """Add the arguments that name a spec and its secrets."""
    parser.add_argument(
        "spec", metavar="SPEC", type=Path, help="the stack spec, such as openpalm.yaml"
    )
    if with_secrets:
        parser.add_argument(
            "--secrets",
            metavar="FILE",
            type=Path,
            help="NAME=value lines (else secrets.env beside the spec, then the keyring)",
        )


def spec_input(path: Path) -> SpecInput:
    """Return the spec in a file, or what keeps it from being one."""
    try:
        text = decode(read_file(path)[0])
    except EncodingError as error:
        raise SpecUnreadable(f"{path}: {error.sentence}", error.hint) from error
    return SpecInput(path, read_spec(text))


def secrets_of(stack: ResolvedStack, path: Path, chosen: Path | None) -> FoundSecrets:
    """Return the secret values for a stack, as far as there are any."""
    return find_secrets(path, stack.spec.project_name, needed_secrets(stack), chosen)


def print_trouble(trouble: OpenPalmError | None) -> None:
    """Say on standard error what kept values from being found."""
    if trouble is not None:
        print(f"{trouble.sentence} {trouble.hint}".strip(), file=sys.stderr)


def supplies(source: SpecFile, path: Path, secrets: Mapping[str, str] | None) -> Supplies:
    """Return what the generators need from outside the spec."""
    root = source.spec.caddy.acme_ca_root
    return Supplies(secrets, "" if root is None else acme_root(path.parent / root))


def print_problems(path: Path, problems: Iterable[Problem]) -> bool:
    """Print problems on standard error, one a line; return whether an error is among them."""
    has_errors = False
    for problem in problems:
        has_errors |= problem.is_error
        print(problem_line(path, problem), file=sys.stderr)
    return has_errors


def problem_line(path: Path, problem: Problem) -> str:
    """Return a problem as compilers print one, with its hint."""
    place = f":{problem.position.line}:{problem.position.column}" if problem.position else ""
    hint = f" {problem.hint}" if problem.hint else ""
    return harmless(f"{path}{place}: {problem.severity}[{problem.code}]: {problem.message}{hint}")
