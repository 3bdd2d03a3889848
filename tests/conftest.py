"""What holds for every test: how hard hypothesis tries, and when a skipped test is a failure."""

import gc
import os
from collections.abc import Generator

import pytest
from hypothesis import settings

# In CI the examples are many and the same each time: a change fails only for what it changed.
# Everywhere else they are new each time, and so find what nobody thought of.
settings.register_profile("default", max_examples=100, deadline=None)
settings.register_profile("ci", max_examples=1000, deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

# No test reads or changes the keyring of whoever runs it, nor does a program that a test starts.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

NOTHING_LEFT_OUT = os.environ.get("OPENPALM_REAL") == "all"


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect what windows leave behind: they do it in their event loop, which stands still now."""
    if not gc.isenabled():
        gc.collect(1)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With OPENPALM_REAL=all, a test that skips itself fails."""
    report = yield
    if NOTHING_LEFT_OUT and report.skipped and not hasattr(report, "wasxfail"):
        fail_for_skipping(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """With OPENPALM_REAL=all, a whole file that skips itself fails."""
    report = yield
    if NOTHING_LEFT_OUT and report.skipped:
        fail_for_skipping(report)
    return report


def fail_for_skipping(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn "skipped" into "failed", with the reason for skipping as the message."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
    report.outcome = "failed"
    report.longrepr = f"{reason}\n\nOPENPALM_REAL=all leaves nothing out."
