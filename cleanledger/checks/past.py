"""LG601, LG602, LG605, LG607 to LG610: one change to an entry against what was there before."""

from collections.abc import Iterator

from cleanledger.checks.change import SIGNED_OFF, Change
from cleanledger.checks.rule import Rule, change_rule
from cleanledger.i18n import N_, _
from cleanledger.model.entry import Entry, Evidence
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import command_for
from cleanledger.model.source import Problem
from cleanledger.model.vocabulary import status_word, verb_word

GRACE_DAYS = 1
"""A line may be typed on one side of midnight and committed on the other. Unit: days."""


@change_rule("LG601", "entry-gone", hint=N_("bring the file back; an entry that is not wanted is voided"))
def entry_gone(change: Change) -> Iterator[Problem]:
    """An entry was there, and its file is gone.

    Why: what was once listed is listed for ever: it ends as closed, void or carried, and stays.

    Example:
        $ git rm ledgers/RW-2024/RW-2024-001.yaml  # LG601
    """
    gone = change.after is None and all(change.parents)
    if gone and change.before:
        yield Problem(
            _("the entry is gone: {title}", title=change.before.title),
            hint=_("bring the file back; to end it: {command}", command=command_for("void", change.id)),
        )


@change_rule("LG602", "step-not-legal", hint=N_("take the change back, and use the command for the step"))
def step_not_legal(change: Change) -> Iterator[Problem]:
    """A step was taken by hand that is not legal, was skipped, or that no log line tells of.

    Why: each line that a change brings is judged as the command would have judged it.

    Example:
        # RW-2024/RW-2024-001.yaml
        status: submitted  # LG602
        round: 1
        log:
          - {date: 2024-02-05, by: jgdw-clerk, did: add, …}
    """
    after, replay = change.after, change.replay
    if after is None or replay is None:
        return
    known = {(each.code, each.message) for _parent, past in change.replays for each in past.problems}
    for problem in replay.problems:
        if (problem.code, problem.message) not in known and not (change.before and change.is_rewritten):
            yield Problem(
                _("{code}: {message}", code=problem.code, message=problem.message),
                problem.field,
                hint=problem.hint,
            )
    if change.had_ended and not change.added and change.before and after.status != change.before.status:
        return
    yield from _states(change, after)


def _states(change: Change, after: Entry) -> Iterator[Problem]:
    """Status and round that the log does not give, and did not give before either."""
    if after.kind == "record" or change.is_rewritten or change.replay is None:
        return
    given = change.replay.state
    if after.status and after.status != given.status and not change.was_off("status"):
        words = status_word(after.status, after.kind), status_word(given.status, after.kind)
        yield Problem(
            _("status became {status}, but the log gives {given}", status=words[0], given=words[1]),
            ("status",),
        )
    if after.round is not None and after.round != given.round and not change.was_off("round"):
        yield Problem(
            _("round became {round}, but the log gives {given}", round=after.round, given=given.round),
            ("round",),
        )


@change_rule(
    "LG605", "extended-when-over", Severity.WARNING, hint=N_("ask for an extension before the deadline")
)
def extended_when_over(change: Change) -> Iterator[Problem]:
    """An extension was granted that was asked for after the deadline had passed.

    Why: it is no crime, but an overdue entry that is no longer so should be seen.

    Example:
        # ZG-2024/ZG-2024-002.yaml
        log:
          - {date: 2024-02-05, …, did: add, due: 2024-10-31, …}
          …
          - {date: 2024-11-05, …, did: extend, was: 2024-10-31, …}  # LG605
    """
    replay = change.replay
    places = frozenset(change.added)
    for step in replay.steps if replay else ():
        due = step.before.due
        if step.index not in places or step.line.did != "extend" or not step.line.approved_by or due is None:
            continue
        asked = step.before.ask.date if step.before.ask else step.line.date
        if asked > due:
            yield Problem(
                _(
                    "extended when the deadline {due} had passed, {days} days after",
                    due=due.isoformat(),
                    days=(asked - due).days,
                ),
                ("log", step.index),
            )


@change_rule("LG607", "log-rewritten", hint=N_("bring the lines back; a wrong one is corrected by a new one"))
def log_rewritten(change: Change) -> Iterator[Problem]:
    """A line of the log was cut, changed, or put elsewhere.

    Why: lines are only ever added; the wrong one stays, and a correction beside it says what is right.

    Example:
        # RW-2024/RW-2024-001.yaml
        log:
          - {date: 2024-02-06, by: jgdw-clerk, did: add, …}  # LG607
    """
    before, after = change.before, change.after
    if change.is_merge or before is None or after is None or not change.is_rewritten:
        return
    place = next(
        (at for at, (one, other) in enumerate(zip(before.log, after.log, strict=False)) if one != other),
        min(len(before.log), len(after.log)),
    )
    if place >= len(before.log):
        return
    line = before.log[place]
    yield Problem(
        _(
            "line {place} of the log is not what it was: {verb} of {day}",
            place=place + 1,
            verb=verb_word(line.did, before.kind),
            day=line.date.isoformat(),
        ),
        ("log", place) if place < len(after.log) else ("log",),
    )


@change_rule("LG608", "date-against-commit", hint=N_("the day of typing goes into entered; use the commands"))
def date_against_commit(change: Change) -> Iterator[Problem]:
    """A line says that it was typed on another day than the one its commit states.

    Why: a line may tell of an earlier day, and says then when it was typed (`entered`); a day of typing that
    the commit contradicts was made up, or the change lay about unsaved.

    Example:
        # RW-2024/RW-2024-001.yaml
        log:
          …
          - {date: 2024-06-03, by: gdbh-clerk, did: start}  # LG608
    """
    if change.is_joint:
        return
    for place, line in change.lines:
        apart = (change.day - line.typed_on).days
        if abs(apart) > GRACE_DAYS or (line.date > change.day and (line.date - change.day).days > GRACE_DAYS):
            yield Problem(
                _(
                    "typed on {typed} by its own word, but the commit is of {day}",
                    typed=line.typed_on.isoformat(),
                    day=change.day.isoformat(),
                ),
                ("log", place, "entered" if line.entered else "date"),
            )


@change_rule("LG609", "evidence-swapped", hint=N_("bring the evidence back as it was"))
def evidence_swapped(change: Change) -> Iterator[Problem]:
    """Evidence that somebody signed off on was taken out, or is another file now.

    Why: what was verified or closed rests on it.

    Example:
        # ZG-2024/ZG-2024-001.yaml
        evidence:
          - path: evidence/ZG-2024-001/流程.txt  # LG609
            sha256: …
            size: 41
    """
    before, after = change.before, change.after
    if before is None or after is None:
        return
    corrected = any(line.did == "correct" for _place, line in change.lines)
    for item in before.evidence:
        if not _is_signed_off(before, item) or (change.is_merge and not all(change.parents)):
            continue
        if item.path in change.swapped and not change.is_merge:
            yield Problem(_("{name} was signed off, and is gone or another file now", name=item.name))
        elif item not in after.evidence and not corrected:
            yield Problem(
                _("{name} was signed off, and was taken out or changed", name=item.name), ("evidence",)
            )


def _is_signed_off(entry: Entry, item: Evidence) -> bool:
    is_earlier = (item.round or 1) < (entry.round or 1)
    return is_earlier or entry.status in SIGNED_OFF or any(line.did == "verify" for line in entry.log)


@change_rule("LG610", "id-reused", hint=N_("give it a number of its own: ledger renumber"))
def id_reused(change: Change) -> Iterator[Problem]:
    """A number that once belonged to another entry was given again.

    Why: an id on paper must mean one thing for ever.

    Example:
        $ git add ledgers/RW-2024/RW-2024-001.yaml  # LG610
    """
    if change.before is None and change.after is not None and change.was_used:
        yield Problem(_("{id} was the number of another entry before", id=change.id), ("id",))


RULES: tuple[Rule, ...] = (
    entry_gone,
    step_not_legal,
    extended_when_over,
    log_rewritten,
    date_against_commit,
    evidence_swapped,
    id_reused,
)
