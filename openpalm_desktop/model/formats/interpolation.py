"""Compose's `${NAME}`: what a text says once defaults stand in, and which names stay unknown."""

import re

from openpalm_desktop.record import Record

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_REST = r"(?:[^{}$]|\$(?!\{)|\$\{[^{}]*\})*"  # one way to read each `$`, or it takes forever
_PLACE = re.compile(
    rf"""\$(?:(?P<dollar>\$)
         | (?P<bare>{_NAME})
         | \{{(?P<name>{_NAME})(?:(?P<sign>:?[-+?])(?P<rest>{_REST}))?\}})""",
    re.VERBOSE,
)


class Interpolated(Record):
    """A text with its defaults in place and each `$$` read as one `$`."""

    text: str
    defaults: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def interpolated(text: str) -> Interpolated:
    """Return what Compose would make of a text where no variable is set.

    A name without a default has no value that we know: its place stays as it is written.
    """
    defaults: list[str] = []
    unknown: list[str] = []

    def said(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        name, sign = match["bare"] or match["name"], match["sign"] or ""
        if not sign.endswith("-"):
            unknown.append(name)
            return match[0]
        inner = interpolated(match["rest"])
        defaults.append(name)
        unknown.extend(inner.unknown)
        return inner.text

    result = _PLACE.sub(said, text)
    return Interpolated(result, tuple(dict.fromkeys(defaults)), tuple(dict.fromkeys(unknown)))


def whole_reference(text: str) -> str | None:
    """Return the NAME of a text that is nothing but `$NAME`, `${NAME}` or `${NAME:?message}`."""
    match = _PLACE.fullmatch(text)
    if match is None or match["dollar"] or not (match["sign"] or "?").endswith("?"):
        return None
    return match["bare"] or match["name"]
