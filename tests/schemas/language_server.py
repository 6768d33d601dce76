"""yaml-language-server as an editor talks to it: the protocol over a pipe, the settings of a workspace."""

import json
import queue
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "build" / "language-server" / "node_modules" / ".bin" / "yaml-language-server"
"""Where `make editor` puts it."""

PATIENCE = 60
"""How long an answer may take before the server counts as dead. Unit: seconds."""

Position = tuple[int, int]
"""Line and column, from 0."""


class LanguageServer:
    """One server for one workspace; `settings` are those of the editor, with dotted keys."""

    def __init__(self, workspace: Path, settings: dict[str, Any]) -> None:
        self.workspace = workspace
        self.settings = nested(settings)
        self._messages: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._diagnostics: dict[str, list[Any]] = {}
        self._asked = 0
        self._process = subprocess.Popen(
            [str(PROGRAM), "--stdio"],
            cwd=workspace,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def __enter__(self) -> Self:
        root = self.workspace.as_uri()
        self.request(
            "initialize",
            processId=None,
            rootUri=root,
            workspaceFolders=[{"uri": root, "name": "book"}],
            capabilities={
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {
                    "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                    "hover": {"contentFormat": ["markdown"]},
                },
            },
        )
        self._send(method="initialized", params={})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def open(self, path: str, text: str) -> list[Any]:
        """Opens a document that need not be on the disk; gives the first diagnostics of it.

        A name is opened once: what the server said of it before would still be on its way.
        """
        document = {"uri": self.uri(path), "languageId": "yaml", "version": 1, "text": text}
        self._send(method="textDocument/didOpen", params={"textDocument": document})
        while document["uri"] not in self._diagnostics:
            self._take()
        return self._diagnostics.pop(self.uri(path))

    def hover(self, path: str, at: Position) -> str:
        """What is shown where the pointer rests."""
        found = self.request("textDocument/hover", **self._place(path, at))
        return str(found["contents"]["value"]) if found else ""

    def completions(self, path: str, at: Position) -> dict[str, Any]:
        """What is offered where something is typed, by its label."""
        found = self.request("textDocument/completion", **self._place(path, at))
        return {item["label"]: item for item in found["items"]}

    def uri(self, path: str) -> str:
        """A file of the workspace as the protocol names it."""
        return (self.workspace / path).as_uri()

    def request(self, method: str, **params: Any) -> Any:
        """Asks the server; gives its answer."""
        self._asked += 1
        self._send(id=self._asked, method=method, params=params)
        while (answer := self._take()) is None or answer.get("id") != self._asked:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _place(self, path: str, at: Position) -> dict[str, Any]:
        return {
            "textDocument": {"uri": self.uri(path)},
            "position": {"line": at[0], "character": at[1]},
        }

    def _take(self) -> dict[str, Any] | None:
        """The next answer to us; questions of the server are answered, its news noted: then None."""
        message = self._messages.get(timeout=PATIENCE)
        assert message is not None, "the server has ended"
        if "method" not in message:
            return message
        if message["method"] == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message["method"] == "workspace/configuration":
            wanted = [self.settings.get(item["section"]) for item in message["params"]["items"]]
            self._send(id=message["id"], result=wanted)
        elif "id" in message:
            self._send(id=message["id"], result=None)
        return None

    def _send(self, **message: Any) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            name, _colon, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            elif header == b"\r\n":
                self._messages.put(json.loads(stream.read(length)))
        self._messages.put(None)


def nested(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings as an editor hands them out: `yaml.schemas` is `schemas` of `yaml`."""
    result: dict[str, Any] = {}
    for key, value in settings.items():
        section, _dot, rest = key.partition(".")
        result.setdefault(section, {})[rest] = value
    return result


def place_of(text: str, wanted: str, *, after: Sequence[str] = ()) -> Position:
    """Where `wanted` begins in `text`, behind all of `after`."""
    start = 0
    for each in (*after, wanted):
        start = text.index(each, start)
    return text.count("\n", 0, start), start - (text.rfind("\n", 0, start) + 1)
