"""Certificates for engines that are reached over the network: an authority of our own, and more."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Authority:
    """Somebody who vouches for servers and clients; its files lie in a folder of its own."""

    folder: Path

    @property
    def certificate(self) -> Path:
        """What a program must have to believe it."""
        return self.folder / "ca.pem"

    def issue(self, name: str, *more: str, server: str = "") -> Path:
        """A folder with ca.pem, cert.pem and key.pem, for a client or for a server's address."""
        folder = self.folder / name
        folder.mkdir()
        shutil.copy(self.certificate, folder / "ca.pem")
        openssl("req", "-new", *NEW_KEY, "-keyout", folder / "key.pem", "-out", folder / "request")
        use = "serverAuth" if server else "clientAuth"
        address = f"\nsubjectAltName={server}" if server else ""
        (folder / "extensions").write_text(f"extendedKeyUsage={use}{address}\n")
        by = (
            "-CA",
            f"{self.certificate}",
            "-CAkey",
            f"{self.folder}/ca-key.pem",
            "-CAcreateserial",
        )
        files = ("-in", f"{folder}/request", "-out", f"{folder}/cert.pem")
        extensions = ("-extfile", f"{folder}/extensions")
        openssl("x509", "-req", *files, *by, *extensions, *(more or ("-days", "1")))
        return folder


NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=test")


def new_authority(folder: Path) -> Authority:
    """An authority that nobody knows yet."""
    folder.mkdir()
    files = ("-keyout", f"{folder}/ca-key.pem", "-out", f"{folder}/ca.pem")
    use = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")
    openssl("req", "-x509", *NEW_KEY, "-days", "1", *use, *files)
    return Authority(folder)


def openssl(*words: str | Path) -> None:
    """Run openssl."""
    command: Sequence[str] = ["openssl", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
