"""What is asked of git, by plumbing alone. Its module `process` is the only one that runs a program."""

from cleanledger.git.by_hand import setting_aside
from cleanledger.git.committing import LOCK_PATIENCE, CommittedNotIndexed, commit, stage
from cleanledger.git.objects import Entry, blobs_of, is_blob
from cleanledger.git.past import (
    Commit,
    Touched,
    has_remote,
    holders_of,
    messages_with,
    read_commit,
    touched_by,
    tree_below,
)
from cleanledger.git.process import (
    READING,
    GitFailure,
    command,
    first_line,
    own_environment,
    reading_environment,
    run,
)
from cleanledger.git.repository import (
    Identity,
    Repository,
    find_repository,
    identity,
    lock_path,
    make_repository,
    not_committed,
)

__all__ = [
    "LOCK_PATIENCE",
    "READING",
    "Commit",
    "CommittedNotIndexed",
    "Entry",
    "GitFailure",
    "Identity",
    "Repository",
    "Touched",
    "blobs_of",
    "command",
    "commit",
    "find_repository",
    "first_line",
    "has_remote",
    "holders_of",
    "identity",
    "is_blob",
    "lock_path",
    "make_repository",
    "messages_with",
    "not_committed",
    "own_environment",
    "read_commit",
    "reading_environment",
    "run",
    "setting_aside",
    "stage",
    "touched_by",
    "tree_below",
]
