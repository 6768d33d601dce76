"""`ledger unit merge` and `unit handover`: what passes from one unit to another, entries and all."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.help import metavar
from cleanledger.cli.settings import INDENT, ChangeOption, DryRunOption, Work, at_work, command, given, write
from cleanledger.cli.units import asked_unit, units
from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.operations.desk import Desk
from cleanledger.operations.naming import find_actor, find_entry, find_ledger, find_post, find_unit, shown
from cleanledger.operations.revision import Revision, revised
from cleanledger.operations.succession import Succeeded, Succession, passes, refuse_future, succeed
from cleanledger.operations.units import merged, naming_still

__all__ = ["units"]

ReasonOption = Annotated[str | None, typer.Option("--reason", "-r", metavar="TEXT", help=_("Why."))]
ApprovedOption = Annotated[
    str | None,
    typer.Option("--approved-by", metavar="POST", help=_("Who granted it: a post or a unit.")),
]
DocOption = Annotated[
    str | None, typer.Option("--doc", "-w", metavar="TEXT", help=_("The paper behind it: its number."))
]
MeetingOption = Annotated[
    str | None,
    typer.Option("--meeting", metavar="TEXT", help=_("The record of the meeting behind it: its id.")),
]
EvidenceOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--evidence", "-e", metavar="FILE", help=_("A file to bring as evidence; may be given again.")
    ),
]
OwnerOption = Annotated[
    str | None,
    typer.Option("--owner", metavar="POST", help=_("Who does it from then on, where a post of theirs did.")),
]
AcceptanceOption = Annotated[
    str | None,
    typer.Option(
        "--acceptance-unit",
        metavar="UNIT",
        help=_("Who verifies what would else be verified by its own lead unit."),
    ),
]


@command(units, "merge")
def unit_merge(
    context: typer.Context,
    merging: Annotated[
        list[str] | None, typer.Argument(metavar="UNIT…", help=_("The units that end."))
    ] = None,
    *,
    into: Annotated[
        str | None, typer.Option("--into", metavar="UNIT", help=_("The unit that takes over."))
    ] = None,
    since: ChangeOption = None,
    reason: ReasonOption = None,
    approved_by: ApprovedOption = None,
    doc: DocOption = None,
    meeting: MeetingOption = None,
    evidence: EvidenceOption = None,
    owner: OwnerOption = None,
    acceptance_unit: AcceptanceOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Merge units into another; their open entries pass to it."""
    work = at_work(context)
    codes = [asked_unit(work, each) for each in merging] if merging else [asked_unit(work, None)]
    target = given(into, _("Into which unit"), "--into", partial(find_unit, work.setting))
    succession = Succession(
        units=tuple(dict.fromkeys(codes)),
        into=target,
        day=work.day(since),
        ends=True,
        **_who(work, target, owner, acceptance_unit),
    )
    refuse_future(succession.day, work.today)
    succession = _with_paper(work, succession, (), _Paper(reason, approved_by, doc, meeting, evidence))
    merge = merged(work.session.shelf, work.setting, succession)
    revision = revised(work.session.shelf, work.setting, merge.edits, work.today)
    done = _succeeded(work, revision, succession, ())
    if _write(work, revision, done, "unit-merge", succession, dry_run=dry_run):
        last = revision.setting.directory.units[succession.units[0]].until
        for code in succession.units:
            output.say(_("{code} ended on {day}, merged into {into}", code=code, day=last, into=target))
        _say_entries(done, succession)
        for sentence in merge.told:
            output.say(sentence)
        if merge.moves:
            output.say(_("give who held these posts a post in {unit}:", unit=target))
        for way in merge.moves:
            output.say(INDENT + way)


@command(units, "handover")
def unit_handover(
    context: typer.Context,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help=_("The unit that hands over."))] = None,
    *,
    to: Annotated[
        str | None, typer.Option("--to", metavar="UNIT", help=_("The unit that takes over."))
    ] = None,
    ledger: Annotated[
        list[str] | None,
        typer.Option("--ledger", metavar="LEDGER", help=_("Only this ledger; may be given again.")),
    ] = None,
    since: ChangeOption = None,
    reason: ReasonOption = None,
    approved_by: ApprovedOption = None,
    doc: DocOption = None,
    meeting: MeetingOption = None,
    evidence: EvidenceOption = None,
    owner: OwnerOption = None,
    acceptance_unit: AcceptanceOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Hand open entries of a unit to another; the unit stays."""
    work = at_work(context)
    code = asked_unit(work, unit)
    target = given(to, _("To which unit"), "--to", partial(find_unit, work.setting))
    if target == code:
        raise Refused(_("{code} cannot hand anything to itself", code=code))
    succession = Succession(
        units=(code,),
        into=target,
        day=work.day(since),
        **_who(work, target, owner, acceptance_unit),
    )
    refuse_future(succession.day, work.today)
    ledgers = [find_ledger(work.session.shelf, work.setting, each) for each in ledger or []]
    if not passes(work.desk(), succession, ledgers):
        raise Refused(_("no open entry names {unit}", unit=code))
    succession = _with_paper(work, succession, ledgers, _Paper(reason, approved_by, doc, meeting, evidence))
    revision = Revision(work.setting, ())
    done = _succeeded(work, revision, succession, ledgers)
    if _write(work, revision, done, "unit-handover", succession, dry_run=dry_run):
        _say_entries(done, succession)
        for sentence, way in naming_still(work.setting, code, target, succession.day):
            output.say(_("unchanged: {what}", what=sentence))
            output.say(INDENT + way)


def _who(work: Work, into: str, owner: str | None, acceptance_unit: str | None) -> dict[str, Any]:
    """The owner and the acceptance unit that were named, as codes."""
    post = find_post(work.setting, owner) if owner else None
    directory = work.setting.directory
    if post and not directory.is_within(directory.people[post].unit, into, work.today):
        raise Refused(_("{owner} does not belong to the lead unit {unit}", owner=post, unit=into))
    accepts = find_unit(work.setting, acceptance_unit) if acceptance_unit else None
    return {"owner": post, "acceptance_unit": accepts}


class _Paper(NamedTuple):
    """What was told of why, by whose leave and on what paper."""

    reason: str | None
    approved_by: str | None
    doc: str | None
    meeting: str | None
    evidence: list[Path] | None


def _with_paper(work: Work, succession: Succession, ledgers: Sequence[str], paper: _Paper) -> Succession:
    """`succession` with what its log lines say, asked for where it is missing and lines are written."""
    if not passes(work.desk(), succession, ledgers):
        if any(paper):
            output.note(_("no open entry passes: reason, approver and paper are written nowhere"))
        return succession
    doc = paper.doc
    if doc is None and paper.meeting is None:
        doc = ask(_("The paper behind it: its number."), "--doc")
    who = partial(find_actor, work.setting)
    told = {
        "reason": given(paper.reason, _("Why."), "--reason"),
        "approved_by": given(paper.approved_by, _("Who granted it: a post or a unit."), "--approved-by", who),
        "doc": doc,
        "meeting": find_entry(work.session.shelf, paper.meeting) if paper.meeting else None,
        "evidence": paper.evidence,
    }
    return replace(succession, given=told)


def _succeeded(work: Work, revision: Revision, succession: Succession, ledgers: Sequence[str]) -> Succeeded:
    before = work.session.desk(work.setting)
    after = Desk(before.shelf, revision.setting, before.repository, before.typist, before.today)
    return succeed(before, after, succession, ledgers)


def _write(
    work: Work, revision: Revision, done: Succeeded, action: str, succession: Succession, *, dry_run: bool
) -> bool:
    changes = [*revision.changes, *(change for each in done.drafts for change in each.changes)]
    entries = [each.entry.id for each in done.drafts]
    return write(work, changes, action, succession.units, entries=entries, dry_run=dry_run)


def _say_entries(done: Succeeded, succession: Succession) -> None:
    passed = [each.entry.id for each in done.drafts]
    output.say(
        _("open entries that passed to {unit}: {n}", unit=succession.into, n=len(passed))
        + (_(": ") + shown(passed) if passed else "")
    )
    if done.ended:
        output.say(_("ended entries that stay as they are: {n}", n=len(done.ended)))
    if done.without_owner:
        output.say(_("without an owner now: {ids}", ids=shown(done.without_owner)))
        output.say(INDENT + f"ledger set {done.without_owner[0]} owner={metavar('POST')}")
