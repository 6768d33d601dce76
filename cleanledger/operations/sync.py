"""`sync`: what others sent is joined, and what is one's own is sent; nothing is ever forced or lost."""

import shlex
from pathlib import PurePosixPath
from typing import NoReturn

from cleanledger import git
from cleanledger.errors import EnvironmentFailure, Refused
from cleanledger.i18n import _
from cleanledger.operations.checkpoints import checkpointed
from cleanledger.operations.desk import Desk
from cleanledger.operations.exchange import Exchange, Synced, refuse_unsaved, unreachable, waiting_merge
from cleanledger.operations.giving_way import give_way
from cleanledger.operations.joined_errors import errors_of_neither
from cleanledger.operations.joining import Settled
from cleanledger.operations.naming import shown
from cleanledger.operations.refusal import RuledOut
from cleanledger.operations.resolve import approved_join, find_conflicts, settle, stage_joined
from cleanledger.operations.save import Message
from cleanledger.store.library import entry_named, load_setting

_TRIES = 3


def sync(work: Exchange, done: Synced) -> None:
    """Fetches, joins and sends; again where somebody else was faster. `done` says what came of it so far."""
    if waiting := waiting_merge(work.repository):
        _conclude(work, waiting, done)
        refuse_unsaved(work.shelf, git.find_repository(work.shelf.folder) or work.repository, work.language)
    for turn in range(1, _TRIES + 1):
        tip = _fetched(work)
        if tip is not None:
            _join(work, tip, done)
        new = git.exchange.count(work.repository, work.head, tip)
        if not new:
            return
        try:
            git.exchange.push(work.repository, work.there)
        except git.GitFailure as failure:
            if not git.exchange.came_first(failure):
                raise unreachable(work.there.remote, failure) from failure
            if turn == _TRIES:
                raise EnvironmentFailure(
                    _("others were faster {n} times; what is yours is here, and not sent yet", n=_TRIES),
                    _("Run the command again."),
                ) from failure
        else:
            done.sent = new
            return


def _fetched(work: Exchange) -> str | None:
    try:
        tip = git.exchange.fetch(work.repository, work.there)
    except git.GitFailure as failure:
        if git.exchange.is_rewritten(failure):
            raise _rewritten(work) from failure
        raise unreachable(work.there.remote, failure) from failure
    if tip and git.exchange.forgets(work.repository, tip, work.there):
        raise _rewritten(work)
    return tip


def _rewritten(work: Exchange) -> Refused:
    branch = work.there.branch.removeprefix("refs/heads/")
    return Refused(
        _(
            "the history of {branch} was rewritten at {remote}: commits that were there are gone",
            branch=branch,
            remote=work.there.remote,
        ),
        _("nothing was changed here, and nothing sent; ask whoever keeps that place to put it back"),
    )


def _join(work: Exchange, tip: str, done: Synced) -> None:
    repository = work.repository
    before = work.head
    if git.is_ancestor(repository, tip, before):
        return
    done.received += git.exchange.count(repository, tip, before)
    if git.is_ancestor(repository, before, tip):
        git.exchange.merge(repository, tip, Message("sync", ()).text(work.language))
        return
    gave_way = give_way(work, tip)
    done.renumbered += gave_way
    before = work.head
    # Replayed, the commit that gave the number would meet the other's once more; one that a checkpoint
    # names would be another.
    replay = work.replay and not gave_way and not checkpointed(repository, tip, before)
    done.merged_instead = done.merged_instead or (work.replay and not replay)
    if replay and not _replayed(work, tip):
        replay, done.merged_instead = False, True
    if not replay:
        _merge(work, tip, done)
    _refuse_errors(work, before, tip)


def _refuse_errors(work: Exchange, before: str, tip: str) -> None:
    """Undoes a join that brought errors which neither side had."""
    if bad := errors_of_neither(work, before, tip):
        git.exchange.go_back(work.repository, before)
        raise RuledOut(
            _("what others sent and what is yours do not go together; nothing was joined, nothing is lost"),
            bad,
            on_disk=True,
        )


def _replayed(work: Exchange, tip: str) -> bool:
    """Whether the own commits could be put behind those of others; else everything is as it was."""
    try:
        git.exchange.rebase(work.repository, tip)
    except git.GitFailure:
        if not _break_off(work):
            raise
        return False
    return True


def _break_off(work: Exchange) -> tuple[str, ...]:
    """Goes back to before what git could not join; the paths that were in conflict."""
    paths = git.exchange.in_conflict(work.repository)
    now = git.find_repository(work.shelf.folder)
    if now and now.busy:
        git.exchange.break_off(work.repository, now.busy)
    return paths


def _merge(work: Exchange, tip: str, done: Synced) -> None:
    try:
        git.exchange.merge(work.repository, tip, Message("sync", ()).text(work.language))
    except git.GitFailure:
        if not git.exchange.in_conflict(work.repository):
            _break_off(work)
            raise
    else:
        return
    try:
        _join_entries(work, done)
    except RuledOut:
        _break_off(work)
        raise
    _commit_merge(work)


def _join_entries(work: Exchange, done: Synced) -> None:
    """Joins by meaning what git could not join by lines.

    Where somebody must choose first, what could be joined is staged and the merge waits (Refused). Where that
    would not help, since other files than entries are in conflict, it is broken off.
    """
    repository = git.find_repository(work.shelf.folder) or work.repository
    found = find_conflicts(work.shelf, repository)
    setting = load_setting(work.shelf).setting
    if found.others or setting is None:
        _refuse_by_hand(work)
    waiting = [each for each in found.entries if each.staged]
    settled = [settle(work.shelf, setting, each, Settled()) for each in waiting]
    joined = [each for each in settled if each.change]
    if joined:
        approved_join(Desk(work.shelf, setting, repository, "", work.today), joined)
        stage_joined(work.shelf, repository, joined)
        done.joined += [each.conflict.entry for each in joined]
    if open_ := [each for each in settled if not each.change]:
        lines = [line for each in open_ for line in each.lines]
        raise Refused(
            _("changed on both sides, each in its own way: {names}",
              names=shown([each.conflict.entry for each in open_])),
            "\n".join((*lines, _("nothing is sent yet, nothing is lost; then go on with: ledger sync"))),
        )  # fmt: skip


def _refuse_by_hand(work: Exchange) -> NoReturn:
    paths = _break_off(work)
    names = [entry_named(PurePosixPath(path).name) or path for path in paths]
    command = f"git -C {shlex.quote(str(work.repository.root))} merge {work.there.tracking}"
    raise Refused(
        _("changed on both sides: {names}; nothing was joined, nothing is lost", names=shown(names)),
        _("to join them by hand: {command}", command=command),
    )


def _commit_merge(work: Exchange) -> None:
    git.exchange.conclude(work.repository, Message("sync", ()).text(work.language))


def _conclude(work: Exchange, tip: str, done: Synced) -> None:
    """Goes on with a merge that waited for a choice."""
    before = work.head
    if git.exchange.in_conflict(work.repository):
        _join_entries(work, done)
    _commit_merge(work)
    done.received += git.exchange.count(work.repository, tip, before)
    _refuse_errors(work, before, tip)
