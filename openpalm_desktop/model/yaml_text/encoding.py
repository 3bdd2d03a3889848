"""The text of a file's bytes, or a sentence saying why there is none."""

import codecs

from openpalm_desktop.errors import OpenPalmError
from openpalm_desktop.model.problem import Position, Problem
from openpalm_desktop.phrases import marked, phrase

_SAVE_AS_UTF8 = marked("Open it in a text editor and save it again with the encoding UTF-8.")


class EncodingError(OpenPalmError):
    """The bytes are not text as UTF-8 or marked UTF-16; `problem` says where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message, problem.hint)
        self.problem = problem


def decode(raw: bytes) -> str:
    """Return the text; a UTF-8 byte order mark stays its first character, so it can be kept."""
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _unreadable(phrase("The file is saved as UTF-32, which cannot be read."), b"")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(raw)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        raise _unreadable(
            phrase(
                "The file is not saved as UTF-8: byte {start}, 0x{byte:02x}, is no part of a"
                " character.",
                start=error.start,
                byte=byte,
            ),
            raw[: error.start],
        ) from error
    if "\0" in text[:2]:
        raise _unreadable(phrase("The file looks like UTF-16 without a byte order mark."), b"")
    return text


def _utf16(raw: bytes) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as error:
        raise _unreadable(
            phrase(
                "The file says it is UTF-16, but the bytes at {start} are no character.",
                start=error.start,
            ),
            b"",
        ) from error


def _unreadable(sentence: str, before: bytes) -> EncodingError:
    line = before[before.rfind(b"\n") + 1 :].decode("utf-8").removeprefix("\ufeff")
    position = Position(before.count(b"\n") + 1, len(line) + 1)
    return EncodingError(
        Problem((), "yaml-encoding", sentence, phrase(_SAVE_AS_UTF8), position=position)
    )
