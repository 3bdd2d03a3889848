"""Colours that everyone can read."""

from itertools import product

import pytest

from openpalm_desktop.ui.theme import DARK, LIGHT, Tokens, style_sheet

TEXTS = ("text", "muted")
GROUNDS = ("window", "sidebar", "surface", "raised", "inset", "accentsoft", "hover")
PAIRS = (
    *product(TEXTS, GROUNDS),
    ("faint", "surface"),
    ("faint", "inset"),
    ("onaccent", "accent"),
    ("accent", "surface"),
    ("host", "hostsoft"),
    ("lan", "lansoft"),
    ("public", "publicsoft"),
    ("error", "surface"),
    ("warning", "surface"),
    ("public", "surface"),
    ("public", "warningsoft"),
    *product(("key", "string", "name", "comment", "text"), ("inset", "mark")),
)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_every_text_has_enough_contrast(colours: Tokens, front: str, back: str) -> None:
    one, other = luminance(getattr(colours, front)), luminance(getattr(colours, back))
    ratio = (max(one, other) + 0.05) / (min(one, other) + 0.05)
    assert ratio >= 4.5, f"{front} on {back}: {ratio:.2f}"


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_has_no_token_left(colours: Tokens) -> None:
    assert "@" not in style_sheet(colours, 10)
