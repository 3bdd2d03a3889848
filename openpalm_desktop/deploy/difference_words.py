"""What the spec says and what runs, each on one line."""

from typing import Any

from openpalm_desktop.generate.line_diff import steps
from openpalm_desktop.phrases import form_for, phrase

from .compose_said import compose_value, healthcheck_data, in_words, mount_text, port_text
from .container_traits import ENV, IMAGE, LABEL, NETWORK, PORTS, RESTART, VOLUMES


def value_words(project: str, key: str, value: Any) -> str:
    """Return a value as people read it."""
    if value is None and key != RESTART:
        return phrase("nothing")
    if key.startswith((ENV, LABEL)) or key == IMAGE:
        return str(value) if value else "“”"
    if key.startswith(NETWORK):
        aliases, *addresses = value
        names = [*aliases, *filter(None, addresses)]
        return phrase("joined as {names}", names=", ".join(names)) if names else phrase("joined")
    if key == PORTS:
        return ", ".join(port_text(one) for one in value)
    if key == VOLUMES:
        return ", ".join(mount_text(project, one) for one in value)
    if key == "healthcheck":
        return in_words(healthcheck_data(value))
    return in_words(compose_value(key, value))


def file_words(wished: bytes | None, found: bytes | None) -> tuple[str, str]:
    """Return what is said of a file, and how what is there differs."""
    if wished is None:
        return phrase("no such file"), phrase("a file")
    said = phrase("as deployed")
    if found is None:
        return said, phrase("removed")
    before, after = (one.decode("utf-8", errors="replace").splitlines() for one in (wished, found))
    changes = steps(before, after)
    gone = sum(one.old_end - one.old_start for one in changes)
    count = max(gone, sum(one.new_end - one.new_start for one in changes))
    return said, f"{count} {form_for(count, 'other line', 'other lines')}"
