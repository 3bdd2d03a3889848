"""Values of a Compose file as a spec holds them: camelCase keys, no variables, single dollars."""

import re
from collections.abc import Mapping
from typing import Any

from openpalm_desktop.model.path import Path
from openpalm_desktop.phrases import phrase

from .interpolation import interpolated
from .reading import Reading


def camel_case(value: Any) -> Any:
    """Return a value with its keys in camelCase, at every depth."""
    match value:
        case Mapping():
            return {_camel(key): camel_case(item) for key, item in value.items()}
        case list():
            return [camel_case(item) for item in value]
        case _:
            return value


def plain_text(reading: Reading, path: Path, value: Any) -> Any:
    """Return a value whose texts are what the container receives; doubts are noted."""
    match value:
        case str():
            return _known(reading, path, value)
        case Mapping():
            return {key: plain_text(reading, (*path, key), item) for key, item in value.items()}
        case list():
            return [plain_text(reading, (*path, i), item) for i, item in enumerate(value)]
        case _:
            return value


def _known(reading: Reading, path: Path, text: str) -> str:
    result = interpolated(text)
    if result.unknown:
        names = ", ".join(result.unknown)
        reading.note(
            path,
            phrase(
                "Variables are not filled in here: write out what {names} stands for.", names=names
            ),
        )
    elif result.defaults:
        names = ", ".join(result.defaults)
        reading.note(
            path,
            phrase("The default of {names} was put in; variables are not read here.", names=names),
        )
    return result.text


def _camel(key: str) -> str:
    if key.startswith("x-"):
        return key
    return re.sub(r"(?<=[a-z0-9])_([a-z])", lambda match: match[1].upper(), key)
