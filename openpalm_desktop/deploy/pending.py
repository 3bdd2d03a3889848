"""What a deployment would make anew, as far as that is told without any secret's value: pure."""

from collections.abc import Iterable, Mapping

from openpalm_desktop.generate.generator import Generated
from openpalm_desktop.phrases import phrase

from .causes import causes, changed
from .compose_units import NotDeployable
from .content import Content, content
from .hidden_secrets import secret_variables, wanted_without_secrets
from .labels import SERVICE
from .observed import Observed
from .wanted import Wanted


def pending_changes(generated: Generated, observed: Observed) -> Mapping[str, tuple[str, ...]]:
    """Return why a deployment would make services anew, by name; no secret's value is asked for.

    So a secret that was changed is not seen here, but in the plan.
    """
    try:
        found = content(generated)
        what = wanted_without_secrets(found)
    except NotDeployable:
        return {}
    return dict(_changes(found, what, observed))


def _changes(
    found: Content, what: Wanted, observed: Observed
) -> Iterable[tuple[str, tuple[str, ...]]]:
    for one in observed.containers:
        name = one.labels.get(SERVICE, "")
        service = what.services.get(name)
        if service is None:
            yield name, (phrase("no longer part of the stack"),)
            continue
        hidden = {changed(variable) for variable in secret_variables(found, name)}
        deployed = observed.was_deployed.get(name)
        why = causes(one, service, None, observed.runs(one), deployed)
        left = tuple(cause for cause in why if cause not in hidden)
        if left:
            yield name, left
