"""Asks an engine on a socket without what comes along for the web: half the processor's time."""

from typing import Any


def ask_plainly(api: Any) -> None:
    """Let the SDK's client ask plainly where a question has no parameters and an answer an end.

    A session prepares each request, and looks for cookies, logins and redirects, of which an engine
    has none. What is asked with more, and any engine that is reached over TCP, still goes that way.
    """
    adapter: Any = getattr(api, "_custom_adapter", None)
    if not hasattr(adapter, "pools"):
        return
    from requests import Response  # noqa: PLC0415 – the SDK has read it by now

    by_session, base = api.get, api.base_url

    def get(url: str, timeout: float, **more: Any) -> Any:
        if more:
            return by_session(url, timeout=timeout, **more)
        pool = adapter.get_connection(url)
        answer = Response()
        answer.raw = pool.urlopen(
            "GET", url.removeprefix(base), timeout=timeout, retries=False, preload_content=False
        )
        answer.url, answer.encoding = url, "utf-8"
        answer.status_code, answer.reason = answer.raw.status, answer.raw.reason
        answer.headers.update(answer.raw.headers)
        _ = answer.content  # read to its end, the connection is free for the next question
        return answer

    api.get = get
