"""What channels and services have in common: the fields that become a Compose service."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import Field, StrictBool, StrictInt, StrictStr

from .value import Scalar, Value

Port: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=65535)]
Texts: TypeAlias = tuple[StrictStr, ...]
Labels: TypeAlias = Mapping[StrictStr, Scalar] | Texts
Command: TypeAlias = StrictStr | Texts
LongForm: TypeAlias = Mapping[StrictStr, Any]


class Healthcheck(Value):
    """How Docker finds out whether a container is well; Compose's fields, in camelCase."""

    test: Command | None = Field(
        None,
        title="Command",
        description="Run inside the container; exit status 0 means healthy.",
        examples=["wget -q --spider http://127.0.0.1:8080/health"],
    )
    interval: StrictStr | None = Field(
        None, title="Every", description="Time between two checks.", examples=["30s"]
    )
    timeout: StrictStr | None = Field(
        None, title="Give up after", description="A check that takes longer fails.", examples=["5s"]
    )
    retries: StrictInt | None = Field(
        None,
        title="Failures in a row",
        description="So many failed checks make it unhealthy.",
        examples=[3],
    )
    start_period: StrictStr | None = Field(
        None,
        title="Time to start",
        description="Failures in this time after the start do not count.",
        examples=["20s"],
    )
    start_interval: StrictStr | None = Field(
        None,
        title="Every, while starting",
        description="Time between two checks during the time to start.",
        examples=["2s"],
    )
    disable: StrictBool | None = Field(
        None, title="Off", description="Ignore the healthcheck that the image brings along."
    )


class Container(Value):
    """The fields that channels and services share."""

    template: StrictStr | None = Field(
        None,
        title="Built-in",
        description="A built-in channel to start from; every field may still be overridden.",
        examples=["chat"],
    )
    label: StrictStr | None = Field(
        None, title="Label", description="The name people see.", examples=["Family blog"]
    )
    description: StrictStr | None = Field(
        None, title="Description", description="A note for the people who keep this stack."
    )
    enabled: StrictBool = Field(
        default=True,
        title="On",
        description="Off: it stays in the spec and is in no generated file.",
    )
    image: StrictStr | None = Field(
        None,
        title="Image",
        description="The container image, with its registry, tag or digest.",
        examples=["ghcr.io/example/blog:2.4.1"],
    )
    container_port: Port | None = Field(
        None,
        title="Container port",
        description="The port the program inside the container listens on.",
        examples=[8080],
    )
    env: Mapping[StrictStr, Scalar] = Field(
        default_factory=dict,
        title="Environment",
        description="Environment variables; a value of exactly ${NAME} is a secret.",
        examples=[{"LOG_LEVEL": "info"}],
    )
    config: Mapping[StrictStr, Scalar] = Field(
        default_factory=dict,
        title="Settings",
        description="The program's own settings, merged over the environment.",
        examples=[{"DISCORD_BOT_TOKEN": "${DISCORD_BOT_TOKEN}"}],
    )
    volumes: tuple[StrictStr | LongForm, ...] = Field(
        (),
        title="Storage",
        description="Named volumes or folders of the server, and where the container sees them.",
        examples=[["blog-data:/var/lib/blog"]],
    )
    labels: Labels = Field(
        default_factory=dict,
        title="Labels",
        description="Docker labels on the container, for other tools.",
        examples=[{"com.example.team": "family"}],
    )
    depends_on: Texts | Mapping[StrictStr, LongForm] = Field(
        (),
        title="Starts after",
        description="Started once these run; once they are healthy where they have a healthcheck.",
        examples=[["postgres"]],
    )
    networks: Texts | Mapping[StrictStr, LongForm | None] = Field(
        (),
        title="More networks",
        description="Networks beside the stack's own.",
        examples=[["monitoring"]],
    )
    command: Command | None = Field(
        None,
        title="Command",
        description="Replaces the image's own command.",
        examples=[["serve", "--port", "8080"]],
    )
    user: StrictStr | None = Field(
        None, title="User", description="Runs as this user inside the container.", examples=["1000"]
    )
    working_dir: StrictStr | None = Field(
        None,
        title="Working directory",
        description="Where the command runs inside the container.",
        examples=["/app"],
    )
    healthcheck: Healthcheck | None = Field(
        None,
        title="Health",
        description="How Docker finds out whether it is well; none is invented.",
    )
    compose: Mapping[StrictStr, Any] = Field(
        default_factory=dict,
        title="More Compose keys",
        description="Any other Compose keys of this service, taken over as they stand.",
        examples=[{"cap_drop": ["ALL"]}],
    )
