"""Channels and services on their way from one stack to another, as text and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from openpalm_desktop.phrases import marked, phrase

from .channel import Channel
from .edits import free_name, rename_channel, rename_service
from .formats.compose_roles import Role
from .formats.conversion import Conversion, convert
from .formats.docker_run import docker_run
from .overrides import service_of
from .problem import Problem
from .resolved import Surroundings, stack_services
from .service import Service
from .stack import StackSpec
from .yaml_text import read_yaml
from .yaml_text.writing import write_yaml

_NOTHING = marked(
    "This is no channel and no service. Copy some in another window, a Compose file, or a docker"
    " run line."
)

_OF_THE_PROJECT = ((), ("name",))


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a text amounts to, or the sentence that says why it is nothing to paste."""

    spec: StackSpec | None = None
    notes: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    problem: str = ""


def copied_text(spec: StackSpec, channels: Iterable[str], services: Iterable[str]) -> str:
    """Return some channels and services as a small stack of their own; a preset's ones whole."""
    parts = {
        "channels": {name: spec.channels[name].to_data() for name in channels},
        "services": {name: service_of(spec, name).to_data() for name in services},
    }
    return write_yaml({"version": 4} | {key: part for key, part in parts.items() if part})


def pasted(text: str, role: Role) -> Pasted:
    """Return the channels and services of any text that a person may paste.

    That is what was copied here, a whole stack of any format, a Compose file or its `services:`,
    one container's fields, or a `docker run` line, which becomes what `role` says.
    """
    if not text.strip():
        return Pasted(problem=phrase("There is nothing to paste: the clipboard holds no text."))
    line = docker_run(text, role)
    if not line.problem:
        section = "channels" if role is Role.CHANNEL else "services"
        made = _spec({section: {line.name: dict(line.data)}})
        return Pasted(made, line.notes, line.secrets)
    if text.lstrip().startswith(("docker ", "podman ", "sudo ", "$ ")):
        return Pasted(problem=line.problem)
    converted = convert(text, "pasted.yaml")
    if converted.spec is not None and (converted.spec.channels or converted.spec.services):
        return Pasted(converted.spec, _notes(converted), converted.secrets)
    return _bare(text, role) or Pasted(problem=_why_not(converted.problems, converted.spec))


def with_pasted(
    spec: StackSpec, more: StackSpec, after: str = ""
) -> tuple[StackSpec, tuple[str, ...], tuple[str, ...]]:
    """Return a spec with the channels and services of another, and their names in it.

    A name that is taken becomes a new one, also where one of the newcomers waits for another.
    They stand right after `after`, or at the end.
    """
    taken = {*spec.channels, *stack_services(spec.preset, spec.services, Surroundings.of(spec))}
    more = StackSpec(channels=more.channels, services=more.services)
    for name in [name for name in more.channels if name in taken]:
        more = rename_channel(more, name, _free(name, taken, more))
    for name in [name for name in more.services if name in {*taken, *more.channels}]:
        more = rename_service(more, name, _free(name, taken, more))
    changes: dict[str, Any] = {}
    if more.channels:
        changes["channels"] = _inserted(spec.channels, more.channels, after)
    if more.services:
        changes["services"] = _inserted(spec.services, more.services, after)
    return spec.replaced(**changes), tuple(more.channels), tuple(more.services)


def _free(name: str, taken: Iterable[str], more: StackSpec) -> str:
    return free_name(name, {*taken, *more.channels, *more.services})


def _inserted(
    here: Mapping[str, Any], more: Mapping[str, Channel] | Mapping[str, Service], after: str
) -> dict[str, Any]:
    if after not in here:
        return {**here, **more}
    entries: dict[str, Any] = {}
    for name, one in here.items():
        entries[name] = one
        if name == after:
            entries.update(more)
    return entries


def _bare(text: str, role: Role) -> Pasted | None:
    """Return what names and fields amount to that stand below no heading."""
    data = read_yaml(text).data
    if not isinstance(data, dict) or not data:
        return None
    section = "channels" if role is Role.CHANNEL else "services"
    name = role.name.lower()
    for parts in ({section: {name: data}}, {section: data}):
        entries = cast("dict[str, Any]", parts[section])
        if all(isinstance(entry, dict) and "image" in entry for entry in entries.values()):
            spec = _spec(parts)
            if spec is not None:
                return Pasted(spec)
            found = convert(write_yaml({"services": entries}), "pasted.yaml")
            if found.spec is not None:
                return Pasted(found.spec, _notes(found), found.secrets)
    return None


def _notes(converted: Conversion) -> tuple[str, ...]:
    """Return what there is to say, but not of the project: what is pasted joins another one."""
    return tuple(str(note) for note in converted.notes if note.path not in _OF_THE_PROJECT)


def _spec(parts: Mapping[str, Any]) -> StackSpec | None:
    try:
        return StackSpec.from_data({"version": 4, **parts})
    except ValueError:
        return None


def _why_not(problems: tuple[Problem, ...], spec: StackSpec | None) -> str:
    if spec is not None:
        return phrase("There is no channel and no service in it.")
    serious = [problem for problem in problems if problem.is_error]
    if serious and serious[0].code != "unknown-format":
        where = serious[0].position
        said = f"{serious[0].message} {serious[0].hint}".strip()
        return phrase("Line {line}: {problem}", line=where.line, problem=said) if where else said
    return phrase(_NOTHING)
