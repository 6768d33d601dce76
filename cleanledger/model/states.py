"""The states of an entry: what each line of a log makes of the state before it, legal or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic_core import PydanticCustomError

from cleanledger.model.chain import CHAIN
from cleanledger.model.entry import Entry
from cleanledger.model.lifecycle import BEGINNINGS, FIRST_STATUS, MOVES, STATUS_AFTER, steps_claimed
from cleanledger.model.log import LogLine
from cleanledger.model.policy import Policy
from cleanledger.model.scalars import read_date
from cleanledger.model.standing import Moment


@dataclass(frozen=True)
class State:
    """What an entry is between two lines of its log."""

    status: str
    round: int = 1
    due: date | None = None
    due_first: date | None = None
    lead_unit: str = ""
    done: frozenset[str] = frozenset()
    """Steps of the chain done since the last add, adopt, return or reopen; what is doing has been started."""
    submitted: LogLine | None = None
    """The submit that counts: not returned, of this round."""
    submitted_on: date | None = None
    """Its day; where an adopt line claims it, that line's."""
    published: LogLine | None = None
    ask: LogLine | None = None
    """The latest extension that was asked for and not yet answered."""
    extended: int = 0
    """Extensions granted in this round."""
    closed: LogLine | None = None
    closed_on: date | None = None
    adopted: bool = False
    """Closed by an adopt line alone."""
    reopened: LogLine | None = None
    """The reopen that began this round."""


@dataclass(frozen=True)
class Step:
    """One line of the log as it counts, and the states around it."""

    index: int
    line: LogLine
    before: State
    after: State
    policy: Policy


def first_state(entry: Entry, lines: Sequence[LogLine]) -> State:
    """The state before the first line; without a log it is all there is."""
    unit = next(
        (
            str(line.was)
            for line in lines
            if line.did == "transfer" and line.field == "lead_unit" and line.was
        ),
        entry.lead_unit or "",
    )
    status = FIRST_STATUS.get(entry.kind, "")
    if lines:
        return State(status, lead_unit=unit)
    return State(status, lead_unit=unit, due=entry.due, due_first=entry.due)


def state_after(entry: Entry, line: LogLine, state: State) -> State:
    """The state after `line`, legal or not; a verb that its kind does not have changes nothing."""
    move = MOVES.get((entry.kind, line.did))
    if move is None and line.did not in BEGINNINGS:
        return state
    if line.did in _EFFECTS:
        return _EFFECTS[line.did](line, state, entry)
    return replace(state, status=move.target) if move and move.target else state


def _add(line: LogLine, state: State, entry: Entry) -> State:
    return State(
        FIRST_STATUS.get(entry.kind, ""),
        due=line.due,
        due_first=line.due,
        lead_unit=line.lead_unit or state.lead_unit,
    )


def _adopt(line: LogLine, state: State, entry: Entry) -> State:
    status = line.status or FIRST_STATUS.get(entry.kind, "")
    done = steps_claimed(status)
    return State(
        status,
        round=line.round or 1,
        due=line.due,
        due_first=line.due_first or line.due,
        lead_unit=state.lead_unit,
        done=done,
        submitted_on=line.date if "submit" in done and status != "closed" else None,
        extended=line.extended or 0,
        closed_on=(line.closed_on or line.date) if status == "closed" else None,
        adopted=status == "closed",
    )


def _chain_step(line: LogLine, state: State, _entry: Entry) -> State:
    after = replace(state, status=STATUS_AFTER[line.did], done=state.done | {line.did})
    if line.did == "submit":
        return replace(after, submitted=line, submitted_on=line.date)
    if line.did == "publish":
        return replace(after, published=line)
    if line.did == "close":
        return replace(after, closed=line, closed_on=line.date)
    return after


# Nothing starts what is doing: where `steps` names start, coming back to doing counts as it.
_STARTED = steps_claimed("doing")


def _return(_line: LogLine, state: State, _entry: Entry) -> State:
    return replace(state, status="doing", done=_STARTED, submitted=None, submitted_on=None, published=None)


def _resume(_line: LogLine, state: State, _entry: Entry) -> State:
    return replace(state, status="doing", done=state.done | _STARTED)


def _extend(line: LogLine, state: State, _entry: Entry) -> State:
    if line.approved_by is None and line.refused_by is None:
        return replace(state, ask=line)
    if line.refused_by is not None:
        return replace(state, ask=None)
    return replace(state, ask=None, due=extension_to(line) or state.due, extended=state.extended + 1)


def _change(line: LogLine, state: State, _entry: Entry) -> State:
    if line.field == "due":
        return replace(state, due=day_in(line.now))
    if line.field == "lead_unit" and isinstance(line.now, str):
        return replace(state, lead_unit=line.now)
    return state


def _reopen(line: LogLine, state: State, _entry: Entry) -> State:
    return State(
        "doing",
        round=state.round + 1,
        due=line.due,
        due_first=line.due,
        lead_unit=state.lead_unit,
        done=_STARTED,
        reopened=line,
    )


_EFFECTS: dict[str, Callable[[LogLine, State, Entry], State]] = {
    "add": _add,
    "adopt": _adopt,
    **dict.fromkeys(CHAIN, _chain_step),
    "return": _return,
    "resume": _resume,
    "extend": _extend,
    "transfer": _change,
    "amend": _change,
    "set": _change,
    "reopen": _reopen,
}


def moment_of(day: date | None, state: State) -> Moment:
    """`state` as a report keeps it, from `day` on."""
    return Moment(
        date=day,
        status=state.status,
        round=state.round,
        due=state.due,
        due_first=state.due_first,
        lead_unit=state.lead_unit,
        submitted_on=state.submitted_on or (state.closed.date if state.closed else None),
        closed_on=state.closed_on,
        adopted=state.adopted,
        done=state.done,
        asked_on=state.ask.date if state.ask else None,
    )


def extension_to(line: LogLine) -> date | None:
    """The new deadline that an extend line names."""
    return day_in(line.to)


def day_in(value: object) -> date | None:
    """The date that a value of a log line holds; None where it is none."""
    try:
        return read_date(value)
    except PydanticCustomError:
        return None
