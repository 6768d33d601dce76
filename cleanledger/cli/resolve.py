"""`ledger resolve`: entries that git could not merge."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.approve import approve
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import EnvironmentFailure, Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.setting import Setting
from cleanledger.model.source import Plain, Tree
from cleanledger.operations.act import in_order
from cleanledger.operations.approving import Circumstances
from cleanledger.operations.desk import Desk
from cleanledger.operations.joining import Settled
from cleanledger.operations.joining.choices import LOG, Side, TakingBack
from cleanledger.operations.naming import find_entry
from cleanledger.operations.resolve import Conflict, change_of, find_conflicts, resolved, told
from cleanledger.operations.save import Approved, Message, diff, save, unasked, writing
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
        str | None, typer.Option("--doc", "-w", metavar="TEXT", help=_("The paper behind that: its number."))
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
        settled = _settled(
            session, setting, take, fields or (), reason, {"approved_by": approved_by, "doc": doc}
        )
        lines, changes = _joined(session, setting, chosen, settled)
        allowed = _approved(session, repository, setting, changes)
        if dry_run:
            output.put(diff(session.shelf, allowed))
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


def _settled(  # noqa: PLR0917 - what was typed, option by option
    session: Session,
    setting: Setting,
    take: str | None,
    fields: Sequence[str],
    reason: str | None,
    behind: Mapping[str, str | None],
) -> Settled:
    sides = {}
    for each in fields:
        key, equals, value = each.partition("=")
        if not equals:
            raise UsageError(_("{text} is no choice", text=each), _("write it as KEY=ours or KEY=theirs"))
        sides[key] = _side(value)
    chosen = Settled(_side(take) if take else None, sides)
    if reason and chosen.side(LOG):
        taking = _taking_back(session, setting, reason, behind)
        return Settled(chosen.take, sides, taking)
    return chosen


def _side(text: str) -> Side:
    if text not in _SIDES:
        raise UsageError(_("{text} is neither ours nor theirs", text=text))
    return _SIDES[text]


def _taking_back(
    session: Session, setting: Setting, reason: str, behind: Mapping[str, str | None]
) -> TakingBack:
    desk = session.desk(setting)

    def line(wrong: Mapping[str, Tree], nth: int) -> Mapping[str, Tree]:
        of: dict[str, Tree] = {"date": wrong["date"], "did": wrong["did"]}
        if nth:
            of["nth"] = Plain(nth)
        made: dict[str, Tree] = {"date": Plain(desk.today.isoformat()), "by": desk.typist, "did": "correct"}
        told: dict[str, Tree] = {key: value for key, value in behind.items() if value}
        return in_order(made | {"of": of, "reason": reason} | told)

    return line


def _joined(
    session: Session, setting: Setting, conflicts: Sequence[Conflict], settled: Settled
) -> tuple[list[str], list[tuple[Conflict, FileChange]]]:
    """What is to be chosen, in words; and the files of the entries of which nothing is."""
    lines: list[str] = []
    changes = []
    for each in conflicts:
        joined = resolved(session.shelf, setting, each, settled)
        for choice in joined.choices:
            lines += told(each.entry, choice, lambda field, entry=each.entry: _command(entry, field))  # type: ignore[misc]
        if joined.document:
            changes.append((each, change_of(session.shelf, each, joined.document)))
    return lines, changes


def _command(entry: str, field: str) -> str:
    more = (
        " -r " + _("REASON") + " --approved-by " + _("POST") + " --doc " + _("PAPER") if field == LOG else ""
    )
    name = f"'{field}=ours'" if any(each in field for each in " '\"$\\") else f"{field}=ours"
    return _("ledger resolve {id} --field {field}{more}   (or theirs)", id=entry, field=name, more=more)


def _approved(
    session: Session,
    repository: git.Repository,
    setting: Setting,
    changes: Sequence[tuple[Conflict, FileChange]],
) -> Approved:
    """The joined entries as the rules on changes see them: each side is a parent."""
    identity = git.identity(session.folder)
    email = identity.email if identity else None
    desk = Desk(session.shelf, setting, repository, "", session.typing_day(setting), email)
    ids = tuple(conflict.entry for conflict, _change in changes)
    sides = {conflict.entry: (conflict.sides.ours, conflict.sides.theirs) for conflict, _change in changes}
    message = Message("resolve", ids, "", ids)
    return approve(desk, [change for _conflict, change in changes], message, Circumstances(sides=sides))


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
        output.note(save(session.shelf, repository, unasked(files), text, commit=setting.book.git.commit))
    for conflict, _change in changes:
        output.say(_("{id} is joined", id=conflict.entry))
