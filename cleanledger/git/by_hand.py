"""Commands of git for people to type, from whatever folder: what to do where the tool could not."""

import shlex
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

_MOST_NAMED = 20


def staging(root: Path, files: Mapping[str, bytes | None]) -> str:
    """What puts `files`, as they lie there, into the index; None is a deletion."""
    kept = [path for path, content in files.items() if content is not None]
    gone = [path for path, content in files.items() if content is None]
    commands = [f"{_git(root)} add -- {_named(kept)}"] if kept else []
    if gone:
        # `git add` would not know what the index has lost already.
        names = " ".join(map(shlex.quote, gone))
        commands.append(f"{_git(root)} rm -q --cached --ignore-unmatch -- {names}")
    return " && ".join(commands)


def committing(root: Path, message: str) -> str:
    """What commits the index with `message`, its trailers too."""
    paragraphs = filter(None, message.strip("\n").split("\n\n"))
    return " ".join((_git(root), "commit", *(f"-m {_on_one_line(paragraph)}" for paragraph in paragraphs)))


def resetting(root: Path, paths: Collection[str]) -> str:
    """What makes the index follow the last commit for `paths`."""
    return f"{_git(root)} reset -q -- {_named(paths)}"


def setting_aside(root: Path, paths: Collection[str]) -> str:
    """What takes `paths` out of the folder as they lie there, and keeps them where git finds them again."""
    return f"{_git(root)} stash push -q -u -- {_named(paths)}"


def _git(root: Path) -> str:
    return f"git -C {shlex.quote(str(root))}"


def _named(paths: Collection[str]) -> str:
    """The paths; where they are too many to be read, the folders that hold them."""
    names = dict.fromkeys(paths)
    while len(names) > _MOST_NAMED:
        deepest = max(name.count("/") for name in names)
        names = dict.fromkeys(_folder(name) if name.count("/") == deepest else name for name in names)
    return " ".join(map(shlex.quote, names))


def _folder(name: str) -> str:
    return PurePosixPath(name).parent.as_posix()


def _on_one_line(text: str) -> str:
    """A word of the shell that means `text`: a line break in a hint would not survive being shown."""
    lines = text.split("\n")
    if len(lines) == 1:
        return shlex.quote(text)
    return "\"$(printf '%s\\n' " + " ".join(map(shlex.quote, lines)) + ')"'
