"""What keeps a file from being a spec at all, in sentences."""

from collections.abc import Mapping
from typing import Any

from openpalm_desktop.phrases import marked, phrase

from .checks.names import did_you_mean
from .misfit import Choices, Fault, Kind, Known, Misfit, Needed, Range
from .path import dotted
from .problem import Problem

_WANTED = {
    Kind.FLAG: marked("Write true or false."),
    Kind.NUMBER: marked("Write a whole number."),
    Kind.TEXT: marked("Write a text, in quotes if it looks like a number."),
    Kind.MAP: marked("Write keys and values, one a line."),
    Kind.LIST: marked("Write a list, as in [one, two]."),
}
_OTHER_WORDS = {
    "environment": "env",
    "ports": "hostPort",
    "port": "containerPort",
    "tls": "internalTls",
}


def shape_problems(misfit: Misfit) -> tuple[Problem, ...]:
    """Return a problem for each thing that does not fit a spec."""
    return tuple(map(_problem, misfit.faults))


def _problem(fault: Fault) -> Problem:
    place, wanted, value = fault.place, fault.wanted, fault.value
    match wanted:
        case Known(keys):
            message = phrase("There is no field “{key}” here.", key=place[-1])
            return Problem(place, "unknown-key", message, _closest(str(place[-1]), keys))
        case Needed(example):
            message = phrase("{name} is missing.", name=dotted(place))
            hint = phrase("Write it as in {example}.", example=example) if example else ""
            return Problem(place[:-1], "missing-field", message, hint)
        case Range(least):
            is_low = value < least
            hint = (
                phrase("Write a number from {least} up.", least=least)
                if is_low
                else phrase("Write a number up to {most}.", most=wanted.most)
            )
            return Problem(place, "value", _refusal(fault), hint)
        case Choices(values):
            expected = ", ".join(map(str, values))
            hint = phrase("Write one of: {expected}.", expected=expected)
            return Problem(place, "value", _refusal(fault), hint)
        case Kind():
            return Problem(place, "type", _refusal(fault), phrase(_WANTED[wanted]))


def _refusal(fault: Fault) -> str:
    name = dotted(fault.place) or phrase("The file")
    return phrase("{name} cannot be {value}.", name=name, value=_shown(fault.value))


def _closest(key: str, known: tuple[str, ...]) -> str:
    otherwise = phrase("Known here: {names}.", names=", ".join(known))
    return did_you_mean(_OTHER_WORDS.get(key, key), known, otherwise)


def _shown(data: Any) -> str:
    if isinstance(data, Mapping):
        return phrase("keys and values")
    if isinstance(data, list | tuple):
        return phrase("a list")
    if data is None:
        return phrase("empty")
    text = repr(data) if isinstance(data, str) else str(data).lower()
    return text if len(text) <= 60 else f"{text[:57]}…"
