"""The automations' files, and the container that runs them."""

from openpalm_desktop.model.automation import Automation, Scheduler
from openpalm_desktop.model.resolved import Environment
from openpalm_desktop.model.zone import posix_tz

from .artifact import Artifact, Block
from .compose_values import literal
from .compose_yaml import From
from .env_files import env_file_name
from .project import ComposeService
from .services import LOGGING, Placement, named_volumes, volume_entries

SERVICE = "scheduler"
FOLDER = "automations"
MOUNT = "/etc/openpalm/automations"
STATE = "scheduler-data:/var/lib/openpalm/automations"


def automation_artifacts(automations: tuple[Automation, ...]) -> tuple[Artifact, ...]:
    """Return the crontabs, the scripts and the runner."""
    return tuple(
        Artifact(
            f"{FOLDER}/scripts/{one.id}.sh",
            (Block.from_text(one.script, ("automations", i, "script")),),
            0o755,
        )
        for i, one in enumerate(automations)
    )


def scheduler_service(scheduler: Scheduler, timezone: str, placement: Placement) -> ComposeService:
    """Return the Compose service that runs the automations."""
    said = ("scheduler",)
    environment: Environment = {k: (v, (*said, "env", k)) for k, v in scheduler.env.items()}
    zone_said = ("timezone",)
    mounts = [f"./{FOLDER}:{MOUNT}:ro", *volume_entries((STATE,), said, placement)]
    definition = {
        "image": From(literal(scheduler.image), (*said, "image")),
        "restart": "unless-stopped",
        **({"env_file": From([env_file_name(SERVICE)], (*said, "env"))} if environment else {}),
        "environment": {
            "OPENPALM_TIMEZONE": From(timezone, zone_said),
            "OPENPALM_POSIX_TZ": From(literal(posix_tz(timezone) or "UTC0"), zone_said),
        },
        "command": ["sh", f"{MOUNT}/start"],
        **({"user": From(literal(scheduler.user), (*said, "user"))} if scheduler.user else {}),
        "volumes": [*mounts, *volume_entries(scheduler.volumes, said, placement)],
        "networks": [placement.network],
        "logging": LOGGING,
    }
    volumes = named_volumes((STATE, *scheduler.volumes), placement)
    return ComposeService(SERVICE, said, definition, environment, volumes, ())
