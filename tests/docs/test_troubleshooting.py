"""The page on problems explains each one that the program can find, and no others."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "troubleshooting.md"
_MADE_BY = {"Problem", "warning", "ScheduleError", "ScheduleWarning", "problem"}
_CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def codes_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in _MADE_BY:
                yield from constants(*node.args[:2])
        elif isinstance(node, ast.Assign):
            names = {getattr(target, "id", "") for target in node.targets}
            if names & {"code", "MISSING", "NEVER"}:
                yield from constants(node.value)


def constants(*nodes: ast.expr) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from constants(node.body, node.orelse)
        elif isinstance(node, ast.Constant) and _CODE.fullmatch(str(node.value)):
            yield str(node.value)


def test_every_code_of_a_problem_is_explained_and_every_explained_code_exists() -> None:
    made = {
        code
        for path in (ROOT / "openpalm_desktop" / "model").rglob("*.py")
        for code in codes_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    explained = re.findall(r"^\| `([a-z0-9-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(explained) == len(set(explained))
    assert set(explained) == made
