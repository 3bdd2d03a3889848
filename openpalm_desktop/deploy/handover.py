"""Exchanges containers behind Caddy, so that no request fails."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from openpalm_desktop.phrases import phrase

from .detours import CLOSED
from .engine import Engine, EngineContainer, EngineTrouble
from .exchange import Exchange, names_of
from .labels import SERVICE
from .plan import Change
from .plan_steps import Kind, Way
from .progress import Progress, Steps
from .readiness import Started, wait_until_ready
from .running_caddy import Caddy
from .side_by_side import side_by_side


class Handover:
    """The exchange of the containers that are reached by Caddy alone."""

    def __init__(
        self,
        engine: Engine,
        caddy: Caddy,
        exchange: Exchange,
        network: str,
        seen: Mapping[str, EngineContainer],
    ) -> None:
        self._engine = engine
        self._caddy = caddy
        self._exchange = exchange
        self._network = network  # the stack's own, which Caddy is in, too
        self._seen = seen  # the engine's containers at the beginning, by id

    def hand_over(self, changes: Sequence[Change]) -> Steps:
        """Exchange side by side what keeps no data, and hold the visitors of the others."""
        beside = [one for one in changes if one.way is Way.SIDE_BY_SIDE]
        held = [one for one in changes if one.way is Way.HELD]
        yield Progress(phrase("Telling Caddy what is going to happen"))
        self._caddy.make_doors({h: self._old_address(one) for one in changes for h in _hosts(one)})
        for done in side_by_side([partial(self._exchange.start, one) for one in beside]):
            yield Progress(phrase("Starting {names}", names=names_of(beside)), done, len(beside))
        yield from self._exchange_held(held)
        yield from wait_until_ready(self._engine, [self._answering(one) for one in changes])
        for one in changes:
            for host in _hosts(one):
                self._caddy.turn(host, self._new_address(one), _port(one))
        yield from self._caddy.drain([self._old_address(one) for one in beside] or ["none"])
        for done in side_by_side([partial(self._exchange.leave, one) for one in beside]):
            yield Progress(
                phrase("Stopping the old {names}", names=names_of(beside)), done, len(beside)
            )

    def _exchange_held(self, changes: Sequence[Change]) -> Steps:
        """Close the doors, so that visitors wait, and exchange what is behind them."""
        for one in changes:
            for host in _hosts(one):
                self._caddy.turn(host, CLOSED)
        yield from self._caddy.drain([self._old_address(one) for one in changes])
        for done in side_by_side([partial(self._exchange.exchange, one) for one in changes]):
            yield Progress(
                phrase("Exchanging {names}", names=names_of(changes)), done, len(changes)
            )

    def _answering(self, change: Change) -> Started:
        started = self._exchange.started(change)
        port = change.service.listens_on

        def answers() -> bool | None:
            look = self._engine.look(started.id)
            if look.state != "running":
                return False
            return self._caddy.answers(self._where_caddy_is(look.addresses), port)

        return replace(started, answers=answers)

    def _old_address(self, change: Change) -> str:
        old = self._seen.get(change.old.id) if change.old else None
        return self._where_caddy_is((old.addresses or {}) if old else {})

    def _new_address(self, change: Change) -> str:
        return self._where_caddy_is(self._engine.look(self._exchange.id_of(change)).addresses)

    def _where_caddy_is(self, addresses: Mapping[str, str]) -> str:
        address = addresses.get(self._network)
        if not address:
            raise EngineTrouble(
                phrase("A running container has no address."), phrase("Make the plan again.")
            )
        return f"[{address}]" if ":" in address else address


def _hosts(change: Change) -> set[str]:
    """Return the hosts by which Caddy knows the service now."""
    if change.kind is Kind.RENAME and change.old is not None:
        return {change.old.labels[SERVICE]}
    return {dial.rpartition(":")[0] for dial in change.service.upstreams}


def _port(change: Change) -> str:
    """Return the new container's port where it has only one; else ports stay as they were."""
    ports = {dial.rpartition(":")[2] for dial in change.service.upstreams}
    return ports.pop() if len(ports) == 1 else ""
