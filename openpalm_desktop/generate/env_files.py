"""The one writer of env files: any text reads back byte for byte in Docker Compose."""

import re
from collections.abc import Mapping

from openpalm_desktop.model.resolved import Environment
from openpalm_desktop.model.secret import reference, secret_name
from openpalm_desktop.model.value import Scalar, text_of

from .artifact import Artifact, Block

_BARE = re.compile(r"[A-Za-z0-9_./:@%+,=-]+")
_NEEDS_ESCAPES = re.compile(r"['\\\r\n]")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "$": "\\$", "\r": "\\r", "\n": "\\n"})
_PRIVATE = 0o600


def env_file_name(service: str) -> str:
    """Return the name of a service's env file in the generated folder."""
    return f"env/{service}.env"


def env_file(service: str, environment: Environment, secrets: Mapping[str, str] | None) -> Artifact:
    """Return a service's env file; without `secrets`, references stay as they are."""
    lines = [f"{key}={_written(value, secrets)}" for key, (value, _) in environment.items()]
    return Artifact(env_file_name(service), (_block(lines, environment),), _PRIVATE)


def quoted(value: str) -> str:
    """Return a value as Compose's env file reader gives it back."""
    if _BARE.fullmatch(value):
        return value
    if _NEEDS_ESCAPES.search(value):
        return f'"{value.translate(_ESCAPES)}"'
    return f"'{value}'"


def _written(value: Scalar, secrets: Mapping[str, str] | None) -> str:
    name = secret_name(value)
    if name is None:
        return quoted(text_of(value))
    return reference(name) if secrets is None else quoted(secrets[name])


def _block(lines: list[str], environment: Environment) -> Block:
    """Every line break is escaped, so that a variable is one line."""
    text = "".join(f"{line}\n" for line in lines)
    return Block(text, tuple(path for _, path in environment.values()))
