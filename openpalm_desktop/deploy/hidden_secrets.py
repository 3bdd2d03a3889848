"""What a content wants to run where no secret's value is asked for."""

from collections.abc import Mapping

from openpalm_desktop.model.secret import secret_name

from .content import Content
from .releases import needed_secrets
from .wanted import Wanted, wanted

_HIDDEN = "x"  # stands for every secret


def wanted_without_secrets(content: Content) -> Wanted:
    """Return what should run, every secret's value the same; raises NotDeployable."""
    return wanted(content, dict.fromkeys(needed_secrets(content), _HIDDEN))


def secret_variables(content: Content, service: str) -> frozenset[str]:
    """Return the variables of a service whose values are secrets."""
    one = content.project.services.get(service)
    environment: Mapping[str, tuple[object, object]] = one.environment if one else {}
    return frozenset(
        name
        for name, (value, _) in environment.items()
        if isinstance(value, str) and secret_name(value) is not None
    )
