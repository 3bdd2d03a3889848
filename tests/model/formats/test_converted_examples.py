"""Every older format in an example: what it becomes, what is said of the rest, and that it runs.

OPENPALM_UPDATE=1 writes the expected files anew; look at the difference before you keep it.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest

from openpalm_desktop.generate.workshop import Workshop
from openpalm_desktop.model.formats import Conversion, convert, recognise
from openpalm_desktop.model.problem import Severity
from openpalm_desktop.model.spec_file import SpecFile, new_text, read_spec
from openpalm_desktop.model.stack import StackSpec
from openpalm_desktop.model.yaml_text import read_yaml
from tests.real.peers import tools

EXAMPLES = Path(__file__).parents[2] / "data" / "formats"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir())
SECRET = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


def input_file(name: str) -> Path:
    (file,) = (EXAMPLES / name).glob("input.*")
    return file


def converted(name: str) -> Conversion:
    file = input_file(name)
    return convert(file.read_text(encoding="utf-8"), file.name)


def converted_spec(name: str) -> StackSpec:
    spec = converted(name).spec
    assert spec is not None
    return spec


@pytest.mark.parametrize("name", NAMES)
def test_example_becomes_what_is_expected(name: str) -> None:
    conversion = converted(name)
    assert conversion.spec is not None
    assert conversion.format is not None
    spec = f"# {conversion.format.title}\n{new_text(conversion.spec)}"
    notes = "".join(f"{note}\n" for note in conversion.notes)
    secrets = "".join(f"secret {key}={value}\n" for key, value in conversion.secrets.items())
    for file, text in (("expected.yaml", spec), ("notes.txt", notes + secrets)):
        path = EXAMPLES / name / file
        if os.environ.get("OPENPALM_UPDATE"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_fresh_text_reads_back_as_the_same_spec(name: str) -> None:
    spec = converted_spec(name)
    read = read_spec(new_text(spec))
    assert isinstance(read, SpecFile)
    assert read.spec == spec
    assert not read.document.problems


@pytest.mark.parametrize("name", NAMES)
def test_converted_example_has_no_errors_given_its_secrets(name: str) -> None:
    conversion = converted(name)
    assert conversion.spec is not None
    product = Workshop().make(conversion.spec, secrets_of(conversion.spec))
    errors = [problem for problem in product.problems if problem.severity is Severity.ERROR]
    assert not errors
    assert product.generated is not None


@pytest.mark.parametrize("name", NAMES)
def test_secret_values_stand_neither_in_the_spec_nor_in_the_notes(name: str) -> None:
    conversion = converted(name)
    assert conversion.spec is not None
    shown = new_text(conversion.spec) + "\n".join(map(str, conversion.notes))
    for key, value in conversion.secrets.items():
        assert value not in shown
        assert f"${{{key}}}" in shown or key == "ADMIN_TOKEN"


@pytest.mark.parametrize("name", NAMES)
def test_converted_spec_is_recognised_as_version_4(name: str) -> None:
    text = new_text(converted_spec(name))
    found = recognise(read_yaml(text).data)
    assert found is not None
    assert found.id == "v4"


@pytest.mark.real
@pytest.mark.parametrize("name", NAMES)
def test_caddy_takes_the_caddyfile(name: str, tmp_path: Path) -> None:
    spec = converted_spec(name)
    generated = Workshop().make(spec, secrets_of(spec)).generated
    assert generated is not None
    files = {artifact.name: artifact for artifact in generated.bundle}
    if "caddy/Caddyfile" not in files:
        return
    file = tmp_path / "Caddyfile"
    file.write_bytes(files["caddy/Caddyfile"].content)
    here = {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        [tools.caddy(), "validate", "--adapter", "caddyfile", "--config", str(file)],
        env={**os.environ, **here},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def secrets_of(spec: StackSpec) -> set[str]:
    """Return the names that a spec and its core services refer to."""
    core = {"POSTGRES_PASSWORD", "ADMIN_TOKEN"}
    templates = {f"CHANNEL_{name.upper()}_SECRET" for name in spec.channels}
    return core | templates | set(SECRET.findall(new_text(spec)))
