"""What a deployment would make anew, as far as that is told without any secret's value: pure."""

from collections.abc import Iterable, Mapping

from openpalm_desktop.generate.generator import Generated
from openpalm_desktop.model.secret import secret_name
from openpalm_desktop.phrases import phrase

from .causes import causes, changed
from .compose_units import NotDeployable
from .content import Content, content
from .engine import EngineContainer
from .labels import SERVICE
from .wanted import Wanted, wanted

_HIDDEN = "x"  # stands for every secret


def pending_changes(
    generated: Generated, containers: Iterable[EngineContainer]
) -> Mapping[str, tuple[str, ...]]:
    """Return why a deployment would make services anew, by name; no secret's value is asked for.

    So a secret that was changed is not seen here, but in the plan.
    """
    try:
        found = content(generated)
        what = wanted(found, _hidden_secrets(found))
    except NotDeployable:
        return {}
    return dict(_changes(found, what, containers))


def _changes(
    found: Content, what: Wanted, containers: Iterable[EngineContainer]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    for one in containers:
        name = one.labels.get(SERVICE, "")
        service = what.services.get(name)
        if service is None:
            yield name, (phrase("no longer in the spec"),)
            continue
        hidden = {
            changed(variable)
            for variable, (value, _) in found.project.services[name].environment.items()
            if secret_name(value) is not None
        }
        why = [cause for cause in causes(one, service, None) if cause not in hidden]
        if why:
            yield name, tuple(why)


def _hidden_secrets(found: Content) -> Mapping[str, str]:
    names = (
        secret_name(value)
        for service in found.project.services.values()
        for value, _ in service.environment.values()
    )
    return {name: _HIDDEN for name in names if name is not None}
