"""run-automation under the shells of Alpine and Debian: what it runs, keeps and records."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.real

SOURCE = Path(__file__).resolve().parents[2] / "resources" / "automations"
FLOCK = shutil.which("flock")
NASTY = b'\x00\x01\x1b[31m "quoted" back\\slash \x7f\r\n\t\xff\xc3 \xe2\x82 caf\xc3\xa9 '
NASTY += "\U0001f600".encode() + b"\xf0\x9f"


@pytest.fixture(params=["dash", "busybox"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return a PATH on which sh and all else is Debian's or busybox's."""
    program = shutil.which(request.param)
    if program is None or FLOCK is None:
        pytest.skip(f"needs {request.param} and flock: apt-get install busybox-static dash")
    tools = tmp_path / "bin"
    tools.mkdir()
    if request.param == "dash":
        (tools / "sh").symlink_to(program)
        return f"{tools}:{os.environ['PATH']}"
    listed = subprocess.run([program, "--list"], capture_output=True, text=True, check=True)
    for applet in listed.stdout.split():
        (tools / applet).symlink_to(program)
    if not (tools / "flock").exists():
        (tools / "flock").symlink_to(FLOCK)
    return str(tools)


@dataclass
class Automations:
    """A folder of automations, and the state that running them leaves."""

    top: Path
    path: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def state(self) -> Path:
        return self.top / "state"

    @property
    def console(self) -> Path:
        return self.top / "console"

    @property
    def environment(self) -> Path:
        return self.top / "environment"

    def add(self, name: str, script: bytes | str, mode: int = 0o755) -> Path:
        file = self.top / "automations" / "scripts" / f"{name}.sh"
        file.write_bytes(script if isinstance(script, bytes) else script.encode())
        file.chmod(mode)
        return file

    def start(self, name: str, **options: Any) -> subprocess.Popen[bytes]:
        env = {
            "PATH": self.path,
            "HOME": str(self.top),
            "OPENPALM_AUTOMATIONS_STATE": str(self.state),
            "OPENPALM_AUTOMATIONS_RUN": str(self.top),
            "OPENPALM_AUTOMATIONS_CONSOLE": str(self.console),
        }
        process = subprocess.Popen(
            ["sh", str(self.top / "automations" / "run-automation"), name],
            executable=str(self.top / "bin" / "sh"),
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            **options,
        )
        self.processes.append(process)
        return process

    def run(self, name: str, **options: Any) -> int:
        process = self.start(name, **options)
        process.communicate(timeout=60)
        return process.returncode

    def history(self, name: str) -> list[dict[str, Any]]:
        log = self.state / "log" / f"{name}.jsonl"
        return [json.loads(line) for line in log.read_text("ascii").splitlines()]

    def outcome(self, name: str) -> tuple[str, int, str]:
        last = self.history(name)[-1]
        return last["status"], last["exit"], last["preview"]


@pytest.fixture
def automations(tmp_path: Path, path: str) -> Any:
    shutil.copytree(SOURCE, tmp_path / "automations")
    (tmp_path / "automations" / "scripts").mkdir()
    made = Automations(tmp_path, path)
    yield made
    for process in made.processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(condition: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_a_run_leaves_one_line_with_all_that_matters(automations: Automations) -> None:
    automations.add("hello", "echo Hello; sleep 1")
    assert automations.run("hello") == 0
    (line,) = automations.history("hello")
    assert list(line) == ["ts", "id", "status", "exit", "dur", "preview"]
    assert (line["id"], line["status"], line["exit"]) == ("hello", "success", 0)
    assert line["preview"] == "Hello\n"
    assert 900 < line["dur"] < 5000
    age = datetime.now().astimezone() - datetime.fromisoformat(line["ts"])
    assert 0 <= age.total_seconds() < 30


@pytest.mark.parametrize("code", [1, 3, 75, 124, 255])
def test_the_exit_code_is_the_script_s(automations: Automations, code: int) -> None:
    automations.add("fails", f"echo no >&2; exit {code}")
    assert automations.run("fails") == code
    assert automations.outcome("fails") == ("error", code, "no\n")


def test_any_bytes_become_valid_json(automations: Automations) -> None:
    (automations.top / "nasty").write_bytes(NASTY)
    automations.add("nasty", f"cat {automations.top}/nasty")
    assert automations.run("nasty") == 0
    assert automations.outcome("nasty") == ("success", 0, NASTY.decode("utf-8", "replace"))
    assert (automations.state / "output" / "nasty").read_bytes() == NASTY


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(b"\xed\xa0\x80 \xc0\xaf \xe0\x80\x80 \xf4\x90\x80\x80 \xf0\x8f\xbf\xbf \xef\xbf\xbd")
@example("\U0001f600".encode() * 250)
@example(b"x" + "\U0010ffff".encode() * 250)
@given(st.binary(max_size=1000) | st.text(max_size=400).map(lambda t: t.encode("utf-8", "ignore")))
def test_the_preview_is_the_first_200_characters_of_any_bytes(path: str, printed: bytes) -> None:
    text = (SOURCE / "run-automation").read_text()
    function = text[text.index("json_text() {") : text.index("\nsize() {")]
    done = subprocess.run(
        [f"{path.split(':', 1)[0]}/sh", "-c", f"{function}\njson_text"],
        input=printed,
        env={"PATH": path},
        capture_output=True,
        check=True,
    )
    shown = json.loads('"' + done.stdout.decode("ascii") + '"')
    assert shown == printed.decode("utf-8", "replace")[:200]


def test_a_script_that_is_not_there_is_recorded(automations: Automations) -> None:
    assert automations.run("gone") == 127
    assert automations.outcome("gone") == (
        "error",
        127,
        "There is no script scripts/gone.sh.\n",
    )


@pytest.mark.parametrize("name", ["", "../x", "a b", "a/b", "a\nb", "$(id)"])
def test_what_is_no_id_runs_nothing(automations: Automations, name: str) -> None:
    assert automations.run(name) == 64
    assert not automations.state.exists()


def test_a_second_run_is_skipped_while_the_first_goes_on(automations: Automations) -> None:
    automations.add("slow", f"touch {automations.top}/going; sleep 2; exit 4")
    first = automations.start("slow")
    wait_for((automations.top / "going").exists)
    assert automations.run("slow") == 75
    assert automations.outcome("slow")[:2] == ("skipped", 75)
    assert first.wait(10) == 4
    assert [line["status"] for line in automations.history("slow")] == ["skipped", "error"]


def test_what_a_script_leaves_behind_holds_neither_the_lock_nor_the_run(
    automations: Automations,
) -> None:
    automations.add("daemon", "echo started; setsid sleep 20 & echo $! >pid")
    before = time.monotonic()
    assert automations.run("daemon") == 0
    assert time.monotonic() - before < 10
    assert automations.run("daemon") == 0
    assert automations.outcome("daemon") == ("success", 0, "started\n")


def test_a_run_is_stopped_at_its_timeout_with_all_its_children(automations: Automations) -> None:
    (automations.top / "automations" / "timeouts").write_text("# id seconds\nlong2 99\nlong 1\n")
    automations.add("long", f"echo begun; (sleep 4; touch {automations.top}/child) & sleep 30")
    before = time.monotonic()
    assert automations.run("long") == 124
    assert time.monotonic() - before < 4
    assert automations.outcome("long") == ("timeout", 124, "begun\n")
    time.sleep(max(0, 5 - (time.monotonic() - before)))
    assert not (automations.top / "child").exists()


@pytest.mark.slow
def test_a_script_that_will_not_stop_is_killed(automations: Automations) -> None:
    (automations.top / "automations" / "timeouts").write_text("deaf 1\n")
    automations.add("deaf", "trap '' TERM; while :; do sleep 1; done")
    before = time.monotonic()
    assert automations.run("deaf") == 124
    assert 10 < time.monotonic() - before < 20


def test_a_timeout_that_is_not_reached_leaves_nothing_behind(automations: Automations) -> None:
    (automations.top / "automations" / "timeouts").write_text("quick 4321\n")
    automations.add("quick", "exit 5")
    for _ in range(20):
        assert automations.run("quick") == 5
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "sleep 4321" not in running.stdout


def test_a_container_that_stops_ends_the_run_and_it_is_recorded(automations: Automations) -> None:
    automations.add("long", f"touch {automations.top}/going; sleep 30")
    process = automations.start("long")
    wait_for((automations.top / "going").exists)
    process.terminate()
    assert process.wait(10) == 143
    assert automations.outcome("long")[:2] == ("error", 143)


def test_the_saved_environment_is_the_script_s(automations: Automations) -> None:
    values = {
        "GREETING": "a 'b' \"c\" $d\n`e` \\ é\U0001f600",
        "id": "mine",
        "state": "x",
        "TZ": "UTC0",
    }
    saved = subprocess.run(
        [f"{automations.top}/bin/sh", "-c", "export -p"],
        env={**values, "PATH": automations.path, "HOME": "/"},
        capture_output=True,
        check=True,
    )
    automations.environment.write_bytes(saved.stdout)
    automations.add(
        "env",
        '#!/bin/sh\nprintf %s "$GREETING|$id|$state|$TZ|$PWD|$OPENPALM_AUTOMATIONS_STATE"; umask',
    )
    assert automations.run("env") == 0
    printed = (automations.state / "output" / "env").read_text()
    mask = os.umask(0o22)
    os.umask(mask)
    assert printed == values["GREETING"] + f"|mine|x|UTC0|/|{mask:04o}\n"
    assert automations.history("env")[0]["ts"].endswith("+00:00")


def test_the_time_is_that_of_the_saved_zone(automations: Automations) -> None:
    automations.environment.write_text("export TZ='XXX-5:30'\n")
    automations.add("zone", "date +%z")
    assert automations.run("zone") == 0
    (line,) = automations.history("zone")
    assert line["ts"].endswith("+05:30")


def test_the_first_line_names_the_program(automations: Automations) -> None:
    show = automations.top / "show-words"
    show.write_text('#!/bin/sh\nfor word; do printf "<%s>" "$word"; done\n')
    show.chmod(0o755)
    for mode in (0o755, 0o644):
        file = automations.add("words", f"#! {show}  one  two \nnever run", mode)
        assert automations.run("words") == 0
        assert automations.outcome("words")[2] == f"<one  two><{file}>"


def test_a_program_that_is_not_there_is_said_in_the_output(automations: Automations) -> None:
    automations.add("odd", "#!/no/such/program\n")
    assert automations.run("odd") == 127
    assert "/no/such/program" in automations.outcome("odd")[2]


def test_a_script_is_run_byte_for_byte(automations: Automations) -> None:
    file = automations.add(
        "bytes", b"cat \"$0\" # \xff \xc3\xa9 $'x' \\\n\n\nexit 0\n\nrest: {{ % }}"
    )
    before = file.read_bytes()
    assert automations.run("bytes") == 0
    assert (automations.state / "output" / "bytes").read_bytes() == before


def test_the_log_is_rotated_and_one_old_one_kept(automations: Automations) -> None:
    automations.add("often", "echo")
    log = automations.state / "log" / "often.jsonl"
    log.parent.mkdir(parents=True)
    log.write_text('{"old": 1}\n' * 100_000)
    assert automations.run("often") == 0
    assert len(automations.history("often")) == 1
    assert (log.parent / "often.jsonl.1").stat().st_size == 1_100_000


def test_lines_stay_whole_however_many_write(automations: Automations) -> None:
    (automations.top / "text").write_text("\U0001f600\u2028" * 100)
    automations.add("busy", f"cat {automations.top}/text; sleep 0.2")
    runs = [automations.start("busy") for _ in range(25)]
    codes = [run.wait(60) for run in runs]
    assert set(codes) <= {0, 75}
    statuses = [line["status"] for line in automations.history("busy")]
    assert len(statuses) == 25
    assert statuses.count("skipped") == codes.count(75)


def test_a_log_that_many_find_full_is_rotated_once(automations: Automations) -> None:
    automations.add("busy", "sleep 0.5")
    log = automations.state / "log" / "busy.jsonl"
    log.parent.mkdir(parents=True)
    log.write_text('{"old": 1}\n' * 100_000)
    for run in [automations.start("busy") for _ in range(25)]:
        run.wait(60)
    assert (log.parent / "busy.jsonl.1").stat().st_size == 1_100_000
    assert len(automations.history("busy")) == 25


def test_a_full_disk_loses_neither_the_exit_code_nor_older_lines(automations: Automations) -> None:
    automations.add("full", "echo Something to say; exit 6")
    assert automations.run("full") == 6
    log = automations.state / "log" / "full.jsonl"
    before = log.read_bytes()

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 40, len(before) + 40))

    assert automations.run("full", preexec_fn=no_room, restore_signals=False) == 6
    assert log.read_bytes() == before
    assert automations.run("full") == 6
    assert len(automations.history("full")) == 2


def test_a_line_that_was_cut_off_spoils_no_other(automations: Automations) -> None:
    automations.add("cut", "echo")
    log = automations.state / "log" / "cut.jsonl"
    log.parent.mkdir(parents=True)
    log.write_text('{"ts": "20')
    assert automations.run("cut") == 0
    broken, whole = log.read_text().splitlines()
    assert broken == '{"ts": "20'
    assert json.loads(whole)["status"] == "success"


def test_without_any_place_to_write_the_script_still_runs(automations: Automations) -> None:
    automations.state.write_text("not a folder")
    automations.add("poor", f"touch {automations.top}/ran; echo x; exit 7")
    assert automations.run("poor") == 7
    assert (automations.top / "ran").exists()


def test_the_container_s_output_shows_what_was_printed(automations: Automations) -> None:
    automations.console.write_text("before\n")
    automations.add("talk", "echo one; printf 'two \\\\ %%'; exit 2")
    assert automations.run("talk") == 2
    wait_for(lambda: "exit code" in automations.console.read_text())
    lines = automations.console.read_text().splitlines()
    assert lines[:3] == ["before", "[talk] one", "[talk] two \\ %"]
    assert lines[3].startswith("[talk] error, exit code 2, ")


def test_the_caller_sees_what_was_printed(automations: Automations) -> None:
    automations.add("talk", "echo one; echo two >&2")
    out, err = automations.start("talk").communicate(timeout=10)
    assert (out, err) == (b"one\ntwo\n", b"")


def test_a_container_s_output_that_nobody_reads_blocks_nothing(automations: Automations) -> None:
    os.mkfifo(automations.console)
    automations.add("talk", "head -c 500000 /dev/zero")
    before = time.monotonic()
    assert automations.run("talk") == 0
    assert time.monotonic() - before < 5


def test_only_the_first_megabyte_of_the_output_is_kept(automations: Automations) -> None:
    automations.add("flood", "head -c 5000000 /dev/zero; exit 8")
    assert automations.run("flood") == 8
    assert (automations.state / "output" / "flood").stat().st_size == 1_048_576
