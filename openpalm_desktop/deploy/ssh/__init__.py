"""A way to an engine on another machine: the person's own OpenSSH, and its socket brought here."""

from .address import SshAddress
from .command import host_name
from .host_keys import HostKey, trust
from .questions import SshQuestion
from .refusals import ChangedHostKey, UnknownHostKey
from .tunnel import Tunnel, open_tunnel

__all__ = [
    "ChangedHostKey",
    "HostKey",
    "SshAddress",
    "SshQuestion",
    "Tunnel",
    "UnknownHostKey",
    "host_name",
    "open_tunnel",
    "trust",
]
