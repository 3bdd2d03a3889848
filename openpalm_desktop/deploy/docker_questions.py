"""Asks an engine on a socket over kept connections, without what comes along for the web.

What comes along would take half the processor's time of a question.
"""

from typing import Any


def ask_plainly(api: Any) -> None:
    """Let the SDK's client ask plainly where a question has no parameters and an answer an end.

    A session prepares each request, and looks for cookies, logins and redirects, of which an engine
    has none. What is asked with more, and any engine that is reached over TCP, still goes that way.
    """
    adapter: Any = getattr(api, "_custom_adapter", None)
    if not hasattr(adapter, "pools"):
        return
    _use_again(adapter)
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


def _use_again(adapter: Any) -> None:
    """Let connections to a socket be used again.

    The SDK keeps them by the path that is asked for, so that each container would get its own.
    """
    pool_of = adapter.get_connection
    adapter.get_connection = lambda _path, _proxies=None: pool_of("")
