"""`ledger check`: every file read, every rule run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from cleanledger.checks.catalog import BY_CODE
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.vocabulary import one_of
from cleanledger.operations.check import check
from cleanledger.render.explain.rule import RuleFacts
from cleanledger.render.findings import summary_of
from cleanledger.render.findings_formats import WRITERS
from cleanledger.render.found import Found


def command(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]…", help=_("Only findings of these files and folders.")),
    ] = None,
    *,
    base: Annotated[
        str | None,
        typer.Option(
            "--base", metavar="REV", help=_("Judge what HEAD changes over this commit or branch, too.")
        ),
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="LG5", help=_("Only rules whose code begins so."))
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Warnings count as errors."))] = False,
    format: Annotated[
        str, typer.Option("--format", metavar="|".join(WRITERS), help=one_of(WRITERS))
    ] = "text",
) -> None:
    """Check the book: every file, by every rule. Ends with 1 where an error is found that nobody accepted.

    With --base also every commit that HEAD brings, by the rules on changes, and what a merge would give.
    """
    session = Session(context.ensure_object(Globals))
    if format not in WRITERS:
        raise UsageError(_("there is no format {name}", name=format), one_of(WRITERS))
    setting = session.loaded(()).setting
    now, today = session.now(setting), session.day(setting)
    checked = check(session.shelf, today=today, now=max(now, today), paths=session.in_tree(paths or ()))
    wanted = tuple(code.upper() for code in select or ())
    if unknown := [each for each in wanted if not any(code.startswith(each) for code in BY_CODE)]:
        raise UsageError(_("there is no rule {code}", code=unknown[0]), _("codes begin with LG0 to LG9"))
    past = _of_the_past(session, base) if base else ()
    findings = tuple(
        each for each in (*checked.findings, *past) if not wanted or each.code.startswith(wanted)
    )
    found = Found(
        findings,
        summary_of(findings, files=checked.files, entries=checked.entries),
        files=tuple(dict.fromkeys((*checked.paths, *(each.path for each in past)))),
        sources=checked.sources,
        rules=_pages() if format == "sarif" else {},
        strict=strict,
    )
    output.put(WRITERS[format](found, output.target(session.given, for_people=format != "json")))
    if any(map(found.fails, findings)):
        raise typer.Exit(1)


def _pages() -> Mapping[str, RuleFacts]:
    from cleanledger.cli.topics import facts_of

    return {code: facts_of(rule) for code, rule in BY_CODE.items()}


def _of_the_past(session: Session, base: str) -> tuple[Finding, ...]:
    """What the rules on changes find in what HEAD brings over `base`."""
    from cleanledger.history.against import against

    done = against(session.history(), session.folder, base)
    output.note(done.note)
    for each in done.audited.unchecked:
        output.note(
            _(
                "could not be checked: {commit} {reason}",
                commit=f"{each.commit[:7]} {each.entry}".rstrip(),
                reason=each.reason,
            )
        )
    return tuple(done.audited.findings)
