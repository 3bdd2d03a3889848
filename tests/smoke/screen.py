"""A screen nobody sees, with a window manager, and hands: keys go where a person's would go."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PATIENCE = 60  # seconds
TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}


@dataclass(frozen=True)
class Screen:
    """An X screen by its name."""

    display: str

    def wait_for_window(self, title: str) -> str:
        """Wait until a window whose title has these words is seen, and give it the keyboard."""
        found: list[str] = []

        def is_seen() -> bool:
            found[:] = self._windows(title)
            return bool(found)

        wait_for(is_seen, lambda: f"{title!r} among {self.titles()}")
        self._do("windowactivate", "--sync", found[-1])
        return found[-1]

    def wait_until_gone(self, title: str) -> None:
        """Wait until no window has these words in its title."""
        wait_for(lambda: not self._windows(title), lambda: f"{title!r} stays: {self.titles()}")

    def press(self, *keys: str) -> None:
        """Press keys one after another, such as ctrl+s."""
        self._do("key", "--delay", "60", *keys)

    def press_until(self, condition: Callable[[], bool], key: str) -> None:
        """Press a key, again and again while it is not heard, until something holds."""
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until, self.titles()
            self.press(key)
            time.sleep(0.5)

    def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        self._do("type", "--delay", "20", text)

    def is_managed(self) -> bool:
        """Whether somebody manages its windows by now: only they know of more than 0 desktops."""
        return self._ask("get_num_desktops") not in ("", "0")

    def titles(self) -> Sequence[str]:
        """The titles of all windows that are seen."""
        return [self._ask("getwindowname", one) for one in self._windows(".")]

    def _windows(self, title: str) -> Sequence[str]:
        return self._ask("search", "--onlyvisible", "--name", title).split()

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment(), check=True, timeout=PATIENCE)

    def _ask(self, *words: str) -> str:
        asked = subprocess.run(
            ["xdotool", *words],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        return asked.stdout.strip()

    def environment(self) -> dict[str, str]:
        """The environment variables of whoever looks at it."""
        return {**os.environ, "DISPLAY": self.display}


@contextmanager
def running_screen() -> Iterator[Screen]:
    """Start a screen, and end it with all that is shown on it."""
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if missing:
        pytest.skip(f"there are no hands: install {' '.join(missing)}")
    with ExitStack() as programs:
        reading, writing = os.pipe()
        size = ("-screen", "0", "1440x900x24")
        # A screen starts anew when the last who look at it leave, and who comes then is cut off.
        server = ["Xvfb", "-noreset", "-displayfd", str(writing), "-nolisten", "tcp", *size]
        programs.callback(_end, _quiet(server, pass_fds=[writing]))
        os.close(writing)
        with os.fdopen(reading) as said:
            display = f":{said.readline().strip()}"
        programs.callback(_end, _quiet(["openbox"], DISPLAY=display))
        screen = Screen(display)
        # A window that comes while its manager starts may never be seen.
        wait_for(screen.is_managed, lambda: f"the manager of {display} does not start")
        yield screen


def wait_for(condition: Callable[[], bool], what: Callable[[], object]) -> None:
    """Wait until something holds; `what` tells how it is when it never does."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, what()
        time.sleep(0.05)


def _quiet(
    words: Sequence[str], pass_fds: Sequence[int] = (), **variables: str
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        words,
        env={**os.environ, **variables},
        pass_fds=pass_fds,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _end(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    program.wait(PATIENCE)
