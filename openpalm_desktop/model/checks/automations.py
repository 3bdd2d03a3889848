"""Rules for automations: ids that can name files, schedules that fire."""

import re
from collections.abc import Iterator

from openpalm_desktop.model.automation import Automation
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.value import plain
from openpalm_desktop.phrases import phrase

from .names import is_image
from .processes import character_problems, text_problems
from .variables import can_be_received, clear_secret_problems, variable_problems
from .volumes import volume_problems

_ID = r"[A-Za-z0-9_-]{1,128}"
_CONTROL = "[\x00-\x1f\x7f\x85\u2028\u2029]"


def automation_problems(automations: tuple[Automation, ...]) -> Iterator[Problem]:
    """Yield what is wrong with a stack's automations."""
    seen: set[str] = set()
    for index, automation in enumerate(automations):
        path: Path = ("automations", index)
        yield from _id_problems(automation, path, seen)
        yield from _text_problems(automation, path)
        yield from _schedule_problems(automation, path)
        seen.add(automation.id.lower())


def _id_problems(automation: Automation, path: Path, seen: set[str]) -> Iterator[Problem]:
    if not re.fullmatch(_ID, automation.id):
        hint = phrase("Use letters, digits, - and _, as in nightly-backup.")
        yield Problem(
            (*path, "id"), "automation-id", phrase("“{id}” is no id.", id=automation.id), hint
        )
    elif automation.id.lower() in seen:
        message = phrase("There is another automation with the id {id}.", id=automation.id)
        yield Problem(
            (*path, "id"), "automation-id-twice", message, phrase("Give one of them another id.")
        )


def _text_problems(automation: Automation, path: Path) -> Iterator[Problem]:
    if automation.name is not None and re.search(_CONTROL, automation.name):
        message = phrase("The name of an automation stands on one line.")
        yield Problem((*path, "name"), "automation-name", message, phrase("Remove the line break."))
    if not automation.script.strip():
        message = phrase("{id} has nothing to run.", id=automation.id)
        yield Problem((*path, "script"), "automation-script", message, phrase("Write a script."))
    elif not can_be_received(automation.script):
        message = phrase(
            "The script of {id} holds a character that no file of text has.", id=automation.id
        )
        hint = phrase("Remove the NUL character or the half of an emoji.")
        yield Problem((*path, "script"), "automation-script", message, hint)
    elif "\r" in automation.script:
        message = phrase(
            "The script of {id} has the line ends of Windows; sh trips over them.", id=automation.id
        )
        hint = phrase("Save it with Unix line ends.")
        yield warning((*path, "script"), "automation-line-ends", message, hint)


def _schedule_problems(automation: Automation, path: Path) -> Iterator[Problem]:
    from openpalm_desktop.model.schedule import (  # noqa: PLC0415 – many stacks have none
        ScheduleError,
        parse_schedule,
    )
    from openpalm_desktop.model.schedule_warnings import schedule_warnings  # noqa: PLC0415

    place = (*path, "schedule")
    schedule = parse_schedule(automation.schedule)
    if isinstance(schedule, ScheduleError):
        yield Problem(place, schedule.code, schedule.reason, schedule.hint)
        return
    for doubt in schedule_warnings(schedule):
        yield warning(place, doubt.code, doubt.message, doubt.hint)


def scheduler_problems(spec: StackSpec) -> Iterator[Problem]:
    """Yield what is wrong with the container that runs automations."""
    scheduler, origin = spec.scheduler, ("scheduler",)
    if not is_image(scheduler.image):
        message = phrase("“{image}” is no image that Docker accepts.", image=scheduler.image)
        hint = phrase("Write it as in alpine:3.22.")
        yield Problem((*origin, "image"), "image-reference", message, hint)
    yield from variable_problems(scheduler.env, (*origin, "env"))
    yield from clear_secret_problems(scheduler.env, (*origin, "env"))
    yield from volume_problems(scheduler.volumes, origin)
    yield from text_problems(scheduler.user, (*origin, "user"))
    yield from character_problems(plain(scheduler.volumes), (*origin, "volumes"))
