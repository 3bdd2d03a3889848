"""Every text that people read, found in the code and the data, and the catalogues of it.

`python3 dev.py words` brings the catalogues up to date: new texts come without a translation,
texts that are no more go, translations stay.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from openpalm_desktop.catalogue import Entry, entries_of
from openpalm_desktop.model.presets import preset_layer
from openpalm_desktop.model.reference import SECTIONS
from openpalm_desktop.model.stack import Preset
from openpalm_desktop.model.stack_templates import stack_templates
from openpalm_desktop.model.templates import channel_templates

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "openpalm_desktop"
CATALOGUES = ROOT / "resources" / "translations"

_WORDS = re.compile("[A-Z][a-z]+(?: [a-z]+)+")  # an example that is a text for people
_SAYING = {"tr", "phrase", "marked", "_t", "inside_a_sentence"}
_SHOWING = {
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction"),
    *("QMenu", "setText", "setTitle", "setWindowTitle", "setToolTip", "setStatusTip", "addButton"),
    *("setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setTabText"),
    *("addTab", "addAction", "addItem", "addMenu", "setInformativeText", "showMessage", "Progress"),
}
_ENGLISH = re.compile("^(?!docker run ).*[a-z]{3,} [a-z]{3,}|^[A-Z]?[a-z]{3,}$")  # or a command
_COUNTING = {"counted", "form_for"}
_WORDY = re.compile(r"(?<![\w-])[A-Za-z’']{2,}[,:;]? [“(]?[A-Za-z{]|\} [a-z]{2,}")
_CODE = re.compile(r"^#!|\$|&&|\|\||^-----")  # of a shell, or a key's first line
_NAMES = {"Application Support", "OpenPalm Desktop: {}"}  # of a folder, of entries in a keyring
_LOOKING = {  # what is looked for in the words of others
    *("compile", "startswith", "endswith", "removeprefix", "removesuffix", "partition", "replace"),
    *("ValueError", "LookupError"),  # or what only developers read
}


class Text(NamedTuple):
    """A text in English; one that counts things has a second form for several."""

    one: str
    many: str = ""


def texts() -> Mapping[Text, tuple[str, ...]]:
    """Return all texts that people read, and the files that they stand in."""
    found: dict[Text, list[str]] = defaultdict(list)
    for file in sorted(PACKAGE.rglob("*.py")):
        for text in texts_in(file.read_text(encoding="utf-8")):
            found[text].append(file.relative_to(ROOT).as_posix())
    for title, place in (*_titles(), *_labels()):
        found[Text(title)].append(place)
    return {text: tuple(dict.fromkeys(places)) for text, places in sorted(found.items())}


def texts_in(code: str) -> Iterator[Text]:
    """Yield the literals that a Python file says, marks or counts with."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[text, *_]) if name in _SAYING:
                yield from map(Text, filter(None, _literals(text)))
            case ast.Call(func=ast.Name(id=name), args=[_, one, many]) if name in _COUNTING:
                yield from map(Text, _literals(one), _literals(many))


def spoken_at_import(code: str) -> Iterator[int]:
    """Yield the lines that say something while a module is read, when no language is chosen."""
    waiting: list[ast.AST] = [ast.parse(code)]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef() | ast.Lambda() | ast.AsyncFunctionDef():
                continue
            case ast.Call(func=ast.Name(id=name)) if name in _SAYING - {"marked", "_t"} | _COUNTING:
                yield node.lineno
        waiting += ast.iter_child_nodes(node)


def unsaid(code: str) -> Iterator[str]:
    """Yield what a Python file of the window shows without saying it in the person's language."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Attribute(attr="tr")):
                yield ast.unparse(node)  # Qt's own, which knows nothing of our catalogues
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in _SHOWING:
                shown = (text for each in node.args for text in _literals(each))
                yield from (text for text in shown if _ENGLISH.search(text))


def unsaid_below(code: str) -> Iterator[str]:
    """Yield the clauses of a Python file below the window that no phrase says.

    What is compared, looked for, or stands beside what it stands for in a table is none.
    """
    tree = ast.parse(code)
    quiet = {id(part) for node in ast.walk(tree) for one in _quiet(node) for part in ast.walk(one)}
    for node in ast.walk(tree):
        if id(node) in quiet:
            continue
        match node:
            case ast.JoinedStr(values=parts):
                quiet.update(map(id, parts))
                text = "".join(map(_part, parts))
            case ast.Constant(value=str(text)):
                pass
            case _:
                continue
        if _WORDY.search(text) and not _CODE.search(text) and text not in _NAMES:
            yield text


def _quiet(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that people do not read, or that a phrase says."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Compare():
            yield node
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=given):
            if name in _SAYING | _COUNTING | _LOOKING:
                yield from given
        case ast.Tuple(elts=parts) if any(map(_is_marked, parts)):
            yield from parts
        case ast.AnnAssign(annotation=note):
            yield note


def _part(node: ast.expr) -> str:
    """Return a part of a text that is filled in, or braces where a value comes."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "{}"


def _is_marked(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "marked"


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one)
            yield from _literals(other)
        case ast.JoinedStr(values=parts):
            yield "".join(text for part in parts for text in _literals(part))


def _titles() -> Iterator[tuple[str, str]]:
    """Yield what the model says of its fields."""
    for kind in SECTIONS.values():
        place = f"{kind.__module__.replace('.', '/')}.py"
        for field in kind.fields.values():
            example = field.example if _WORDS.fullmatch(str(field.example)) else ""
            for text in (field.title, field.description, example):
                if text:
                    yield text, place


def _labels() -> Iterator[tuple[str, str]]:
    """Yield what packaged data calls things."""
    for template in channel_templates().values():
        known = template.settings.values()
        settings = (text for one in known for text in (one.title, one.issuer) if text)
        for text in (template.label, template.description, *settings):
            yield text, "resources/templates/channels.yaml"
    for preset in Preset:
        for service in preset_layer(preset).services.values():
            for label in filter(None, (service.label, service.description)):
                yield label, f"resources/presets/{preset}.yaml"
    for stack in stack_templates().values():
        asked = [text for ask in stack.asks for text in (ask.title, ask.help) if text]
        for text in (stack.title, stack.about, *stack.gives, *stack.needs, *asked):
            yield text, "resources/stacks/index.yaml"


def updated(catalogue: str, wanted: Mapping[Text, tuple[str, ...]]) -> str:
    """Return a catalogue with just the wanted texts, and the translations that it has of them."""
    header, *entries = entries_of(catalogue)
    known = {Text(entry.one, entry.many): entry.translations for entry in entries}
    count = int(re.search(r"nplurals=(\d)", header.translations[0])[1])  # type: ignore[index]
    blocks = [_comments(catalogue) + _block(header, ())]
    for text, places in wanted.items():
        blank = ("",) * (count if text.many else 1)
        blocks.append(_block(Entry(*text, known.get(text, blank)), places))
    return "\n".join(blocks)


def _comments(catalogue: str) -> str:
    return "".join(line for line in catalogue.splitlines(keepends=True)[:9] if line[:2] == "# ")


def _block(entry: Entry, places: Iterable[str]) -> str:
    lines = [f"#: {place}" for place in places]
    lines += _lines("msgid", entry.one)
    if entry.many:
        lines += _lines("msgid_plural", entry.many)
        for number, text in enumerate(entry.translations):
            lines += _lines(f"msgstr[{number}]", text)
    else:
        lines += _lines("msgstr", entry.translations[0])
    return "\n".join(lines) + "\n"


def _lines(key: str, text: str) -> list[str]:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    if "\n" not in text:
        return [f'{key} "{escaped}"']
    lines = (line.replace("\n", "\\n") for line in escaped.splitlines(keepends=True))
    return [f'{key} ""', *(f'"{line}"' for line in lines)]


def main() -> int:
    """Bring every catalogue up to date and say what is missing."""
    wanted = texts()
    for path in sorted(CATALOGUES.glob("*.po")):
        catalogue = updated(path.read_text(encoding="utf-8"), wanted)
        path.write_text(catalogue, encoding="utf-8", newline="\n")
        missing = sum(not all(entry.translations) for entry in entries_of(catalogue))
        print(  # noqa: T201 – a command for developers
            f"{path.relative_to(ROOT)}: {len(wanted)} texts, {missing} without a translation"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
