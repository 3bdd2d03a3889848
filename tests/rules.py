"""Tables of rules: a small stack, and the one problem it has or must not have."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from openpalm_desktop.model.checks import check
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Problem, Severity
from openpalm_desktop.model.stack import StackSpec
from tests.foreign import nobodys_language

Data = dict[str, Any]

BLOG: Data = {"image": "alpine", "containerPort": 8080, "domains": ["blog.home.arpa"]}
DB: Data = {"image": "postgres:16"}

_ENGLISH = re.compile(r"\b(the|is|are|of|and|or|has|no|not|it|with|without|from|write|use)\b")
_JARGON = re.compile(r"None|\bNaN\b|regex|Path\(|\bint\b|\bstr\b|\bdict\b|\btuple\b|<class")


@dataclass(frozen=True)
class Fires:
    """A stack that has a problem: its code, its place and words of its sentence and its hint."""

    code: str
    path: Path
    data: Data
    message: str
    hint: str = ""
    is_error: bool = True
    secrets: tuple[str, ...] | None = None

    def check(self) -> None:
        """Compare with what the rules say."""
        found = problems(self.data, self.secrets)
        ours = [one for one in found if one.code == self.code and one.path == self.path]
        assert len(ours) == 1, [(one.path, one.code, one.message) for one in found]
        assert ours[0].severity is (Severity.ERROR if self.is_error else Severity.WARNING)
        assert self.message in ours[0].message, ours[0].message
        assert self.hint in ours[0].hint, ours[0].hint
        assert_plain(ours[0])
        self._check_is_said()

    def _check_is_said(self) -> None:
        """In another language no English is left between the names."""
        with nobodys_language():
            found = problems(self.data, self.secrets)
        said = [f"{one.message} {one.hint}" for one in found if one.code == self.code]
        assert not any(map(_ENGLISH.search, said)), said


@dataclass(frozen=True)
class Quiet:
    """A legal neighbour of a problem: almost the same, and nothing to say."""

    code: str
    data: Data
    secrets: tuple[str, ...] | None = None

    def check(self) -> None:
        """Ask the rules."""
        found = problems(self.data, self.secrets)
        assert self.code not in {problem.code for problem in found}, found


Cases = list[Fires] | list[Quiet]


def each(cases: Cases) -> pytest.MarkDecorator:
    """Return the mark that runs a test for each case."""
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.code)


def warns(code: str, path: Path, data: Data, message: str, hint: str = "") -> Fires:
    """Return a case whose problem does not block."""
    return Fires(code, path, data, message, hint, is_error=False)


def problems(data: Data, secrets: tuple[str, ...] | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with a file's data."""
    return check(StackSpec.from_data(data), secrets)


def assert_plain(problem: Problem) -> None:
    """A sentence that a person understands, and what to do."""
    assert problem.message.endswith((".", "?", "…")), problem
    is_example = problem.code.startswith("schedule-")  # a schedule to copy ends without a stop
    assert problem.hint.endswith((".", "?", "…")) or is_example, problem
    assert not _JARGON.search(problem.message + problem.hint), problem
    assert "  " not in problem.message


def channel(**fields: Any) -> Data:
    """A stack with one channel, blog."""
    return {"channels": {"blog": _with(BLOG, fields)}}


def channels(**several: Data) -> Data:
    """A stack of channels with an image, a port, a domain each; `_` in a name stands for `-`."""
    bare = {"image": "alpine", "containerPort": 8080}
    named = {name.replace("_", "-"): one for name, one in several.items()}
    return {"channels": {name: _with(bare, one) for name, one in named.items()}}


def service(**fields: Any) -> Data:
    """A stack with one service, db."""
    return {"services": {"db": _with(DB, fields)}}


def services(**several: Data) -> Data:
    """A stack of services with an image each."""
    return {"services": {name: _with(DB, one) for name, one in several.items()}}


def automation(**fields: Any) -> Data:
    """A stack with one automation."""
    sound = {"id": "backup", "schedule": "30 2 * * *", "script": "true\n"}
    return {"automations": [_with(sound, fields)]}


def _with(base: Data, fields: Data) -> Data:
    return {key: value for key, value in (base | fields).items() if value is not ...}
