"""What a push would make of a repository on a server, judged before it is taken."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from cleanledger import git
from cleanledger.cli.staged import Blocking, blocking
from cleanledger.i18n import _

_BRANCH, _CHECKPOINT = "refs/heads/", "refs/tags/checkpoint/"


def judge_push(repository: Path, old: str, new: str) -> Blocking:
    """What keeps the commit `new` from following `old` (none: zeros) in the bare `repository`."""
    with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:
        folders = [Path(scratch, name) for name in ("before", "after")]
        for folder, commit in zip(folders, (old, new), strict=True):
            folder.mkdir()
            if commit.strip("0"):
                git.write_bare_tree(repository, commit, folder)
        return blocking(folders[0], folders[1])


def refused(repository: Path, lines: Iterable[str]) -> list[Blocking | str]:
    """Why the updates of refs, as git tells a hook of them (old new ref), cannot be taken."""
    found: list[Blocking | str] = []
    for line in lines:
        old, new, ref = line.split(" ", 2)
        if ref.startswith(_CHECKPOINT) and old.strip("0"):
            found.append(_("{ref}: a checkpoint is neither moved nor deleted", ref=ref))
        elif not ref.startswith(_BRANCH):
            continue
        elif not new.strip("0"):
            found.append(_("{ref}: a branch of the book is not deleted", ref=ref))
        elif old.strip("0") and not git.is_ancestor(repository, old, new):
            found.append(_("{ref}: the push would rewrite what others have; fetch and merge first", ref=ref))
        elif (judged := judge_push(repository, old, new)).findings:
            found.append(judged)
    return found
