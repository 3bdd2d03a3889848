"""`openpalm-desktop`: a subcommand, or the window."""

import sys
from collections.abc import Sequence

from openpalm_desktop.cli import commands
from openpalm_desktop.collection import collect_rarely


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status; only the window imports Qt."""
    collect_rarely()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and (words[0] in commands.COMMANDS or words[0] in {"-h", "--help", "--version"}):
        return commands.run(words)
    from openpalm_desktop import app  # noqa: PLC0415 – commands need no Qt

    return app.run(words)


if __name__ == "__main__":
    sys.exit(main())
