"""Docker Compose itself: what it reads in a project, and a project at work on an engine."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from tests.real.peers import tools

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.real.peers.engine import Engine


class ComposeError(Exception):
    """Compose's own words on a project it does not take, or could not bring about."""


class Compose:
    """One version of docker compose, that knows nothing of this machine's variables."""

    def __init__(self, version: str, folder: Path) -> None:
        self.version = version
        self.program = tools.compose(version)
        self.folder = folder

    def config(self, project: Path, *words: str, env: Mapping[str, str] | None = None) -> Any:
        """The project in a folder as Compose reads it; no engine is asked."""
        return json.loads(self._run(project, self._environment(env), "config", *words, *JSON))

    def config_text(self, project: Path, *words: str, env: Mapping[str, str] | None = None) -> str:
        """What "config" prints with options of its own: --quiet, --services, --no-interpolate…"""
        return self._run(project, self._environment(env), "config", *words)

    def run(
        self,
        engine: Engine,
        project: Path,
        *words: str,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> str:
        """Run a compose command ("up", "--detach"…) for the project in a folder on an engine."""
        environment = self._environment({"DOCKER_HOST": engine.host, **(env or {})})
        return self._run(project, environment, *words, timeout=timeout)

    def _environment(self, more: Mapping[str, str] | None) -> Mapping[str, str]:
        home = str(self.folder)
        known = {"PATH": os.environ["PATH"], "HOME": home, "DOCKER_CONFIG": home}
        return {**known, **(more or {})}

    def _run(
        self, project: Path, environment: Mapping[str, str], *words: str, timeout: float = 60
    ) -> str:
        done = subprocess.run(
            [self.program, "--progress", "plain", *words],
            cwd=project,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
        if done.returncode != 0:
            raise ComposeError(done.stdout + done.stderr)
        return done.stdout


JSON = ("--format", "json")
