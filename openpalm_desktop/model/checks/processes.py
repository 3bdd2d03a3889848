"""Rules for what runs in a container: its command, its user, its folder, its healthcheck."""

import re
from collections.abc import Iterator
from typing import Any

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.value import plain
from openpalm_desktop.phrases import phrase

from .variables import can_be_received

_DURATION = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?(?:ns|us|µs|ms|s|m|h|d|w))+")
_DURATIONS = {
    "interval": "interval",
    "timeout": "timeout",
    "start_period": "startPeriod",
    "start_interval": "startInterval",
}
_TEST_HEADS = ("CMD", "CMD-SHELL", "NONE")
_TEXTS = ("command", "labels", "volumes", "networks", "healthcheck", "compose")


def process_problems(one: Resolved) -> Iterator[Problem]:
    """Yield what is wrong with what a container should run."""
    yield from text_problems(one.container.user, (*one.origin, "user"))
    yield from text_problems(one.container.working_dir, (*one.origin, "workingDir"))
    yield from working_dir_problems(one)
    yield from command_problems(one)
    yield from healthcheck_problems(one)
    for field in _TEXTS:
        yield from character_problems(plain(getattr(one.container, field)), (*one.origin, field))


def text_problems(text: str | None, path: Path) -> Iterator[Problem]:
    """A text that goes to Docker as it stands must not be empty or hold control characters."""
    if text is not None and (not text.strip() or not text.isprintable()):
        message = phrase("“{text}” cannot be used here.", text=text)
        yield Problem(path, "text", message, phrase("Write it on one line, or remove it."))


def working_dir_problems(one: Resolved) -> Iterator[Problem]:
    """A folder in the container is named from the root."""
    working_dir = one.container.working_dir
    if working_dir and not working_dir.startswith("/"):
        yield Problem(
            (*one.origin, "workingDir"),
            "working-dir",
            phrase(
                "“{working_dir}” is no folder that a container can be told.",
                working_dir=working_dir,
            ),
            phrase("Write the whole path from /, as in /app."),
        )


def command_problems(one: Resolved) -> Iterator[Problem]:
    """Compose splits a command on one line into words, as a shell would."""
    command = one.container.command
    if isinstance(command, str) and not _can_be_split(command):
        message = phrase("A quoted text in the command of {name} is not closed.", name=one.name)
        hint = phrase("Close it, or write the command as a list of words.")
        yield Problem((*one.origin, "command"), "command-quotes", message, hint)


def healthcheck_problems(one: Resolved) -> Iterator[Problem]:
    """Compose's rules for the times, the tries and the test."""
    check, path = one.container.healthcheck, (*one.origin, "healthcheck")
    if check is None:
        return
    for name, field in _DURATIONS.items():
        duration = getattr(check, name)
        if duration is not None and not _DURATION.fullmatch(duration):
            message = phrase("“{duration}” is no length of time.", duration=duration)
            hint = phrase("Write a number and its unit, as in 30s or 1m30s.")
            yield Problem((*path, field), "healthcheck-time", message, hint)
    if check.retries is not None and check.retries < 0:
        message = phrase(
            "{name} cannot fail {retries} times in a row.", name=one.name, retries=check.retries
        )
        yield Problem(
            (*path, "retries"), "healthcheck-retries", message, phrase("Write 1 or more.")
        )
    if isinstance(check.test, tuple) and check.test and check.test[0] not in _TEST_HEADS:
        message = phrase(
            "The health test of {name} starts with “{test}”.", name=one.name, test=check.test[0]
        )
        hint = phrase("Put CMD before the words of a command, or CMD-SHELL before one for a shell.")
        yield Problem((*path, "test"), "healthcheck-test", message, hint)


def character_problems(value: Any, path: Path) -> Iterator[Problem]:
    """No text anywhere may hold what neither YAML nor a program can take."""
    match value:
        case dict():
            for key, item in value.items():
                yield from character_problems(item if can_be_received(str(key)) else key, path)
        case list():
            for item in value:
                yield from character_problems(item, path)
        case str() if not can_be_received(value):
            message = phrase("{name} holds a character that no program can receive.", name=path[-1])
            hint = phrase("Remove the NUL character or the half of an emoji.")
            yield Problem(path, "text-character", message, hint)


def _can_be_split(command: str) -> bool:
    import shlex  # noqa: PLC0415 – most commands are lists, or none is said

    try:
        shlex.split(command)
    except ValueError as error:
        return "quotation" not in str(error)
    return True
