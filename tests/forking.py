"""Runs `ledger` many times: each run a process of its own, forked from one that has imported the program.

A run has what a process has (arguments, surroundings, folder, limits, an exit code); only the start of Python
and the imports, half a second, are done once. What depends on the start itself is tested with `python -m`.
"""

import importlib
import io
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Self

import cleanledger

ROOT = Path(__file__).parents[1]
SECONDS = 5
MEGABYTES = 512
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Done:
    """How a run ended: its exit code (negative: the signal that killed it), what it wrote, what it took."""

    code: int
    out: bytes
    err: bytes
    seconds: float
    megabytes: float

    @property
    def both(self) -> bytes:
        return self.out + self.err

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def said(self) -> str:
        return self.err.decode()


class Runner:
    """Starts the process that forks; ends it with the `with` block."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.forking"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.communicate()

    def __call__(self, *arguments: str, cwd: Path, **facts: Any) -> Done:
        """`ledger ARGUMENTS` in `cwd`; `facts` as `all_of` takes them."""
        return self.all_of([arguments], cwd=cwd, **facts)

    def all_of(self, commands: Sequence[Sequence[str]], *, cwd: Path, **facts: Any) -> Done:
        """Several commands, one after the other, in one process under one limit; the largest exit code."""
        (done,) = self.at_once([commands], cwd=cwd, **facts)
        return done

    def at_once(
        self,
        runs: Sequence[Sequence[Sequence[str]]],
        *,
        cwd: Path,
        most: int = 1,
        seconds: int = SECONDS,
        megabytes: int = MEGABYTES,
        preparation: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> list[Done]:
        """A process for each of `runs`, each with its commands, `most` of them at a time.

        `preparation`: what each process does before (see `_PREPARATIONS`). `environment`: default one's own.
        """
        with tempfile.TemporaryDirectory(prefix="forked-") as folder:
            folders = [Path(folder, str(number)) for number in range(len(runs))]
            questions = [
                {
                    "commands": commands,
                    "cwd": str(cwd),
                    "environment": dict(os.environ if environment is None else environment),
                    "folder": str(own),
                    "seconds": seconds,
                    "megabytes": megabytes,
                    "preparation": list(preparation),
                }
                for commands, own in zip(runs, folders, strict=True)
            ]
            for own in folders:
                own.mkdir()
            assert self._server.stdin
            assert self._server.stdout
            self._server.stdin.write(json.dumps([most, questions]).encode() + b"\n")
            self._server.stdin.flush()
            answers = json.loads(self._server.stdout.readline())
            return [
                Done(out=(own / "out").read_bytes(), err=(own / "err").read_bytes(), **answer)
                for answer, own in zip(answers, folders, strict=True)
            ]


def _serve() -> None:
    # What commands import when they need it is there before the limits are set.
    for module in pkgutil.walk_packages(cleanledger.__path__, "cleanledger."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in ("rich.table", "tabulate"):
        importlib.import_module(name)

    for line in sys.stdin.buffer:
        most, questions = json.loads(line)
        sys.stdout.write(json.dumps(_answers(questions, most)) + "\n")
        sys.stdout.flush()


def _answers(questions: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    running: dict[int, tuple[int, float]] = {}
    answers: dict[int, dict[str, Any]] = {}
    for number, question in enumerate(questions):
        if len(running) == most:
            _take_answer(running, answers)
        child = os.fork()
        if child == 0:
            _be_child(question)
        running[child] = number, time.monotonic()
    while running:
        _take_answer(running, answers)
    return [answers[number] for number in range(len(questions))]


def _take_answer(running: dict[int, tuple[int, float]], answers: dict[int, dict[str, Any]]) -> None:
    child, status, used = os.wait4(-1, 0)
    number, started = running.pop(child)
    answers[number] = {
        "code": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - started,
        "megabytes": used.ru_maxrss / 1024,
    }


def _be_child(question: dict[str, Any]) -> NoReturn:
    code = 1
    try:
        _take_surroundings(question)
        code = max(_run(command) for command in question["commands"])
    except BaseException:  # noqa: BLE001 - the interpreter shows whatever it is, and ends with 1
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                code = code or 120
        os._exit(code)


def _take_surroundings(question: dict[str, Any]) -> None:
    os.setpgid(0, 0)
    os.chdir(question["cwd"])
    os.environ.clear()
    os.environ.update(question["environment"])
    for number, (name, flags) in enumerate(
        (
            (os.devnull, os.O_RDONLY),
            (f"{question['folder']}/out", os.O_WRONLY | os.O_CREAT),
            (f"{question['folder']}/err", os.O_WRONLY | os.O_CREAT),
        )
    ):
        opened = os.open(name, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it is open as long as the process is
    sys.stdout = _writer(1, "strict")
    sys.stderr = _writer(2, "backslashreplace")
    for step in question["preparation"]:
        _PREPARATIONS[step]()
    import resource

    # What it may compute; it may take longer where the machine has other work, but not hang.
    seconds = question["seconds"]
    signal.setitimer(signal.ITIMER_REAL, seconds * 6)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    size = question["megabytes"] * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _writer(descriptor: int, errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(open(descriptor, "wb", closefd=False), encoding="utf-8", errors=errors)


def _leave_deleted_folder() -> None:
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    Path(folder).rmdir()


_PREPARATIONS = {"deleted folder": _leave_deleted_folder}


def _run(arguments: list[str]) -> int:
    from cleanledger.__main__ import main

    sys.argv = ["ledger", *arguments]
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


if __name__ == "__main__":
    _serve()
