"""Stacks to start from: sound as packaged, and with a person's answers put in."""

import pytest

from openpalm_desktop.model import edits
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.resources import resource_path
from openpalm_desktop.model.stack_templates import (
    AnswerKind,
    answered,
    example_answer,
    stack_templates,
    template_file,
)

ANSWERS = {
    AnswerKind.NAME: "my-own-stack",
    AnswerKind.ZONE: "America/Santiago",
    AnswerKind.DOMAIN: "stack.example.com",
    AnswerKind.EMAIL: "me@example.com",
}
NAMES = list(stack_templates())


def test_every_file_is_offered_and_every_offer_has_a_file() -> None:
    files = {path.stem for path in resource_path("stacks").glob("*.yaml")} - {"index"}
    assert files == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_no_problems_as_packaged(name: str) -> None:
    assert check(template_file(name).spec) == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_template_with_answers_has_no_problems(name: str) -> None:
    asks = stack_templates()[name].asks
    spec = answered(name, {n: ANSWERS[ask.kind] for n, ask in enumerate(asks)}).spec
    assert check(spec) == ()
    for ask in asks:
        assert {edits.get(spec, place) for place in ask.places} == {ANSWERS[ask.kind]}


@pytest.mark.parametrize("name", NAMES)
def test_all_places_of_a_question_say_the_same_example(name: str) -> None:
    spec = template_file(name).spec
    for ask in stack_templates()[name].asks:
        example = example_answer(name, ask)
        assert {edits.get(spec, place) for place in ask.places} == {example}


def test_answers_change_nothing_but_their_places() -> None:
    asks = stack_templates()["bot"].asks
    before = template_file("bot").document.text
    after = answered("bot", {n: ANSWERS[ask.kind] for n, ask in enumerate(asks)}).document.text
    lines = zip(before.splitlines(), after.splitlines(), strict=True)
    changed = [new.split("#")[0].strip() for old, new in lines if old != new]
    assert changed == [
        "timezone: America/Santiago",
        "email: me@example.com",
        "domains: [stack.example.com]",
        "domains: [stack.example.com]",
    ]
