"""Where secret values come from on the command line: a file of NAME=value lines."""

import re
from collections.abc import Mapping
from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.yaml_text import decode

from .files import read_file

BESIDE_THE_SPEC = "secrets.env"
_LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")
_QUOTED = re.compile(
    r"""(?:'(?P<single>[^']*)' | "(?P<double>(?:\\.|[^"\\])*)") \s* (?:\#.*)?""", re.VERBOSE
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


class SecretsUnreadable(OpenPalmError):
    """The secrets file holds a line that is none."""


def secrets_for(spec: Path, file: Path | None) -> Mapping[str, str] | None:
    """Return the secrets of a file, or of `secrets.env` beside the spec; None without either."""
    beside = spec.parent / BESIDE_THE_SPEC
    chosen = file or (beside if beside.is_file() else None)
    return None if chosen is None else read_secrets(chosen)


def read_secrets(path: Path) -> Mapping[str, str]:
    """Return the secrets of a file; an empty value is none."""
    return parse_secrets(decode(read_file(path)[0]), str(path))


def parse_secrets(text: str, name: str) -> Mapping[str, str]:
    """Return the secrets of a text: `NAME=value` a line, quotes as in env files, `#` comments."""
    secrets = {}
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = _LINE.fullmatch(stripped)
        value = _unquoted(match["value"]) if match else None
        if match is None or value is None:
            reason = "the line is not NAME=value" if match is None else "a quote is not closed"
            raise SecretsUnreadable(
                f"{name}:{number}: {reason}.",
                r"Write one secret a line; a line break within a value is \n in double quotes.",
            )
        secrets[match["name"]] = value
    return {name: value for name, value in secrets.items() if value}


def _unquoted(value: str) -> str | None:
    """Return what a value says, or None where its quotes are not closed."""
    if value[:1] not in {"'", '"'}:
        return re.sub(r"\s+#.*", "", value)
    match = _QUOTED.fullmatch(value)
    if match is None:
        return None
    if match["single"] is not None:
        return match["single"]
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), match["double"])
