"""Fields of one value that differ, told by the titles that the model gives them."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpalm_desktop.model.container import Healthcheck
from openpalm_desktop.model.exposure import PathMode
from openpalm_desktop.model.path import Path
from openpalm_desktop.model.value import Value, plain

from .change import Change, Weight
from .words import capital, change_of, field_title, is_plural, listed, shown

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
    PathMode.STRIP: "without the prefix",
    PathMode.KEEP: "as it is",
    PathMode.REWRITE: "one for all requests",
}
_VARIABLES = frozenset({"env", "config"})


@dataclass(frozen=True, slots=True)
class Fields:
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
        return [
            name for name in type(other).model_fields if name not in besides and self._differs(name)
        ]

    def _differs(self, name: str) -> bool:
        old, new = getattr(self.before, name), getattr(self.after, name)
        return old is not new and not is_same(old, new)

    def path_of(self, name: str) -> Path:
        """Return where a field stands."""
        field = type(self.after).model_fields[name]
        return (*self.path, field.alias or name)

    def title(self, name: str) -> str:
        """Return a field's title inside a sentence, in quotation marks where it is no noun."""
        field = type(self.after).model_fields[name]
        return f"“{field.title}”" if name in _PHRASES else field_title(field)

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
            noun = "label" if name == "labels" else "Compose key"
            yield from self._keys(_by_key(old), _by_key(new), path, Weight.MEDIUM, noun)
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
            state = "no longer set" if new is None else f"switched {'on' if new else 'off'}"
            return self._subject(f"{title} is {state}")
        if name not in _SHOWN:
            return self._changes(title)
        if old is None:
            return self._subject(f"{title} is now {as_shown(new)}")
        if new is None:
            return self._subject(f"{title} is no longer {as_shown(old)}")
        return self._subject(f"{title} changes from {as_shown(old)} to {as_shown(new)}")

    def _subject(self, text: str) -> str:
        return f"{self.owner}: {text}" if self.owner else capital(text)

    def _changes(self, title: str) -> str:
        if title.startswith("“"):
            return self._subject(f"{title} changes")
        return change_of(title, (self.of or self.owner) if self.owner else "")

    def _whose(self) -> str:
        return f" of {self.of or self.owner}"

    def _having(self, what: str, *, is_new: bool) -> str:
        owner = self.owner or capital(self.of)
        return f"{owner} gets {what}" if is_new else f"{owner} no longer has {what}"

    def _variables(
        self, name: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Iterator[Change]:
        """A variable that moves from one map to the other changes, it neither comes nor goes."""
        for key in _differing_keys(old, new):
            was, is_ = (key in _all_variables(one) for one in (self.before, self.after))
            path = (*self.path_of(name), key)
            if was and is_:
                yield Change(path, f"{shown(key)}{self._whose()} changes")
            else:
                yield Change(path, self._having(shown(key), is_new=is_))

    def _keys(
        self,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        path: Path,
        weight: Weight,
        noun: str = "",
    ) -> Iterator[Change]:
        for key in _differing_keys(old, new):
            what = f"{noun} {shown(key)}".strip()
            if key in old and key in new:
                text = f"{what}{self._whose()} changes"
                text = capital(text) if noun else text
            else:
                text = self._having(f"the {what}" if noun else what, is_new=key in new)
            yield Change((*path, key), text, weight=weight)

    def _waits(self, old: list[str], new: list[str], path: Path) -> Iterator[Change]:
        came, went = [n for n in new if n not in old], [n for n in old if n not in new]
        if came:
            yield Change(path, f"{self.owner} starts after {listed(map(shown, came))}")
        if went:
            yield Change(path, f"{self.owner} no longer starts after {listed(map(shown, went))}")
        if not came and not went:
            yield Change(path, self._changes(self.title("depends_on")))

    def _entries(self, name: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
        title = self.title(name)
        came, went = ([e for e in one if e not in other] for one, other in ((new, old), (old, new)))
        if any(isinstance(entry, Mapping) for entry in (*came, *went)) or not (came or went):
            return self._changes(title)
        verb, not_ = ("gain", "lose") if is_plural(title) else ("gains", "loses")
        texts = [
            f"{how} {listed(shown(entry) for entry in some)}"
            for how, some in ((verb, came), (not_, went))
            if some
        ]
        return self._subject(f"{title} {' and '.join(texts)}")

    def _health(self, old: Any, new: Any, path: Path) -> Iterator[Change]:
        if old is None or new is None:
            yield Change(path, self._having("a healthcheck", is_new=new is not None))
        elif isinstance(old, Healthcheck) and isinstance(new, Healthcheck):
            inner = Fields(old, new, path, f"Health of {self.owner}", f"the health of {self.owner}")
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
            return f"“{_PATHS[value]}”"
        case _:
            return shown(value) or "nothing"


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
