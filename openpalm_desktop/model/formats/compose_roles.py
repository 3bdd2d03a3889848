"""Which of a Compose file's services are channels.

A service becomes a channel when it publishes exactly one TCP port, on all addresses or on
127.0.0.1, and is no database or queue; or when it publishes none, but its name, its labels or its
environment say that people come to it through a proxy or gateway, and its port is known. All
others become services and keep their ports word for word.
"""

import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from .compose_ports import channel_port

_STORES = re.compile(
    r"postgres|postgis|timescale|mysql|mariadb|mongo|redis|valkey|keydb|memcached|rabbitmq|kafka"
    r"|nats|zookeeper|etcd|elasticsearch|opensearch|clickhouse|influxdb|cassandra|couchdb|neo4j"
    r"|qdrant|milvus|weaviate|chroma|pgvector|mosquitto"
)
_BEHIND_GATEWAY = {"GATEWAY_URL", "GUARDIAN_URL", "CHANNEL_NAME"}
_FOR_PEOPLE = re.compile(r"traefik\.enable|traefik\.http\.|caddy$|openpalm\.name|virtual\.host")
_LISTENS = re.compile(r"traefik\.http\.services\..*\.server\.port")


class Role(Enum):
    """What a Compose service becomes."""

    CHANNEL = auto()
    SERVICE = auto()


def role(name: str, service: Mapping[str, Any]) -> Role:
    """Return what a service becomes."""
    if is_store(service):
        return Role.SERVICE
    if channel_port(service.get("ports")) is not None:
        return Role.CHANNEL
    is_for_people = not service.get("ports") and _is_for_people(name, service)
    return Role.CHANNEL if is_for_people and listening_port(service) else Role.SERVICE


def is_store(service: Mapping[str, Any]) -> bool:
    """Whether the image is a database's, a cache's or a queue's; their web pages are none."""
    image = service.get("image")
    last = image.rpartition("/")[2] if isinstance(image, str) else ""
    return bool(_STORES.match(last)) and not re.search("express|admin|ui|commander|insight", last)


def listening_port(service: Mapping[str, Any]) -> int | None:
    """Return the port that a service without published ports listens on, where the file says it."""
    exposed = service.get("expose")
    candidates = list(exposed) if isinstance(exposed, list) else []
    pairs = {**_pairs(service.get("labels")), **_pairs(service.get("environment"))}
    candidates += [value for key, value in pairs.items() if _LISTENS.fullmatch(key)]
    candidates += [pairs["PORT"]] if "PORT" in pairs else []
    for candidate in candidates:
        text = str(candidate).removesuffix("/tcp")
        if re.fullmatch("[0-9]{1,5}", text) and 1 <= int(text) <= 65535:
            return int(text)
    return None


def _is_for_people(name: str, service: Mapping[str, Any]) -> bool:
    labels, variables = _pairs(service.get("labels")), _pairs(service.get("environment"))
    return (
        name.startswith("channel-")
        or bool(_BEHIND_GATEWAY & variables.keys())
        or (any(map(_FOR_PEOPLE.match, labels)) and str(labels.get("traefik.enable")) != "False")
    )


def _pairs(given: object) -> dict[str, object]:
    """Return a map or a list of `KEY=value` as a map."""
    if isinstance(given, Mapping):
        return dict(given)
    texts = [text for text in given if isinstance(text, str)] if isinstance(given, list) else []
    return {key: value for key, _, value in (text.partition("=") for text in texts)}
