"""Memos: the same object for the same inputs, a new one for anything else."""

from openpalm_desktop.model.memo import Memo, MemoMap, Same


def test_a_result_is_kept_while_the_inputs_are_the_same_objects() -> None:
    memo = Memo(lambda *inputs: list(inputs))
    one, equal = [1], [1]
    first = memo.get(one)
    assert memo.get(one) is first
    assert memo.get(equal) is not first
    assert memo.get(equal, equal) == [equal, equal]


def test_equal_but_other_inputs_make_a_new_result() -> None:
    memo = Memo(repr)
    assert [memo.get(value) for value in (1, True, 1.0)] == ["1", "True", "1.0"]


def test_only_changed_entries_are_made_again() -> None:
    made: list[str] = []

    def make(key: str, item: list[str]) -> str:
        made.append(key)
        return f"{key}{item}"

    memo: MemoMap[str, str] = MemoMap(make)
    a, b, c = ["a"], ["b"], ["c"]
    assert memo.get({"x": a, "y": b}) == {"x": "x['a']", "y": "y['b']"}
    assert list(memo.get({"y": c, "x": a, "z": a})) == ["y", "x", "z"]
    assert made == ["x", "y", "y", "z"]


def test_another_context_makes_all_entries_again() -> None:
    memo: MemoMap[str, str] = MemoMap(lambda key, item, context: f"{key}{item}{context}")
    items = {"x": 1}
    assert memo.get(items, "a") == {"x": "x1a"}
    assert memo.get(items, "b") == {"x": "x1b"}


def test_what_an_entry_was_before_is_not_made_again() -> None:
    made: list[str] = []

    def make(_key: str, item: str) -> str:
        made.append(item)
        return item

    memo: MemoMap[str, str] = MemoMap(make)
    for item in ("one", "two", "one", "two", "three", "two"):
        assert memo.get({"x": item}) == {"x": item}
    assert made == ["one", "two", "three"]


def test_what_left_is_made_again_when_it_comes_back() -> None:
    memo: MemoMap[str, list[str]] = MemoMap(lambda key, _item: [key])
    item = object()
    first = memo.get({"x": item})["x"]
    memo.get({})
    assert memo.get({"x": item})["x"] is not first


def test_the_object_seen_before_is_handed_out_for_an_equal_one() -> None:
    same: Same[tuple[str, ...]] = Same()
    first = same(("a", "b"))
    assert same(tuple("ab")) is first
    assert same(("c",)) == ("c",)
