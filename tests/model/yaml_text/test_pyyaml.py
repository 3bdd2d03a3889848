"""PyYAML is read in part, and is whole for whoever else wants it."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
_READ = """
import sys
from openpalm_desktop.model.yaml_text import read_yaml
assert read_yaml("a: [1, x]").data == {"a": [1, "x"]}
assert read_yaml("a: [1").problems[0].code == "yaml-bracket"
print(*sorted(name for name in sys.modules if name.startswith("yaml.")))
"""
_WHOLE = """
import yaml
assert yaml.load("a: 2020-01-01", yaml.CSafeLoader)["a"].year == 2020
assert yaml.load("a: [&x 1, *x]", yaml.SafeLoader) == {"a": [1, 1]}
assert yaml.dump({"a": 1}) == "a: 1\\n"
for text in ("a: [1", "a: 'b", "a: *b", "@"):
    try:
        yaml.safe_load(text)
    except yaml.YAMLError as error:
        print(type(error).__module__)
assert yaml.reader.ReaderError.__module__ == "yaml.reader"
assert type(yaml).__name__ == "module"
assert read_yaml("a: [1").problems[0].code == "yaml-bracket"
"""


def _printed(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_spec_is_read_without_what_pyyaml_reads_and_writes_in_python() -> None:
    assert _printed(_READ).split() == [
        "yaml._yaml", "yaml.error", "yaml.events", "yaml.nodes", "yaml.tokens",
    ]  # fmt: skip


def test_whoever_imports_pyyaml_afterwards_has_all_of_it() -> None:
    said = _printed(_READ + _WHOLE).splitlines()[1:]
    assert said == ["yaml.parser", "yaml.scanner", "yaml.composer", "yaml.scanner"]
