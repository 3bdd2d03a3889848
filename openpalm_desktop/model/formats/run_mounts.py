"""What `-v` and `--mount` mount, as a spec says it."""

import csv
import re
from typing import Any

from openpalm_desktop.model.checks.names import RESOURCE_NAME
from openpalm_desktop.model.value import Data
from openpalm_desktop.phrases import marked, phrase

from .run_words import Flag

_WINDOWS_FOLDER = re.compile(r"(?P<source>[A-Za-z]:[\\/][^:]*):(?P<target>/[^:]*)(?::(?P<how>.*))?")
_HERE = re.compile(r"\$\{?PWD\}?|\$\(pwd\)|%cd%|`pwd`", re.IGNORECASE)
_NAMES = {
    "src": "source",
    "dst": "target",
    "destination": "target",
    "ro": "readonly",
    "rw": "readwrite",
}
FILLED_IN = marked("{what} holds {parts}, which a shell fills in: write it out.")
_NO_PLACE = marked("{key} of the mount at {target} was left out: it has no place here.")
_OWN_VOLUME = marked("The volume {source} is one of this stack’s own, at first an empty one.")
_BESIDE = marked(
    "{source} is looked for beside the generated docker-compose.yml: write the folder’s whole path."
)
_YES = ("", "true", "1")
_INSIDE = {
    "bind-propagation": ("bind", "propagation"),
    "volume-nocopy": ("volume", "nocopy"),
    "volume-subpath": ("volume", "subpath"),
    "tmpfs-size": ("tmpfs", "size"),
    "tmpfs-mode": ("tmpfs", "mode"),
    "image-subpath": ("image", "subpath"),
}


def mounted(flag: Flag) -> tuple[Any, list[str]]:
    """Return a volume and what to know about it; no volume where the flag names no folder."""
    text = flag.text
    notes = []
    if _HERE.search(text):
        text = _HERE.sub(".", text)
        parts: tuple[str, ...] = ()
    else:
        parts = flag.value.filled_texts if flag.value else ()
    if parts:
        notes.append(phrase(FILLED_IN, what=flag.written, parts=", ".join(parts)))
    volume = _long(text, notes) if flag.name == "mount" else _short(text)
    source = volume.get("source") if isinstance(volume, dict) else _source(volume)
    return volume, notes + _source_notes(source)


def _short(text: str) -> Any:
    match = _WINDOWS_FOLDER.fullmatch(text)
    if match:
        long = {"type": "bind", "source": match["source"], "target": match["target"]}
        return long | ({"readOnly": True} if "ro" in (match["how"] or "").split(",") else {})
    return text or None


def _long(text: str, notes: list[str]) -> Any:
    said = dict(_pairs(text))
    target = said.pop("target", "")
    kind = said.pop("type", "volume")
    if not target:
        return None
    source = said.pop("source", None)
    is_read_only = said.pop("readonly", "false") in _YES
    said.pop("readwrite", None)
    volume: Data = {"type": kind, "source": source, "target": target}
    volume |= {"readOnly": True} if is_read_only else {}
    for key, value in said.items():
        if key not in _INSIDE:
            notes.append(phrase(_NO_PLACE, key=key, target=target))
            continue
        part, name = _INSIDE[key]
        volume.setdefault(part, {})[name] = _as_kind(name, value)
    is_plain = kind == "volume" and set(volume) <= {"type", "source", "target", "readOnly"}
    if is_plain and source and ":" not in source + target:
        return f"{source}:{target}{':ro' if is_read_only else ''}"
    return {key: value for key, value in volume.items() if value is not None}


def _as_kind(name: str, value: str) -> Any:
    if name == "nocopy":
        return value in _YES
    if name == "mode":
        return int(value, 8) if re.fullmatch("[0-7]{1,5}", value) else value
    return int(value) if name == "size" and re.fullmatch("[0-9]{1,15}", value) else value


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        fields = next(csv.reader([text]), [])
    except csv.Error:
        fields = text.split(",")
    pairs = [field.partition("=") for field in fields if field]
    return [(_NAMES.get(key.lower(), key.lower()), value) for key, _, value in pairs]


def _source(volume: Any) -> str | None:
    source, separator, _ = str(volume or "").partition(":")
    return source if separator else None


def _source_notes(source: object) -> list[str]:
    if not isinstance(source, str) or not source:
        return []
    if source.startswith((".", "~")):
        return [phrase(_BESIDE, source=source)]
    if RESOURCE_NAME.fullmatch(source):
        return [phrase(_OWN_VOLUME, source=source)]
    return []
