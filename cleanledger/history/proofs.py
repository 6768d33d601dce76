"""Checkpoints held against a history: those in the repository, and the one that somebody kept elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from cleanledger import git
from cleanledger.checks.run import stamp
from cleanledger.history.checkpoints import Given, Marked, given_by, read_checkpoints
from cleanledger.history.finding_commits import Passed, find_commit, find_entries
from cleanledger.i18n import _
from cleanledger.model.audited import Audited, Proof, Stamp
from cleanledger.model.checkpoint import Checkpoint, Written
from cleanledger.model.finding import Finding
from cleanledger.model.source import Document, Problem

_SHORT = 12


class Kept(NamedTuple):
    """What somebody kept elsewhere: digits, or a whole checkpoint. `place`: the file, or what was typed."""

    place: str
    digits: str
    written: Written | None = None


@dataclass(frozen=True)
class History:
    """The commits that checkpoints are held against: those of `newest`, the audited one."""

    repository: git.Repository
    newest: str

    def has(self, commit: str) -> bool:
        """Whether it is one of them."""
        known = git.commit_named(self.repository, commit)
        return known == commit and git.is_ancestor(self.repository, commit, self.newest)


def prove(
    repository: git.Repository, newest: str, kept: Kept | None, signers: Path | None, into: Audited
) -> None:
    """Adds to an audit what checkpoints say of the history of `newest`; signatures by keys in `signers`."""
    marks = read_checkpoints(repository)
    history = History(repository, newest)
    _judge_marks(history, marks, signers, into)
    if kept is not None:
        _judge_kept(history, kept, marks, into)


# --- tags of the repository ----------------------------------------------------------------------


def _judge_marks(history: History, marks: Sequence[Marked], signers: Path | None, into: Audited) -> None:
    head = History(history.repository, history.repository.head or history.newest)
    named = {mark.written.checkpoint.commit for mark in marks if mark.written}
    known = {commit for commit in named if history.has(commit) or head.has(commit)}
    given = given_by(history.repository, known)
    for mark in marks:
        signature = _signature(history.repository, mark, signers)
        problems = [*_problems(mark, known, given), *_of_signature(signature)]
        into.findings += [_finding(mark.tag.name, problem) for problem in problems]
        if not problems and mark.written:
            checkpoint = mark.written.checkpoint
            into.checkpoints.append(Stamp(mark.number, checkpoint.commit, checkpoint.digits, signature))
    into.findings += list(_chain(marks))


def _problems(mark: Marked, known: set[str], given: Mapping[str, Sequence[Given]]) -> Iterator[str]:
    """What a tag says otherwise than the commit that it speaks of."""
    if mark.written is None:
        yield _("it holds no text of a checkpoint")
        return
    checkpoint = mark.written.checkpoint
    if checkpoint.number != mark.number:
        yield _("its text is that of checkpoint {n}", n=checkpoint.number)
    if checkpoint.commit != mark.tag.target:
        yield _("it hangs on another commit than its text says: {commit}", commit=checkpoint.commit[:_SHORT])
    yield from _in_itself(mark.written)
    if checkpoint.commit not in known:
        yield _("its commit is not in the history: {commit}", commit=checkpoint.commit[:_SHORT])
        return
    yield from _against(checkpoint, given[checkpoint.commit])


def _against(checkpoint: Checkpoint, given: Sequence[Given]) -> Iterator[str]:
    """What a checkpoint says otherwise than its commit gives."""
    # A repository may hold several books: it speaks of the one whose entries these are.
    same = next((each for each in given if each.held == checkpoint.held), None)
    if same is None:
        yield _("its entries are not those of its commit")
    elif same.policy != checkpoint.policy:
        yield _("its rules are not those of its commit")
    elif same.book != checkpoint.book:
        yield _("the book of its commit is called otherwise")


def _signature(repository: git.Repository, mark: Marked, signers: Path | None) -> str:
    if not mark.tag.is_signed:
        return "none"
    return git.signature_of(repository, mark.tag.id, signers, "tag") if signers else "unknown"


def _of_signature(signature: str) -> Iterator[str]:
    if signature == "invalid":
        yield _("its signature is not valid by the keys that were named")


def _chain(marks: Sequence[Marked]) -> Iterator[Finding]:
    """Numbers that are missing, and hashes that are not those of the one before."""
    before = [*((mark.number, mark.written) for mark in marks)]
    for (earlier, written), (number, later) in pairwise([(0, None), *before]):
        for gone in range(earlier + 1, number):
            yield _finding(
                f"checkpoint/{gone}", _("it is gone, and {next} is there", next=f"checkpoint/{number}")
            )
        if later is None or number != earlier + 1 or (earlier and written is None):
            continue
        if later.checkpoint.previous != (written.checkpoint.sha256 if written else None):
            yield _finding(f"checkpoint/{number}", _("it does not follow from the checkpoint before it"))


# --- what was kept elsewhere ---------------------------------------------------------------------


def _judge_kept(history: History, kept: Kept, marks: Sequence[Marked], into: Audited) -> None:
    problems: list[str] = []
    if kept.written is not None:
        problems += _in_itself(kept.written)
        problems += _against_tag(kept.written.checkpoint, marks)
    found = find_commit(history.repository, history.newest, kept.digits)
    if found is None:
        problems.append(_rewritten(history, kept))
        into.proof = Proof(kept.digits)
    else:
        problems += _rules(history, kept, found)
        later = git.exchange.count(history.repository, history.newest, found.commit)
        into.proof = Proof(kept.digits, found.commit, later)
    into.findings += [_finding(kept.place, problem, "LG622") for problem in problems]


def _in_itself(written: Written) -> Iterator[str]:
    if written.digits != written.checkpoint.digits:
        yield _("its digits do not follow from its commit and entries")


def _against_tag(checkpoint: Checkpoint, marks: Sequence[Marked]) -> Iterator[str]:
    """Another checkpoint of the same number in the repository."""
    mark = next((each for each in marks if each.number == checkpoint.number), None)
    if mark and (mark.written is None or mark.written.checkpoint != checkpoint):
        yield _("the repository has another checkpoint {n} than this one", n=checkpoint.number)


def _rules(history: History, kept: Kept, found: Passed) -> Iterator[str]:
    if kept.written is None:
        return
    given = given_by(history.repository, [found.commit])[found.commit]
    if not any((each.held, each.policy) == (found.held, kept.written.checkpoint.policy) for each in given):
        yield _("its rules are not those of its commit")


def _rewritten(history: History, kept: Kept) -> str:
    """That no commit gives the digits, and what is left of what they stood for."""
    if kept.written is None:
        return _("the past was rewritten: no commit of this history gives these digits")
    checkpoint = kept.written.checkpoint
    if history.has(checkpoint.commit):
        return _("its entries are not those that its commit has: {commit}", commit=checkpoint.commit[:_SHORT])
    same = find_entries(history.repository, history.newest, checkpoint.held)
    if same is not None:
        return _(
            "the past was rewritten: its commit {commit} is gone; {other} has the same entries",
            commit=checkpoint.commit[:_SHORT],
            other=same.commit[:_SHORT],
        )
    return _(
        "the past was rewritten: its commit {commit} is gone, and no commit has its {n} entries",
        commit=checkpoint.commit[:_SHORT],
        n=checkpoint.held.entries,
    )


def _finding(place: str, message: str, code: str = "LG620") -> Finding:
    return stamp(Problem(message, code=code), Document(place))
