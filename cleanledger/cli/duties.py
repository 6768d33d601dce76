"""`ledger duty`: what must be held again and again, by whom, how often."""

from functools import partial
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session, read_day
from cleanledger.cli.settings import (
    ChangeOption,
    ChangesArgument,
    DryRunOption,
    LastOption,
    SinceOption,
    Work,
    at_work,
    command,
    given,
    group,
    write,
)
from cleanledger.cli.tables import FormatOption, all_entries, say_unread, show_table
from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.book import Duty
from cleanledger.model.intervals import from_words
from cleanledger.model.scalars import Interval
from cleanledger.model.setting import Setting, row_of
from cleanledger.model.validate import read_as
from cleanledger.model.vocabulary import field_name
from cleanledger.operations.draft import plain
from cleanledger.operations.lists import edits_of, item_changes, one_more
from cleanledger.operations.naming import find, find_unit
from cleanledger.operations.revision import BOOK, Edits, revised
from cleanledger.operations.set_up import filled
from cleanledger.operations.units import duty_passed
from cleanledger.reports.asked import duties_of
from cleanledger.reports.held import held_by, running
from cleanledger.reports.settings import duties_table
from cleanledger.store.splice import Put

duties = group("duty", _("Duties: what must be held again and again."))

DutyArgument = Annotated[
    str | None, typer.Argument(metavar="NUM", help=_("The duty by its number in the list, or by its type."))
]


@command(duties, "add")
def duty_add(
    context: typer.Context,
    type_: Annotated[str | None, typer.Argument(metavar="TYPE", help=_("A record type, e.g. 调度."))] = None,
    *,
    held_by: Annotated[
        str | None, typer.Option("--held-by", metavar="UNIT", help=_("The unit that holds it."))
    ] = None,
    every: Annotated[
        str | None,
        typer.Option(
            "--every",
            metavar="INTERVAL",
            help=_("How often: 2 weeks, 1 month, 1 year; 每两周, 每季度, 半年."),
        ),
    ] = None,
    at_least: Annotated[
        int | None, typer.Option("--at-least", metavar="N", help=_("How many in each period; default 1."))
    ] = None,
    since: SinceOption = None,
    until: LastOption = None,
    note: Annotated[
        str | None, typer.Option("--note", "-n", metavar="TEXT", help=_("Where the duty comes from."))
    ] = None,
    dry_run: DryRunOption = False,
) -> None:
    """Add a duty: its type, who holds it, how often."""
    work = at_work(context)
    kind = given(type_, _("What is to be held: a record type"), "TYPE", partial(_record_type, work))
    item = filled(
        {
            "type": kind,
            "held_by": given(
                held_by, _("Which unit holds it"), "--held-by", partial(find_unit, work.setting)
            ),
            "every": given(every, _("How often, e.g. 1 month"), "--every", _interval),
            "at_least": at_least if at_least is not None else 1,
            "from": read_day(since) if since else None,
            "until": read_day(until) if until else None,
            "note": note,
        }
    )
    if _write(work, one_more(work.session.shelf, "duty", item), "duty-add", kind, dry_run=dry_run):
        output.say(f"{len(work.setting.book.duties) + 1}  {kind}")


def _record_type(work: Work, text: str) -> str:
    return find(
        text,
        dict.fromkeys(work.setting.record_types, ()),
        unknown=_("there is no record type {type}", type=text),
        hint=_("ledger policy set record_types+=TYPE adds one"),
    )


def _interval(text: str) -> str:
    return read_as(Interval, from_words(text))


def _write(work: Work, edits: Edits, action: str, subject: str, *, dry_run: bool = False) -> bool:
    revision = revised(work.session.shelf, work.setting, edits, work.today)
    return write(work, revision.changes, action, [subject], dry_run=dry_run)


@command(duties, "list")
def duty_list(context: typer.Context, *, format: FormatOption = None) -> None:
    """Show the duties, each under its number, and what was held so far in the present period."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    day = session.day(setting)
    ledgers = [each for each in session.shelf.ledgers() if _has_records(setting, each)]
    entries, unread = all_entries(session, tuple(ledgers))
    records = held_by((row_of(entry, setting) for entry in entries), day)
    now = running(duties_of(setting), records, day)
    show_table(session, setting, duties_table(setting.book, now), day, format)
    say_unread(unread)


def _has_records(setting: Setting, ledger: str) -> bool:
    cover = setting.covers.get(ledger)
    return cover is None or cover.kind == "record"


def _duty(work: Work, asked: str | None) -> int:
    """The place of a duty, by its number in the list or by its type where only one is of it."""
    return int(given(asked, _("Which duty: its number"), "NUM", partial(_place, work)))


def _place(work: Work, text: str) -> str:
    named = {
        str(number): (f"{number} {each.type} {each.held_by}", each.type)
        for number, each in enumerate(work.setting.book.duties, 1)
    }
    number = find(
        text,
        named,
        unknown=_("there is no duty {asked}", asked=text),
        hint=_("ledger duty list shows them with their numbers"),
    )
    return str(int(number) - 1)


@command(duties, "set")
def duty_set(
    context: typer.Context,
    duty: DutyArgument = None,
    changes: ChangesArgument = None,
    *,
    dry_run: DryRunOption = False,
) -> None:
    """Change a duty: every, at_least, note, from, until."""
    work = at_work(context)
    place = ("duties", _duty(work, duty))
    texts = changes or [ask(_("What to set: key=value"), "KEY=VALUE")]
    found = item_changes(work.session.shelf, work.setting, "duty", place, texts)
    kind = work.setting.book.duties[place[1]].type
    if _write(work, edits_of("duty", place, found), "duty-set", kind, dry_run=dry_run):
        output.say(_("{code} is changed", code=kind))


@command(duties, "handover")
def duty_handover(
    context: typer.Context,
    duty: DutyArgument = None,
    *,
    to: Annotated[
        str | None, typer.Option("--to", metavar="UNIT", help=_("The unit that takes over."))
    ] = None,
    since: ChangeOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Give a duty to another unit from a day on."""
    work = at_work(context)
    place = _duty(work, duty)
    held = work.setting.book.duties[place]
    target = given(to, _("To which unit"), "--to", partial(find_unit, work.setting))
    day = work.day(since)
    if target == held.held_by:
        raise Refused(_("{field} is that already", field=field_name("held_by", Duty)))
    _refuse_ended(place, held.until is not None and held.until < day)
    edits = {BOOK: duty_passed(work.session.shelf, place, held, target, day)}
    if _write(work, edits, "duty-handover", held.type, dry_run=dry_run):
        output.say(_("{type}: {unit} from {day} on", type=held.type, unit=target, day=day.isoformat()))


@command(duties, "end")
def duty_end(
    context: typer.Context,
    duty: DutyArgument = None,
    *,
    until: LastOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """End a duty."""
    work = at_work(context)
    place = _duty(work, duty)
    held = work.setting.book.duties[place]
    last = work.day(until)
    _refuse_ended(place, held.until is not None and held.until <= last)
    edits: Edits = {BOOK: [Put(("duties", place, "until"), plain(last))]}
    if _write(work, edits, "duty-end", held.type, dry_run=dry_run):
        output.say(_("{type} ends on {day}", type=held.type, day=last.isoformat()))


def _refuse_ended(place: int, ended: bool) -> None:
    if ended:
        raise Refused(_("the duty {n} ends before that", n=place + 1), _("ledger duty list shows them"))
