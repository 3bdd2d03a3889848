"""`plan`: what it asks an engine for before it compares."""

from argparse import Namespace

import pytest

from openpalm_desktop.cli.plan import made_plan
from openpalm_desktop.deploy.engine import EngineImage
from tests.deploy.deploying import channel, wanted_of
from tests.deploy.fake_engine import FakeEngine

BLOG, CHAT = "example/blog:1", "example/chat:1"
SPEC = {
    "channels": {
        "blog": channel(image=BLOG, domains=["blog.home.arpa"]),
        "chat": channel(image=CHAT, domains=["chat.home.arpa"]),
    }
}


@pytest.mark.parametrize(("only", "fetched"), [(["channel-chat"], {CHAT}), ([], {BLOG, CHAT})])
def test_images_are_fetched_for_the_services_that_are_named(
    only: list[str], fetched: set[str]
) -> None:
    engine = FakeEngine()
    what = wanted_of(SPEC)
    engine.registry = {name: EngineImage(f"sha256:{name}", (name,), ()) for name in what.images}
    made_plan(Namespace(pull=True, only=only, remove_orphans=False), engine, what)
    assert {image for image in (BLOG, CHAT) if f"pull {image}" in engine.calls} == fetched
