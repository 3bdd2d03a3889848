"""How measurements are taken, compared, kept and shown."""

import sys
from pathlib import Path

import pytest
import yaml

from benchmarks import report
from benchmarks.measure import Figure, Limit, Peer, Samples, alone, in_turn, process_seconds
from benchmarks.specs import spec_text
from openpalm_desktop.__main__ import main

SAMPLES = Samples(tuple(n / 1000 for n in range(1, 101)))


def test_median_and_95th_percentile() -> None:
    assert (SAMPLES.median, SAMPLES.p95) == (0.0505, 0.095)
    assert (Samples((0.2,)).median, Samples((0.2,)).p95) == (0.2, 0.2)


def test_two_are_measured_in_turn_and_the_first_runs_do_not_count() -> None:
    calls: list[str] = []

    def one(name: str) -> float:
        calls.append(name)
        return float(len(calls))

    ours, peer = in_turn(lambda: one("A"), lambda: one("B"), runs=2)
    assert "".join(calls) == "ABABAB"
    assert (ours.values, peer.values) == ((3, 5), (4, 6))


def test_measured_alone_the_first_run_does_not_count() -> None:
    runs = iter([9.0, 1.0, 2.0])
    assert alone(lambda: next(runs), runs=2).values == (1, 2)


def test_process_that_fails_is_no_measurement(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such spec')"]
    with pytest.raises(RuntimeError, match="no such spec"):
        process_seconds(command, tmp_path)


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        (Limit(0.05), False),
        (Limit(0.051), True),
        (Peer("compose", Samples((0.05,))), False),
        (Peer("bare window", Samples((0.05,)), times=1.3), True),
        (None, None),
    ],
)
def test_a_figure_reaches_its_goal_or_not(goal: Limit | Peer | None, reached: bool | None) -> None:
    assert report.row(Figure("P1", "generate", "10 channels", SAMPLES, goal))["reached"] is reached


def test_the_95th_percentile_is_compared_where_it_is_what_counts() -> None:
    figure = Figure("P4", "key press", "100 channels", SAMPLES, Limit(0.06), "p95")
    assert report.row(figure)["reached"] is False


def test_table_for_the_terminal() -> None:
    peer = Peer("compose config", Samples((0.24,)))
    share = Peer("a load", Samples((1.8,)), 1 / 3.6)
    rows = [
        report.row(Figure("P1", "generate", "10 channels", Samples((0.2,)), peer)),
        report.row(Figure("P6", "open", "1,000 channels", Samples((0.4,)), share)),
        report.row(Figure("P2", "all files", "1,000 channels", Samples((0.07,)), Limit(0.06))),
        report.row(Figure("P11", "memory", "100 channels", Samples((151.2,)), unit="MB")),
    ]
    assert report.table(rows) == (
        "     what       size            ours    p95     goal\n"
        "P1   generate   10 channels     200 ms  200 ms  ≤ 240 ms (compose config)   reached\n"
        "P6   open       1,000 channels  400 ms  400 ms  ≤ 500 ms (1/3.6 of a load)  reached\n"
        "P2   all files  1,000 channels  70 ms   70 ms   ≤ 60 ms                     MISSED\n"
        "P11  memory     100 channels    151 MB  151 MB  none\n"
    )


def test_measured_again_takes_the_old_figures_place(tmp_path: Path) -> None:
    first = report.merged(None, [_row("P10", 1.0), _row("P2", 1.0)])
    report.write(first, tmp_path / "results.json")
    again = report.merged(report.read(tmp_path / "results.json"), [_row("P2", 2.0)])
    kept = [(one["measurement"], one["ours"]["median"]) for one in again["rows"]]
    assert kept == [("P2", 2.0), ("P10", 1.0)]


def test_figures_of_another_machine_are_not_mixed_in() -> None:
    other = report.Results(machine="Another", rows=[_row("P10", 1.0)])
    assert report.merged(other, [_row("P2", 2.0)])["rows"] == [_row("P2", 2.0)]


def test_page_keeps_what_a_person_wrote_around_the_figures() -> None:
    results = report.Results(machine="Linux, 2 cores", rows=[_row("P2", 2.0)])
    page = report.page(results, f"Before.\n\n{report.BEGIN}\nold\n{report.END}\n\nAfter.\n")
    assert page == (
        f"Before.\n\n{report.BEGIN}\n"
        "Measured on Linux, 2 cores.\n\n"
        "|   | what | size | ours | p95 | goal |   |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| P2 | all files | 10 channels | 2.00 s | 2.00 s | none |   |\n"
        f"{report.END}\n\nAfter.\n"
    )
    assert report.page(results, page) == page


def test_measured_spec_has_as_many_channels_as_asked_for_and_no_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "openpalm.yaml"
    spec.write_text(spec_text(25), encoding="utf-8")
    assert len(yaml.safe_load(spec.read_text(encoding="utf-8"))["channels"]) == 25
    assert main(["validate", str(spec)]) == 0
    assert capsys.readouterr().out == ""


def _row(measurement: str, seconds: float) -> report.Row:
    figure = Figure(measurement, "all files", "10 channels", Samples((seconds,)))
    return report.row(figure)
