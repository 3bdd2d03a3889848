"""Rules for `dependsOn`: what is waited for must be there, be on, and not wait in return."""

from collections.abc import Iterator, Mapping

from openpalm_desktop.model.dependencies import Named, dependencies, has_healthcheck
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.resolved_stack import ResolvedStack
from openpalm_desktop.phrases import phrase

from .names import did_you_mean


def dependency_problems(stack: ResolvedStack) -> Iterator[Problem]:
    """Yield what is wrong with who waits for whom."""
    waiting = [part.resolved for part in stack.parts if part.waits and part.is_enabled]
    if waiting:
        named = stack.named
        for one in waiting:
            yield from _missing(one, named)
        yield from _circles(waiting, named)


def _missing(one: Resolved, named: Named) -> Iterator[Problem]:
    seen: set[str] = set()
    for step, name in dependencies(one.container).items():
        path = (*one.origin, "dependsOn", step)
        other = named.get(name)
        if other is not None and other.service in seen:
            message = phrase("{name} waits for {other} twice.", name=one.name, other=name)
            yield warning(path, "dependency-twice", message, phrase("Remove one of them."))
            continue
        if other is None:
            hint = did_you_mean(
                name, named, phrase("Write the name of a channel or service of this stack.")
            )
            yield Problem(
                path,
                "dependency-missing",
                phrase("{name} waits for {other}, which is not there.", name=one.name, other=name),
                hint,
            )
        elif not other.is_enabled:
            hint = phrase("Switch {name} on, or remove it here.", name=name)
            yield Problem(
                path,
                "dependency-disabled",
                phrase("{name} waits for {other}, which is off.", name=one.name, other=name),
                hint,
            )
        else:
            seen.add(other.service)
            yield from _health(one, name, other)


def _health(one: Resolved, name: str, other: Resolved) -> Iterator[Problem]:
    """Who says to wait for health waits for ever, if neither the spec nor the image checks it."""
    waits = one.container.depends_on
    how = waits[name].get("condition") if isinstance(waits, Mapping) else None
    if how == "service_healthy" and not has_healthcheck(other.container):
        yield warning(
            (*one.origin, "dependsOn", name, "condition"),
            "dependency-health",
            phrase(
                "{name} waits for the health of {other}, which has no healthcheck in the spec.",
                name=one.name,
                other=name,
            ),
            phrase("Give {name} a healthcheck, unless its image has one.", name=name),
        )


def _circles(waiting: list[Resolved], named: Named) -> Iterator[Problem]:
    """Yield each circle once: a wait that was told of is left out when the next is looked for."""
    waits_for = {
        one.service: {
            named[name].service: (*one.origin, "dependsOn", step)
            for step, name in dependencies(one.container).items()
            if name in named
        }
        for one in waiting
    }
    while circle := _circle(waits_for):
        names = phrase(" waits for ").join(circle)
        message = phrase("{names}: none of them can start first.", names=names)
        path = waits_for[circle[0]].pop(circle[1])
        yield Problem(
            path, "dependency-circle", message, phrase("Remove one of these dependencies.")
        )


def _circle(waits_for: Mapping[str, Mapping[str, Path]]) -> list[str]:
    from graphlib import CycleError, TopologicalSorter  # noqa: PLC0415 – where anything waits

    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][::-1]
        return circle
    return []
