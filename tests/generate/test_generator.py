"""What upstream's own tests asked of its generators, and what its users ran into, in our words."""

from typing import Any

import pytest
import yaml

from openpalm_desktop.generate.artifact import Bundle
from openpalm_desktop.generate.generator import Supplies, generated
from openpalm_desktop.generate.workshop import Workshop
from openpalm_desktop.model.stack import StackSpec
from tests.rules import channel, channels, service, services

SECRETS = {"CHANNEL_CHAT_SECRET": "s", "ADMIN_TOKEN": "t", "POSTGRES_PASSWORD": "p", "TOKEN": "t#"}


def bundle(data: dict[str, Any]) -> Bundle:
    """The files of a stack without errors."""
    made = Workshop(Supplies(SECRETS)).make(StackSpec.from_data(data), SECRETS)
    assert made.generated is not None, made.problems
    return made.generated.bundle


def compose(data: dict[str, Any]) -> Any:
    """The Compose file, read back."""
    return yaml.safe_load(bundle(data)["docker-compose.yml"].text)


def compose_channel(**fields: Any) -> Any:
    """The Compose service of a channel."""
    return compose(channel(**fields))["services"]["channel-blog"]


def caddyfile(data: dict[str, Any]) -> str:
    """The Caddyfile."""
    return bundle(data)["caddy/Caddyfile"].text


def block(text: str, head: str) -> list[str]:
    """The lines of the top-level block with this head, without their indent."""
    _, _, rest = text.partition(f"\n{head} {{\n")
    assert rest, text
    return [line.strip() for line in rest.partition("\n}\n")[0].split("\n")]


def test_all_core_services_and_enabled_channels_are_in_the_compose_file() -> None:
    data = {"preset": "openpalm", "channels": {"bot": {"template": "chat"}}}
    core = [
        "postgres",
        "qdrant",
        "openmemory",
        "openmemory-ui",
        "opencode-core",
        "gateway",
        "admin",
    ]
    assert list(compose(data)["services"]) == ["caddy", *core, "channel-bot"]


def test_a_disabled_channel_is_in_no_file() -> None:
    data = channels(on={"domains": ["on.org"]}, gone={"domains": ["gone.org"], "enabled": False})
    data["channels"]["gone"]["env"] = {"A": "${NOBODY}"}
    assert not [one.name for one in bundle(data) if "gone" in one.name or "gone" in one.text]


def test_secrets_reach_only_the_env_file_of_who_refers_to_them() -> None:
    data = channels(a={"env": {"A": "${TOKEN}"}, "hostPort": 1}, b={"env": {"A": "x"}})
    files = bundle(data)
    assert files["env/channel-a.env"].text == "PORT=8080\nA='t#'\n"
    assert [one.name for one in files if "t#" in one.text] == ["env/channel-a.env"]
    assert {one.mode for one in files if one.name.startswith("env/")} == {0o600}


def test_a_preview_shows_the_reference_and_never_the_value() -> None:
    spec = StackSpec.from_data(channel(env={"A": "${TOKEN}"}))
    assert "A=${TOKEN}\n" in generated(spec).bundle["env/channel-blog.env"].text


def test_one_reference_without_a_value_stops_everything() -> None:
    data = channels(a={"env": {"A": "${TOKEN}"}}, b={"env": {"A": "${MISSING}"}, "hostPort": 1})
    made = Workshop(Supplies(SECRETS)).make(StackSpec.from_data(data), SECRETS)
    assert made.generated is None
    [error] = [problem for problem in made.problems if problem.is_error]
    assert "MISSING" in error.message
    assert error.path == ("channels", "b", "env", "A")


@pytest.mark.parametrize(("exposure", "guard"), [("host", "host_only"), ("lan", "lan_only")])
def test_what_is_not_public_is_guarded_before_anything_else(exposure: str, guard: str) -> None:
    text = caddyfile(channel(exposure=exposure))
    assert block(text, "blog.home.arpa")[:3] == ["tls internal", "route {", f"import {guard}"]
    own = channel(domains=..., pathPrefixes=["/a"], exposure=exposure)
    assert block(caddyfile(own), "http://")[:2] == ["route {", f"import {guard}"]


def test_a_public_domain_has_no_guard_and_no_certificate_of_our_own() -> None:
    text = caddyfile(channel(exposure="public", domains=["blog.example.org"]))
    assert block(text, "blog.example.org") == ["route {", "reverse_proxy channel-blog:8080", "}"]


def test_a_private_authority_is_named_on_those_domains_of_a_channel_that_need_it() -> None:
    acme = "https://ca.home.arpa/acme/dir"
    data = channel(exposure="public", domains=["a.example.org", "b.example.org", "nas"])
    text = caddyfile(data | {"caddy": {"acme": acme}})
    alike = ["route {", "reverse_proxy channel-blog:8080", "}"]
    assert block(text, "a.example.org") == block(text, "b.example.org") == alike
    issuer = ["tls {", "issuer acme {", f"dir {acme}", "}", "}"]
    assert block(text, "nas") == [*issuer, *alike]


@pytest.mark.parametrize(
    ("exposure", "address"), [("host", "127.0.0.1"), ("lan", "0.0.0.0"), ("public", "0.0.0.0")]
)
def test_a_published_port_is_bound_as_far_as_its_channel_reaches(
    exposure: str, address: str
) -> None:
    said = compose_channel(domains=..., containerPort=9000, hostPort=9001, exposure=exposure)
    assert said["ports"] == [f"{address}:9001:9000"]
    implied = compose_channel(domains=..., containerPort=7000, exposure=exposure)
    assert implied["ports"] == [f"{address}:7000:7000"]


def test_a_channel_behind_caddy_publishes_no_port_by_itself() -> None:
    assert "ports" not in compose_channel()
    assert "ports" not in compose_channel(domains=..., pathPrefixes=["/a"])
    assert compose_channel(hostPort=9001)["ports"] == ["0.0.0.0:9001:8080"]


def test_a_custom_channel_has_its_own_image_and_is_told_its_port() -> None:
    files = bundle(channel(image="registry:5000/mine:1", containerPort=9000))
    assert (
        yaml.safe_load(files["docker-compose.yml"].text)["services"]["channel-blog"]["image"]
        == "registry:5000/mine:1"
    )
    assert "PORT=9000\n" in files["env/channel-blog.env"].text


def test_a_builtin_channel_can_have_another_image_and_port() -> None:
    bot = {"template": "chat", "image": "mine:1", "containerPort": 9}
    data = {"channels": {"bot": bot}}
    assert compose(data)["services"]["channel-bot"]["image"] == "mine:1"
    assert "reverse_proxy channel-bot:9" in block(caddyfile(data), "http://")


def test_the_email_is_in_the_global_options_or_not_at_all() -> None:
    assert "\temail a@b.org\n" in caddyfile(channel() | {"caddy": {"email": "a@b.org"}})
    assert "email" not in caddyfile(channel())


def test_a_path_of_its_own_is_stripped_and_not_rewritten() -> None:
    lines = block(caddyfile(channel(domains=..., pathPrefixes=["/hook"])), "http://")
    assert "uri strip_prefix /hook" in lines
    assert not [line for line in lines if line.startswith("rewrite")]


def test_the_builtin_paths_are_rewritten_to_what_their_programs_serve() -> None:
    lines = block(caddyfile({"channels": {"bot": {"template": "chat"}}}), "http://")
    assert "@bot path /channels/chat /channels/chat/*" in lines
    assert "rewrite * /chat" in lines


def test_the_gateway_gets_the_shared_secrets_of_all_channels() -> None:
    files = bundle({"preset": "openpalm", "channels": {"bot": {"template": "chat"}}})
    assert files["env/gateway.env"].text.startswith("CHANNEL_CHAT_SECRET=s\n")
    assert "ADMIN_TOKEN=t\n" in files["env/admin.env"].text


def test_a_stack_of_nothing_needs_no_caddy() -> None:
    assert compose({}) == {"name": "openpalm", "services": {}, "networks": {"assistant_net": {}}}
    assert "caddy/Caddyfile" not in bundle({})


def test_no_file_has_two_empty_lines_in_a_row() -> None:
    for one in bundle({"preset": "openpalm", "channels": {"bot": {"template": "chat"}}}):
        assert "\n\n\n" not in one.text or one.name.startswith("automations/"), one.name


# What users ran into


def test_a_guard_is_never_outside_of_a_route() -> None:
    text = caddyfile(channel() | {"preset": "openpalm"})
    guards = [line for line in text.split("\n") if line.lstrip().startswith("import ")]
    assert guards
    assert all(line.startswith("\t\t") for line in guards)


def test_a_prefix_takes_itself_and_what_lies_below_but_no_neighbour() -> None:
    text = caddyfile(channel(pathPrefixes=["/a", "/ab"]))
    assert "path /a /a/*\n" in text
    assert "path /ab /ab/*\n" in text
    assert "/a*" not in text


def test_caddy_can_be_told_to_reload_from_inside_its_container() -> None:
    assert "admin unix//run/caddy/admin.sock\n" in caddyfile(channel())
    assert compose(channel())["services"]["caddy"]["tmpfs"] == ["/run/caddy"]


def test_a_domain_of_several_channels_is_one_site_longest_prefix_first() -> None:
    data = channels(
        a={"domains": ["x.org"]},
        b={"domains": ["X.org."], "pathPrefixes": ["/b", "/b/c"]},
    )
    text = caddyfile(data)
    assert text.count("\nx.org {\n") == 1
    lines = [line for line in block(text, "x.org") if line.startswith(("route @", "reverse_proxy"))]
    assert lines[0] == "route @b {"
    assert text.index("path /b/c ") < text.index("path /b ")


def test_ports_inside_the_container_stay_whatever_the_server_has() -> None:
    data = channel() | {"caddy": {"httpPort": 8080, "httpsPort": 8443}}
    assert compose(data)["services"]["caddy"]["ports"] == ["0.0.0.0:8080:80", "0.0.0.0:8443:443"]
    assert "redir https://{host}:8443{uri} 308" in caddyfile(data)


def test_caddy_asks_for_no_tool_that_its_image_lacks() -> None:
    assert "healthcheck" not in compose(channel())["services"]["caddy"]


def test_the_persons_own_text_comes_last_and_as_it_stands() -> None:
    own = "x.org {\n    respond `{http.request.uri}` # {$A}\n}"
    text = caddyfile(channel() | {"caddy": {"extraConfig": own + "\n\n"}})
    assert text.endswith(f"\n\n{own}\n")


def test_named_volumes_are_declared_once_and_folders_are_not() -> None:
    data = services(a={"volumes": ["data:/a", "/srv:/b"]}, b={"volumes": ["data:/c", "./x:/d"]})
    assert compose(data)["volumes"] == {"data": {}}


def test_with_a_data_folder_nothing_is_declared() -> None:
    data = service(volumes=["data:/a:ro"]) | {"dataRoot": "/srv/palm/"}
    assert compose(data)["services"]["db"]["volumes"] == ["/srv/palm/data:/a:ro"]
    assert "volumes" not in compose(data)


def test_health_is_waited_for_where_there_is_a_check_and_none_is_invented() -> None:
    data = channel(dependsOn=["db", "other"]) | services(
        db={"healthcheck": {"test": "true"}}, other={}
    )
    made = compose(data)["services"]
    assert made["channel-blog"]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "other": {"condition": "service_started"},
    }
    assert [name for name, one in made.items() if "healthcheck" in one] == ["db"]


def test_dollars_reach_the_container() -> None:
    made = compose_channel(
        command=["$HOME"], labels={"a": "${B}$"}, healthcheck={"test": "echo $X"}
    )
    assert made["command"] == ["$$HOME"]
    assert made["labels"] == {"a": "$${B}$$"}
    assert made["healthcheck"] == {"test": "echo $$X"}


def test_the_caddyfile_is_mounted_as_a_folder_so_that_it_can_be_replaced() -> None:
    assert "./caddy:/etc/caddy:ro" in compose(channel())["services"]["caddy"]["volumes"]


def test_logs_cannot_fill_the_disk() -> None:
    for one in compose(channel() | service())["services"].values():
        assert one["logging"]["options"] == {"max-size": "10m", "max-file": "3"}


def test_a_compose_key_of_ones_own_goes_over_ours() -> None:
    made = compose_channel(compose={"restart": "no", "mem_limit": "1g"})
    assert (made["restart"], made["mem_limit"]) == ("no", "1g")


def test_a_network_named_twice_is_joined_once() -> None:
    assert compose_channel(networks=["more", "more", "assistant_net"])["networks"] == {
        "assistant_net": {"aliases": ["blog"]},
        "more": {},
    }


def test_a_build_needs_no_image() -> None:
    assert "image" not in compose_channel(image=..., compose={"build": "."})


@pytest.mark.parametrize("name", ["caddy", "scheduler"])
def test_a_channel_does_not_answer_to_the_name_of_a_container_of_ours(name: str) -> None:
    made = compose(channels(**{name: {"domains": ["a.org"]}}))["services"][f"channel-{name}"]
    assert made["networks"] == ["assistant_net"]


def test_a_missing_secret_stops_no_preview_but_stops_what_holds_values() -> None:
    data = {
        "version": 4,
        "channels": {"a": {"image": "a", "containerPort": 80, "env": {"T": "${T}"}}},
    }
    spec = StackSpec.from_data(data)
    preview = Workshop().make(spec, ())
    assert [problem.code for problem in preview.problems if problem.is_error] == ["secret-missing"]
    assert preview.generated is not None
    assert Workshop(Supplies({})).make(spec, ()).generated is None
