"""An engine's own time, as it writes it."""

from datetime import datetime


def moment(text: str) -> datetime:
    """Return a time that an engine wrote: with nine digits of a second, where Python reads six."""
    head, dot, rest = text.partition(".")
    if not dot:
        return datetime.fromisoformat(text)
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return datetime.fromisoformat(f"{head}.{digits[:6]}{rest[len(digits) :]}")
