"""Whether there is a newer version: asked of a feed on the loopback."""

import io
import socket
from collections.abc import Iterator
from http.client import HTTPMessage
from urllib.request import Request

import pytest

from openpalm_desktop import __version__
from openpalm_desktop.cli import commands
from openpalm_desktop.deploy import newer_version
from openpalm_desktop.deploy.newer_version import Newest, NoAnswer, feed, newest_version
from openpalm_desktop.deploy.newer_version import order_of as order
from tests.feed import PAGE, Feed, release, serving


@pytest.fixture
def releases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Feed]:
    """A feed that the environment names."""
    with serving() as one:
        monkeypatch.setenv("OPENPALM_RELEASES", one.url)
        yield one


def asked(url: str) -> Newest:
    work = newest_version(url)
    while True:
        try:
            next(work)
        except StopIteration as end:
            newest: Newest = end.value
            return newest


def test_the_newest_version_and_its_page_are_told(releases: Feed) -> None:
    newest = asked(releases.url)
    assert newest == Newest("9.9.0", PAGE)
    assert newest.is_newer


def test_nothing_but_the_programs_version_goes_along(releases: Feed) -> None:
    asked(releases.url)
    (headers,) = releases.asked
    assert headers.pop("User-Agent") == f"openpalm-desktop/{__version__}"
    assert headers.keys() == {"Accept", "Accept-Encoding", "Connection", "Host"}


def test_versions_are_ordered_as_people_count_them() -> None:
    versions = ["0.9", "0.10.0-rc.1", "0.10", "0.10.1", "v1.0.0-beta", "1", "1.0.1", "2.0"]
    assert sorted(versions, key=order) == versions
    assert order("1.0") == order("v1.0.0")
    assert not Newest(__version__, PAGE).is_newer


def test_the_environment_comes_first_then_the_setting_then_the_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OPENPALM_RELEASES", raising=False)
    monkeypatch.setattr(newer_version, "releases_address", lambda: PAGE)
    assert feed() == PAGE
    assert feed("https://mirror.example.org/") == "https://mirror.example.org/"
    monkeypatch.setenv("OPENPALM_RELEASES", "https://ours.example.org/")
    assert feed("https://mirror.example.org/") == "https://ours.example.org/"


def test_nobody_is_asked_where_nobody_said_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENPALM_RELEASES", raising=False)
    with pytest.raises(NoAnswer, match="does not know where") as refused:
        feed()
    assert "OPENPALM_RELEASES" in refused.value.hint


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>login</html>",
        b"[]",
        b"{}",
        b'{"tag_name": 3, "html_url": "https://example.org"}',
        release("latest"),
        release("9.9.0", "file:///etc/passwd"),
        release("9.9.0", "javascript:alert(1)"),
        release("9.9.0", "https://example.org/\x1b]0;owned\x07"),
        release("9.9.0-" + "rc" * 1000),
        b'{"tag_name": "9.9.0", "html_url": 3}',
        b'{"tag_name": "9.9.0", "html_url": ["https://example.org"]}',
        b"[" * 100_000,
        b" " * (1024 * 1024 + 1),
    ],
    ids=range(13),
)
def test_an_answer_that_tells_no_release_is_a_sentence(releases: Feed, answer: bytes) -> None:
    releases.answer = answer
    with pytest.raises(NoAnswer, match=r"What 127\.0\.0\.1 answers tells of no release\."):
        asked(releases.url)


@pytest.mark.parametrize(
    ("status", "said"), [(404, "knows of no release yet"), (500, "did not answer: 500")]
)
def test_a_refusal_is_a_sentence(releases: Feed, status: int, said: str) -> None:
    releases.status = status
    with pytest.raises(NoAnswer, match=said):
        asked(releases.url)


def test_nobody_there_is_a_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NoAnswer, match=r"could not be asked: Connection refused\.$") as refused:
        asked(f"http://127.0.0.1:{port}/")
    assert refused.value.hint.startswith("Is this computer online?")


def test_who_never_answers_is_given_up(releases: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newer_version, "_PATIENCE", 0.2)
    releases.is_silent = True
    with pytest.raises(NoAnswer, match="it took too long"):
        asked(releases.url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "nonsense"])
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(NoAnswer):
        asked(url)


def test_the_command_tells_by_its_exit_status(
    releases: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.run(["updates"]) == 2
    said = capsys.readouterr()
    assert said.out == f"Version 9.9.0 is there; this is {__version__}. {PAGE}\n"
    assert said.err.startswith("Asking 127.0.0.1, which learns this program’s version.")
    releases.answer = release(__version__)
    assert commands.run(["updates"]) == 0
    assert capsys.readouterr().out == f"This is the newest version, {__version__}.\n"
    releases.status = 503
    assert commands.run(["updates"]) == 1
    assert "did not answer: 503" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("place", "said"),
    [("ftp://127.0.0.1/latest", "tells of no release"), ("file:///etc/passwd", "did not answer")],
)
def test_nobody_is_followed_to_where_anybody_may_answer(
    releases: Feed, place: str, said: str
) -> None:
    releases.leads_to = place
    with pytest.raises(NoAnswer, match=said):
        asked(releases.url)


def test_https_is_not_left() -> None:
    request = Request("https://example.org/latest")
    with pytest.raises(ValueError, match="http://example"):
        newer_version._StaysSafe().redirect_request(
            request, io.BytesIO(), 302, "", HTTPMessage(), "http://example.org/latest"
        )
