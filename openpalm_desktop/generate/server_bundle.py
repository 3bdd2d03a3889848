"""What a bundle for a server holds beside the generated folder: scripts, a guide, checksums."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from openpalm_desktop.model.resolved_stack import ResolvedStack
from openpalm_desktop.model.resources import resource_text
from openpalm_desktop.model.secret_uses import SecretUse, secret_uses
from openpalm_desktop.record import Record

from .artifact import Artifact
from .generator import Generated
from .locked_secrets import LOCKED_SECRETS
from .server_guide import guide

SPEC = "openpalm.yaml"
GUIDE = "README.md"
CHECKSUMS = "SHA256SUMS"
TEMPLATE = "secrets.template"
HISTORY = "history.jsonl"
_FOLDER = "bundle"
_SCRIPTS = ("up", "down", "update", "verify")
_UNLOCK = "unlock"
_EXECUTABLE = 0o755


class File(Record):
    """One file of a bundle."""

    name: str
    content: bytes
    mode: int = 0o644

    @classmethod
    def of(cls, artifact: Artifact) -> "File":
        """Return a generated file as it lies in a bundle."""
        return cls(artifact.name, artifact.content, artifact.mode)


class Extras(Record):
    """What is in a bundle on request only: the secrets, locked, and the history of edits."""

    locked_secrets: bytes = b""
    history: bytes = b""


NO_EXTRAS = Extras()


def server_bundle(
    generated: Generated, spec_text: str, extras: Extras = NO_EXTRAS
) -> tuple[File, ...]:
    """Return all of a bundle's files, by name.

    `generated` is made without secret values: its env files keep the references, which Compose
    fills in on the server from `.env`.
    """
    uses = enabled_uses(generated.stack)
    locked = extras.locked_secrets
    scripts = (*_SCRIPTS, *([_UNLOCK] if locked else []))
    files = {
        one.name: one
        for one in (
            *map(File.of, generated.bundle),
            File(SPEC, spec_text.encode("utf-8", "surrogatepass")),
            *(File(n, resource_text(_FOLDER, n).encode(), _EXECUTABLE) for n in scripts),
            File(GUIDE, guide(generated, has_secrets=bool(uses), locked=locked).encode()),
            *([File(TEMPLATE, template(uses).encode())] if uses else []),
            *([File(LOCKED_SECRETS, locked)] if locked else []),
            *([File(HISTORY, extras.history)] if extras.history else []),
        )
    }
    ordered = [files[name] for name in sorted(files)]
    return (*ordered, File(CHECKSUMS, checksums(ordered).encode()))


def enabled_uses(stack: ResolvedStack) -> Mapping[str, tuple[SecretUse, ...]]:
    """Return what each secret that is needed is for, by its name."""
    uses: dict[str, tuple[SecretUse, ...]] = {}
    for use in secret_uses(stack):
        if use.is_enabled:
            uses[use.name] = (*uses.get(use.name, ()), use)
    return uses


def template(uses: Mapping[str, tuple[SecretUse, ...]]) -> str:
    """Return the empty `.env`: each name, and what it is for."""
    head = (
        "# Copy this file to .env, readable by nobody else, and fill in the values.\n"
        "# Write each in single quotes, NAME='value', so that no character means anything else;\n"
        "# a single quote inside is \\'.\n"
    )
    return head + "".join(f"\n# {_purpose(some)}\n{name}=\n" for name, some in uses.items())


def checksums(files: Iterable[File]) -> str:
    """Return the lines that `sha256sum -c` takes."""
    return "".join(f"{sha256(one.content).hexdigest()}  {one.name}\n" for one in files)


def _purpose(uses: Iterable[SecretUse]) -> str:
    return ", ".join(dict.fromkeys(f"{_owner(use)}: {use.variable}" for use in uses))


def _owner(use: SecretUse) -> str:
    """Return whose variable it is, in English whoever makes the file."""
    return "the scheduler" if use.path[0] == "scheduler" else use.owner
