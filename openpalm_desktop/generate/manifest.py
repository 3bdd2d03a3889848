"""The manifest: every file with its SHA-256, the spec's digest and the program's version."""

import json
from collections.abc import Iterable
from hashlib import sha256

from openpalm_desktop import __version__
from openpalm_desktop.model.stack import StackSpec

from .artifact import Artifact, Block

MANIFEST = "manifest.json"


def manifest(spec_digest: str, artifacts: Iterable[Artifact]) -> Artifact:
    """Return the manifest of some files."""
    head = f'{{\n  "version": 1,\n  "program": {json.dumps(f"openpalm-desktop {__version__}")},\n'
    head += f'  "spec": "{spec_digest}",\n  "files": {{\n'
    entries = ",\n".join([f'    {json.dumps(one.name)}: "{one.digest}"' for one in artifacts])
    return Artifact(MANIFEST, (Block.from_text(f"{head}{entries}\n  }}\n}}\n", ()),))


def value_digest(data: object) -> str:
    """Return the SHA-256 of plain data, whatever the order of its keys."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def head_data(spec: StackSpec) -> dict[str, object]:
    """Return what a spec says outside of its channels."""
    return spec.model_copy(update={"channels": {}}).to_data()
