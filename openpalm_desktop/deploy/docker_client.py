"""Opens the Docker SDK's client for a target, over its tunnel or with its certificates."""

import warnings
from typing import Any

from openpalm_desktop.phrases import phrase

from .connecting import through
from .docker_errors import sentences
from .docker_questions import ask_plainly
from .engine import EngineTrouble
from .ssh import Tunnel
from .target import Target

PATIENCE = 60  # seconds for an answer
_CONNECT_PATIENCE = 10  # seconds for a way to be found
_OLDEST = (1, 40)
_CONNECTIONS = 64  # that are kept; more may be open


def open_client(target: Target, tunnel: Tunnel | None) -> Any:
    """Return the SDK's client, which has spoken with the engine; raises EngineTrouble."""
    with (
        through(tunnel),
        sentences(phrase("{title} cannot be used", title=target.title), target.address),
    ):
        api = _client(f"unix://{tunnel.socket}" if tunnel else target.address, target)
        api._version = _spoken_version(api)  # noqa: SLF001 – the SDK would ask for far more
        major, _, minor = str(api.api_version).partition(".")
        version = (int(major), int(minor))
    if version < _OLDEST:
        raise EngineTrouble(
            phrase(
                "{title} runs a Docker that is too old: its API is {version}, and 1.40 is needed.",
                title=target.title,
                version=api.api_version,
            ),
            phrase("Update Docker there; 20.10 and newer do."),
        )
    return api


def _client(address: str, target: Target) -> Any:
    # The SDK would print that a program in Docker's settings is not there.
    warnings.filterwarnings("ignore", "docker-credential-", UserWarning)
    from docker import APIClient  # noqa: PLC0415 – a fifth of a second, only for who deploys
    from docker.tls import TLSConfig  # noqa: PLC0415 – the same

    tls: Any = False
    if target.tls_dir is not None:
        folder = target.tls_dir
        tls = TLSConfig(
            client_cert=(str(folder / "cert.pem"), str(folder / "key.pem")),
            ca_cert=str(folder / "ca.pem"),
            verify=True,
        )
    # A machine that is off is noticed soon; one that is at work may take its time.
    wait: Any = (_CONNECT_PATIENCE, PATIENCE) if address.startswith("tcp:") else PATIENCE
    api: Any = APIClient(address, version="1.40", timeout=wait, tls=tls, max_pool_size=_CONNECTIONS)
    ask_plainly(api)
    # Else proxies and a bundle of authorities that are meant for the web would get in between.
    api.trust_env = False
    return api


def _spoken_version(api: Any) -> str:
    """Return the newest version of the API that the engine speaks: its ping tells at once."""
    answer = api._get(api._url("/_ping", versioned_api=False))  # noqa: SLF001 – the SDK's own method leaves out the headers
    api._raise_for_status(answer)  # noqa: SLF001 – the same
    return str(answer.headers["Api-Version"])
