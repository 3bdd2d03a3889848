"""Archives that are the same everywhere, and what is found of a damaged one."""

import gzip
import io
import subprocess
import sys
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from openpalm_desktop.deploy.archive import ArchiveDamaged, archive, files_in
from openpalm_desktop.deploy.bundle_check import damages
from openpalm_desktop.generate.generator import generated
from openpalm_desktop.generate.server_bundle import File, checksums, server_bundle
from openpalm_desktop.model.spec_file import SpecFile, read_spec

KINDS = ("home.tar.gz", "home.zip")
FILES = (
    File("README.md", "Größe ✓\n".encode()),
    File("env/chat.env", b"A=1\n", 0o600),
    File("long/" + "n" * 120 + ".txt", bytes(range(256)) * 600),
    File("up", b"#!/bin/sh\n", 0o755),
    File("empty", b""),
)
EXAMPLE = Path(__file__).resolve().parents[2] / "resources" / "examples" / "household.yaml"


def bundle(kind: str) -> bytes:
    text = EXAMPLE.read_text(encoding="utf-8")
    file = read_spec(text)
    assert isinstance(file, SpecFile)
    return archive(kind, "household", server_bundle(generated(file.spec), text))


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_into_an_archive_comes_out(kind: str) -> None:
    content = archive(kind, "home", FILES)
    assert files_in(Path(kind), content) == ("home", FILES)


@pytest.mark.parametrize(
    ("kind", "digest"),
    [
        ("home.tar.gz", "3fe5ca6dde9b47c46ff42e93cfd0826dcad0b6303bac9f27f6cc77e00cc74e5a"),
        ("home.zip", "c70519bb8220d7c2f459c65885ac9311af3126f3eb0eb86beb36d3a012a0fb78"),
    ],
)
def test_an_archive_has_the_same_bytes_on_every_machine(kind: str, digest: str) -> None:
    assert sha256(archive(kind, "home", FILES)).hexdigest() == digest


def test_other_programs_read_our_archives(tmp_path: Path) -> None:
    unpacked = gzip.decompress(archive("x.tar.gz", "home", FILES))
    with tarfile.open(fileobj=io.BytesIO(unpacked)) as tar:
        assert [one.name for one in tar] == [f"home/{one.name}" for one in FILES]
        assert {one.mtime for one in tar} == {0}
    with zipfile.ZipFile(io.BytesIO(archive("x.zip", "home", FILES))) as made:
        assert made.testzip() is None
    if sys.platform != "win32":
        file = tmp_path / "x.tar.gz"
        file.write_bytes(archive("x.tar.gz", "home", FILES))
        subprocess.check_call(["tar", "-xzf", str(file), "-C", str(tmp_path)])
        assert (tmp_path / "home" / "up").stat().st_mode & 0o777 == 0o755
        assert (tmp_path / "home" / "empty").read_bytes() == b""


@pytest.mark.parametrize("kind", KINDS)
def test_a_sound_bundle_has_no_damages(kind: str) -> None:
    assert damages(Path(kind), bundle(kind)) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_byte_is_found_wherever_it_is(kind: str) -> None:
    content = bundle(kind)
    missed = []
    for position in range(0, len(content), 101):
        flipped = bytearray(content)
        flipped[position] ^= 0x10
        if not damages(Path(kind), bytes(flipped)):
            missed.append(position)
    assert missed == []


def test_the_file_with_the_flipped_byte_is_named() -> None:
    content = bundle("home.tar.gz")
    flipped = bytearray(gzip.decompress(content))
    position = flipped.index(b"services:")
    flipped[position] ^= 0x10
    repacked = gzip.compress(bytes(flipped))
    assert "docker-compose.yml is not as it was written." in damages(Path("x.tar.gz"), repacked)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", [0, 1, 100, 5000])
def test_a_cut_off_archive_is_a_sentence(kind: str, length: int) -> None:
    with pytest.raises(ArchiveDamaged, match="is damaged, or no bundle"):
        files_in(Path(kind), bundle(kind)[:length])


def test_missing_files_and_strangers_are_named() -> None:
    listed = (File("a", b"1"), File("b", b"2"))
    sums = File("SHA256SUMS", checksums(listed).encode())
    content = archive("x.zip", "home", (listed[0], File("c", b"3"), sums))
    assert damages(Path("x.zip"), content) == ("b is missing.", "c does not belong there.")


def test_an_archive_cannot_reach_out_of_its_folder() -> None:
    content = archive("x.zip", "home", (File("../../etc/passwd", b""),))
    with pytest.raises(ArchiveDamaged):
        files_in(Path("x.zip"), content)


@pytest.mark.parametrize("kind", [tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.FIFOTYPE])
def test_an_archive_with_a_link_is_a_sentence(kind: bytes) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as made:
        entry = tarfile.TarInfo("home/up")
        entry.type, entry.linkname = kind, "/etc/passwd"
        made.addfile(entry)
    (said,) = damages(Path("x.tar.gz"), buffer.getvalue())
    assert "home/up is a link, or something else than a file" in said


def tar_of(*entries: tuple[tarfile.TarInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as made:
        for entry, content in entries:
            entry.size = len(content)
            made.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def zip_of(*entries: tuple[str, bytes, int], kind: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as made:
        for name, content, mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.compress_type = mode << 16, kind
            made.writestr(entry, content)
    return buffer.getvalue()


FORGED = {
    "../up lies outside": zip_of(("home/../../up", b"", 0o100644)),
    "an absolute path": zip_of(("/home/up", b"", 0o100644), ("home/up", b"", 0o100644)),
    "a path of Windows": zip_of(("home/..\\..\\up", b"", 0o100644)),
    "a second folder": zip_of(("home/up", b"", 0o100644), ("work/up", b"", 0o100644)),
    "a link in a zip": zip_of(("home/up", b"/etc/passwd", 0o120777)),
    "rights of its owner": zip_of(("home/up", b"#!/bin/sh", 0o104755)),
    "rights of everybody": zip_of(("home/up", b"#!/bin/sh", 0o100777)),
}


@pytest.mark.parametrize("content", FORGED.values(), ids=FORGED)
def test_a_forged_zip_is_refused_with_the_reason(content: bytes) -> None:
    with pytest.raises(ArchiveDamaged, match="is no bundle of OpenPalm Desktop: ") as refused:
        files_in(Path("x.zip"), content)
    assert refused.value.hint.startswith("Do not unpack it.")


@pytest.mark.parametrize("names", [("home/up", "home/up"), ("home/up", "home/UP")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(names: tuple[str, str]) -> None:
    twice = zip_of(*((name, b"", 0o100644) for name in names))
    with pytest.raises(ArchiveDamaged, match="is in it twice"):
        files_in(Path("x.zip"), twice)
    with pytest.raises(ArchiveDamaged, match="is in it twice"):
        files_in(Path("x.tar.gz"), tar_of(*((tarfile.TarInfo(name), b"") for name in names)))


def test_rights_of_their_owner_are_refused_in_a_tar_too() -> None:
    entry = tarfile.TarInfo("home/up")
    entry.mode = 0o4755
    with pytest.raises(ArchiveDamaged, match="has rights that no file of a bundle has"):
        files_in(Path("x.tar.gz"), tar_of((entry, b"#!/bin/sh")))


def test_an_archive_that_would_fill_the_disk_is_refused() -> None:
    bomb = gzip.compress(bytes(65 * 1024 * 1024), 1)
    with pytest.raises(ArchiveDamaged, match="unpacked it is larger than 64 MiB"):
        files_in(Path("x.tar.gz"), bomb)
    packed = zip_of(("home/up", bytes(1024 * 1024), 0o100644), kind=zipfile.ZIP_DEFLATED)
    with pytest.raises(ArchiveDamaged, match="is damaged, or no bundle"):
        files_in(Path("x.zip"), packed)


def test_many_entries_for_the_same_bytes_are_added_up() -> None:
    """A zip's list may name the same content again and again; each says its full size."""
    made = bytearray(zip_of(("home/up", bytes(1024), 0o100644)))
    start = made.index(b"PK\x01\x02")
    made[start + 20 : start + 28] = (65 * 1024 * 1024).to_bytes(4, "little") * 2
    with pytest.raises(ArchiveDamaged, match="unpacked it is larger than 64 MiB"):
        files_in(Path("x.zip"), bytes(made))


def test_a_file_with_holes_is_refused_before_it_is_read() -> None:
    entry = tarfile.TarInfo("home/up")
    entry.type = tarfile.GNUTYPE_SPARSE
    with pytest.raises(ArchiveDamaged, match="something else than a file"):
        files_in(Path("x.tar.gz"), tar_of((entry, b"")))


def test_a_zip_of_a_later_version_is_a_sentence() -> None:
    content = bytearray(bundle("home.zip"))
    content[content.index(b"PK\x01\x02") + 6] = 99
    assert "damaged" in damages(Path("home.zip"), bytes(content))[0]


def test_a_flipped_bit_of_a_mode_is_found() -> None:
    content = bytearray(bundle("home.zip"))
    content[content.index(b"PK\x01\x02") + 40] ^= 0x02
    assert damages(Path("home.zip"), bytes(content)) != ()


@pytest.mark.parametrize("size", [-512, 2**80])
def test_a_size_that_no_file_has_is_a_sentence_and_no_endless_reading(size: int) -> None:
    entries = ((tarfile.TarInfo("home/a"), b"x"), (tarfile.TarInfo("home/b"), b"x"))
    content = bytearray(gzip.decompress(tar_of(*entries)))
    header = content[1024:1536]
    header[124:136] = (size + (1 << 95 if size > 0 else 0)).to_bytes(12, "big", signed=size < 0)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    content[1024:1536] = header
    with pytest.raises(ArchiveDamaged, match="is damaged"):
        files_in(Path("home.tar.gz"), gzip.compress(content))


def test_a_file_without_a_name_is_a_sentence() -> None:
    with pytest.raises(ArchiveDamaged, match="would lie outside"):
        files_in(Path("home.tar.gz"), tar_of((tarfile.TarInfo("."), b"x")))
