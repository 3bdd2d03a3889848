"""Edits of secret references: one renamed everywhere, a value in the clear replaced by one."""

from collections.abc import Collection, Iterable

from .edits import put
from .overrides import put_in_service
from .path import Path
from .secret import reference, spelled_as_secret
from .secret_uses import SecretUse
from .stack import StackSpec


def rename_secret(spec: StackSpec, uses: Iterable[SecretUse], old: str, new: str) -> StackSpec:
    """Return a spec in which all that used one secret uses another.

    What a template or a preset refers to is said again in the spec, under the new name.
    """
    for use in uses:
        if use.name == old:
            spec = refer(spec, _own_place(use), new)
    return spec


def refer(spec: StackSpec, path: Path, name: str) -> StackSpec:
    """Return a spec in which a variable refers to a secret."""
    if path[0] == "services":
        return put_in_service(spec, str(path[1]), path[2:], reference(name))
    return put(spec, path, reference(name))


def secret_name_for(variable: str, owner: str, taken: Collection[str]) -> str:
    """Return a name for a variable's secret: its own, after its owner's if that is taken."""
    name = spelled_as_secret(variable)
    if name in taken:
        name = spelled_as_secret(f"{owner}_{variable}")
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _own_place(use: SecretUse) -> Path:
    """Return where the spec itself can say what a use's variable holds."""
    if use.path[-1] != "template":
        return use.path
    return (*use.path[:-1], "env", use.variable)
