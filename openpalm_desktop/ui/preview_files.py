"""Which generated file is shown where: a tab for each kind, files of one kind behind one tab."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from .words import tr

if TYPE_CHECKING:
    from openpalm_desktop.generate.artifact import Artifact
    from openpalm_desktop.generate.generator import Generated
    from openpalm_desktop.model.path import Path


class Kind(StrEnum):
    """The tabs, in their order."""

    COMPOSE = "compose"
    CADDYFILE = "caddyfile"
    ENV = "env"
    AUTOMATIONS = "automations"
    MANIFEST = "manifest"


_FOLDERS = {
    Kind.CADDYFILE: "caddy/",
    Kind.ENV: "env/",
    Kind.AUTOMATIONS: "automations/",
}


def kind_name(kind: Kind) -> str:
    """Return a tab's name."""
    return {
        Kind.COMPOSE: "docker-compose.yml",
        Kind.CADDYFILE: "Caddyfile",
        Kind.ENV: tr("env"),
        Kind.AUTOMATIONS: tr("automations"),
        Kind.MANIFEST: tr("manifest"),
    }[kind]


def kind_of(name: str) -> Kind:
    """Return the tab that shows a file."""
    for kind, folder in _FOLDERS.items():
        if name.startswith(folder):
            return kind
    return Kind.MANIFEST if name == "manifest.json" else Kind.COMPOSE


def names_of(kind: Kind, files: "Generated | None") -> list[str]:
    """Return the names of the files that a tab shows."""
    if files is None:
        return []
    if kind is Kind.MANIFEST:
        return ["manifest.json"]
    if kind is Kind.COMPOSE:
        return ["docker-compose.yml"]
    folder = _FOLDERS[kind]
    return [name for name in files.files if name.startswith(folder)]


def file_of(files: "Generated | None", name: str) -> "Artifact | None":
    """Return a file; the manifest is made only when it is looked at."""
    if files is None or not name:
        return None
    if name == "manifest.json":
        return files.bundle[name]
    made: Mapping[str, Artifact] = files.files
    return made.get(name)


def line_of(artifact: "Artifact", path: "Path") -> "tuple[int, Path] | None":
    """Return the first line of a path, or of the nearest thing it is a part of, and whose it is."""
    least = 2 if path[:1] and path[0] in ("channels", "services", "automations") else 1
    for depth in range(len(path), least - 1, -1):
        line = next(artifact.lines_of(path[:depth]), None)
        if line is not None:
            return line, path[:depth]
    return None


def nothing(kind: Kind) -> str:
    """Return what a tab says while it has no file."""
    return {
        Kind.COMPOSE: tr("The files appear once the stack has no errors."),
        Kind.CADDYFILE: tr("No channel is routed through Caddy yet."),
        Kind.ENV: tr("No container has variables yet."),
        Kind.AUTOMATIONS: tr("No automation is on."),
        Kind.MANIFEST: "",
    }[kind]
