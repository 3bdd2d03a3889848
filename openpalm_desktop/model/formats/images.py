"""Image references of older files: the defaults of Compose's variables put in."""

from openpalm_desktop.phrases import phrase

from .interpolation import interpolated
from .reading import Fields


def image(fields: Fields) -> str | None:
    """Return a container's image, without variables as far as they have defaults."""
    said = fields.text("image")
    return None if said is None else known_text(fields, "image", said.strip())


def known_text(fields: Fields, key: str, text: str, index: int | None = None) -> str:
    """Return a text as Compose would read it where no variable is set; what stays open is noted."""
    result = interpolated(text)
    path = (*fields.path, key) if index is None else (*fields.path, key, index)
    if result.unknown:
        names = ", ".join(result.unknown)
        fields.reading.note(
            path,
            phrase(
                "Variables are not filled in here: write out what {names} stands for.", names=names
            ),
        )
    elif result.defaults:
        names = ", ".join(result.defaults)
        sentence = phrase(
            "The default of {names} was put in; variables are not read here.", names=names
        )
        fields.reading.note(path, sentence)
    return result.text
