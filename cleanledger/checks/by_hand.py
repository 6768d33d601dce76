"""LG603, LG604, LG606, LG613, LG614: a field that changed, and no line of the log says so."""

from collections.abc import Iterator

from cleanledger.checks.accounted import unaccounted
from cleanledger.checks.change import Change
from cleanledger.checks.rule import Rule, change_rule
from cleanledger.i18n import N_, _
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import TRANSFERRED, command_for, owner_of
from cleanledger.model.source import Problem
from cleanledger.model.vocabulary import field_name, status_word


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
    if after is None or before is None or replay is None or change.is_rewritten:
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


RULES: tuple[Rule, ...] = (
    ended_entry_changed,
    deadline_moved_by_hand,
    changed_without_a_line,
    content_changed_by_hand,
    unit_changed_by_hand,
)
