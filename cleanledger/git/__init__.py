"""What is asked of git, by plumbing alone. Its module `process` is the only one that runs a program."""

from cleanledger.git.by_hand import Desk, plain, saving, setting_aside, telling
from cleanledger.git.committing import LOCK_PATIENCE, CommittedNotIndexed, commit, stage
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
from cleanledger.git.revisions import Dated, commit_named, first_parents, is_shallow, tree_of

__all__ = [
    "LOCK_PATIENCE",
    "READING",
    "Apart",
    "Commit",
    "CommittedNotIndexed",
    "Dated",
    "Desk",
    "Entry",
    "GitFailure",
    "Identity",
    "Repository",
    "Since",
    "Touched",
    "apart",
    "blobs_of",
    "command",
    "commit",
    "commit_named",
    "find_repository",
    "first_line",
    "first_parents",
    "has_remote",
    "holders_of",
    "identity",
    "is_blob",
    "is_shallow",
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
    "since",
    "stage",
    "telling",
    "touched_by",
    "tree_below",
    "tree_of",
    "unsaved",
]
