"""An ordinary Compose file, or an add-on's: each service a channel or a service."""

from collections.abc import Mapping
from typing import Any

from openpalm_desktop.model.checks.names import RESOURCE_NAME
from openpalm_desktop.model.checks.services import RESERVED
from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import marked, phrase

from .compose_roles import Role, role
from .compose_service import Place, compose_service
from .images import known_text
from .names import free_service_name, free_slug, project_name
from .reading import Fields

_DEFAULT_NETWORK = "default"
_ALL = marked(
    "Channels also receive their container port as PORT, every container restarts unless"
    " its compose says otherwise, and waits for health where the other has a"
    " healthcheck."
)
_PLAIN = marked(
    "The options of {name} have no place here: it becomes a plain network of this project."
)
_SHARED = marked(
    "The options of {name} have no place here: it becomes a plain network of this project,"
    " shared by the whole stack."
)
_TOP = {
    "version": marked("It means nothing to Compose any more, so it was left out."),
    "include": marked("Other files are not read: convert them too and put the results together."),
    "configs": marked(
        "Compose’s configs are not declared here: mount the files as volumes instead."
    ),
    "secrets": marked(
        "Compose’s secrets are not declared here: use ${NAME} in env, or mount the files."
    ),
    "models": marked("Models have no section here, so they were left out."),
}


def from_compose(file: Fields, wanted: Mapping[str, Role] | None = None) -> Data:
    """Return a spec's data; what a service becomes may be wanted otherwise than it looks."""
    data: Data = {"version": 4} | _project(file)
    read = dict(file.inside("services").each())
    given = wanted or {}
    roles = {key: given.get(key) or role(key, fields.data) for key, fields in read.items()}
    network = _network(read)
    names = _names(roles, read)
    place = Place(
        names=names,
        compose_names={
            key: f"channel-{name}" if roles[key] is Role.CHANNEL else name
            for key, name in names.items()
        },
        network=network,
        runs_once=frozenset(_waited_to_end(read)),
    )
    found = {key: compose_service(fields, key, roles[key], place) for key, fields in read.items()}
    if found:
        file.note("services", phrase(_ALL))
    data |= {"network": network, "preset": "none"}
    for section, kind in (("services", Role.SERVICE), ("channels", Role.CHANNEL)):
        data[section] = {names[key]: found[key] for key in found if roles[key] is kind}
    _networks(file, network, {network, *(n for each in read.values() for n in _joined(each))})
    _volumes(file, found)
    for key, sentence in _TOP.items():
        file.drop(key, phrase(sentence))
    for key in file:
        if key.startswith("x-"):
            file.drop(key, phrase("What refers to it holds it now, so it was left out by itself."))
    return data


def _project(file: Fields) -> Data:
    said = file.text("name")
    name = project_name(known_text(file, "name", said)) if said else None
    if name is None:
        file.note(
            None,
            phrase(
                "Compose named the project after the folder; it is openpalm now. Write the"
                " old name as projectName, so that the volumes with its data are found"
                " again."
            ),
        )
        return {}
    if name != said:
        file.note(
            "name", phrase("It became {name}: Compose accepts only such project names.", name=name)
        )
    return {"projectName": name}


def _names(roles: Mapping[str, Role], read: Mapping[str, Fields]) -> dict[str, str]:
    """Return what each service is called now; channels choose first, their names have rules."""
    channels: dict[str, str] = {}
    for key in (key for key in roles if roles[key] is Role.CHANNEL):
        channels[key] = free_slug(key.removeprefix("channel-"), channels.values(), "channel")
    taken = [*RESERVED, *(f"channel-{name}" for name in channels.values())]
    services: dict[str, str] = {}
    for key in (key for key in roles if roles[key] is Role.SERVICE):
        services[key] = free_service_name(key, [*taken, *services.values()])
    names = channels | services
    for key, name in names.items():
        if name != key.removeprefix("channel-" if roles[key] is Role.CHANNEL else ""):
            read[key].note(
                None,
                phrase(
                    "Its name became {name}. Whoever reached it as {key} must call it {name} now.",
                    name=name,
                    key=key,
                ),
            )
    return names


def _network(read: Mapping[str, Fields]) -> str:
    """Return the network that all services share, or Compose's own default one."""
    shared = {_joined(fields) for fields in read.values()}
    only = shared.pop() if len(shared) == 1 else ()
    return only[0] if len(only) == 1 and RESOURCE_NAME.fullmatch(only[0]) else _DEFAULT_NETWORK


def _joined(fields: Fields) -> tuple[str, ...]:
    given = fields.peek("networks")
    names = given if isinstance(given, list | Mapping) else ()
    return tuple(name for name in names if isinstance(name, str))


def _waited_to_end(read: Mapping[str, Fields]) -> set[str]:
    """Return the services that others wait to see end: they must not be started again and again."""
    found = set()
    for fields in read.values():
        waits = fields.peek("depends_on")
        for name, options in waits.items() if isinstance(waits, Mapping) else ():
            wish = options.get("condition") if isinstance(options, Mapping) else None
            if wish == "service_completed_successfully":
                found.add(name)
    return found


def _networks(file: Fields, own: str, used: set[object]) -> None:
    given = file.take("networks")
    for name, options in given.items() if isinstance(given, Mapping) else ():
        if name not in used:
            file.reading.note(
                ("networks", name), phrase("Nothing joins {name}, so it was left out.", name=name)
            )
        elif options:
            file.reading.note(
                ("networks", name),
                phrase(_SHARED if name == own else _PLAIN, name=name),
            )
    if given is not None and not isinstance(given, Mapping):
        file.note("networks", phrase("These are no networks and were left out."))


def _volumes(file: Fields, services: Mapping[str, Data]) -> None:
    given = file.take("volumes")
    if given is not None and not isinstance(given, Mapping):
        file.note("volumes", phrase("These are no volumes and were left out."))
    used = {_source(volume) for data in services.values() for volume in data.get("volumes", ())}
    for name, options in given.items() if isinstance(given, Mapping) else ():
        path = ("volumes", name)
        if name not in used:
            file.reading.note(path, phrase("Nothing mounts {name}, so it was left out.", name=name))
        elif options:
            file.reading.note(
                path,
                phrase(
                    "The options of {name} have no place here: it becomes a plain volume of"
                    " this project, at first an empty one. Copy its data, or mount a folder"
                    " instead.",
                    name=name,
                ),
            )


def _source(volume: Any) -> str:
    if isinstance(volume, Mapping):
        return str(volume.get("source", ""))
    return str(volume).partition(":")[0]
