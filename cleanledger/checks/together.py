"""LG611, LG612: what one commit changes taken together, and what it does to the rules themselves."""

from collections.abc import Iterator
from datetime import timedelta

from cleanledger.checks.change import Batch
from cleanledger.checks.rule import Rule, batch_rule
from cleanledger.i18n import N_, _
from cleanledger.model.log import LogLine
from cleanledger.model.policy import Version, looser_than
from cleanledger.model.setting import Setting
from cleanledger.model.source import Problem
from cleanledger.model.units import Holder, Person

MANY = 10
"""More entries than this are not looked at one by one on one day."""
JUDGING = frozenset(
    {"verify", "publish", "close", "transfer", "amend", "suspend", "void", "retire", "approve", "recheck"}
)


@batch_rule("LG611", "many-at-once", hint=N_("name the meeting or the document that decided on all of them"))
def many_at_once(batch: Batch) -> Iterator[tuple[str, Problem]]:
    """More than ten entries were judged at once, and no one meeting or document stands behind it.

    Why: to look at an entry takes time; who passes many in one go either had a meeting or did not look.

    Example:
        $ git commit -m 一次销号十八项  # LG611
    """
    judged: dict[str, list[LogLine]] = {}
    for change in batch.changes:
        if not change.is_merge and not change.is_joint and change.before is not None:
            lines = [line for _place, line in change.lines if _judges(line)]
            if lines:
                judged[change.id] = lines
    if len(judged) <= MANY:
        return
    papers = [frozenset((line.meeting, line.doc) for line in lines) for lines in judged.values()]
    named = [{paper for pair in each for paper in pair if paper} for each in papers]
    if not frozenset.intersection(*map(frozenset, named)):
        first = next(iter(judged))
        yield (
            first,
            Problem(
                _("{n} entries were judged at once, with no one meeting or document", n=len(judged)), ("log",)
            ),
        )


def _judges(line: LogLine) -> bool:
    return line.did in JUDGING or (line.did == "extend" and line.approved_by is not None)


@batch_rule("LG612", "rules-weakened", hint=N_("take it back; new rules are a new version that begins today"))
def rules_weakened(batch: Batch) -> Iterator[tuple[str, Problem]]:
    """The rules or the people that the past is judged by were changed afterwards.

    Why: a rule holds until a new version, which begins no earlier than it is written; else whoever broke it
    could change it. What follows is judged by the older rules.

    Example:
        # book.yaml
        policy:
          - from: 2024-01-01  # LG612
            version: 1
            task: {steps: [submit, close], evidence: 1, reviewer: anyone}
    """
    before, after = batch.before, batch.after
    for message in _of_policy(before, after, batch):
        yield "book.yaml", Problem(message, ("policy",))
    for ledger, cover in before.covers.items():
        if cover.policy is None or ledger not in after.covers:
            continue
        old, new = before.policy_of(ledger)(batch.day), after.policy_of(ledger)(batch.day)
        if before.book.policy == after.book.policy and (names := looser_than(old, new)):
            message = _(
                "the policy of {ledger} was made looser: {names}", ledger=ledger, names=", ".join(names)
            )
            yield ledger, Problem(message, ("policy",))
    for message in (*_of_people(before, after), *_of_units(before, after, batch)):
        yield "units.yaml", Problem(message)


def _of_policy(before: Setting, after: Setting, batch: Batch) -> Iterator[str]:
    old = {version.version: version for version in before.book.policy}
    new = {version.version: version for version in after.book.policy}
    for number, version in old.items():
        if version.from_ > batch.day:
            continue
        if number not in new:
            yield _("version {n} of the policy was taken out", n=number)
        elif new[number] != version:
            yield _("version {n} of the policy was changed while it was in force", n=number)
    newest = max(old, default=0)
    for number, version in new.items():
        if old and number not in old and (number <= newest or version.from_ < batch.day - timedelta(days=1)):
            yield _(
                "version {n} of the policy begins on {begin}, before it was written on {day}",
                n=number,
                begin=version.from_.isoformat(),
                day=batch.day.isoformat(),
            )


def _of_people(before: Setting, after: Setting) -> Iterator[str]:
    for code, person in before.directory.people.items():
        later = after.directory.people.get(code)
        if later is None:
            yield _("the post {post} was taken out", post=code)
        elif later.unit != person.unit:
            yield _("the post {post} was moved to another unit", post=code)
        else:
            yield from _of_holders(person, later, after)


def _of_holders(person: Person, later: Person, after: Setting) -> Iterator[str]:
    followed = []
    for holder in person.holders:
        same = [each for each in later.holders if _is_same(holder, each, after)]
        followed += same
        if not any(each.until == holder.until or holder.until is None for each in same):
            yield _("who held {post} was rewritten", post=person.code)
    came = [each for each in later.holders if each not in followed]
    if any(each.overlaps(other) for each in came for other in followed):
        yield _("{post} was given to a second one beside who holds it", post=person.code)


def _is_same(holder: Holder, later: Holder, after: Setting) -> bool:
    if holder.from_ != later.from_:
        return False
    if holder.key == later.key:
        return holder.email in (None, later.email)
    # A second post gives one human a key: by it they are one in all their posts, as by the address before.
    return holder.key is None and holder.email == later.email and _is_one(later, after)


def _is_one(holder: Holder, setting: Setting) -> bool:
    """Whether everybody with the address of `holder` has the same key."""
    people = setting.directory.people.values()
    keys = {each.key for person in people for each in person.holders if each.email == holder.email}
    return keys == {holder.key}


def _of_units(before: Setting, after: Setting, batch: Batch) -> Iterator[str]:
    yesterday = batch.day - timedelta(days=1)
    for code, unit in before.directory.units.items():
        later = after.directory.units.get(code)
        if later is None:
            yield _("the unit {unit} was taken out", unit=code)
        elif unit.parent != later.parent and unit.parent_on(yesterday) != later.parent_on(yesterday):
            yield _("the unit {unit} was moved, and its past with it", unit=code)


def trusted(versions: tuple[Version, ...], batch: Batch) -> tuple[Version, ...]:
    """The versions that judge what follows: `versions` as they were, and new ones, which begin in time."""
    if batch.before.book.policy == batch.after.book.policy:
        return versions
    known = {version.version for version in versions}
    later = {version.version: version for version in batch.after.book.policy}
    kept = (later.get(each.version, each) if each.from_ > batch.day else each for each in versions)
    fresh = (
        each if each.from_ >= batch.day else each.model_copy(update={"from_": batch.day})
        for each in batch.after.book.policy
        if each.version not in known
    )
    return (*kept, *fresh)


RULES: tuple[Rule, ...] = (many_at_once, rules_weakened)
