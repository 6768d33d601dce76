"""Gates that were passed, judged again on the present file: clean merges can join what neither branch had."""

from collections.abc import Iterator, Sequence
from datetime import date

from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.judging import at
from cleanledger.model.lifecycle import AWAITING, command_for
from cleanledger.model.log import LogLine
from cleanledger.model.source import Problem
from cleanledger.model.states import State, Step
from cleanledger.model.vocabulary import verb_word


def gate_problems(entry: Entry, steps: Sequence[Step]) -> Iterator[Problem]:
    """Gates that the present file no longer passes: two clean merges can join what neither branch had."""
    state = steps[-1].after if steps else None
    if state is None or state.status not in (*AWAITING, "closed") or state.adopted:
        return
    claim = state.submitted or state.closed
    if claim is None:
        return
    step = next(each for each in steps if each.line is claim)
    # An adopt line stands for the steps up to the state it claims.
    if claim.did != "close" or "submit" not in step.before.done:
        yield from _measures_done(entry, claim, state)
        yield from _evidence_enough(entry, step, claim)


def _measures_done(entry: Entry, claim: LogLine, state: State) -> Iterator[Problem]:
    again = state.reopened.measures if state.reopened else ()
    for place, measure in enumerate(entry.measures):
        begins = state.reopened.date if state.reopened and measure.num in again else date.min
        if measure.done_on is None or not begins <= measure.done_on <= claim.date:
            yield Problem(
                _(
                    "measure {num} was not done when this was claimed on {day}",
                    num=measure.num,
                    day=claim.date.isoformat(),
                ),
                ("measures", place),
                code="LG408",
                hint=command_for("measure", entry.id, str(measure.num), "--done", _("DATE")),
            )


def _evidence_enough(entry: Entry, step: Step, claim: LogLine) -> Iterator[Problem]:
    wanted = step.policy.of(entry.kind).evidence
    # Of whatever date: what the archive hands in later shows the same act.
    having = sum((each.round or 1) == step.after.round for each in entry.evidence)
    if having < wanted:
        yield at(
            step.index,
            "LG501",
            _(
                "{verb} needs {wanted} evidence of round {round}; there is {having}",
                verb=verb_word(claim.did, entry.kind),
                wanted=wanted,
                round=step.after.round,
                having=having,
            ),
            key="did",
            hint=command_for("evidence", entry.id, _("FILE")),
        )
