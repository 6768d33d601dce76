"""A file that was exported, held against the book as the commit has it that the file names."""

from dataclasses import dataclass

from cleanledger import git
from cleanledger.cli.exporting import Export, Wish, export
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import LedgerError, Refused
from cleanledger.exchange.differences import Difference, differences
from cleanledger.exchange.grid import Grid, grid_in
from cleanledger.i18n import _

_SHORT = 12


@dataclass(frozen=True)
class Judged:
    """What a file says otherwise than the export that was made again."""

    export: Export
    differences: tuple[Difference, ...]


def judge(given: Globals, raw: bytes) -> Judged:
    """Makes the export of the commit that a file names, and compares; Refused where it names none of ours."""
    grid = grid_in(raw)
    stamp = grid.stamp
    if stamp is None:
        raise Refused(
            _("it does not say of which commit it is: its last line is missing or was changed"),
            _("only what ledger export wrote can be held against the book"),
        )
    repository = Session(given).history()
    commit = git.commit_named(repository, stamp.commit)
    if commit is None:
        raise Refused(
            _("the commit that it names is not in this repository: {commit}", commit=stamp.commit[:_SHORT]),
            _("is it an export of this book? If others made it: ledger sync"),
        )
    if not git.is_ancestor(repository, commit, git.existing_commit(repository, "HEAD")):
        raise Refused(
            _(
                "the commit that it names is not in the history of this branch: {commit}",
                commit=commit[:_SHORT],
            )
        )
    made = export(given, Wish(commit, stamp.as_of, stamp.ledger, stamp.since), grid.form)
    return Judged(made, (*_of_last_line(grid, made), *differences(grid, grid_in(made.content))))


def _of_last_line(grid: Grid, made: Export) -> list[Difference]:
    """The facts of the last line that the commit gives otherwise."""
    facts = grid.stamp.facts() if grid.stamp else {}
    return [
        Difference("last", field=key, file=facts.get(key, ""), book=text)
        for key, text in made.stamp.facts().items()
        if facts.get(key, "") != text
    ]


def is_untouched(given: Globals, raw: bytes) -> bool:
    """Whether these are the bytes of an export of this book."""
    try:
        return judge(given, raw).export.content == raw
    except LedgerError:
        return False
