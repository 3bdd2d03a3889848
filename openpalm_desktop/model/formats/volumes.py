"""Volumes of older files, in Compose's short form."""

from openpalm_desktop.phrases import phrase

from .images import known_text
from .reading import Fields


def stated_volumes(fields: Fields) -> list[str] | None:
    """Return a container's volumes; None where it has none."""
    found = []
    for index, text in fields.numbered_texts("volumes"):
        volume = known_text(fields, "volumes", text.strip(), index)
        if volume.startswith((".", "~")):
            note_relative_folder(fields, index, volume)
        found.append(volume)
    return found or None


def note_relative_folder(fields: Fields, index: int, volume: str) -> None:
    """Say that a folder beside the old file is looked for beside the generated ones now."""
    source = volume.partition(":")[0]
    fields.reading.note(
        (*fields.path, "volumes", index),
        phrase(
            "{source} is now looked for beside the generated docker-compose.yml: put a copy"
            " there, or write the folder’s whole path.",
            source=source,
        ),
    )
