"""`registry`: logins to registries of images: keep one, list them, forget one."""

import json
import sys
from argparse import ArgumentParser, Namespace
from getpass import getpass
from typing import TYPE_CHECKING

from openpalm_desktop.deploy.registry_login import Login, LoginStore, log_in
from openpalm_desktop.deploy.secret_store import SecretValue
from openpalm_desktop.errors import OpenPalmError

from .passphrase import given_line
from .stack_on_target import add_target, open_engine
from .work import driven

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from openpalm_desktop.deploy.engine import Engine


class NoLogin(OpenPalmError):
    """There is no such login, or nobody gave its password."""


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the `registry` command and its own commands."""
    parser = subparsers.add_parser("registry", description=__doc__)
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    entering = verbs.add_parser("login", help="keep a login in the keyring")
    entering.add_argument("registry", metavar="REGISTRY", help="docker.io, ghcr.io, host:port")
    entering.add_argument("--user", metavar="NAME", required=True, help="who you are there")
    entering.add_argument(
        "--password-stdin", action="store_true", help="read the password, or token, from stdin"
    )
    add_target(entering, is_needed=False)
    entering.set_defaults(run=run_login)
    listing = verbs.add_parser("list", help="the registries that a login is kept for")
    listing.add_argument("--json", action="store_true", help="print a JSON list")
    listing.set_defaults(run=run_list)
    leaving = verbs.add_parser("logout", help="forget a login")
    leaving.add_argument("registry", metavar="REGISTRY")
    leaving.set_defaults(run=run_logout)


def run_login(args: Namespace) -> int:
    """Keep a login, tried by the target if one is named."""
    login = Login(args.registry, args.user, _password(args))
    driven(log_in(login, LoginStore(), _engine(args)))
    print(f"Kept in the keyring: {login.user} at {login.registry}.")
    return 0


def run_list(args: Namespace) -> int:
    """Print a line a login."""
    store = LoginStore()
    found = [login for name in store.registries() if (login := store.find(name)) is not None]
    if args.json:
        rows = [{"registry": login.registry, "user": login.user} for login in found]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    width = max((len(login.registry) for login in found), default=0)
    for login in found:
        print(f"{login.registry.ljust(width)}  {login.user}")
    if not found:
        print("No logins are kept. Keep one with: registry login REGISTRY", file=sys.stderr)
    return 0


def run_logout(args: Namespace) -> int:
    """Forget a login."""
    store = LoginStore()
    if args.registry not in store.registries():
        raise NoLogin(f"No login for {args.registry} is kept.", "See: registry list")
    store.forget(args.registry)
    print(f"Forgotten: the login for {args.registry}.")
    return 0


def _password(args: Namespace) -> SecretValue:
    if args.password_stdin:
        text = given_line()
    elif sys.stdin is not None and sys.stdin.isatty():
        text = getpass(f"Password or token of {args.user} at {args.registry}: ", sys.stderr)
    else:
        raise NoLogin("Nobody can be asked for the password here.", "Say --password-stdin.")
    if not text:
        raise NoLogin("The password is empty; nothing was kept.")
    return SecretValue(text)


def _engine(args: Namespace) -> "Engine | None":
    return open_engine(args) if args.target is not None else None
