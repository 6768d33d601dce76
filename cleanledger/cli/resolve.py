"""`ledger resolve`: entries that git could not merge."""

from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import EnvironmentFailure, Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.setting import Setting
from cleanledger.model.source import Plain, Tree
from cleanledger.operations.desk import Desk
from cleanledger.operations.joining import Settled
from cleanledger.operations.joining.choices import LOG, Side, TakingBack
from cleanledger.operations.naming import find_entry
from cleanledger.operations.resolve import (
    Conflict,
    change_of,
    find_conflicts,
    refuse_new_errors,
    resolved,
    told,
)
from cleanledger.operations.save import Message, diff, save, writing
from cleanledger.store.changeset import FileChange, write_changes

_SIDES: Mapping[str, Side] = {"ours": "ours", "theirs": "theirs"}
_GO_ON = {
    "merge": "git commit --no-edit",
    "rebase": "git rebase --continue",
    "cherry-pick": "git cherry-pick --continue",
    "revert": "git revert --continue",
}


def command(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]…", help=_("The entries; default all in conflict."))
    ] = None,
    *,
    take: Annotated[
        str | None,
        typer.Option("--take", metavar="ours|theirs", help=_("Whose version holds where both changed it.")),
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="KEY=ours|theirs", help=_("Whose version of one field holds.")),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", "-r", metavar="TEXT", help=_("Why lines of the log are taken back.")),
    ] = None,
    approved_by: Annotated[
        str | None, typer.Option("--approved-by", metavar="POST", help=_("Who approved of that."))
    ] = None,
    doc: Annotated[
        str | None, typer.Option("--doc", "-w", metavar="TEXT", help=_("Their paper: its number."))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
    ] = False,
) -> None:
    """Join the two versions of an entry that git could not merge.

    Fields and lists are joined by what they mean, and no line of either log is lost. What both sides changed,
    each in its own way, is told, with the option that settles it. The file is written and staged; git is not
    told to go on. In a rebase, ours is the branch that your commits are put upon.
    """
    session = Session(context.ensure_object(Globals))
    repository = session.repository
    if repository is None:
        raise EnvironmentFailure(_("the book lies in no git repository: there is nothing to join"))
    setting = session.setting()
    with writing(session.shelf, repository):
        found = find_conflicts(session.shelf, repository)
        wanted = {find_entry(session.shelf, each) for each in ids or ()}
        _refuse_others(wanted, found.entries)
        chosen = [each for each in found.entries if not wanted or each.entry in wanted]
        settled = _settled(session, setting, take, fields or (), _Grounds(reason, approved_by, doc))
        lines, changes = _joined(session, setting, chosen, settled)
        if dry_run:
            output.put(diff(session.shelf, [change for _conflict, change in changes]))
        else:
            _write(session, repository, setting, changes)
    for path in found.others:
        output.note(_("in conflict too, and no entry: {path}", path=path))
    if not chosen:
        output.say(_("no entry is in conflict"))
    for line in lines:
        output.say(line)
    if lines:
        raise typer.Exit(1)
    if repository.busy in _GO_ON and not dry_run and not found.others and len(chosen) == len(found.entries):
        output.say(_("go on with: {command}", command=_GO_ON[repository.busy]))


def _refuse_others(wanted: set[str], entries: Sequence[Conflict]) -> None:
    if others := sorted(wanted - {each.entry for each in entries}):
        raise Refused(_("{id} is not in conflict", id=others[0]))


class _Grounds(NamedTuple):
    """Why lines are taken back: the reason, who approved, and their paper."""

    reason: str | None
    approved_by: str | None
    doc: str | None


def _settled(
    session: Session, setting: Setting, take: str | None, fields: Sequence[str], grounds: _Grounds
) -> Settled:
    sides = {}
    for each in fields:
        key, equals, value = each.partition("=")
        if not equals:
            raise UsageError(_("{text} is no choice", text=each), _("write it as KEY=ours or KEY=theirs"))
        sides[key] = _side(value)
    chosen = Settled(_side(take) if take else None, sides)
    if grounds.reason and chosen.side(LOG):
        return Settled(chosen.take, sides, _taking_back(session, setting, grounds))
    return chosen


def _side(text: str) -> Side:
    if text not in _SIDES:
        raise UsageError(_("{text} is neither ours nor theirs", text=text))
    return _SIDES[text]


def _taking_back(session: Session, setting: Setting, grounds: _Grounds) -> TakingBack:
    desk = session.desk(setting)
    told = {key: value for key, value in grounds._asdict().items() if value and key != "doc"}

    def line(wrong: Mapping[str, Tree], nth: int) -> Mapping[str, Tree]:
        of: dict[str, Tree] = {"date": wrong["date"], "did": wrong["did"]}
        if nth:
            of["nth"] = Plain(nth)
        made: dict[str, Tree] = {"date": Plain(desk.today.isoformat()), "by": desk.typist, "did": "correct"}
        made |= {"doc": grounds.doc} if grounds.doc else {}
        return made | {"of": of} | told

    return line


def _joined(
    session: Session, setting: Setting, conflicts: Sequence[Conflict], settled: Settled
) -> tuple[list[str], list[tuple[Conflict, FileChange]]]:
    """What is to be chosen, in words; and the files of the entries of which nothing is."""
    desk = Desk(session.shelf, setting, session.repository, "", session.typing_day(setting))
    lines: list[str] = []
    changes = []
    for each in conflicts:
        joined = resolved(session.shelf, setting, each, settled)
        for choice in joined.choices:
            lines += told(each.entry, choice, lambda field, entry=each.entry: _command(entry, field))  # type: ignore[misc]
        if joined.document:
            if settled.taking_back:
                refuse_new_errors(desk, each, joined.document)
            changes.append((each, change_of(session.shelf, each, joined.document)))
    return lines, changes


def _command(entry: str, field: str) -> str:
    more = f" -r {_('REASON')} --approved-by {_('POST')} --doc {_('NUMBER')}" if field == LOG else ""
    name = f"'{field}=ours'" if any(each in field for each in " '\"$\\") else f"{field}=ours"
    return _("ledger resolve {id} --field {field}{more}   (or theirs)", id=entry, field=name, more=more)


def _write(
    session: Session,
    repository: git.Repository,
    setting: Setting,
    changes: Sequence[tuple[Conflict, FileChange]],
) -> None:
    staged = [change for conflict, change in changes if conflict.staged or repository.busy]
    committed = [(conflict, change) for conflict, change in changes if change not in staged]
    if staged:
        write_changes(session.shelf.folder, staged)
        git.stage(repository, {repository.relative(each.path): each.after for each in staged})
    if committed:
        ids = tuple(conflict.entry for conflict, _change in committed)
        text = Message("resolve", ids, "", ids).text(setting.book.language)
        files = [change for _conflict, change in committed]
        output.note(save(session.shelf, repository, files, text, commit=setting.book.git.commit))
    for conflict, _change in changes:
        output.say(_("{id} is joined", id=conflict.entry))
