"""Rules for secret references: every one needs a value, and stands where a value can be put in."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from openpalm_desktop.model.automation import Scheduler
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, Severity
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.secret import secret_name
from openpalm_desktop.model.value import plain

_TAKES_NO_SECRET = ("labels", "command", "healthcheck", "user", "volumes", "networks")


def misplaced_reference_problems(one: Resolved) -> Iterator[Problem]:
    """A reference outside of env and config would reach the container as the text it is."""
    for field in _TAKES_NO_SECRET:
        value = getattr(one.container, field)
        if value:
            yield from _misplaced(plain(value), (*one.origin, field))
    for problem in _misplaced(plain(one.container.compose), (*one.origin, "compose")):
        message = f"{problem.message[:-1]}, but by a variable of whoever starts the stack."
        yield replace(problem, message=message, severity=Severity.WARNING)


def misplaced_in_scheduler_problems(scheduler: Scheduler) -> Iterator[Problem]:
    """The same for the container that runs automations."""
    for field in ("user", "volumes"):
        yield from _misplaced(plain(getattr(scheduler, field)), ("scheduler", field))


def missing_secret_problems(one: Resolved, known: Collection[str]) -> Iterator[Problem]:
    """A reference to a secret that has no value stops generate."""
    if not one.is_enabled:
        return
    for key, (value, path) in one.environment.items():
        name = secret_name(value)
        if name is not None and name not in known:
            yield _missing(name, key, path, one.name)


def scheduler_secret_problems(scheduler: Scheduler, known: Collection[str]) -> Iterator[Problem]:
    """The same for the variables of the automations."""
    for key, value in scheduler.env.items():
        name = secret_name(value)
        if name is not None and name not in known:
            yield _missing(name, key, ("scheduler", "env", key), "the scheduler")


def _missing(name: str, key: str, path: Path, owner: str) -> Problem:
    message = f"No value for the secret {name}, which {owner} needs as {key}."
    return Problem(path, "secret-missing", message, f"Add {name}=… to the secrets.")


def _misplaced(value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _misplaced(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _misplaced(item, (*path, index))
    elif isinstance(value, str) and secret_name(value) is not None:
        message = f"{value} is not replaced by a secret here."
        yield Problem(
            path, "secret-misplaced", message, "Secrets can stand in env and config only."
        )
