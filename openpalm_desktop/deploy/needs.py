"""What containers need before they can be made: images, networks, volumes."""

from collections.abc import Mapping, Sequence
from functools import partial

from openpalm_desktop.phrases import form_for, phrase

from .engine import Engine
from .labels import network_labels, volume_labels
from .progress import Progress, Steps
from .side_by_side import side_by_side


def fetch_images(engine: Engine, images: Sequence[str]) -> Steps:
    """Fetch images side by side, saying how far their layers are."""
    layers = dict.fromkeys(images, (0, 0))

    def pull(image: str) -> None:
        for at in engine.pull(image):
            layers[image] = (at.done, at.total)

    for done in side_by_side([partial(pull, image) for image in images]):
        left = len(images) - done
        total = sum(total for _, total in layers.values())
        so_far = sum(behind for behind, _ in layers.values())
        yield Progress(_fetching(images, left), so_far, total, is_bytes=True)


def make_networks(
    engine: Engine, project: str, own_labels: Mapping[str, str], made: list[str]
) -> Steps:
    """Make networks, and note the id of each as soon as it is there."""
    for name, own in own_labels.items():
        yield Progress(phrase("Making the network {name}", name=name))
        made.append(engine.create_network(name, network_labels(project, own)))


def make_volumes(engine: Engine, project: str, own_labels: Mapping[str, str]) -> Steps:
    """Make volumes side by side; those that are there are left as they are."""
    makers = [
        partial(engine.create_volume, name, volume_labels(project, own))
        for name, own in own_labels.items()
    ]
    for done in side_by_side(makers):
        yield Progress(phrase("Making volumes"), done, len(makers))


def _fetching(images: Sequence[str], left: int) -> str:
    if len(images) == 1:
        return phrase("Fetching {image}", image=images[0])
    return phrase("Fetching {count} {images}", count=left, images=form_for(left, "image", "images"))
