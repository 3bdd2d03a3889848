"""The setup program of Windows compiles; what it does is tried under Wine, and on Windows."""

from pathlib import Path

from tests.packaging.conftest import PACKAGING, VERSION, needs, run


def test_the_setup_script_makes_a_setup_program(frozen: Path, icons: Path, tmp_path: Path) -> None:
    script = PACKAGING / "windows" / "setup.nsi"
    for name in ("OpenPalm Desktop.exe", "openpalm-desktop.exe"):
        (frozen / name).write_bytes(b"MZ")
    compiler = needs("makensis", "nsis")
    for more in ((), ("-DWINE",)):
        settings = (f"-DVERSION={VERSION}", f"-DPROGRAM={frozen}", f"-DICONS={icons}")
        run(compiler, "-V2", "-WX", *settings, f"-DOUT={tmp_path}", *more, script)
        setup = tmp_path / f"openpalm-desktop-{VERSION}-setup.exe"
        assert setup.read_bytes().startswith(b"MZ")
        setup.unlink()
