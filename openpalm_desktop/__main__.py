"""`openpalm-desktop`: a subcommand, or the window."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from openpalm_desktop.cli import commands
from openpalm_desktop.collection import collect_rarely
from openpalm_desktop.errors import OpenPalmError

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status; only the window imports Qt."""
    collect_rarely()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and _is_for_commands(words[0]):
        return commands.run(words)
    if sys.platform == "linux" and not any(map(os.environ.get, _SCREENS)):  # Qt would abort
        hint = "Start it in a desktop session. The commands need no screen: openpalm-desktop --help"
        return commands.fail(OpenPalmError("There is no screen to open the window on.", hint))
    from openpalm_desktop import app  # noqa: PLC0415 – commands need no Qt

    return app.run(words)


def _is_for_commands(word: str) -> bool:
    """Whether it is a command or an option, or a mistyped one: no file is called so."""
    is_plain = word.isalpha() and not Path(word).exists()
    return word in commands.COMMANDS or word.startswith("-") or is_plain


if __name__ == "__main__":
    sys.exit(main())
