"""A repository as git tells of it: where it lies, who commits there, and by which settings."""

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from cleanledger.errors import EnvironmentFailure, SavedNotCommitted
from cleanledger.git.process import (
    ASKING,
    OWN,
    READING,
    Done,
    GitFailure,
    attempt,
    failure_of,
    git_program,
    own_environment,
    reading_environment,
    run,
)
from cleanledger.i18n import _

_NOT_SET = 1  # how `git config` ends where it found nothing
# The first that is there names what goes on: a rebase makes a CHERRY_PICK_HEAD of its own.
_OPERATIONS = (
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("sequencer", "cherry-pick"),
    ("BISECT_LOG", "bisect"),
)
_NO_REPOSITORY = (b"not a git repository", b"must be run in a work tree", b"cannot use bare repository")
_FOREIGN = (b"dubious ownership", b"unsafe repository")


class Identity(NamedTuple):
    """Who git says commits here."""

    name: str
    email: str


@dataclass(frozen=True)
class Repository:
    """A repository as found from one of its folders. `head`: None before the first commit.

    `busy`: merge, rebase, cherry-pick, revert or bisect, while one is in progress. `own_configuration`: only
    the user's own settings (`safe.directory`) make git take it for theirs.
    """

    root: Path
    git_dir: Path
    common_dir: Path
    head: str | None
    detached: bool
    busy: str
    own_configuration: bool = False
    surroundings: tuple[tuple[str, str], ...] = ()
    """What git is told beyond the usual, as variables: where new objects go."""

    def with_objects_in(self, folder: Path) -> "Repository":
        """The same repository, whose new objects go into `folder`."""
        objects = str(self.common_dir / "objects")
        apart = {"GIT_OBJECT_DIRECTORY": str(folder), "GIT_ALTERNATE_OBJECT_DIRECTORIES": objects}
        return replace(self, surroundings=tuple(apart.items()))

    def relative(self, path: Path) -> str:
        """`path` as git names it: from the root, with slashes."""
        folder = path.parent.resolve()
        return (folder / path.name).relative_to(self.root.resolve()).as_posix()


class Settings(NamedTuple):
    """What of the user's configuration changes how a commit is made."""

    sign: bool
    hooks: Path
    converts_line_ends: bool


def ask(repository: Repository, *arguments: str, stdin: bytes = b"", index: Path | None = None) -> bytes:
    """Plumbing that runs nothing of the repository's."""
    environment = reading_environment(own_configuration=repository.own_configuration)
    environment |= dict(repository.surroundings)
    if index:
        environment["GIT_INDEX_FILE"] = str(index)
    return run(arguments, cwd=repository.root, environment=environment, options=ASKING, stdin=stdin)


def act(repository: Repository, *arguments: str, stdin: bytes = b"") -> bytes:
    """Plumbing by which the user acts: their name, key, index and branch.

    git may run their filters when it writes their index, to tell what was changed in the very same second.
    """
    # C: what git says is looked at, and git speaks the user's language.
    environment = own_environment() | {"LC_ALL": "C"}
    return run(arguments, cwd=repository.root, environment=environment, options=OWN, stdin=stdin)


def find_repository(folder: Path) -> Repository | None:
    """The repository in whose work tree `folder` lies; None where there is none, or no git on this machine.

    Commands that read work without git; one that commits says why it cannot by `not_committed`.
    """
    if git_program() is None:
        return None
    folders = ("--show-toplevel", "--absolute-git-dir", "--git-common-dir")
    question = ("rev-parse", *folders, "HEAD", "--symbolic-full-name", "HEAD")
    # git has the say over whose repository this is: first without any settings, then by the user's own.
    for own_configuration in (False, True):
        environment = reading_environment(own_configuration=own_configuration)
        done = attempt(question, cwd=folder, environment=environment, options=READING)
        if not any(sign in done.stderr for sign in _FOREIGN):
            break
    else:
        raise _foreign(folder)
    if any(sign in done.stderr for sign in _NO_REPOSITORY):
        return None
    found = [os.fsdecode(line) for line in done.stdout.splitlines()]
    return replace(_repository(folder, found, done), own_configuration=own_configuration)


def _repository(folder: Path, found: Sequence[str], done: Done) -> Repository:
    # Before the first commit HEAD means nothing: git prints the three folders, then fails.
    born = done.returncode == 0
    if len(found) != (5 if born else 4) or (not born and found[3] != "HEAD"):
        raise failure_of(("rev-parse",), folder, done.stderr)
    git_dir = Path(found[1])
    return Repository(
        root=Path(found[0]),
        git_dir=git_dir,
        common_dir=(folder / found[2]).resolve(),
        head=found[3] if born else None,
        detached=born and found[4] == "HEAD",
        busy=operation_in(git_dir),
    )


def operation_in(git_dir: Path) -> str:
    """What goes on in a repository, a merge or the like; empty where nothing does."""
    return next((operation for name, operation in _OPERATIONS if os.path.lexists(git_dir / name)), "")


def head_of(repository: Repository) -> str | None:
    """The last commit as it is now; None where there is none yet."""
    try:
        return ask(repository, "rev-parse", "--quiet", "--verify", "HEAD").decode().strip()
    except GitFailure:
        return None


def _foreign(folder: Path) -> EnvironmentFailure:
    return EnvironmentFailure(
        _(
            "{folder} lies in a repository that belongs to another user; git refuses to read it",
            folder=folder,
        ),
        _(
            "If you trust whoever owns it: git config --global --add safe.directory {folder}",
            folder=shlex.quote(str(folder.resolve())),
        )
        + "\n"
        + _("The folder to name there is the root of the repository."),
    )


def not_committed(folder: Path) -> SavedNotCommitted:
    """Why a change is saved but in no commit, where `find_repository` found nothing.

    `folder`: where the repository should be, which is the folder that holds the book's.
    """
    if git_program() is None:
        return SavedNotCommitted(
            _("Saved, not committed: git is not installed, or not on the PATH."),
            _("Install git (https://git-scm.com). The next change can then be committed."),
        )
    return SavedNotCommitted(
        _("Saved, not committed: {folder} lies in no git repository.", folder=folder),
        _("Make one with: git init {folder}", folder=shlex.quote(str(folder))),
    )


def identity(folder: Path) -> Identity | None:
    """Who git would name as the author of a commit made in `folder`; None where it would refuse."""
    if git_program() is None:
        return None
    environment = own_environment() | {"LC_ALL": "C"}
    done = attempt(("var", "GIT_AUTHOR_IDENT"), cwd=folder, environment=environment, options=())
    if done.returncode:
        return None
    who = done.stdout.decode("utf-8", "replace").rpartition("> ")[0]
    name, _separator, email = who.rpartition(" <")
    return Identity(name, email)


def lock_path(repository: Repository) -> Path:
    """The lock that all work trees of the repository share; it is held from comparing files to the commit."""
    return repository.common_dir / "cleanledger.lock"


def settings_of(repository: Repository) -> Settings:
    """The user's settings, as they hold in this repository."""
    names = r"^(commit\.gpgsign|core\.hookspath|core\.autocrlf)$"
    question = ("config", "-z", "--get-regexp", names)
    done = attempt(question, cwd=repository.root, environment=own_environment(), options=OWN)
    if done.returncode not in {0, _NOT_SET}:
        raise failure_of(question, repository.root, done.stderr)
    found = {}
    for item in filter(None, os.fsdecode(done.stdout).split("\0")):
        name, has_value, value = item.partition("\n")
        found[name] = value if has_value else "true"
    hooks = Path(found["core.hookspath"]).expanduser() if "core.hookspath" in found else None
    return Settings(
        sign=is_true(found.get("commit.gpgsign", "")),
        hooks=repository.root / hooks if hooks else repository.common_dir / "hooks",
        converts_line_ends=found.get("core.autocrlf", "").lower() == "input"
        or is_true(found.get("core.autocrlf", "")),
    )


def signs(repository: Repository) -> bool:
    """Whether the commits that are made here are signed."""
    return settings_of(repository).sign


def is_true(value: str) -> bool:
    """Whether git takes it for true."""
    return value.lower() in {"true", "yes", "on"} or (value.isdecimal() and int(value) != 0)


def make_repository(folder: Path) -> Repository | None:
    """A new repository in `folder`; None where there is no git."""
    if git_program() is None:
        return None
    run(("init", "--quiet"), cwd=folder, environment=own_environment(), options=())
    return find_repository(folder)
