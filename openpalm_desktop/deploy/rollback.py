"""A release made what is wanted again: its files byte for byte, its images by digest."""

from collections.abc import Generator, Mapping
from dataclasses import replace

from openpalm_desktop.generate.project import ComposeProject, ComposeService
from openpalm_desktop.phrases import phrase

from .content import Content
from .engine import Engine, EngineTrouble, ImageMissing
from .progress import Progress
from .releases import KeptImage, Release


def content_of(engine: Engine, release: Release) -> Generator[Progress, None, Content]:
    """Return what a release wants, each image by a name behind which is what was there then.

    Raises ImageMissing where an image is neither on the engine nor known to a registry by digest.
    """
    names = {}
    for reference, kept in release.images.items():
        names[reference] = yield from _name_for(engine, reference, kept)
    project = release.content.project
    services = {name: _with_image(one, names) for name, one in project.services.items()}
    return replace(release.content, project=ComposeProject(project.name, services, project.network))


def _name_for(engine: Engine, reference: str, kept: KeptImage) -> Generator[Progress, None, str]:
    now = engine.image(reference)
    if now is not None and now.id == kept.id:
        return reference
    if engine.image(kept.id) is not None:
        return kept.id
    if not kept.digest:
        raise ImageMissing(
            phrase(
                "The image {reference} of that release is no longer on the server.",
                reference=reference,
            ),
            phrase("It came from no registry, so it cannot be fetched again. Load it there first."),
        )
    for at in engine.pull(kept.digest):
        yield Progress(phrase("Fetching {image}", image=reference), at.done, at.total)
    if engine.image(kept.digest) is None:
        raise EngineTrouble(
            phrase("The image {name} could not be fetched.", name=kept.digest),
            phrase("Try again."),
        )
    return kept.digest


def _with_image(service: ComposeService, names: Mapping[str, str]) -> ComposeService:
    plain = dict(service.plain)
    reference = str(plain.get("image", "")).replace("$$", "$")
    if reference in names:
        plain["image"] = names[reference]
    return service.replaced(definition=plain)
