"""Caddy's settings in older files: an e-mail address and sometimes a port."""

from openpalm_desktop.model.value import Data

from .reading import Fields


def caddy_settings(caddy: Fields, **more: int | None) -> Data:
    """Return the `caddy` section, or nothing where there is nothing to say."""
    email = (caddy.text("email") or "").strip()
    data = {"email": email or None, **more}
    said = {key: value for key, value in data.items() if value is not None}
    return {"caddy": said} if said else {}
