"""The one writer of env files: any text reads back byte for byte in Docker Compose."""

import re
from collections.abc import Mapping

from openpalm_desktop.model.resolved import Environment
from openpalm_desktop.model.secret import reference, secret_name
from openpalm_desktop.model.value import Scalar, text_of

from .artifact import Artifact, Block

_BARE = re.compile(r"[A-Za-z0-9_./:@%+,=-]+")
_NEEDS_ESCAPES = re.compile(r"['\\\r\n]")
# A backslash first, since all others get one; `translate` takes five times as long.
_ESCAPES = {"\\": "\\\\", '"': '\\"', "$": "\\$", "\r": "\\r", "\n": "\\n"}
_PRIVATE = 0o600


def env_file_name(service: str) -> str:
    """Return the name of a service's env file in the generated folder."""
    return f"env/{service}.env"


def env_file(service: str, environment: Environment, secrets: Mapping[str, str] | None) -> Artifact:
    """Return a service's env file; without `secrets`, references stay as they are."""
    # Every line break is escaped, so that a variable is one line.
    lines = [f"{key}={_written(value, secrets)}" for key, (value, _) in environment.items()]
    block = Block.of(lines, [path for _, path in environment.values()])
    return Artifact(env_file_name(service), (block,), _PRIVATE)


def quoted(value: str) -> str:
    """Return a value as Compose's env file reader gives it back."""
    if _BARE.fullmatch(value):
        return value
    if _NEEDS_ESCAPES.search(value):
        return f'"{_escaped(value)}"'
    return f"'{value}'"


def _escaped(value: str) -> str:
    for sign, escaped in _ESCAPES.items():
        value = value.replace(sign, escaped)
    return value


def _written(value: Scalar, secrets: Mapping[str, str] | None) -> str:
    if not isinstance(value, str):
        return text_of(value)
    name = secret_name(value)
    if name is None:
        return quoted(value)
    return reference(name) if secrets is None else quoted(secrets[name])
