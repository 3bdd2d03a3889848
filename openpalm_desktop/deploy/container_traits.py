"""How a container is made, in a form in which what was asked for and what runs can be compared.

What Docker or an image fills in by itself is left out on both sides, so that it is no difference.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from .compose_units import pairs
from .container_body import CONFIG, HOST
from .container_mounts import Storage
from .engine import ContainerSettings, EngineContainer, is_nameless
from .image_names import familiar
from .labels import NAME
from .wanted import WantedService

Traits: TypeAlias = Mapping[str, Any]
"""What is said of a container, by Compose's keys, and by the prefixes below."""

Mount: TypeAlias = tuple[str, str, str, bool]
"""What is mounted: its type, its source, where, and whether it can be written to."""

ENV, LABEL, NETWORK = "env ", "label ", "network "
IMAGE, PORTS, VOLUMES, RESTART, LOGGING = "image", "ports", "volumes", "restart", "logging"
_OWN_LABELS = ("com.docker.compose.", "openpalm.", "desktop.docker.io/")
_FILLED_IN = frozenset(
    {
        *("cgroup", "ipc", "isolation", "runtime", "oom_kill_disable", "mem_swappiness"),
        *("userns_mode", "ulimits", "hostname", LOGGING),
    }
)
"""Keys for which an engine has a word of its own where nobody says anything."""
_FROM_IMAGE = frozenset({"command", "entrypoint", "user", "working_dir", "stop_signal"})
_SHARED_MEMORY = 64 * 2**20  # bytes, where nothing is said


def asked_traits(service: WantedService, image: Mapping[str, Any]) -> Traits:
    """Return how a service should run; `image` is what its image fills in, as far as known."""
    body = service.body
    host = body["HostConfig"]
    labels = dict(pairs(service.definition.get("labels")))
    networks = service.endpoints or {str(host["NetworkMode"]): {}}
    return {
        **_config_traits(body, image),
        **_host_traits(host),
        **_variables(dict(service.environment), image),
        **_labels(labels, image),
        **_networks(networks, {service.container, str(body.get("Hostname"))}),
        **_said({VOLUMES: asked_mounts(service.storage)}),
    }


def found_traits(
    one: EngineContainer,
    settings: ContainerSettings,
    image: Mapping[str, Any],
    placed: Collection[str],
) -> Traits:
    """Return how a container runs; `placed` are the places of generated files in it."""
    host = settings.host
    return {
        **_config_traits(settings.config, image),
        **_host_traits(host),
        **_variables(environment_of(settings), image),
        **_labels(settings.config.get("Labels") or {}, image),
        **_networks(settings.networks, {one.id[:12], *_own_names(one, settings)}),
        **_said({VOLUMES: _mounts(host.get("Binds") or (), host.get("Mounts") or (), placed)}),
    }


def _own_names(one: EngineContainer, settings: ContainerSettings) -> tuple[str, ...]:
    """Return the names that a container has in its networks without anybody's saying so."""
    return one.name, one.labels.get(NAME, one.name), str(settings.config.get("Hostname"))


def environment_of(settings: ContainerSettings) -> dict[str, str]:
    """Return all variables of a container, those of its image too."""
    return dict(pairs(settings.config.get("Env")))


def differing(asked: Traits, found: Traits) -> Iterator[str]:
    """Yield the keys in which a container differs from what was asked for, in their order."""
    for key in dict.fromkeys([*asked, *found]):
        if asked.get(key) != found.get(key) and can_tell(asked, key):
            yield key


def can_tell(asked: Traits, key: str) -> bool:
    """Whether a difference in a key is one, and nothing that an engine has filled in."""
    return key not in _FILLED_IN or key in asked


def _config_traits(config: Mapping[str, Any], image: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: config.get(name) for key, (name, _) in CONFIG.items()}
    found[IMAGE] = familiar(str(found[IMAGE]))
    found["healthcheck"] = _healthcheck(found["healthcheck"], image)
    for key in _FROM_IMAGE:
        if found[key] == image.get(CONFIG[key][0]):
            found[key] = None
    if found["stop_signal"] == "SIGTERM":
        found["stop_signal"] = None
    return _said(found)


def _healthcheck(own: Any, image: Mapping[str, Any]) -> Any:
    """Return a healthcheck with what it takes over from its image; nothing if that is all."""
    given = _without_zeros(image.get("Healthcheck"))
    said = _without_zeros(own)
    whole = said if said.get("Test") == ["NONE"] else given | said
    return None if whole == given else whole


def _without_zeros(check: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (check or {}).items() if value}


def _host_traits(host: Mapping[str, Any]) -> dict[str, Any]:
    found = {key: host.get(name) for key, (name, _) in HOST.items()}
    found["memswap_limit"] = _swap(host)
    found["pids_limit"] = max(found["pids_limit"] or 0, 0)
    found["mem_swappiness"] = None if found["mem_swappiness"] == -1 else found["mem_swappiness"]
    found["shm_size"] = None if found["shm_size"] == _SHARED_MEMORY else found["shm_size"]
    for key in ("cap_add", "cap_drop"):
        found[key] = sorted(one.upper().removeprefix("CAP_") for one in found[key] or ())
    if host.get("Privileged"):
        found["security_opt"] = [
            one
            for one in found["security_opt"] or ()
            if one not in {"label=disable", "label:disable"}
        ]
    if found["ulimits"]:
        found["ulimits"] = sorted(found["ulimits"], key=lambda one: str(one["Name"]))
    found[PORTS] = _ports(host.get("PortBindings"))
    found[RESTART] = _restart(host.get("RestartPolicy"))
    found[LOGGING] = host.get("LogConfig")
    return _said(found)


def _swap(host: Mapping[str, Any]) -> int | None:
    """Return the limit with swap; an engine takes twice the memory where nothing is said."""
    swap, memory = host.get("MemorySwap") or 0, host.get("Memory") or 0
    return None if swap in {0, 2 * memory} else int(swap)


def _ports(bound: Mapping[str, Any] | None) -> list[tuple[str, int, str]]:
    return sorted(
        (one.get("HostIp") or "", _host_port(one.get("HostPort") or ""), port)
        for port, some in (bound or {}).items()
        for one in some or ()
    )


def _host_port(said: str) -> int:
    """Return a port; none for a range, of which the engine takes any that is free."""
    return int(said) if said.isdecimal() else 0


def _restart(policy: Mapping[str, Any] | None) -> tuple[str, int] | None:
    name = (policy or {}).get("Name") or "no"
    return None if name == "no" else (name, (policy or {}).get("MaximumRetryCount") or 0)


def _variables(environment: Mapping[str, str], image: Mapping[str, Any]) -> dict[str, str]:
    given = dict(pairs(image.get("Env")))
    return {f"{ENV}{k}": v for k, v in environment.items() if given.get(k) != v}


def _labels(labels: Mapping[str, str], image: Mapping[str, Any]) -> dict[str, str]:
    given = image.get("Labels") or {}
    return {
        f"{LABEL}{key}": value
        for key, value in labels.items()
        if not key.startswith(_OWN_LABELS) and given.get(key) != value
    }


def _networks(
    networks: Mapping[str, Mapping[str, Any]], by_itself: set[str]
) -> dict[str, tuple[tuple[str, ...], str, str]]:
    """Return each network with the names and fixed addresses in it."""
    found = {}
    for name, endpoint in networks.items():
        fixed = endpoint.get("IPAMConfig") or {}
        aliases = sorted(set(endpoint.get("Aliases") or ()) - by_itself)
        addresses = (fixed.get("IPv4Address") or "", fixed.get("IPv6Address") or "")
        found[f"{NETWORK}{name}"] = (tuple(aliases), *addresses)
    return found


def asked_mounts(storage: Storage) -> list[Mount]:
    """Return what a service mounts."""
    return _mounts(storage.binds, storage.mounts, ())


def _mounts(
    binds: Iterable[str], mounts: Iterable[Mapping[str, Any]], placed: Collection[str]
) -> list[Mount]:
    """Return what is mounted, but for volumes without a name, which images make too."""
    found = [_bound(bind) for bind in binds]
    for one in mounts:
        source, target = str(one.get("Source") or ""), str(one["Target"])
        found.append((str(one["Type"]), _trimmed(source), target, not one.get("ReadOnly")))
    return sorted(
        one
        for one in found
        if one[2] not in placed and not (one[0] == "volume" and _is_none(one[1]))
    )


def _bound(bind: str) -> Mount:
    if ":" not in bind:  # a volume without a name
        return "volume", "", bind, True
    source, target, *modes = bind.split(":")
    kind = "bind" if source.startswith("/") else "volume"
    return kind, _trimmed(source), target, "ro" not in ",".join(modes).split(",")


def _is_none(volume: str) -> bool:
    return not volume or is_nameless(volume)


def _trimmed(source: str) -> str:
    """Return a folder as people write it; Docker Desktop has them below one of its own."""
    return source.removeprefix("/host_mnt").rstrip("/") or source


def _said(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said; nothing, nought and empty mean the same to an engine."""
    return {key: value for key, value in found.items() if value not in (None, 0, "", [], {}, ())}
