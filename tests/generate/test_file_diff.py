"""Differences of files: the lines, the words, the paths, in a time that people do not notice."""

from hypothesis import given
from hypothesis import strategies as st

from openpalm_desktop.generate.artifact import Artifact, Block
from openpalm_desktop.generate.file_diff import Gap, Pair, Status, file_diff, file_diffs
from openpalm_desktop.generate.line_diff import Step, marks, steps

LINES = st.lists(st.sampled_from(["a", "b", "c", "restart: unless-stopped", ""]), max_size=12)


def file(name: str, *lines: str) -> Artifact:
    return Artifact(name, (Block.of(lines, [("channels", line) for line in lines]),))


@given(LINES, LINES)
def test_taking_the_steps_turns_the_old_lines_into_the_new(old: list[str], new: list[str]) -> None:
    made = list(old)
    for step in reversed(steps(old, new)):
        made[step.old_start : step.old_end] = new[step.new_start : step.new_end]
    assert made == new
    if old == new:
        assert steps(old, new) == ()


def test_lines_that_stand_once_hold_texts_together() -> None:
    old = ["one:", "  restart: x", "two:", "  restart: x", "three:", "  restart: x"]
    new = ["one:", "  restart: x", "three:", "  restart: x"]
    assert steps(old, new) == (Step(2, 4, 2, 2),)


def test_long_files_with_a_change_in_every_part_are_compared_line_by_line() -> None:
    def compose(tag: str) -> list[str]:
        lines: list[str] = []
        for n in range(2000):
            lines += [f"  channel-{n}:", f"    image: a/b:{tag}", "    restart: unless-stopped"]
        return lines

    assert len(steps(compose("1"), compose("2"))) == 2000


def test_words_that_differ_are_marked_on_both_sides() -> None:
    assert marks("  image: blog:1.2", "  image: blog:1.30") == (((16, 17),), ((16, 18),))
    assert marks("restart: always", "8080") == ((), ())


def test_a_diff_shows_some_lines_around_and_how_many_are_left_out() -> None:
    old = [f"line {n}" for n in range(20)]
    new = [*old[:10], "other", *old[11:]]
    diff = file_diff("f", file("f", *old), file("f", *new))
    gap, *around = diff.rows[:-1]
    assert gap == Gap(7)
    assert diff.rows[-1] == Gap(6)
    pairs = [row for row in around if isinstance(row, Pair)]
    changed = [row for row in pairs if row.is_changed]
    assert len(pairs) == 7
    assert [(row.old and row.old.text, row.new and row.new.text) for row in changed] == [
        ("line 10", "other")
    ]
    assert changed[0].new is not None
    assert changed[0].new.number == 11
    assert changed[0].new.origin == ("channels", "other")
    assert (diff.added, diff.removed) == (1, 1)


def test_of_very_many_changed_lines_the_first_are_told_and_the_rest_are_counted() -> None:
    old = [line for n in range(50) for line in (f"kept {n}", f"old {n}")]
    new = [line.replace("old", "new") for line in old]
    diff = file_diff("f", file("f", *old), file("f", *new), most=21)
    changed = [row for row in diff.rows if isinstance(row, Pair) and row.is_changed]
    assert 10 <= len(changed) < 21
    assert (diff.added, diff.removed) == (50, 50)
    assert diff.rest == 100 - 2 * len(changed)
    (added,) = file_diffs({}, {"f": file("f", *new)}, most=21)
    assert (len(added.rows), added.added, added.rest) == (21, 100, 79)


def test_line_numbers_are_those_of_each_side() -> None:
    diff = file_diff("f", file("f", "a", "b", "c"), file("f", "x", "y", "a", "b", "c"))
    last = diff.rows[-1]
    assert isinstance(last, Pair)
    assert last.old is not None
    assert last.new is not None
    assert (last.old.number, last.new.number) == (3, 5)


def test_files_on_one_side_only_are_named() -> None:
    one, two, three = file("one", "a"), file("two", "b"), file("three", "c", "d")
    found = list(file_diffs({"one": one, "two": two}, {"one": one, "three": three}))
    assert [(each.name, each.status, each.added, each.removed) for each in found] == [
        ("three", Status.ADDED, 2, 0),
        ("two", Status.REMOVED, 0, 1),
    ]
