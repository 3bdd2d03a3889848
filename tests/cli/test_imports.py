"""What a short run imports: half of its time is importing, so what it can do without comes late."""

import subprocess
import sys

import pytest

from benchmarks.specs import spec_text

_RUN = """
import sys
from openpalm_desktop.__main__ import main
main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
"""
_NEEDED = """
import argparse, json, pathlib, sys, typing, yaml
argparse.ArgumentParser("generate")
print(*sys.modules, file=sys.stderr)
"""
_COSTLY = {
    *("dataclasses", "inspect", "ast", "difflib", "tempfile", "shutil", "bz2", "lzma", "zlib"),
    *("hashlib", "zoneinfo", "calendar", "graphlib", "shlex", "random", "logging", "threading"),
    *("socket", "ssl", "subprocess", "email", "zipfile", "http", "importlib.metadata"),
    *("importlib.resources", "encodings.idna", "keyring", "docker", "requests", "PySide6"),
}
_FOR_EDITING = {"align", "changing", "edit", "layouts", "replacing", "splices", "writing"}
_FOR_OTHERS = {
    *(f"model.yaml_text.{name}" for name in (*_FOR_EDITING, "syntax")),
    *("model.schedule", "model.spec_problems", "model.formats", "model.changes", "model.picture"),
    *("deploy.keyring_store", "deploy.engine", "deploy.plan", "ui"),
}


def imported(program: str, *arguments: str) -> set[str]:
    """Return what a program of its own has imported at its end."""
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What has been imported when `generate` has looked at a folder that is up to date."""
    folder = tmp_path_factory.mktemp("stack")
    spec = folder / "openpalm.yaml"
    spec.write_text(spec_text(3), encoding="utf-8")
    arguments = ["generate", str(spec), "--out", str(folder / "out")]
    imported(_RUN, *arguments)
    return imported(_RUN, *arguments)


def test_a_short_run_imports_nothing_that_costs_and_is_not_needed(loaded: set[str]) -> None:
    assert "openpalm_desktop.generate.generator" in loaded
    assert (loaded - imported(_NEEDED)) & _COSTLY == set()


def test_a_short_run_imports_nothing_of_what_other_commands_do(loaded: set[str]) -> None:
    others = {f"openpalm_desktop.{name}" for name in _FOR_OTHERS}
    assert loaded & others == set()
