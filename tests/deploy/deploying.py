"""A stack, an engine, and what tests do with both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openpalm_desktop.deploy.content import content
from openpalm_desktop.deploy.execute import Deployed, execute
from openpalm_desktop.deploy.labels import SERVICE
from openpalm_desktop.deploy.observed import observe, observe_closely
from openpalm_desktop.deploy.plan import Plan, plan
from openpalm_desktop.deploy.wanted import Wanted, wanted
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.stack import StackSpec

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Mapping

    from openpalm_desktop.deploy.engine import Engine
    from openpalm_desktop.deploy.progress import Progress

STUB = "openpalm-test/stub"


def channel(**fields: Any) -> dict[str, Any]:
    """A channel of the stub's image, reached by its path."""
    return {"image": STUB, "containerPort": 8080, "exposure": "lan", **fields}


def wanted_of(data: Mapping[str, Any], secrets: Mapping[str, str] | None = None) -> Wanted:
    """What a spec wants to run."""
    spec = StackSpec.from_data({"version": 4, **data})
    given = secrets or {}
    assert [str(p.message) for p in check(spec, given) if p.is_error] == []
    return wanted(content(generated(spec)), given)


@dataclass
class Deploying:
    """An engine that one stack is deployed to, again and again."""

    engine: Engine
    secrets: Mapping[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def plan(
        self, data: Mapping[str, Any], *, remove_orphans: bool = False, only: Collection[str] = ()
    ) -> Plan:
        """The plan for a spec."""
        what = wanted_of(data, self.secrets)
        seen = observe_closely(self.engine, what.project, what.images)
        return plan(what, seen, remove_orphans=remove_orphans, only=only)

    def deploy(self, data: Mapping[str, Any], *, remove_orphans: bool = False) -> Plan:
        """Deploy a spec and return the plan that was carried out."""
        made = self.plan(data, remove_orphans=remove_orphans)
        self.carry_out(made)
        return made

    def carry_out(self, made: Plan) -> Deployed:
        """Carry a plan out to its end."""
        results: list[Deployed] = []

        def work() -> Generator[Progress, None, None]:
            results.append((yield from execute(made, self.engine)))

        self.said += [progress.sentence for progress in work()]
        return results[0]

    def ids(self, project: str = "openpalm") -> dict[str, str]:
        """The ids of a project's containers, by service."""
        seen = observe(self.engine, project)
        return {one.labels[SERVICE]: one.id for one in seen.containers}

    def running(self, project: str = "openpalm") -> set[str]:
        """The services of a project that run."""
        seen = observe(self.engine, project)
        return {one.labels[SERVICE] for one in seen.containers if one.is_running}
