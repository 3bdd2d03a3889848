"""The certificates of a stack on a real engine, as its real Caddy has them."""

from __future__ import annotations

import json
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from openpalm_desktop.deploy.docker_engine import DockerEngine
from openpalm_desktop.deploy.issued_certificate import Authority
from openpalm_desktop.deploy.site_certificates import (
    SiteCertificate,
    Standing,
    look_at_certificates,
    wanted_certificates,
)
from openpalm_desktop.deploy.target import Target
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.stack import StackSpec
from tests.deploy.deploying import Deploying, channel
from tests.real.peers import images
from tests.real.peers.fetch import fetch
from tests.real.test_stack_commands import Person
from tests.ui.running import finished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.real.peers.engine import Engine

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("engine_version", ["28.5"], indirect=True),
]

NOWHERE = "https://127.0.0.1:1/dir"
SPEC: dict[str, Any] = {
    "version": 4,
    "caddy": {"acme": NOWHERE},
    "channels": {
        "chat": channel(domains=["chat.home.arpa", "192.168.77.1"], exposure="lan"),
        "blog": channel(domains=["blog.example.org"], exposure="public"),
    },
}
