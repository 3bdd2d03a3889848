"""A Compose service's environment: literals, and references where Compose would ask the shell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.secret import NAME, reference, secret_name
from openpalm_desktop.model.value import Scalar
from openpalm_desktop.phrases import phrase

from .interpolation import interpolated, whole_reference
from .reading import Fields


@dataclass(frozen=True)
class Environment:
    """What goes into `env`, and what only Compose itself can say: the very text `${NAME}`."""

    env: dict[str, Scalar] = field(default_factory=dict)
    verbatim: dict[str, str] = field(default_factory=dict)


def environment(fields: Fields) -> Environment:
    """Return a service's environment, from Compose's map or its list."""
    found = Environment()
    for key, value, path in _entries(fields):
        said = _value(fields, key, value, path)
        if said is None:
            continue
        if isinstance(value, str) and secret_name(said) and not whole_reference(value):
            found.verbatim[key] = value
            fields.reading.note(
                path, phrase("It stays as it is under compose: elsewhere it is a secret.")
            )
        else:
            found.env[key] = said
    return found


def _entries(fields: Fields) -> Iterator[tuple[str, Scalar | None, Path]]:
    path = (*fields.path, "environment")
    given = fields.take("environment")
    if isinstance(given, list):
        for index, entry in enumerate(given):
            if isinstance(entry, str) and entry:
                key, separator, value = entry.partition("=")
                yield key, value if separator else None, (*path, index)
            else:
                fields.reading.note((*path, index), phrase("This is no variable and was left out."))
    elif isinstance(given, Mapping):
        said = {key: value for key, value in given.items() if value is not None}
        scalars = fields.reading.fields(said, path).scalars()
        for key, value in given.items():
            if value is None or key in scalars:
                yield key, scalars.get(key), (*path, key)
    elif given is not None:
        fields.note("environment", phrase("This is no set of variables and was left out."))


def _value(fields: Fields, key: str, value: Scalar | None, path: Path) -> Scalar | None:
    reading = fields.reading
    name = key if value is None else whole_reference(value) if isinstance(value, str) else None
    if name is not None:
        return _reference(fields, name, path)
    if value is None or not isinstance(value, str):
        return value
    result = interpolated(value)
    if result.unknown:
        names = ", ".join(result.unknown)
        reading.note(
            path,
            phrase(
                "Only a whole value can be a secret here, so {key} keeps {names} as text:"
                " write the value out, or make all of it one secret.",
                key=key,
                names=names,
            ),
        )
        return value
    if result.defaults:
        reading.note(
            path, phrase("The default of {names} was put in.", names=", ".join(result.defaults))
        )
    return result.text


def _reference(fields: Fields, name: str, path: Path) -> str | None:
    allowed = name if NAME.fullmatch(name) else name.upper()
    if not NAME.fullmatch(allowed):
        fields.reading.note(
            path, phrase("{name} came from the shell and can be no secret’s name here.", name=name)
        )
        return None
    if allowed != name:
        fields.reading.note(
            path,
            phrase("The secret is called {allowed}: their names are upper case.", allowed=allowed),
        )
    return reference(allowed)
