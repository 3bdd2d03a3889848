"""Who gives out the value of a secret: a made-up one would be refused there."""

import re
from collections.abc import Iterable
from functools import cache

from openpalm_desktop.phrases import marked, phrase

from .templates import channel_templates

_VENDORS = {
    "ANTHROPIC": "Anthropic",
    "AWS": "AWS",
    "AZURE": "Azure",
    "CLOUDFLARE": "Cloudflare",
    "COHERE": "Cohere",
    "DEEPGRAM": "Deepgram",
    "DEEPSEEK": "DeepSeek",
    "DISCORD": "Discord",
    "ELEVENLABS": "ElevenLabs",
    "GEMINI": "Google",
    "GITHUB": "GitHub",
    "GITLAB": "GitLab",
    "GOOGLE": "Google",
    "GROQ": "Groq",
    "HF": "Hugging Face",
    "HUGGINGFACE": "Hugging Face",
    "MISTRAL": "Mistral",
    "OPENAI": "OpenAI",
    "OPENROUTER": "OpenRouter",
    "SENDGRID": "SendGrid",
    "SLACK": "Slack",
    "STRIPE": "Stripe",
    "TELEGRAM": "Telegram",
    "TWILIO": "Twilio",
    "XAI": "xAI",
}
_KINDS = "API_KEY|API_TOKEN|ACCESS_TOKEN|AUTH_TOKEN|SECRET_ACCESS_KEY|SECRET_KEY|TOKEN"
_KEY = re.compile(rf"(?:\w+?_)??([A-Z]+)_(?:{_KINDS})")
_BOTS_TOKEN = re.compile(r"\w+_BOT_TOKEN")
_BOTS_HOME = marked("the service that the bot is on")


def issuer_of(name: str, variables: Iterable[str] = ()) -> str:
    """Return who gives out a secret, by its name and its variables; empty: it may be made up."""
    found = (_issuer(each) for each in (name, *variables))
    return phrase(next(filter(None, found), ""))


@cache
def _issuer(name: str) -> str:
    for template in channel_templates().values():
        setting = template.settings.get(name)
        if setting is not None and setting.issuer:
            return setting.issuer
    key = _KEY.fullmatch(name)
    if key and key[1] in _VENDORS:
        return _VENDORS[key[1]]
    return _BOTS_HOME if _BOTS_TOKEN.fullmatch(name) else ""
