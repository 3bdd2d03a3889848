"""Why there is no way to a server: ssh's complaints, in sentences."""

import re

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import marked, phrase

from .address import SshAddress
from .host_keys import HostKey

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]+")
_OFFENDING = re.compile(r"Offending .*? in (?P<place>.+?:\d+)")


class UnknownHostKey(OpenPalmError):
    """Nobody has vouched for this server yet; `trust(key)` does, once a person has compared it."""

    def __init__(self, key: HostKey) -> None:
        super().__init__(
            phrase(
                "{host} is not known on this machine yet. It shows the {kind} key {fingerprint}.",
                host=key.host,
                kind=key.kind,
                fingerprint=key.fingerprint,
            ),
            phrase(
                "Compare it with what the server’s own ssh-keygen -l says, or with what your "
                "provider shows, before you trust it."
            ),
        )
        self.key = key


class ChangedHostKey(OpenPalmError):
    """The server shows another key than the one that is on record: perhaps it is not the server."""

    def __init__(self, host: str, fingerprint: str, place: str) -> None:
        super().__init__(
            phrase(
                "{host} shows another key ({fingerprint}) than the one noted before. Either the "
                "server was set up anew, or somebody stands in between. Nothing was sent.",
                host=host,
                fingerprint=fingerprint,
            ),
            phrase(
                "Ask whoever runs the server. If it was set up anew, remove the old key ({place}) "
                "and connect again.",
                place=place,
            ),
        )
        self.fingerprint = fingerprint
        self.place = place


class SshRefused(OpenPalmError):
    """ssh could not connect or log in, or was cut off."""


def is_unknown_host(said: str) -> bool:
    """Whether ssh complains that it has no key of this server."""
    return "host key is known for" in said and "has changed" not in said


def refusal(address: SshAddress, said: str) -> OpenPalmError:
    """Return the error for what ssh wrote on its way out."""
    if "REMOTE HOST IDENTIFICATION HAS CHANGED" in said:
        fingerprint, place = _FINGERPRINT.search(said), _OFFENDING.search(said)
        return ChangedHostKey(
            str(address),
            fingerprint[0] if fingerprint else "?",
            place["place"] if place else "known_hosts",
        )
    for needle, sentence, hint in _COMPLAINTS:
        if needle in said:
            return SshRefused(phrase(sentence, host=address), phrase(hint))
    last = said.strip().splitlines()[-1:] or [phrase("it ended without a word")]
    return SshRefused(
        phrase("ssh could not connect to {host}: {reason}.", host=address, reason=last[0]),
        phrase(
            "Try “ssh {words}” in a terminal; what works there works here.",
            words=" ".join(address.words),
        ),
    )


def too_slow(address: SshAddress) -> OpenPalmError:
    """Return the error for a server that does not answer at all."""
    return SshRefused(
        phrase("{host} does not answer.", host=address),
        phrase(
            "Check its address and port, that it is running, and that no firewall stands between."
        ),
    )


def cut_off(address: SshAddress, said: str) -> OpenPalmError:
    """Return the error for a connection that was there and is gone."""
    last = said.strip().splitlines()[-1:] or [phrase("ssh ended")]
    return SshRefused(
        phrase(
            "The connection to {host} was cut off: {reason}.",
            host=address,
            reason=last[0].rstrip("."),
        ),
        phrase("Check the network, then try again: a deployment goes on where it stopped."),
    )


def no_engine(address: SshAddress, *, is_there: bool, is_missing: bool) -> OpenPalmError:
    """Return the error for a server that let us in, but has no engine for us."""
    user = address.user or phrase("that user")
    if is_there:
        return SshRefused(
            phrase("Docker runs on {host}, but {user} may not use it.", host=address, user=user),
            phrase(
                "On the server: sudo usermod -aG docker {user}, then connect again.",
                user=address.user or "USER",
            ),
        )
    if is_missing:
        return SshRefused(
            phrase(
                "No Docker engine runs on {host}: there is no {socket}.",
                host=address,
                socket=address.socket,
            ),
            phrase(
                "Install and start Docker there, or name its socket: "
                "ssh://user@host/path/to/socket."
            ),
        )
    return SshRefused(
        phrase(
            "No Docker engine answers at {socket} on {host}.", socket=address.socket, host=address
        ),
        phrase("Check there that Docker runs and that {user} is in the group docker.", user=user),
    )


_COMPLAINTS = (
    (
        "Permission denied (",
        marked("{host} does not let you in: none of your keys is accepted there."),
        marked("Name the right user, and put your public key on the server: ssh-copy-id does."),
    ),
    (
        "Could not resolve hostname",
        marked("There is no server called {host}."),
        marked("Check how its name is written, or use its address."),
    ),
    (
        "Connection refused",
        marked("{host} is there, but nothing answers on its ssh port."),
        marked("Check the port, and that the ssh server is running there."),
    ),
    (
        "timed out",
        marked("{host} does not answer."),
        marked(
            "Check its address and port, that it is running, and that no firewall stands between."
        ),
    ),
    (
        "No route to host",
        marked("There is no way from here to {host}."),
        marked("Check the network of this machine and the server’s address."),
    ),
    (
        "Network is unreachable",
        marked("There is no way from here to {host}."),
        marked("Check the network of this machine and the server’s address."),
    ),
    (
        "Too many authentication failures",
        marked("{host} gave up before the right key was tried."),
        marked("Name the key in ~/.ssh/config with IdentityFile and IdentitiesOnly yes."),
    ),
)
