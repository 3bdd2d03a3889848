"""Previews touch only what changed, and colour what is seen."""

from pytestqt.qtbot import QtBot

from openpalm_desktop.generate.artifact import Artifact, Block
from openpalm_desktop.model.exposure import Exposure
from openpalm_desktop.ui.document import Document
from openpalm_desktop.ui.file_changes import changed_lines, changed_span
from openpalm_desktop.ui.highlighters import highlighter_for
from openpalm_desktop.ui.main_window import MainWindow
from openpalm_desktop.ui.preview_text import PreviewText

ONE, TWO, THREE = (Block.of([f"{n}:", f"  image: {n}"], [("a",), ("b",)]) for n in "abc")
TWO_CHANGED = Block.of(["b:", "  image: x", "  user: y"], [("a",), ("b",), ("c",)])


def file(*blocks: Block) -> Artifact:
    return Artifact("docker-compose.yml", blocks)


def test_the_changed_span_is_as_small_as_can_be() -> None:
    span = changed_span(file(ONE, TWO, THREE), file(ONE, TWO_CHANGED, THREE))
    assert span is not None
    assert (span.start, span.old_end, span.text) == (3, 4, "  image: x\n  user: y\n")


def test_marked_are_the_lines_that_are_new() -> None:
    assert changed_lines(file(ONE, TWO), file(ONE, TWO_CHANGED)) == {3, 4}
    assert changed_lines(file(ONE), file(ONE, TWO)) == {2, 3}
    assert changed_lines(file(ONE, TWO), file(TWO)) == frozenset()
    assert changed_lines(None, file(ONE)) == frozenset()


def test_the_text_is_the_file_after_any_edit(qtbot: QtBot) -> None:
    view = PreviewText()
    qtbot.addWidget(view)
    versions = (
        (ONE, TWO, THREE),
        (ONE, TWO_CHANGED, THREE),
        (TWO_CHANGED, THREE),
        (),
        (THREE,),
        (ONE, THREE, TWO),
        (ONE, THREE),
        (TWO,),
    )
    for blocks in versions:
        artifact = file(*blocks)
        view.show_artifact(artifact)
        assert view.toPlainText() == artifact.text


def test_only_the_letters_that_differ_are_put_into_the_text(qtbot: QtBot) -> None:
    view = PreviewText()
    qtbot.addWidget(view)
    changes: list[tuple[int, int, int]] = []
    view.document().contentsChange.connect(lambda *change: changes.append(change))
    for text in ("a: 😀 one 😀\n", "a: 😀 on 😀\n", "a: 😀 ones 😀\n", "a: 😀\n", "a: 😁\n"):
        view.show_artifact(file(ONE, Block.of([text[:-1]], [("a",)]), THREE))
        assert view.artifact is not None
        assert view.toPlainText() == view.artifact.text
    at = len(ONE.text) + len("a: ")
    replaced = [
        (place - at, removed, added) for place, removed, added in changes if removed or added
    ]
    assert replaced[-4:] == [(5, 1, 0), (5, 0, 2), (2, 8, 0), (0, 2, 2)]


def test_a_letter_lets_no_more_than_its_line_be_painted(qtbot: QtBot) -> None:
    view = PreviewText()
    qtbot.addWidget(view)
    view.show_artifact(file(ONE, TWO, THREE))
    view.show()
    painted: list[int] = []
    view.updateRequest.connect(lambda rect, _: painted.append(rect.height()))
    view.show_artifact(file(ONE, Block.of(["b:", "  image: bx"], [("b",), ("b",)]), THREE))
    assert painted
    assert max(painted) < 2 * view.fontMetrics().height()


def coloured(name: str, line: str) -> list[tuple[str, str]]:
    return [(line[s.start : s.start + s.length], s.colour) for s in highlighter_for(name)(line)]


def test_lines_are_coloured_by_what_they_are_made_of() -> None:
    assert coloured("docker-compose.yml", '    interval: "30s"  # often') == [
        ("interval", "key"),
        ('"30s"', "string"),
        ("# often", "comment"),
    ]
    assert coloured("caddy/Caddyfile", "bot.example.org, x.org:1443 {") == [
        ("bot.example.org, x.org:1443", "name")
    ]
    assert coloured("caddy/Caddyfile", "\t\treverse_proxy channel-blog:8080") == [
        ("\t\treverse_proxy", "key")
    ]
    assert coloured("env/a.env", "TOKEN=${TOKEN}") == [("TOKEN", "key"), ("${TOKEN}", "name")]
    assert ("# all", "comment") in coloured("automations/a.sh", 'echo "$X" # all')


def test_the_preview_says_what_the_last_edit_opened(window: MainWindow, document: Document) -> None:
    document.put(("channels", "notes", "exposure"), Exposure.PUBLIC)
    document.put(("channels", "notes", "domains"), ("notes.example.org",))
    assert window.preview.last_edit.label.strong == "notes.example.org/notes opens to the internet"
