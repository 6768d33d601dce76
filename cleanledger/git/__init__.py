"""What is asked of git, by plumbing alone. Its module `process` is the only one that runs a program."""

from cleanledger.git import exchange
from cleanledger.git.attributes import attributes_of, beside, empty
from cleanledger.git.bundles import NoBundle, bundle, standing_on, unbundled
from cleanledger.git.by_hand import Desk, plain, saving, setting_aside, telling
from cleanledger.git.committing import LOCK_PATIENCE, CommittedNotIndexed, commit, stage
from cleanledger.git.conflicts import Sides, conflicts, sides_of_merge
from cleanledger.git.differences import Apart, Since, apart, since, unsaved
from cleanledger.git.merging import hooks_folder, merge_lines, set_merge_driver
from cleanledger.git.objects import Entry, blobs_of, is_blob, recorded_in
from cleanledger.git.past import (
    Commit,
    Touched,
    has_promisor,
    has_remote,
    has_touched,
    holders_of,
    is_ancestor,
    messages_with,
    read_commit,
    replacements,
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
    with_words,
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
from cleanledger.git.revisions import Dated, commit_named, existing_commit, first_parents, is_shallow, tree_of
from cleanledger.git.signatures import signature_of
from cleanledger.git.trees import (
    bare,
    bare_repository,
    committed_tree,
    staged_tree,
    write_tree_into,
)
from cleanledger.git.trying import can_merge_trees, merged
from cleanledger.git.walk import Step, moved_from, steps

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
    "NoBundle",
    "Repository",
    "Sides",
    "Since",
    "Step",
    "Touched",
    "apart",
    "attributes_of",
    "bare",
    "bare_repository",
    "beside",
    "blobs_of",
    "bundle",
    "can_merge_trees",
    "command",
    "commit",
    "commit_named",
    "committed_tree",
    "conflicts",
    "empty",
    "exchange",
    "existing_commit",
    "find_repository",
    "first_line",
    "first_parents",
    "has_promisor",
    "has_remote",
    "has_touched",
    "holders_of",
    "hooks_folder",
    "identity",
    "is_ancestor",
    "is_blob",
    "is_shallow",
    "lock_path",
    "make_repository",
    "merge_lines",
    "merged",
    "messages_with",
    "moved_from",
    "not_committed",
    "own_environment",
    "plain",
    "read_commit",
    "reading_environment",
    "recorded_in",
    "replacements",
    "run",
    "saving",
    "set_merge_driver",
    "setting_aside",
    "sides_of_merge",
    "signature_of",
    "since",
    "stage",
    "staged_tree",
    "standing_on",
    "steps",
    "telling",
    "touched_by",
    "tree_below",
    "tree_of",
    "unbundled",
    "unsaved",
    "with_words",
    "write_tree_into",
]
