"""A registry of images on the engine's own host, which the engine may ask without TLS."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.real.peers import tools
from tests.real.peers.program import running, wait_until_it_listens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.real.peers.engine import Engine

HOST, PORT = "127.0.0.1", 5000
USER, PASSWORD = "me", "open sesame"
# The password as bcrypt keeps it, which is the only way that this registry knows.
LOGIN = f"{USER}:$2y$04$abcdefghijklmnopqrstuu/LVz6MZlItEy42I2juLihZ66HnQx/cy\n"


@dataclass(frozen=True)
class Registry:
    """One running registry; it may want a login for everything."""

    engine: Engine
    wants_login: bool

    def offer(self, image: str, name: str) -> str:
        """Take an image of the engine, which then has it no longer; returns its reference here."""
        reference = f"{HOST}:{PORT}/{name}"
        if self.wants_login:
            words = ("login", "--username", USER, "--password", PASSWORD, f"{HOST}:{PORT}")
            self.engine.docker(*words)
        self.engine.docker("tag", image, reference)
        self.engine.docker("push", reference)
        self.engine.docker("rmi", image, reference)
        return reference


@contextlib.contextmanager
def running_registry(
    folder: Path, engine: Engine, *, wants_login: bool = False
) -> Iterator[Registry]:
    """A registry beside an engine, until the end of the block."""
    program = tools.cached("registry", "registry/usr/bin/docker-registry")
    (folder / "login").write_text(LOGIN)
    login = {"auth": {"htpasswd": {"realm": "test", "path": str(folder / "login")}}}
    settings = {
        "version": 0.1,
        "storage": {"filesystem": {"rootdirectory": str(folder / "images")}},
        "http": {"addr": f"{HOST}:{PORT}"},
        **(login if wants_login else {}),
    }
    (folder / "registry.json").write_text(json.dumps(settings))  # which is YAML, too
    words = (str(program), "serve", str(folder / "registry.json"))
    with running(engine.lan.engine, folder / "registry.log", *words):
        wait_until_it_listens(engine.lan.engine, HOST, PORT)
        yield Registry(engine, wants_login)
