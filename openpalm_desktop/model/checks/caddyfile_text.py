"""Whether a person's own Caddyfile text can stand at the end of ours without changing it."""

import re

from openpalm_desktop.phrases import phrase

_WORDS = r"""(?xs)  # most people have no Caddyfile text of their own
      (?P<comment>\#[^\n]*)
      | (?P<quoted>"(?:\\.|[^"\\])*" | `[^`]*`)
      | (?P<unclosed>["`])
      | (?P<word>\S+)
"""


def caddyfile_problem(text: str) -> str | None:
    """Return why the text's blocks or quotes are not closed, or None; Caddy checks the rest."""
    depth = 0
    words: list[str] = []
    for match in re.finditer(_WORDS, text):
        if match["unclosed"]:
            return phrase("A quoted text is not closed.")
        if match["comment"] is None:
            words.append(match["word"] or "")
    if words[:1] == ["{"]:
        return phrase("Global options can only stand at the top of a Caddyfile.")
    for word in words:
        if word.startswith("<<"):
            return phrase("A heredoc cannot stand here; write the text in backticks.")
        depth += {"{": 1, "}": -1}.get(word, 0)
        if depth < 0:
            return phrase("A block is closed that was not opened.")
    return phrase("A block is opened but not closed.") if depth else None
