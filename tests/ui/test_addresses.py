"""What is told of a deployed stack to type into a browser."""

import pytest

from openpalm_desktop.deploy.target import Target
from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.ui.addresses import channel_addresses
from tests.ui.hands import opened_text

STACK = """\
version: 4
caddy: {httpPort: 8080, email: a@example.org}
channels:
  chat: {image: a, exposure: lan, containerPort: 1, pathPrefixes: [/chat]}
  blog: {image: a, exposure: public, containerPort: 1, domains: [blog.example.org]}
  off: {image: a, exposure: lan, containerPort: 1, pathPrefixes: [/off], enabled: false}
  port: {image: a, exposure: lan, containerPort: 1, hostPort: 9000}
"""


@pytest.mark.parametrize(
    ("target", "own"),
    [
        ("unix:///var/run/docker.sock", "http://localhost:8080/chat"),
        ("ssh://eva@attic.example.org", "http://attic.example.org:8080/chat"),
        ("tcp://[fd00::1]:2376", "http://[fd00::1]:8080/chat"),
    ],
)
def test_each_channel_behind_caddy_is_told_as_a_browser_wants_it(target: str, own: str) -> None:
    found = channel_addresses(resolved(opened_text(STACK).spec), Target("there", target))
    assert list(found) == [own, "https://blog.example.org/"]
