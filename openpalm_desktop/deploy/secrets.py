"""A file of secrets, NAME=value a line: how it is read, and how one value in it is changed."""

import re
from collections.abc import Mapping

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.generate.env_files import quoted
from openpalm_desktop.phrases import phrase

# Most runs of a command need none, so none is compiled at the start.
_LINE = r"(?P<before>(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*)(?P<value>.*)"
_LINE_BREAK = r"\r\n|\r|\n"
_QUOTED = (
    r"""(?x)(?:'(?P<single>[^']*)' | "(?P<double>(?:\\.|[^"\\])*)") (?P<after>\s* (?:\#.*)?)"""
)
_COMMENT = r"\s+#.*"
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


class SecretsUnreadable(OpenPalmError):
    """The secrets file holds a line that is none."""


def parse_secrets(text: str, name: str) -> Mapping[str, str]:
    """Return the secrets of a text: `NAME=value` a line, quotes as in env files, `#` comments."""
    secrets = {}
    for number, line in enumerate(re.split(_LINE_BREAK, text), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = re.fullmatch(_LINE, stripped)
        value = _unquoted(match["value"]) if match else None
        if match is None or value is None or "\0" in value:
            reason = phrase("a quote is not closed")
            if match is None:
                reason = phrase("the line is not NAME=value")
            elif value is not None:
                reason = phrase("no variable can hold a NUL character")
            raise SecretsUnreadable(
                f"{name}:{number}: {reason}.",
                phrase(
                    "Write one secret a line; a line break within a value is \\n in double quotes."
                ),
            )
        secrets[match["name"]] = value
    return {name: value for name, value in secrets.items() if value}


def with_secret(text: str, name: str, value: str) -> str:
    """Return a text in which a secret has a value; comments and all other lines stay."""
    lines = _lines(text)
    places = [number for number, line in enumerate(lines) if _names(line) == name]
    if places:
        lines[places[-1]] = _rewritten(lines[places[-1]], value)  # the last one counts
        return "".join(lines)
    if lines and _content(lines[-1]) == lines[-1]:
        lines[-1] += _line_end(text)
    return "".join([*lines, f"{name}={quoted(value)}{_line_end(text)}"])


def without_secret(text: str, name: str) -> str:
    """Return a text in which a secret has no value; comments and all other lines stay."""
    return "".join(line for line in _lines(text) if _names(line) != name)


def _unquoted(value: str) -> str | None:
    """Return what a value says, or None where its quotes are not closed."""
    if value[:1] not in {"'", '"'}:
        return re.sub(_COMMENT, "", value)
    match = re.fullmatch(_QUOTED, value)
    if match is None:
        return None
    if match["single"] is not None:
        return match["single"]
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), match["double"])


def _rewritten(line: str, value: str) -> str:
    """Return a line with another value, its comment kept."""
    content = _content(line)
    stripped = content.strip()
    match = re.fullmatch(_LINE, stripped)
    assert match is not None  # noqa: S101 – the line was found by its name
    said = re.fullmatch(_QUOTED, match["value"])
    comment = said["after"] if said else "".join(re.findall(_COMMENT, match["value"]))
    indent = content[: len(content) - len(content.lstrip())]
    return f"{indent}{match['before']}{quoted(value)}{comment}{line[len(content) :]}"


def _names(line: str) -> str | None:
    match = re.fullmatch(_LINE, line.strip())
    return match["name"] if match else None


def _lines(text: str) -> list[str]:
    """Return the lines of a text, each with its line break."""
    return [match[0] for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)]


def _content(line: str) -> str:
    return line.rstrip("\r\n")


def _line_end(text: str) -> str:
    first = re.search(_LINE_BREAK, text)
    return first[0] if first else "\n"
