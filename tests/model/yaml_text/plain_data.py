"""Plain data for properties: every shape and every text that has ever hurt a YAML writer."""

from hypothesis import strategies as st

_WORDS = """
    yes no on off y n 1 012 1_0 0o7 0x1f 1e3 .5 1:20 2024-01-01 ~ null true .inf .nan
    - -- --- ... ? : , # a:b a: a# \\ ' " %x @x `x <<: << = * & ! | > [ ] { } ${A} -x
"""
NASTY_TEXTS = [
    *_WORDS.split(),
    *["", " ", "a: b", "a #b", "#b", " a", "a ", "- a", "? a", "\x85", "\u2028", "\ufeff"],
    *["\x7f", "\x00", "😀", "\t", "é", "\xa0", "a\r\nb", "a\rb", "$HOME {x}", "C:\\dir", "it's"],
    *["a\n", "\n", "a\nb", " a\nb", "\ta\nb", "a\n\tb\n", "a\n\n", "a\n \nb", "\n\na", "a\nb "],
    *["#!/bin/sh\nset -eu\n", "a\n\n\n b\n", "a\n# b\n---\n...\n", "x" * 200, "k" * 1100],
]

texts = st.one_of(
    st.sampled_from(NASTY_TEXTS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.lists(st.sampled_from(["a", " ", "\n", "\t", "- ", "# ", ": "]), max_size=8).map("".join),
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts)
data = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)
