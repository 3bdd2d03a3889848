"""Whole stacks to start from, as data: what each is for, what it needs, what it asks."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from . import edits
from .resources import resource_data, resource_text
from .spec_file import SpecFile, read_spec
from .value import Value

_FOLDER = "stacks"


class AnswerKind(StrEnum):
    """What an answer is, so that it can be asked in a fitting way."""

    NAME = "name"
    ZONE = "zone"
    DOMAIN = "domain"
    EMAIL = "email"


class Question(Value):
    """One thing a person says before they begin, and all the places where it goes."""

    title: str
    kind: AnswerKind
    help: str = ""
    places: tuple[tuple[str | int, ...], ...]
    filled: bool = False


class StackTemplate(Value):
    """A stack to start from."""

    title: str
    icon: str
    about: str
    gives: tuple[str, ...]
    needs: tuple[str, ...]
    asks: tuple[Question, ...] = ()


@cache
def stack_templates() -> Mapping[str, StackTemplate]:
    """Return the stacks to start from by name, in the order they are offered."""
    data: Mapping[str, Any] = resource_data(_FOLDER, "index.yaml")
    return {name: StackTemplate.from_data(fields) for name, fields in data.items()}


@cache
def template_file(name: str) -> SpecFile:
    """Return a template's text and spec, as packaged."""
    file = read_spec(resource_text(_FOLDER, f"{name}.yaml"))
    assert isinstance(file, SpecFile)  # noqa: S101 – a test reads them all
    return file


def example_answer(name: str, question: Question) -> str:
    """Return what the packaged text says where an answer will go."""
    return str(edits.get(template_file(name).spec, question.places[0]))


def answered(name: str, answers: Mapping[int, str]) -> SpecFile:
    """Return a template with answers put in by the question's place in the list, comments kept."""
    spec = template_file(name).spec
    for index, question in enumerate(stack_templates()[name].asks):
        for place in question.places if answers.get(index) else ():
            spec = edits.put(spec, place, answers[index])
    file = template_file(name)
    return file.with_spec(spec)
