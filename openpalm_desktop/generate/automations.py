"""The automations' files, and the container that runs them."""

from collections.abc import Iterator

from openpalm_desktop.model.automation import Automation, Scheduler
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.resolved import Environment
from openpalm_desktop.model.resources import resource_text
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.zone import posix_tz

from .artifact import Artifact, Block
from .compose_values import literal
from .compose_yaml import From
from .crontab import FOLDER as MOUNT
from .crontab import Job, cron_d, cron_schedule, timeouts
from .env_files import env_file_name
from .project import ComposeService
from .services import LOGGING, Placement, named_volumes, own_volumes, volume_entries

SERVICE = "scheduler"
FOLDER = "automations"

_EXECUTABLE = 0o755
_STATE = "scheduler-data:/var/lib/openpalm/automations"
_SAID: Path = ("automations",)


def has_automations(spec: StackSpec) -> bool:
    """Whether anything is to be run at all."""
    return any(automation.enabled for automation in spec.automations)


def automation_artifacts(automations: tuple[Automation, ...]) -> tuple[Artifact, ...]:
    """Return the crontabs, the scripts byte for byte, and what runs them."""
    jobs = [_job(automation) for automation in automations]
    places: dict[str, Path] = {one.id: (*_SAID, i) for i, one in enumerate(automations)}
    texts = {"cron.schedule": cron_schedule(jobs), "timeouts": timeouts(jobs)}
    return (
        *(_artifact(name, text, _SAID) for name, text in texts.items()),
        *(_artifact(n, text, places[_id_in(n)]) for n, text in cron_d(jobs).items()),
        *_scripts(automations),
        *(
            _artifact(n, resource_text(FOLDER, n), (), _EXECUTABLE)
            for n in ("run-automation", "start")
        ),
    )


def scheduler_service(scheduler: Scheduler, timezone: str, placement: Placement) -> ComposeService:
    """Return the Compose service that runs the automations."""
    said: Path = ("scheduler",)
    zone_said: Path = ("timezone",)
    environment: Environment = {k: (v, (*said, "env", k)) for k, v in scheduler.env.items()}
    definition = {
        "image": From(literal(scheduler.image), (*said, "image")),
        "restart": "unless-stopped",
        **({"env_file": From([env_file_name(SERVICE)], (*said, "env"))} if environment else {}),
        "environment": {
            "TZ": From(timezone, zone_said),
            # For images without a zone database, such as Alpine.
            "OPENPALM_TZ": From(literal(posix_tz(timezone) or "UTC0"), zone_said),
            **_run_as(scheduler, said),
        },
        "command": ["sh", f"{MOUNT}/start"],
        "volumes": [
            f"./{FOLDER}:{MOUNT}:ro",
            *own_volumes((_STATE,), _SAID, placement),
            *volume_entries(scheduler.volumes, said, placement),
        ],
        "networks": [placement.network],
        "logging": LOGGING,
    }
    volumes = named_volumes((_STATE, *scheduler.volumes), placement)
    return ComposeService(SERVICE, said, definition, environment, volumes, ())


def _run_as(scheduler: Scheduler, said: Path) -> dict[str, From]:
    """Cron itself needs root; only the scripts run as another user."""
    if scheduler.user is None:
        return {}
    return {"OPENPALM_USER": From(literal(scheduler.user), (*said, "user"))}


def _scripts(automations: tuple[Automation, ...]) -> Iterator[Artifact]:
    for index, automation in enumerate(automations):
        said = (*_SAID, index, "script")
        yield _artifact(f"scripts/{automation.id}.sh", automation.script, said, _EXECUTABLE)


def _job(automation: Automation) -> Job:
    return Job(
        automation.id,
        automation.name or automation.id,
        automation.schedule,
        automation.enabled,
        automation.timeout,
    )


def _id_in(name: str) -> str:
    """Return the automation's id in a name such as `cron.d.enabled/01-backup`."""
    return name.partition("/")[2].partition("-")[2]


def _artifact(name: str, text: str, said: Path, mode: int = 0o644) -> Artifact:
    return Artifact(f"{FOLDER}/{name}", (Block.from_text(text, said),), mode)
