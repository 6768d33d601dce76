"""Replay: what a log gives, what is wrong with it, and the gates judged again on the present file."""

from datetime import date, timedelta
from typing import Any

import pytest

from cleanledger.model.book import Book
from cleanledger.model.lifecycle import command_for
from cleanledger.model.replay import replay
from cleanledger.model.setting import Setting, row_of
from cleanledger.model.standing import standing_on
from cleanledger.model.states import day_in
from tests.model.builders import (
    DUE,
    FIRST,
    codes,
    day,
    entry,
    found,
    line,
    lines,
    policy,
    replayed,
)

LATER, LATEST = date(2024, 9, 30), date(2024, 12, 31)
BOOK = Setting(Book.model_validate({"format": "1", "name": "总台账"}))
CLAIMING = policy(steps=("submit", "close"))
STRICT = policy(steps=("submit", "close"), evidence=1)


def extend(on: int, was: date | None = DUE, to: date = LATER, **own: Any) -> dict[str, Any]:
    return line("extend", on, was=was, to=to, **own)


def granted(on: int, was: date | None = DUE, to: date = LATER) -> dict[str, Any]:
    return extend(on, was, to, reason="等批复", approved_by="head")


def paper(on: int = 1, round: int | None = 1, ref: str = "档案1") -> dict[str, Any]:
    return {"ref": ref, "date": day(on), "by": "clerk", "round": round}


# --- what a log gives ---------------------------------------------------------------------------


def test_a_file_without_a_log_is_in_its_first_state_with_its_own_deadline() -> None:
    outcome = replayed([])
    assert (outcome.state.status, outcome.state.round, outcome.state.due) == ("open", 1, DUE)
    assert outcome.state.due_first == DUE
    assert found(outcome) == []
    assert [moment.date for moment in outcome.moments()] == [None]


def test_the_deadline_comes_from_the_log_and_not_from_the_file() -> None:
    assert replayed(lines(due=LATER)).state.due == LATER
    assert replayed(lines(due=None)).state.due is None


def test_a_log_that_does_not_begin_is_told_at_its_first_line() -> None:
    assert found(replayed([line("start", 0)])) == [(0, "LG413")]


@pytest.mark.parametrize("verb", ["add", "adopt"])
def test_a_log_begins_once(verb: str) -> None:
    again = line(verb, 2, due=DUE, status="open" if verb == "adopt" else None)
    assert found(replayed([*lines("start"), again])) == [(2, "LG413")]


def test_each_line_is_told_on_its_own_and_the_rest_goes_on() -> None:
    outcome = replayed(lines("recheck", "start", "start", "close"))
    assert found(outcome) == [(1, "LG404"), (3, "LG404")]
    assert outcome.state.status == "closed"


def test_what_is_possible_instead_is_said() -> None:
    (problem,) = replayed(lines("submit", "start"), "task").problems
    assert problem.hint.startswith("possible from here: close, return, ")
    assert "submit" not in problem.hint


def test_a_verb_of_another_kind_changes_nothing() -> None:
    outcome = replayed([line("add", 0), line("close", 1), line("reopen", 2)], "directive")
    assert found(outcome) == [(1, "LG405"), (2, "LG405")]
    assert (outcome.state.status, outcome.state.round) == ("active", 1)


def test_the_first_lead_unit_is_that_of_the_add_line_or_of_the_first_transfer() -> None:
    moved = line("transfer", 1, was="TDLY", now="GDBH")
    assert [m.lead_unit for m in replayed([line("add", 0, due=DUE), moved]).moments()] == ["GDBH", "GDBH"]
    told = [line("add", 0, due=DUE, lead_unit="TDLY"), moved]
    assert [m.lead_unit for m in replayed(told).moments()] == ["TDLY", "GDBH"]
    untold = [line("add", 0, due=DUE, lead_unit=None), moved]
    assert [m.lead_unit for m in replayed(untold).moments()] == ["TDLY", "GDBH"]


# --- extensions ---------------------------------------------------------------------------------


def test_only_a_granted_extension_moves_the_deadline() -> None:
    asked = extend(1, reason="等批复")
    refused = extend(2, refused_by="head")
    agreed = extend(2, approved_by="head")
    begun = line("add", 0, due=DUE)
    assert replayed([begun, asked]).state.due == DUE
    assert replayed([begun, asked, refused]).state.due == DUE
    state = replayed([begun, asked, agreed]).state
    assert (state.due, state.due_first, state.extended) == (LATER, DUE, 1)
    for log in ([begun, asked], [begun, asked, refused], [begun, asked, agreed]):
        assert found(replayed(log)) == []


def test_an_answer_goes_to_the_latest_open_ask() -> None:
    first = extend(1, reason="等批复", actor="one")
    second = extend(2, reason="等批复", actor="two")
    begun = line("add", 0, due=DUE)
    outcome = replayed([begun, first, second, extend(3, approved_by="head")])
    ask = outcome.steps[3].before.ask
    assert ask is not None
    assert ask.actor == "two"
    assert outcome.state.ask is None
    # Answered is answered: the next decision stands alone and says why.
    assert found(replayed([begun, first, extend(2, refused_by="head"), extend(3, approved_by="head")])) == [
        (3, "LG406")
    ]


def test_a_decision_that_stands_alone_says_why() -> None:
    begun = line("add", 0, due=DUE)
    assert found(replayed([begun, extend(1, approved_by="head")])) == [(1, "LG406")]
    assert found(replayed([begun, granted(1)])) == []
    assert found(replayed([begun, extend(1)])) == [(1, "LG406")]


def test_an_extension_is_not_both_granted_and_refused() -> None:
    both = extend(1, reason="等批复", approved_by="head", refused_by="head")
    assert found(replayed([line("add", 0, due=DUE), both])) == [(1, "LG406")]


def test_each_was_is_the_deadline_before_it() -> None:
    log = [line("add", 0, due=DUE), granted(1), granted(2, LATER, LATEST)]
    assert found(replayed(log)) == []
    log[2] = granted(2, DUE, LATEST)
    assert found(replayed(log)) == [(2, "LG410")]
    assert replayed(log).state.due == LATEST


@pytest.mark.parametrize("to", [DUE, DUE - timedelta(days=1)])
@pytest.mark.parametrize("decided", [{}, {"approved_by": "head"}, {"refused_by": "head"}])
def test_an_extension_leads_to_a_later_day(to: date, decided: dict[str, Any]) -> None:
    log = [line("add", 0, due=DUE), extend(1, to=to, reason="等批复", **decided)]
    assert found(replayed(log)) == [(1, "LG411")]


@pytest.mark.parametrize(
    "to", ["2024-W40-1", "2024-9-30", "20240930", "soon", "2024-11-31", "１０２４-01-01"]
)
def test_an_extension_to_no_day_is_refused(to: str) -> None:
    log = [line("add", 0, due=DUE), extend(1, reason="等批复", approved_by="head") | {"to": to}]
    assert found(replayed(log)) == [(1, "LG411")]
    assert replayed(log).state.due == DUE


def test_a_value_is_a_date_in_one_form_only() -> None:
    assert day_in("2024-09-30") == LATER
    for value in (
        "2024-W40-1",
        "2024-09-3",
        " 2024-09-30",
        "2024-09-30\n",
        ["2024-09-30"],
        None,
        "1899-12-31",
    ):
        assert day_in(value) is None


def test_an_entry_without_a_deadline_can_be_given_one() -> None:
    log = [line("add", 0), granted(1, None)]
    assert found(replayed(log, due=None, due_text="时限待定")) == []
    assert replayed(log, due=None, due_text="时限待定").state.due == LATER


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_extensions_are_granted_in_a_round_than_allowed(most: int) -> None:
    log = [line("add", 0, due=DUE)]
    due = DUE
    for number in range(1, most + 2):
        log.append(granted(number, due, due + timedelta(days=10)))
        due += timedelta(days=10)
    assert found(replayed(log, policy_on=policy(most=most))) == [(most + 1, "LG412")]
    assert found(replayed(log[:-1], policy_on=policy(most=most))) == []


def test_what_was_only_asked_or_refused_does_not_count() -> None:
    asked = [extend(number, reason="等批复") for number in range(1, 4)]
    refused = [extend(number, reason="等批复", refused_by="head") for number in range(4, 7)]
    log = [line("add", 0, due=DUE), *asked, *refused, granted(7)]
    assert found(replayed(log, policy_on=policy(most=1))) == []


def test_a_new_round_counts_its_extensions_anew() -> None:
    again = DUE + timedelta(days=400)
    log = [line("add", 0, due=DUE), granted(1), line("close", 2), line("reopen", 3, due=again)]
    log.append(granted(4, again, again + timedelta(days=9)))
    outcome = replayed(log, policy_on=policy(most=1))
    assert found(outcome) == []
    assert (outcome.state.round, outcome.state.extended, outcome.state.due_first) == (2, 1, again)


def test_extensions_of_the_old_list_count() -> None:
    adopted = line("adopt", 0, status="doing", due=DUE, extended=2)
    assert found(replayed([adopted, granted(1)])) == [(1, "LG412")]


# --- amend and set ------------------------------------------------------------------------------


def amend(on: int, **own: Any) -> dict[str, Any]:
    return line("amend", on, **own)


def test_amend_makes_a_deadline_earlier_and_never_later() -> None:
    begun, earlier = line("add", 0, due=DUE), DUE - timedelta(days=30)
    assert replayed([begun, amend(1, field="due", was=DUE, now=earlier)]).state.due == earlier
    assert found(replayed([begun, amend(1, field="due", was=DUE, now=earlier)])) == []
    for now in (LATER, DUE, None, "soon"):
        assert found(replayed([begun, amend(1, field="due", was=DUE, now=now)])) == [(1, "LG411")]
    assert found(replayed([begun, amend(1, field="due", was=LATER, now=earlier)])) == [(1, "LG410")]


PROMISED = ["title", "detail", "goal", "measures", "milestones", "indicators.1.target", "acceptance_unit",
            "source.doc", "measures.1.unit"]  # fmt: skip


@pytest.mark.parametrize("field", PROMISED)
def test_what_was_promised_is_set_only_before_start_and_within_seven_days(field: str) -> None:
    def change(verb: str, on: int, *before: str) -> list[tuple[int, str]]:
        told = line(verb, on, field=field, was="旧", now="新")
        return found(replayed([line("add", 0, due=DUE), *(line(each, 1) for each in before), told]))

    assert change("set", 7) == []
    assert change("set", 8) == [(1, "LG417")]
    assert change("set", 2, "start") == [(2, "LG417")]
    assert change("amend", 8) == change("amend", 2) == change("amend", 300, "start") == []


@pytest.mark.parametrize(
    "field", ["milestones.1.done_on", "indicators.1.actual", "leader", "tags", "root_cause"]
)
def test_how_far_it_has_come_is_set_at_any_time(field: str) -> None:
    log = [*lines("start"), line("set", 200, field=field, now="2024-03-01")]
    assert found(replayed(log)) == []


@pytest.mark.parametrize(
    ("field", "owner"),
    [("lead_unit", "transfer"), ("units", "transfer"), ("evidence", "evidence"), ("accepted", "accept"),
     ("evidence.1.note", "evidence"), ("measures.1.done_on", "measure"), ("status", ""), ("round", ""),
     ("log", ""), ("kind", ""), ("id", ""), ("aliases", "")],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["set", "amend"])
def test_what_another_verb_owns_is_refused_with_that_verb(verb: str, field: str, owner: str) -> None:
    outcome = replayed([line("add", 0, due=DUE), line(verb, 1, field=field, now="新")])
    assert found(outcome) == [(1, "LG417")]
    assert outcome.problems[0].hint == (command_for(owner, "ZG-2024-001") if owner else "")


def test_amend_leaves_to_set_what_is_no_promise() -> None:
    assert found(replayed([line("add", 0, due=DUE), amend(1, field="leader", now="新")])) == [(1, "LG417")]


@pytest.mark.parametrize("field", ["lead_unit", "units", "owner"])
def test_a_transfer_moves_who_answers_and_nothing_else(field: str) -> None:
    moved = line("transfer", 1, field=field, was="GDBH", now="KQ")
    assert found(replayed([line("add", 0, due=DUE), moved])) == []
    for other in ("goal", "due", "lead_unit.x"):
        assert "LG417" in codes(replayed([line("add", 0, due=DUE), moved | {"field": other}]))


def test_all_content_of_a_record_is_set() -> None:
    record: dict[str, Any] = {"type": "调度", "date": FIRST}
    log = [line("add", 0, lead_unit=None), line("set", 99, field="lead_unit", now="KQ")]
    assert found(replayed(log, "record", **record)) == []


def test_the_level_of_a_risk_is_set_until_a_meeting_has_fixed_it() -> None:
    level = line("set", 9, field="level", was="low", now="high")
    begun = line("add", 0)
    assert found(replayed([begun, level], "risk")) == []
    assert found(replayed([begun, line("approve", 1), level], "risk")) == [(2, "LG417")]
    assert found(replayed([begun, line("approve", 1), line("revise", 2), level], "risk")) == [(3, "LG417")]


# --- gates, judged again on the present file ----------------------------------------------------


def measures(*done: date | None) -> list[dict[str, Any]]:
    return [{"num": n, "text": f"措施{n}", "done_on": each} for n, each in enumerate(done, start=1)]


@pytest.mark.parametrize("verbs", [("submit",), ("submit", "close"), ("start", "close")])
def test_what_is_claimed_with_an_open_measure_is_refused(verbs: tuple[str, ...]) -> None:
    rules = policy(steps=("close",))
    assert codes(replayed(lines(*verbs), "task", rules, measures=measures(FIRST, None))) == ["LG408"]
    assert codes(replayed(lines(*verbs), "task", rules, measures=measures(FIRST, FIRST))) == []


def test_a_measure_that_a_merge_adds_after_the_claim_is_found() -> None:
    log = [*lines("submit"), line("measure", 2, num=2, text="补充")]
    outcome = replayed(log, "task", CLAIMING, measures=measures(FIRST, None))
    assert [(each.code, each.field) for each in outcome.problems] == [("LG408", ("measures", 1))]


def test_a_measure_that_was_done_after_the_claim_is_found() -> None:
    assert codes(replayed(lines("submit"), "task", CLAIMING, measures=measures(day(2)))) == ["LG408"]


def test_an_entry_that_is_worked_at_may_have_open_measures() -> None:
    for verbs in ((), ("start",), ("submit", "return"), ("close", "reopen"), ("suspend",), ("void",)):
        assert codes(replayed(lines(*verbs), measures=measures(None))) == []


def test_evidence_that_a_merge_takes_away_is_missed() -> None:
    claimed = lines("submit")
    assert found(replayed(claimed, "task", STRICT, evidence=[paper()])) == []
    assert found(replayed(claimed, "task", STRICT)) == [(1, "LG501")]
    assert found(replayed([*claimed, line("close", 2)], "task", STRICT)) == [(1, "LG501")]
    assert found(replayed([*claimed, line("return", 2)], "task", STRICT)) == []


def test_evidence_counts_in_its_round_whenever_it_came() -> None:
    claimed = lines("submit")
    assert codes(replayed(claimed, "task", STRICT, evidence=[paper(2)])) == []
    assert codes(replayed(claimed, "task", STRICT, evidence=[paper(round=2)])) == ["LG501"]
    assert codes(replayed(claimed, "task", STRICT, evidence=[paper(round=None)])) == []
    again = lines("submit", "close", "reopen", "submit")
    assert found(replayed(again, "task", STRICT, evidence=[paper()])) == [(4, "LG501")]
    assert found(replayed(again, "task", STRICT, evidence=[paper(), paper(4, 2, "档案2")])) == []


def test_closing_without_a_claim_needs_what_claiming_needs() -> None:
    at_once = policy(steps=("close",), evidence=1)
    assert found(replayed(lines("close"), "task", at_once)) == [(1, "LG501")]
    assert found(replayed(lines("close"), "task", at_once, evidence=[paper()])) == []
    assert found(replayed(lines("verify", "close"), "rectification", at_once)) == [(2, "LG501")]


def test_a_measure_that_fell_open_is_done_again_in_the_new_round() -> None:
    again = [*lines("close"), line("reopen", 5, measures=[2]), line("submit", 9)]
    both_before = measures(FIRST, FIRST)
    assert [(p.code, p.field) for p in replayed(again, measures=both_before).problems] == [
        ("LG408", ("measures", 1))
    ]
    assert codes(replayed(again, measures=measures(FIRST, day(7)))) == []
    assert codes(replayed(again[:-1], measures=both_before)) == []


@pytest.mark.parametrize("did", ["measure", "reopen"])
def test_a_line_that_speaks_of_an_unknown_measure_is_told(did: str) -> None:
    own: dict[str, Any] = {"num": 7, "done_on": FIRST} if did == "measure" else {"measures": [7]}
    way = [] if did == "measure" else [line("close", 1)]
    log = [line("add", 0, due=DUE), *way, line(did, 2, **own)]
    assert found(replayed(log, measures=measures(FIRST))) == [(len(log) - 1, "LG418")]


def test_a_measure_that_was_amended_away_may_still_be_spoken_of() -> None:
    done = line("measure", 1, num=2, done_on=FIRST)
    gone = amend(9, field="measures.2", was={"num": 2, "text": "措施2", "done_on": FIRST}, now=None)
    assert found(replayed([line("add", 0, due=DUE), done, gone], measures=measures(FIRST))) == []


def test_a_measure_line_says_what_of_it() -> None:
    log = [line("add", 0, due=DUE), line("measure", 1, num=1)]
    assert found(replayed(log, measures=measures(FIRST))) == [(1, "LG406")]


def test_a_deadline_that_moved_beside_a_claim_is_found() -> None:
    log = [*lines("submit"), granted(2)]
    assert found(replayed(log, "task", CLAIMING)) == [(2, "LG404")]


@pytest.mark.parametrize(("days", "least", "over"), [(7, 0, 8), (0, 7, 8), (3, 7, 8), (0, 0, 1)])
def test_publicity_is_over_on_the_day_after_the_longer_of_two_times(days: int, least: int, over: int) -> None:
    rules = policy(publicity_days=least)
    published = [line("add", 0, due=DUE), line("publish", 1, days=days)]
    assert found(replayed([*published, line("close", 1 + over)], policy_on=rules)) == []
    assert found(replayed([*published, line("close", over)], policy_on=rules)) == [(2, "LG409")]


def test_closing_during_publicity_is_told_of_every_round_and_not_of_what_was_returned() -> None:
    hasty = [line("publish", 1, days=7), line("close", 2)]
    begun = line("add", 0, due=DUE)
    assert found(replayed([begun, *hasty, line("reopen", 3)])) == [(2, "LG409")]
    assert found(replayed([begun, hasty[0], line("return", 1), hasty[1]])) == []


# --- policy by the day of the line --------------------------------------------------------------


def test_each_line_is_judged_by_the_policy_of_its_day() -> None:
    loose, strict = policy(steps=("close",))(None), policy(steps=("submit", "close"))(None)
    log = lines("close", "reopen", "close")
    given = replay(entry(log), lambda on: strict if on and on >= day(3) else loose)
    assert found(given) == [(3, "LG407")]


def test_no_number_is_too_large_for_a_day() -> None:
    most = 10**17
    rules = policy(publicity_days=most, correct_days=most)
    log = [line("add", 0, due=DUE), line("publish", 1, days=most), line("close", 2)]
    log.append(line("correct", 3, of={"date": day(1), "did": "publish"}, reason="录错"))
    assert found(replayed(log[:-1], policy_on=rules)) == [(2, "LG409")]
    assert found(replayed(log, policy_on=rules)) == []
    assert standing_on(row_of(entry(log[:1]), BOOK), day(1), most) is not None
