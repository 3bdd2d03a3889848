"""A `docker run` line as a channel or a service, with a list of what was not carried over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpalm_desktop.model.secret import NAME, reference
from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import marked, phrase

from .compose_roles import Role
from .names import slug, sounds_secret
from .run_compose import Places
from .run_flags import HEALTH, LEFT_OUT, OF_THE_COMMAND
from .run_mounts import FILLED_IN, mounted
from .run_ports import channel_reach, service_ports
from .run_words import Flag, RunCommand, run_command
from .shell_words import Word

_LEFT = marked("{flag} was left out. {reason}")
_NO_KEY = marked("Its value is none that Compose knows, or it has no key for it.")
_OF_THIS = marked("{flags} concerned only this one command: a stack has its own ways.")
_NOW_SECRET = marked("{name} came from the shell: it is the secret {secret} now.")
_UNFIT = marked("{name} was left out. {variable} can be no secret’s name.")
_OWN_NETWORK = marked("The network {name} is one of this stack’s own, made when it starts.")
_NO_OPTION = marked("{keys} of the network {name} was left out: it has no place here.")
_PLAIN_NETWORKS = ("default", "bridge")


@dataclass(frozen=True, slots=True)
class RunLine:
    """What a line amounts to, or the sentence that says why it is none.

    `secrets` are values that stood in the line and are referred to by name instead.
    """

    name: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    problem: str = ""


def docker_run(text: str, role: Role, in_the_clear: Collection[str] = ()) -> RunLine:
    """Return what a pasted line amounts to as a channel or a service.

    Variables whose names sound like secrets become references, but for those `in_the_clear`.
    """
    command = run_command(text)
    if command.image is None:
        return RunLine(problem=command.problem)
    reading = _Reading(in_the_clear)
    for flag in command.flags:
        reading.read(flag)
    image = reading.said(command.image, phrase("The image"))
    name = slug(reading.name or _image_name(image), role.name.lower())
    data = {
        "image": image,
        **_reach(reading, role),
        **{key: value for key, value in reading.fields.items() if value},
        "networks": reading.joined,
        "command": [reading.said(word, phrase("The command")) for word in command.arguments],
        "healthcheck": reading.healthcheck,
        "compose": reading.places.keys,
    }
    said = {key: value for key, value in data.items() if value not in ({}, [], None)}
    return RunLine(name, said, reading.all_notes(command), reading.secrets)


def _reach(reading: "_Reading", role: Role) -> Data:
    if role is Role.SERVICE:
        return service_ports(reading.published)
    reach, notes = channel_reach(reading.published, reading.places.keys.get("expose", ()))
    reading.notes += notes
    return reach


def _image_name(image: str) -> str:
    return image.partition("@")[0].rpartition("/")[2].partition(":")[0]


class _Reading:
    """What the flags have said so far."""

    def __init__(self, in_the_clear: Collection[str]) -> None:
        self._in_the_clear = in_the_clear
        self.name = ""
        self.fields: Data = {"env": {}, "volumes": [], "labels": {}}
        self.published: list[str] = []
        self.networks: dict[str, Data] = {}
        self.aliases: list[str] = []
        self.healthcheck: Data = {}
        self.places = Places()
        self.secrets: dict[str, str] = {}
        self.notes: list[str] = []
        self._of_the_command: list[str] = []

    def read(self, flag: Flag) -> None:
        """Take one flag over, or say that it was not."""
        own = getattr(self, f"_{flag.name.replace('-', '_')}", None)
        if flag.name in OF_THE_COMMAND:
            self._of_the_command.append(flag.written)
            self.name = flag.text if flag.name == "name" else self.name
        elif flag.name in LEFT_OUT:
            self.leave(flag, phrase(LEFT_OUT[flag.name]))
        elif flag.name in HEALTH:
            self._health(flag)
        elif flag.name in _OWN and own is not None:
            own(flag)
        elif not flag.is_known:
            self.leave(flag, phrase("It is no option that is known here."))
        elif not self.places.take(flag, self.said(flag.value, flag.written)):
            self.leave(flag, phrase(_NO_KEY))

    def leave(self, flag: Flag, reason: str) -> None:
        """Say that a flag was not carried over, and why."""
        is_private = flag.name in ("env", "label") or not flag.is_known
        shown = "" if is_private or not flag.text else f" {flag.text}"
        self.notes.append(phrase(_LEFT, flag=f"{flag.written}{shown}", reason=reason))

    def said(self, word: Word | None, what: str) -> str:
        """Return a word's text, and say if a shell would have filled something in."""
        if word is None:
            return ""
        if word.filled:
            parts = ", ".join(dict.fromkeys(word.filled_texts))
            self.notes.append(phrase(FILLED_IN, what=what, parts=parts))
        return word.text

    @property
    def joined(self) -> Any:
        """The networks beside the stack's own; with options only if one has any."""
        if self.aliases and self.networks:
            first = next(iter(self.networks.values()))
            first["aliases"] = [*first.get("aliases", []), *self.aliases]
        return self.networks if any(self.networks.values()) else list(self.networks)

    def all_notes(self, command: RunCommand) -> tuple[str, ...]:
        """Return everything that a person should know, each once."""
        notes = list(self.notes)
        if self.aliases and not self.networks:
            notes.append(phrase("--network-alias was left out. It needs a network of its own."))
        if self._of_the_command:
            flags = ", ".join(dict.fromkeys(self._of_the_command))
            notes.append(phrase(_OF_THIS, flags=flags))
        if command.others:
            others = ", ".join(f"“{text} …”" for text in command.others)
            notes.append(phrase("The other commands were not read: {others}.", others=others))
        return tuple(dict.fromkeys(notes))

    # Flags with a field of their own

    def _env(self, flag: Flag) -> None:
        name, separator, value = flag.text.partition("=")
        rest = flag.value.after(len(name) + 1) if flag.value else Word("")
        if not name:
            self.leave(flag, phrase("It names no variable."))
        elif not separator or rest.variable:
            self._refer(name, rest.variable or name)
        elif value and self._is_secret(name):
            self.fields["env"][name] = reference(name)
            self.secrets[name] = value
        else:
            self.fields["env"][name] = self.said(rest, name)

    def _is_secret(self, name: str) -> bool:
        is_fit = NAME.fullmatch(name) is not None and name not in self._in_the_clear
        return is_fit and sounds_secret(name)

    def _refer(self, name: str, shell_name: str) -> None:
        """Take the shell's variable for a secret: both have their values elsewhere."""
        allowed = shell_name.upper()
        if NAME.fullmatch(allowed):
            self.fields["env"][name] = reference(allowed)
            self.notes.append(phrase(_NOW_SECRET, name=name, secret=allowed))
        else:
            self.notes.append(phrase(_UNFIT, name=name, variable=shell_name))

    def _label(self, flag: Flag) -> None:
        name, _, value = self.said(flag.value, flag.written).partition("=")
        if name:
            self.fields["labels"][name] = value
        else:
            self.leave(flag, phrase("It has no name."))

    def _user(self, flag: Flag) -> None:
        self.fields["user"] = self.said(flag.value, flag.written)

    def _workdir(self, flag: Flag) -> None:
        self.fields["workingDir"] = self.said(flag.value, flag.written)

    def _volume(self, flag: Flag) -> None:
        volume, notes = mounted(flag)
        self.notes += notes
        if volume is None:
            self.leave(flag, phrase("It names no folder in the container."))
        else:
            self.fields["volumes"].append(volume)

    _mount = _volume

    def _publish(self, flag: Flag) -> None:
        self.published.append(self.said(flag.value, flag.written))

    def _network(self, flag: Flag) -> None:
        pairs = [part.partition("=")[::2] for part in flag.text.split(",")]
        name = next((v for k, v in pairs if k == "name"), flag.text)
        if name in ("host", "none") or name.startswith(("container:", "ns:", "slirp4netns")):
            self.places.keys["network_mode"] = name
            return
        if name in _PLAIN_NETWORKS or name == "":
            return
        aliases = [v for k, v in pairs if k == "alias"]
        self.networks[name] = {"aliases": aliases} if aliases else {}
        self.notes.append(phrase(_OWN_NETWORK, name=name))
        others = [k for k, v in pairs if v and k not in ("name", "alias")]
        if others:
            keys = ", ".join(others)
            self.notes.append(phrase(_NO_OPTION, keys=keys, name=name))

    def _network_alias(self, flag: Flag) -> None:
        self.aliases.append(flag.text)

    def _health(self, flag: Flag) -> None:
        text = self.said(flag.value, flag.written)
        if flag.name != "health-retries":
            self.healthcheck[HEALTH[flag.name]] = text
        elif text.isascii() and text.isdigit() and len(text) < 10:
            self.healthcheck["retries"] = int(text)
        else:
            self.leave(flag, phrase("It is no number."))

    def _no_healthcheck(self, flag: Flag) -> None:
        if flag.is_on:
            self.healthcheck = {"disable": True}


_OWN = frozenset(
    {"env", "label", "user", "workdir", "volume", "mount", "publish", "network", "network-alias"}
    | {"no-healthcheck"}
)
