"""A `docker run` command taken apart: its flags in their order, its image, its arguments."""

import re
from collections.abc import Sequence

from openpalm_desktop.phrases import marked, phrase
from openpalm_desktop.record import Record

from .run_flags import KNOWN, OTHER_NAMES, SHORT, VALUELESS
from .shell_words import Word, shell_commands

_PROGRAM = re.compile(r"(?:.*[/\\])?(?:docker|podman|nerdctl)(?:\.exe)?", re.IGNORECASE)
_VERBS = ("run", "create")
_PROMPTS = re.compile(r"(?:\$|#|>|%|PS|[A-Za-z]:\\[^>]*>|\S+[@:]\S*[$#>])")
_NO_LINE = marked("This is no docker run line: it should begin with docker run.")
_NO_IMAGE = marked("The line names no image: it stands behind the options.")
_NO = ("false", "0", "f", "no")


class Flag(Record):
    """One flag by its long name, as it was written, and its value; none was given to a switch."""

    name: str
    written: str
    value: Word | None = None

    @property
    def text(self) -> str:
        """The value as it stands."""
        return self.value.text if self.value else ""

    @property
    def is_on(self) -> bool:
        """Whether a switch says yes."""
        return self.value is None or self.value.text.lower() not in _NO

    @property
    def is_known(self) -> bool:
        """Whether the flag is one of Docker's or Podman's."""
        return self.name in KNOWN


class RunCommand(Record):
    """A command, or why there is none."""

    flags: tuple[Flag, ...] = ()
    image: Word | None = None
    arguments: tuple[Word, ...] = ()
    others: tuple[str, ...] = ()
    problem: str = ""


def run_command(text: str) -> RunCommand:
    """Return the first `docker run` in a text, taken apart."""
    if not text.strip():
        return RunCommand(problem=phrase("Paste a line that begins with docker run."))
    commands, is_whole = shell_commands(text)
    found = [(index, _words_after_run(words)) for index, words in enumerate(commands)]
    runs = [(index, words) for index, words in found if words is not None]
    if not runs:
        return RunCommand(problem=phrase(_NO_LINE))
    if not is_whole:
        return RunCommand(problem=phrase("A quotation mark is opened and not closed again."))
    at, words = runs[0]
    others = tuple(_called(other) for index, other in enumerate(commands) if index != at)
    flags, rest = _flags(words)
    if not rest:
        return RunCommand(flags, problem=phrase(_NO_IMAGE))
    return RunCommand(flags, rest[0], tuple(rest[1:]), others)


def _called(words: Sequence[Word]) -> str:
    """Return what a command is called, without any value that may be secret."""
    return " ".join(word.text for word in words[:2] if "=" not in word.text)


def _words_after_run(words: Sequence[Word]) -> Sequence[Word] | None:
    """Return what follows `docker run`, behind prompts, sudo and variables; None if it is none."""
    for index, word in enumerate(words):
        if _PROGRAM.fullmatch(word.text):
            return _after_verb(words[index + 1 :])
        is_before = word.text.startswith("-") or word.text in ("sudo", "doas", "time", "env")
        if not (is_before or "=" in word.text or _PROMPTS.match(word.text)):
            return None
    return None


def _after_verb(words: Sequence[Word]) -> Sequence[Word] | None:
    """Skip options of docker itself and `container`."""
    for index, word in enumerate(words):
        if word.text in _VERBS:
            return words[index + 1 :]
        is_value = index > 0 and words[index - 1].text.startswith("-")
        if not (word.text.startswith("-") or word.text == "container" or is_value):
            return None
    return None


def _flags(words: Sequence[Word]) -> tuple[tuple[Flag, ...], Sequence[Word]]:
    flags: list[Flag] = []
    at = 0
    while at < len(words) and words[at].text.startswith("-") and words[at].text != "-":
        word = words[at]
        at += 1
        if word.text == "--":
            break
        following = words[at] if at < len(words) else None
        new, takes_next = _long(word, following) if word.text[1] == "-" else _short(word, following)
        flags += new
        at += takes_next
    return tuple(flags), words[at:]


def _long(word: Word, following: Word | None) -> tuple[list[Flag], bool]:
    written, separator, _ = word.text.partition("=")
    name = OTHER_NAMES.get(written[2:], written[2:])
    if separator:
        return [Flag(name, written, word.after(len(written) + 1))], False
    if name in VALUELESS or name not in KNOWN:
        return [Flag(name, written)], False
    return [Flag(name, written, following)], following is not None


def _short(word: Word, following: Word | None) -> tuple[list[Flag], bool]:
    """Take a cluster apart: switches first, then at most one flag with its value."""
    flags: list[Flag] = []
    for at in range(1, len(word.text)):
        name = SHORT.get(word.text[at])
        if name is None:
            return [*flags, Flag(word.text[at:], f"-{word.text[at:]}")], False
        written = f"-{word.text[at]}"
        rest = word.after(at + 1)
        if rest.text.startswith("="):
            return [*flags, Flag(name, written, rest.after(1))], False
        if name not in VALUELESS:
            value = rest if rest.text else following
            return [*flags, Flag(name, written, value)], not rest.text and following is not None
        flags.append(Flag(name, written))
    return flags, False
