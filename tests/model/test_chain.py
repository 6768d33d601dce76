"""The chain of doing and ending, for every `steps` that a policy can name."""

from itertools import combinations, pairwise
from typing import Any

import pytest

from cleanledger.model.chain import CHAIN, CHAIN_OF_KIND
from cleanledger.model.lifecycle import STATUS_AFTER, STATUSES_OF_KIND, steps_before, steps_claimed
from cleanledger.model.policy import steps_in_order
from tests.model.builders import DUE, codes, entry, found, line, lines, policy, replayed

KINDS = ("task", "rectification")


def every_steps(kind: str) -> list[tuple[str, ...]]:
    """Every ordered subset of the chain of `kind` that ends in close."""
    before = CHAIN_OF_KIND[kind][:-1]
    return [(*chosen, "close") for size in range(len(before) + 1) for chosen in combinations(before, size)]


EVERY = [(kind, steps) for kind in KINDS for steps in every_steps(kind)]
every_policy = pytest.mark.parametrize(("kind", "steps"), EVERY, ids="-".join)


def test_there_are_as_many_policies_as_subsets() -> None:
    assert len(every_steps("task")) == 4
    assert len(every_steps("rectification")) == 16
    assert all(steps_in_order(steps) for _kind, steps in EVERY)


@pytest.mark.parametrize(
    "steps",
    [(), ("submit",), ("close", "submit"), ("verify", "submit", "close"), ("submit", "submit", "close"),
     ("close", "close"), ("done", "close")],
)  # fmt: skip
def test_what_is_no_ordered_subset_that_ends_in_close_is_told_apart(steps: tuple[str, ...]) -> None:
    assert not steps_in_order(steps)


@every_policy
def test_walking_exactly_the_steps_closes(kind: str, steps: tuple[str, ...]) -> None:
    outcome = replayed(lines(*steps), kind, policy(steps=steps))
    assert found(outcome) == []
    assert outcome.state.status == "closed"
    assert outcome.state.done == set(steps)


@every_policy
def test_a_step_that_the_policy_does_not_name_may_be_used(kind: str, steps: tuple[str, ...]) -> None:
    assert found(replayed(lines(*CHAIN_OF_KIND[kind]), kind, policy(steps=steps))) == []


@every_policy
def test_each_step_after_a_skipped_one_is_refused_by_name(kind: str, steps: tuple[str, ...]) -> None:
    for place, skipped in enumerate(steps[:-1]):
        walked = [step for step in steps if step != skipped]
        outcome = replayed(lines(*walked), kind, policy(steps=steps))
        # Line 0 is the add line, so the first step after the skipped one stands at place + 1.
        assert found(outcome) == [(later, "LG407") for later in range(place + 1, len(steps))]
        assert all(skipped in problem.message for problem in outcome.problems)


@pytest.mark.parametrize("kind", KINDS)
def test_no_step_is_taken_after_itself_or_a_later_one(kind: str) -> None:
    chain = CHAIN_OF_KIND[kind]
    for place, step in enumerate(chain):
        for later in chain[place:]:
            assert (2, "LG404") in found(replayed(lines(later, step), kind)), (later, step)


@pytest.mark.parametrize("kind", KINDS)
def test_each_step_may_follow_any_earlier_one_where_the_policy_asks_for_none(kind: str) -> None:
    for earlier, later in combinations(CHAIN_OF_KIND[kind], 2):
        assert found(replayed(lines(earlier, later), kind)) == []


def test_a_task_is_neither_verified_nor_published() -> None:
    for verb in ("verify", "publish"):
        assert found(replayed(lines(verb), "task")) == [(1, "LG405")]


@every_policy
def test_a_return_takes_back_every_step_but_the_start(kind: str, steps: tuple[str, ...]) -> None:
    again = [step for step in steps if step != "start"]
    returned = sorted({*steps[:-1], "submit"}, key=CHAIN.index)
    outcome = replayed(lines(*returned, "return"), kind, policy(steps=steps))
    assert outcome.state.done == {"start"}
    assert outcome.state.status == "doing"
    assert found(replayed(lines(*returned, "return", *again), kind, policy(steps=steps))) == []
    for first, second in pairwise(again):
        without = [step for step in again if step != first]
        outcome = replayed(lines(*returned, "return", *without), kind, policy(steps=steps))
        place = 2 + len(returned) + without.index(second)
        assert (place, "LG407") in found(outcome)


@every_policy
def test_a_reopened_entry_walks_the_steps_again(kind: str, steps: tuple[str, ...]) -> None:
    again = [step for step in steps if step != "start"]
    outcome = replayed(lines(*steps, "reopen"), kind, policy(steps=steps))
    assert outcome.state.done == {"start"}
    assert (outcome.state.status, outcome.state.round) == ("doing", 2)
    assert found(replayed(lines(*steps, "reopen", *again), kind, policy(steps=steps))) == []
    if len(again) > 1:
        assert "LG407" in codes(replayed(lines(*steps, "reopen", "close"), kind, policy(steps=steps)))


@every_policy
def test_an_entry_suspended_before_its_start_goes_on_as_started(kind: str, steps: tuple[str, ...]) -> None:
    again = [step for step in steps if step != "start"]
    assert found(replayed(lines("suspend", "resume", *again), kind, policy(steps=steps))) == []


def adopt(status: str, **own: Any) -> dict[str, Any]:
    return line("adopt", 0, status=status, due=DUE, row=2, **own)


@every_policy
def test_an_adopted_entry_goes_on_from_the_state_it_claims(kind: str, steps: tuple[str, ...]) -> None:
    for status in (*STATUS_AFTER.values(), "open"):
        if status not in STATUSES_OF_KIND[kind]:
            continue
        claimed = steps_claimed(status)
        left = [step for step in steps if step not in claimed]
        log = [adopt(status), *(line(step, number) for number, step in enumerate(left, start=1))]
        outcome = replayed(log, kind, policy(steps=steps))
        assert found(outcome) == [], status
        assert outcome.state.status == "closed"
        assert outcome.state.adopted == (status == "closed")


def test_an_adopt_line_counts_as_the_steps_up_to_its_state() -> None:
    assert steps_claimed("open") == steps_claimed("suspended") == steps_claimed("identified") == set()
    assert steps_claimed("doing") == {"start"}
    assert steps_claimed("submitted") == {"start", "submit"}
    assert steps_claimed("published") == {"start", "submit", "verify", "publish"}
    assert steps_claimed("closed") == set(CHAIN)


@pytest.mark.parametrize(("kind", "statuses"), STATUSES_OF_KIND.items())
def test_any_state_of_its_kind_can_be_adopted_and_no_other(kind: str, statuses: tuple[str, ...]) -> None:
    every = {status for each in STATUSES_OF_KIND.values() for status in each}
    for status in every:
        outcome = replayed([adopt(status) | {"due": None}], kind, lead_unit="GDBH")
        assert outcome.state.status == status
        assert codes(outcome) == ([] if status in statuses else ["LG405"])


def test_an_adopted_entry_keeps_what_the_old_list_said() -> None:
    log = [adopt("submitted", round=2, due_first=DUE.replace(month=3), extended=1)]
    state = replayed(log).state
    assert (state.round, state.due, state.due_first, state.extended) == (2, DUE, DUE.replace(month=3), 1)
    assert state.submitted_on == log[0]["date"]


def test_an_adopted_entry_is_not_judged_by_gates_that_it_passed_elsewhere() -> None:
    strict = policy(steps=("submit", "close"), evidence=3)
    open_measure = [{"num": 1, "text": "修订流程"}]
    for log in ([adopt("submitted")], [adopt("closed")], [adopt("submitted"), line("close", 1)]):
        assert found(replayed(log, "task", strict, measures=open_measure)) == []
    returned = [adopt("submitted"), line("return", 1), line("submit", 2)]
    assert codes(replayed(returned, "task", strict, measures=open_measure)) == ["LG408", "LG501"]


def test_steps_before_a_verb_keep_their_order() -> None:
    assert steps_before("close", ("start", "verify", "close")) == ("start", "verify")
    assert steps_before("submit", ("verify", "close")) == ()


def test_an_entry_of_a_kind_without_a_chain_has_no_steps() -> None:
    log = [line("add", 0), line("close", 1)]
    assert codes(replayed(log, "power")) == ["LG405"]
    assert entry(log, "power").status is None
