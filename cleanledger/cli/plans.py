"""`ledger plan` and `ledger campaign`: what ledgers are issued under."""

from functools import partial
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.session import read_day
from cleanledger.cli.settings import (
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
from cleanledger.cli.tables import FormatOption, show_as_of_today
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.scalars import Int, PlanCode
from cleanledger.model.source import FieldPath
from cleanledger.model.validate import read_as
from cleanledger.operations.lists import (
    edits_of,
    find_campaign,
    find_plan,
    item_changes,
    one_more,
    place_of,
    theme_more,
)
from cleanledger.operations.revision import revised
from cleanledger.operations.set_up import filled
from cleanledger.reports.settings import campaigns_table, plans_table

plans = group("plan", _("Plans over several years, and their yearly themes."))
campaigns = group("campaign", _("Campaigns that entries of several ledgers belong to."))

CodeArgument = Annotated[
    str | None, typer.Argument(metavar="CODE", help=_("Capital letters, digits, hyphens."))
]
NameArgument = Annotated[str | None, typer.Argument(metavar="NAME", help=_("The name as printed."))]


@command(plans, "add")
def plan_add(
    context: typer.Context,
    code: CodeArgument = None,
    name: NameArgument = None,
    *,
    under: Annotated[
        str | None, typer.Option("--under", metavar="CODE", help=_("The plan that the theme belongs to."))
    ] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="Y", help=_("The year of the theme."))] = None,
    since: SinceOption = None,
    until: LastOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Add a plan; with --under the theme of one of its years."""
    work = at_work(context)
    shelf = work.session.shelf
    code = code or ask(_("Its code, e.g. GH-14"), "CODE", partial(read_as, PlanCode))
    name = given(name, _("The name as printed"), "NAME")
    if under is None:
        if year is not None:
            raise UsageError(_("a year belongs to a theme: name its plan with --under"))
        days = {"from": read_day(since) if since else None, "until": read_day(until) if until else None}
        edits = one_more(shelf, "plan", filled({"code": code, "name": name, **days}))
    else:
        if since or until:
            raise UsageError(_("a theme has a year (--year), no days"))
        year = year or ask(_("The year of the theme"), "--year", _year)
        theme = filled({"code": code, "name": name, "year": year})
        edits = theme_more(shelf, find_plan(work.setting, under), theme)
    revision = revised(shelf, work.setting, edits, work.today)
    if write(work, revision.changes, "plan-add", [code], dry_run=dry_run):
        output.say(f"{code}  {name}")


def _year(text: str) -> int:
    return int(read_as(Int, text))


@command(plans, "list")
def plan_list(context: typer.Context, *, format: FormatOption = None) -> None:
    """Show the plans, each with its themes."""
    show_as_of_today(context, lambda setting, _day: plans_table(setting.plans), format)


@command(plans, "set")
def plan_set(
    context: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help=_("A plan or a theme."))] = None,
    changes: ChangesArgument = None,
    *,
    dry_run: DryRunOption = False,
) -> None:
    """Change a plan or a theme: name, from, until, year."""
    work = at_work(context)
    find = partial(find_plan, work.setting, themes=True)
    found = given(code, _("Which plan or theme"), "CODE", find)
    kind, place = _place(work, found)
    _set(work, kind, place, changes, code=found, dry_run=dry_run)


def _place(work: Work, code: str) -> tuple[str, FieldPath]:
    for plan in work.setting.plans.plans:
        above = place_of(work.session.shelf, "plan", plan.code)
        themes = [theme.code for theme in plan.themes]
        if plan.code == code:
            return "plan", above
        if code in themes:
            return "theme", (*above, "themes", themes.index(code))
    raise AssertionError(code)


def _set(
    work: Work,
    kind: str,
    place: FieldPath,
    texts: list[str] | None,
    *,
    code: str,
    dry_run: bool,
) -> None:
    texts = texts or [ask(_("What to set: key=value"), "KEY=VALUE")]
    found = item_changes(work.session.shelf, work.setting, kind, place, texts)
    revision = revised(work.session.shelf, work.setting, edits_of(kind, place, found), work.today)
    action = "campaign-set" if kind == "campaign" else "plan-set"
    if write(work, revision.changes, action, [code], dry_run=dry_run):
        output.say(_("{code} is changed", code=code))


@command(campaigns, "add")
def campaign_add(
    context: typer.Context,
    code: CodeArgument = None,
    name: NameArgument = None,
    dry_run: DryRunOption = False,
) -> None:
    """Add a campaign."""
    work = at_work(context)
    code = code or ask(_("Its code, e.g. ZX-2024-01"), "CODE", partial(read_as, PlanCode))
    name = given(name, _("The name as printed"), "NAME")
    edits = one_more(work.session.shelf, "campaign", {"code": code, "name": name})
    revision = revised(work.session.shelf, work.setting, edits, work.today)
    if write(work, revision.changes, "campaign-add", [code], dry_run=dry_run):
        output.say(f"{code}  {name}")


@command(campaigns, "list")
def campaign_list(context: typer.Context, *, format: FormatOption = None) -> None:
    """Show the campaigns."""
    show_as_of_today(context, lambda setting, _day: campaigns_table(setting.book), format)


@command(campaigns, "set")
def campaign_set(
    context: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help=_("A campaign."))] = None,
    changes: ChangesArgument = None,
    *,
    dry_run: DryRunOption = False,
) -> None:
    """Change the name of a campaign."""
    work = at_work(context)
    found = given(code, _("Which campaign"), "CODE", partial(find_campaign, work.setting))
    place = place_of(work.session.shelf, "campaign", found)
    _set(work, "campaign", place, changes, code=found, dry_run=dry_run)
