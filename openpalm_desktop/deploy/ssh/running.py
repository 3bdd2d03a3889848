"""Waiting for a program without being deaf to a cancel."""

import subprocess
import time
from collections.abc import Generator, Sequence

from openpalm_desktop.deploy.progress import Progress

STEP = 0.05  # seconds


def finished(
    command: Sequence[str], seconds: float, sentence: str
) -> Generator[Progress, None, int | None]:
    """Run a program to its end and return its exit status; None if it took too long."""
    process = subprocess.Popen(  # noqa: S603 – the words are ours, and no shell reads them
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + seconds
        while process.poll() is None:
            if time.monotonic() > deadline:
                return None
            yield Progress(sentence)
            time.sleep(STEP)
        return process.returncode
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a program, by force if it must be."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
