"""How a run of an automation went, in words."""

from collections.abc import Sequence
from datetime import datetime

from openpalm_desktop.deploy.automation_runs import AutomationRun

from .automation_words import day_words
from .words import counted, in_figures, in_tenths, tr

_TIMEOUT, _SKIPPED = "timeout", "skipped"


def result_words(run: AutomationRun) -> str:
    """Return how a run ended, in a few words."""
    if run.status == _SKIPPED:
        return tr("Skipped")
    if run.status == _TIMEOUT:
        return tr("Took too long")
    return ended_words(run.exit_code)


def ended_words(code: int) -> str:
    """Return how a script ended."""
    return tr("Succeeded") if code == 0 else tr("Failed, exit code {}").format(code)


def result_meaning(run: AutomationRun) -> str:
    """Return what there is to know about how a run ended."""
    if run.status == _SKIPPED:
        return tr("The run before was still going on.")
    if run.status == _TIMEOUT:
        return tr("It was stopped, because it took longer than it may.")
    return result_words(run)


def duration_words(milliseconds: int) -> str:
    """Return how long something took."""
    seconds = milliseconds / 1000
    if seconds < 60:
        return tr("{} s").format(in_tenths(seconds))
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return tr("{} min {} s").format(minutes, rest)
    return tr("{} h {} min").format(*divmod(minutes, 60))


def runs_words(runs: Sequence[AutomationRun]) -> str:
    """Return how the last runs went together: how many, how many failed, how long they took."""
    done = sorted(run.milliseconds for run in runs if run.status != _SKIPPED)
    if not done:
        return ""
    failed = sum(run.is_failure for run in runs)
    parts = [
        counted(len(runs), "run", "runs"),
        tr("none failed") if not failed else tr("{} failed").format(in_figures(failed)),
        tr("usually {}").format(duration_words(done[len(done) // 2])),
        tr("at most {}").format(duration_words(done[-1])),
    ]
    return " · ".join(parts)


def moment_words(run: AutomationRun) -> str:
    """Return when a run began, as its scheduler's clock told."""
    local = datetime.fromisoformat(run.time)
    return f"{day_words(local.date())}, {local:%H:%M:%S}"
