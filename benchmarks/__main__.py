"""Measure what is named, or everything: python3 dev.py bench [P1 P4 …] [--page]."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from openpalm_desktop.collection import collect_rarely

from . import (
    command_line,
    deploying_window,
    deployments,
    in_process,
    pauses,
    report,
    sizes,
    window,
)
from .measure import Figure

MEASUREMENTS: Mapping[str, Callable[[], Iterable[Figure]]] = {
    "P1": command_line.generate_beside_compose,
    "P2": in_process.all_files,
    "P3": in_process.one_edit,
    "P4": window.key_press,
    "P5": window.start,
    "P6": in_process.open_file,
    "P7": in_process.save_file,
    "P8": deployments.plan_with_nothing_to_do,
    "P9": deployments.first_deployment,
    "P10": deployments.one_changed_channel,
    "P11": window.window_memory,
    "P12": deploying_window.longest_pauses_while_deploying,
    "P13": sizes.sizes,
    "P14": pauses.longest_pauses,
}


def main(arguments: Sequence[str]) -> int:
    """Measure, print, keep; returns 1 when a goal was missed."""
    collect_rarely()  # as the program does
    # Installed programs have their bytecode; a second start from source has it too.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    asked = _asked(arguments)
    rows = []
    for name in asked.names:
        print(f"Measuring {name}.", flush=True)
        rows += [report.row(figure) for figure in MEASUREMENTS[name]()]
    print(f"\n{report.table(rows)}", end="")
    results = report.merged(report.read(), rows)
    report.write(results)
    if asked.page:
        before = report.PAGE.read_text(encoding="utf-8") if report.PAGE.exists() else None
        report.PAGE.parent.mkdir(exist_ok=True)
        report.PAGE.write_text(report.page(results, before), encoding="utf-8")
    return 1 if any(row["reached"] is False for row in rows) else 0


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 dev.py bench")
    parser.add_argument("names", nargs="*", default=list(MEASUREMENTS), metavar="NAME")
    parser.add_argument("--page", action="store_true", help="write docs/performance.md, too")
    asked = parser.parse_args(arguments)
    unknown = [name for name in asked.names if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"there is no {' or '.join(unknown)}; there are {', '.join(MEASUREMENTS)}")
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
