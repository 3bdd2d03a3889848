"""Journeys happen in the windows that single steps are tested in."""

from tests.ui.conftest import _leave_stores_alone, open_window, settings, theme

__all__ = ["_leave_stores_alone", "open_window", "settings", "theme"]
