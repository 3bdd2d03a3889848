"""Values that aliases repeat stay what they are when the value they repeat is edited."""

from collections.abc import Iterator, Sequence

from .splices import Span
from .tree import Alias, Anchored
from .writing import Layout, flow_text


def literal_copies(
    references: Sequence[Anchored | Alias],
    pieces: Sequence[str | Span],
    edited: set[Anchored],
    layout: Layout,
) -> dict[Span, str]:
    """Return what to write for aliases whose value changes, is gone or now comes later.

    The first of them becomes the value itself and carries the anchor on to the next ones.
    """
    copies: dict[Span, str] = {}
    carrier: dict[str, Anchored | None] = {}
    for node in _in_order(references, pieces):
        if not isinstance(node, Alias):
            carrier[node.anchor or ""] = None if node in edited else node
        elif node.target and carrier.get(node.name) is not node.target:
            value = flow_text(node.target.data, layout)
            copies[Span(node.start, node.end)] = f"&{node.name} {value}"
            carrier[node.name] = node.target
    return copies


def _in_order(
    references: Sequence[Anchored | Alias], pieces: Sequence[str | Span]
) -> Iterator[Anchored | Alias]:
    """Yield the anchors and aliases that are still there, as they stand in the new text."""
    if not references:
        return
    for piece in pieces:
        if isinstance(piece, Span):
            yield from (
                node for node in references if piece.start <= node.start and node.start < piece.end
            )
