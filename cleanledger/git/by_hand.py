"""Commands of git for people to type, from whatever folder: what to do where the tool could not."""

import os
import shlex
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

_MOST_NAMED = 20
_SHORT_ID = 10


class Desk(NamedTuple):
    """A folder of a repository, and where somebody stands who types commands about it."""

    root: Path
    folder: Path
    here: Path

    def git(self) -> str:
        """What a command begins with."""
        return "git" if self.here.is_relative_to(self.root) else _git(self.root)

    def name(self, path: Path) -> str:
        """`path` as such a command names it."""
        start = self.here if self.here.is_relative_to(self.root) else self.root
        name = Path(os.path.relpath(path, start)).as_posix()
        return shlex.quote(f"./{name}" if name.startswith("-") else name)


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


def saving(desk: Desk, message: str) -> str:
    """What commits the folder as it lies there."""
    git, name = desk.git(), desk.name(desk.folder)
    return f"{git} add {name} && {git} commit -m {shlex.quote(message)} {name}"


def plain(desk: Desk, word: str) -> str:
    """A command of one word: `git status`."""
    return f"{desk.git()} {word}"


def telling(desk: Desk, old: str, new: str, path: Path | None = None) -> str:
    """What lists the commits between two, on the folder or on one path of it."""
    name = desk.name(path or desk.folder)
    return f"{desk.git()} log --oneline {old[:_SHORT_ID]}..{new[:_SHORT_ID]} -- {name}"


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
