"""`bundle`: an archive for a server, and whether one is sound."""

from pathlib import Path

import pytest

from openpalm_desktop.cli import commands

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "resources" / "examples" / "household.yaml"


def test_a_bundle_is_made_and_found_sound(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "home.tar.gz"
    assert commands.run(["bundle", str(EXAMPLE), "-o", str(file)]) == 0
    assert commands.run(["bundle", "verify", str(file)]) == 0
    assert "every file is as it was written" in capsys.readouterr().out


def test_a_damaged_bundle_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "home.zip"
    commands.run(["bundle", str(EXAMPLE), "-o", str(file)])
    content = file.read_bytes()
    file.write_bytes(content.replace(b"services:", b"servicez:"))
    assert commands.run(["bundle", "verify", str(file)]) == 1
    assert capsys.readouterr().err != ""


def test_a_bundle_says_which_names_it_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.run(["bundle", str(EXAMPLE), "-o", str(tmp_path / "home.rar")]) == 1
    assert "Let it end in .tar.gz or .zip." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_spec_with_errors_makes_no_bundle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "openpalm.yaml"
    spec.write_text("version: 4\nchannels: {a: {image: x, containerPort: 99999}}\n")
    assert commands.run(["bundle", str(spec), "-o", str(tmp_path / "home.zip")]) == 1
    assert "port" in capsys.readouterr().err.lower()
    assert not (tmp_path / "home.zip").exists()


def test_values_of_secrets_are_not_in_a_bundle(tmp_path: Path) -> None:
    spec = tmp_path / "openpalm.yaml"
    channel = "{image: x, containerPort: 80, env: {TOKEN: '${TOKEN}'}}"
    spec.write_text(f"version: 4\nchannels: {{a: {channel}}}\n")
    (tmp_path / "secrets.env").write_text("TOKEN=canary-7261\n")
    file = tmp_path / "home.zip"
    assert commands.run(["bundle", str(spec), "-o", str(file)]) == 0
    assert b"canary-7261" not in file.read_bytes()
    assert b"TOKEN=${TOKEN}" in file.read_bytes()


def test_the_guide_has_the_addresses_with_ports_of_ones_own(tmp_path: Path) -> None:
    spec, file = tmp_path / "openpalm.yaml", tmp_path / "home.zip"
    spec.write_text(
        "version: 4\ncaddy: {httpPort: 8080, httpsPort: 8443}\nchannels:\n"
        "  a: {image: x, containerPort: 80, pathPrefixes: [/a]}\n"
        "  b: {image: x, containerPort: 80, domains: [b.home.arpa]}\n"
    )
    assert commands.run(["bundle", str(spec), "-o", str(file)]) == 0
    guide = file.read_bytes().partition(b"## Where it answers")[2]
    assert b"http://SERVER:8080/a |" in guide
    assert b"b.home.arpa:8443 |" in guide
