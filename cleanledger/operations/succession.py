"""Open entries that pass from one unit to another: a log line for each field, judged together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from cleanledger.checks.rule import Subject
from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Finding
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.setting import Setting
from cleanledger.model.source import FieldPath, Tree
from cleanledger.model.vocabulary import listed
from cleanledger.operations.act import Act, with_evidence
from cleanledger.operations.desk import Desk, Surroundings
from cleanledger.operations.draft import Acts, Draft, brought, draft
from cleanledger.operations.refusal import RuledOut, new_errors
from cleanledger.operations.revision import mentioning, told_of
from cleanledger.store.splice import Put, Remove


@dataclass(frozen=True)
class Succession:
    """`units` hand what they answer for to `into` on `day`; `given`: reason, approver and paper of the lines.

    `owner`: who does it from then on where a post of `units` did. `acceptance_unit`: who verifies what would
    else be verified by its own lead unit. `ends`: the units end with it, and their posts.
    """

    units: tuple[str, ...]
    into: str
    day: date
    owner: str | None = None
    acceptance_unit: str | None = None
    ends: bool = False
    given: Mapping[str, Any] = field(default_factory=dict)


class Passed(NamedTuple):
    """One field of an entry that passes: the verb that may write it, its name and place, both values."""

    verb: str
    field: str
    path: FieldPath
    was: Tree
    now: Tree | None


@dataclass(frozen=True)
class Succeeded:
    """Entries that pass, judged, not written; those that still name the units and stay as they are."""

    drafts: tuple[Draft, ...]
    ended: tuple[str, ...]
    without_owner: tuple[str, ...]


def posts_of_units(setting: Setting, units: Sequence[str]) -> frozenset[str]:
    """Every post of these units."""
    return frozenset(code for code, person in setting.directory.people.items() if person.unit in units)


def passing(entry: Entry, succession: Succession, posts: frozenset[str]) -> Iterator[Passed]:
    """What of a living entry passes: wherever one of the units, or as owner one of `posts`, is named."""
    if entry.kind == "record" or entry.status in ENDED:
        return
    units, into = succession.units, succession.into
    lead = into if entry.lead_unit in units else entry.lead_unit
    if lead != entry.lead_unit:
        yield Passed("transfer", "lead_unit", ("lead_unit",), entry.lead_unit or "", lead)
    partners = dict.fromkeys(into if each in units else each for each in entry.units)
    now = [each for each in partners if each != lead]
    if now != list(entry.units):
        yield Passed("transfer", "units", ("units",), list[Tree](entry.units), list[Tree](now) or None)
    accepts = into if entry.acceptance_unit in units else entry.acceptance_unit
    if accepts and accepts == lead and succession.acceptance_unit:
        accepts = succession.acceptance_unit
    if entry.acceptance_unit and accepts != entry.acceptance_unit:
        yield Passed("transfer", "acceptance_unit", ("acceptance_unit",), entry.acceptance_unit, accepts)
    for place, measure in enumerate(entry.measures):
        if measure.unit in units:
            name = f"measures.{measure.num}.unit"
            yield Passed("transfer", name, ("measures", place, "unit"), measure.unit or "", into)
    if entry.party_branch in units:
        yield Passed("set", "party_branch", ("party_branch",), entry.party_branch or "", into)
    if (
        entry.owner in posts
        and entry.owner != succession.owner
        and (succession.ends or lead != entry.lead_unit)
    ):
        yield Passed("transfer", "owner", ("owner",), entry.owner or "", succession.owner)


def passes(desk: Desk, succession: Succession, ledgers: Sequence[str] = ()) -> bool:
    """Whether there is an open entry (of `ledgers`) that passes."""
    posts = posts_of_units(desk.setting, succession.units)
    named = mentioning(desk.shelf, {*succession.units, *posts}, ledgers)
    return any(any(passing(desk.open(each)[0], succession, posts)) for each in named)


def succeed(before: Desk, after: Desk, succession: Succession, ledgers: Sequence[str] = ()) -> Succeeded:
    """Every open entry (of `ledgers`) that passes; RuledOut with whatever the rules find in any of them.

    `after`: the desk with the setting as it becomes. What was sound before and is not by that setting is
    refused as well.
    """
    posts = posts_of_units(before.setting, succession.units)
    drafts: list[Draft] = []
    found: list[Finding] = []
    ended, ownerless = [], []
    for entry_id in mentioning(before.shelf, {*succession.units, *posts}, ledgers):
        entry, document = before.open(entry_id)
        was = before.subject(entry, document)
        passed = tuple(passing(entry, succession, posts))
        if not passed:
            ended += [entry_id] if entry.status in ENDED else []
            found += new_errors(was, after.subject(entry, document))
            continue
        ownerless += [entry_id for each in passed if each.field == "owner" and each.now is None]
        try:
            drafts.append(_passed(after, succession, entry, document.data or {}, passed))
        except RuledOut as refused:
            found += refused.findings
            continue
        found += new_errors(was, _as_drafted(after, drafts[-1]))
    if found:
        raise _refusal(after.setting, succession, found, ended)
    return Succeeded(tuple(drafts), tuple(ended), tuple(ownerless))


def _refusal(
    setting: Setting, succession: Succession, found: Sequence[Finding], ended: Sequence[str]
) -> RuledOut:
    """What is wrong with any of the entries, each thing once, and the way out."""
    once = {(each.code, each.entry, each.message): told_of(each) for each in found}
    units = listed(succession.units)
    message = _("{unit} cannot hand everything to {into}", unit=units, into=succession.into)
    refused = RuledOut(message, tuple(once.values()))
    ledgers = sorted({each.entry.rpartition("-")[0] for each in found if each.code == "LG702"})
    if any(each.entry in ended for each in found):
        refused.hint = _("what was done since then names the unit still: name a later day with --from")
    elif any(each.code == "LG209" for each in found):
        refused.hint = _("--acceptance-unit UNIT names who verifies these instead")
    elif ledgers:
        # Nobody types for all ledgers where several units keep them.
        lines = [_("first the clerk of whoever keeps it hands over each of these ledgers:")]
        for ledger in ledgers:
            lines.append(_("{ledger}, kept by {unit}", ledger=ledger, unit=setting.keeper_of(ledger) or "-"))
            lines += [
                f"  ledger unit handover {unit} --to {succession.into} --ledger {ledger}"
                for unit in succession.units
            ]
        refused.hint = "\n".join(lines)
    return refused


def _passed(
    desk: Desk, succession: Succession, entry: Entry, data: Mapping[str, Tree], passed: Sequence[Passed]
) -> Draft:
    act = Act(desk, "transfer", entry, data, _day(desk, entry, succession.day), succession.given)
    told = {key: succession.given.get(key) for key in ("reason", "approved_by")}
    lines = [act.line(did=each.verb, field=each.field, was=each.was, now=each.now, **told) for each in passed]
    edits = [Remove(each.path) if each.now is None else Put(each.path, each.now) for each in passed]
    return draft(desk, entry.id, "transfer", with_evidence(act, Acts(lines, edits)))


def _day(desk: Desk, entry: Entry, day: date) -> date:
    """The day of the lines: a log is in the order of its days, so not before its last step."""
    steps = desk.setting.replay(entry).steps
    return max((day, *(step.line.date for step in steps if step.after != step.before)))


def _as_drafted(desk: Desk, done: Draft) -> Subject:
    files = {change.path: change.after or b"" for change in done.changes[:-1]}
    return desk.subject(done.entry, done.after, Surroundings(brought(desk, files)))


def refuse_future(day: date, today: date) -> None:
    """A log line tells of what has happened: entries do not pass on a day to come."""
    if day > today:
        raise Refused(
            _("{day} has not come yet", day=day.isoformat()),
            _("entries pass to another unit on the day or later; --from names the day"),
        )
