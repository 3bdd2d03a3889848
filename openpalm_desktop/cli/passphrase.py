"""A passphrase: typed unseen, or a line of standard input; never a word of the command line."""

import sys
from getpass import getpass

from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.errors import OpenPalmError


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
    text = getpass("Passphrase: ") if _is_typed() else _line()
    if not text:
        raise NoPassphrase("There is no passphrase.", "Type one, or give it on standard input.")
    return SecretValue(text)


def _is_typed() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _line() -> str:
    return sys.stdin.readline().rstrip("\r\n") if sys.stdin is not None else ""
