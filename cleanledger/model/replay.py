"""Replays a log: what status, round and deadline it gives, and which of its steps were not legal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from cleanledger.i18n import _
from cleanledger.model.corrections import Corrected, heard, target_of
from cleanledger.model.entry import Entry
from cleanledger.model.gates import gate_problems
from cleanledger.model.judging import at, step_problems
from cleanledger.model.policy import Policy
from cleanledger.model.source import Problem
from cleanledger.model.standing import Moment
from cleanledger.model.states import State, Step, first_state, moment_of, state_after

PolicyOn = Callable[[date | None], Policy]
"""Gives the policy that judges a line of that day."""


@dataclass(frozen=True)
class Replay:
    """What a log gives."""

    first: State
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]

    @property
    def state(self) -> State:
        """The state after the last line."""
        return self.steps[-1].after if self.steps else self.first

    def moments(self) -> tuple[Moment, ...]:
        """The states by day, for reports."""
        if not self.steps:
            return (moment_of(None, self.first),)
        # A line that was typed late (补录) changes nothing, and takes nothing back either.
        days = accumulate((step.line.date for step in self.steps), max)
        return tuple(moment_of(day, step.after) for day, step in zip(days, self.steps, strict=True))


def replay(entry: Entry, policy_on: PolicyOn) -> Replay:
    """Replays the log of `entry`: a line is judged by the policy of its day, a gate on the present file."""
    corrected = heard(entry.log)
    state = first = first_state(entry, [line for _index, line in corrected.lines])
    steps: list[Step] = []
    for index, line in corrected.lines:
        after = state_after(entry, line, state)
        steps.append(Step(index, line, state, after, policy_on(line.date)))
        state = after
    problems = [
        problem for place, step in enumerate(steps) for problem in step_problems(entry, step, steps[:place])
    ]
    problems += [
        at(
            index,
            "LG415",
            _("this correction speaks of no line of the log, or gives a value that cannot stand"),
        )
        for index in corrected.unresolved
    ]
    problems += _late_corrections(entry, corrected, policy_on)
    if entry.log and not steps:
        problems.append(at(0, "LG413", _("the line that began the log was taken back"), key="did"))
    problems += gate_problems(entry, steps)
    return Replay(first, tuple(steps), tuple(problems))


def _late_corrections(entry: Entry, corrected: Corrected, policy_on: PolicyOn) -> list[Problem]:
    """Corrections that need an approver: not by who typed the line, or too long after it was typed."""
    found = []
    for index, line in corrected.corrections:
        target = target_of(entry.log, index, line)
        if target is None:
            continue
        if line.reason is None:
            found.append(at(index, "LG406", _("correct needs a reason"), hint=_("give it with --reason")))
        wrong = entry.log[target]
        days = policy_on(line.date).correct_days
        own = line.by == wrong.by and (line.typed_on - wrong.typed_on).days <= days
        if not own and line.approved_by is None:
            found.append(
                at(
                    index,
                    "LG414",
                    _(
                        "only {by} may correct this line, within {days} days of typing it",
                        by=wrong.by,
                        days=days,
                    ),
                )
            )
    return found
