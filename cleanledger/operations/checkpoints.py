"""Checkpoints that go to the others and come from them: none is ever overwritten, here or there."""

import re
from typing import Protocol

from cleanledger import git
from cleanledger.errors import Refused
from cleanledger.git.exchange import CHECKPOINTS, Upstream, checkpoints_of
from cleanledger.i18n import _
from cleanledger.operations.naming import shown

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class Done(Protocol):
    """What is told of the exchange: the numbers of checkpoints."""

    checkpoints_received: list[str]
    checkpoints_sent: list[str]


def exchange_checkpoints(repository: git.Repository, there: Upstream, done: Done) -> None:
    """Takes what was fetched and is not here; sends what the others lack and whose commit they have.

    Refused where both sides have another checkpoint of the same number: one of them is not what it was, or
    two were made at once.
    """
    theirs = _numbered(git.refs_below(repository, checkpoints_of(there)))
    own = _numbered(git.refs_below(repository, CHECKPOINTS))
    for name in theirs:
        if name not in own:
            git.exchange.take_checkpoint(repository, name, theirs[name])
            done.checkpoints_received.append(name)
    if other := [name for name in theirs if own.get(name, theirs[name]) != theirs[name]]:
        raise _differing(there, other)
    if new := [name for name in own if name not in theirs and _is_sent(repository, own[name])]:
        send_checkpoints(repository, there.remote, new)
        done.checkpoints_sent += new


def send_checkpoints(repository: git.Repository, remote: str, names: list[str]) -> None:
    """Sends checkpoints by their numbers; Refused where the other place has others of these by now."""
    try:
        git.exchange.push_checkpoints(repository, remote, names)
    except git.GitFailure as failure:
        raise Refused(
            _("{remote} did not take the checkpoints {names}", remote=remote, names=shown(names)),
            git.with_words(
                _("somebody may have sent one of the same number at this moment: run the command again"),
                failure.words,
            ),
        ) from failure


def own_checkpoints(repository: git.Repository) -> list[str]:
    """The numbers of those whose commit is in the history of this branch."""
    own = _numbered(git.refs_below(repository, CHECKPOINTS))
    return [name for name, tag in own.items() if _is_sent(repository, tag)]


def checkpointed(repository: git.Repository, theirs: str, own: str) -> bool:
    """Whether a checkpoint names a commit that `own` has and `theirs` lacks."""
    commits = (_commit(repository, tag) for tag in git.refs_below(repository, CHECKPOINTS).values())
    return any(
        git.is_ancestor(repository, commit, own) and not git.is_ancestor(repository, commit, theirs)
        for commit in commits
        if commit
    )


def _numbered(refs: dict[str, str]) -> dict[str, str]:
    return {name: refs[name] for name in sorted(filter(_NUMBER.fullmatch, refs), key=int)}


def _is_sent(repository: git.Repository, tag: str) -> bool:
    """Whether the branch, which was sent, has the commit of a tag."""
    commit = _commit(repository, tag)
    return commit is not None and git.is_ancestor(repository, commit, git.existing_commit(repository, "HEAD"))


def _commit(repository: git.Repository, tag: str) -> str | None:
    return git.commit_named(repository, tag)


def _differing(there: Upstream, names: list[str]) -> Refused:
    name = f"checkpoint/{names[0]}"
    return Refused(
        _(
            "{name} is another one at {remote} than here; nothing was overwritten",
            name=name,
            remote=there.remote,
        ),
        _("compare both with what was kept on paper: ledger audit --checkpoint")
        + "\n"
        + _(
            "if yours was made at the same moment as theirs: {command}, then sync, and make it again",
            command=f"git tag -d {name}",
        ),
    )
