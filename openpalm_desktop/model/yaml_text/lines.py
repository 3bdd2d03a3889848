"""Where lines begin and end in a text, whatever line ends it has."""

import re
from bisect import bisect_right
from functools import cached_property

from openpalm_desktop.model.problem import Position

BREAK = re.compile(r"\r\n|\n|\r")
BYTE_ORDER_MARK = "\ufeff"


class Lines:
    """The lines of one text, found when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in BREAK.finditer(self.text))]

    def position(self, index: int) -> Position:
        """Return line and column of a character, as an editor shows them."""
        line = bisect_right(self._starts, index)
        column = index - self._starts[line - 1] + 1
        marked = line == 1 and self.text.startswith(BYTE_ORDER_MARK)
        return Position(line, max(1, column - 1) if marked else column)

    def start(self, index: int) -> int:
        """Return where the line of this character begins."""
        start = self._starts[bisect_right(self._starts, index) - 1]
        marked = start == 0 and index > 0 and self.text.startswith(BYTE_ORDER_MARK)
        return 1 if marked else start

    def end(self, index: int) -> int:
        """Return where the line of this character ends, its line break not counted."""
        found = BREAK.search(self.text, index)
        return found.start() if found else len(self.text)

    def next(self, index: int) -> int:
        """Return where the next line begins, or the end of the text."""
        found = BREAK.search(self.text, index)
        return found.end() if found else len(self.text)

    def column(self, index: int) -> int:
        """Return how many characters stand before this one in its line."""
        return index - self.start(index)

    def newline(self, index: int) -> str:
        """Return the line break in use around this character."""
        found = BREAK.search(self.text, index) or BREAK.search(self.text)
        return found.group() if found else "\n"
