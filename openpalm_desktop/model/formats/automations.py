"""Automations of older files: a schedule and a script, with an id that can name files."""

from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import marked, phrase

from .names import free_id, slug
from .reading import Fields

_WHERE = marked(
    "Scripts ran with bash inside the admin container; here the scheduler runs them with"
    " sh, or with the program that their first line names. Give it an image that has"
    " what they call."
)


def automations(fields: Fields, key: str = "automations") -> list[Data]:
    """Return a file's automations; one that has no script or schedule is left out."""
    found: list[Data] = []
    for each in fields.listed(key):
        automation = _automation(each, [str(other["id"]) for other in found])
        if automation is not None:
            found.append(automation)
    if found:
        fields.note(key, phrase(_WHERE))
    return found


def _automation(fields: Fields, taken: list[str]) -> Data | None:
    given, name = fields.text("id"), fields.text("name")
    schedule, script = fields.text("schedule"), fields.text("script")
    enabled, description = fields.flag("enabled"), fields.text("description")
    title = name or given or phrase("It")
    if "prompt" in fields and not script:
        fields.drop(
            "prompt",
            phrase(
                "{title} asks the assistant something instead of running a script; only"
                " scripts run here. Write one that sends this text, if you still want it.",
                title=title,
            ),
        )
        return None
    if not script or not script.strip() or not schedule or not schedule.strip():
        lacks = phrase("script") if not script or not script.strip() else phrase("schedule")
        fields.note(
            None, phrase("{title} has no {lacks}, so it was left out.", title=title, lacks=lacks)
        )
        return None
    wanted = given.strip() if given else slug(name or "", "automation")
    identity = free_id(wanted, taken)
    if given and identity != given:
        fields.note(
            "id",
            phrase(
                "The id became {identity}: ids are unique, of letters, digits, - and _.",
                identity=identity,
            ),
        )
    if fields.flag("core"):
        fields.note(
            "core", phrase("It could not be deleted there; here it is an automation like others.")
        )
    data = {
        "id": identity,
        "name": name.strip() if name else None,
        "description": description,
        "schedule": schedule.strip(),
        "script": script,
        "enabled": enabled,
    }
    return {key: value for key, value in data.items() if value is not None}
