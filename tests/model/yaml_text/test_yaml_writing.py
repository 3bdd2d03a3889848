"""Writing plain data: pretty, and read back the same by everyone."""

import io
import math

import pytest
import yaml
from hypothesis import given
from ruamel.yaml import YAML

from openpalm_desktop.model.yaml_text import read_yaml
from openpalm_desktop.model.yaml_text.align import same
from openpalm_desktop.model.yaml_text.writing import write_yaml
from tests.model.yaml_text import plain_data


def test_a_stack_is_written_as_a_person_would() -> None:
    stack = {
        "version": 4,
        "projectName": "palm-home",
        "caddy": {},
        "channels": {
            "blog": {
                "image": "ghcr.io/example/blog:2.4.1",
                "domains": ["blog.example.org", "www.blog.example.org"],
                "env": {"TITLE": 'Ann\'s "blog" #1', "PORT": "8080", "DRAFTS": False, "N": None},
                "volumes": ["blog-data:/var/lib/blog", "/a/long/path:" + "/x" * 30],
                "healthcheck": {"test": ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:80/"]},
            },
        },
        "automations": [
            {"id": "backup", "schedule": "30 2 * * *", "script": "set -eu\necho $HOME\n"},
            {"id": "report", "tags": [], "steps": [["a", "b"], {"c": ["d\ne"]}]},
        ],
    }
    assert write_yaml(stack) == (
        "version: 4\n"
        "projectName: palm-home\n"
        "caddy: {}\n"
        "channels:\n"
        "  blog:\n"
        "    image: ghcr.io/example/blog:2.4.1\n"
        "    domains: [blog.example.org, www.blog.example.org]\n"
        "    env:\n"
        "      TITLE: 'Ann''s \"blog\" #1'\n"
        '      PORT: "8080"\n'
        "      DRAFTS: false\n"
        '      "N": null\n'
        "    volumes:\n"
        "      - blog-data:/var/lib/blog\n"
        "      - /a/long/path:/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x/x\n"
        "    healthcheck:\n"
        "      test: [CMD, wget, -q, --spider, http://127.0.0.1:80/]\n"
        "automations:\n"
        "  - id: backup\n"
        "    schedule: 30 2 * * *\n"
        "    script: |\n"
        "      set -eu\n"
        "      echo $HOME\n"
        "  - id: report\n"
        "    tags: []\n"
        "    steps:\n"
        "      - [a, b]\n"
        "      - c:\n"
        "          - |-\n"
        "            d\n"
        "            e\n"
    )


@pytest.mark.parametrize("text", plain_data.NASTY_TEXTS)
@pytest.mark.parametrize("shape", ["value", "name", "item", "list of lists", "root", "brackets"])
def test_nasty_texts_stay_what_they_are(text: str, shape: str) -> None:
    value: object = {
        "value": {"a": {"b": text}, "c": 1},
        "name": {"a": {text: 1}, "c": 1},
        "item": {"a": [text, 1, {"b": text}]},
        "list of lists": [[[text], text]],
        "root": text,
        "brackets": {"a": [text, "x"]},
    }[shape]
    written = write_yaml(value)
    assert same(read_yaml(written).data, value), written
    assert same(yaml.safe_load(written), value), written


@pytest.mark.parametrize(
    "number", [math.inf, -math.inf, 1e16, 1e-7, -0.0, 1.0, 10**400, -1, 1.5e300]
)
def test_numbers_keep_value_and_type(number: float) -> None:
    written = write_yaml([number])
    assert same(read_yaml(written).data, [number])
    assert same(yaml.safe_load(written), [number])


def test_not_a_number_is_written() -> None:
    assert write_yaml({"a": math.nan}) == "a: .nan\n"
    assert same(read_yaml("a: .nan\n").data, {"a": math.nan})


@pytest.mark.parametrize("stranger", [{1: "a"}, {"a": b"x"}, {"a": {1, 2}}, {"a": ("b",)}])
def test_what_is_not_plain_is_refused(stranger: object) -> None:
    with pytest.raises(TypeError):
        write_yaml(stranger)


@given(plain_data.data)
def test_any_data_reads_back_the_same(value: object) -> None:
    written = write_yaml(value)
    document = read_yaml(written)
    assert document.problems == ()
    assert same(document.data, value), written


@given(plain_data.data)
def test_readers_of_yaml_1_1_and_1_2_agree(value: object) -> None:
    written = write_yaml(value)
    assert same(yaml.safe_load(written), value), written
    ruamel = YAML(typ="safe", pure=True).load(io.StringIO(written))
    assert same(ruamel, value), written
