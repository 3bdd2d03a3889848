"""Rules for `dependsOn`: what is waited for must be there, be on, and not wait in return."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from openpalm_desktop.model.dependencies import Named, dependencies
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.resolved_stack import ResolvedStack

from .names import did_you_mean


def dependency_problems(stack: ResolvedStack) -> Iterator[Problem]:
    """Yield what is wrong with who waits for whom."""
    waiting = [
        part.resolved
        for part in stack.parts
        if part.resolved.container.depends_on and part.resolved.is_enabled
    ]
    if waiting:
        named = stack.named
        for one in waiting:
            yield from _missing(one, named)
        yield from _circles(waiting, named)


def _missing(one: Resolved, named: Named) -> Iterator[Problem]:
    for step, name in dependencies(one.container).items():
        path = (*one.origin, "dependsOn", step)
        other = named.get(name)
        if other is None:
            hint = did_you_mean(
                name, named, "Write the name of a channel or service of this stack."
            )
            yield Problem(
                path,
                "dependency-missing",
                f"{one.name} waits for {name}, which is not there.",
                hint,
            )
        elif not other.is_enabled:
            hint = f"Switch {name} on, or remove it here."
            yield Problem(
                path, "dependency-disabled", f"{one.name} waits for {name}, which is off.", hint
            )


def _circles(waiting: list[Resolved], named: Named) -> Iterator[Problem]:
    waits_for = {
        one.service: {
            named[name].service: (*one.origin, "dependsOn", step)
            for step, name in dependencies(one.container).items()
            if name in named
        }
        for one in waiting
    }
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][::-1]
        message = f"{' waits for '.join(circle)}: none of them can start first."
        path = waits_for[circle[0]][circle[1]]
        yield Problem(path, "dependency-circle", message, "Remove one of these dependencies.")
