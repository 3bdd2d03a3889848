"""The sentences about a YAML text that can be parsed, but not be taken as it stands."""

from openpalm_desktop.model.path import Path
from openpalm_desktop.model.problem import Position, Problem
from openpalm_desktop.phrases import phrase

_CORE = "tag:yaml.org,2002:"


def empty(where: Position) -> Problem:
    """Return the problem of a text without any value."""
    return Problem(
        (),
        "yaml-empty",
        phrase("The file is empty."),
        phrase("Write at least one line such as `version: 4`, or start with a new stack."),
        position=where,
    )


def control_character(char: str, where: Position) -> Problem:
    """Return the problem of a character that no text file should hold."""
    return Problem(
        (),
        "yaml-control-character",
        phrase(
            "There is an invisible control character (U+{code:04X}) that YAML does not allow.",
            code=ord(char),
        ),
        phrase(
            "Delete it; inside double quotes it can be written as `{escape}`.",
            escape=f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}",
        ),
        position=where,
    )


def duplicate_key(path: Path, name: str, first: Position, again: Position) -> Problem:
    """Return the problem of a name that stands twice in one mapping."""
    return Problem(
        path,
        "yaml-duplicate-key",
        phrase(
            "“{name}” stands twice in the same place, on line {line} and on line {again_line}.",
            name=shown(name),
            line=first.line,
            again_line=again.line,
        ),
        phrase("Keep one of the two, or give one of them another name."),
        position=again,
    )


def key_is_no_text(path: Path, name: str, value: object, where: Position) -> Problem:
    """Return the problem of a key that is a number, a truth value, nothing or a collection."""
    kind = {
        bool: phrase("true or false"),
        int: phrase("a number"),
        float: phrase("a number"),
        type(None): phrase("nothing"),
    }.get(type(value), phrase("a whole list or map"))
    return Problem(
        path,
        "yaml-key-is-no-text",
        phrase(
            "The name “{name}” is read as {kind}, but a name must be text.",
            name=shown(name),
            kind=kind,
        ),
        phrase('Put it in quotes: "{name}".', name=shown(name)),
        position=where,
    )


def several_documents(where: Position) -> Problem:
    """Return the problem of a second document after `---`."""
    return Problem(
        (),
        "yaml-several-documents",
        phrase("A second document begins here; only the first one would be read."),
        phrase("Remove the line `---`, or move what follows into a file of its own."),
        position=where,
    )


def unknown_anchor(path: Path, name: str, where: Position) -> Problem:
    """Return the problem of an alias to nothing."""
    return Problem(
        path,
        "yaml-unknown-anchor",
        phrase(
            "“*{name}” points to a value marked “&{name}”, but none stands above it.",
            name=shown(name),
        ),
        phrase('Mark the value with “&{name}”, or quote the text: "*{name}".', name=shown(name)),
        position=where,
    )


def alias_of_itself(path: Path, name: str, where: Position) -> Problem:
    """Return the problem of an alias inside the value that it stands for."""
    return Problem(
        path,
        "yaml-alias-of-itself",
        phrase(
            "“*{name}” stands inside the value marked “&{name}”, so it would have no end.",
            name=shown(name),
        ),
        phrase("Write the value out instead."),
        position=where,
    )


def alias_bomb(where: Position) -> Problem:
    """Return the problem of aliases that multiply."""
    return Problem(
        (),
        "yaml-alias-bomb",
        phrase(
            "The `*names` in this file repeat each other so often that the result would be"
            " enormous."
        ),
        phrase("Write the values out, or repeat smaller ones."),
        position=where,
    )


def too_deep(deepest: int, where: Position) -> Problem:
    """Return the problem of lists in lists in lists."""
    return Problem(
        (),
        "yaml-too-deep",
        phrase("Lists and maps are nested more than {deepest} levels deep here.", deepest=deepest),
        phrase("Check the brackets and the indentation of this line."),
        position=where,
    )


def too_large(most: int, where: Position) -> Problem:
    """Return the problem of a text that no person wrote."""
    return Problem(
        (),
        "yaml-too-large",
        phrase("The file holds more than {most:,} values, too many for a stack.", most=most),
        phrase("Check that this is the right file."),
        position=where,
    )


def unknown_tag(path: Path, tag: str, where: Position) -> Problem:
    """Return the problem of a tag that has no meaning here."""
    return Problem(
        path,
        "yaml-unknown-tag",
        phrase("The tag “{tag}” has no meaning here.", tag=_tag(tag)),
        phrase("Remove it, or put the value in quotes if the exclamation mark belongs to it."),
        position=where,
    )


def tag_does_not_fit(path: Path, tag: str, text: str, where: Position) -> Problem:
    """Return the problem of a value that is not what its tag says."""
    return Problem(
        path,
        "yaml-tag-does-not-fit",
        phrase("“{text}” is not what its tag “{tag}” says.", text=shown(text), tag=_tag(tag)),
        phrase("Remove the tag or correct the value."),
        position=where,
    )


def merge_of_no_mapping(path: Path, where: Position) -> Problem:
    """Return the problem of `<<` with something that has no keys."""
    return Problem(
        path,
        "yaml-merge",
        phrase("`<<` can only take over the keys of a map, and this is none."),
        phrase('Point it to a map, such as `<<: *defaults`, or quote the name: "<<".'),
        position=where,
    )


def shown(text: str) -> str:
    """Return the text short enough for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"


def _tag(tag: str) -> str:
    return shown(f"!!{tag.removeprefix(_CORE)}" if tag.startswith(_CORE) else tag)
