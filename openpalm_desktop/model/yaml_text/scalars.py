"""What a plain scalar means: the YAML 1.2 core schema, and where other readers see more."""

import math
import re

_WORDS: dict[str, object] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    ".nan": math.nan,
    ".NaN": math.nan,
    ".NAN": math.nan,
}
for _word in (".inf", ".Inf", ".INF"):
    _WORDS.update({_word: math.inf, f"+{_word}": math.inf, f"-{_word}": -math.inf})

# A leading zero would be lost in a number, so `012` stays text. Python refuses to turn more than
# 4300 digits into a number, and nobody writes so many for one.
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,999})")
_OTHER_BASE = re.compile(r"0o[0-7]{1,999}|0x[0-9a-fA-F]{1,999}")
_FLOAT = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)"
    r"|\.[0-9]+(?:[eE][-+]?[0-9]+)?)"
)
_MAYBE_NUMBER = frozenset("0123456789+-.")
_MAYBE_SPECIAL = _MAYBE_NUMBER | frozenset("~nNtTfF")

# Words and shapes that some reader of YAML 1.1 or 1.2 takes for something else than text.
_OTHER_WORDS = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<"}
    | {".inf", "-.inf", "+.inf", ".nan", "-.nan", "+.nan"}
)
_OTHER_NUMBERS = r"""(?x)  # asked for when something is written
      [-+]?[0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]*)?  # 1 1_000 1. .5 1e3
      | [-+]?[0-9_]+(?::[0-9_]+)+(?:\.[0-9_]*)?     # 22:22, a number to base 60
      | [-+]?0[xob][0-9a-fA-F_]+
      | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)? # a date
    """


def plain_value(text: str) -> object:
    """Return what an unquoted scalar stands for."""
    if text and text[0] not in _MAYBE_SPECIAL:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _MAYBE_NUMBER:
        return _number(text)
    return text


def _number(text: str) -> object:
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    return text


def is_text_everywhere(text: str) -> bool:
    """Whether every reader, of YAML 1.1 too, takes this unquoted scalar for text."""
    if text.lower() in _OTHER_WORDS or text == "":
        return False
    return text[0] not in "0123456789+-._" or not re.fullmatch(_OTHER_NUMBERS, text)
