"""The scheduler container's command, on a machine that has what an image has."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from openpalm_desktop.generate.crontab import Job, cron_schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root, as crond does"),
    pytest.mark.skipif(
        not (shutil.which("busybox") and shutil.which("unshare") and shutil.which("nsenter")),
        reason="needs busybox crond and unshare: apt-get install busybox-static util-linux",
    ),
]

UNSHARE = shutil.which("unshare") or "unshare"
SOURCE = Path(__file__).resolve().parents[2] / "resources" / "automations"


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return a folder with the automations and, in bin, the tools of an Alpine image."""
    shutil.copytree(SOURCE, tmp_path / "automations")
    (tmp_path / "automations" / "scripts").mkdir()
    (tmp_path / "automations" / "cron.schedule").write_text("# none\n")
    tools = tmp_path / "bin"
    tools.mkdir()
    busybox = shutil.which("busybox")
    flock = shutil.which("flock")
    assert busybox
    assert flock
    listed = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True)
    for applet in listed.stdout.split():
        (tools / applet).symlink_to(busybox)
    (tools / "flock").unlink(missing_ok=True)
    (tools / "flock").symlink_to(flock)
    return tmp_path


def environment(image: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": str(image / "bin"),
        "HOME": "/",
        "OPENPALM_AUTOMATIONS_STATE": str(image / "state"),
        "OPENPALM_AUTOMATIONS_RUN": str(image / "run"),
        **more,
    }


def refusal(image: Path) -> str:
    done = subprocess.run(
        [image / "bin" / "sh", image / "automations" / "start"],
        env=environment(image),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 1
    return done.stderr


def without(image: Path, *tools: str) -> None:
    """Take tools out of the image; a busybox that has them built in goes too."""
    wrapper = image / "bin" / "sh"
    dash = shutil.which("dash")
    if dash is None:
        pytest.skip("needs dash: apt-get install dash")
    wrapper.unlink()
    wrapper.symlink_to(dash)
    for tool in tools:
        (image / "bin" / tool).unlink()


def test_an_image_without_flock_is_refused_in_words(image: Path) -> None:
    without(image, "flock")
    assert refusal(image) == (
        "This image has no flock, which automations need. "
        "Use an image that has it, such as alpine, or install it.\n"
    )


def test_an_image_without_a_cron_is_refused_in_words(image: Path) -> None:
    without(image, "crond", "busybox")
    assert refusal(image) == (
        "This image has no cron: neither busybox crond nor the cron of Debian. "
        "Use an image that has one, such as alpine, or install it.\n"
    )


def test_a_runner_that_lost_its_mode_is_refused_in_words(image: Path) -> None:
    (image / "automations" / "run-automation").chmod(0o644)
    assert "chmod +x run-automation" in refusal(image)


@pytest.fixture
def started(image: Path) -> Iterator[subprocess.Popen[str]]:
    """Start it as the first process of a container would be."""
    process = subprocess.Popen(
        [
            UNSHARE,
            *("--pid", "--fork", "--mount-proc", "--kill-child"),
            *(str(image / "bin" / "sh"), str(image / "automations" / "start")),
        ],
        env=environment(
            image,
            TZ="Europe/Nowhere",
            OPENPALM_TZ="CET-1CEST,M3.5.0,M10.5.0/3",
            SECRET="it's\n$HOME",
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == (
        "Automations start: busybox crond, times in Europe/Nowhere by the rule "
        "CET-1CEST,M3.5.0,M10.5.0/3.\n"
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def first_process(process: subprocess.Popen[str]) -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return int(children.read_text().split()[0])


def wait_for_file(file: Path, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not file.exists():
        assert time.monotonic() < end, f"{file} is not there"
        time.sleep(0.02)


def test_it_saves_the_environment_for_its_own_eyes(
    image: Path, started: subprocess.Popen[str]
) -> None:
    assert started.poll() is None
    saved = image / "run" / "environment"
    wait_for_file(saved)
    assert saved.stat().st_mode & 0o777 == 0o600
    shown = subprocess.run(
        ["sh", "-c", f'. {saved}; printf %s "$TZ|$SECRET|${{OPENPALM_TZ-none}}"'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == "CET-1CEST,M3.5.0,M10.5.0/3|it's\n$HOME|none"


def test_told_to_stop_it_ends_at_once_and_runs_are_recorded(
    image: Path, started: subprocess.Popen[str]
) -> None:
    script = image / "automations" / "scripts" / "long.sh"
    script.write_text(f"(exit 3) & touch {image}/going; sleep 60")
    wait_for_file(image / "run" / "crontabs" / "root")
    first = first_process(started)
    inside = ["nsenter", "-t", str(first), "-p", "-m", str(image / "automations/run-automation")]
    run = subprocess.Popen([*inside, "long"], env=environment(image), stdout=subprocess.DEVNULL)
    wait_for_file(image / "going")
    before = time.monotonic()
    os.kill(first, signal.SIGTERM)
    assert started.wait(10) == 0
    assert time.monotonic() - before < 8
    run.wait(10)
    (line,) = (image / "state" / "log" / "long.jsonl").read_text().splitlines()
    assert (json.loads(line)["status"], json.loads(line)["exit"]) == ("error", 143)


@pytest.mark.slow
def test_cron_runs_an_automation_and_an_overlapping_run_is_skipped(image: Path) -> None:
    etc = image / "etc" / "openpalm"
    etc.mkdir(parents=True)
    (image / "automations").rename(etc / "automations")
    (image / "etc" / "passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    (image / "etc" / "group").write_text("root:x:0:\n")
    (etc / "automations" / "cron.schedule").write_text(
        cron_schedule([Job("long", "Long\n* * * * * touch /evil", "* * * * *")])
    )
    (etc / "automations" / "scripts" / "long.sh").write_text('echo "Hello $SECRET"; sleep 90')
    command = (
        f"mount --bind {image}/etc /etc && exec {image}/bin/sh /etc/openpalm/automations/start"
    )
    process = subprocess.Popen(
        [
            UNSHARE,
            "--pid",
            "--fork",
            "--mount",
            "--mount-proc",
            "--kill-child",
            "sh",
            "-c",
            command,
        ],
        env=environment(image, SECRET="it's"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        log = image / "state" / "log" / "long.jsonl"
        wait_for_file(log, 130)
        os.kill(first_process(process), signal.SIGTERM)
        printed, _ = process.communicate(timeout=10)
    finally:
        process.kill()
        process.communicate()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["status"], line["exit"], line["preview"]) for line in lines] == [
        ("skipped", 75, "The run before is still going on.\n"),
        ("error", 143, "Hello it's\n"),
    ]
    assert "[long] skipped, exit code 75" in printed
    assert "[long] Hello it's\n[long] error, exit code 143" in printed
