"""What people read of an edit, and of everything since the last save."""

import textwrap
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model import edits
from openpalm_desktop.model.changes import Change, Reach, Weight, changes, headline
from openpalm_desktop.model.resolved_stack import ResolvedStack, Resolver, resolved
from openpalm_desktop.model.resources import resource_data
from openpalm_desktop.model.stack import StackSpec
from tests.examples import fewer
from tests.strategies import specs

HOUSEHOLD = StackSpec.from_data(resource_data("examples", "household.yaml"))
BARE = {"image": "alpine", "containerPort": 8080}
CANARY = "correct-horse-battery-staple"


def stack(**fields: Any) -> ResolvedStack:
    """A stack of its own."""
    return resolved(StackSpec.from_data({"version": 4} | fields))


def channels(**several: dict[str, Any]) -> ResolvedStack:
    """A stack of channels with an image and a port each."""
    return stack(channels={name: BARE | one for name, one in several.items()})


def services(**several: dict[str, Any]) -> ResolvedStack:
    """A stack of services with an image each."""
    return stack(services={name: {"image": "alpine"} | one for name, one in several.items()})


def told(before: ResolvedStack, after: ResolvedStack) -> str:
    """Changes as lines, wider ones with a +, narrower ones with a -."""
    marks = {Reach.WIDER: "+", Reach.NARROWER: "-", Reach.SAME: " "}
    return "\n".join(f"{marks[one.reach]} {one.sentence}" for one in changes(before, after))


def edited(*path: str | int, to: Any, spec: StackSpec = HOUSEHOLD) -> str:
    """What one edit of the example household changes."""
    return told(resolved(spec), resolved(edits.put(spec, path, to)))


def lines(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


# Reach


def test_a_new_domain_opens_to_those_who_may_reach_the_channel() -> None:
    domains = ["blog.example.org", "www.blog.example.org", "new.example.org"]
    assert edited("channels", "blog", "domains", to=domains) == (
        "+ new.example.org opens to the internet"
    )


def test_the_last_domain_gone_opens_the_port_that_it_had_closed() -> None:
    assert edited("channels", "blog", "domains", to=None) == lines("""
        + Family blog opens port 8080 of the server
        - blog.example.org and www.blog.example.org no longer lead to Family blog
    """)


def test_a_wider_exposure_opens_the_published_port() -> None:
    assert edited("channels", "metrics", "exposure", to="lan") == (
        "+ metrics: only this host → local network; opens port 9091 of the server"
    )


def test_a_published_port_knows_no_difference_between_network_and_internet() -> None:
    before, after = (channels(a={"exposure": exposure}) for exposure in ("lan", "public"))
    text = "  a: local network → internet; port 8080 of the server is open to both"
    assert told(before, after) == text


def test_the_access_scope_keeps_a_channel_from_the_internet() -> None:
    assert edited("channels", "chat", "exposure", to="public") == (
        "  Chat: local network → internet; the stack’s own site keeps it to the local network"
    )


def test_a_wider_access_scope_lets_out_what_waited_for_it() -> None:
    places = {"exposure": "public", "pathPrefixes": ["/a"]}
    before, after = (
        stack(accessScope=scope, channels={"a": BARE | places}) for scope in ("lan", "public")
    )
    assert told(before, after) == "+ The stack’s own site reaches the internet"
    assert told(after, before) == "- The stack’s own site reaches the local network only"


def test_another_exposure_brings_another_certificate() -> None:
    assert edited("channels", "blog", "exposure", to="lan") == lines("""
        - Family blog: internet → local network, at blog.example.org and www.blog.example.org
          Family blog gets a certificate by Caddy’s internal CA
    """)


def test_a_certificate_is_told_with_its_authority() -> None:
    place = {"domains": ["a.example.org"], "exposure": "public"}
    before = channels(a=place | {"internalTls": True})
    assert told(before, channels(a=place)) == "  a gets a certificate by Let’s Encrypt"


def test_a_shared_domain_gets_its_certificate_itself() -> None:
    one = {"domains": ["a.example.org"], "pathPrefixes": ["/one"]}
    two = {"domains": ["a.example.org"], "pathPrefixes": ["/two"]}
    before = channels(a=one | {"internalTls": False}, b=two | {"internalTls": False})
    after = channels(a=one, b=two | {"internalTls": False})
    assert told(before, after) == "  a.example.org gets a certificate by Caddy’s internal CA"


def test_what_is_switched_off_says_who_answers_in_its_place() -> None:
    assert edited("channels", "notes", "enabled", to=False) == (
        "+ notes is switched off; /notes on the stack’s own site now leads to Assistant"
    )


def test_what_is_switched_on_says_where_it_opens() -> None:
    assert edited("channels", "voice", "enabled", to=True) == (
        "+ Voice is switched on: /channels/voice on the stack’s own site opens to the local network"
    )


def test_an_edit_of_what_is_off_reaches_nobody() -> None:
    before, after = (channels(a={"enabled": False, "exposure": e}) for e in ("host", "public"))
    assert told(before, after) == "  a: only this host → internet"


def test_a_guarded_path_that_goes_leaves_its_place_to_the_open_one_around_it() -> None:
    open_one = {"domains": ["a.org"], "exposure": "public"}
    guarded = {"domains": ["a.org"], "exposure": "host", "pathPrefixes": ["/admin"]}
    before, after = channels(app=open_one, admin=guarded), channels(app=open_one)
    assert told(before, after) == "+ admin is removed; a.org/admin now leads to app"
    assert told(after, before) == "+ A new channel admin: a.org/admin opens to this host"


def test_a_name_that_loses_its_own_site_falls_to_the_wildcard() -> None:
    wild = {"domains": ["*.a.org"], "exposure": "public"}
    before = channels(wild=wild, blog={"domains": ["blog.a.org"]})
    text = "+ blog is removed; blog.a.org now leads to wild"
    assert told(before, channels(wild=wild)) == text


def test_a_wildcard_takes_back_all_of_a_name_that_loses_its_site() -> None:
    wild = {"domains": ["*.a.org"], "exposure": "public"}
    part = {"domains": ["b.a.org"], "pathPrefixes": ["/x"]}
    before, after = channels(wild=wild, part=part), channels(wild=wild)
    assert told(before, after) == lines("""
        + part is removed; b.a.org/x now leads to wild
        + b.a.org opens to the internet
    """)
    assert told(after, before) == lines("""
        + A new channel part: b.a.org/x opens to the local network
        - b.a.org no longer leads to wild
    """)


def test_paths_are_compared_as_caddy_compares_them() -> None:
    before, after = (channels(a={"domains": ["a.org"], "pathPrefixes": [p]}) for p in ("/A", "/a"))
    assert told(before, after) == "  a: paths gain /a and lose /A"
    assert told(channels(a={"domains": ["a.org"], "pathPrefixes": ["/x"]}), before) == lines("""
        + a.org/A opens to the local network
        - a.org/x no longer leads to a
    """)


def test_a_path_that_another_channel_takes_is_told_once() -> None:
    one = {"domains": ["a.org"], "exposure": "public"}
    before, after = channels(a=one, b={}), channels(a={}, b=one)
    assert "a.org now leads to b, open to the internet" in told(before, after)
    assert "no longer leads" not in told(before, after)


def test_ports_of_services_open_as_their_address_says() -> None:
    ports = {
        "5432:5432": "+ db opens port 5432 of the server",
        "127.0.0.1:5432:5432": "+ db opens port 5432 for this host",
        "192.168.1.5:53:53/udp": "+ db opens UDP port 53 of 192.168.1.5",
        "9000-9002:9000-9002": "+ db opens ports 9000–9002 of the server",
        "80": "+ db opens a port of the server that Docker chooses",
        "[::]:81:81": "+ db opens port 81 of the server over IPv6",
    }
    for port, text in ports.items():
        assert told(services(db={}), services(db={"ports": [port]})) == text


def test_only_what_a_port_range_adds_opens() -> None:
    before, after = (services(db={"ports": [f"{r}:{r}"]}) for r in ("9000-9002", "8999-9003"))
    assert told(before, after) == "+ db opens port 8999 of the server and port 9003 of the server"
    assert told(after, before) == "- db closes port 8999 of the server and port 9003 of the server"


def test_a_port_for_this_host_is_part_of_one_for_all() -> None:
    before, after = (services(db={"ports": [f"{a}5:5"]}) for a in ("127.0.0.1:", ""))
    assert told(before, after) == "+ db opens port 5 of the server"
    assert told(after, before) == "- db closes port 5 of the server"


def test_ports_written_in_composes_own_words_count_too() -> None:
    before, after = channels(a={"hostPort": 90}), channels(a={"compose": {"ports": ["91:80"]}})
    assert "opens port 91 of the server" in told(before, after)
    host = channels(a={"hostPort": 90, "compose": {"network_mode": "host"}})
    assert told(before, host).startswith("+ a opens every port it listens on")


def test_another_port_of_caddys_is_a_port_that_opens() -> None:
    text = "+ HTTP port changes from 80 to 8080; opens port 8080 of the server"
    assert edited("caddy", "httpPort", to=8080) == text
    before, after = (stack(caddy={"httpPort": port}) for port in (80, 8080))
    assert told(before, after) == "  HTTP port changes from 80 to 8080"


# Things that come, go and are called otherwise


def test_a_new_channel_says_who_reaches_it() -> None:
    forum = {"label": "Forum", "domains": ["forum.example.org"], "exposure": "public"}
    before = channels(a={})
    assert told(before, channels(a={}, forum=forum)) == (
        "+ A new channel Forum: forum.example.org opens to the internet"
    )
    idle = {"label": "Forum", "enabled": False}
    assert told(before, channels(a={}, forum=idle)) == "  A new channel Forum, switched off"


def test_a_channel_of_another_name_stays_the_same_channel() -> None:
    talk = edits.rename_channel(HOUSEHOLD, "chat", "talk")
    assert told(resolved(HOUSEHOLD), resolved(talk)) == "  Chat is now called talk"
    journal = edits.rename_channel(HOUSEHOLD, "blog", "journal")
    text = "  Family blog: its name in the stack changes from blog to journal"
    assert told(resolved(HOUSEHOLD), resolved(journal)) == text


def test_a_channel_of_another_name_may_differ_a_little() -> None:
    one = {"domains": ["a.org"], "env": {"A": "1"}}
    before, after = channels(a=one), channels(b=one | {"env": {"A": "2"}})
    assert told(before, after) == "  a is now called b\n  A of b changes"


def test_who_waits_for_a_channel_waits_for_its_new_name() -> None:
    before = StackSpec.from_data(
        {"version": 4, "channels": {"a": BARE, "b": BARE | {"dependsOn": ["a"], "hostPort": 1}}}
    )
    after = edits.rename_channel(before, "a", "c")
    assert told(resolved(before), resolved(after)).splitlines() == [
        "  a is now called c",
        "  b starts after c",
        "  b no longer starts after a",
    ]


def test_another_order_is_a_light_change() -> None:
    before = resolved(HOUSEHOLD)
    after = resolved(edits.move_channel(HOUSEHOLD, "blog", 0))
    text = "Channels are in another order"
    assert changes(before, after) == (Change(("channels",), text, Reach.SAME, Weight.LIGHT),)


def test_automations_are_told_by_when_they_run() -> None:
    one = {"id": "a", "name": "Backup", "schedule": "30 2 * * *", "script": "true"}
    two = {"id": "b", "schedule": "*/5 * * * *", "script": "true", "enabled": False}
    text = "  A new automation Backup: at 02:30 every day\n  A new automation b, switched off"
    assert told(stack(), stack(automations=[one, two])) == text
    before, after = (stack(automations=some) for some in ([one, two], [two, one]))
    assert told(before, after) == "  Automations are in another order"


def test_a_half_typed_schedule_changes_without_words() -> None:
    text = "  Schedule of Nightly backup changes"
    assert edited("automations", 0, "schedule", to="30 2 *") == text


def test_a_preset_that_goes_leaves_what_the_spec_said_of_it_untold() -> None:
    assert edited("preset", to="none") == lines("""
        - Core services are removed: Qdrant, OpenMemory and 3 more
    """)


def test_core_images_follow_the_tag_in_one_sentence() -> None:
    text = "  Image tag changes from latest to v2: the built-in images follow"
    assert edited("imageTag", to="v2") == text


def test_an_override_of_the_preset_is_told_with_what_it_overrides() -> None:
    assert edited("services", "qdrant", to={"image": "qdrant/qdrant:v2"}) == (
        "  Qdrant: image changes from qdrant/qdrant:v1.17.0 to qdrant/qdrant:v2"
    )


def test_a_variable_between_environment_and_settings_does_not_come_or_go() -> None:
    before, after = channels(a={"env": {"A": "1"}}), channels(a={"config": {"A": "1"}})
    assert told(before, after) == "  A of a changes"


def test_a_whole_day_of_edits() -> None:
    spec = edits.put(HOUSEHOLD, ("channels", "files", "exposure"), "public")
    spec = edits.put(spec, ("channels", "discord", "config", "DISCORD_BOT_TOKEN"), CANARY)
    spec = edits.put(spec, ("channels", "telegram"), None)
    spec = edits.put(spec, ("channels", "blog", "image"), "ghcr.io/example/blog:3")
    spec = edits.put(spec, ("channels", "blog", "volumes"), ["blog-data:/data"])
    spec = edits.put(spec, ("services", "postgres", "ports"), ["127.0.0.1:5432:5432"])
    spec = edits.put(spec, ("automations", 1, "enabled"), True)
    spec = edits.put(spec, ("timezone",), "UTC")
    spec = edits.put(spec, ("caddy", "acme"), "letsencrypt")
    assert told(resolved(HOUSEHOLD), resolved(spec)) == lines("""
        + Telegram is removed; bot.example.org/telegram now leads to Discord
        + PostgreSQL opens port 5432 for this host
        + files: local network → internet, at files.home.arpa
          Weekly report is switched on: at 08:00 on Monday
          Time zone changes from Europe/Berlin to UTC: every schedule goes by its clock
          Certificate authority changes from Let’s Encrypt (staging) to Let’s Encrypt
          DISCORD_BOT_TOKEN of Discord changes
          Family blog: image changes from ghcr.io/example/blog:2.4.1 to ghcr.io/example/blog:3
          Family blog: storage gains blog-data:/data and loses blog-data:/var/lib/blog
    """)


def test_the_headline_is_the_widest_change() -> None:
    before = resolved(HOUSEHOLD)
    spec = edits.rename_channel(HOUSEHOLD, "chat", "talk")
    spec = edits.put(spec, ("channels", "metrics", "exposure"), "lan")
    first = headline(changes(before, resolved(spec)))
    assert first is not None
    assert first.sentence == (
        "metrics: only this host → local network; opens port 9091 of the server"
    )
    assert headline(changes(before, before)) is None


# What is never said, and what is always so


@pytest.mark.parametrize("key", ["DISCORD_BOT_TOKEN", "LEVEL", "DATABASE_URL"])
def test_no_variable_shows_its_value(key: str) -> None:
    secret = f"postgres://me:{CANARY}@db"
    for section in ("env", "config"):
        for one, other in (({}, {key: secret}), ({key: "x"}, {key: secret})):
            before, after = channels(a={section: one}), channels(a={section: other})
            for text in (told(before, after), told(after, before)):
                assert key in text
                assert CANARY not in text


@pytest.mark.parametrize(
    "fields",
    [
        {"command": ["--password", CANARY]},
        {"labels": {"auth": CANARY}},
        {"labels": [f"auth={CANARY}"]},
        {"compose": {"build": {"args": {"TOKEN": CANARY}}}},
        {"healthcheck": {"test": f"curl -u me:{CANARY}"}},
        {"rewritePath": f"/bot{CANARY}"},
        {"description": CANARY},
        {"x-token": CANARY},
        {"volumes": [{"type": "volume", "target": "/x", "volume": {"o": CANARY}}]},
    ],
    ids=str,
)
def test_what_may_hold_a_secret_shows_no_value(fields: dict[str, Any]) -> None:
    for before, after in (
        (channels(a={}), channels(a=fields)),
        (channels(a=fields), channels(a={})),
    ):
        assert told(before, after)
        assert CANARY not in told(before, after)


@fewer
@given(before=specs(), after=specs())
def test_any_two_specs_can_be_compared_in_short_sentences(
    before: StackSpec, after: StackSpec
) -> None:
    found = changes(resolved(before), resolved(after))
    assert all(change.sentence.isprintable() for change in found)
    assert all(len(change.sentence) < 500 for change in found)
    assert len({(c.path[:2], c.sentence, c.reach) for c in found}) == len(found)


@fewer
@given(spec=specs(), names=st.permutations(["a", "b", "chat", "blog"]))
def test_every_change_leads_to_a_place(spec: StackSpec, names: list[str]) -> None:
    before, after = resolved(spec), resolved(edits.remove_channels(spec, names[:2]))
    for change in changes(before, after):
        assert change.path
        assert change.path[0] in {"channels", "services", "accessScope", "preset"}


def test_an_edit_among_a_thousand_channels_looks_at_that_channel_only() -> None:
    one = {"image": "alpine", "containerPort": 80, "exposure": "public"}
    many = {f"c{n}": one | {"domains": [f"c{n}.example.org"]} for n in range(1000)}
    spec = StackSpec.from_data({"version": 4, "channels": many})
    resolver = Resolver()
    before = resolver.resolve(spec)
    after = resolver.resolve(edits.put(spec, ("channels", "c500", "domains"), ["new.org"]))
    times = []
    for _ in range(20):
        start = perf_counter()
        found = changes(before, after)
        times.append(perf_counter() - start)
    assert [change.reach for change in found] == [Reach.WIDER, Reach.NARROWER]
    assert min(times) < 0.003  # a slow machine at work; comparing all takes 80 ms
