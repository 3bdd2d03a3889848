"""Each command as a process: exit codes, output forms, and a sentence for whatever goes wrong."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from openpalm_desktop.cli import commands
from openpalm_desktop.cli.commands import COMMANDS
from openpalm_desktop.cli.terminal import disarm, print_as_it_is

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT / "tests" / "data" / "specs"

SPEC = """\
version: 4
channels:
  blog:
    image: example/blog
    containerPort: 8080
    exposure: host
    domains: [blog.home.arpa]
    env: {TOKEN: "${TOKEN}", TITLE: "a $5 'b'"}
  desk:
    image: example/desk
    containerPort: 80
    hostPort: 9000
    pathPrefixes: [/desk]
"""
BROKEN = """\
version: 4
channels:
  blog:
    image: "Not An Image"
    containerPort: 8080
    pathPrefix: /blog
"""
ON_STACKS = (
    *("plan", "deploy", "status", "logs", "stop", "start", "restart", "down", "releases"),
    *("certificates", "rollback", "automation list", "automation run", "automation history"),
)


def run(
    *words: str | Path, env: dict[str, str] | None = None, shell: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the program; `shell` is what a shell does with its output, such as `| head -c 1`."""
    command: Sequence[str] = [sys.executable, "-m", "openpalm_desktop", *map(str, words)]
    if shell:
        script = f'"$@" {shell}; exit ${{PIPESTATUS[0]}}'
        command = ["bash", "-c", script, "bash", *command]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        timeout=60,
        check=False,
    )


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A sound spec."""
    path = tmp_path / "openpalm.yaml"
    path.write_text(SPEC, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A spec with mistakes in it."""
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """A file with the secrets of the sound spec."""
    path = tmp_path / "values.env"
    path.write_text("TOKEN='it is $ecret'\n", encoding="utf-8")
    return path


# validate


def test_validate_prints_a_line_for_each_problem(broken: Path) -> None:
    done = run("validate", broken)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0].startswith(f"{broken}:6:5: error[unknown-key]: There is no field “pathPrefix”")
    assert "Did you mean pathPrefixes?" in lines[0]
    assert done.stderr == ""


def test_validate_is_content_with_warnings(spec: Path) -> None:
    done = run("validate", spec)
    assert done.returncode == 0
    assert [line.split(" ")[0:2] for line in done.stdout.splitlines()] == [
        [f"{spec}:12:5:", "warning[port-bypasses-caddy]:"]
    ]


def test_validate_json_has_the_same_keys_for_ever(broken: Path, spec: Path) -> None:
    done = run("validate", broken, "--json")
    assert done.returncode == 1
    problem = json.loads(done.stdout)[0]
    assert list(problem) == ["path", "line", "column", "severity", "code", "message", "hint"]
    assert (problem["path"], problem["line"], problem["column"]) == (
        "channels.blog.pathPrefix",
        6,
        5,
    )
    assert (problem["severity"], problem["code"]) == ("error", "unknown-key")
    empty = spec.with_name("sound.yaml")
    empty.write_text("version: 4\n")
    assert (run("validate", empty, "--json").stdout, run("validate", empty).stdout) == ("[]\n", "")


def test_validate_asks_for_secrets_where_it_is_told_of_some(spec: Path, secrets: Path) -> None:
    assert run("validate", spec, "--secrets", secrets).returncode == 0
    secrets.write_text("OTHER=1\n")
    done = run("validate", spec, "--secrets", secrets)
    assert done.returncode == 1
    assert "error[secret-missing]: No value for the secret TOKEN, which blog needs" in done.stdout


def test_validate_says_that_it_could_not_ask_for_secrets(spec: Path) -> None:
    done = run("validate", spec)
    assert done.returncode == 0
    assert done.stderr.startswith(
        "Whether every secret has a value was not checked.\nThis computer has no keyring"
    )
    spec.write_text(SPEC.replace('TOKEN: "${TOKEN}", ', ""))
    assert run("validate", spec).stderr == ""


def test_secrets_beside_the_spec_come_before_the_keyring(spec: Path, tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text("TOKEN=from the file\n")
    keyring = {"PYTHON_KEYRING_BACKEND": "tests.cli.keyring_of_many.Keyring"}
    out = tmp_path / "out"
    assert run("generate", spec, "--out", out, env=keyring).returncode == 0
    assert "TOKEN='from the file'" in (out / "env" / "channel-blog.env").read_text()
    (tmp_path / "secrets.env").write_text("TITLE=of the file\n")
    spec.write_text(SPEC.replace("\"a $5 'b'\"", '"${TITLE}"'))
    assert run("generate", spec, "--out", out, env=keyring).returncode == 0
    written = (out / "env" / "channel-blog.env").read_text()
    assert "TOKEN='OpenPalm Desktop: openpalm/TOKEN'\nTITLE='of the file'\n" in written
    named = run("validate", spec, "--secrets", tmp_path / "secrets.env", env=keyring)
    assert "No value for the secret TOKEN" in named.stdout


def test_a_keyring_that_is_locked_is_told_of_when_a_value_is_missing(
    spec: Path, tmp_path: Path
) -> None:
    keyring = {"PYTHON_KEYRING_BACKEND": "tests.cli.keyring_of_many.Locked"}
    done = run("generate", spec, "--out", tmp_path / "out", env=keyring)
    assert done.returncode == 1
    assert "No value for the secret TOKEN, which blog needs" in done.stderr
    assert "The keyring of this computer is locked. Unlock it" in done.stderr
    (tmp_path / "secrets.env").write_text("TOKEN=1\n")
    done = run("generate", spec, "--out", tmp_path / "out", env=keyring)
    assert "The keyring" not in done.stderr


# generate


def test_generate_writes_the_folder_and_says_so(spec: Path, secrets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run("generate", spec, "--out", out, "--secrets", secrets)
    assert (first.returncode, first.stdout) == (0, f"{out}: 5 files written.\n")
    assert (out / "env" / "channel-blog.env").read_text() == (
        "PORT=8080\nTOKEN='it is $ecret'\nTITLE=\"a \\$5 'b'\"\n"
    )
    assert (out / "env" / "channel-blog.env").stat().st_mode & 0o777 == 0o600
    again = run("generate", spec, "--out", out, "--secrets", secrets)
    assert (again.returncode, again.stdout) == (0, f"{out}: all 5 files are up to date.\n")
    spec.write_text(spec.read_text().replace("    pathPrefixes: [/desk]\n", "    enabled: false\n"))
    less = run("generate", spec, "--out", out, "--secrets", secrets)
    assert less.stdout == f"{out}: 3 files written, 1 file removed, 1 file as before.\n"
    assert "ecret" not in first.stdout + first.stderr


def test_generate_check_writes_nothing_and_tells_what_differs(
    spec: Path, secrets: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    check = ("generate", spec, "--out", out, "--secrets", secrets, "--check")
    before = run(*check)
    assert before.returncode == 1
    assert "new: docker-compose.yml\n" in before.stdout
    assert not out.exists()
    run("generate", spec, "--out", out, "--secrets", secrets)
    after = run(*check)
    assert (after.returncode, after.stdout) == (0, "")
    (out / "caddy" / "Caddyfile").write_text("mine")
    changed = run(*check)
    assert (changed.returncode, changed.stdout) == (1, "changed: caddy/Caddyfile\n")
    (out / ".openpalm-decided").mkdir()
    assert run(*check).stdout == "unfinished: .openpalm-decided\n"


@pytest.mark.parametrize("given", [None, "", "TOKEN=\n", "OTHER=x\n"])
def test_generate_refuses_without_a_secret_and_names_place_and_name(
    spec: Path, tmp_path: Path, given: str | None
) -> None:
    if given is not None:
        (tmp_path / "secrets.env").write_text(given)
    done = run("generate", spec, "--out", tmp_path / "out")
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if " error[" in line]
    assert line.startswith(f"{spec}:8:11: error[secret-missing]: No value for the secret TOKEN")
    assert done.stderr.endswith(f"Nothing was written: {spec} has errors.\n")
    assert not (tmp_path / "out").exists()


def test_generate_finds_the_secrets_beside_the_spec(spec: Path, tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text("export TOKEN=abc # yes\n")
    assert run("generate", spec, "--out", tmp_path / "out").returncode == 0
    assert "TOKEN=abc\n" in (tmp_path / "out" / "env" / "channel-blog.env").read_text()


def test_generate_writes_nothing_of_a_broken_spec(broken: Path, tmp_path: Path) -> None:
    done = run("generate", broken, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert f"{broken}:6:5: error[unknown-key]" in done.stderr
    assert not (tmp_path / "out").exists()


def test_generate_into_a_file_is_refused_in_words(spec: Path, secrets: Path) -> None:
    done = run("generate", spec, "--out", spec, "--secrets", secrets)
    assert done.returncode == 1
    assert f"{spec} could not be written; it is as it was before" in done.stderr
    assert spec.read_text() == SPEC


# show


def test_show_prints_one_file_with_references_for_secrets(spec: Path, tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text("TOKEN=hidden\n")
    done = run("show", spec, "env/channel-blog.env")
    assert done.returncode == 0
    assert done.stdout == "PORT=8080\nTOKEN=${TOKEN}\nTITLE=\"a \\$5 'b'\"\n"
    for name in ("docker-compose.yml", "caddy/Caddyfile", "manifest.json"):
        shown = run("show", spec, name)
        assert shown.returncode == 0
        assert "hidden" not in shown.stdout
        assert shown.stdout.endswith("\n")


def test_show_of_an_unknown_file_names_the_closest_and_all(spec: Path) -> None:
    done = run("show", spec, "caddy/caddyfile")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "There is no generated file caddy/caddyfile. Did you mean caddy/Caddyfile?\n"
        "There are: docker-compose.yml, caddy/Caddyfile,"
    )


# routes


def test_routes_are_a_table_with_a_line_for_each_way(spec: Path) -> None:
    done = run("routes", spec)
    assert done.returncode == 0
    rows = [re.split("  +", line) for line in done.stdout.splitlines()]
    assert rows == [
        ["url", "reach", "certificate", "to", "path"],
        ["http://*/desk", "local network", "none", "channel-desk:80", "without /desk"],
        ["https://blog.home.arpa/", "this host", "internal CA", "channel-blog:8080", "as it is"],
        ["0.0.0.0:9000", "everyone", "none", "channel-desk:80", "as it is"],
    ]


def test_every_address_of_routes_is_answered_at_ports_of_ones_own(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    text = SPEC.replace("channels:", "caddy: {httpPort: 8080, httpsPort: 8443}\nchannels:", 1)
    spec.write_text(text, encoding="utf-8")
    urls = [row["url"] for row in json.loads(run("routes", spec, "--json").stdout)]
    assert "https://blog.home.arpa:8443/" in urls
    assert "http://*:8080/desk" in urls
    assert run("routes", spec, "https://blog.home.arpa:8443/").returncode == 0


def test_nothing_in_a_spec_commands_the_terminal(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    key = '"\\e]0;x\\a\\u202Enam\\x9b31me": 1\n'
    spec.write_text(SPEC + key, encoding="utf-8")
    said = run("validate", spec).stdout
    assert "There is no field" in said
    assert all(one.isprintable() or one == "\n" for one in said)


class Terminal(io.TextIOWrapper):
    """What somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_nothing_that_is_printed_commands_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", Terminal(shown, encoding="utf-8"))
    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO(), encoding="utf-8"))
    assert commands.run(["validate", "a\x1b]0;owned\x07/ü.yaml"]) == 1
    sys.stderr.flush()
    assert shown.getvalue().decode().startswith("a\\x1b]0;owned\\x07/ü.yaml could not be read: ")


def test_what_a_container_printed_keeps_its_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.BytesIO()
    stream = Terminal(shown, encoding="utf-8", write_through=True)
    disarm(stream)
    monkeypatch.setattr(sys, "stdout", stream)
    print_as_it_is("\x1b[32mready\x1b[0m\n")
    assert shown.getvalue() == b"\x1b[32mready\x1b[0m\n"


def test_routes_json_has_the_same_keys_for_ever(spec: Path) -> None:
    (_, first, _) = json.loads(run("routes", spec, "--json").stdout)
    assert first == {
        "url": "https://blog.home.arpa/",
        "reach": "this host",
        "certificate": "internal CA",
        "channel": "blog",
        "to": "channel-blog:8080",
        "path": "as it is",
    }
    done = run("routes", spec, "http://192.168.1.2/desk/a", "--from", "192.168.1.9", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "outcome": "answered",
        "channel": "desk",
        "to": "channel-desk:80",
        "path": "/a",
        "location": None,
        "certificate": "none",
        "reason": "the stack’s own site sends /desk to desk, for the local network.",
    }


@pytest.mark.parametrize(
    ("url", "visitor", "outcome", "code"),
    [
        ("https://blog.home.arpa/x", "127.0.0.1", "answered", 0),
        ("https://blog.home.arpa/x", "192.168.1.9", "refused", 1),
        ("http://blog.home.arpa/x", "127.0.0.1", "redirected", 1),
        ("http://any/x", "192.168.1.9", "not-found", 1),
        ("http://any/desk", "[2001:db8::1]", "refused", 1),
    ],
)
def test_routes_says_who_answers_and_exits_with_it(
    spec: Path, url: str, visitor: str, outcome: str, code: int
) -> None:
    done = run("routes", spec, url, "--from", visitor)
    assert done.stdout.splitlines()[0] == f"outcome:     {outcome}"
    assert done.returncode == code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ftp://x"], "“ftp://x” is no address that a browser could open."),
        (["http://"], "“http://” is no address that a browser could open."),
        (["http://[::1"], "“http://[::1” is no address that a browser could open."),
        (["http://x:99999/"], "“http://x:99999/” is no address that a browser could open."),
        (["http://a b/"], "“http://a b/” is no address that a browser could open."),
        (["http://x/", "--from", "me"], "“me” is no IP address."),
    ],
)
def test_routes_refuses_nonsense_in_words(spec: Path, words: list[str], said: str) -> None:
    done = run("routes", spec, *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{said}\nWrite it as in ")


# convert


def test_convert_writes_a_spec_that_is_sound_and_leaves_the_old(tmp_path: Path) -> None:
    out = tmp_path / "new.yaml"
    before = (SPECS / "v3.yaml").read_bytes()
    assert run("convert", SPECS / "v3.yaml", "--out", out).returncode == 0
    assert (SPECS / "v3.yaml").read_bytes() == before
    assert run("validate", out).returncode == 0
    again = run("convert", SPECS / "v3.yaml", "--out", out)
    assert again.returncode == 1
    assert str(out) in again.stderr


# all of them


def test_no_command_imports_qt(spec: Path, tmp_path: Path) -> None:
    commands = [
        ["validate", str(spec)],
        ["generate", str(spec), "--out", str(tmp_path / "out")],
        ["show", str(spec), "docker-compose.yml"],
        ["routes", str(spec)],
        ["convert", str(SPECS / "v2.json"), "--out", str(tmp_path / "new.yaml")],
        ["cron", "30 2 * * *"],
        ["bundle", str(spec), "-o", str(tmp_path / "home.zip")],
    ]
    nowhere = ["--target", "unix:///nowhere/docker.sock"]
    on_engines = [
        ["plan", str(spec), *nowhere],
        ["deploy", str(spec), *nowhere, "--yes"],
        *([name, str(spec), *nowhere] for name in ("status", "logs", "stop", "start", "restart")),
        ["down", str(spec), *nowhere],
        ["releases", str(spec), *nowhere],
        ["certificates", str(spec), *nowhere],
        ["rollback", str(spec), *nowhere],
        ["automation", "list", str(spec), *nowhere],
        ["target", "test", nowhere[1]],
    ]
    commands += [*on_engines, ["registry", "list"], ["updates"]]
    assert {words[0] for words in commands} == set(COMMANDS)
    (tmp_path / "secrets.env").write_text("TOKEN=x\n")
    script = (
        "import json, sys\n"
        "from openpalm_desktop.__main__ import main\n"
        "codes = [main(words) for words in json.loads(sys.argv[1])]\n"
        "found = [name for name in sys.modules if name.startswith(('PySide6', 'shiboken'))]\n"
        "print(codes, found, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(commands)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENPALM_RELEASES": "nowhere"},
        check=False,
    )
    failing = len(on_engines) + 2
    codes = [0] * (len(commands) - failing) + [1] * failing
    assert done.stderr.splitlines()[-1] == f"{codes} []"
    assert done.stderr.count("there is no unix:///nowhere/docker.sock") == len(on_engines)


@pytest.mark.parametrize(
    ("words", "stack", "said"),
    [
        *((name, "broken.yaml", "broken.yaml is no stack spec.") for name in ON_STACKS),
        ("automation list", "home.yaml more", "“more” means nothing here."),
        ("automation run", "home.yaml", "It is not said which automation."),
        ("automation history", "home.yaml one two", "It is not said which automation."),
        ("rollback", "home.yaml x", "“x” is no release."),
        ("rollback", f"home.yaml {'9' * 5000}", f"“{'9' * 40}” is no release."),
    ],
)
def test_what_is_asked_for_is_understood_before_anybody_connects(
    words: str, stack: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.yaml").write_text("version: 4\nchannels: 7\n")
    (tmp_path / "home.yaml").write_text("version: 4\nchannels: {}\n")
    first, *rest = stack.split()
    target = ["--target", "unix:///nowhere/docker.sock"]
    assert commands.run([*words.split(), str(tmp_path / first), *rest, *target]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "nowhere" not in told


def test_a_mistyped_command_opens_no_window_and_is_told_the_closest() -> None:
    done = run("depoly", "home.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "There is no command “depoly”. Did you mean deploy?\n"
        "All commands: openpalm-desktop --help\n"
    )


def test_a_mistyped_option_opens_no_window() -> None:
    done = run("--helpp", "home.yaml")
    assert done.returncode == 2
    assert "usage: openpalm-desktop" in done.stderr


def test_help_says_of_each_word_how_often_it_may_stand() -> None:
    assert "[SPEC [SERVICE …]]\n" in run("status", "--help").stdout
    assert "[SPEC]\n" in run("down", "--help").stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only there a screen may be missing")
def test_a_window_without_a_screen_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = run("home.yaml")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no screen to open the window on.\n")


def test_help_and_version_need_no_command() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    assert all(name in shown.stdout for name in COMMANDS)
    assert run("--version").stdout.startswith("openpalm-desktop ")
    assert run("validate").returncode == 2


NONSENSE = {
    "binary": bytes(range(256)) * 4,
    "nul": b"version: 4\n\x00\n",
    "empty": b"",
    "latin-1": b"version: 4 # \xe9\n",
    "half utf-16": "version: 4".encode("utf-16")[:-1],
    "tabs": b"version:\t4\n\tchannels: {}\n",
    "list": b"- 1\n- 2\n",
    "json": b'{"version": 4, "version": 4, "channels": [',
    "two documents": b"version: 4\n---\nversion: 4\n",
    "alias bomb": b"a: &a [x,x]\n"
    + b"".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)},*{chr(97 + i)}]\n".encode()
        for i in range(24)
    ),
    "brackets": b"version: " + b"[" * 20_000,
    "large": b"a: [b, {c: d\n" * 800_000,
    "wrong types": b"version: 4\nchannels: 7\ncaddy: []\nautomations: {a: 1}\n",
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_gets_a_sentence_and_no_traceback(tmp_path: Path, name: str) -> None:
    path = tmp_path / "spec.yaml"
    path.write_bytes(NONSENSE[name])
    out = tmp_path / "out"
    for words in (
        ("validate", path),
        ("generate", path, "--out", out),
        ("convert", path, "--out", out),
    ):
        done = run(*words)
        assert done.returncode == 1, words
        assert "Traceback" not in done.stderr
        assert 20 < len(done.stdout + done.stderr) < 20_000
        assert not out.exists()


@pytest.mark.parametrize("name", ["folder", "nowhere", "/dev/zero", "a\nb", "x" * 300, "file/x"])
def test_what_cannot_be_read_is_said_in_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("version: 4\n")
    done = run("validate", tmp_path / name)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert str(tmp_path / name) in done.stderr
    assert len(done.stderr.splitlines()) <= 3


def test_a_byte_order_mark_and_utf_16_are_read(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        path = tmp_path / f"{encoding}.yaml"
        path.write_bytes("version: 4\nprojectName: é\n".encode(encoding))
        done = run("validate", path)
        assert done.returncode == 1
        assert ":2:1: error[project-name]" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
@pytest.mark.parametrize("words", [("show", "docker-compose.yml"), ("validate",), ("routes",)])
def test_a_reader_that_has_seen_enough_is_no_trouble(spec: Path, words: Sequence[str]) -> None:
    command, *rest = words
    (spec.parent / "secrets.env").write_text("TOKEN=1\n")
    done = run(command, spec, *rest, shell="| head -c 1")
    assert (done.returncode, len(done.stdout), done.stderr) == (0, 1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [("show", "docker-compose.yml"), ("validate",), ("routes",)])
def test_output_that_cannot_be_written_is_said(spec: Path, words: Sequence[str]) -> None:
    command, *rest = words
    (spec.parent / "secrets.env").write_text("TOKEN=1\n")
    full = run(command, spec, *rest, shell="> /dev/full")
    assert full.returncode == 1
    assert full.stderr == "The output could not be written: No space left on device.\n"
    closed = run(command, spec, *rest, shell=">&-")
    assert (closed.returncode, closed.stderr) == (0, "")


def test_a_terminal_without_the_characters_shows_others(spec: Path) -> None:
    for words in (("cron", "x"), ("routes", spec, "ftp://é"), ("validate", spec)):
        done = run(*words, env={"PYTHONIOENCODING": "ascii"})
        assert "Traceback" not in done.stderr
    shown = run("show", spec, "caddy/Caddyfile", env={"PYTHONIOENCODING": "ascii"})
    assert shown.returncode == 0


def test_windows_writes_no_old_code_page_into_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    assert commands.run(["cron", "5 4 * * *", "--timezone", "Europe/Berlin"]) == 0
    sys.stdout.write("é → 日")
    sys.stdout.flush()
    assert written.getvalue().decode("utf-8").endswith("é → 日")


def test_all_examples_of_the_project_are_sound() -> None:
    for path in sorted((ROOT / "resources" / "examples").glob("*.yaml")):
        done = run("validate", path)
        assert (done.returncode, " error[" in done.stdout) == (0, False)
