"""Stack specs of any size, with the kinds of value that real ones hold."""

_HEAD = """\
# A stack to measure with.
version: 4
caddy:
  email: ann@example.org
channels:
"""
_CHANNEL = """\
  channel-{number}:
    label: Channel {number}
    image: ghcr.io/example/blog:2.4.{number}
    exposure: {exposure}   # who may read it
    containerPort: 8080
    domains: [b{number}.example.org, www.b{number}.example.org]
    env:
      TITLE: 'Ann & Bob''s "blog" #1 – $5 off'
      PAGE_SIZE: 20
      DRAFTS: false
    volumes: [blog-data-{number}:/var/lib/blog]
    healthcheck:
      test: [CMD, wget, -q, --spider, http://127.0.0.1:8080/health]
      interval: 30s
"""
_EXPOSURES = ("public", "lan", "host")


def spec_text(channels: int) -> str:
    """A spec with so many channels, the same text every time."""
    parts = (
        _CHANNEL.format(number=number, exposure=_EXPOSURES[number % len(_EXPOSURES)])
        for number in range(channels)
    )
    return _HEAD + "".join(parts)
