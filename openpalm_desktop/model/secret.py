"""Secret references: the only interpolation a spec knows."""

import re

from .value import Scalar

NAME = re.compile(r"[A-Z][A-Z0-9_]*")
CHANNEL_SECRET = re.compile(r"CHANNEL_[A-Z0-9_]+_SECRET")
"""Variables that a channel shares with the service that takes its messages."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_REFERENCE = rf"\$\{{({NAME.pattern})\}}"


def secret_name(value: Scalar) -> str | None:
    """Return the NAME of a value that is exactly `${NAME}`, else None."""
    if not isinstance(value, str) or not value.startswith("${"):
        return None
    match = re.fullmatch(_REFERENCE, value)
    return match[1] if match else None


def reference(name: str) -> str:
    """Return the text that refers to a secret."""
    return f"${{{name}}}"


def spelled_as_secret(text: str) -> str:
    """Return a text in the letters that a secret's name may have: `botToken` → `BOT_TOKEN`."""
    upper = re.sub(r"[^A-Z0-9_]", "_", in_capitals(text))
    return upper if upper[:1].isalpha() else f"SECRET_{upper}"


def in_capitals(text: str) -> str:
    """Return a name in capitals, its words apart: `botToken` → `BOT_TOKEN`."""
    return _HUMP.sub("_", text).upper()
