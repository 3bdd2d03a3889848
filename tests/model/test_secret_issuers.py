"""Which secrets somebody else gives out, so that nobody makes them up."""

import pytest

from openpalm_desktop.model.secret_issuers import issuer_of
from openpalm_desktop.model.templates import channel_templates


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("TELEGRAM_BOT_TOKEN", "BotFather, in Telegram"),
        ("SLACK_SIGNING_SECRET", "Slack’s app settings"),
        ("OPENAI_API_KEY", "OpenAI"),
        ("VOICE_ELEVENLABS_API_KEY", "ElevenLabs"),
        ("AWS_SECRET_ACCESS_KEY", "AWS"),
        ("HF_TOKEN", "Hugging Face"),
        ("MATRIX_BOT_TOKEN", "the service that the bot is on"),
    ],
)
def test_what_others_give_out_is_known_by_its_name(name: str, issuer: str) -> None:
    assert issuer_of(name) == issuer


@pytest.mark.parametrize(
    "name",
    [
        *("ADMIN_TOKEN", "CHAT_INBOUND_TOKEN", "API_KEY", "POSTGRES_PASSWORD", "BOT_TOKEN"),
        *("TELEGRAM_WEBHOOK_SECRET", "OPENAI_COMPAT_API_KEY", "DRAWS_TOKEN", "OPENAI_API_KEYS"),
        *(template.shared_secret for template in channel_templates().values()),
    ],
)
def test_what_only_the_stack_itself_reads_may_be_made_up(name: str) -> None:
    assert issuer_of(name) == ""


def test_a_secret_of_another_name_is_known_by_the_variable_that_it_becomes() -> None:
    assert issuer_of("MINE", ("COLOUR", "DISCORD_BOT_TOKEN")) == "Discord’s developer portal"
