"""Which programs accept connections, asked from where their visitors come: Caddy's container."""

from collections.abc import Collection, Mapping

from .engine import ContainerLook, Engine, EngineTrouble

# Busybox has no better way to connect and leave again at once, whatever the other side does.
_SCRIPT = """\
for at in "$@"; do
    { nc -w 1 "${at%/*}" "${at##*/}" -e true && echo "$at"; } 2>/dev/null &
done
wait
"""


class CaddysEar:
    """Asks about many at once; where Caddy is down or its image has no shell, it hears none."""

    def __init__(self, engine: Engine, caddy: str, network: str) -> None:
        self._engine = engine
        self._caddy = caddy
        self._network = network  # the stack's own, which Caddy is in, too

    def __call__(self, asked: Mapping[str, tuple[ContainerLook, int]]) -> Collection[str]:
        """Return the ids of the containers that accept connections on their ports."""
        places = {
            id_: f"{look.addresses[self._network]}/{port}"
            for id_, (look, port) in asked.items()
            if look.addresses.get(self._network)
        }
        if not places:
            return ()
        command = ["sh", "-c", _SCRIPT, "sh", *places.values()]
        try:
            heard = set(self._engine.run(self._caddy, command).output.split())
        except EngineTrouble:  # whoever waits goes on, and is told by time
            return ()
        return [id_ for id_, place in places.items() if place in heard]
