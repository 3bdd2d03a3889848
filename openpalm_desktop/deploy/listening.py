"""Which programs accept connections, asked from where their visitors come: Caddy's container."""

from collections.abc import Collection, Mapping

from .engine import Engine, EngineTrouble

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

    def __call__(self, ports: Mapping[str, int]) -> Collection[str]:
        """Return the ids of the containers that accept connections on their ports."""
        places = self._places(ports) if ports else {}
        if not places:
            return ()
        command = ["sh", "-c", _SCRIPT, "sh", *places.values()]
        try:
            heard = set(self._engine.run(self._caddy, command).output.split())
        except EngineTrouble:  # whoever waits goes on, and is told by time
            return ()
        return [id_ for id_, place in places.items() if place in heard]

    def _places(self, ports: Mapping[str, int]) -> dict[str, str]:
        """Return where containers should listen, those that have an address, by their ids."""
        known = {one.id: one.addresses or {} for one in self._engine.containers()}
        addresses = {id_: known.get(id_, {}).get(self._network) for id_ in ports}
        return {id_: f"{at}/{ports[id_]}" for id_, at in addresses.items() if at}
