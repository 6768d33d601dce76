"""What is asked of git, by plumbing alone. Its module `process` is the only one that runs a program."""

from cleanledger.git.by_hand import Desk, plain, saving, setting_aside, telling
from cleanledger.git.committing import LOCK_PATIENCE, CommittedNotIndexed, commit, stage
from cleanledger.git.conflicts import Sides, conflicts, sides_of_merge
from cleanledger.git.differences import Apart, Since, apart, since, unsaved
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
    "Apart",
    "Commit",
    "CommittedNotIndexed",
    "Desk",
    "Entry",
    "GitFailure",
    "Identity",
    "Repository",
    "Sides",
    "Since",
    "Touched",
    "apart",
    "blobs_of",
    "command",
    "commit",
    "conflicts",
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
    "plain",
    "read_commit",
    "reading_environment",
    "run",
    "saving",
    "setting_aside",
    "sides_of_merge",
    "since",
    "stage",
    "telling",
    "touched_by",
    "tree_below",
    "unsaved",
]
