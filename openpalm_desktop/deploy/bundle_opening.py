"""A bundle brought back: checked first, then its stack laid out in a folder, its secrets kept."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.locked_secrets import LOCKED_SECRETS, is_for_passphrase
from openpalm_desktop.generate.server_bundle import HISTORY, SPEC
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.secret_uses import needed_secrets
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.version import Step
from openpalm_desktop.model.yaml_text import EncodingError, decode
from openpalm_desktop.phrases import phrase

from .age_file import Opener, opened
from .archive import files_in
from .bundle_check import damages
from .bundle_history import steps_in
from .files import Stamp, read_file, stamp_of, trouble, write_atomically
from .opening import Opened, Opening, opening
from .progress import Progress
from .secret_places import SecretPlace
from .secret_store import SecretValue
from .secrets import parse_secrets

_MOST_NAMED = 3  # damages that are told before the rest is only counted


class NotBroughtBack(OpenPalmError):
    """A file is no bundle that a stack could be brought back from."""


class InTheWay(OpenPalmError):
    """Something else stands where a stack should be laid out."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadBundle:
    """A sound bundle: its stack's name and text, its secrets as they are locked, its history."""

    path: Path
    project: str
    text: str
    secret_names: tuple[str, ...] = ()
    locked: bytes = b""
    steps: tuple[Step, ...] = ()

    @property
    def is_for_passphrase(self) -> bool:
        """Whether its secrets are opened by a passphrase, and not by a key."""
        return is_for_passphrase(self.locked)


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """Where a bundle's stack lies now, and how many secrets were kept."""

    bundle: ReadBundle
    spec: Path
    stamp: Stamp
    secrets: int = 0


def read_bundle(path: Path) -> Generator[Progress, None, ReadBundle]:
    """Return what a bundle holds, once every byte of it was checked; raises OpenPalmError."""
    yield Progress(phrase("Checking {name}", name=path.name))
    content = read_file(path)[0]
    found = damages(path, content)
    if found:
        raise NotBroughtBack(_listed(found), phrase("Copy it here again, or make it anew."))
    root, files = files_in(path, content)
    contents = {one.name: one.content for one in files}
    if SPEC not in contents:
        raise NotBroughtBack(
            phrase("{name} was made by a version that put no stack into it.", name=path.name),
            phrase("Open the stack’s own file, and make the bundle anew."),
        )
    text = _decoded(path, contents[SPEC])
    yield Progress(phrase("Reading {name}", name=SPEC))
    read = read_spec(text)
    steps = steps_in(contents.get(HISTORY, b""), text)
    locked = contents.get(LOCKED_SECRETS, b"")
    if not isinstance(read, SpecFile):
        return ReadBundle(path, root, text, (), locked, steps)
    names = tuple(sorted(needed_secrets(resolved(read.spec))))
    return ReadBundle(path, read.spec.project_name, text, names, locked, steps)


def lay_out(
    bundle: ReadBundle,
    folder: Path,
    opener: Opener | None = None,
    place: SecretPlace | None = None,
    *,
    replaces: bool = False,
) -> Generator[Progress, None, LaidOut]:
    """Write a bundle's stack into a folder, and keep its secrets where there is a key to them.

    Nothing that is there is replaced unless that is asked for; raises OpenPalmError.
    """
    spec = folder / SPEC
    if not replaces:
        _refuse_to_replace(spec, bundle.text)
    values: Mapping[str, str] = {}
    if opener is not None and place is not None and bundle.locked:
        yield Progress(phrase("Opening the secrets"))
        values = _opened_secrets(bundle, opener)
    yield Progress(phrase("Writing {name}", name=spec.name))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble(phrase("{folder} could not be made", folder=folder), error) from error
    if values and place is not None:
        _keep(place, bundle.project, values, replaces=replaces)
    stamp = write_atomically(spec, _encoded(bundle.text))
    return LaidOut(bundle, spec, stamp, len(values))


def before_its_history(bundle: ReadBundle) -> Generator[Progress, None, Opening]:
    """Return the stack as it was before the first edit that a bundle tells of."""
    yield Progress(phrase("Making its files"))
    first = bundle.steps[0].before
    return opening(Opened(first.spec, first.base))


def _opened_secrets(bundle: ReadBundle, opener: Opener) -> Mapping[str, str]:
    """Return the values of the secrets that the stack asks for, and of no others."""
    text = opened(bundle.locked, opener).decode("utf-8", "replace")
    values = parse_secrets(text, LOCKED_SECRETS)
    return {name: value for name, value in values.items() if name in bundle.secret_names}


def _keep(place: SecretPlace, project: str, values: Mapping[str, str], *, replaces: bool) -> None:
    store = place.store(project)
    there = store.values(tuple(values))
    others = [name for name, value in values.items() if there.get(name, value) != value]
    if others and not replaces:
        raise InTheWay(
            phrase("{name} has another value there already.", name=", ".join(sorted(others))),
            phrase("Choose another folder, or remove the value that is there."),
        )
    store.keep({name: SecretValue(value) for name, value in values.items()})


def _refuse_to_replace(spec: Path, text: str) -> None:
    if stamp_of(spec) is not None and read_file(spec)[0] != _encoded(text):
        raise InTheWay(
            phrase("{path} is there already, and another stack.", path=spec),
            phrase("Choose another folder."),
        )


def _listed(found: tuple[str, ...]) -> str:
    more = len(found) - _MOST_NAMED
    said = " ".join(found[:_MOST_NAMED])
    return phrase("{said} And {count} more.", said=said, count=more) if more > 0 else said


def _decoded(path: Path, content: bytes) -> str:
    try:
        return decode(content)
    except EncodingError as error:
        raise NotBroughtBack(f"{path.name}: {error.sentence}", error.hint) from error


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
