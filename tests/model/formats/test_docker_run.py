"""A pasted docker run line: what becomes of each flag, and what is said of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.formats.compose_roles import Role
from openpalm_desktop.model.formats.docker_run import docker_run
from openpalm_desktop.model.formats.run_flags import KNOWN, SHORT
from openpalm_desktop.model.service import Service


def channel(line: str) -> dict[str, object]:
    made = docker_run(line, Role.CHANNEL)
    assert not made.problem
    Channel.from_data(made.data)
    return dict(made.data)


def service(line: str) -> dict[str, object]:
    made = docker_run(line, Role.SERVICE)
    assert not made.problem
    Service.from_data(made.data)
    return dict(made.data)


def notes(line: str, role: Role = Role.CHANNEL) -> tuple[str, ...]:
    return docker_run(line, role).notes


def test_a_line_from_a_readme_becomes_a_channel() -> None:
    line = """\
docker run -d --name=My_Blog \\
  -p 127.0.0.1:8181:80/tcp \\
  -e TITLE="Our blog" -e 'GREETING=it'"'"'s me' \\
  -v blog-data:/var/lib/blog \\
  --restart unless-stopped \\
  ghcr.io/example/blog:2 serve --port 80
"""
    made = docker_run(line, Role.CHANNEL)
    assert made.name == "my-blog"
    assert made.data == {
        "image": "ghcr.io/example/blog:2",
        "exposure": "host",
        "containerPort": 80,
        "hostPort": 8181,
        "env": {"TITLE": "Our blog", "GREETING": "it's me"},
        "volumes": ["blog-data:/var/lib/blog"],
        "command": ["serve", "--port", "80"],
    }
    assert made.notes == (
        "The volume blog-data is one of this stack’s own, at first an empty one.",
        "-d, --name concerned only this one command: a stack has its own ways.",
    )


@pytest.mark.parametrize(
    "line",
    [
        "docker run --rm -p 80:80 nginx",
        "docker container run --rm -p 80:80 nginx",
        "podman run --rm -p 80:80 nginx",
        "sudo docker run --rm -p 80:80 nginx",
        "$ docker run --rm -p 80:80 nginx",
        "PS C:\\> docker run --rm `\n  -p 80:80 `\n  nginx",
        "docker run --rm ^\r\n  -p 80:80 ^\r\n  nginx",
        "docker run --rm \\ \n  -p 80:80 \\\n  nginx",
        "docker run --rm\n  -p 80:80 nginx",
        "# start it\ndocker pull nginx\ndocker run --rm -p80:80 nginx",
        "docker --context home run --publish=80:80 -- nginx",
        "docker run -dp 80:80 nginx",
        "docker run --rm=true -p=80:80 nginx && docker ps",
        "/usr/bin/docker run -p 80:80 nginx",
        "DOCKER_HOST=x docker create -p 80:80 nginx",
    ],
)
def test_every_way_to_write_the_command_is_read(line: str) -> None:
    expected = {"image": "nginx", "exposure": "lan", "containerPort": 80, "hostPort": 80}
    assert channel(line) == expected


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", "Paste a line that begins with docker run."),
        ("echo hello", "This is no docker run line: it should begin with docker run."),
        ("docker ps", "This is no docker run line: it should begin with docker run."),
        ("docker run -p 80:80", "The line names no image: it stands behind the options."),
        ("docker run -e 'A=b nginx", "A quotation mark is opened and not closed again."),
    ],
)
def test_what_is_no_line_says_why(line: str, problem: str) -> None:
    assert docker_run(line, Role.CHANNEL).problem == problem


@pytest.mark.parametrize(
    ("published", "reach"),
    [
        ("8080:80", {"exposure": "lan", "containerPort": 80, "hostPort": 8080}),
        ("0.0.0.0:8080:80", {"exposure": "lan", "containerPort": 80, "hostPort": 8080}),
        ("[::1]:8080:80", {"exposure": "host", "containerPort": 80, "hostPort": 8080}),
        ("127.0.0.1::80", {"exposure": "host", "containerPort": 80}),
        ("80", {"exposure": "lan", "containerPort": 80}),
        ("192.168.1.4:8080:80", {"exposure": "host", "containerPort": 80, "hostPort": 8080}),
        ("53:53/udp", {}),
        ("8000-8010:8000-8010", {}),
        ("99999:80", {}),
    ],
)
def test_the_published_port_decides_the_reach(published: str, reach: dict[str, object]) -> None:
    assert channel(f"docker run -p {published} x") == {"image": "x", **reach}


def test_a_channel_says_which_ports_it_cannot_have_and_a_service_keeps_them() -> None:
    line = "docker run -p 80:80 -p 443:443 -p 53:53/udp nginx"
    assert channel(line)["hostPort"] == 80
    assert [note for note in notes(line) if note.startswith("-p 443:443 was left out")]
    assert service(line)["ports"] == ["80:80", "443:443", "53:53/udp"]


def test_secrets_are_referred_to_and_their_values_stand_nowhere() -> None:
    line = "docker run -e API_TOKEN=canary -e api_key=low -e HOST=$HOST -e LANG x"
    made = docker_run(line, Role.CHANNEL)
    assert made.data["env"] == {
        "API_TOKEN": "${API_TOKEN}",
        "api_key": "low",
        "HOST": "${HOST}",
        "LANG": "${LANG}",
    }
    assert made.secrets == {"API_TOKEN": "canary"}
    assert "canary" not in repr(made)
    kept = docker_run(line, Role.CHANNEL, in_the_clear=["API_TOKEN"])
    assert kept.data["env"]["API_TOKEN"] == "canary"
    assert not kept.secrets


def test_no_value_of_another_command_is_repeated() -> None:
    line = "export TOKEN=canary\ndocker login -pcanary\ndocker run x"
    assert "canary" not in repr(docker_run(line, Role.CHANNEL))
    assert "“docker login …”" in notes(line)[-1]


def test_what_a_shell_would_fill_in_is_said() -> None:
    line = 'docker run -e "URL=http://$HOST/" -v "$(pwd)/data:/data" -v ~/x:/x x'
    assert channel(line)["volumes"] == ["./data:/data", "~/x:/x"]
    assert "URL holds $HOST, which a shell fills in: write it out." in notes(line)
    assert any(note.startswith("./data is looked for beside") for note in notes(line))


def test_flags_without_a_field_become_compose_keys() -> None:
    line = (
        "docker run --entrypoint /bin/sh -h web -m 512m --cpus 1.5 -c 512 --cap-add NET_ADMIN"
        " --cap-drop=ALL --device /dev/dri --add-host db:10.0.0.1 --dns 1.1.1.1 --init"
        " --privileged --read-only -it --restart on-failure:3 --sysctl net.core.somaxconn=1024"
        " --ulimit nofile=1024:2048 --ulimit nproc=5 --log-driver local --log-opt max-size=5m"
        " --shm-size 1g --stop-timeout 30 --tmpfs /run --gpus device=0,1 --network host"
        " --device-read-bps /dev/sda:1mb --pids-limit -1 --security-opt no-new-privileges"
        " --group-add video --blkio-weight 300 --platform linux/arm64 --label-file f x"
    )
    assert channel(line)["compose"] == {
        "entrypoint": ["/bin/sh"],
        "hostname": "web",
        "mem_limit": "512m",
        "cpus": "1.5",
        "cpu_shares": 512,
        "cap_add": ["NET_ADMIN"],
        "cap_drop": ["ALL"],
        "devices": ["/dev/dri"],
        "extra_hosts": ["db:10.0.0.1"],
        "dns": ["1.1.1.1"],
        "init": True,
        "privileged": True,
        "read_only": True,
        "stdin_open": True,
        "tty": True,
        "restart": "on-failure:3",
        "sysctls": {"net.core.somaxconn": "1024"},
        "ulimits": {"nofile": {"soft": 1024, "hard": 2048}, "nproc": 5},
        "logging": {"driver": "local", "options": {"max-size": "5m"}},
        "shm_size": "1g",
        "stop_grace_period": "30s",
        "tmpfs": ["/run"],
        "deploy": {
            "resources": {
                "reservations": {"devices": [{"capabilities": ["gpu"], "device_ids": ["0", "1"]}]}
            }
        },
        "network_mode": "host",
        "blkio_config": {
            "device_read_bps": [{"path": "/dev/sda", "rate": "1mb"}],
            "weight": 300,
        },
        "pids_limit": -1,
        "security_opt": ["no-new-privileges"],
        "group_add": ["video"],
        "platform": "linux/arm64",
    }


def test_health_labels_user_folder_and_networks_have_fields() -> None:
    line = (
        "docker run -u 1000:1000 -w /app -l team=home --label bare --network web"
        " --network-alias shop --health-cmd 'curl -f localhost || exit 1' --health-interval 30s"
        " --health-timeout=5s --health-retries 3 --health-start-period 1m x"
    )
    assert channel(line) == {
        "image": "x",
        "user": "1000:1000",
        "workingDir": "/app",
        "labels": {"team": "home", "bare": ""},
        "networks": {"web": {"aliases": ["shop"]}},
        "healthcheck": {
            "test": "curl -f localhost || exit 1",
            "interval": "30s",
            "timeout": "5s",
            "retries": 3,
            "startPeriod": "1m",
        },
    }
    assert channel("docker run --no-healthcheck x")["healthcheck"] == {"disable": True}


def test_mounts_in_all_forms() -> None:
    line = (
        "docker run -v /srv:/data:ro -v C:\\data:/win --mount type=volume,src=v,dst=/v,readonly"
        " --mount type=bind,source=/a,target=/b,bind-propagation=rslave"
        " --mount type=tmpfs,destination=/t,tmpfs-size=1000,tmpfs-mode=1777 x"
    )
    assert channel(line)["volumes"] == [
        "/srv:/data:ro",
        {"type": "bind", "source": "C:\\data", "target": "/win"},
        "v:/v:ro",
        {"type": "bind", "source": "/a", "target": "/b", "bind": {"propagation": "rslave"}},
        {"type": "tmpfs", "target": "/t", "tmpfs": {"size": 1000, "mode": 0o1777}},
    ]


def test_a_dollar_in_a_compose_key_is_one_that_compose_leaves_alone() -> None:
    assert channel("docker run --hostname 'a$b' x")["compose"] == {"hostname": "a$$b"}


@pytest.mark.parametrize("flag", ["--env-file .env", "--link db", "-P", "--ip 1.2.3.4", "--wat"])
def test_what_has_no_place_is_said_with_its_reason(flag: str) -> None:
    name = flag.split(maxsplit=1)[0]
    assert any(
        note.startswith(f"{name}") and "was left out. " in note
        for note in notes(f"docker run {flag} x")
    )


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_every_known_flag_is_carried_over_or_said(name: str) -> None:
    without = docker_run("docker run x", Role.SERVICE)
    made = docker_run(f"docker run --{name}=7 x", Role.SERVICE)
    assert not made.problem
    assert made.data != without.data or made.notes != without.notes or name == "restart"


PIECES = st.sampled_from(
    ["docker", "run", " ", "-", "--", "=", "\\", "\n", "'", '"', "$", "${", "}", ":", ",", "x"]
    + [f"--{name}" for name in sorted(KNOWN)[::7]]
    + [f"-{letter}" for letter in SHORT]
)


@given(st.lists(PIECES | st.text(max_size=4)).map("".join), st.sampled_from(list(Role)))
def test_no_text_at_all_makes_it_fail(rest: str, role: Role) -> None:
    for text in (rest, f"docker run {rest}"):
        made = docker_run(text, role)
        assert made.problem or made.data["image"] is not None
        if not made.problem:
            (Channel if role is Role.CHANNEL else Service).from_data(made.data)
