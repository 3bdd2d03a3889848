"""What the frozen program must bring along for the window and the commands."""

from openpalm_desktop import __version__
from openpalm_desktop.ui import about_dialog
from tests.packaging.conftest import PACKAGING, code_of


def test_each_part_whose_version_about_tells_brings_its_metadata() -> None:
    told = {package for _, package, _ in about_dialog._PACKAGES}
    assert set(code_of("build.py")["NAMED_IN_ABOUT"]) == told


def test_the_version_is_that_of_the_sources() -> None:
    assert code_of("build.py")["version"]() == __version__


def test_each_system_has_something_that_people_install() -> None:
    makers = code_of("build.py")["makers"](PACKAGING, quick=True)
    assert makers.keys() == {"linux", "win32", "darwin"}
    for each in makers.values():
        for maker in each:
            scripts = [word for word in maker.command if word.startswith(str(PACKAGING / ""))]
            assert scripts
            assert maker.source
