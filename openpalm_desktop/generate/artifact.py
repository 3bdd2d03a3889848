"""A generated file that knows which spec path each of its lines came from."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from openpalm_desktop.model.path import Path
from openpalm_desktop.record import Record
from openpalm_desktop.sha256 import sha256_of


class Block(Record):
    """Some lines of a file, and the spec path of each; only a file's last may lack its end."""

    text: str
    origins: tuple[Path, ...]

    @classmethod
    def of(cls, lines: Sequence[str], origins: Sequence[Path]) -> "Block":
        """Return a block of lines without line ends and as many origins."""
        text = "\n".join(lines)
        return cls(f"{text}\n" if lines else "", tuple(origins))

    @cached_property
    def owners(self) -> frozenset[Path]:
        """The things in the spec that its lines come from: a channel, a service, a setting."""
        return frozenset([origin[:2] for origin in self.origins])

    @classmethod
    def from_text(cls, text: str, origin: Path) -> "Block":
        """Return a block whose lines all come from one path."""
        has_rest = text != "" and not text.endswith("\n")
        return cls(text, (origin,) * (text.count("\n") + has_rest))


class Artifact(Record):
    """One generated file: its name in the folder, its blocks and its mode."""

    name: str
    blocks: tuple[Block, ...]
    mode: int = 0o644

    @property
    def text(self) -> str:
        """The whole file."""
        return self.blocks[0].text if len(self.blocks) == 1 else self._joined

    @cached_property
    def _joined(self) -> str:
        return "".join([block.text for block in self.blocks])

    @property
    def content(self) -> bytes:
        """The bytes on disk; a lone surrogate, which UTF-8 cannot hold, is written as `?`."""
        return self.text.encode("utf-8", errors="replace")

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return sha256_of(self.content)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(block.origins) for block in self.blocks), initial=0))

    def origin_of(self, line: int) -> Path:
        """Return the spec path of a line, counted from 0; the empty path past the end."""
        from bisect import bisect_right  # noqa: PLC0415 – for a click on a line

        index = bisect_right(self._starts, line) - 1
        if not 0 <= index < len(self.blocks):
            return ()
        return self.blocks[index].origins[line - self._starts[index]]

    def lines_of(self, path: Path) -> Iterator[int]:
        """Yield the lines, counted from 0, that come from `path` or from below it."""
        depth = len(path)
        for start, block in zip(self._starts, self.blocks, strict=False):
            if depth > 1 and path[:2] not in block.owners:
                continue
            for offset, origin in enumerate(block.origins):
                if origin[:depth] == path:
                    yield start + offset

    def has_lines_of(self, path: Path) -> bool:
        """Whether any line comes from `path` or from below it."""
        depth = len(path)
        return any(
            origin[:depth] == path
            for block in self.blocks
            if depth < 2 or path[:2] in block.owners
            for origin in block.origins
        )


class Bundle(Record):
    """Everything that is generated from one spec, by file name, in the order it is shown."""

    artifacts: Mapping[str, Artifact]

    def __getitem__(self, name: str) -> Artifact:
        return self.artifacts[name]

    def __iter__(self) -> Iterator[Artifact]:
        return iter(self.artifacts.values())

    def __contains__(self, name: str) -> bool:
        return name in self.artifacts
