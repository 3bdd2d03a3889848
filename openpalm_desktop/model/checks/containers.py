"""Rules that hold for every channel and service; the larger ones have files of their own."""

from collections.abc import Iterator

from openpalm_desktop.model.problem import Problem, warning
from openpalm_desktop.model.resolved import Resolved
from openpalm_desktop.model.templates import channel_template, channel_templates
from openpalm_desktop.phrases import inside_a_sentence, phrase

from .compose_keys import compose_problems
from .names import did_you_mean, is_image
from .processes import process_problems
from .variables import clear_secret_problems, variable_problems
from .volumes import volume_problems


def container_problems(one: Resolved) -> Iterator[Problem]:
    """Yield what is wrong with one channel or service, whatever the others are."""
    yield from template_problems(one)
    yield from image_problems(one)
    template = channel_template(one.container.template)
    for field, variables in (("env", one.container.env), ("config", one.container.config)):
        place = (*one.origin, field)
        yield from variable_problems(variables, place)
        yield from clear_secret_problems(variables, place, template)
    yield from template_setting_problems(one)
    yield from volume_problems(one.container.volumes, one.origin)
    yield from process_problems(one)
    yield from compose_problems(one)


def template_problems(one: Resolved) -> Iterator[Problem]:
    """The template must be a built-in channel."""
    name = one.container.template
    if name is not None and channel_template(name) is None:
        known = channel_templates()
        yield Problem(
            (*one.origin, "template"),
            "template-unknown",
            phrase("There is no built-in channel “{name}”.", name=name),
            did_you_mean(name, known, phrase("Choose one of {names}.", names=", ".join(known))),
        )


def image_problems(one: Resolved) -> Iterator[Problem]:
    """A container needs an image, and one that Docker accepts."""
    path = (*one.origin, "image")
    if one.image is None:
        if "build" not in one.container.compose and one.container.template is None:
            hint = phrase(
                "Write one, as in ghcr.io/example/blog:2.4.1, or choose a built-in channel."
            )
            yield Problem(
                path, "image-missing", phrase("{name} has no image.", name=one.name), hint
            )
    elif not is_image(one.image):
        yield Problem(
            path,
            "image-reference",
            phrase("“{image}” is no image that Docker accepts.", image=one.image),
            _image_hint(one.image),
        )


def template_setting_problems(one: Resolved) -> Iterator[Problem]:
    """A built-in channel's program needs its required settings."""
    template = channel_template(one.container.template)
    if template is None or not one.is_enabled:
        return
    for name, setting in template.settings.items():
        if not setting.required:
            continue
        path = (*one.origin, "config", name)
        if name not in one.environment:
            hint = phrase(
                "Fill in {name}, or switch {container} off.", name=name, container=one.name
            )
            message = phrase(
                "{label} does not start without its {title}.",
                label=template.label,
                title=inside_a_sentence(setting.title),
            )
            yield Problem(path, "setting-missing", message, hint)
        elif one.environment[name][0] == "":
            yield warning(
                path,
                "setting-empty",
                phrase("{name} is empty.", name=name),
                phrase("Fill it in before you deploy."),
            )


def _image_hint(image: str) -> str:
    if image != image.lower() and is_image(image.lower()):
        return phrase("Image names are in lower case: {image}.", image=image.lower())
    if image != image.strip() and is_image(image.strip()):
        return phrase("Remove the spaces around it.")
    return phrase("Write registry/path/name:tag, as in ghcr.io/example/blog:2.4.1.")
