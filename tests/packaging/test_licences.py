"""The list of licences names what a file is from, and brings its text along."""

from pathlib import Path

import yaml

from tests.packaging.conftest import code_of


def test_a_packed_module_brings_its_licence(tmp_path: Path) -> None:
    code_of("licences.py")["write"]([yaml.__file__], tmp_path / "licences")
    listed = (tmp_path / "licences" / "LICENCES.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in listed.splitlines()]
    assert ["PyYAML", yaml.__version__, "MIT"] in lines
    assert any(line[:1] == ["Python"] and line[-1] == "PSF-2.0" for line in lines)
    assert not any(line[:1] == ["pytest"] for line in lines)
    assert "Permission is hereby granted" in (tmp_path / "licences/PyYAML/LICENSE").read_text()


def test_the_text_of_the_lgpl_and_how_to_exchange_qt_are_there(tmp_path: Path) -> None:
    code_of("licences.py")["write"]([], tmp_path / "licences")
    texts = {file.name for file in (tmp_path / "licences").iterdir() if file.is_file()}
    assert texts == {"LICENCES.txt", "LICENSE.txt", "LGPL-3.0.txt", "GPL-3.0.txt"}
    assert "You may exchange them" in (tmp_path / "licences" / "LICENCES.txt").read_text()
