"""Journeys happen in the windows that single steps are tested in."""

from tests.ui.conftest import open_window, settings, theme

__all__ = ["open_window", "settings", "theme"]
