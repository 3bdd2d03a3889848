"""What an engine goes on telling: logs, events, what containers use; by the Docker SDK."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from threading import Lock
from typing import Any, Generic, TypeVar

from .engine import Sample

T = TypeVar("T")
Asked = Callable[[], AbstractContextManager[None]]

_PATIENCE = 60  # seconds until the first answer; after that, silence is no trouble
_ACTIONS = frozenset(
    {
        *("create", "start", "die", "stop", "kill", "pause", "unpause", "restart", "rename"),
        *("destroy", "health_status", "oom", "update"),
    }
)


class DockerStream(Generic[T]):
    """A stream of the SDK that another thread may close at any moment, also before it begins."""

    def __init__(
        self, begin: Callable[[], Any], read: Callable[[Iterable[bytes]], Iterator[T]], asked: Asked
    ) -> None:
        self._begin, self._read, self._asked = begin, read, asked
        self._stream: Any = None
        self._is_closed = False
        self._lock = Lock()

    def __iter__(self) -> Iterator[T]:
        with self._asked():
            stream = self._begin()
            with self._lock:
                self._stream = stream
            if self._is_closed:
                self.close()
            try:
                yield from self._read(stream)
            finally:
                self.close()
                stream._response.close()  # noqa: SLF001 – nobody else lets go of the socket

    def close(self) -> None:
        """Want no more of it: whoever reads comes to its end."""
        with self._lock:
            self._is_closed = True
            stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(OSError, AttributeError):  # it has come to its end by itself
                stream.close()


class DockerRun(DockerStream[bytes]):
    """A command in a container, as it runs."""

    def __init__(
        self, api: Any, container: str, command: Sequence[str], user: str, asked: Asked
    ) -> None:
        super().__init__(self._start, iter, asked)
        self._api, self._container, self._command, self._user = api, container, command, user
        self._id = ""

    def exit_code(self) -> int:
        """Return its exit code, once it has come to its end."""
        with self._asked():
            return int(self._api.exec_inspect(self._id)["ExitCode"] or 0)

    def _start(self) -> Any:
        made = self._api.exec_create(self._container, list(self._command), user=self._user)
        self._id = made["Id"]
        return self._api.exec_start(self._id, stream=True)


def log_stream(api: Any, id_: str, tail: int | None, *, timed: bool, since: str) -> Any:
    """Return a container's log as it grows; the SDK's own method gives up when it is silent."""
    query: dict[str, Any] = {"stdout": 1, "stderr": 1, "follow": 1}
    query |= {"tail": "all" if tail is None else tail, "timestamps": int(timed)}
    query |= {"since": since} if since else {}
    answer = _begun(api, api._url("/containers/{0}/logs", id_), query)  # noqa: SLF001 – the SDK's own method gives up when nothing is printed for a while
    has_tty = api.inspect_container(id_)["Config"]["Tty"]
    frames = _raw if has_tty else type(api)._multiplexed_response_stream_helper  # noqa: SLF001 – see above
    return _cancellable(frames(api, answer), answer)


def event_stream(api: Any, project: str) -> Any:
    """Return what happens to a project's containers, as the engine writes it."""
    filters = {"type": ["container"], "label": [f"com.docker.compose.project={project}"]}
    answer = _begun(api, api._url("/events"), {"filters": json.dumps(filters)})  # noqa: SLF001 – the SDK's own method has no deadline for the answer's beginning
    return _cancellable(api._stream_helper(answer), answer)  # noqa: SLF001 – see above


def events_of_containers(pieces: Iterable[bytes]) -> Iterator[str]:
    """Yield the actions that change how a container is; a healthcheck's own commands do not."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in filter(None, lines):
            said = json.loads(line)
            action = str(said.get("Action") or said.get("status") or "").partition(":")[0]
            if action in _ACTIONS:
                yield action


def sample_of(api: Any, id_: str) -> Sample:
    """Return what a container has used so far, at once: two samples make a rate."""
    url = api._url("/containers/{0}/stats", id_)  # noqa: SLF001 – the SDK's own method waits for two samples
    said = api._result(api._get(url, params={"stream": 0, "one-shot": 1}), json=True)  # noqa: SLF001 – see above
    processor, memory = said.get("cpu_stats") or {}, said.get("memory_stats") or {}
    used = processor.get("cpu_usage") or {}
    cached = (memory.get("stats") or {}).get("inactive_file", 0)
    return Sample(
        processor=used.get("total_usage", 0),
        everything=processor.get("system_cpu_usage", 0),
        processors=processor.get("online_cpus") or len(used.get("percpu_usage") or ()) or 1,
        memory=max(memory.get("usage", 0) - cached, 0),
        most_memory=memory.get("limit", 0),
    )


def _begun(api: Any, url: str, query: dict[str, Any]) -> Any:
    answer = api._get(url, params=query, stream=True, timeout=(_PATIENCE, None))  # noqa: SLF001 – see above
    api._raise_for_status(answer)  # noqa: SLF001 – see above
    return answer


def _cancellable(pieces: Any, answer: Any) -> Any:
    from docker.types.daemon import CancellableStream  # noqa: PLC0415 – slow to import

    return CancellableStream(pieces, answer)


def _raw(api: Any, answer: Any) -> Any:
    return api._stream_raw_result(answer)  # noqa: SLF001 – see above
