"""What channels and services have in common: the fields that become a Compose service."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from .fields import field
from .misfit import Range
from .value import Scalar, Value

Port: TypeAlias = Annotated[int, Range(1, 65535)]
Texts: TypeAlias = tuple[str, ...]
Labels: TypeAlias = Mapping[str, Scalar] | Texts
Command: TypeAlias = str | Texts
LongForm: TypeAlias = Mapping[str, Any]


class Healthcheck(Value):
    """How Docker finds out whether a container is well; Compose's fields, in camelCase."""

    test: Command | None = field(
        default=None,
        title="Command",
        description="Run inside the container; exit status 0 means healthy.",
        example="wget -q --spider http://127.0.0.1:8080/health",
    )
    interval: str | None = field(
        default=None, title="Every", description="Time between two checks.", example="30s"
    )
    timeout: str | None = field(
        default=None,
        title="Give up after",
        description="A check that takes longer fails.",
        example="5s",
    )
    retries: int | None = field(
        default=None,
        title="Failures in a row",
        description="So many failed checks make it unhealthy.",
        example=3,
    )
    start_period: str | None = field(
        default=None,
        title="Time to start",
        description="Failures in this time after the start do not count.",
        example="20s",
    )
    start_interval: str | None = field(
        default=None,
        title="Every, while starting",
        description="Time between two checks during the time to start.",
        example="2s",
    )
    disable: bool | None = field(
        default=None,
        title="No check",
        description="Ignore the healthcheck that the image brings along.",
    )


class Container(Value):
    """The fields that channels and services share."""

    template: str | None = field(
        default=None,
        title="Built-in",
        description="A built-in channel to start from; every field may still be overridden.",
        example="chat",
    )
    label: str | None = field(
        default=None, title="Label", description="The name people see.", example="Family blog"
    )
    description: str | None = field(
        default=None, title="Description", description="A note for the people who keep this stack."
    )
    enabled: bool = field(
        default=True,
        title="On",
        description="Off: it stays in the spec and is in no generated file.",
    )
    image: str | None = field(
        default=None,
        title="Image",
        description="The container image, with its registry, tag or digest.",
        example="ghcr.io/example/blog:2.4.1",
    )
    container_port: Port | None = field(
        default=None,
        title="Container port",
        description="The port the program inside the container listens on.",
        example=8080,
    )
    env: Mapping[str, Scalar] = field(
        default={},
        title="Environment",
        description="Environment variables; a value of exactly ${NAME} is a secret.",
        example={"LOG_LEVEL": "info"},
    )
    config: Mapping[str, Scalar] = field(
        default={},
        title="Settings",
        description="The program’s own settings, merged over the environment.",
        example={"DISCORD_BOT_TOKEN": "${DISCORD_BOT_TOKEN}"},
    )
    volumes: tuple[str | LongForm, ...] = field(
        default=(),
        title="Storage",
        description="Named volumes or folders of the server, and where the container sees them.",
        example=["blog-data:/var/lib/blog"],
    )
    labels: Labels = field(
        default={},
        title="Labels",
        description="Docker labels on the container, for other tools.",
        example={"com.example.team": "family"},
    )
    depends_on: Texts | Mapping[str, LongForm] = field(
        default=(),
        title="Starts after",
        description="Started once these run; once they are healthy where they have a healthcheck.",
        example=["postgres"],
    )
    networks: Texts | Mapping[str, LongForm | None] = field(
        default=(),
        title="More networks",
        description="Networks beside the stack’s own.",
        example=["monitoring"],
    )
    command: Command | None = field(
        default=None,
        title="Command",
        description="Replaces the image’s own command.",
        example=["serve", "--port", "8080"],
    )
    user: str | None = field(
        default=None,
        title="User",
        description="Runs as this user inside the container.",
        example="1000",
    )
    working_dir: str | None = field(
        default=None,
        title="Working directory",
        description="Where the command runs inside the container.",
        example="/app",
    )
    healthcheck: Healthcheck | None = field(
        default=None,
        title="Health",
        description="How Docker finds out whether it is well; none is invented.",
    )
    compose: Mapping[str, Any] = field(
        default={},
        title="More Compose keys",
        description="Any other Compose keys of this service, taken over as they stand.",
        example={"cap_drop": ["ALL"]},
    )
