"""An installed program deploys to a real engine, sees what runs, and takes it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.real.peers import images
from tests.real.peers.fetch import Answer
from tests.real.peers.network import PRIVATE

if TYPE_CHECKING:
    from tests.real.peers.engine import Engine
    from tests.smoke.program import Program

SPEC = f"""\
version: 4
projectName: smoke
channels:
  chat:
    image: {images.STUB}
    exposure: lan
    containerPort: 8080
    pathPrefixes: [/chat]
    env: {{STUB_NAME: "the chat"}}
"""


@pytest.mark.parametrize("engine_version", ["28.5"], indirect=True)
def test_a_stack_is_deployed_answers_and_is_removed(program: Program, engine: Engine) -> None:
    program.write("openpalm.yaml", SPEC)
    on_target = ("openpalm.yaml", "--target", engine.host)
    assert "channel-chat" in program.run("plan", *on_target, status=2)
    program.run("deploy", *on_target, "--yes")
    answer = engine.lan.private.fetch("http://own.test/chat", at=PRIVATE.engine_v4)
    assert isinstance(answer, Answer)
    assert answer.echo.name == "the chat"
    assert "channel-chat  Up " in program.run("status", *on_target)
    program.run("plan", *on_target)
    program.run("down", *on_target)
    assert engine.docker("container", "ls", "--all", "--quiet") == ""
