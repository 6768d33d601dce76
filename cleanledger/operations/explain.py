"""Why an entry stands where it stands, and what its next step lacks: judged by the rules, nothing written."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from cleanledger.checks.accepting import may_stand
from cleanledger.checks.run import judge_entry
from cleanledger.model.chain import CHAIN_OF_KIND
from cleanledger.model.entry import Entry, Measure, Milestone
from cleanledger.model.explained import Excused, Explained, Moved, Next
from cleanledger.model.finding import Finding
from cleanledger.model.judging import possible_from
from cleanledger.model.lifecycle import MOVES, Move
from cleanledger.model.log import LogLine
from cleanledger.model.replay import Replay
from cleanledger.model.setting import row_of
from cleanledger.model.source import Document
from cleanledger.model.standing import Standing, standing_on
from cleanledger.model.states import Step
from cleanledger.operations.desk import Desk, opened
from cleanledger.operations.refusal import new_errors

PEOPLE = "LG7"
"""Rules on who may do what: they tell who can take a step, and not what it lacks."""


def explain(desk: Desk, entry_id: str, now: date) -> Explained:
    """Where the entry stands on the day of `desk`; RuledOut where its file cannot be read as it should.

    `now`: the day it really is; what is dated after it lies in the future.
    """
    entry, document = opened(desk.entries, entry_id)
    setting, day = desk.setting, desk.today
    replayed = setting.replay(entry)
    standing = standing_on(row_of(entry, setting), day, setting.near_days)
    past = [step for step in replayed.steps if step.line.date <= day]
    is_past = len(past) < len(replayed.steps)
    round_ = _of_round(past)
    return Explained(
        entry=entry,
        day=day,
        standing=standing,
        since=_since(past),
        due_first=(past[-1].after if past else replayed.first).due_first,
        moved=tuple(
            Moved(step.line, step.before.due, step.after.due)
            for step in round_
            if step.before.due is not None and step.after.due != step.before.due
        ),
        ask=past[-1].after.ask if past else None,
        refused=next((step.line for step in reversed(round_) if step.line.refused_by), None),
        returned=_returned(round_),
        parts=tuple(_overdue_parts(entry, standing, day)),
        findings=judge_entry(replace(desk.subject(entry, document), now=max(now, day))),
        excused=tuple(Excused(each, may_stand(each.code, entry, setting, day)) for each in entry.accepted),
        is_past=is_past,
        steps=() if is_past else tuple(_steps(desk, entry, document, replayed)),
        possible=() if is_past else tuple(_possible(desk, entry, replayed)),
        review_days=setting.policy_of(entry.ledger)(day).review_days,
    )


def _since(past: Sequence[Step]) -> LogLine | None:
    """The line after which the status has not changed."""
    changes = (step for step in reversed(past) if step.before.status != step.after.status)
    began = past[0].line if past else None
    return next((step.line for step in changes), began)


def _of_round(past: Sequence[Step]) -> Sequence[Step]:
    """The steps after the one that began this round."""
    begins = [place for place, step in enumerate(past) if step.line.did == "reopen"]
    return past[begins[-1] + 1 :] if begins else past


def _returned(steps: Sequence[Step]) -> LogLine | None:
    claims = ("submit", "return", "close")
    last = next((step.line for step in reversed(steps) if step.line.did in claims), None)
    return last if last is not None and last.did == "return" else None


def _overdue_parts(entry: Entry, standing: Standing | None, day: date) -> Iterator[Measure | Milestone]:
    if standing is None or standing.status not in ("open", "doing", "identified", "approved"):
        return
    parts: tuple[Measure | Milestone, ...] = (*entry.measures, *entry.milestones)
    for part in parts:
        if part.due is not None and part.due < day and part.done_on is None:
            yield part


def _wanted(desk: Desk, entry: Entry) -> tuple[str, ...]:
    """The steps that the policy of today wants of this kind."""
    if entry.kind not in CHAIN_OF_KIND:
        return ()
    return desk.setting.policy_of(entry.ledger)(desk.today).of(entry.kind).steps


def _possible(desk: Desk, entry: Entry, replayed: Replay) -> Iterator[str]:
    wanted = _wanted(desk, entry)
    yield from (verb for verb in possible_from(entry, replayed.state.status) if verb not in wanted)
    if entry.log:
        yield "correct"


def _steps(desk: Desk, entry: Entry, document: Document, replayed: Replay) -> Iterator[Next]:
    for verb in _wanted(desk, entry):
        move = MOVES[entry.kind, verb]
        if replayed.state.status in move.sources:
            yield _next(desk, entry, document, move)


def _next(desk: Desk, entry: Entry, document: Document, move: Move) -> Next:
    """What the rules say of `move` today, by whomever it is typed."""
    directory, day = desk.setting.directory, desk.today
    posts = [
        post.code
        for post in directory.file.people
        if post.roles != ("auditor",) and (post.holder_on(day) or not post.holders)
    ]
    found = {post: _refusals(desk, entry, document, move, post) for post in posts}
    can = tuple(
        post for post, findings in found.items() if not any(each.code.startswith(PEOPLE) for each in findings)
    )
    shown = found[can[0]] if can else next(iter(found.values()), ())
    return Next(move, tuple(each for each in shown if can or not each.code.startswith(PEOPLE)), can)


def _refusals(desk: Desk, entry: Entry, document: Document, move: Move, post: str) -> tuple[Finding, ...]:
    """The errors that `move` by `post` would bring, where it says all that it must."""
    said = {key: _SAID.get(key, "…") for key, *_others in move.needs}
    log = (*(entry.log or _began(desk, post, entry)), _line(desk, post, move.verb, **said))
    after = entry.model_copy(update={"log": log})
    state = desk.setting.replay(after).state
    after = after.model_copy(update={"status": state.status, "round": state.round, "due": state.due})
    return new_errors(desk.subject(entry, document), desk.subject(after, document))


def _began(desk: Desk, post: str, entry: Entry) -> tuple[LogLine, ...]:
    """The line that a file without a log stands for."""
    due = {"due": entry.due.isoformat()} if entry.due else {}
    unit = {"lead_unit": entry.lead_unit} if entry.lead_unit else {}
    return (_line(desk, post, "add", **due, **unit),)


_SAID = {"days": "1"}
"""What is said under a key that wants no text, where a step is only tried."""


def _line(desk: Desk, post: str, verb: str, **own: str) -> LogLine:
    return LogLine.model_validate({"date": desk.today.isoformat(), "by": post, "did": verb, **own})
