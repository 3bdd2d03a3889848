"""A passphrase: typed unseen, or a line of standard input; never a word of the command line."""

import sys
from getpass import getpass

from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.errors import OpenPalmError


class NotText(OpenPalmError):
    """Standard input holds bytes that are no text."""


class NoPassphrase(OpenPalmError):
    """Nothing was typed, or not the same twice."""


def new_passphrase() -> SecretValue:
    """Return a passphrase to lock with: typed twice, so that a slip of the finger is found."""
    typed = passphrase()
    if _is_typed() and getpass("Once more: ") != typed.text:
        raise NoPassphrase("That was not the same twice.", "Start again.")
    return typed


def passphrase() -> SecretValue:
    """Return a passphrase."""
    text = getpass("Passphrase: ") if _is_typed() else given_line()
    if not text:
        raise NoPassphrase("There is no passphrase.", "Type one, or give it on standard input.")
    return SecretValue(text)


def given_line() -> str:
    """Return a line of standard input without its end, none where that is closed."""
    try:
        line = sys.stdin.readline() if sys.stdin is not None else ""
        line.encode()  # in some languages of the system, bytes that are no text come through
    except UnicodeError as error:
        raise NotText("Standard input is no text in UTF-8.", "Give it in that encoding.") from error
    return line.rstrip("\r\n")


def _is_typed() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
