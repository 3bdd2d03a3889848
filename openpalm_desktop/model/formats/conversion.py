"""From any file a person may hold to version 4, with a list of what became of the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from openpalm_desktop.model.checks.names import quoted_list
from openpalm_desktop.model.misfit import Misfit
from openpalm_desktop.model.problem import Position, Problem
from openpalm_desktop.model.spec_file import SpecFile, spec_of
from openpalm_desktop.model.spec_problems import shape_problems
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.value import Data
from openpalm_desktop.model.yaml_text import YamlDocument, read_yaml
from openpalm_desktop.phrases import marked, phrase

from .compose_file import from_compose
from .format import Format
from .later import from_automation, from_snippet, from_task
from .note import Note
from .poc import from_poc
from .profiles import from_profile
from .reading import Fields, Reading
from .recognise import recognise
from .stack_json import from_stack_json
from .stack_specs import from_stack_spec

_KEYS = marked("The file has {keys}, and no format that is known here has these.")
_MORE_KEYS = marked("The file has {keys} and others, and no format that is known here has these.")
_CONVERTERS: Mapping[Format, Callable[[Fields, Format], Data]] = {
    Format.POC: lambda file, _: from_poc(file),
    **dict.fromkeys((Format.EARLY, Format.V1, Format.V2, Format.V3), from_stack_spec),
    **dict.fromkeys(
        (Format.CONN3, Format.CONN4, Format.SY1, Format.SY2, Format.SETUP), from_profile
    ),
    Format.SJ1: lambda file, _: from_stack_json(file),
    Format.SNIPPET: lambda file, _: from_snippet(file),
    Format.AUTO: lambda file, _: from_automation(file),
    Format.TASK: lambda file, _: from_task(file),
    Format.COMPOSE: lambda file, _: from_compose(file),
}


@dataclass(frozen=True, slots=True)
class Conversion:
    """A file as version 4, or the problems that kept it from becoming one.

    `secrets` are values that stood in the file and must not stand in the spec, which refers to
    them by name.
    """

    format: Format | None
    spec: StackSpec | None
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def convert(text: str, name: str) -> Conversion:
    """Return what a file's text amounts to in version 4; `name` is the file's, for titles."""
    document = read_yaml(text)
    if any(problem.is_error for problem in document.problems):
        return Conversion(None, None, problems=document.problems)
    form = recognise(document.data)
    if form is None:
        return Conversion(None, None, problems=(_unknown(document.data),))
    if form is Format.V4:
        return _as_it_is(document)
    assert isinstance(document.data, Mapping)  # noqa: S101 – nothing else has a format
    reading = Reading(document.data, name)
    data = _CONVERTERS[form](reading.file, form)
    try:
        spec = StackSpec.from_data(_said(data))
    except Misfit as misfit:
        return Conversion(form, None, reading.notes(), shape_problems(misfit))
    return Conversion(form, spec, reading.notes(), secrets=reading.secrets)


def _as_it_is(document: YamlDocument) -> Conversion:
    read = spec_of(document)
    if isinstance(read, SpecFile):
        return Conversion(Format.V4, read.spec)
    return Conversion(Format.V4, None, problems=read)


def _said(data: Data) -> Data:
    """Return a spec's data without sections, settings and lists that hold nothing."""
    said = {
        key: {name: _said(item) for name, item in value.items()}
        if key in {"channels", "services"}
        else value
        for key, value in data.items()
    }
    return {key: value for key, value in said.items() if value not in ({}, [])}


def _unknown(data: object) -> Problem:
    if isinstance(data, Mapping):
        keys = [f"“{key[:40]}”" for key in list(data)[:8]]
        shown = quoted_list(keys) if keys else phrase("no field at all")
        seen = phrase(_MORE_KEYS if len(data) > len(keys) else _KEYS, keys=shown)
    else:
        kind = phrase("a list") if isinstance(data, list) else phrase("a single value")
        seen = phrase(
            "The file holds {kind}, and every format that is known here has fields.", kind=kind
        )
    hint = phrase("Open an OpenPalm stack spec of any version, or a Compose file with services.")
    return Problem((), "unknown-format", seen, hint, position=Position(1, 1))
