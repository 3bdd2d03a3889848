"""How fast the machine is, by ruamel.yaml: the goals in milliseconds are those of one machine.

There ruamel's round-trip load of a thousand channels takes 1.8 s and its dump 1.1 s, so that each
goal is a share of one of them; the share holds anywhere.
"""

import io
from functools import cache, partial

from ruamel.yaml import YAML

from .measure import Limit, Peer, Samples, alone, call_seconds
from .specs import spec_text

_LOAD, _DUMP = 1.8, 1.1  # seconds, on the machine of the goals
_RUNS = 5


def goals(at_most: float) -> tuple[Limit, Peer]:
    """Return a goal in seconds as it stands, and as a share of ruamel's load on this machine."""
    return Limit(at_most), Peer("ruamel.yaml's load", _load(), at_most / _LOAD)


def goals_beside_dump(at_most: float) -> tuple[Limit, Peer]:
    """Return the same as a share of ruamel's dump."""
    return Limit(at_most), Peer("ruamel.yaml's dump", _dump(), at_most / _DUMP)


@cache
def _load() -> Samples:
    return _typical(alone(partial(call_seconds, partial(YAML().load, spec_text(1_000))), _RUNS))


@cache
def _dump() -> Samples:
    yaml = YAML()
    data = yaml.load(spec_text(1_000))
    return _typical(alone(lambda: call_seconds(lambda: yaml.dump(data, io.StringIO())), _RUNS))


def _typical(samples: Samples) -> Samples:
    """A machine's speed is one number, whatever is compared with it."""
    return Samples((samples.median,))
