"""Fields of one value that differ, told by the titles that the model gives them."""

from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple

from openpalm_desktop.model.container import Healthcheck
from openpalm_desktop.model.exposure import PathMode
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.value import Value, plain
from openpalm_desktop.phrases import marked, phrase
from openpalm_desktop.record import Record

from .change import Change, Weight
from .words import SWITCHED, capital, change_of, field_title, is_plural, listed, shown

# Everything else may hold what nobody but its owner should read.
_SHOWN = frozenset(
    {"template", "image", "container_port", "host_port", "user", "working_dir", "path_mode"}
    | {"interval", "timeout", "retries", "start_period", "start_interval"}
    | {"project_name", "network", "timezone", "image_namespace", "image_tag", "data_root"}
    | {"preset", "email", "acme_ca_root", "http_port", "https_port"}
)
_SHOWN_ENTRIES = frozenset({"volumes", "networks", "domains", "path_prefixes", "ports"})
_PHRASES = frozenset(
    {"depends_on", "interval", "timeout", "start_interval", "start_period", "disable", "exposure"}
    | {"rewrite_path", "retries"}
)
"""Titles that name no thing and stand in quotation marks: “Give up after”."""

_LIGHT = frozenset({"description", "extensions"})
_PATHS = {
    PathMode.STRIP: marked("without the prefix"),
    PathMode.KEEP: marked("as it is"),
    PathMode.REWRITE: marked("one for all requests"),
}
_VARIABLES = frozenset({"env", "config"})
_UNSET = marked("{title} is no longer set")
_HEALTHCHECK = {
    True: marked("{owner} gets a healthcheck"),
    False: marked("{owner} no longer has a healthcheck"),
}
# For a title that names one thing, and for one that names several.
_GAINS = (marked("{title} gains {came}"), marked("{title} gain {came}"))
_LOSES = (marked("{title} loses {went}"), marked("{title} lose {went}"))
_BOTH = (
    marked("{title} gains {came} and loses {went}"),
    marked("{title} gain {came} and lose {went}"),
)


class _Sentences(NamedTuple):
    """What is said of a key that is another now, has come, or is gone."""

    changes: str
    comes: str
    goes: str


_KEY = _Sentences(
    marked("{key} of {owner} changes"),
    marked("{owner} gets {key}"),
    marked("{owner} no longer has {key}"),
)
_LABEL = _Sentences(
    marked("Label {key} of {owner} changes"),
    marked("{owner} gets the label {key}"),
    marked("{owner} no longer has the label {key}"),
)
_COMPOSE_KEY = _Sentences(
    marked("Compose key {key} of {owner} changes"),
    marked("{owner} gets the Compose key {key}"),
    marked("{owner} no longer has the Compose key {key}"),
)


class Fields(Record):
    """One value before and after, whose it is, and where it stands."""

    before: Value
    after: Value
    path: Path
    owner: str = ""
    of: str = ""  # the owner inside a sentence, where that is another text

    def differing(self, besides: Container[str] = ()) -> list[str]:
        """Return the names of fields that differ, besides some that are not looked at."""
        one, other = self.before, self.after
        if one is other:
            return []
        return [name for name in other.fields if name not in besides and self._differs(name)]

    def _differs(self, name: str) -> bool:
        old, new = getattr(self.before, name), getattr(self.after, name)
        return old is not new and not is_same(old, new)

    def path_of(self, name: str) -> Path:
        """Return where a field stands."""
        return (*self.path, self.after.fields[name].key)

    def _title(self, name: str) -> str:
        return self.after.fields[name].title or name

    def title(self, name: str) -> str:
        """Return a field's title inside a sentence, in quotation marks where it is no noun."""
        field = self.after.fields[name]
        return f"“{phrase(field.title or name)}”" if name in _PHRASES else field_title(field)

    def tell(self, name: str) -> Iterator[Change]:
        """Tell what differs in one field."""
        old, new = getattr(self.before, name), getattr(self.after, name)
        path = self.path_of(name)
        if isinstance(old, Value) or isinstance(new, Value):
            yield from self._health(old, new, path)
        elif name == "extensions":
            yield from self._keys(old, new, self.path, Weight.LIGHT)
        elif name in _VARIABLES:
            yield from self._variables(name, old, new)
        elif name in {"labels", "compose"}:
            sentences = _LABEL if name == "labels" else _COMPOSE_KEY
            yield from self._keys(_by_key(old), _by_key(new), path, Weight.MEDIUM, sentences)
        elif name == "depends_on":
            yield from self._waits(list(old), list(new), path)
        elif name in _SHOWN_ENTRIES and isinstance(old, tuple) and isinstance(new, tuple):
            yield Change(path, self._entries(name, old, new))
        else:
            weight = Weight.LIGHT if name in _LIGHT else Weight.MEDIUM
            yield Change(path, self.sentence(name), weight=weight)

    def sentence(self, name: str) -> str:
        """Return what becomes of one field that holds a single value."""
        old, new = getattr(self.before, name), getattr(self.after, name)
        title = self.title(name)
        if isinstance(new, bool) or isinstance(old, bool):
            state = phrase(_UNSET if new is None else SWITCHED[bool(new)], title=title)
            return self._subject(state)
        if name not in _SHOWN:
            return self._changes(name)
        if old is None:
            return self._subject(phrase("{title} is now {value}", title=title, value=as_shown(new)))
        if new is None:
            return self._subject(
                phrase("{title} is no longer {value}", title=title, value=as_shown(old))
            )
        return self._subject(
            phrase(
                "{title} changes from {old} to {new}",
                title=title,
                old=as_shown(old),
                new=as_shown(new),
            )
        )

    def _subject(self, text: str) -> str:
        return f"{self.owner}: {text}" if self.owner else capital(text)

    def _changes(self, name: str) -> str:
        if name in _PHRASES:
            return self._subject(phrase("{title} changes", title=self.title(name)))
        return change_of(self._title(name), (self.of or self.owner) if self.owner else "")

    def _key(self, sentences: _Sentences, key: str, *, was: bool, is_there: bool) -> str:
        if was and is_there:
            return phrase(sentences.changes, key=shown(key), owner=self.of or self.owner)
        text = sentences.comes if is_there else sentences.goes
        return phrase(text, key=shown(key), owner=self.owner or capital(self.of))

    def _variables(
        self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Iterator[Change]:
        """A variable that moves from one map to the other changes, it neither comes nor goes."""
        for key in _differing_keys(old, new):
            was, is_ = (key in _all_variables(one) for one in (self.before, self.after))
            path = (*self.path_of(name), key)
            yield Change(path, self._key(_KEY, key, was=was, is_there=is_))

    def _keys(
        self,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        path: Path,
        weight: Weight,
        sentences: _Sentences = _KEY,
    ) -> Iterator[Change]:
        for key in _differing_keys(old, new):
            text = self._key(sentences, key, was=key in old, is_there=key in new)
            yield Change((*path, key), text, weight=weight)

    def _waits(self, old: list[str], new: list[str], path: Path) -> Iterator[Change]:
        came, went = [n for n in new if n not in old], [n for n in old if n not in new]
        if came:
            yield Change(
                path,
                phrase(
                    "{owner} starts after {others}",
                    owner=self.owner,
                    others=listed(map(shown, came)),
                ),
            )
        if went:
            yield Change(
                path,
                phrase(
                    "{owner} no longer starts after {others}",
                    owner=self.owner,
                    others=listed(map(shown, went)),
                ),
            )
        if not came and not went:
            yield Change(path, self._changes("depends_on"))

    def _entries(self, name: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
        title = self.title(name)
        came, went = ([e for e in one if e not in other] for one, other in ((new, old), (old, new)))
        if any(isinstance(entry, Mapping) for entry in (*came, *went)) or not (came or went):
            return self._changes(name)
        texts = (_GAINS if not went else _BOTH if came else _LOSES)[is_plural(self._title(name))]
        new_ones, gone = (listed(shown(entry) for entry in some) for some in (came, went))
        return self._subject(phrase(texts, title=title, came=new_ones, went=gone))

    def _health(self, old: Any, new: Any, path: Path) -> Iterator[Change]:
        if old is None or new is None:
            text = _HEALTHCHECK[new is not None]
            yield Change(path, phrase(text, owner=self.owner or capital(self.of)))
        elif isinstance(old, Healthcheck) and isinstance(new, Healthcheck):
            inner = Fields(
                old,
                new,
                path,
                phrase("Health of {owner}", owner=self.owner),
                phrase("the health of {owner}", owner=self.owner),
            )
            for name in inner.differing():
                yield from inner.tell(name)


def is_same(one: Any, other: Any) -> bool:
    """Whether two values would be written alike; `1` is not `true`."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return type(one) is type(other) and repr(plain(one)) == repr(plain(other))


def as_shown(value: Any) -> str:
    """Return a value in the words of people."""
    match value:
        case PathMode():
            return f"“{phrase(_PATHS[value])}”"
        case _:
            return shown(value) or phrase("nothing")


def _differing_keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [
        key
        for key in {**new, **old}
        if key not in old or key not in new or not is_same(old[key], new[key])
    ]


def _all_variables(value: Value) -> Mapping[str, Any]:
    return {**getattr(value, "env", {}), **getattr(value, "config", {})}


def _by_key(entries: Any) -> Mapping[str, Any]:
    """Return labels as a map, whichever of Compose's two forms they are in."""
    if isinstance(entries, Mapping):
        return entries
    return {key: value for key, _, value in (entry.partition("=") for entry in entries)}
