"""New values for secrets, from the system's own source of randomness."""

import secrets
import string
from dataclasses import dataclass

from openpalm_desktop.model.secret import CHANNEL_SECRET

from .secret_store import SecretValue

LETTERS_AND_DIGITS = string.ascii_letters + string.digits
HEXADECIMAL = string.digits + "abcdef"
TYPED_BY_HAND = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like another


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a new value is made of."""

    alphabet: str
    length: int


SHARED = Recipe(HEXADECIMAL, 64)
PASSWORD = Recipe(LETTERS_AND_DIGITS, 24)
TOKEN = Recipe(LETTERS_AND_DIGITS, 43)


def recipe_for(name: str) -> Recipe:
    """Return what suits a name: every one holds more than 128 bits, and no quote or space."""
    if CHANNEL_SECRET.fullmatch(name):
        return SHARED
    return PASSWORD if "PASS" in name or name.endswith("_PWD") else TOKEN


def new_value(recipe: Recipe) -> SecretValue:
    """Return a value that nobody can guess."""
    return SecretValue("".join(secrets.choice(recipe.alphabet) for _ in range(recipe.length)))
