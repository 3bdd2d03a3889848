"""Automations: scripts that run on a schedule, and the container they run in."""

from collections.abc import Mapping
from typing import Annotated, Any

from .fields import field
from .misfit import Range
from .value import Scalar, Value


class Automation(Value):
    """One scheduled script."""

    id: str = field(
        title="Id",
        description="Letters, digits, - and _; names its files and its history.",
        example="nightly-backup",
    )
    name: str | None = field(
        default=None, title="Name", description="The name people see.", example="Nightly backup"
    )
    description: str | None = field(
        default=None, title="Description", description="A note for the people who keep this stack."
    )
    schedule: str = field(
        title="Schedule",
        description="Five fields: minute, hour, day of month, month, day of week.",
        example="30 2 * * *",
    )
    script: str = field(
        title="Script", description="Run by sh, or by the program its first line names."
    )
    enabled: bool = field(
        default=True, title="On", description="Switched off, it is kept but never runs."
    )
    timeout: Annotated[int, Range(1, 7 * 86_400)] | None = field(
        default=None,
        title="Stop after",
        description="Seconds; a run that takes longer is stopped.",
        example=3600,
    )


class Scheduler(Value):
    """The container that runs the automations."""

    image: str = field(
        default="alpine:3.22",
        title="Image",
        description="Any image with sh, a cron and flock.",
    )
    env: Mapping[str, Scalar] = field(
        default={},
        title="Environment",
        description="Environment variables of every script.",
    )
    volumes: tuple[str | Mapping[str, Any], ...] = field(
        default=(),
        title="Storage",
        description="What the scripts may read and write.",
        example=["notes-data:/data/notes:ro"],
    )
    user: str | None = field(
        default=None, title="User", description="Runs as this user; the image’s own without it."
    )
