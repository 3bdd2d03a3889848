"""The workflow that makes everything on each system: valid, pinned, and of scripts that exist."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.packaging.conftest import PACKAGING, needs, run

ROOT = PACKAGING.parent
WORKFLOW = ROOT / ".github" / "workflows" / "package.yml"


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    return found


def steps(jobs: dict[str, Any], key: str) -> list[str]:
    return [step[key] for job in jobs.values() for step in job["steps"] if key in step]


def test_it_is_a_workflow() -> None:
    checker = ("-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows")
    run(sys.executable, *checker, WORKFLOW)


def test_actions_are_pinned_to_commits(jobs: dict[str, Any]) -> None:
    used = steps(jobs, "uses")
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one)] == []


def test_only_the_steps_that_sign_have_what_signs(jobs: dict[str, Any]) -> None:
    for job in jobs.values():
        assert all("!= ''" in value for value in job.get("env", {}).values())
        for step in job["steps"]:
            has_secrets = "secrets." in str(step)
            assert has_secrets is step.get("run", "").startswith(
                ("packaging/windows/sign", "packaging/macos/take_certificate")
            )


def test_what_is_fetched_is_checked_by_its_digest(jobs: dict[str, Any]) -> None:
    (script,) = (script for script in steps(jobs, "run") if "curl -" in script)
    fetched = re.findall(r"curl -fsSLo (\w+) ", script)
    assert "sha256sum -c" in script
    assert fetched == re.findall(r"^[0-9a-f]{64}  (\w+)$", script, re.MULTILINE)


def test_its_scripts_have_no_mistakes(jobs: dict[str, Any]) -> None:
    shellcheck = needs("shellcheck", "shellcheck")
    for script in steps(jobs, "run"):
        plain = re.sub(r"\$\{\{.*?\}\}", "x", script)
        words = [shellcheck, "--shell=bash", "-"]
        done = subprocess.run(words, input=plain, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_the_files_it_names_are_there(jobs: dict[str, Any]) -> None:
    named = re.findall(r"(?:packaging|tests)/[\w./]*", "\n".join(steps(jobs, "run")))
    assert [one for one in named if not (ROOT / one).exists()] == []
    assert len(named) > 3
