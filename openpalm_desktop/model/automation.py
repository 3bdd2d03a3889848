"""Automations: scripts that run on a schedule, and the container they run in."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictStr

from .value import Scalar, Value


class Automation(Value):
    """One scheduled script."""

    id: StrictStr = Field(
        title="Id",
        description="Letters, digits, - and _; names its files and its history.",
        examples=["nightly-backup"],
    )
    name: StrictStr | None = Field(
        None, title="Name", description="The name people see.", examples=["Nightly backup"]
    )
    description: StrictStr | None = Field(
        None, title="Description", description="A note for the people who keep this stack."
    )
    schedule: StrictStr = Field(
        title="Schedule",
        description="Five fields: minute, hour, day of month, month, day of week.",
        examples=["30 2 * * *"],
    )
    script: StrictStr = Field(
        title="Script", description="Run by sh, or by the program its first line names."
    )
    enabled: StrictBool = Field(
        default=True, title="On", description="Switched off, it is kept but never runs."
    )
    timeout: Annotated[int, Field(strict=True, ge=1, le=7 * 86_400)] | None = Field(
        None,
        title="Stop after",
        description="Seconds; a run that takes longer is stopped.",
        examples=[3600],
    )


class Scheduler(Value):
    """The container that runs the automations."""

    image: StrictStr = Field(
        "alpine:3.22",
        title="Image",
        description="Any image with sh, a cron and flock.",
    )
    env: Mapping[StrictStr, Scalar] = Field(
        default_factory=dict,
        title="Environment",
        description="Environment variables of every script.",
    )
    volumes: tuple[StrictStr | Mapping[StrictStr, Any], ...] = Field(
        (),
        title="Storage",
        description="What the scripts may read and write.",
        examples=[["notes-data:/data/notes:ro"]],
    )
    user: StrictStr | None = Field(
        None, title="User", description="Runs as this user; the image's own without it."
    )
