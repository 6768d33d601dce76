"""`ledger resolve`: entries that git could not merge."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import EnvironmentFailure, Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.setting import Setting
from cleanledger.model.source import Plain, Tree
from cleanledger.operations.act import in_order
from cleanledger.operations.desk import Desk
from cleanledger.operations.exchange import waiting_merge
from cleanledger.operations.joining import Settled
from cleanledger.operations.joining.choices import LOG, SayingAgain, Side, TakingBack
from cleanledger.operations.naming import find_entry
from cleanledger.operations.resolve import (
    Conflict,
    Settlement,
    approved_join,
    find_conflicts,
    message_of,
    settle,
    stage_joined,
)
from cleanledger.operations.save import Approved, diff, save, unasked, writing

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
        each_settled = [settle(session.shelf, setting, each, settled) for each in chosen]
        joined = [each for each in each_settled if each.change]
        allowed = _approved(session, setting, joined)
        if dry_run:
            output.put(diff(session.shelf, allowed))
        else:
            _write(session, repository, setting, joined)
    for path in found.others:
        output.note(_("in conflict too, and no entry: {path}", path=path))
    if not chosen:
        output.say(_("no entry is in conflict"))
    lines = [line for each in each_settled for line in each.lines]
    for line in lines:
        output.say(line)
    if lines:
        raise typer.Exit(1)
    if repository.busy in _GO_ON and not dry_run and not found.others and len(chosen) == len(found.entries):
        is_sync = waiting_merge(repository) is not None
        output.say(_("go on with: {command}", command="ledger sync" if is_sync else _GO_ON[repository.busy]))


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
    if not (take or fields):
        return chosen
    desk = session.desk(setting)
    taking = _taking_back(desk, reason, behind) if reason and chosen.side(LOG) else None
    return Settled(chosen.take, sides, taking, _again(desk))


def _side(text: str) -> Side:
    if text not in _SIDES:
        raise UsageError(_("{text} is neither ours nor theirs", text=text))
    return _SIDES[text]


def _again(desk: Desk) -> SayingAgain:
    def line(meant: Mapping[str, Tree], was: Tree | None) -> Mapping[str, Tree]:
        kept = {key: value for key, value in meant.items() if key not in {"entered", "was"}}
        before = {} if was is None else {"was": was}
        return in_order(kept | before | {"date": Plain(desk.today.isoformat()), "by": desk.typist})

    return line


def _taking_back(desk: Desk, reason: str, behind: Mapping[str, str | None]) -> TakingBack:
    def line(wrong: Mapping[str, Tree], nth: int) -> Mapping[str, Tree]:
        of: dict[str, Tree] = {"date": wrong["date"], "did": wrong["did"]}
        if nth:
            of["nth"] = Plain(nth)
        made: dict[str, Tree] = {"date": Plain(desk.today.isoformat()), "by": desk.typist, "did": "correct"}
        told: dict[str, Tree] = {key: value for key, value in behind.items() if value}
        return in_order(made | {"of": of, "reason": reason} | told)

    return line


def _approved(session: Session, setting: Setting, joined: Sequence[Settlement]) -> Approved:
    identity = git.identity(session.folder)
    email = identity.email if identity else None
    desk = Desk(session.shelf, setting, session.repository, "", session.typing_day(setting), email)
    return approved_join(desk, joined)


def _write(
    session: Session, repository: git.Repository, setting: Setting, joined: Sequence[Settlement]
) -> None:
    staged = [each for each in joined if each.conflict.staged or repository.busy]
    committed = [each for each in joined if each not in staged]
    if staged:
        stage_joined(session.shelf, repository, staged)
    if committed:
        text = message_of(tuple(each.conflict.entry for each in committed)).text(setting.book.language)
        files = [each.change for each in committed if each.change]
        output.note(save(session.shelf, repository, unasked(files), text, commit=setting.book.git.commit))
    for each in joined:
        output.say(_("{id} is joined", id=each.conflict.entry))
