"""What a person may write for an ssh target."""

import pytest

from openpalm_desktop.deploy.ssh import SshAddress
from openpalm_desktop.errors import OpenPalmError


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("ssh://ann@example.org", SshAddress("example.org", "ann")),
        ("ssh://example.org:2222", SshAddress("example.org", port=2222)),
        ("ssh://ann@[2001:db8::1]:22", SshAddress("2001:db8::1", "ann", 22)),
        ("ssh://nas/run/podman.sock", SshAddress("nas", socket="/run/podman.sock")),
    ],
)
def test_an_address_is_read(url: str, address: SshAddress) -> None:
    assert SshAddress.parse(url) == address


@pytest.mark.parametrize(
    "url",
    ["ssh://", "http://nas", "ssh://nas:99999", "ssh://-oProxyCommand=x", "ssh://-x@nas", "nas"],
)
def test_what_is_no_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(OpenPalmError, match="no ssh target"):
        SshAddress.parse(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(OpenPalmError) as raised:
        SshAddress.parse("ssh://ann:hunter2@nas")
    assert "hunter2" not in raised.value.sentence + raised.value.hint


def test_an_address_is_shown_as_people_write_it() -> None:
    assert str(SshAddress("2001:db8::1", "ann", 22)) == "ann@[2001:db8::1]:22"
    assert SshAddress("nas", "ann", 22).words == ("-p", "22", "ann@nas")
