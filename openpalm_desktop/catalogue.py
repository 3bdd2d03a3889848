"""A language's catalogue: texts in the gettext format .po, which programs for translators open."""

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from .phrases import Language

_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t"}
_PLURAL = re.compile(r"^Plural-Forms:.*\bplural=(?P<rule>[^;\n]+)", re.MULTILINE)


class Entry(NamedTuple):
    """One text: in English, for several things where it counts, and as translated."""

    one: str
    many: str
    translations: tuple[str, ...]


def language_of(text: str) -> Language:
    """Return the language that a catalogue holds; texts without a translation stay English."""
    header, *entries = entries_of(text)
    done = [entry for entry in entries if all(entry.translations)]
    return Language(
        {entry.one: entry.translations[0] for entry in done if not entry.many},
        {entry.one: entry.translations for entry in done if entry.many},
        _plural_rule(header),
    )


def entries_of(text: str) -> Iterator[Entry]:
    """Yield a catalogue's entries, first the header, whose English text is empty."""
    for block in text.split("\n\n"):
        fields = _fields(block)
        if "msgid" in fields:
            strings = [value for key, value in fields.items() if key.startswith("msgstr")]
            yield Entry(fields["msgid"], fields.get("msgid_plural", ""), tuple(strings))


def _fields(block: str) -> Mapping[str, str]:
    fields: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if line.startswith(("msg", '"')):
            said, _, text = line.partition('"')
            key = said.rstrip() or key
            fields[key] = fields.get(key, "") + _unescaped(text[:-1])
    return fields


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text)


def _plural_rule(header: Entry) -> Callable[[int], int]:
    match = _PLURAL.search(header.translations[0])
    rule: Callable[[int], int] = gettext.c2py(match["rule"] if match else "n != 1")
    return rule
