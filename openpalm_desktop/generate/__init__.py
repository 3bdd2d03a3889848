"""From a stack spec to the files Docker, Caddy and cron read: pure functions."""
