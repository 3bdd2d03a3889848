"""What a channel or service amounts to once its template or preset is filled in."""

from collections.abc import Mapping
from typing import TypeAlias

from openpalm_desktop.record import Record

from .channel import Channel
from .container import Container
from .exposure import Exposure
from .path import Path
from .presets import preset_layer
from .secret import reference
from .service import Service
from .stack import Preset, StackSpec
from .templates import ChannelTemplate, channel_template
from .value import Scalar

Environment: TypeAlias = Mapping[str, tuple[Scalar, Path]]
"""Each variable's value, and the path that says so."""

_LAYERED = ("env", "config")
"""Fields of a preset that an override adds to, key by key, instead of replacing them."""


class Surroundings(Record):
    """What every container of a stack takes from the stack itself."""

    namespace: str
    tag: str
    access_scope: Exposure

    @classmethod
    def of(cls, spec: StackSpec) -> "Surroundings":
        """Return the surroundings that a spec makes."""
        return cls(spec.image_namespace, spec.image_tag, spec.access_scope)

    def own_image(self, name: str) -> str:
        """Return the reference of an image in the spec's own namespace."""
        return f"{self.namespace}/{name}:{self.tag}"


class Resolved(Record, eq=False):
    """One container to be: its Compose name, its image and all of its environment."""

    origin: Path
    service: str
    container: Container
    image: str | None
    container_port: int | None
    environment: Environment

    @property
    def name(self) -> str:
        """The name in the spec."""
        return str(self.origin[-1])

    @property
    def is_enabled(self) -> bool:
        """Whether it is in the generated files at all."""
        return self.container.enabled


def channel_service_name(name: str) -> str:
    """Return a channel's name as a Compose service."""
    return f"channel-{name}"


def resolve_channel(name: str, channel: Channel, surroundings: Surroundings) -> Resolved:
    """Fill in what a channel's template gives, and its environment."""
    origin: Path = ("channels", name)
    template = channel_template(channel.template)
    port = _container_port(channel, template)
    return Resolved(
        origin,
        channel_service_name(name),
        channel,
        _image(channel, template, surroundings),
        port,
        _channel_environment(origin, channel, template, port),
    )


def resolve_service(name: str, service: Service, surroundings: Surroundings) -> Resolved:
    """Fill in a service; its template, where it has one, gives image, port and environment."""
    origin: Path = ("services", name)
    template = channel_template(service.template)
    return Resolved(
        origin=origin,
        service=name,
        container=service,
        image=_image(service, template, surroundings),
        container_port=_container_port(service, template),
        environment=_template_environment(origin, template) | _own_environment(origin, service),
    )


def stack_services(
    preset: Preset, own: Mapping[str, Service], surroundings: Surroundings
) -> dict[str, Service]:
    """Return the preset's services with the spec's overrides, then the spec's own, disabled too."""
    layer = preset_layer(preset)
    services = {}
    for name, service in layer.services.items():
        if name in layer.own_images and service.image:
            service = service.with_(image=surroundings.own_image(service.image))  # noqa: PLW2901 – the same service, its image spelled out
        override = own.get(name)
        services[name] = merged(service, override) if override else service
    return services | {n: s for n, s in own.items() if n not in services}


def merged(base: Service, override: Service) -> Service:
    """Return a service with every field that the override sets; maps of variables are added to."""
    said = {name: getattr(override, name) for name in override.said}
    changes = {name: value for name, value in said.items() if value is not None}
    for name in _LAYERED:
        if name in changes:
            changes[name] = {**getattr(base, name), **changes[name]}
    return base.replaced(**changes)


def _image(
    container: Container, template: ChannelTemplate | None, surroundings: Surroundings
) -> str | None:
    if container.image is not None or template is None:
        return container.image
    return surroundings.own_image(template.image)


def _container_port(container: Container, template: ChannelTemplate | None) -> int | None:
    if container.container_port is not None or template is None:
        return container.container_port
    return template.container_port


def _channel_environment(
    origin: Path, channel: Channel, template: ChannelTemplate | None, port: int | None
) -> Environment:
    environment = _template_environment(origin, template)
    if port:
        environment = {"PORT": (str(port), (*origin, "containerPort"))} | environment
    environment |= _own_environment(origin, channel)
    return environment


def _template_environment(
    origin: Path, template: ChannelTemplate | None
) -> dict[str, tuple[Scalar, Path]]:
    if template is None:
        return {}
    said = (*origin, "template")
    given: dict[str, tuple[Scalar, Path]] = {k: (v, said) for k, v in template.env.items()}
    return given | {template.shared_secret: (reference(template.shared_secret), said)}


def _own_environment(origin: Path, container: Container) -> dict[str, tuple[Scalar, Path]]:
    own = {key: (value, (*origin, "env", key)) for key, value in container.env.items()}
    for key, value in container.config.items():
        own[key] = (value, (*origin, "config", key))
    return own
