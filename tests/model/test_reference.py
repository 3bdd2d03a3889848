"""The handbook's tables are the model's."""

import os
from pathlib import Path

from openpalm_desktop.model.reference import reference

SPEC_PAGE = Path(__file__).parents[2] / "docs" / "spec.md"
BEGINNING = "## Fields\n\n"


def test_the_field_tables_of_the_spec_page_are_made_from_the_model() -> None:
    before, beginning, tables = SPEC_PAGE.read_text(encoding="utf-8").partition(BEGINNING)
    if os.environ.get("OPENPALM_REFRESH"):
        tables = reference().rstrip() + "\n"
        SPEC_PAGE.write_text(before + beginning + tables, encoding="utf-8")
    assert tables == reference().rstrip() + "\n"


def test_every_field_has_a_title_and_a_meaning() -> None:
    rows = [line.split(" | ") for line in reference().splitlines() if line.startswith("| `")]
    assert len(rows) > 60
    assert all(row[1].strip() and row[4].strip() for row in rows)
