"""Secret references: the only interpolation a spec knows."""

import re

from .value import Scalar

NAME = re.compile(r"[A-Z][A-Z0-9_]*")
CHANNEL_SECRET = re.compile(r"CHANNEL_[A-Z0-9_]+_SECRET")
"""Variables that a channel shares with the service that takes its messages."""

_REFERENCE = re.compile(rf"\$\{{({NAME.pattern})\}}")


def secret_name(value: Scalar) -> str | None:
    """Return the NAME of a value that is exactly `${NAME}`, else None."""
    match = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
    return match[1] if match else None


def reference(name: str) -> str:
    """Return the text that refers to a secret."""
    return f"${{{name}}}"
