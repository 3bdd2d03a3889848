"""A pasted command as the words a shell would make of it, for sh, PowerShell and cmd alike.

Nothing is filled in: what a shell would put in place of `$NAME` or `$(…)` is not known here, so a
word says which parts of it those are.
"""

import re
from dataclasses import dataclass, field

from openpalm_desktop.record import Record

_NAME = re.compile(r"\$(?:\{(?P<braced>[^}]*)\}|(?P<plain>[A-Za-z_]\w*)|(?P<call>\([^)]*\)))")
_CONTINUED = re.compile(r"[\\`^][ \t]*(?:\r\n|\n|\r|\Z)")
_LINE_END = re.compile(r"\r\n|\n|\r")
_OPTION_NEXT = re.compile(r"\s*--?[A-Za-z]")
_WINDOWS = re.compile(r"(?:.*[=,])?[A-Za-z]:(?:\\.*)?")
_ENDS = re.compile(r"&&|\|\||[;|&]|>>?|<")
_IN_DOUBLE = '$`"\\'


class Filled(Record):
    """A part of a word that a shell would fill in: where it stands, and a variable's name."""

    start: int
    end: int
    name: str


class Word(Record):
    """One word, its quotes taken away."""

    text: str
    filled: tuple[Filled, ...] = ()

    def after(self, length: int) -> "Word":
        """Return the rest of a word behind so many letters."""
        rest = [part for part in self.filled if part.start >= length]
        moved = [Filled(part.start - length, part.end - length, part.name) for part in rest]
        return Word(self.text[length:], tuple(moved))

    @property
    def variable(self) -> str | None:
        """The variable that is all of the word, if it is one."""
        if len(self.filled) != 1:
            return None
        part = self.filled[0]
        return part.name or None if (part.start, part.end) == (0, len(self.text)) else None

    @property
    def filled_texts(self) -> tuple[str, ...]:
        """What a shell would fill in, as it is written."""
        return tuple(self.text[part.start : part.end] for part in self.filled)


@dataclass
class _Reading:
    """How far a text is read, and the words so far; an empty list of words begins a command."""

    text: str
    at: int = 0
    letters: list[str] = field(default_factory=list)
    filled: list[Filled] = field(default_factory=list)
    is_word: bool = False
    commands: list[list[Word]] = field(default_factory=lambda: [[]])
    is_whole: bool = True

    @property
    def here(self) -> str:
        return self.text[self.at]

    def take(self, letters: str) -> None:
        self.letters.append(letters)
        self.is_word = True

    def take_filled(self) -> bool:
        """Take what begins with a dollar, if it is one that a shell fills in."""
        match = _NAME.match(self.text, self.at)
        if match is None:
            return False
        start = sum(map(len, self.letters))
        name = match["plain"] or match["braced"] or ""
        self.filled.append(Filled(start, start + len(match[0]), name))
        self.take(match[0])
        self.at = match.end()
        return True

    def end_word(self) -> None:
        if self.is_word:
            self.commands[-1].append(Word("".join(self.letters), tuple(self.filled)))
        self.letters, self.filled, self.is_word = [], [], False

    def end_command(self) -> None:
        self.end_word()
        if self.commands[-1]:
            self.commands.append([])


def shell_commands(text: str) -> tuple[list[list[Word]], bool]:
    """Return the commands of a text as words, and whether every quote in it was closed."""
    reading = _Reading(text)
    while reading.at < len(text):
        _step(reading)
    reading.end_word()
    return [words for words in reading.commands if words], reading.is_whole


def _step(reading: _Reading) -> None:
    letter = reading.here
    continued = _CONTINUED.match(reading.text, reading.at)
    if continued and (letter == "\\" or not reading.is_word):
        reading.end_word()
        reading.at = continued.end()
    elif letter in "\r\n":
        _end_line(reading)
    elif letter.isspace():
        reading.end_word()
        reading.at += 1
    elif letter == "#" and not reading.is_word:
        ends = _LINE_END.search(reading.text, reading.at)
        reading.at = ends.start() if ends else len(reading.text)
    elif letter == "'":
        _take_single(reading)
    elif letter == '"':
        _take_double(reading)
    else:
        _take_bare(reading)


def _end_line(reading: _Reading) -> None:
    """End a command, unless the next line can only go on with it: an option begins no command."""
    match = _LINE_END.match(reading.text, reading.at)
    reading.at = match.end() if match else reading.at + 1
    if _OPTION_NEXT.match(reading.text, reading.at):
        reading.end_word()
    else:
        reading.end_command()


def _take_single(reading: _Reading) -> None:
    end = reading.text.find("'", reading.at + 1)
    if end < 0:
        reading.is_whole = False
        end = len(reading.text)
    reading.take(reading.text[reading.at + 1 : end])
    reading.at = end + 1


def _take_double(reading: _Reading) -> None:
    reading.take("")
    reading.at += 1
    while reading.at < len(reading.text) and reading.here != '"':
        following = reading.text[reading.at + 1 : reading.at + 2]
        if reading.here == "\\" and following and following in _IN_DOUBLE:
            reading.take(following)
            reading.at += 2
        elif reading.here == "\\" and following == "\n":
            reading.at += 2
        elif not reading.take_filled():
            reading.take(reading.here)
            reading.at += 1
    reading.is_whole = reading.is_whole and reading.at < len(reading.text)
    reading.at += 1


def _take_bare(reading: _Reading) -> None:
    ends = _ENDS.match(reading.text, reading.at)
    if ends:
        reading.end_command()
        reading.at = ends.end()
    elif reading.here == "\\" and not _WINDOWS.fullmatch("".join(reading.letters)):
        reading.take(reading.text[reading.at + 1 : reading.at + 2])
        reading.at += 2
    elif not reading.take_filled():
        reading.take(reading.here)
        reading.at += 1
