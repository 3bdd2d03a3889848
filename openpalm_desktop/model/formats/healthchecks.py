"""Healthchecks for older files that name only the path to ask."""

from openpalm_desktop.model.value import Data


def http_healthcheck(port: int, path: str) -> Data:
    """Return a healthcheck that asks a path over HTTP with whichever tool the image has."""
    url = f"http://127.0.0.1:{port}/{path.lstrip('/')}"
    quoted = "'" + url.replace("'", "'\\''") + "'"
    return {
        "test": ["CMD-SHELL", f"wget -q --spider {quoted} || curl -fsS -o /dev/null {quoted}"],
        "interval": "30s",
        "timeout": "5s",
        "retries": 3,
        "startPeriod": "10s",
    }
