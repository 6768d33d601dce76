"""A commit that takes back the one before it, as `ledger undo` makes it."""

from cleanledger import git
from cleanledger.history.stream import Moved

_UNDO = "\nLedger-Action: undo"


def takes_back(repository: git.Repository, moved: Moved) -> bool:
    """Whether a commit takes back its only parent, by the same author, and does nothing else."""
    commit = moved.commit
    if len(commit.parents) != 1 or _UNDO not in commit.message:
        return False
    parent = git.read_commit(repository, commit.parents[0])
    if parent.email != commit.email or len(parent.parents) != 1 or moved.step is None:
        return False
    done = {each.path: each for each in git.touched_by(repository, parent)}
    return bool(done) and all(
        (there := done.get(each.path)) is not None
        and (there.before, there.after) == (each.after, each.before)
        for each in moved.step.touched[0]
    )
