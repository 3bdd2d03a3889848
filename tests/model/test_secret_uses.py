"""Where secrets are used, and edits of those places."""

from __future__ import annotations

from openpalm_desktop.model.resolved_stack import resolved
from openpalm_desktop.model.secret_edits import refer, rename_secret, secret_name_for
from openpalm_desktop.model.secret_uses import SecretUses, needed_secrets, secret_uses
from openpalm_desktop.model.stack import StackSpec

STACK = StackSpec.from_data(
    {
        "version": 4,
        "preset": "openpalm",
        "channels": {
            "blog": {
                "image": "a",
                "containerPort": 80,
                "env": {"KEY": "${SHARED}"},
                "config": {"OTHER": "${OTHER}", "PLAIN": "text ${SHARED}"},
            },
            "chat": {"template": "chat"},
            "off": {
                "enabled": False,
                "image": "a",
                "containerPort": 81,
                "env": {"KEY": "${LATER}"},
            },
        },
        "scheduler": {"env": {"TOKEN": "${SHARED}"}},
    }
)


def places(spec: StackSpec, name: str) -> list[tuple[str | int, ...]]:
    """Where a secret is used."""
    return [use.path for use in secret_uses(resolved(spec)) if use.name == name]


def test_uses_are_found_in_channels_templates_presets_and_automations() -> None:
    assert places(STACK, "SHARED") == [
        ("channels", "blog", "env", "KEY"),
        ("scheduler", "env", "TOKEN"),
    ]
    assert places(STACK, "CHANNEL_CHAT_SECRET") == [("channels", "chat", "template")]
    assert ("services", "admin", "env", "ADMIN_TOKEN") in places(STACK, "ADMIN_TOKEN")


def test_what_is_off_needs_no_secret() -> None:
    assert "LATER" not in needed_secrets(resolved(STACK))
    assert places(STACK, "LATER") == [("channels", "off", "env", "KEY")]


def test_uses_of_an_unchanged_stack_are_the_same_object() -> None:
    uses, stack = SecretUses(), resolved(STACK)
    assert uses.of(stack) is uses.of(stack)


def test_renaming_reaches_every_use_also_those_of_templates_and_presets() -> None:
    for old in ("SHARED", "CHANNEL_CHAT_SECRET", "ADMIN_TOKEN"):
        uses = secret_uses(resolved(STACK))
        count = len([use for use in uses if use.name == old])
        renamed = rename_secret(STACK, uses, old, "NEW")
        assert len(places(renamed, "NEW")) == count
        assert places(renamed, old) == []
    assert rename_secret(STACK, secret_uses(resolved(STACK)), "NOBODYS", "NEW") is STACK


def test_a_literal_becomes_a_reference() -> None:
    spec = refer(STACK, ("channels", "blog", "config", "PLAIN"), "PLAIN")
    assert spec.channels["blog"].config["PLAIN"] == "${PLAIN}"


def test_a_free_name_begins_with_the_owner_only_where_it_must() -> None:
    assert secret_name_for("botToken", "my-bot", ()) == "BOT_TOKEN"
    assert secret_name_for("botToken", "my-bot", {"BOT_TOKEN"}) == "MY_BOT_BOT_TOKEN"
    assert secret_name_for("T", "x", {"T", "X_T"}) == "X_T_2"
    assert secret_name_for("9key", "x", ()) == "SECRET_9KEY"
