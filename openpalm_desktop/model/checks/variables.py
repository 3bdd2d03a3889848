"""Rules for environment variables: names and values that arrive, secrets that are kept apart."""

import re
from collections.abc import Iterator, Mapping

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.secret import (
    CHANNEL_SECRET,
    in_capitals,
    secret_name,
    spelled_as_secret,
)
from openpalm_desktop.model.templates import ChannelTemplate
from openpalm_desktop.model.value import Scalar, text_of
from openpalm_desktop.phrases import phrase

from .names import VARIABLE

_SECRET_WORD = re.compile(
    r"PASSWORD|PASSWD|PASSPHRASE|APIKEY"
    r"|(?:^|[_.-])(?:SECRET|TOKEN|KEY|PASS|PWD|CREDENTIAL)S?(?:[_.-]|$)"
)
_NO_SECRET = re.compile(
    r"PUBLIC_KEY|KEY_ID|MAX_TOKENS|TOKENS_PER"
    r"|_(?:FILE|PATH|URL|TTL|LIMIT|LENGTH|COUNT|SIZE|EXPIRY|EXPIRES|TIMEOUT|PREFIX|NAME|TYPE)$"
)
_URL_WITH_PASSWORD = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/@:]*:(?P<password>[^\s/@]+)@")
_UNRECEIVABLE = "[\0\ud800-\udfff]"
_INTERPOLATION = re.compile(r"\$\{[A-Za-z_]")


def variable_problems(variables: Mapping[str, Scalar], place: Path) -> Iterator[Problem]:
    """Names that an env file can hold, values that a process can receive."""
    for name, value in variables.items():
        path = (*place, name)
        if not VARIABLE.fullmatch(name):
            hint = phrase("Use letters, digits, _ and ., and start with a letter or _.")
            yield Problem(
                path, "variable-name", phrase("“{name}” is no variable name.", name=name), hint
            )
        if isinstance(value, str) and not can_be_received(value):
            yield Problem(
                path,
                "variable-value",
                phrase("{name} holds a character that no program can receive.", name=name),
                phrase("Remove the NUL character or the half of an emoji."),
            )
        elif isinstance(value, str) and _INTERPOLATION.search(value) and not secret_name(value):
            yield warning(
                path,
                "reference-inside-text",
                phrase(
                    "{name} is passed on as it stands: nothing is put in for the ${{…}} in it.",
                    name=name,
                ),
                phrase(
                    "Only a value that is exactly ${NAME}, in capitals, is replaced by a secret."
                ),
            )


def clear_secret_problems(
    variables: Mapping[str, Scalar], place: Path, template: ChannelTemplate | None = None
) -> Iterator[Problem]:
    """A value under a name that says secret belongs among the secrets, and so does a password."""
    for name, value in variables.items():
        if isinstance(value, bool) or value == "" or secret_name(value) is not None:
            continue
        reason = None
        if _says_secret(name, template):
            reason = phrase(
                "{name} sounds like a secret, but its value stands in the spec.", name=name
            )
        elif _holds_password(text_of(value)):
            reason = phrase(
                "The address in {name} holds a password, which stands in the spec.", name=name
            )
        if reason is not None:
            hint = phrase(
                "Write ${{{reference}}} and keep the value among the secrets.",
                reference=spelled_as_secret(name),
            )
            yield warning((*place, name), "secret-in-clear", reason, hint)


def can_be_received(text: str) -> bool:
    """Whether a program can be given a text: no NUL, no half of an emoji."""
    return text.isprintable() or re.search(_UNRECEIVABLE, text) is None


def looks_secret(name: str, value: str) -> bool:
    """Whether a variable's name or value says that it should be a secret."""
    return _says_secret(name, None) or _holds_password(value)


def _says_secret(name: str, template: ChannelTemplate | None) -> bool:
    if template is not None and name in template.settings:
        return template.settings[name].secret
    upper = in_capitals(name)
    is_shared = CHANNEL_SECRET.fullmatch(upper) is not None
    return is_shared or (bool(_SECRET_WORD.search(upper)) and not _NO_SECRET.search(upper))


def _holds_password(text: str) -> bool:
    match = _URL_WITH_PASSWORD.match(text)
    return match is not None and not match["password"].startswith("${")
