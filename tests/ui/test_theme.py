"""Colours that everyone can read, computed from both palettes and the style sheet."""

import re
from collections.abc import Iterator
from itertools import product

import pytest

from openpalm_desktop.ui.theme import DARK, LIGHT, Tokens, folder, style_sheet

TEXT, LARGE = 4.5, 3.0  # what WCAG asks at level AA of texts, and of graphics and frames
GROUNDS = ("window", "sidebar", "surface", "raised", "inset")
CODE = ("key", "string", "name", "comment", "text")
REACHES = ("host", "lan", "public")
TEXTS = (
    *product(("text", "muted"), (*GROUNDS, "accentsoft", "hover", "chip")),
    *product(("faint",), (*GROUNDS, "accentsoft")),
    *product(CODE, ("inset", "mark", "accentsoft", "errorsoft")),
    *product(("error", "muted"), ("errorsoft",)),
    *((reach, f"{reach}soft") for reach in REACHES),
    *product(
        ("error", "warning", "public", "accent"), ("surface", "window", "raised", "accentsoft")
    ),
    ("onaccent", "accent"),
    ("onaccent", "accenthover"),
    ("public", "warningsoft"),
    ("text", "selection"),
    ("muted", "warningsoft"),
    ("text", "errorsoft"),
    ("muted", "errorsoft"),
    ("error", "errorsoft"),
)
GRAPHICS = (
    *product(("accent", "error", "warning"), (*GROUNDS, "accentsoft")),
    *product(REACHES, (*GROUNDS, "accentsoft")),
    *product(("fieldborder",), ("surface", "inset")),
    *product(("off",), ("surface", "accentsoft")),
    ("markedge", "mark"),
    ("markedge", "inset"),
    ("surface", "off"),
    ("surface", "accent"),
)
LOOKS = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
RULE = re.compile(r"([^{}]+)\{([^}]*)\}")


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colours: Tokens, front: str, back: str) -> float:
    one, other = luminance(getattr(colours, front)), luminance(getattr(colours, back))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def rules() -> Iterator[tuple[str, str, str]]:
    """Each rule that colours a text, with the ground it gives, or else the page's."""
    text = (folder("theme") / "style.qss").read_text(encoding="utf-8")
    for selector, body in RULE.findall(text):
        colour = re.search(r"(?<![\w-])color:\s*@(\w+)", body)
        ground = re.search(r"background:\s*@(\w+)", body)
        if colour and ":disabled" not in selector:
            yield selector.strip(), colour[1], ground[1] if ground else "surface"


@LOOKS
@pytest.mark.parametrize(("front", "back"), TEXTS)
def test_every_text_has_enough_contrast(colours: Tokens, front: str, back: str) -> None:
    assert contrast(colours, front, back) >= TEXT


@LOOKS
@pytest.mark.parametrize(("front", "back"), GRAPHICS)
def test_every_mark_and_frame_has_enough_contrast(colours: Tokens, front: str, back: str) -> None:
    assert contrast(colours, front, back) >= LARGE


@LOOKS
def test_every_rule_of_the_style_sheet_has_enough_contrast(colours: Tokens) -> None:
    found = {selector: contrast(colours, *pair) for selector, *pair in rules()}
    assert len(found) > 30
    assert {selector: ratio for selector, ratio in found.items() if ratio < TEXT} == {}


@LOOKS
def test_the_style_sheet_has_no_token_left(colours: Tokens) -> None:
    assert "@" not in style_sheet(colours, 10)
