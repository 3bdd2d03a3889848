"""The manifest: every file with its SHA-256, the spec's digest and the program's version."""

import json
from collections.abc import Mapping
from json.encoder import encode_basestring_ascii

from openpalm_desktop import __version__
from openpalm_desktop.model.channel import Channel
from openpalm_desktop.model.memo import MemoMap
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.value import Value
from openpalm_desktop.sha256 import sha256_of

from .artifact import Artifact, Block

MANIFEST = "manifest.json"


def _said(value: Value) -> dict[str, object]:
    values = vars(value)
    if None not in values.values():
        return values
    return {name: said for name, said in values.items() if said is not None}


_JSON = json.JSONEncoder(default=_said, sort_keys=True, separators=(",", ":"), check_circular=False)


class ManifestMaker:
    """Makes one manifest after another; what did not change is not hashed again."""

    def __init__(self) -> None:
        self._entries: MemoMap[str, str] = MemoMap(_entry)
        self._channels: MemoMap[str, str] = MemoMap(_channel_digest)

    def manifest(self, spec: StackSpec, files: Mapping[str, Artifact]) -> Artifact:
        """Return the manifest of some files made from a spec."""
        program = json.dumps(f"openpalm-desktop {__version__}")
        head = f'{{\n  "version": 1,\n  "program": {program},\n'
        head += f'  "spec": "{self.spec_digest(spec)}",\n  "files": {{\n'
        entries = ",\n".join(self._entries.get(files).values())
        return Artifact(MANIFEST, (Block.from_text(f"{head}{entries}\n  }}\n}}\n", ()),))

    def spec_digest(self, spec: StackSpec) -> str:
        """Return the SHA-256 of what a spec says, however its file is laid out.

        It is the digest of the spec's JSON without channels, followed by the digest of each.
        """
        text = _JSON.encode(spec.replaced(channels={}))
        channels = "\n".join(self._channels.get(spec.channels).values())
        return sha256_of(f"{text}\n{channels}".encode())


def _entry(name: str, artifact: Artifact) -> str:
    return f'    {encode_basestring_ascii(name)}: "{artifact.digest}"'


def _channel_digest(name: str, channel: Channel) -> str:
    return sha256_of(f"{encode_basestring_ascii(name)}: {_JSON.encode(channel)}".encode())
