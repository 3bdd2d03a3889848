"""Whether a bundle is as it was written: one flipped byte is found, and its file named."""

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from openpalm_desktop.generate.server_bundle import CHECKSUMS, File
from openpalm_desktop.phrases import phrase

from .archive import ArchiveDamaged, archive, files_in

_MODES = {0o600, 0o644, 0o755}
_LINE = re.compile(r"([0-9a-f]{64})  ([^/].*)")


def damages(path: Path, content: bytes) -> tuple[str, ...]:
    """Return what is wrong with a bundle, a sentence each; nothing if it is as it was written."""
    try:
        root, files = files_in(path, content)
    except ArchiveDamaged as error:
        return (error.sentence,)
    by_name = {one.name: one for one in files}
    found = tuple(_wrong_files(by_name))
    if not found and archive(path.name, root, files) != content:
        found = (phrase("The archive around the files is damaged."),)
    return found


def _wrong_files(files: Mapping[str, File]) -> list[str]:
    listing = files.get(CHECKSUMS)
    if listing is None:
        return [phrase("{name} is missing.", name=CHECKSUMS)]
    lines = listing.content.decode("utf-8", "replace").splitlines()
    matches = [_LINE.fullmatch(line) for line in lines]
    wanted = {match[2]: match[1] for match in matches if match}
    wrong = [phrase("{name} is missing.", name=name) for name in wanted if name not in files]
    wrong += [
        phrase("{name} is not as it was written.", name=name)
        for name, digest in wanted.items()
        if name in files and not _is_as_written(files[name], digest)
    ]
    if None in matches:
        wrong.append(phrase("{name} is not as it was written.", name=CHECKSUMS))
    strangers = files.keys() - wanted.keys() - {CHECKSUMS}
    return wrong + [
        phrase("{name} does not belong there.", name=name) for name in sorted(strangers)
    ]


def _is_as_written(file: File, digest: str) -> bool:
    return file.mode in _MODES and sha256(file.content).hexdigest() == digest
