"""Sentences for people, in the language that the program speaks: English, until told otherwise."""

from collections.abc import Callable, Mapping

from openpalm_desktop.record import Record


def _english(count: int) -> int:
    return int(count != 1)


class Language(Record):
    """Texts by the English ones, and which of its plural forms a number wants."""

    texts: Mapping[str, str] = {}
    plurals: Mapping[str, tuple[str, ...]] = {}
    form: Callable[[int], int] = _english


ENGLISH = Language()
_NAMES = ("Caddy", "Compose")

_spoken = ENGLISH


def speak(language: Language) -> None:
    """Say everything from now on in a language; what it has no words for stays English."""
    global _spoken  # noqa: PLW0603 – one program speaks one language, as it has one locale
    _spoken = language


def is_english() -> bool:
    """Whether the texts are said as they stand in the code."""
    return _spoken is ENGLISH


def phrase(template: str, /, **arguments: object) -> str:
    """Return a text that is a literal here, in the language that is spoken, arguments filled in."""
    said = _spoken.texts.get(template, template)
    return said.format(**arguments) if arguments else said


def form_for(count: int, one: str, many: str) -> str:
    """Return the word for so many things, both given in English."""
    forms = _spoken.plurals.get(one)
    return forms[_spoken.form(count)] if forms else (one if count == 1 else many)


def marked(text: str) -> str:
    """Return a text as it is; `phrase` says it later in the language that is spoken then."""
    return text


def inside_a_sentence(text: str) -> str:
    """Return a title as it stands inside a sentence: in lower case where the language has it so."""
    return with_small_letter(text) if is_english() else phrase(text)


def with_small_letter(title: str) -> str:
    """Return an English title that begins small; `HTTP port`, `E-mail` and `Caddy` stay."""
    first = title.partition(" ")[0]
    is_name = first.startswith(_NAMES) or first[1:2] == "-" or first[1:] != first[1:].lower()
    return title if is_name else title[:1].lower() + title[1:]
