"""Every link of the handbook leads somewhere, every picture is there, and each page is listed."""

import re
from pathlib import Path

import pytest

from openpalm_desktop.ui.manual_dialog import pages
from openpalm_desktop.ui.manual_page import anchor

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.glob("*.md")))
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def headings(page: Path) -> set[str]:
    lines = page.read_text(encoding="utf-8").splitlines()
    return {anchor(line.lstrip("#").strip()) for line in lines if line.startswith("#")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith("http"):
            continue
        name, _, heading = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not heading or heading in headings(target), link


def test_the_table_of_contents_and_the_program_have_every_page() -> None:
    contents = (DOCS / "README.md").read_text(encoding="utf-8")
    assert {page.name for page in pages()} == {page.name for page in DOCS.glob("*.md")}
    assert {name for name in (one.name for one in pages()) if f"({name})" not in contents} <= {
        "README.md"
    }


def test_no_picture_lies_unused() -> None:
    shown = " ".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [one.name for one in (DOCS / "pictures").iterdir() if one.name not in shown] == []
