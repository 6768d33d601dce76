"""`ledger unit`: the units of a book, and what becomes of them."""

from functools import partial
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.help import metavar
from cleanledger.cli.session import read_day
from cleanledger.cli.settings import (
    INDENT,
    ChangeOption,
    ChangesArgument,
    DryRunOption,
    SinceOption,
    Work,
    at_work,
    command,
    given,
    group,
    judged,
    write,
)
from cleanledger.cli.tables import FormatOption, show_as_of_today
from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.scalars import UnitCode
from cleanledger.model.validate import read_as
from cleanledger.model.vocabulary import UNIT_KINDS, choices
from cleanledger.operations.lists import one_more
from cleanledger.operations.naming import (
    find_unit,
    find_word,
    shown,
)
from cleanledger.operations.revision import Revision, mentioning, revised
from cleanledger.operations.set_up import filled
from cleanledger.operations.units import (
    concerned,
    named_after,
    naming_still,
    renamed,
    unit_set,
)
from cleanledger.reports.people import units_table

units = group("unit", _("Units of the book."))

SlipOption = Annotated[
    bool, typer.Option("--slip", help=_("What stood there was typed wrong: it is not kept."))
]


@command(units, "add")
def unit_add(
    context: typer.Context,
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help=_("Capital letters, digits, hyphens."))
    ] = None,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=_("The name as printed."))] = None,
    *,
    under: Annotated[
        str | None, typer.Option("--under", metavar="UNIT", help=_("The unit above it."))
    ] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", metavar="TEXT", help=_("Another name; may be given again."))
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=choices(UNIT_KINDS))] = None,
    since: SinceOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Add a unit."""
    work = at_work(context)
    code = code or ask(_("The unit's code, e.g. GDBH"), "CODE", partial(read_as, UnitCode))
    name = given(name, _("The name as printed"), "NAME")
    item = filled(
        {
            "code": code,
            "name": name,
            "aliases": list(alias or []),
            "kind": find_word(kind, UNIT_KINDS, _("kind of unit")) if kind else None,
            "parent": find_unit(work.setting, under) if under else None,
            "from": read_day(since) if since else None,
        }
    )
    revision = revised(
        work.session.shelf, work.setting, one_more(work.session.shelf, "unit", item), work.today
    )
    if write(work, revision.changes, "unit-add", [code], dry_run=dry_run):
        output.say(f"{code}  {name}")


@command(units, "list")
def unit_list(context: typer.Context, *, format: FormatOption = None) -> None:
    """Show the units as of today."""
    show_as_of_today(context, lambda setting, day: units_table(setting.directory, day), format)


@command(units, "set")
def unit_change(
    context: typer.Context,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help=_("The unit, by code or name."))] = None,
    changes: ChangesArgument = None,
    *,
    since: ChangeOption = None,
    slip: SlipOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Change a unit: aliases, parent, kind, until (its last day)."""
    work = at_work(context)
    code = asked_unit(work, unit)
    texts = changes or [ask(_("What to set: key=value"), "KEY=VALUE")]
    shelf, day = work.session.shelf, read_day(since) if since else None
    edits = unit_set(shelf, work.setting, code, texts, day, today=work.today, slip=slip)
    touched = mentioning(shelf, concerned(work.setting, [code]))
    revision = judged(work, edits, _("{code} cannot be changed so", code=code), touched)
    if write(work, revision.changes, "unit-set", [code], dry_run=dry_run):
        output.say(f"{code}  {revision.setting.directory.units[code].name}")
        _say_left_behind(work, revision, code)


def _say_left_behind(work: Work, revision: Revision, code: str) -> None:
    """Says what still names a unit that is going to end."""
    until = revision.setting.directory.units[code].until
    before = work.setting.directory.units[code].until
    if until is None or until == before:
        return
    entries = named_after(work.desk(revision.setting), code)
    if entries:
        output.say(
            _(
                "{n} open entries name {unit}, which ends on {day}: {ids}",
                n=len(entries), unit=code, day=until.isoformat(), ids=shown(entries),
            )
        )  # fmt: skip
        output.say(INDENT + f"ledger unit handover {code} --to {metavar('UNIT')}")
    for sentence, way in naming_still(revision.setting, code, metavar("UNIT"), until):
        output.say(sentence)
        output.say(INDENT + way)


@command(units, "rename")
def unit_rename(
    context: typer.Context,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help=_("The unit, by code or name."))] = None,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=_("The new name as printed."))] = None,
    *,
    since: ChangeOption = None,
    slip: SlipOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Give a unit another name; the old one is still found."""
    work = at_work(context)
    code = asked_unit(work, unit)
    was = work.setting.directory.units[code].name
    name = given(name, _("The new name as printed"), "NAME")
    day = work.day(since)
    if day > work.today:
        raise Refused(
            _("{day} has not come yet", day=day.isoformat()),
            _("rename it on the day: a name is printed at once"),
        )
    edits = renamed(work.session.shelf, work.setting, code, name, day, slip=slip)
    revision = revised(work.session.shelf, work.setting, edits, work.today)
    if write(work, revision.changes, "unit-rename", [code], dry_run=dry_run):
        output.say(_("{code}: {was} is {name} now", code=code, was=was, name=name))


def asked_unit(work: Work, asked: str | None) -> str:
    """A unit's code; asked for where none was named."""
    return given(asked, _("Which unit"), "UNIT", partial(find_unit, work.setting))
