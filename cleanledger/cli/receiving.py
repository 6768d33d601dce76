"""What a push would make of a repository on a server, judged before it is taken."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from cleanledger import git
from cleanledger.cli.staged import Blocking, blocking
from cleanledger.history.audit import audit
from cleanledger.i18n import _
from cleanledger.model.finding import Finding

_BRANCH, _CHECKPOINT = "refs/heads/", "refs/tags/checkpoint/"


def judge_push(repository: Path, old: str, new: str) -> Blocking:
    """What keeps the commit `new` from following `old` (none: zeros) in the bare `repository`.

    New errors of the book as it would be, and errors of the changes that the push brings.
    """
    bare = git.bare(repository, new)
    with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:

        def laid_out(name: str, commit: str) -> Path:
            folder = Path(scratch, name)
            folder.mkdir()
            if commit.strip("0"):
                git.write_tree_into(bare, git.committed_tree(bare, commit), folder)
            return folder

        after = laid_out("after", new)
        now = blocking(lambda: laid_out("before", old), after)
        place = next((path.parent for path in sorted(after.rglob("book.yaml"))), None)
        if place is None:
            return now
        past = _of_the_past(repository, old, new, place.relative_to(after))
        return Blocking((*now.findings, *past), now.sources)


def _of_the_past(repository: Path, old: str, new: str, place: Path) -> tuple[Finding, ...]:
    wanted = (new, f"^{old}") if old.strip("0") else (new,)
    audited = audit(git.bare(repository, new), repository / place, wanted)
    return tuple(finding for finding in audited.findings if finding.blocks)


def _followed(repository: Path, old: str, new: str) -> str:
    """What a push follows: the branch as it was; of a new branch, where it leaves the nearest other one."""
    if old.strip("0"):
        return old
    bare = git.bare(repository, new)
    forks = [git.exchange.merge_base(bare, tip, new) for tip in git.branch_tips(bare)]
    return min(filter(None, forks), key=lambda fork: git.exchange.count(bare, new, fork), default=old)


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
        elif old.strip("0") and not git.is_ancestor(git.bare(repository, new), old, new):
            found.append(_("{ref}: the push would rewrite what others have; fetch and merge first", ref=ref))
        elif (judged := judge_push(repository, _followed(repository, old, new), new)).findings:
            found.append(judged)
    return found
