"""The text of a document that says something else, changed only where what it says differs."""

from collections.abc import Iterator

from .align import same
from .document import YamlDocument, read_yaml
from .edit import Edit
from .layouts import layout_of
from .tree import is_nothing
from .writing import block_document


def changed(document: YamlDocument, new: object) -> YamlDocument:
    """Return the document that says `new`; it has been read again and says exactly that."""
    if same(document.data, new):
        return document
    for text in _candidates(document, new):
        found = read_yaml(text)
        if same(found.data, new) and len(found.problems) <= len(document.problems):
            return found.replaced(data=new)
    raise ValueError("This data has no form in YAML: a half character, or too deep a nesting")


def _candidates(document: YamlDocument, new: object) -> Iterator[str]:
    """Yield texts for the new data, the one that keeps most first; the first is the rule."""
    text, lines, root, references = (
        document.text,
        document.lines,
        document.root,
        document.references,
    )
    layout = layout_of(lines, root)
    if root is None or is_nothing(root):
        begun = text and not text.endswith(("\n", "\r"))
        yield text + (layout.newline if begun else "") + block_document(new, layout)
    else:
        edit = Edit(lines, root, references, layout)
        yield edit.text(document.data, new)
        layout = layout.replaced(may_end_empty=False)
        yield Edit(lines, root, references, layout).text(document.data, new)
        for limit in range(edit.deepest, -1, -1):
            yield Edit(lines, root, references, layout, limit).text(document.data, new)
    yield block_document(new, layout)
