"""LG601 to LG616: one change to an entry against what was there before."""

from collections.abc import Iterator

from cleanledger.checks.accounted import foreign, unaccounted
from cleanledger.checks.change import SIGNED_OFF, Change, is_prefix, is_within
from cleanledger.checks.rule import Rule, change_rule, stated
from cleanledger.i18n import N_, _
from cleanledger.model.entry import Entry, Evidence
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import TRANSFERRED, command_for, owner_of
from cleanledger.model.log import LogLine
from cleanledger.model.source import Problem
from cleanledger.model.vocabulary import field_name, listed, status_word, verb_word

GRACE_DAYS = 1
"""A line may be typed on one side of midnight and committed on the other. Unit: days."""


def _rewritten(change: Change) -> bool:
    """Whether lines of the log of one side were cut or rewritten."""
    after = change.after
    fits = is_within if change.is_merge else is_prefix
    return after is not None and not all(fits(parent.log, after.log) for parent in change.parents if parent)


@change_rule("LG601", "entry-gone", hint=N_("bring the file back; an entry that is not wanted is voided"))
def entry_gone(change: Change) -> Iterator[Problem]:
    """An entry was there, and its file is gone.

    Why: what was once listed is listed for ever: it ends as closed, void or carried, and stays.

    Example:
        $ git rm ledgers/RW-2024/RW-2024-001.yaml  # LG601
    """
    gone = change.after is None and all(change.parents)
    if gone and not change.was_taken_out and change.before:
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
        if (problem.code, problem.message) not in known and not (change.before and _rewritten(change)):
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
    if after.kind == "record" or _rewritten(change) or change.replay is None:
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
    "LG603", "ended-entry-changed", hint=N_("take it back; what has ended is only corrected or reopened")
)
def ended_entry_changed(change: Change) -> Iterator[Problem]:
    """An entry that had ended was changed without a line that may do so.

    Why: what was closed was judged as it stood; afterwards only recheck, reopen, correct and accept add to
    it.

    Example:
        # RW-2024/RW-2024-002.yaml
        title: 修订制度  # LG603
        …
        status: closed
    """
    before, after = change.before, change.after
    if before is None or after is None or not change.had_ended or change.is_merge:
        return
    names = [name for name in unaccounted(change) if name not in ("evidence", "aliases")]
    if before.due != after.due and not change.added:
        names.append("due")
    if before.status != after.status and not change.added:
        names.append("status")
    for name in names:
        yield Problem(
            _(
                "the entry had ended ({status}), and {field} was changed",
                status=status_word(before.status or "", before.kind),
                field=field_name(name),
            ),
            (name,),
        )


@change_rule("LG604", "deadline-moved-by-hand", hint=N_("take it back, and ask with ledger extend"))
def deadline_moved_by_hand(change: Change) -> Iterator[Problem]:
    """A deadline was moved without an extension, an amendment or a reopening.

    Why: who moves a deadline says so, gives a reason and is granted it.

    Example:
        # RW-2024/RW-2024-001.yaml
        due: 2025-01-31  # LG604
        …
        log:
          - {date: 2024-02-05, by: jgdw-clerk, did: add, due: 2024-12-31, …}
    """
    before, after, replay = change.before, change.after, change.replay
    if after is None or before is None or replay is None or _rewritten(change):
        return
    if (change.had_ended and not change.added) or not after.log:
        if not after.log and before.due != after.due and not change.had_ended:
            yield _moved(change, before, after)
        return
    if after.due != replay.state.due and not change.was_off("due"):
        yield _moved(change, before, after)
    elif "due_text" in unaccounted(change) and not change.is_merge and not change.had_ended:
        yield Problem(
            _("the words of the deadline were changed, and no line says so"),
            ("due_text",),
            hint=command_for("extend", after.id),
        )


def _moved(change: Change, before: Entry, after: Entry) -> Problem:
    days = [each.due.isoformat() if each.due else _("none") for each in (before, after)]
    return Problem(
        _("the deadline went from {was} to {now}, and no line says so", was=days[0], now=days[1]),
        ("due",),
        hint=_("take it back, and ask for it: {command}", command=command_for("extend", change.id)),
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


_NOT_HERE = frozenset({"evidence", "due_text", "aliases", "accepted"})


def _untold(change: Change) -> Iterator[tuple[str, str]]:
    """The fields that changed without a line, each with the verb that should have said so."""
    if change.is_merge or change.had_ended or change.before is None or change.after is None:
        return
    if not change.after.log:
        return
    for name in unaccounted(change):
        if name not in _NOT_HERE:
            yield name, _owner(change.before, change.after, name)


def _owner(before: Entry, after: Entry, name: str) -> str:
    if name in TRANSFERRED and before.kind != "record":
        return "transfer"
    if name == "measures" and _only_units_moved(before, after):
        return "transfer"
    return owner_of(before.kind, name) if name != "kind" else "amend"


def _only_units_moved(before: Entry, after: Entry) -> bool:
    plain = [[each.model_copy(update={"unit": None}) for each in entry.measures] for entry in (before, after)]
    return plain[0] == plain[1]


@change_rule("LG606", "changed-without-a-line", Severity.WARNING, hint=N_("take it back, and use ledger set"))
def changed_without_a_line(change: Change) -> Iterator[Problem]:
    """A field that `set` writes was changed by hand, and no log line says so.

    Why: the log is the life of the entry; who reads only it would not learn of the change.

    Example:
        # RW-2024/RW-2024-001.yaml
        leader: 局长  # LG606
    """
    for name, owner in _untold(change):
        if owner not in ("amend", "transfer"):
            yield Problem(
                _("{field} was changed, and no line says so", field=field_name(name)),
                (name,),
                hint=command_for("set", change.id, f"{name}=…") if owner == "set" else "",
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
    if change.is_merge or before is None or after is None or not _rewritten(change):
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


@change_rule("LG613", "content-changed-by-hand", hint=N_("take it back, and use ledger amend"))
def content_changed_by_hand(change: Change) -> Iterator[Problem]:
    """What was promised was changed without an amendment.

    Why: title, goal, measures and targets are what the unit answers for; who makes them lighter needs a
    reason and an approver.

    Example:
        # RW-2024/RW-2024-001.yaml
        measures:
          - {num: 1, text: 研究谈话方案, due: 2024-09-30}  # LG613
    """
    for name, owner in _untold(change):
        if owner == "amend":
            yield Problem(
                _("{field} was changed, and no amendment says so", field=field_name(name)),
                (name,),
                hint=command_for("amend", change.id, f"{name}=…"),
            )


@change_rule("LG614", "unit-changed-by-hand", hint=N_("take it back, and use ledger transfer"))
def unit_changed_by_hand(change: Change) -> Iterator[Problem]:
    """Who answers for an entry was changed without a transfer.

    Why: lateness stays with the unit that had it; a transfer says from when on another answers.

    Example:
        # RW-2024/RW-2024-001.yaml
        lead_unit: JGDW  # LG614
    """
    for name, owner in _untold(change):
        if owner == "transfer":
            yield Problem(
                _("{field} was changed, and no transfer says so", field=field_name(name)),
                (name,),
                hint=command_for("transfer", change.id),
            )


@change_rule("LG615", "merge-made-up", hint=N_("merge again, and take the values of one side"))
def merge_made_up(change: Change) -> Iterator[Problem]:
    """A merge brought a value that none of its sides has.

    Why: a merge joins what was done; what it adds itself was done by nobody and looked at by nobody.

    Example:
        $ git merge other-branch  # LG615
    """
    if not change.is_merge or change.after is None:
        return
    if names := list(foreign(change)):
        fields = listed(field_name(name) for name in names)
        yield Problem(_("the merge brought {fields} as none of its sides has it", fields=fields), (names[0],))


@change_rule("LG616", "side-dropped", hint=N_("merge again, and keep both sides"))
def side_dropped(change: Change) -> Iterator[Problem]:
    """A merge left out what one of its sides had.

    Why: it looks as if everything were there, and what somebody did is gone.

    Example:
        $ git merge -s ours other-branch  # LG616
    """
    if not change.is_merge:
        return
    after = change.after
    if after is None:
        if any(change.parents) and not all(change.parents) and not change.was_taken_out:
            yield Problem(_("the merge left the entry out"))
        return
    lost = [line for parent in change.parents if parent for line in parent.log if line not in after.log]
    if lost:
        yield Problem(
            _("the merge left out {lines}", lines=listed(_named(line, after) for line in lost)), ("log",)
        )
    elif _rewritten(change):
        yield Problem(_("the merge put the lines of the log into another order"), ("log",))


def _named(line: LogLine, entry: Entry) -> str:
    return _("{verb} of {day}", verb=verb_word(line.did, entry.kind), day=line.date.isoformat())


RULES: tuple[Rule, ...] = (
    entry_gone,
    step_not_legal,
    ended_entry_changed,
    deadline_moved_by_hand,
    extended_when_over,
    changed_without_a_line,
    log_rewritten,
    date_against_commit,
    evidence_swapped,
    id_reused,
    content_changed_by_hand,
    unit_changed_by_hand,
    merge_made_up,
    side_dropped,
    stated(
        "LG618",
        "past-hidden",
        """The repository is set up so that git may show another past than was written.

        Why: replaced objects, grafts and borrowed objects change what every command of git shows.

        Example:
            $ git replace 1f0e4e9 774f929  # LG618
        """,
        hint=N_("audit a fresh clone; ask who set this up"),
    ),
)
