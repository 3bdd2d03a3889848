"""Files that hold one thing: a snippet, an automation with an action, a scheduled task."""

import shlex
from pathlib import PurePath

from openpalm_desktop.model.exposure import PathMode
from openpalm_desktop.model.secret import reference
from openpalm_desktop.model.value import Data, Scalar
from openpalm_desktop.model.zone import zone
from openpalm_desktop.phrases import marked, phrase

from .built_in import GATEWAY_URL
from .images import image
from .names import free_service_name, slug
from .reading import Fields
from .volumes import stated_volumes

_PRESETS = {
    "every-minute": "* * * * *",
    "every-5-minutes": "*/5 * * * *",
    "every-15-minutes": "*/15 * * * *",
    "every-hour": "0 * * * *",
    "daily": "0 0 * * *",
    "daily-8am": "0 8 * * *",
    "weekly": "0 0 * * 0",
    "weekly-sunday-3am": "0 3 * * 0",
    "weekly-sunday-4am": "0 4 * * 0",
}
_LONGEST_TIMEOUT = 7 * 86_400
_WHERE = marked("The scheduler runs it with sh: give it an image that has the programs it calls.")


def from_snippet(file: Fields) -> Data:
    """Return a spec's data with the snippet's one channel or service."""
    kind, said = file.take("kind"), file.text("name") or ""
    data: Data = {"version": 4, "preset": "none"}
    if kind == "automation":
        file.note(
            None, phrase("It says neither when to run nor what, so there is nothing to convert.")
        )
        return data
    file.drop("supportsMultipleInstances", phrase("Any number of channels may be alike here."))
    name = slug(said, "channel") if kind == "channel" else free_service_name(said, ())
    container: Data = {
        "label": said if said != name else None,
        "description": file.text("description"),
        "image": image(file),
        "containerPort": file.port("containerPort"),
        **(_route(file, name) if kind == "channel" else {}),
        "config": _settings(file) or None,
        "volumes": stated_volumes(file),
    }
    for index, other in file.numbered_texts("dependsOn"):
        file.reading.note(
            ("dependsOn", index),
            phrase("{other} is not part of the snippet: left out.", other=other),
        )
    file.drop(
        "sharedSecretEnv",
        phrase("A variable named CHANNEL_…_SECRET reaches the gateway by itself."),
    )
    container = {key: value for key, value in container.items() if value is not None}
    return data | {"channels" if kind == "channel" else "services": {name: container}}


def from_automation(file: Fields) -> Data:
    """Return a spec's data with the one automation, if its action is a command."""
    action = file.inside("action")
    kind = action.text("type")
    words = action.texts("command") if kind == "shell" else []
    data: Data = {"version": 4} | _timezone(file)
    file.drop("on_failure", phrase("Every run’s outcome is in the automation’s history."))
    if not words:
        action.leave(
            phrase(
                "Only commands can run on a schedule here: write a script that does the"
                " same, with curl for a request."
            ),
        )
        _leave(file, ("name", "description", "schedule", "enabled"))
        return data
    return data | {"automations": [_automation(file, words, action.peek("timeout"), action)]}


def from_task(file: Fields) -> Data:
    """Return a spec's data with the one task."""
    file.take("version")
    words = file.texts("command")
    file.drop("tags", phrase("Automations have no tags here."))
    return {"version": 4, "automations": [_automation(file, words, file.peek("timeoutMs"), file)]}


def _automation(file: Fields, words: list[str], limit: object, where: Fields) -> Data:
    where.note("command", phrase(_WHERE))
    said = file.text("name") or PurePath(file.reading.name).stem
    automation = {
        "id": slug(said, "automation"),
        "name": said,
        "description": file.text("description"),
        "schedule": _schedule(file),
        "script": f"{shlex.join(words)}\n",
        "enabled": file.flag("enabled"),
        "timeout": _seconds(where, limit),
    }
    return {key: value for key, value in automation.items() if value is not None}


def _schedule(file: Fields) -> str:
    said = (file.text("schedule") or "").strip()
    if said in _PRESETS:
        file.note(
            "schedule",
            phrase("{said} is written as {fields} here.", said=said, fields=_PRESETS[said]),
        )
    return _PRESETS.get(said, said)


def _seconds(where: Fields, milliseconds: object) -> int | None:
    key = "timeout" if "timeout" in where else "timeoutMs"
    if type(milliseconds) is not int or milliseconds < 1:
        return None
    where.take(key)
    seconds = min(-(-milliseconds // 1000), _LONGEST_TIMEOUT)
    where.note(key, phrase("It is in seconds here: {seconds}.", seconds=seconds))
    return seconds


def _timezone(file: Fields) -> Data:
    name = file.text("timezone")
    if name is None or zone(name) is not None:
        return {"timezone": name} if name else {}
    file.note("timezone", phrase("There is no time zone {name}; UTC was taken.", name=name))
    return {}


def _leave(file: Fields, keys: tuple[str, ...]) -> None:
    for key in keys:
        file.drop(key, phrase("It belongs to an action that cannot run here, and was left out."))


def _route(file: Fields, name: str) -> Data:
    rewrite = file.text("rewritePath")
    mode = PathMode.REWRITE if rewrite else PathMode.STRIP
    return {
        "exposure": "lan",
        "pathPrefixes": [f"/channels/{name}"],
        "pathMode": str(mode),
        "rewritePath": rewrite,
        "env": {"GATEWAY_URL": GATEWAY_URL},
    }


def _settings(file: Fields) -> dict[str, Scalar]:
    """Return a snippet's variables: its defaults, and a reference where a value is required."""
    found: dict[str, Scalar] = {}
    for variable in file.listed("env"):
        name, default = variable.text("name"), variable.text("default")
        required = variable.flag("required")
        variable.drop("description", phrase("Descriptions of variables have no place here."))
        if name is None:
            variable.note(None, phrase("It names no variable and was left out."))
        elif default is not None:
            found[name] = default
        elif required:
            found[name] = reference(name)
            variable.note(
                "required", phrase("{name} needs a value: add it to the secrets.", name=name)
            )
        else:
            variable.note(
                None, phrase("{name} may be set, and has no value yet; it was left out.", name=name)
            )
    return found
