"""`ledger policy`: the rules of a day, and the one place where rules and settings are changed."""

from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session, read_day
from cleanledger.cli.settings import DryRunOption, Work, at_work, command, group, judged, write
from cleanledger.cli.tables import FormatOption, show_table
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.source import Tree
from cleanledger.model.vocabulary import listed
from cleanledger.operations.key_values import Change
from cleanledger.operations.naming import find_ledger
from cleanledger.operations.policies import book_set, cover_set, is_rule, names_rule
from cleanledger.operations.revision import mentioning
from cleanledger.operations.set_up import filled
from cleanledger.render.settings import rule_in_words
from cleanledger.reports.settings import policy_table

policies = group("policy", _("Rules and settings: what holds on a day, and what shall hold."))

LedgerOption = Annotated[
    str | None, typer.Option("--ledger", metavar="LEDGER", help=_("With the cover of this ledger."))
]


@command(policies, "show")
def policy_show(
    context: typer.Context,
    *,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=_("On this day; default today."))
    ] = None,
    ledger: LedgerOption = None,
    format: FormatOption = None,
) -> None:
    """Show what holds on a day, and which version says so."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    day = read_day(on) if on else session.day(setting)
    found = find_ledger(session.shelf, setting, ledger) if ledger else None
    cover = setting.covers.get(found) if found else None
    show_table(session, setting, policy_table(setting.book, cover, day), day, format)


@command(policies, "set")
def policy_set(
    context: typer.Context,
    changes: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=VALUE…", help=_("What shall hold."))
    ] = None,
    *,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help=_("The first day of a rule, today or later; of a keeper.")
        ),
    ] = None,
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="LEDGER", help=_("Change the cover of this ledger."))
    ] = None,
    doc: Annotated[
        str | None, typer.Option("--doc", "-w", metavar="TEXT", help=_("The paper behind it: its number."))
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", "-r", metavar="TEXT", help=_("Why."))] = None,
    dry_run: DryRunOption = False,
) -> None:
    """Change rules and settings; a rule changes by a new version from a day on.

    The keys are those that show names: task.evidence=2, near=30,15,7, record_types+=党课,
    ladder=提醒函:1,督办函:15. With --ledger: the cover changes, its keeper, defaults, levels, and rules,
    which can only be stricter than those of the book.
    """
    work = at_work(context)
    texts = changes or [ask(_("What to set: key=value"), "KEY=VALUE")]
    if ledger:
        if doc or reason:
            raise UsageError(_("a cover keeps no paper of a change: leave out --doc and --reason"))
        _set_cover(work, ledger, texts, since, dry_run=dry_run)
        return
    shelf, setting, facts = work.session.shelf, work.setting, filled({"doc": doc, "reason": reason})
    day = read_day(since) if since else None
    if day is None and names_rule(shelf, setting, texts):
        day = ask(_("From which day on"), "--from", read_day)
    edits, found = book_set(shelf, setting, texts, day, facts, today=work.today)
    # What was typed today may be judged by the new rules already.
    touched = mentioning(shelf, [work.today.isoformat()]) if day == work.today else ()
    hint = _("let the rule begin tomorrow")
    revision = judged(work, edits, _("what was done today breaks the new rules"), touched, hint)
    if write(work, revision.changes, "policy-set", _subjects(found), dry_run=dry_run):
        _say(found)
        if any(is_rule(each.dotted) for each in found) and day:
            number = revision.setting.book.policy[-1].version
            output.say(_("version {number} holds from {day} on", number=number, day=day.isoformat()))


def _set_cover(work: Work, asked: str, texts: list[str], since: str | None, *, dry_run: bool) -> None:
    ledger = find_ledger(work.session.shelf, work.setting, asked)
    shelf, day = work.session.shelf, read_day(since) if since else None
    edits, found = cover_set(shelf, work.setting, ledger, texts, day, today=work.today)
    message = _("entries of {ledger} would break what its cover says", ledger=ledger)
    hint = _("a cover holds for all of its ledger's life; a rule of the book holds from a day on (--from)")
    revision = judged(work, edits, message, shelf.entry_ids(ledger), hint)
    if write(work, revision.changes, "policy-set", [ledger], dry_run=dry_run):
        _say(found)


def _subjects(found: tuple[Change, ...]) -> list[str]:
    return [each.dotted for each in found]


def _say(found: tuple[Change, ...]) -> None:
    for each in found:
        output.say(each.name + _(": ") + f"{_shown(each.was)} → {_shown(each.now)}")


def _shown(value: Tree | None) -> str:
    match value:
        case None:
            return "-"
        case list():
            return listed(map(_shown, value))
        case dict():
            return ":".join(map(_shown, value.values()))
    return rule_in_words(value)
