"""Why what runs cannot be taken into a spec, where several edits say the same."""

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.path import Path
from openpalm_desktop.phrases import phrase

from .difference import Finding


class CannotBeTaken(OpenPalmError):
    """The spec has no place for what runs."""


def container_path(finding: Finding) -> Path:
    """Return where a channel or a service stands; Caddy and the scheduler have few fields."""
    if finding.origin[0] not in {"channels", "services"}:
        raise no_field()
    return finding.origin


def no_field() -> CannotBeTaken:
    """Return why what follows from other parts of a stack cannot be said in the spec."""
    return CannotBeTaken(phrase("The spec has no field for it: it follows from other parts."))


def from_elsewhere() -> CannotBeTaken:
    """Return why what another part of a stack says cannot be taken out of the spec."""
    return CannotBeTaken(
        phrase("The spec itself does not say it: it comes from a template or a preset.")
    )
