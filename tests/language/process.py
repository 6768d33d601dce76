"""The process in which commands speak Chinese one after the other, and which tells what each looked up."""

import builtins
import errno
import gettext
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_RECALLS = "in_every_language"
"""What asks for both languages to compare them with what was typed; it says nothing."""


class Terminal(io.TextIOWrapper):
    """A stream with the encoding of the process; somebody looks at it, or nobody does."""

    looked_at = False

    def isatty(self) -> bool:
        return self.looked_at

    def text(self) -> str:
        self.flush()
        written = self.buffer
        assert isinstance(written, io.BytesIO)
        return written.getvalue().decode(self.encoding, "surrogateescape")


def listen() -> set[str]:
    """What is looked up in the catalogue from now on, but for what is only compared with."""
    heard: set[str] = set()
    look_up = gettext.GNUTranslations.gettext

    def heed(self: gettext.GNUTranslations, message: str) -> str:
        if sys._getframe(1).f_code.co_name != _RECALLS:
            heard.add(message)
        return look_up(self, message)

    setattr(gettext.GNUTranslations, "gettext", heed)  # noqa: B010 - the method of a class
    return heard


def prepare(name: str, content: str) -> None:
    """Writes a file, or takes it away; without a name it is what a shell does."""
    if not name:
        subprocess.run(["sh", "-c", content], check=False, capture_output=True)
    elif content == "-":
        Path(name).unlink(missing_ok=True)
    else:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        path.chmod(0o755 if content.startswith("#!") else 0o644)


@contextmanager
def failing(fault: str) -> Iterator[None]:
    """A system of which one function fails: its name, and how."""
    from cleanledger.store import platform

    name, _blank, reason = fault.partition(" ")
    if not name:
        yield
        return
    owner: Any = platform if name == "take_lock" else os
    works = getattr(owner, name)

    def fail(*arguments: Any, **named: Any) -> Any:
        if "/" in reason:
            # Somebody else was faster.
            Path(reason).write_text("x: y\n", encoding="utf-8")
            return works(*arguments, **named)
        if reason in ("TimeoutError", "ValueError"):
            raise getattr(builtins, reason)
        number = getattr(errno, reason)
        raise OSError(number, os.strerror(number), *[each for each in arguments[:1] if isinstance(each, str)])

    setattr(owner, name, fail)
    try:
        yield
    finally:
        setattr(owner, name, works)


def answer(each: dict[str, Any], heard: set[str]) -> list[Any]:
    """What one command ends with, writes and looks up."""
    from cleanledger.cli.app import run

    Path(each["cwd"]).mkdir(parents=True, exist_ok=True)
    os.chdir(each["cwd"])
    for name, content in each["before"]:
        prepare(name, content)
    surroundings = dict(os.environ)
    os.environ.update(each["environment"])
    for name in [name for name, value in each["environment"].items() if value == ""]:
        del os.environ[name]
    typed = each["typed"]
    encoding, errors = sys.__stdout__.encoding, sys.__stdout__.errors  # type: ignore[union-attr]
    sys.stdin = io.TextIOWrapper(io.BytesIO((typed or "").encode()), encoding="utf-8")
    sys.stdin.isatty = lambda: typed is not None  # type: ignore[method-assign]
    out, err = (Terminal(io.BytesIO(), encoding=encoding, errors=errors) for _each in range(2))
    err.looked_at = typed is not None
    out.looked_at = each["looked_at"]
    sys.stdout, sys.stderr = out, err
    heard.clear()
    try:
        with failing(each["fault"]):
            code = run(each["words"])
    finally:
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        os.environ.clear()
        os.environ.update(surroundings)
    return [code, out.text(), err.text(), sorted(heard)]


def be_impatient() -> None:
    """What is locked is waited for as briefly as can be."""
    from cleanledger.git import committing

    for waits in (committing.commit, committing.stage):
        assert waits.__kwdefaults__
        waits.__kwdefaults__["patience"] = 1.0


def main() -> None:
    """Reads the commands as JSON, writes the answers as JSON."""
    from cleanledger import i18n

    source, target = (
        os.fdopen(os.dup(number), mode, encoding="utf-8") for number, mode in ((0, "r"), (1, "w"))
    )
    heard = listen()
    i18n.use("zh")
    be_impatient()
    answers = [answer(each, heard) for each in json.load(source)]
    json.dump({"answers": answers, "seconds": sum(os.times()[:4])}, target)
    target.close()


if __name__ == "__main__":
    main()
