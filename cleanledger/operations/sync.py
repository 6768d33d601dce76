"""`sync`: what others sent is joined, and what is one's own is sent; nothing is ever forced or lost."""

import os
import re
import shlex
import tempfile
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import NoReturn

from cleanledger import git
from cleanledger.errors import EnvironmentFailure, LedgerError, Refused
from cleanledger.git.exchange import Upstream
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.ids import ENTRY_ID
from cleanledger.operations.approving import Circumstances, approved
from cleanledger.operations.check import check
from cleanledger.operations.desk import Desk
from cleanledger.operations.exchanged import checkpointed
from cleanledger.operations.joining import Settled
from cleanledger.operations.naming import shown
from cleanledger.operations.numbers import taken_back, used_numbers
from cleanledger.operations.refusal import RuledOut
from cleanledger.operations.renumber import make_way, message_of
from cleanledger.operations.resolve import approved_join, find_conflicts, settle, stage_joined
from cleanledger.operations.save import Message, by_hand, save
from cleanledger.store.library import Shelf, entry_named, load_setting

_TRIES = 3


@dataclass
class Synced:
    """What came of it: commits that came and went, and entries of one's own that gave way, old and new id."""

    received: int = 0
    sent: int = 0
    renumbered: list[tuple[str, str]] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    """Entries that were changed on both sides, and whose versions are one now."""
    merged_instead: bool = False
    checkpoints_received: list[str] = field(default_factory=list)
    checkpoints_sent: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Exchange:
    """A book and where it is exchanged. The caller holds the lock of the book."""

    shelf: Shelf
    repository: git.Repository
    there: Upstream
    today: date
    language: str
    replay: bool = False

    @property
    def head(self) -> str:
        """The last commit here, as it is now."""
        return git.existing_commit(self.repository, "HEAD")


def exchange_of(shelf: Shelf, repository: git.Repository, language: str) -> Upstream:
    """Where the book goes; refused while something stands in the way.

    What an earlier sync waits for with (`waiting_merge`) does not.
    """
    waits = waiting_merge(repository) is not None
    if repository.busy and not waits:
        raise EnvironmentFailure(
            _("a {operation} is in progress", operation=repository.busy),
            _("finish it, or break it off; then run the command again"),
        )
    if not git.exchange.remotes(repository):
        raise Refused(
            _("the book is not shared with anybody yet"),
            _("put it where others can take part: ledger share ADDRESS"),
        )
    there = git.exchange.upstream(repository)
    if there is None or repository.head is None:
        raise EnvironmentFailure(
            _("it cannot be told which branch is exchanged, and where"),
            _("Set it once with: git push -u REMOTE BRANCH"),
        )
    if not waits:
        _refuse_unsaved(shelf, repository, language)
    return there


def _refuse_unsaved(shelf: Shelf, repository: git.Repository, language: str) -> None:
    if files := git.unsaved(repository, shelf.folder):
        desk = git.Desk(repository.root.resolve(), shelf.folder, Path.cwd().resolve())
        raise Refused(
            _("not in any commit: {paths}", paths=shown(files)),
            _("commit it first: {command}", command=git.saving(desk, by_hand(language))),
        )


def waiting_merge(repository: git.Repository) -> str | None:
    """What others sent, where a merge with it waits for somebody's choice; None: no such merge goes on."""
    tip = git.exchange.merging(repository) if repository.busy == "merge" else None
    there = git.exchange.upstream(repository) if tip else None
    if tip is None or there is None or git.is_ancestor(repository, tip, "HEAD"):
        return None
    try:
        known = git.existing_commit(repository, there.tracking)
    except LedgerError:
        return None
    return tip if git.is_ancestor(repository, tip, known) else None


def sync(work: Exchange, done: Synced) -> None:
    """Fetches, joins and sends; again where somebody else was faster. `done` says what came of it so far."""
    if waiting := waiting_merge(work.repository):
        _conclude(work, waiting, done)
        _refuse_unsaved(work.shelf, git.find_repository(work.shelf.folder) or work.repository, work.language)
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


def unreachable(place: str, failure: git.GitFailure) -> EnvironmentFailure:
    """That another place did not answer, or refused; what is here is safe."""
    if git.exchange.was_declined(failure):
        return _declined(place, failure)
    trouble = git.exchange.trouble_of(failure)
    hint = _("What is here is safe. Try again later, or ask whoever runs that place.")
    if trouble.host_key:
        message = _("the key by which {place} shows itself is not known here, or another one", place=place)
        hint = _("compare it with whoever runs that place; ssh HOST at a terminal asks whether to trust it")
    elif trouble.locked_out:
        message = _("{place} does not let you in", place=place)
        hint = _("ask whoever runs that place to let your key in, or put your password right")
    elif trouble.asks:
        message = _("{place} asks for a name and a password, and nobody can answer here", place=place)
        hint = _("run the command at a terminal, where they can be typed; or ask for an address by ssh")
    else:
        message = _("{place} could not be reached", place=place)
    return EnvironmentFailure(message, git.with_words(hint, failure.words))


def _declined(place: str, failure: git.GitFailure) -> EnvironmentFailure:
    """That a place was reached and refused, with its own words: only they say what to put right."""
    words = git.exchange.said_there(failure)
    hint = _("What is here is safe. Put right what it says, or ask whoever runs that place.")
    if not words:
        return EnvironmentFailure(
            _("{place} would not take it", place=place), git.with_words(hint, failure.words)
        )
    return EnvironmentFailure(_("{place} would not take it", place=place), "\n".join((hint, *words)))


def _join(work: Exchange, tip: str, done: Synced) -> None:
    repository = work.repository
    before = work.head
    if git.is_ancestor(repository, tip, before):
        return
    done.received += git.exchange.count(repository, tip, before)
    if git.is_ancestor(repository, before, tip):
        git.exchange.merge(repository, tip, Message("sync", ()).text(work.language))
        return
    gave_way = _give_way(work, tip)
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
    if bad := _errors_of_neither(work, before, tip):
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


# --- numbers that two have given -----------------------------------------------------------------


def _give_way(work: Exchange, tip: str) -> list[tuple[str, str]]:
    """Own entries whose number the other side has given, too, get the next that is free on both sides."""
    base = git.exchange.merge_base(work.repository, tip, work.head)
    trees = [_tree(work, each) if each else {} for each in (base, work.head, tip)]
    old, own, theirs = (_entries_in(tree) for tree in trees)
    taken = [each for each in own if each not in old and each in theirs and own[each] != theirs[each]]
    done = []
    for entry_id in sorted(taken, key=lambda each: (each.rpartition("-")[0], int(each.rpartition("-")[2]))):
        new = _free(work, entry_id.rpartition("-")[0], theirs, tip)
        _renumber(work, entry_id, new)
        done.append((entry_id, new))
    return done


def _entries_in(tree: dict[str, git.Entry]) -> dict[str, str]:
    """The blob of each entry by its id."""
    return {
        id: entry.id
        for path, entry in tree.items()
        if (id := entry_named(path.rpartition("/")[2])) and re.fullmatch(ENTRY_ID, id)
    }


def _free(work: Exchange, ledger: str, theirs: Collection[str], tip: str) -> str:
    others = [*theirs, *taken_back(ledger, work.repository, tip)]
    numbers = {int(number) for owner, _hyphen, number in map(_parts, others) if owner == ledger}
    number = max(numbers | used_numbers(work.shelf, ledger, work.repository), default=0) + 1
    while os.path.lexists(work.shelf.evidence_folder(f"{ledger}-{number:03}")):
        number += 1
    return f"{ledger}-{number:03}"


def _parts(entry_id: str) -> tuple[str, str, str]:
    return entry_id.rpartition("-")


def _renumber(work: Exchange, entry_id: str, new: str) -> None:
    setting = load_setting(work.shelf).setting
    if setting is None:
        raise Refused(_("the book cannot be read"), _("ledger check shows what is wrong with it"))
    now = git.find_repository(work.shelf.folder) or work.repository
    desk = Desk(work.shelf, setting, now, "", work.today)
    moved = make_way(desk, entry_id, new)
    message = message_of(moved)
    allowed = approved(desk, moved.changes, message, Circumstances({entry_id: new}))
    save(work.shelf, now, allowed, message.text(work.language))


def _tree(work: Exchange, commit: str) -> dict[str, git.Entry]:
    return git.tree_below(work.repository, commit, _place(work, commit))


def _place(work: Exchange, commit: str) -> str:
    """The folder of the book in a commit: that of here, or the one it was moved to."""
    here = work.repository.relative(work.shelf.folder)
    books = [
        PurePosixPath(path).parent.as_posix()
        for path in git.tree_below(work.repository, commit, ".")
        if path.rpartition("/")[2] == "book.yaml"
    ]
    return books[0] if len(books) == 1 else here


# --- what is joined is checked -------------------------------------------------------------------


def _errors_of_neither(work: Exchange, own: str, theirs: str) -> list[Finding]:
    """The errors of the joined book that neither side had; they are laid out only where there are any."""
    root = work.repository.root.resolve()
    found = _errors(Shelf(root / _place(work, work.head), root), work.today)
    if not found:
        return []
    known = Counter[str]()
    for commit in (own, theirs):
        known |= Counter(map(_same, _at(work, commit, lambda shelf: _errors(shelf, work.today))))
    left = []
    for finding in found:
        if known[_same(finding)] > 0:
            known[_same(finding)] -= 1
        else:
            left.append(finding)
    return left


def _same(finding: Finding) -> str:
    return "\0".join((finding.code, finding.entry or finding.path, finding.field, finding.message))


def _errors(shelf: Shelf, today: date) -> list[Finding]:
    return [each for each in check(shelf, today=today, now=today).findings if each.blocks]


def _at(work: Exchange, commit: str, look: Callable[[Shelf], list[Finding]]) -> list[Finding]:
    """What `look` finds in the book as `commit` has it."""
    place = _place(work, commit)
    tree = git.tree_below(work.repository, commit, place)
    blobs = git.blobs_of(work.repository, {entry.id for entry in tree.values()})
    with tempfile.TemporaryDirectory(prefix="cleanledger-") as scratch:
        root = Path(scratch).resolve()
        for path, entry in tree.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(blobs[entry.id])
        return look(Shelf(root / place, root)) if (root / place / "book.yaml").exists() else []
