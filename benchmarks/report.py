"""The figures as JSON to keep, as a table to read and as a table for the documentation."""

import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import NotRequired, TypedDict

from .measure import Figure, Limit, Peer, Samples, Statistic, Unit

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HEADINGS = ("", "what", "size", "ours", "p95", "goal", "")


class Statistics(TypedDict):
    """What is kept of some runs."""

    median: float
    p95: float
    runs: int


class Goal(TypedDict):
    """What a figure was compared with: a number, or a peer's own figures."""

    at_most: float
    peer: NotRequired[str]
    times: NotRequired[float]
    figures: NotRequired[Statistics]


class Row(TypedDict):
    """One figure as it stands in the JSON file."""

    measurement: str
    what: str
    size: str
    unit: Unit
    statistic: Statistic
    ours: Statistics
    goal: Goal | None
    reached: bool | None


class Results(TypedDict):
    """The JSON file: the machine and what was measured on it."""

    machine: str
    rows: list[Row]


def row(figure: Figure) -> Row:
    """A figure as it is kept."""
    allowed = figure.allowed
    return Row(
        measurement=figure.measurement,
        what=figure.what,
        size=figure.size,
        unit=figure.unit,
        statistic=figure.statistic,
        ours=_statistics(figure.ours),
        goal=_goal(figure),
        reached=None if allowed is None else figure.ours.figure(figure.statistic) <= allowed,
    )


def merged(before: Results | None, rows: Sequence[Row]) -> Results:
    """New rows in place of the same measurements' old ones, if those are of this machine."""
    machine = _machine()
    measured = {new["measurement"] for new in rows}
    kept = before["rows"] if before and before["machine"] == machine else []
    unchanged = [old for old in kept if old["measurement"] not in measured]
    in_order = sorted([*unchanged, *rows], key=lambda one: int(one["measurement"][1:]))
    return Results(machine=machine, rows=in_order)


def read(path: Path = RESULTS) -> Results | None:
    """The kept results, if there are any."""
    if not path.exists():
        return None
    results: Results = json.loads(path.read_text(encoding="utf-8"))
    return results


def write(results: Results, path: Path = RESULTS) -> None:
    """Keep results."""
    text = json.dumps(results, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def table(rows: Sequence[Row]) -> str:
    """Rows in columns, for a terminal."""
    cells = [HEADINGS, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = ("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in cells)
    return "".join(line.rstrip() + "\n" for line in lines)


def page(results: Results, before: str | None) -> str:
    """The documentation page with these figures; what a person wrote around them stays."""
    text = before or f"# Performance\n\n{BEGIN}\n{END}\n"
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    lines = [HEADINGS, ("---",) * len(HEADINGS), *map(_cells, results["rows"])]
    markdown = "".join(f"| {' | '.join(cell or ' ' for cell in line)} |\n" for line in lines)
    return f"{head}{BEGIN}\nMeasured on {results['machine']}.\n\n{markdown}{END}{tail}"


def _cells(one: Row) -> tuple[str, ...]:
    unit = one["unit"]
    ours = one["ours"]
    verdict = {True: "reached", False: "MISSED", None: ""}[one["reached"]]
    goal = _goal_words(one["goal"], unit)
    median, p95 = _amount(ours["median"], unit), _amount(ours["p95"], unit)
    return (one["measurement"], one["what"], one["size"], median, p95, goal, verdict)


def _goal_words(goal: Goal | None, unit: Unit) -> str:
    if goal is None:
        return "none"
    most = f"≤ {_amount(goal['at_most'], unit)}"
    if "peer" not in goal:
        return most
    return f"{most} ({_times(goal['times'])}{goal['peer']})"


def _times(times: float) -> str:
    if times == 1:
        return ""
    return f"{times:g} × " if times > 1 else f"1/{1 / times:.3g} of "


def _amount(value: float, unit: Unit) -> str:
    if unit == "MB":
        return f"{value:.0f} MB"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.3g} ms"


def _goal(figure: Figure) -> Goal | None:
    match figure.goal:
        case Limit(at_most):
            return Goal(at_most=at_most)
        case Peer(name, samples, times):
            most = times * samples.figure(figure.statistic)
            return Goal(at_most=most, peer=name, times=times, figures=_statistics(samples))
        case None:
            return None


def _statistics(samples: Samples) -> Statistics:
    return Statistics(median=samples.median, p95=samples.p95, runs=len(samples.values))


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}"
