"""Values of env files on disk are never shown."""

from openpalm_desktop.generate.env_mask import masked, shown_lines

CANARY = "hunter2"
OWN = "PORT=8080\nTOKEN=${BOT_TOKEN}\nTITLE='My blog'\n"


def shown(text: str, own: str = OWN, *, is_edited: bool = False) -> str:
    return shown_lines(masked(text), own, is_edited=is_edited)


def test_what_is_the_same_is_shown_as_the_stack_says_it() -> None:
    assert shown(f"PORT=8080\nTOKEN={CANARY}\nTITLE='My blog'\n") == OWN


def test_what_differs_is_masked() -> None:
    text = shown(f"PORT=9090\nTOKEN={CANARY}\nGONE={CANARY}\n")
    assert text == "PORT=••••••\nTOKEN=${BOT_TOKEN}\nGONE=••••••\n"


def test_what_only_looks_like_a_name_is_masked_in_an_edited_file() -> None:
    text = shown(f'KEY="-----BEGIN\n{CANARY}=\n# {CANARY}\nPORT=1\n', is_edited=True)
    assert CANARY not in text
    assert text.splitlines() == ["••••••", "••••••", "••••••", "PORT=••••••"]


def test_no_value_is_kept() -> None:
    assert CANARY not in repr(masked(f"A={CANARY}\n# {CANARY}\n"))
