"""Services of stack spec 3, and the names of core services that others waited for."""

from collections.abc import Mapping

from openpalm_desktop.model.presets import preset_layer
from openpalm_desktop.model.stack import Preset
from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import phrase

from .healthchecks import http_healthcheck
from .images import image
from .names import free_service_name
from .reading import Fields
from .spec_config import cleaned_config
from .volumes import stated_volumes

CORE_NAMES = {"assistant": "opencode-core", "guardian": "gateway"}
"""Core services that had other names, with the ones the preset gives them."""


def spec_services(services: Fields, channels: Mapping[str, Data]) -> dict[str, Data]:
    """Return a spec's own services, under the names that they had in the old Compose file."""
    read = dict(services.each())
    names: dict[str, str] = {}
    for key in read:
        names[key] = free_service_name(f"service-{key}", names.values())
    found = {names[key]: _service(fields, key, names[key]) for key, fields in read.items()}
    known = _known_names(names, found, channels)
    for key, fields in read.items():
        waits = _depends_on(fields, known, is_enabled=found[names[key]]["enabled"])
        if waits:
            found[names[key]]["dependsOn"] = waits
    return found


def _service(fields: Fields, key: str, name: str) -> Data:
    fields.drop("supportsMultipleInstances", phrase("Any number of services may be alike here."))
    fields.drop(
        "template", phrase("Services have no templates here; what it gave stands in the file.")
    )
    if name != f"service-{key}":
        fields.note(None, phrase("Its name became {name}, as a host name needs.", name=name))
    port, path = fields.port("containerPort"), fields.text("healthcheckPath")
    if path and port:
        fields.note(
            "healthcheckPath",
            phrase("It became a healthcheck that needs wget or curl in the image."),
        )
    elif path:
        fields.note(
            "healthcheckPath", phrase("It was left out: there is no container port to ask.")
        )
    service = {
        "label": fields.text("name") or key,
        "description": fields.text("description"),
        "enabled": fields.flag("enabled") is not False,
        "image": image(fields),
        "containerPort": port,
        "config": cleaned_config(fields.inside("config")) or None,
        "volumes": stated_volumes(fields),
        "healthcheck": http_healthcheck(port, path) if path and port else None,
    }
    return {key: value for key, value in service.items() if value is not None}


def _known_names(
    names: Mapping[str, str], services: Mapping[str, Data], channels: Mapping[str, Data]
) -> dict[str, tuple[str, bool]]:
    """Return what each name that may be waited for is called now, and whether it is on."""
    core = {name: (name, True) for name in preset_layer(Preset.OPENPALM).services}
    core |= {old: (new, True) for old, new in CORE_NAMES.items()}
    own = {key: (name, services[name]["enabled"]) for key, name in names.items()}
    own |= {name: (name, services[name]["enabled"]) for name in names.values()}
    reachable = {
        f"channel-{name}": (name, channel["enabled"]) for name, channel in channels.items()
    }
    return own | reachable | core


def _depends_on(
    fields: Fields, known: Mapping[str, tuple[str, bool]], *, is_enabled: bool
) -> list[str]:
    waits: list[str] = []
    for index, name in fields.numbered_texts("dependsOn"):
        now, is_on = known.get(name, ("", False))
        path = (*fields.path, "dependsOn", index)
        if not now:
            fields.reading.note(
                path, phrase("There is no {name} here to wait for, so it was left out.", name=name)
            )
        elif is_enabled and not is_on:
            fields.reading.note(
                path, phrase("{name} is off, so waiting for it was left out.", name=name)
            )
        else:
            if now != name:
                fields.reading.note(
                    path, phrase("{name} is called {now} here.", name=name, now=now)
                )
            waits.append(now)
    return list(dict.fromkeys(waits))
