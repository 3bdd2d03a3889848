"""The keys of a Compose service that have fields of their own in a spec."""

from collections.abc import Mapping
from typing import Any

from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import phrase

from .compose_text import camel_case, plain_text
from .reading import Fields
from .volumes import note_relative_folder

_DURATIONS = ("interval", "timeout", "start_period", "start_interval")


def command(fields: Fields) -> str | list[str] | None:
    """Return a service's command, text or words."""
    given = fields.take("command")
    if given is None or isinstance(given, str):
        return _text(fields, "command", given)
    if isinstance(given, list) and all(isinstance(word, str | int | float) for word in given):
        words = [str(word) for word in given]
        return [str(word) for word in plain_text(fields.reading, (*fields.path, "command"), words)]
    fields.note("command", phrase("This is no command and was left out."))
    return None


def one_line(fields: Fields, key: str) -> str | None:
    """Return a field that is text, or a number that stands for it."""
    given = fields.take(key)
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if given is not None and not isinstance(given, str):
        fields.note(key, phrase("“{key}” is no text and was left out.", key=key))
        return None
    return _text(fields, key, given)


def volumes(fields: Fields) -> list[Any] | None:
    """Return a service's volumes, short or long."""
    found: list[Any] = []
    for index, volume in fields.items("volumes"):
        path = (*fields.path, "volumes", index)
        if not isinstance(volume, str | Mapping):
            fields.reading.note(path, phrase("This is no volume and was left out."))
            continue
        found.append(camel_case(plain_text(fields.reading, path, volume)))
        source = volume if isinstance(volume, str) else str(volume.get("source", ""))
        if source.startswith((".", "~")):
            note_relative_folder(fields, index, source)
    return found or None


def labels(fields: Fields) -> Any:
    """Return a service's labels, as a map or a list."""
    given = fields.take("labels")
    path = (*fields.path, "labels")
    if isinstance(given, Mapping):
        said = {key: "" if value is None else value for key, value in given.items()}
        scalars = fields.reading.fields(said, path).scalars()
        return plain_text(fields.reading, path, scalars) or None
    if isinstance(given, list) and all(isinstance(label, str) for label in given):
        return plain_text(fields.reading, path, given) or None
    if given is not None:
        fields.note("labels", phrase("These are no labels and were left out."))
    return None


def depends_on(fields: Fields, names: Mapping[str, str]) -> Any:
    """Return whom a service waits for, under their new names; conditions stay as they are."""
    given = fields.take("depends_on")
    path = (*fields.path, "depends_on")
    if isinstance(given, Mapping):
        waits = {}
        for name, options in given.items():
            if name in names and isinstance(options, Mapping):
                waits[names[name]] = dict(options)
            else:
                fields.reading.note(
                    (*path, name), phrase("There is no {name} to wait for: left out.", name=name)
                )
        return waits or None
    if isinstance(given, list):
        known = []
        for index, name in enumerate(given):
            if isinstance(name, str) and name in names:
                known.append(names[name])
            else:
                fields.reading.note((*path, index), phrase("There is none of this name: left out."))
        return known or None
    if given is not None:
        fields.note("depends_on", phrase("These are no names of services and were left out."))
    return None


def healthcheck(fields: Fields) -> tuple[Data | None, Any]:
    """Return a service's healthcheck as a spec says it, or else as Compose does."""
    given = fields.take("healthcheck")
    if not isinstance(given, Mapping):
        return None, given
    known = {"test", "retries", "disable", *_DURATIONS}
    is_known = given.keys() <= known and all(_fits(key, value) for key, value in given.items())
    if not is_known:
        return None, given
    said: Data = camel_case(plain_text(fields.reading, (*fields.path, "healthcheck"), given))
    return said, None


def _fits(key: str, value: object) -> bool:
    match key:
        case "test":
            is_list = isinstance(value, list) and all(isinstance(word, str) for word in value)
            return isinstance(value, str) or is_list
        case "retries":
            return isinstance(value, int) and not isinstance(value, bool)
        case "disable":
            return isinstance(value, bool)
        case _:
            return isinstance(value, str)


def _text(fields: Fields, key: str, text: str | None) -> str | None:
    if text is None:
        return None
    return str(plain_text(fields.reading, (*fields.path, key), text))
