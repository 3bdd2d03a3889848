"""What holds for all rules: each has tests for both sides, none raises, all speak plainly."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given

import openpalm_desktop.model.checks
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.stack import StackSpec
from tests.model.checks import (
    test_between_rules,
    test_channel_rules,
    test_container_rules,
    test_stack_rules,
)
from tests.rules import Fires, Quiet
from tests.strategies import specs

TABLES = (test_between_rules, test_channel_rules, test_container_rules, test_stack_rules)


def codes_of_the_rules() -> set[str]:
    """Every code that stands in a call of Problem or warning."""
    assert openpalm_desktop.model.checks.__file__
    folder = Path(openpalm_desktop.model.checks.__file__).parent
    calls = [node for file in folder.glob("*.py") for node in ast.walk(ast.parse(file.read_text()))]
    return {code for call in calls if isinstance(call, ast.Call) for code in _codes(call)}


def _codes(call: ast.Call) -> Iterator[str]:
    if not isinstance(call.func, ast.Name) or call.func.id not in {"Problem", "warning"}:
        return
    for node in ast.walk(call.args[1]):
        if isinstance(node, ast.Constant) and re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", str(node.value)):
            yield str(node.value)


def cases(kind: type[Fires] | type[Quiet]) -> set[str]:
    """The codes in all tables of one kind."""
    return {
        case.code
        for table in TABLES
        for value in vars(table).values()
        if isinstance(value, list)
        for case in value
        if isinstance(case, kind)
    }


def test_every_rule_is_seen_to_fire() -> None:
    assert codes_of_the_rules() - cases(Fires) - {"host-port-caddy", "host-port-twice"} == set()


def test_every_rule_is_seen_to_keep_quiet() -> None:
    assert codes_of_the_rules() | {"host-port-caddy", "host-port-twice"} <= cases(Quiet)


@given(specs())
def test_rules_never_raise_and_always_speak_in_sentences(spec: StackSpec) -> None:
    for problem in check(spec, {"NAME"}):
        assert problem.message.endswith((".", "?"))
        assert problem.hint.endswith((".", "?")) or problem.code.startswith("schedule-")
        assert problem.path
