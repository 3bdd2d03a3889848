"""What commands about a running stack begin with: which stack, on which engine."""

import sys
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.content import content
from openpalm_desktop.deploy.targets import find_target
from openpalm_desktop.deploy.wanted import Wanted, wanted
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.generator import Generator
from openpalm_desktop.model.checks import Checker
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.record import Record

from .connection import connected
from .spec_input import print_problems, print_trouble, secrets_of, spec_input, supplies

if TYPE_CHECKING:
    from openpalm_desktop.deploy.docker_engine import DockerEngine
    from openpalm_desktop.generate.generator import Generated
    from openpalm_desktop.model.spec_file import SpecFile


class SpecHasErrors(OpenPalmError):
    """A spec cannot be deployed as it is; its problems are printed already."""


class NoStack(OpenPalmError):
    """It is not said which stack is meant."""


class NamedStack(Record):
    """A stack on a target, and the further words of the command."""

    project: str
    words: tuple[str, ...]
    path: Path | None = None
    file: "SpecFile | None" = None  # where the spec is at hand


def add_target(parser: ArgumentParser, *, is_option: bool = True, is_needed: bool = True) -> None:
    """Add the arguments that name an engine."""
    words = "a saved name, local, a Docker context, ssh://user@host, tcp://host:port, unix:///path"
    if is_option:
        parser.add_argument("--target", metavar="TARGET", required=is_needed, help=words)
    else:
        parser.add_argument("target", metavar="TARGET", help=words)
    parser.add_argument(
        "--tls-dir", metavar="DIR", type=Path, help="ca.pem, cert.pem and key.pem for tcp://"
    )
    parser.add_argument(
        "--insecure-tcp",
        action="store_true",
        help="tcp:// without TLS: anybody may rule the server",
    )


def add_stack(parser: ArgumentParser, words: str = "", words_help: str = "") -> None:
    """Add the arguments that name a stack: a spec, or a project's name."""
    names = f"SPEC {words}".strip()
    parser.add_argument(
        "words",
        metavar=names,
        nargs="*",
        help=f"the stack spec{'; ' + words_help if words_help else ''}",
    )
    parser.add_argument("--project", metavar="NAME", help="instead of SPEC: the project's name")
    add_target(parser)


def named_stack(args: Namespace) -> NamedStack:
    """Return which stack is meant, and what else was said."""
    words = tuple(args.words)
    if args.project:
        return NamedStack(args.project, words)
    if not words:
        raise NoStack("It is not said which stack.", "Name its spec, or use --project NAME.")
    path = Path(words[0])
    given = spec_input(path)
    if given.file is None:
        print_problems(path, given.refusal)
        raise SpecHasErrors(f"{path} is no stack spec.")
    return NamedStack(given.file.spec.project_name, words[1:], path, given.file)


def refuse_words(stack: NamedStack) -> None:
    """Refuse words that a command has no use for."""
    if stack.words:
        raise NoStack(
            f"“{' '.join(stack.words)}” means nothing here.", "Name one stack, and nothing else."
        )


def open_engine(args: Namespace) -> "DockerEngine":
    """Return the engine that is meant; the command's end closes it."""
    target = find_target(args.target, args.tls_dir, insecure=args.insecure_tcp)
    engine = connected(target)
    ending: ExitStack = args.ending
    ending.callback(engine.close)
    return engine


def generated_stack(stack: NamedStack) -> "Generated | None":
    """Return what follows from the spec that names a stack; None without one, or with errors."""
    if stack.file is None or stack.path is None:
        return None
    whole = resolved(stack.file.spec)
    problems = stack.file.document.problems + Checker().problems(whole, None)
    if any(problem.is_error for problem in problems):
        print(f"{stack.path} has errors: what runs is not compared with it.", file=sys.stderr)
        return None
    return Generator(supplies(stack.file, stack.path, None)).generate(whole)


def wanted_stack(spec: Path, secrets_file: Path | None) -> Wanted:
    """Return what a spec wants to run, with the values of its secrets.

    Raises SpecHasErrors, and then its problems are printed.
    """
    given = spec_input(spec)
    if given.file is None:
        print_problems(spec, given.refusal)
        raise SpecHasErrors(f"Nothing was done: {spec} is no stack spec.")
    stack = resolved(given.file.spec)
    found = secrets_of(stack, spec, secrets_file)
    problems = given.file.document.problems + Checker().problems(stack, found.values.keys())
    errors = [problem for problem in problems if problem.is_error]
    if print_problems(spec, given.file.place(errors)):
        print_trouble(found.trouble)
        raise SpecHasErrors(f"Nothing was done: {spec} has errors.")
    made = Generator(supplies(given.file, spec, None)).generate(stack)
    return wanted(content(made), found.values)
