"""LG617, LG619, LG621: what a commit itself shows: its clock, its words, and the files that it hides."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from cleanledger.checks.change import Batch, Change
from cleanledger.checks.deception import deception_in
from cleanledger.checks.rule import Rule, batch_rule
from cleanledger.i18n import N_, _
from cleanledger.model.finding import Severity
from cleanledger.model.log import KEYS_OF_VERBS
from cleanledger.model.scalars import ENTRY_ID
from cleanledger.model.source import Problem, Span
from cleanledger.model.verb_names import CHINESE
from cleanledger.model.vocabulary import verb_word

SKEW = timedelta(days=1)
"""Two honest clocks differ by minutes; one that is set to the wrong zone by hours. Less than a day."""
_FIRST_OF_GIT = datetime(2005, 4, 7, tzinfo=UTC)
_TRAILER = re.compile(r"^Ledger-(Entry|Action): *(.*?)\s*$", re.MULTILINE)
_TOLD = re.compile(rf"(\S+) ({ENTRY_ID})(?: \+[0-9]+)?")
# What a reader of subjects alone must be able to trust; other words people use for edits of all sorts.
_WEIGHTY = ("submit", "verify", "publish", "close", "extend", "void", "carry", "reopen")
_SUBJECTS = {name: verb for verb in _WEIGHTY for name in (verb, *CHINESE[verb])}


class Hidden(NamedTuple):
    """A line of attributes that hides files of the book: where it stands, what it says, one file of them."""

    path: str
    line: int
    attribute: str
    example: str
    files: int


@dataclass(frozen=True)
class Deed:
    """A commit as git keeps it. `parents`: the id of each and when it was committed.

    `latest`: a moment after which nothing can have happened yet; `paths`: those of the book that are new.
    """

    author: str
    email: str
    committer: str
    message: str
    time: datetime
    committed: datetime
    parents: tuple[tuple[str, datetime], ...]
    latest: datetime
    paths: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    """Entries that it changed, and that cannot be read."""
    hidden: tuple[Hidden, ...] = ()


@batch_rule(
    "LG617",
    "clock-disorder",
    Severity.WARNING,
    hint=N_("ask whoever made it how the clock stood; on paper a day is proved by what came in that day"),
)
def clock_disorder(batch: Batch) -> Iterator[tuple[str, Problem]]:
    """A commit bears a time that no clock in order shows: before what it follows, or still to come.

    Why: days of git are as claimed. A clock that was put back leaves commits out of their order; what was
    written earlier and moved later (rebase, cherry-pick) does not.

    Example:
        $ GIT_COMMITTER_DATE=2024-01-02T09:00 git commit -m 报办结  # LG617
    """
    if batch.deed and (message := next(_out_of_order(batch.deed), None)):
        yield "", Problem(message)


def _out_of_order(deed: Deed) -> Iterator[str]:
    for moment in (deed.time, deed.committed):
        if moment < _FIRST_OF_GIT:
            yield _("the commit is of {time}, which no clock in order shows", time=_shown(moment))
        if moment >= deed.latest:
            yield _("the commit is of {time}, which is still to come", time=_shown(moment))
    if deed.time > deed.committed + SKEW:
        yield _(
            "written {time}, but committed before that, {committed}",
            time=_shown(deed.time),
            committed=_shown(deed.committed),
        )
    for parent, committed in deed.parents:
        # A parent that lies ahead was found out itself.
        if deed.committed < committed - SKEW and committed < deed.latest:
            yield _(
                "committed {time}, but {parent}, which came before it, {committed}",
                time=_shown(deed.committed),
                parent=parent[:7],
                committed=_shown(committed),
            )


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M %z}"


@batch_rule("LG619", "deceiving-text", hint=N_("do not go by git log here; read what the commit did"))
def deceiving_text(batch: Batch) -> Iterator[tuple[str, Problem]]:
    r"""A commit shows another thing than it is: hidden characters, letters that look alike, untrue words.

    Why: whoever reads `git log` believes subject, author and paths. What the tool writes of a commit
    (`close RW-2024-001`, `Ledger-Action: close`) must be what it did.

    Example:
        $ git commit -m $'进展 RW-2024-001\r办结 RW-2024-002'  # LG619
    """
    if batch.deed is None:
        return
    told = [place + _(": ") + why for place, text in _texts(batch.deed) if (why := deception_in(text))]
    if told:
        yield "", Problem(told[0])
    elif len(batch.deed.parents) < 2 and not any(each.is_joint for each in batch.changes):  # noqa: PLR2004 - a merge
        yield from _untrue(batch.deed, batch.changes, batch.after.covers.keys())


def _texts(deed: Deed) -> Iterator[tuple[str, str]]:
    yield _("the message"), deed.message.removeprefix("\ufeff").replace("\r\n", "\n")
    yield _("the author"), deed.author
    yield _("the e-mail address"), deed.email
    yield _("the committer"), deed.committer
    yield from ((_("the path {path}", path=path), path) for path in deed.paths)


class _Claim(NamedTuple):
    """What a message says that its commit did."""

    verbs: tuple[str, ...]
    entries: tuple[str, ...]
    is_whole: bool
    """It names every entry: a trailer was written for each."""


def _claim(message: str) -> _Claim | None:
    said = _TRAILER.findall(message)
    actions = tuple(value for name, value in said if name == "Action")
    entries = tuple(value for name, value in said if name == "Entry")
    if actions:
        # What sets up a book, renumbers or takes back has no line of its own.
        return _Claim(actions, entries, is_whole=True) if set(actions) <= KEYS_OF_VERBS.keys() else None
    found = _TOLD.fullmatch(message.partition("\n")[0].strip())
    verb = _SUBJECTS.get(found[1]) if found else None
    return _Claim((verb,), (found[2],), is_whole=False) if found and verb else None


def _untrue(deed: Deed, changes: Sequence[Change], ledgers: Collection[str]) -> Iterator[tuple[str, Problem]]:
    claim = _claim(deed.message)
    if claim is None:
        return
    touched = {change.id: change for change in changes}
    # Of several commits made into one, what one did another may have taken back.
    for entry in claim.entries if len(claim.verbs) == 1 else ():
        is_entry = bool(re.fullmatch(ENTRY_ID, entry)) and entry not in ledgers
        if is_entry and entry not in touched and entry not in deed.unread:
            yield entry, Problem(_("the message names {id}, and the commit leaves it as it is", id=entry))
            return
    brought = {line.did for entry in claim.entries if entry in touched for _, line in touched[entry].lines}
    named = next((entry for entry in claim.entries if entry in touched), "")
    if named and not brought & {*claim.verbs} and len(claim.verbs) == 1 and not deed.unread:
        first = touched[named].after or touched[named].before
        verb = verb_word(claim.verbs[0], first.kind if first else "")
        yield named, Problem(_("the message says {verb}, and no line of the commit does", verb=verb))
        return
    for change in changes if claim.is_whole else ():
        if change.id not in claim.entries and change.added:
            yield (
                change.id,
                Problem(_("the message is silent on {id}, which the commit changes", id=change.id)),
            )


@batch_rule("LG621", "files-hidden", hint=N_("take the line out; files of the book stay plain text"))
def files_hidden(batch: Batch) -> Iterator[tuple[str, Problem]]:
    """An attribute hides files of the book from `git diff`, from an archive or from a merge.

    Why: what is marked binary, generated or left out of archives is changed, and nobody sees how. Line
    ends and the merge driver of `ledger hooks install` hide nothing.

    Example:
        $ echo 'ledgers/** -diff' >> .gitattributes  # LG621
    """
    for each in batch.deed.hidden if batch.deed else ():
        yield each.path, Problem(told_of(each), span=Span(each.line, 1, each.line, 1))


def told_of(hidden: Hidden) -> str:
    """What there is to say of a line that hides files."""
    return _(
        "{attribute} hides {n} files of the book, {path} among them",
        attribute=hidden.attribute,
        n=hidden.files,
        path=hidden.example,
    )


RULES: tuple[Rule, ...] = (clock_disorder, deceiving_text, files_hidden)
