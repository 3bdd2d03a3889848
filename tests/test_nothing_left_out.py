"""With OPENPALM_REAL=all a test that leaves itself out is a failure; otherwise it is not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPED_TEST = "import pytest\ndef test_engine(): pytest.skip('no engine')\n"
SKIPPED_FILE = "import pytest\npytest.skip('no engine', allow_module_level=True)\n"
EXPECTED_FAILURE = "import pytest\n@pytest.mark.xfail\ndef test_engine(): assert False\n"


def outcome(folder: Path, test: str, real: str) -> tuple[int, str]:
    """What pytest returns and prints for one file with the conftest of this folder."""
    shutil.copy(Path(__file__).with_name("conftest.py"), folder)
    (folder / "test_engine.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_engine.py"]
    variables = {**os.environ, "OPENPALM_REAL": real}
    done = subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("test", [SKIPPED_TEST, SKIPPED_FILE], ids=["test", "file"])
def test_all_turns_skipping_into_failing(tmp_path: Path, test: str) -> None:
    code, shown = outcome(tmp_path, test, real="all")
    assert code in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    assert "OPENPALM_REAL=all leaves nothing out" in shown
    assert "no engine" in shown


def test_all_takes_an_expected_failure_as_it_is(tmp_path: Path) -> None:
    code, shown = outcome(tmp_path, EXPECTED_FAILURE, real="all")
    assert (code, "1 xfailed" in shown) == (0, True)


def test_otherwise_skipping_is_skipping(tmp_path: Path) -> None:
    code, shown = outcome(tmp_path, SKIPPED_TEST, real="")
    assert (code, "1 skipped" in shown) == (0, True)
