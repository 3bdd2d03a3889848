"""Rules for secret references: every one needs a value, and stands where a value can be put in."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from openpalm_desktop.model.automation import Scheduler
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, Severity
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.secret import secret_name
from openpalm_desktop.model.secret_uses import SecretUse
from openpalm_desktop.model.value import plain
from openpalm_desktop.phrases import marked, phrase

MISSING = "secret-missing"
_TAKES_NO_SECRET = ("labels", "command", "healthcheck", "user", "volumes", "networks")


def misplaced_reference_problems(one: Resolved) -> Iterator[Problem]:
    """A reference outside of env and config would reach the container as the text it is."""
    for field in _TAKES_NO_SECRET:
        value = getattr(one.container, field)
        if value:
            yield from _misplaced(plain(value), (*one.origin, field))
    for problem in _misplaced(plain(one.container.compose), (*one.origin, "compose")):
        message = phrase(
            "{message}, but by a variable of whoever starts the stack.",
            message=problem.message[:-1],
        )
        yield problem.replaced(message=message, severity=Severity.WARNING)


def misplaced_in_scheduler_problems(scheduler: Scheduler) -> Iterator[Problem]:
    """The same for the container that runs automations."""
    for field in ("user", "volumes"):
        yield from _misplaced(plain(getattr(scheduler, field)), ("scheduler", field))


def missing_secret_problems(uses: Iterable[SecretUse], known: Collection[str]) -> Iterator[Problem]:
    """A reference to a secret that has no value stops generate."""
    for use in uses:
        if use.is_enabled and use.name not in known:
            yield Problem(use.path, MISSING, _missing(use), _way_to_value(use))


def _missing(use: SecretUse) -> str:
    if use.name == use.variable:
        template = marked("No value for the secret {name}, which {owner} needs.")
    else:
        template = marked("No value for the secret {name}, which {owner} needs as {variable}.")
    return phrase(template, name=use.name, owner=use.owner, variable=use.variable)


def _way_to_value(use: SecretUse) -> str:
    from openpalm_desktop.model.secret_issuers import issuer_of  # noqa: PLC0415 – where one is missing

    issuer = issuer_of(use.name, (use.variable,))
    if issuer:
        return phrase(
            "It comes from {issuer}: set it under Secrets, or add {name}=… to secrets.env.",
            issuer=issuer,
            name=use.name,
        )
    return phrase(
        "Set or generate it under Secrets, or add {name}=… to secrets.env.", name=use.name
    )


def _misplaced(value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _misplaced(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _misplaced(item, (*path, index))
    elif isinstance(value, str) and secret_name(value) is not None:
        message = phrase("{value} is not replaced by a secret here.", value=value)
        yield Problem(
            path, "secret-misplaced", message, phrase("Secrets can stand in env and config only.")
        )
