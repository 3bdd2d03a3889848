"""The root of a private authority: certificates only, whatever else stands in the file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from openpalm_desktop.deploy.acme_root import AcmeRootUnreadable, acme_root
from tests.deploy.certificates import certificate

NOW = datetime(2027, 3, 1, tzinfo=UTC)
KEY = "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----\n"


def test_a_key_beside_the_certificates_stays_where_it_is(tmp_path: Path) -> None:
    first, second = (certificate(name, "x", NOW, NOW + timedelta(days=9)) for name in ("a", "b"))
    file = tmp_path / "all.pem"
    file.write_text(f"{KEY}# ours\n{first}{KEY}{second}", encoding="utf-8")
    assert acme_root(file) == first + second
    file.write_bytes(first.replace("\n", "\r\n").encode())
    assert acme_root(file) == first


@pytest.mark.parametrize("text", ["", KEY, "-----BEGIN CERTIFICATE-----\n", f"x{KEY}"])
def test_a_file_without_a_certificate_is_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "root.pem"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AcmeRootUnreadable, match="holds no certificate in PEM form"):
        acme_root(file)
