"""A merge tried out: what it would give, without touching branch, index or files."""

from cleanledger.git.process import (
    ASKING,
    GitFailure,
    attempt,
    failure_of,
    git_version,
    reading_environment,
)
from cleanledger.git.repository import Repository, ask

_MERGES_TREES = (2, 38)
_CONFLICTS = 1
_NOBODY = {
    "GIT_AUTHOR_NAME": "merge",
    "GIT_AUTHOR_EMAIL": "",
    "GIT_COMMITTER_NAME": "merge",
    "GIT_COMMITTER_EMAIL": "",
}


def can_merge_trees(repository: Repository) -> bool:
    """Whether this git can merge without a work tree."""
    return git_version(repository.root) >= _MERGES_TREES


def merged(repository: Repository, one: str, other: str) -> tuple[str, tuple[str, ...]]:
    """The commit that merges two, made for looking at; or "", and the paths that are in conflict."""
    options = (*ASKING, *_no_drivers(repository))
    words = ("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", one, other)
    done = attempt(words, cwd=repository.root, environment=_environment(repository), options=options)
    if done.returncode not in {0, _CONFLICTS}:
        raise failure_of(words, repository.root, done.stderr)
    tree, *paths = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    if done.returncode:
        return "", tuple(filter(None, paths))
    commit = ("commit-tree", "-p", one, "-p", other, "-m", "merge", tree.strip())
    made = attempt(
        commit, cwd=repository.root, environment=_environment(repository) | _NOBODY, options=ASKING
    )
    if made.returncode:
        raise failure_of(commit, repository.root, made.stderr)
    return made.stdout.decode().strip(), ()


def _environment(repository: Repository) -> dict[str, str]:
    own = reading_environment(own_configuration=repository.own_configuration)
    return own | dict(repository.surroundings)


def _no_drivers(repository: Repository) -> tuple[str, ...]:
    """Options by which no merge driver that the configuration names is run: what needs one is a conflict."""
    try:
        named = ask(repository, "config", "-z", "--name-only", "--get-regexp", r"^merge\..*\.driver$")
    except GitFailure:
        return ()
    names = filter(None, named.decode("utf-8", "surrogateescape").split("\0"))
    return tuple(word for name in names for word in ("-c", f"{name}=false"))
