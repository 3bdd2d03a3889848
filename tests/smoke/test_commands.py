"""The commands of an installed program say and write what those of the sources do, to the byte."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from openpalm_desktop import __version__
from openpalm_desktop.cli.commands import COMMANDS
from openpalm_desktop.deploy.keyring_store import KeyringStore
from openpalm_desktop.deploy.secret_store import SecretValue
from tests.smoke.program import ROOT, Program, files_in

GOLDEN = ROOT / "tests" / "data" / "golden"
OLD = {
    "v2.json": ROOT / "tests" / "data" / "formats" / "v2" / "input.json",
    "compose.yml": ROOT / "tests" / "data" / "formats" / "compose" / "input.yml",
}
WITH_A_SECRET = """\
version: 4
projectName: smoke
channels:
  chat:
    image: example/chat:1
    exposure: host
    hostPort: 8080
    containerPort: 8080
    env: {TOKEN: "${CHAT_TOKEN}"}
"""


def test_the_version_and_the_day_of_its_sources_are_told(program: Program) -> None:
    told = rf"openpalm-desktop {re.escape(__version__)} \(\d{{4}}-\d\d-\d\d\)\n"
    assert re.fullmatch(told, program.run("--version"))


def test_no_command_lacks_a_part(program: Program) -> None:
    for command in COMMANDS:
        assert f"openpalm-desktop {command}" in program.run(command, "--help").replace(".exe", "")


def test_a_mistake_has_a_line_and_a_column(program: Program) -> None:
    program.write("bad.yaml", WITH_A_SECRET.replace("hostPort: 8080", "hostPort: 80800"))
    assert "bad.yaml:7:" in program.run("validate", "bad.yaml", status=1)


@pytest.mark.parametrize("stack", [folder.name for folder in sorted(GOLDEN.iterdir())])
def test_a_generated_folder_is_the_same(program: Program, sources: Program, stack: str) -> None:
    for one in (program, sources):
        for file in (GOLDEN / stack).iterdir():
            if file.is_file():
                shutil.copy(file, one.folder)
        # One of them refers to it.
        one.write("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
        one.run("generate", "openpalm.yaml", "--out", "out")
    made, expected = files_in(program.folder / "out"), files_in(sources.folder / "out")
    assert made.keys() == expected.keys()
    assert [name for name in made if made[name] != expected[name]] == []


@pytest.mark.parametrize("old", OLD)
def test_an_older_file_becomes_the_same_spec(program: Program, sources: Program, old: str) -> None:
    for one in (program, sources):
        shutil.copy(OLD[old], one.folder / old)
    said = [one.run("convert", old, "--out", "new.yaml", "--report") for one in (program, sources)]
    assert said[0] == said[1]
    assert (program.folder / "new.yaml").read_bytes() == (sources.folder / "new.yaml").read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        ("show", "openpalm.yaml", "docker-compose.yml"),
        ("show", "openpalm.yaml", "caddy/Caddyfile"),
        ("routes", "openpalm.yaml", "--json"),
        ("cron", "30 2 * * 1-5", "--timezone", "Europe/Berlin", "--from", "2027-03-26"),
    ],
    ids=lambda words: f"{words[0]} {words[-1]}",
)
def test_what_is_printed_is_the_same(
    program: Program, sources: Program, words: tuple[str, ...]
) -> None:
    for one in (program, sources):
        shutil.copy(GOLDEN / "typical" / "openpalm.yaml", one.folder)
    assert program.run(*words) == sources.run(*words) != ""


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_a_bundle_is_the_same_and_found_sound(
    program: Program, sources: Program, kind: str
) -> None:
    file = f"home.{kind}"
    for one in (program, sources):
        shutil.copy(GOLDEN / "typical" / "openpalm.yaml", one.folder)
        one.run("bundle", "openpalm.yaml", "-o", file)
    assert (program.folder / file).read_bytes() == (sources.folder / file).read_bytes()
    assert "every file is as it was written" in program.run("bundle", "verify", file)


def test_where_there_is_no_keyring_a_sentence_says_so(program: Program) -> None:
    program.write("openpalm.yaml", WITH_A_SECRET)
    nowhere = f"unix:path={program.folder}/nobody"
    said = program.run(
        "validate",
        "openpalm.yaml",
        DBUS_SESSION_BUS_ADDRESS=nowhere,
        XDG_RUNTIME_DIR="/nonexistent",
    )
    has_one = program.is_for_windows or sys.platform == "darwin"
    assert ("This computer has no keyring that could keep secrets." in said) is not has_one


@pytest.mark.skipif(sys.platform != "linux", reason="the keyring of a desktop on Linux")
def test_a_secret_comes_from_the_keyring_of_the_desktop(program: Program) -> None:
    if program.is_for_windows:
        pytest.skip("the keyring of a desktop on Linux")
    from keyring.backends.SecretService import Keyring  # noqa: PLC0415 – what it needs is there on Linux

    from tests.real.peers.secret_service import running_secret_service  # noqa: PLC0415 – the same

    program.write("openpalm.yaml", WITH_A_SECRET)
    with running_secret_service() as service:
        KeyringStore("smoke", Keyring).keep({"CHAT_TOKEN": SecretValue("kept safe")})
        words = ("generate", "openpalm.yaml", "--out", "out")
        program.run(*words, DBUS_SESSION_BUS_ADDRESS=service.address)
    env: Path = program.folder / "out" / "env" / "channel-chat.env"
    assert "TOKEN='kept safe'" in env.read_text()
