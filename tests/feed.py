"""A feed of releases on the loopback: what it answers is set by who tests, and it counts."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

PAGE = "https://example.org/releases/9.9.0"


class Feed:
    """One address; `asked` are the headers of each request so far."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.status = 200
        self.answer: bytes = release("v9.9.0")
        self.is_silent = False
        self.leads_to = ""
        self.ended = Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/latest"


def release(version: str, page: str = PAGE) -> bytes:
    said: dict[str, Any] = {"tag_name": version, "html_url": page, "assets": []}
    return json.dumps(said).encode()


@contextmanager
def serving() -> Iterator[Feed]:
    feed = Feed()
    thread = Thread(target=feed.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield feed
    finally:
        feed.ended.set()
        feed.server.shutdown()
        feed.server.server_close()
        thread.join()


def _handler(feed: Feed) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            feed.asked.append(dict(self.headers))
            if feed.is_silent:
                feed.ended.wait(30)
                return
            self.send_response(302 if feed.leads_to else feed.status)
            if feed.leads_to:
                self.send_header("Location", feed.leads_to)
            self.send_header("Content-Length", str(len(feed.answer)))
            self.end_headers()
            self.wfile.write(feed.answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
