"""What ssh asks on the way, such as a key's passphrase, and how it gets the answers.

ssh asks a little program instead of a terminal. That one notes the question and hands over the
answer that was given for exactly this question, through a pipe: it is in no file, no argument and
no environment variable.
"""

import errno
import os
import re
from collections.abc import Mapping
from pathlib import Path

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.phrases import phrase

_ASKPASS = """\
#!/bin/sh
# Called by ssh with its question; the folder says which pipe has the answer.
folder=${0%/*}
printf '%s\\0' "$1" >> "$folder/asked"
for question in "$folder"/*.question; do
    [ -e "$question" ] || continue
    [ "$(cat "$question")" = "$1" ] && exec cat "${question%.question}.answer"
done
exit 1
"""
_JUMP_HOST = re.compile("The authenticity of host")
_PASSPHRASE = re.compile(r"Enter passphrase for (?:key )?'?(?P<key>[^']+?)'?: *$")


class SshQuestion(OpenPalmError):
    """ssh wants something of the person; connect again with `answers={question: …}`."""

    def __init__(self, question: str, host: str, *, was_wrong: bool = False) -> None:
        key = _PASSPHRASE.fullmatch(question)
        self.question = question
        self.was_wrong = was_wrong
        if key and was_wrong:
            sentence = phrase("That is not the passphrase of the key {key}.", key=key["key"])
        elif key:
            sentence = phrase("The key {key} has a passphrase.", key=key["key"])
        elif was_wrong:
            said = question.strip()
            sentence = phrase(
                "{host} did not accept that answer to “{question}”.", host=host, question=said
            )
        else:
            sentence = phrase("{host} asks: “{question}”", host=host, question=question.strip())
        hint = phrase("Enter it, or add the key to your ssh agent with ssh-add.")
        super().__init__(sentence, hint)


class Questions:
    """A folder of ours in which ssh's questions are noted and answered."""

    def __init__(self, folder: Path, answers: Mapping[str, str]) -> None:
        self._folder = folder
        self._answers = answers
        self._pipes: dict[Path, str] = {}
        self.program = folder / "askpass"
        self.program.write_text(_ASKPASS, encoding="utf-8")
        self.program.chmod(0o700)
        for number, (question, answer) in enumerate(answers.items()):
            (folder / f"{number}.question").write_text(question, encoding="utf-8")
            pipe = folder / f"{number}.answer"
            os.mkfifo(pipe, 0o600)
            self._pipes[pipe] = answer

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that make ssh ask here."""
        return {"SSH_ASKPASS": str(self.program), "SSH_ASKPASS_REQUIRE": "force"}

    def answer(self) -> None:
        """Hand over each answer that is waited for just now."""
        for pipe, answer in self._pipes.items():
            try:
                descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                if error.errno != errno.ENXIO:  # nobody is reading yet
                    raise
            else:
                with os.fdopen(descriptor, "wb") as end:
                    end.write(f"{answer}\n".encode())

    @property
    def asked(self) -> tuple[str, ...]:
        """Every question so far, as ssh put it."""
        note = self._folder / "asked"
        if not note.exists():
            return ()
        return tuple(note.read_text(encoding="utf-8", errors="replace").split("\0")[:-1])

    def open_question(self, host: str) -> OpenPalmError | None:
        """Return what ssh still wants: a question without an answer, or with a wrong one."""
        new = [question for question in self.asked if question not in self._answers]
        for question in new:
            return (
                _unknown_jump_host(host)
                if _JUMP_HOST.search(question)
                else SshQuestion(question, host)
            )
        for question in self.asked:
            return SshQuestion(question, host, was_wrong=True)
        return None


def _unknown_jump_host(host: str) -> OpenPalmError:
    """Only a host on the way is asked about: for the server itself a key is required."""
    return OpenPalmError(
        phrase("A host on the way to {host} is not known on this machine yet.", host=host),
        phrase("Connect to that jump host once in a terminal with ssh, and compare its key there."),
    )
