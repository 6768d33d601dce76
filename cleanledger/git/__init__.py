"""What is asked of git, by plumbing alone. Its module `process` is the only one that runs a program."""

from cleanledger.git.by_hand import Desk, plain, saving, telling
from cleanledger.git.committing import LOCK_PATIENCE, CommittedNotIndexed, commit, stage
from cleanledger.git.differences import Apart, Since, apart, since, unsaved
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
    "CommittedNotIndexed",
    "Desk",
    "GitFailure",
    "Identity",
    "Repository",
    "Since",
    "apart",
    "command",
    "commit",
    "find_repository",
    "first_line",
    "identity",
    "lock_path",
    "make_repository",
    "not_committed",
    "own_environment",
    "plain",
    "reading_environment",
    "run",
    "saving",
    "since",
    "stage",
    "telling",
    "unsaved",
]
