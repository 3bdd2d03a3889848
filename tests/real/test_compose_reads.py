"""What real Compose and Caddy read in a generated folder is what was meant."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.deploy.export import write_folder
from openpalm_desktop.deploy.secret_store import read_secrets
from openpalm_desktop.generate.generator import Generated, Supplies, generated
from openpalm_desktop.generate.project import FILE_NAME, ComposeProject
from openpalm_desktop.model.checks import check
from openpalm_desktop.model.resources import resource_path
from openpalm_desktop.model.secret import secret_name
from openpalm_desktop.model.spec_file import SpecFile, read_spec
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.value import Scalar, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.real.peers.caddy import Caddy
    from tests.real.peers.compose import Compose

T = TypeVar("T")

DATA = Path(__file__).resolve().parents[1] / "data"
SPECS = [
    DATA / "specs" / "typical.yaml",
    *sorted((DATA / "golden").glob("*/openpalm.yaml")),
    *sorted((DATA / "formats").glob("*/expected.yaml")),
    *(path for path in sorted(resource_path("stacks").glob("*.yaml")) if path.stem != "index"),
]
CADDYFILE = "caddy/Caddyfile"
FOLDER_OF = re.compile(r"^/.*/project(?=/|$)")
NASTY = (
    *(
        "",
        " ",
        " a ",
        "\t",
        "a\nb",
        "a\n",
        "\r\n",
        "\x1b[31m\x07",
        "\x7f\x85\u2028\ufeff",
        "é\U0001f600",
    ),
    *("#a", "a # b", "a: b", "'", '"', "it's", '"quoted"', "\\", "\\n", "a\\", "$", "$$", "$HOME"),
    *(
        "${HOME}",
        "${HOME:-x}",
        "$(id)",
        "a$b$$c",
        "`id`",
        "%s",
        "{{.ID}}",
        "{",
        "[a]",
        "*",
        "&a",
        "!x",
    ),
    *("~", "null", "yes", "No", "true", "012", "0x1f", "1e3", "1:20", "2001-01-01", "=", "<<", "-"),
    *("'a'$b\"c\"", "\\$HOME", "$\\", "\n$A\n#b\n'c'", "export A=b", "A=b", "x" * 5000),
)
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=12),
    st.text(alphabet="$'\"\\\n\r #{}=aA~`", max_size=8),
)


def spec_in(path: Path) -> StackSpec:
    """The spec in a file."""
    read = read_spec(path.read_text(encoding="utf-8"))
    assert isinstance(read, SpecFile), read
    return read.spec


def secrets_of(spec: StackSpec) -> Mapping[str, str]:
    """A value for each secret that a spec refers to, none of them a plain word."""
    services = generated(spec).project.services.values()
    names = (secret_name(value) for one in services for value, _ in one.environment.values())
    return {name: f"{name} $x 'y' \"z\" #\\" for name in names if name}


def written(folder: Path, spec: StackSpec, secrets: Mapping[str, str] | None = None) -> Generated:
    """Write a spec's folder."""
    assert [str(p.message) for p in check(spec, secrets) if p.is_error] == []
    made = generated(spec, Supplies(secrets))
    folder.mkdir(parents=True, exist_ok=True)
    write_folder(folder, made.bundle)
    return made


def drawn(strategy: st.SearchStrategy[T]) -> Sequence[T]:
    """As many examples as the profile wants, at once: one process can look at them all."""
    values: list[T] = []

    @given(strategy)
    def draw(value: T) -> None:
        values.append(value)

    draw()
    return values


def read_back(compose: Compose, folder: Path, file: str = FILE_NAME) -> Any:
    """A project as Compose reads it, its own folder called a dot."""
    shown = compose.config_text(
        folder, "--format", "json", env={"COMPOSE_FILE": file, "COMPOSE_PROFILES": "*"}
    )
    return unescaped(json.loads(shown.replace(f'"{folder}', '"./project')))


def unescaped(value: Any) -> Any:
    """Without the second dollar of each pair: so "config" prints one that is no interpolation."""
    match value:
        case str():
            return value.replace("$$", "$")
        case dict():
            return {unescaped(key): unescaped(item) for key, item in value.items()}
        case list():
            return [unescaped(item) for item in value]
        case _:
            return value


def as_json(project: ComposeProject) -> str:
    """The same project by another writer, so that a mistake of ours cannot hide in both."""
    return json.dumps(
        {
            "name": project.name,
            "services": {one.name: one.plain for one in project.services.values()},
            "networks": {name: {} for name in project.networks},
            "volumes": {name: {} for name in project.volumes},
        },
        ensure_ascii=False,
    )


def variables(made: Generated, secrets: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """What each service's process has to receive, the secrets put in."""

    def value(scalar: Scalar) -> str:
        name = secret_name(scalar)
        return text_of(scalar) if name is None else secrets[name]

    services = made.project.services.values()
    return {
        one.name: {key: value(scalar) for key, (scalar, _) in one.environment.items()}
        for one in services
        if one.environment
    }


@pytest.mark.parametrize("path", SPECS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_compose_and_caddy_take_the_folder_and_read_what_was_meant(
    compose: Compose, caddy: Caddy, tmp_path: Path, path: Path
) -> None:
    spec = spec_in(path)
    secrets = secrets_of(spec)
    folder = tmp_path / "project"
    made = written(folder, spec, secrets)
    assert compose.config_text(folder, "--quiet") == ""
    if CADDYFILE in made.bundle:
        caddy.validate(without_files(made.bundle[CADDYFILE].text))
    (folder / "by-json.json").write_text(as_json(made.project), encoding="utf-8")
    read = read_back(compose, folder)
    assert read == read_back(compose, folder, "by-json.json")
    assert read["name"] == spec.project_name
    assert set(read.get("services", {})) == set(made.project.services)
    if made.project.services:  # what nobody uses, Compose leaves out
        assert set(read["networks"]) == set(made.project.networks)
    assert set(read.get("volumes", {})) == set(made.project.volumes)
    for name, expected in variables(made, secrets).items():
        found = read["services"][name]["environment"]
        assert {key: found[key] for key in expected} == expected


def without_files(caddyfile: str) -> str:
    """A Caddyfile without the one file it names, which lies where the container has it."""
    return re.sub(r"\tacme_ca_root .*\n", "", caddyfile)


def test_the_compose_schema_takes_every_folder(tmp_path: Path) -> None:
    files = []
    for number, path in enumerate(SPECS):
        spec = spec_in(path)
        written(tmp_path / str(number), spec, secrets_of(spec))
        files.append(str(tmp_path / str(number) / FILE_NAME))
    words = ["--builtin-schema", "vendor.compose-spec", *files]
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "ok -- validation done"), done.stdout


def test_compose_reads_the_household_as_a_person_would(compose: Compose, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    written(folder, spec_in(SPECS[0]), read_secrets(DATA / "specs" / "typical.secrets.env"))
    read = read_back(compose, folder)
    services = read["services"]
    blog, files, metrics = (services[f"channel-{name}"] for name in ("blog", "files", "metrics"))
    assert blog["environment"] == {
        "PORT": "8080",
        "TITLE": 'Ann & Bob\'s "blog" #1 – $5 off',
        "PAGE_SIZE": "20",
        "DRAFTS": "false",
    }
    assert blog["healthcheck"] == {
        "test": ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:8080/health"],
        "interval": "30s",
    }
    (volume,) = blog["volumes"]
    assert (volume["type"], volume["source"]) == ("volume", "blog-data")
    assert volume["target"] == "/var/lib/blog"
    assert "ports" not in blog
    assert files["depends_on"]["postgres"]["condition"] == "service_healthy"
    (port,) = metrics["ports"]
    assert (port["host_ip"], port["published"], port["target"]) == ("127.0.0.1", "9091", 9090)
    assert services["channel-discord"]["environment"]["DISCORD_BOT_TOKEN"] == "MTA.x#y$z 'quoted'"
    assert services["postgres"]["image"] == "postgres:17-alpine"
    assert "openmemory-ui" not in services
    assert "channel-voice" not in services
    mounts = {volume["target"]: volume for volume in services["scheduler"]["volumes"]}
    assert mounts["/etc/openpalm/automations"]["read_only"] is True
    assert mounts["/etc/openpalm/automations"]["source"] == "./project/automations"


def sound(make: Callable[[Sequence[T]], Mapping[str, Any]], values: Sequence[T]) -> StackSpec:
    """The spec of all values that its checks let pass; only NUL is kept out."""
    spec = StackSpec.from_data(make(values))
    if any(problem.is_error for problem in check(spec, ())):
        spec = StackSpec.from_data(make([one for one in values if "\0" not in str(one)]))
    return spec


def with_variables(values: Sequence[Any]) -> Mapping[str, Any]:
    """A spec with a channel that has each value in a variable of its own."""
    env = {f"V{number}": value for number, value in enumerate(values)}
    channel = {"image": "a", "containerPort": 1, "hostPort": 1, "env": env}
    return {"version": 4, "channels": {"a": channel}}


scalars = st.one_of(
    texts, st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)
)


def test_each_variable_arrives_byte_for_byte(compose: Compose, tmp_path: Path) -> None:
    values = [value for value in (*NASTY, *drawn(scalars)) if secret_name(value) is None]
    spec = sound(with_variables, values)
    folder = tmp_path / "project"
    made = written(folder, spec)
    found = read_back(compose, folder)["services"]["channel-a"]["environment"]
    assert differing(variables(made, {})["channel-a"], found) == []


def test_each_secret_arrives_byte_for_byte(compose: Compose, tmp_path: Path) -> None:
    values = [value for value in (*NASTY, *drawn(texts)) if value and "\0" not in value]
    secrets = {f"S{number}": value for number, value in enumerate(values)}
    spec = StackSpec.from_data(with_variables([f"${{{name}}}" for name in secrets]))
    folder = tmp_path / "project"
    written(folder, spec, secrets)
    found = read_back(compose, folder)["services"]["channel-a"]["environment"]
    expected = {f"V{number}": value for number, value in enumerate(values)}
    assert differing(expected, found) == []


def differing(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """What did not arrive, the shortest first."""
    pairs = [(expected[key], found.get(key)) for key in expected if expected[key] != found.get(key)]
    return sorted(pairs, key=lambda pair: len(str(pair[0])))


def as_said(value: str) -> Mapping[str, Any]:
    """A service that has a text where any text may be."""
    labels = {"text": value, f"key{value}": "x"}
    said = {"labels": labels, "command": ["run", value]}
    return {"image": "a", **said, "healthcheck": {"test": ["CMD", value, "x"]}}


def as_place(value: str) -> Mapping[str, Any]:
    """A service that has a text where a name or a place is wanted."""
    volume = {"type": "bind", "source": "/s", "target": f"/t{value}"}
    return {"image": "a", "user": f"u{value}", "workingDir": f"/w{value}", "volumes": [volume]}


def services_of(
    make: Callable[[str], Mapping[str, Any]], values: Sequence[str]
) -> Mapping[str, Any]:
    """A spec with a service for each text."""
    return {"version": 4, "services": {f"s{n}": make(value) for n, value in enumerate(values)}}


def let_in(make: Callable[[str], Mapping[str, Any]], values: Sequence[str]) -> Sequence[str]:
    """The texts that no check keeps out."""
    specs = {value: StackSpec.from_data(services_of(make, [value])) for value in values}
    return [value for value in values if not any(p.is_error for p in check(specs[value]))]


def read_services(compose: Compose, folder: Path, spec: Mapping[str, Any]) -> Mapping[str, Any]:
    """A spec's services as Compose reads them."""
    written(folder, StackSpec.from_data(spec))
    services: Mapping[str, Any] = read_back(compose, folder)["services"]
    assert len(services) == len(spec["services"])
    return services


def test_each_text_arrives_byte_for_byte(compose: Compose, tmp_path: Path) -> None:
    values = let_in(as_said, [*NASTY, *drawn(texts)])
    assert {*NASTY} - {*values} == {"${HOME}"}
    services = read_services(compose, tmp_path / "project", services_of(as_said, values))
    expected = {f"s{number}": (value, value, value) for number, value in enumerate(values)}
    found = {
        name: (one["labels"]["text"], one["command"][1], one["healthcheck"]["test"][1])
        for name, one in services.items()
    }
    assert differing(expected, found) == []
    keys = {name: set(one["labels"]) for name, one in services.items()}
    assert keys == {f"s{n}": {"text", f"key{value}"} for n, value in enumerate(values)}


def test_each_place_arrives_byte_for_byte(compose: Compose, tmp_path: Path) -> None:
    values = let_in(as_place, [*NASTY, *drawn(texts)])
    services = read_services(compose, tmp_path / "project", services_of(as_place, values))
    expected = {f"s{n}": (f"u{value}", f"/w{value}") for n, value in enumerate(values)}
    found = {name: (one["user"], one["working_dir"]) for name, one in services.items()}
    assert differing(expected, found) == []


def test_a_command_in_one_text_is_split_as_compose_splits_it(
    compose: Compose, tmp_path: Path
) -> None:
    command = "sh -c 'echo \"$HOME\" $$' # \\\\ a\\ b"
    spec = {"version": 4, "services": {"a": {"image": "a", "command": command}}}
    folder = tmp_path / "project"
    written(folder, StackSpec.from_data(spec))
    read = read_back(compose, folder)["services"]["a"]["command"]
    assert read[:3] == ["sh", "-c", 'echo "$HOME" $$']
