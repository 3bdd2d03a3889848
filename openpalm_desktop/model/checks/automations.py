"""Rules for automations: ids that can name files, schedules that fire."""

import re
from collections.abc import Iterator

from openpalm_desktop.model.automation import Automation
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.schedule import ScheduleError, parse_schedule
from openpalm_desktop.model.schedule_warnings import schedule_warnings
from openpalm_desktop.model.stack import StackSpec

from .names import VARIABLE, is_image

_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
_CONTROL = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")


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
    if not _ID.fullmatch(automation.id):
        hint = "Use letters, digits, - and _, as in nightly-backup."
        yield Problem((*path, "id"), "automation-id", f"“{automation.id}” is no id.", hint)
    elif automation.id.lower() in seen:
        message = f"There is another automation with the id {automation.id}."
        yield Problem((*path, "id"), "automation-id-twice", message, "Give one of them another id.")


def _text_problems(automation: Automation, path: Path) -> Iterator[Problem]:
    if automation.name is not None and _CONTROL.search(automation.name):
        message = "The name of an automation stands on one line."
        yield Problem((*path, "name"), "automation-name", message, "Remove the line break.")
    if not automation.script.strip():
        message = f"{automation.id} has nothing to run."
        yield Problem((*path, "script"), "automation-script", message, "Write a script.")
    elif "\0" in automation.script:
        message = f"The script of {automation.id} holds a NUL character."
        yield Problem((*path, "script"), "automation-script", message, "Remove it.")


def _schedule_problems(automation: Automation, path: Path) -> Iterator[Problem]:
    place = (*path, "schedule")
    schedule = parse_schedule(automation.schedule)
    if isinstance(schedule, ScheduleError):
        yield Problem(place, schedule.code, schedule.reason, schedule.hint)
        return
    for doubt in schedule_warnings(schedule):
        yield warning(place, doubt.code, doubt.message, doubt.hint)


def scheduler_problems(spec: StackSpec) -> Iterator[Problem]:
    """Yield what is wrong with the container that runs automations."""
    if not is_image(spec.scheduler.image):
        message = f"“{spec.scheduler.image}” is no image that Docker accepts."
        yield Problem(
            ("scheduler", "image"), "image-reference", message, "Write it as in alpine:3.22."
        )
    for name in spec.scheduler.env:
        if not VARIABLE.fullmatch(name):
            hint = "Use letters, digits and _, and start with a letter or _."
            message = f"“{name}” is no variable name."
            yield Problem(("scheduler", "env", name), "variable-name", message, hint)
