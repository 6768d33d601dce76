"""`ledger check`: every file read, every rule run."""

from pathlib import Path
from typing import Annotated

import typer

from cleanledger.checks.catalog import BY_CODE
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.vocabulary import one_of
from cleanledger.operations.check import check
from cleanledger.render.findings import findings_json, findings_text, summary_of

_FORMATS = ("text", "json")


def command(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]…", help=_("Only findings of these files and folders.")),
    ] = None,
    *,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="LG5", help=_("Only rules whose code begins so."))
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Warnings count as errors."))] = False,
    format: Annotated[str, typer.Option("--format", metavar="text|json", help=one_of(_FORMATS))] = "text",
) -> None:
    """Check the book: every file, by every rule. Ends with 1 where an error is found that nobody accepted."""
    session = Session(context.ensure_object(Globals))
    if format not in _FORMATS:
        raise UsageError(_("there is no format {name}", name=format), one_of(_FORMATS))
    setting = session.loaded(()).setting
    now, today = session.now(setting), session.day(setting)
    checked = check(session.shelf, today=today, now=max(now, today), paths=session.in_tree(paths or ()))
    wanted = tuple(code.upper() for code in select or ())
    if unknown := [each for each in wanted if not any(code.startswith(each) for code in BY_CODE)]:
        raise UsageError(_("there is no rule {code}", code=unknown[0]), _("codes begin with LG0 to LG9"))
    findings = tuple(each for each in checked.findings if not wanted or each.code.startswith(wanted))
    summary = summary_of(findings, files=checked.files, entries=checked.entries)
    target = output.target(session.given, for_people=format == "text")
    if format == "json":
        output.put(findings_json(findings, summary, encoding=target.encoding))
    else:
        output.put(findings_text(findings, checked.sources, summary, colour=target.colour, room=target.width))
    blocking = [
        each
        for each in findings
        if each.blocks or (strict and not each.accepted and each.severity == "warning")
    ]
    if blocking:
        raise typer.Exit(1)
