"""Packaged data, read once: built-in channels, presets, examples and scripts."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

from .yaml_text import read_yaml


def resource_path(*parts: str) -> Path:
    """Return where a packaged file lies, in a checkout, an installation or a frozen program."""
    package = Path(__file__).resolve().parent.parent
    inside = Path(getattr(sys, "_MEIPASS", package)) / "resources"
    return (inside if inside.is_dir() else package.parent / "resources").joinpath(*parts)


@cache
def resource_text(*parts: str) -> str:
    """Return a packaged file's text."""
    return resource_path(*parts).read_text(encoding="utf-8")


@cache
def resource_data(*parts: str) -> Any:
    """Return what a packaged YAML file holds."""
    return read_yaml(resource_text(*parts)).data
