"""What is said before a deployment: warnings that do not block, errors that say what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from openpalm_desktop.deploy.engine import EngineImage, EngineInfo, EngineTrouble
from openpalm_desktop.deploy.execute import Blocked
from openpalm_desktop.deploy.preflight import checked, findings, with_findings
from openpalm_desktop.deploy.registry_access import question
from openpalm_desktop.deploy.surroundings import Offer, Surroundings
from tests.deploy.deploying import STUB, Deploying, channel
from tests.deploy.fake_engine import FakeEngine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpalm_desktop.deploy.plan import Plan
    from openpalm_desktop.deploy.preflight import Finding

CADDY = "caddy:2-alpine"
SPEC = {"channels": {"chat": channel(hostPort=9000)}}
PUBLIC = {
    "channels": {"chat": channel(exposure="public", domains=["chat.example.org"])},
    "caddy": {"acme": "letsencrypt-staging"},
}
GIB = 1024**3


def plan_of(data: dict[str, Any] = SPEC, engine: FakeEngine | None = None) -> Plan:
    return Deploying(engine or FakeEngine([STUB, CADDY])).plan(data)


def found(around: Surroundings, made: Plan | None = None) -> list[Finding]:
    return list(findings(made or plan_of(), around))


def on(info: EngineInfo, data: dict[str, Any] = SPEC) -> list[Finding]:
    made = plan_of(data)
    return found(Surroundings(), replace(made, observed=replace(made.observed, engine=info)))


def test_where_nothing_is_known_nothing_is_said() -> None:
    assert found(Surroundings()) == []
    assert found(Surroundings(free_bytes=2 * GIB, platforms={STUB: "linux/amd64"})) == []


def test_a_disk_that_is_full_is_in_the_way_and_one_with_little_room_is_not() -> None:
    full = found(Surroundings(free_bytes=10 * 1024**2))
    assert [(one.code, one.is_error) for one in full] == [("disk-full", True)]
    assert "10 MB are free" in full[0].why
    little = found(Surroundings(free_bytes=GIB // 2))
    assert [(one.code, one.is_error) for one in little] == [("disk", False)]


def test_an_image_for_another_processor_is_told() -> None:
    there = found(Surroundings(platforms={STUB: "linux/arm64/v8"}))
    assert [(one.code, one.is_error) for one in there] == [("architecture", False)]
    assert there[0].why == f"the image {STUB} is made for linux/arm64/v8, and the server is amd64"
    offers = {STUB: Offer(("linux/arm64", "linux/arm/v7"))}
    offered = found(Surroundings(offers=offers))
    assert [(one.code, one.is_error) for one in offered] == [("architecture", True)]
    assert "linux/arm64, linux/arm/v7 only" in offered[0].why
    assert found(Surroundings(offers={STUB: Offer(("linux/arm64", "linux/amd64"))})) == []


def test_an_image_that_the_registry_has_not_is_in_the_way_and_silence_is_not() -> None:
    no = found(Surroundings(offers={STUB: Offer(refusal="manifest unknown", is_final=True)}))
    assert [(one.code, one.is_error) for one in no] == [("image", True)]
    assert no[0].hint == "Check its name and tag."
    silent = found(Surroundings(offers={STUB: Offer(refusal="no answer")}))
    assert [(one.code, one.is_error) for one in silent] == [("registry", False)]


def test_where_no_registry_answers_it_is_told_once_with_the_images() -> None:
    names = ("a.test/one", "b.test/two", "c.test/three", "d.test/four")
    offers = {name: Offer(refusal=f"lookup {name[:6]}: no such host") for name in names}
    (told,) = found(Surroundings(offers=offers))
    assert (told.code, told.is_error) == ("registry", False)
    shown = "a.test/one, b.test/two, c.test/three and 1 more"
    assert told.why == (
        f"no registry says whether these images are there: {shown} (lookup a.test: no such host)"
    )


class Offline(FakeEngine):
    """An engine that no registry answers."""

    def offered(self, reference: str) -> Sequence[str]:
        raise EngineTrouble(f"{question(reference)}: dial tcp: lookup x.test: no such host.")


def test_why_no_registry_answers_is_told_without_the_image_that_was_asked_for() -> None:
    engine = Offline()
    made = result_of(checked(engine, plan_of(engine=engine)))
    (said,) = made.warnings
    assert said == (
        f"the registry does not say whether there is an image {STUB} (dial tcp: lookup x.test: "
        "no such host). It is tried all the same, before anything changes."
    )


def test_a_port_of_somebody_else_is_told_by_number_and_service() -> None:
    told = found(Surroundings(answering=frozenset({9000, 9999})))
    assert [(one.code, one.is_error) for one in told] == [("port", False)]
    assert "port 9000, which channel-chat wants" in told[0].why


@pytest.mark.parametrize(
    ("addresses", "server", "said"),
    [
        ((), (), "has no address in the DNS yet"),
        (("93.184.216.34",), ("8.8.8.8",), "leads to 93.184.216.34, and the server is 8.8.8.8"),
        (("8.8.8.8",), ("8.8.8.8", "fd00::1"), ""),
        (("93.184.216.34",), ("192.168.1.2",), ""),
        (("93.184.216.34",), (), ""),
    ],
    ids=["none", "elsewhere", "right", "server behind a router", "server not known"],
)
def test_a_public_name_should_lead_to_the_server(
    addresses: tuple[str, ...], server: tuple[str, ...], said: str
) -> None:
    around = Surroundings(addresses={"chat.example.org": addresses}, server=server)
    told = [one for one in found(around, plan_of(PUBLIC)) if one.code == "dns"]
    assert len(told) == bool(said)
    assert all(said in one.why and not one.is_error for one in told)


def test_staging_certificates_and_a_missing_address_are_told() -> None:
    codes = {one.code: one.is_error for one in found(Surroundings(), plan_of(PUBLIC))}
    assert codes == {"acme-staging": False, "acme-email": False}
    ready = {**PUBLIC, "caddy": {"email": "me@example.org"}}
    assert found(Surroundings(), plan_of(ready)) == []


def kept_to(**reach: str) -> Plan:
    """A plan for channels that are reached by a path through Caddy."""
    channels = {
        name: channel(exposure=exposure, pathPrefixes=[f"/{name}"])
        for name, exposure in reach.items()
    }
    return plan_of({"channels": channels})


@pytest.mark.parametrize(
    ("reach", "lets_in", "shuts_out"),
    [
        ({"a": "lan"}, True, False),
        ({"a": "lan", "b": "host"}, True, True),
        ({"a": "host", "b": "host"}, False, False),
    ],
    ids=["the local network", "with the server's own", "the server's own alone"],
)
def test_an_engine_that_shows_all_visitors_alike_cannot_tell_them_apart(
    reach: dict[str, str], *, lets_in: bool, shuts_out: bool
) -> None:
    told = found(Surroundings(hides_visitors=True), kept_to(**reach))
    assert [(one.code, one.is_error) for one in told] == [("visitors", False)] * lets_in
    said = " ".join(map(str, told))
    assert ("whoever reaches the server’s ports gets in" in said) is lets_in
    assert ("answers nobody" in said) is shuts_out
    assert found(Surroundings(), kept_to(**reach)) == []


def test_an_engine_is_asked_whether_it_hides_visitors_where_some_are_kept_out() -> None:
    engine = FakeEngine([STUB, CADDY])
    engine.hides = True
    narrow = {"channels": {"a": channel(pathPrefixes=["/a"])}}
    made = result_of(checked(engine, plan_of(narrow, engine)))
    assert [one.code for one in made.findings] == ["visitors"]
    assert result_of(checked(engine, plan_of(engine=engine))).findings == ()


def test_podman_is_named_and_an_old_one_refused() -> None:
    podman = EngineInfo("Podman", "5.2.0", "1.41", "linux", "amd64")
    assert [(one.code, one.is_error) for one in on(podman)] == [("podman", False)]
    (said,) = on(replace(podman, version="4.3.1"))
    assert "may lose requests for up to two minutes" in said.hint
    old = replace(podman, version="3.4.4")
    assert [(one.code, one.is_error) for one in on(old)] == [("podman-old", True)]


def test_an_engine_that_does_not_know_a_setting_is_told() -> None:
    check = {"test": ["CMD", "true"], "start_interval": "1s", "start_period": "5s"}
    own = {"healthcheck": check}
    data = {"channels": {"chat": channel(hostPort=9000, compose=own)}}
    old = EngineInfo("Docker", "20.10.24", "1.41", "linux", "amd64")
    told = on(old, data)
    assert [one.code for one in told] == ["start-interval"]
    assert "channel-chat" in told[0].why
    assert on(replace(old, api_version="1.44"), data) == []


def test_an_error_blocks_and_a_warning_does_not() -> None:
    engine = FakeEngine([STUB, CADDY])
    deploying = Deploying(engine)
    around = Surroundings(free_bytes=1, answering=frozenset({9000}))
    made = with_findings(plan_of(engine=engine), tuple(findings(plan_of(), around)))
    text = str(made)
    assert "x openpalm: the server’s disk is full" in text
    assert "⚠ openpalm: somebody who is no container answers on port 9000" in text
    with pytest.raises(Blocked, match="Nothing was done: the server’s disk is full"):
        deploying.carry_out(made)
    assert engine.calls == []
    only_warned = with_findings(made, tuple(one for one in made.findings if not one.is_error))
    deploying.carry_out(replace(only_warned, blocked=()))
    assert engine.names()


def test_a_look_ahead_asks_about_what_changes_only() -> None:
    engine = FakeEngine([CADDY])
    engine.registry[STUB] = EngineImage("sha256:1", (STUB,), ())
    engine.platform = lambda reference: f"linux/{'riscv64' if reference == CADDY else 'amd64'}"  # type: ignore[method-assign]
    deploying = Deploying(engine)
    data = {"channels": {"chat": channel(pathPrefixes=["/chat"])}}
    made = result_of(checked(engine, deploying.plan(data)))
    assert [(one.code, CADDY in one.why) for one in made.findings] == [("architecture", True)]
    deploying.carry_out(made)
    again = deploying.plan(data)
    assert again.is_empty
    assert result_of(checked(engine, again)).findings == ()


def test_an_image_that_nobody_has_is_told_beforehand() -> None:
    engine = FakeEngine([CADDY])
    made = result_of(checked(engine, Deploying(engine).plan(SPEC)))
    assert [one.code for one in made.findings if one.is_error] == ["image"]


def result_of(work: Any) -> Plan:
    while True:
        try:
            next(work)
        except StopIteration as end:
            made: Plan = end.value
            return made
