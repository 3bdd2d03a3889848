"""`bundle SPEC`: an archive for a server; what it replaces is told first."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from openpalm_desktop.deploy.age_file import ForPassphrase, Lock, for_keys
from openpalm_desktop.deploy.bundle_making import (
    Wish,
    bundle_changes,
    bundle_there,
    extras_of,
    refuse_missing,
    refuse_other_names,
    write_bundle,
)
from openpalm_desktop.deploy.files import read_file, stamp_of
from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.generator import Generator
from openpalm_desktop.generate.locked_secrets import stand_in
from openpalm_desktop.generate.server_bundle import NO_EXTRAS, Extras, server_bundle
from openpalm_desktop.model.checks import Checker
from openpalm_desktop.model.resolved_stack import ResolvedStack, resolved
from openpalm_desktop.model.secret_uses import needed_secrets

from .passphrase import new_passphrase
from .spec_input import print_problems, print_trouble, secrets_of, spec_input, supplies


class NobodyToOpen(OpenPalmError):
    """Secrets should be in a bundle, and nothing says who may open them."""


def make(spec: Path, args: Namespace) -> int:
    """Write the archive, or with --check only tell what would differ."""
    out: Path = args.out
    refuse_other_names(out)
    given = spec_input(spec)
    if given.file is None:
        print_problems(spec, given.refusal)
        return 1
    stack = resolved(given.file.spec)
    # The values are filled in on the server, so none has to be there now.
    problems = given.file.document.problems + Checker().problems(stack, needed_secrets(stack))
    if print_problems(spec, given.file.place(problems)):
        print(f"Nothing was written: {spec} has errors.", file=sys.stderr)
        return 1
    before = bundle_there(out) if stamp_of(out) is not None else None
    extras = _extras(stack, spec, args)
    generated = Generator(supplies(given.file, spec, None)).generate(stack)
    files = server_bundle(generated, given.file.document.text, extras)
    changes = () if before is None else bundle_changes(before, files)
    for change in changes:
        print(change, file=sys.stdout if args.check else sys.stderr)
    if args.check:
        return 1 if changes or before is None else 0
    write_bundle(out, stack.spec.project_name, files)
    print(f"{out}: {len(files)} files.")
    return 0


def _is_locked(args: Namespace) -> bool:
    if args.recipient and args.passphrase:
        raise NobodyToOpen(
            "Secrets are locked for keys or with a passphrase, not both.",
            "Give either --recipient or --passphrase.",
        )
    if args.secrets is not None and not (args.recipient or args.passphrase):
        raise NobodyToOpen(
            "Secrets are in a bundle only where they are locked.",
            "Say who may open them: --recipient AGE-KEY or --passphrase.",
        )
    return bool(args.recipient or args.passphrase)


def _extras(stack: ResolvedStack, spec: Path, args: Namespace) -> Extras:
    if not _is_locked(args) or not needed_secrets(stack):
        return NO_EXTRAS
    if args.check:  # locked bytes differ each time, so they are not compared
        return Extras(stand_in(for_passphrase=args.passphrase))
    values = _values(stack, spec, args)
    return extras_of(values, Wish(_lock(args)))


def _lock(args: Namespace) -> Lock:
    if args.passphrase:
        return ForPassphrase(new_passphrase())
    return for_keys(line for word in args.recipient for line in _keys(word))


def _keys(word: str) -> Iterator[str]:
    """Yield the keys of a file, or the word itself, which is a key."""
    path = _file_of(word)
    if path is None:
        yield word
    else:
        yield from read_file(path)[0].decode("utf-8", "replace").splitlines()


def _file_of(word: str) -> Path | None:
    """Return the file of that name, if there is one; a key may be too long for a name."""
    with suppress(OSError, RuntimeError):
        path = Path(word).expanduser()
        if " " not in word and path.is_file():
            return path
    return None


def _values(stack: ResolvedStack, spec: Path, args: Namespace) -> Mapping[str, str]:
    found = secrets_of(stack, spec, args.secrets)
    needed = needed_secrets(stack)
    missing = tuple(sorted(name for name in needed if not found.values.get(name)))
    if missing:
        print_trouble(found.trouble)
    refuse_missing(missing)
    return {name: value for name, value in found.values.items() if name in needed}
