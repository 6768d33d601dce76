"""LG611, LG612: what one commit changes taken together, and what it does to the rules themselves."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from cleanledger.checks.change import Batch
from cleanledger.checks.rule import Rule, batch_rule
from cleanledger.i18n import N_, _
from cleanledger.model.log import LogLine
from cleanledger.model.policy import Rules, Version, looser_than, policy_on
from cleanledger.model.setting import Setting
from cleanledger.model.source import Problem
from cleanledger.model.units import Holder, Person, Unit

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
    found = [list(_weakened(before, batch)) for before in batch.sides or (batch.before,)]
    for each in dict.fromkeys(each for one in found for each in one):
        # What a side has that the others lack is new to them; it was judged where it was done.
        if not each.is_new or all(each in one for one in found):
            yield each.key, each.problem


class _Weakened(NamedTuple):
    """What was made weaker. `is_new`: something came; else something that was there is not as it was."""

    key: str
    problem: Problem
    is_new: bool = False


def _weakened(before: Setting, batch: Batch) -> Iterator[_Weakened]:
    after = batch.after
    yield from _of_policy(before, after, batch)
    for ledger, cover in before.covers.items():
        if cover.policy is None or ledger not in after.covers:
            continue
        old, new = before.policy_of(ledger)(batch.day), after.policy_of(ledger)(batch.day)
        if before.book.policy == after.book.policy and (names := looser_than(old, new)):
            message = _(
                "the policy of {ledger} was made looser: {names}", ledger=ledger, names=", ".join(names)
            )
            yield _Weakened(ledger, Problem(message, ("policy",)))
    for message in (*_of_people(before, after), *_of_humans(before, after)):
        yield _Weakened("units.yaml", Problem(message))
    for problem in _of_units(before, after, batch):
        yield _Weakened("units.yaml", problem)


def _of_policy(before: Setting, after: Setting, batch: Batch) -> Iterator[_Weakened]:
    old = {version.version: version for version in before.book.policy}
    new = {version.version: version for version in after.book.policy}
    for number, version in old.items():
        if version.from_ > batch.day:
            continue
        if number not in new:
            yield _of_version(_("version {n} of the policy was taken out", n=number))
        elif new[number] != version:
            yield _of_version(_("version {n} of the policy was changed while it was in force", n=number))
    newest = max(old, default=0)
    for number, version in new.items():
        if old and number not in old and (number <= newest or version.from_ < batch.day - timedelta(days=1)):
            message = _(
                "version {n} of the policy begins on {begin}, before it was written on {day}",
                n=number,
                begin=version.from_.isoformat(),
                day=batch.day.isoformat(),
            )
            yield _of_version(message, is_new=True)


def _of_version(message: str, *, is_new: bool = False) -> _Weakened:
    return _Weakened("book.yaml", Problem(message, ("policy",)), is_new)


def _of_people(before: Setting, after: Setting) -> Iterator[str]:
    for code, person in before.directory.people.items():
        later = after.directory.people.get(code)
        if later is None:
            yield _("the post {post} was taken out", post=code)
        elif later.unit != person.unit:
            yield _("the post {post} was moved to another unit", post=code)
        else:
            yield from _of_holders(person, later)


def _of_holders(person: Person, later: Person) -> Iterator[str]:
    followed = []
    for holder in person.holders:
        same = [each for each in later.holders if each.from_ == holder.from_ and _is_as_known(holder, each)]
        followed += same
        if not any(each.until == holder.until or holder.until is None for each in same):
            yield _("who held {post} was rewritten", post=person.code)
    came = [each for each in later.holders if each not in followed]
    if any(each.overlaps(other) for each in came for other in followed):
        yield _("{post} was given to a second one beside who holds it", post=person.code)


def _is_as_known(holder: Holder, later: Holder) -> bool:
    """Whether `later` is the holder, perhaps with an address or a key that was not known before.

    Two keys of one human may be made one; `_of_humans` sees to it that none is made two.
    """
    return later.email == holder.email or (holder.email is None and later.key == holder.key)


def _of_humans(before: Setting, after: Setting) -> Iterator[str]:
    """Two posts of one human that would be those of two: four eyes would be two."""
    known: dict[str, set[str]] = {}
    for code, person in before.directory.people.items():
        later = after.directory.people.get(code)
        for place, holder in enumerate(person.holders):
            rest = later.holders[place:] if later else ()
            now = next((each for each in rest if each.from_ == holder.from_), None)
            if now and (was := _human(holder)):
                known.setdefault(was, set()).add(_human(now))
    for was, now_ in known.items():
        if len(now_) > 1:
            yield _("the posts of {who} were made those of several people", who=was)


def _human(holder: Holder) -> str:
    return holder.key or (holder.email or "").lower()


def _of_units(before: Setting, after: Setting, batch: Batch) -> Iterator[Problem]:
    yesterday = batch.day - timedelta(days=1)
    for code, unit in before.directory.units.items():
        later = after.directory.units.get(code)
        if later is None:
            yield Problem(_("the unit {unit} was taken out", unit=code))
        elif _tells_of(unit, later):
            continue
        # What stood nowhere may be given its place; what had one moves from a day on.
        elif (
            unit.parent
            and unit.parent != later.parent
            and unit.parent_on(yesterday) != later.parent_on(yesterday)
        ):
            yield Problem(
                _("the unit {unit} was moved, and its past with it", unit=code),
                hint=_("it moves from a day on: ledger unit set {unit} parent=… --from DATE", unit=code),
            )


def _tells_of(unit: Unit, later: Unit) -> bool:
    """Whether the unit now says until when it stood where it did: a move, perhaps entered late."""
    return any(each.parent == unit.parent for each in later.former if each not in unit.former)


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


def trusted_of_ledgers(rules: Mapping[str, Rules | None], batch: Batch) -> dict[str, Rules | None]:
    """The own rules of each ledger that judge what follows: `rules` as they were, unless now stricter."""
    if batch.before is batch.after:
        return dict(rules)
    versions, day = batch.after.book.policy, batch.day
    found: dict[str, Rules | None] = {}
    for ledger, cover in batch.after.covers.items():
        old = rules.get(ledger)
        is_looser = looser_than(policy_on(versions, old, day), policy_on(versions, cover.policy, day))
        found[ledger] = old if is_looser else cover.policy
    return found


RULES: tuple[Rule, ...] = (many_at_once, rules_weakened)
