"""The page that a person on the server reads: what this is, and the few commands there are."""

from collections.abc import Iterator

from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.model.resolved_stack import Part, ResolvedStack
from openpalm_desktop.model.routes import published_port

from .entries import Entries
from .generator import Generated
from .locked_secrets import is_for_passphrase

_REACH = {
    Exposure.HOST: "this server only",
    Exposure.LAN: "the local network",
    Exposure.PUBLIC: "everyone",
}


def guide(generated: Generated, *, has_secrets: bool, locked: bytes) -> str:
    """Return the README of a bundle, in Markdown."""
    stack = generated.stack
    parts = (
        f"# {stack.spec.project_name}\n",
        _WHAT,
        f"## Start it\n\n{_first_step(locked, has_secrets=has_secrets)}    ./up\n",
        _unlocking(locked),
        _answers(stack),
        _ports(stack),
        f"{_COMMANDS}{_UNLOCK_COMMAND if locked else ''}{_OTHER_COMMANDS}",
    )
    return "\n".join(filter(None, parts))


def _first_step(locked: bytes, *, has_secrets: bool) -> str:
    """Return the line that brings the secrets' values into `.env`."""
    if locked:
        return f"    ./unlock{'' if is_for_passphrase(locked) else ' KEY-FILE'}\n"
    return "    (umask 077; cp secrets.template .env); nano .env\n" if has_secrets else ""


def _unlocking(locked: bytes) -> str:
    if not locked:
        return ""
    asks = "asks for the passphrase" if is_for_passphrase(locked) else "takes the file of the key"
    return f"{_LOCKED}`./unlock` {asks}, and writes the values to `.env`.\n"


def _answers(stack: ResolvedStack) -> str:
    rows = "".join(
        f"| {_cell(part.resolved.name)} | {_cell(address)} | {_REACH[reach]} |\n"
        for part in stack.parts
        if part.is_enabled
        for address, reach in _addresses(part, stack)
    )
    if not rows:
        return ""
    return f"## Where it answers\n\n| what | address | for |\n|---|---|---|\n{rows}"


def _addresses(part: Part, stack: ResolvedStack) -> Iterator[tuple[str, Exposure]]:
    has_tls = {site.domain: site.has_tls for site in stack.sites}
    for route in part.routes:
        prefix = "" if route.covers_all else route.prefix
        at_port = stack.spec.caddy.at_port(has_tls=has_tls[route.domain])
        yield f"{route.domain or 'http://SERVER'}{at_port}{prefix}", route.reach
    port = published_port(part.resolved, part.routes)
    if port is not None:
        exposure = getattr(part.resolved.container, "exposure", Exposure.LAN)
        host = "127.0.0.1" if exposure is Exposure.HOST else "SERVER"
        yield f"{host}:{port}", exposure


def _ports(stack: ResolvedStack) -> str:
    if not stack.sites:
        return ""
    entries = Entries.of(stack.routes, stack.spec.caddy)
    return (
        f"Caddy listens on ports {entries.http_port} and {entries.https_port}, for "
        f"{_REACH[entries.reach]}. Every domain above has to point to this server.\n"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_WHAT = """\
This folder is a whole stack, made by OpenPalm Desktop. The server needs Docker with Docker Compose,
and nothing else.
"""
_LOCKED = """\
The secrets are in this folder, locked, as `secrets.env.age`. To open them the server also needs the
program `age`; on Debian and Ubuntu it comes with `apt install age`.
"""
_COMMANDS = """\
## The commands

| | |
|---|---|
| `./up` | start it, or bring what runs to what this folder says |
| `./update NEWER.tar.gz` | take over a newer bundle of the same stack; data and secrets stay |
| `./down` | stop it and remove its containers; its data stays |
| `./verify` | see whether a file was damaged or changed |
"""
_UNLOCK_COMMAND = "| `./unlock` | open the secrets of this bundle once, into `.env` |\n"
_OTHER_COMMANDS = """\
| `docker compose ps`, `logs`, … | everything that Docker Compose can do works here too |

`openpalm.yaml` is the stack as OpenPalm Desktop opens it. Change it there: the other files are made
from it.
"""
