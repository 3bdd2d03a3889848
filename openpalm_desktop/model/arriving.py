"""Containers on their way into a stack: what a text holds, and what each of them is to become."""

from collections.abc import Collection, Mapping

from openpalm_desktop.record import Record

from .formats.compose_file import from_compose
from .formats.compose_roles import Role, role
from .formats.docker_run import docker_run
from .formats.format import Format
from .formats.reading import Reading
from .formats.recognise import recognise
from .misfit import Misfit
from .pasting import Pasted, pasted
from .spec_problems import shape_problems
from .stack import StackSpec
from .yaml_text import read_yaml

_NAME = "compose.yaml"


class Arrival(Record):
    """One container that a text holds; of a stack it is said already what it is."""

    name: str
    image: str
    role: Role
    is_fixed: bool = False


def arrivals(text: str, wish: Role) -> tuple[tuple[Arrival, ...], str]:
    """Return the containers that a text holds, or the sentence that says why there are none."""
    line = docker_run(text, wish)
    if not line.problem:
        return (Arrival(line.name, str(line.data["image"]), wish),), ""
    services = _compose_services(text)
    if services is not None:
        found = [
            Arrival(name, str(one.get("image") or ""), role(name, one))
            for name, one in services.items()
        ]
        return tuple(found), ""
    other = pasted(text, wish)
    if other.spec is None:
        return (), other.problem
    channels = [
        Arrival(name, one.image or "", Role.CHANNEL, is_fixed=True)
        for name, one in other.spec.channels.items()
    ]
    services_of_it = [
        Arrival(name, one.image or "", Role.SERVICE, is_fixed=True)
        for name, one in other.spec.services.items()
    ]
    return (*channels, *services_of_it), ""


def arrived(
    text: str, wish: Role, roles: Mapping[str, Role], in_the_clear: Collection[str] = ()
) -> Pasted:
    """Return the wanted containers of a text as channels and services."""
    only = next(iter(roles.values()), wish)
    line = docker_run(text, only, in_the_clear)
    if not line.problem:
        section = "channels" if only is Role.CHANNEL else "services"
        spec = StackSpec.from_data({"version": 4, section: {line.name: dict(line.data)}})
        return Pasted(spec if roles else StackSpec(), line.notes, line.secrets)
    services = _compose_services(text)
    if services is not None:
        return _of_compose(text, roles)
    return _some(pasted(text, wish), roles)


def _of_compose(text: str, roles: Mapping[str, Role]) -> Pasted:
    data = read_yaml(text).data
    assert isinstance(data, dict)  # noqa: S101 – it has services
    chosen = {name: one for name, one in data["services"].items() if name in roles}
    reading = Reading({**data, "services": chosen}, _NAME)
    made = from_compose(reading.file, roles)
    parts = {key: made[key] for key in ("channels", "services")}
    try:
        spec = StackSpec.from_data({"version": 4, **parts})
    except Misfit as misfit:
        return Pasted(problem=shape_problems(misfit)[0].message)
    notes = [note for note in reading.notes() if note.path[:1] not in ((), ("name",))]
    return Pasted(spec, tuple(map(str, notes)), reading.secrets)


def _some(found: Pasted, roles: Mapping[str, Role]) -> Pasted:
    if found.spec is None:
        return found
    channels = {n: one for n, one in found.spec.channels.items() if roles.get(n) is Role.CHANNEL}
    services = {n: one for n, one in found.spec.services.items() if roles.get(n) is Role.SERVICE}
    spec = StackSpec(channels=channels, services=services)
    return Pasted(spec, found.notes, found.secrets)


def _compose_services(text: str) -> dict[str, dict[str, object]] | None:
    """Return the services of a Compose file; None if the text is none."""
    document = read_yaml(text)
    data = document.data
    is_sound = not any(problem.is_error for problem in document.problems)
    if not is_sound or recognise(data) is not Format.COMPOSE or not isinstance(data, dict):
        return None
    return {name: one for name, one in data["services"].items() if isinstance(one, dict)}
