"""An engine whose connection breaks at a chosen call, before or after the engine has done it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpalm_desktop.deploy.engine import EngineTrouble, EngineUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpalm_desktop.deploy.engine import Engine

NEVER = 10**9
CHANGING = frozenset(
    {
        *("pull", "create_network", "remove_network", "create_volume", "remove_volume"),
        *("create_container", "connect", "start", "stop", "rename", "remove", "put_files", "run"),
    }
)


class FaultyEngine:
    """Hands every call on, but the one at `at`, of those that change something, counted from 0.

    `is_done`: the engine does it, and only the answer is lost. `stays_dead`: nothing gets through
    any more after that, as when this program is killed.
    """

    def __init__(
        self, engine: Engine, at: int = NEVER, *, is_done: bool = False, stays_dead: bool = False
    ) -> None:
        self._engine = engine
        self._at = at
        self._is_done = is_done
        self._stays_dead = stays_dead
        self.count = 0
        self.broke_at = ""

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._engine, name)
        if name not in CHANGING:
            return self._unless_dead(method)
        return lambda *words, **more: self._counted(name, method, words, more)

    def _unless_dead(self, method: Callable[..., Any]) -> Callable[..., Any]:
        if self._stays_dead and self.broke_at:
            raise EngineUnreachable("The engine is gone.", "")
        return method

    def _counted(
        self, name: str, method: Callable[..., Any], words: Any, more: dict[str, Any]
    ) -> Any:
        self._unless_dead(method)
        number, self.count = self.count, self.count + 1
        if number != self._at:
            return method(*words, **more)
        self.broke_at = f"{name} {words[:2]}"
        if self._is_done:
            method(*words, **more)
        raise EngineTrouble(f"It broke at {name}.", "")
