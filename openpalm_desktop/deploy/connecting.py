"""The way to an engine: through an ssh tunnel of our own, or straight to its address."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .engine import EngineUnreachable
from .progress import Progress
from .ssh import SshAddress, Tunnel, open_tunnel
from .target import Target

if TYPE_CHECKING:
    from .docker_engine import DockerEngine

_SSH_ENDS = 1.0  # seconds between a broken connection and ssh's own end


def connect(
    target: Target, answers: Mapping[str, str] | None = None, *, ssh_config: Path | None = None
) -> Generator[Progress, None, "DockerEngine"]:
    """Return the engine at a target, which its `close` lets go of.

    For ssh targets as `open_tunnel`: raises UnknownHostKey, ChangedHostKey, SshQuestion (ask the
    person, connect again with the answer) or another OpenPalmError, and can be closed at any yield.
    """
    from .docker_engine import DockerEngine  # noqa: PLC0415 – it needs this module

    if not target.is_over_ssh:
        return DockerEngine(target)
    address = SshAddress.parse(target.address)
    tunnel = yield from open_tunnel(address, answers, config=ssh_config)
    try:
        return DockerEngine(target, tunnel)
    except BaseException:  # nobody else knows of the tunnel yet
        tunnel.close()
        raise


@contextmanager
def through(tunnel: Tunnel | None) -> Iterator[None]:
    """Raise ssh's own reason where an engine is not reached because its tunnel is gone."""
    try:
        yield
    except EngineUnreachable as error:
        trouble = tunnel.trouble(_SSH_ENDS) if tunnel is not None else None
        if trouble is None:
            raise
        raise EngineUnreachable(trouble.sentence, trouble.hint) from error
