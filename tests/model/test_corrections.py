"""Corrections: wrong lines skipped or put right, corrections taken back, and who may correct."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanledger.model.corrections import as_tree, heard
from tests.model.builders import DUE, codes, day, entry, found, line, lines, policy, replayed

EARLIER = DUE - timedelta(days=30)


def correct(on: int, of: tuple[int, str] | None = None, nth: int | None = None, **own: Any) -> dict[str, Any]:
    target = None if of is None else {"date": day(of[0]), "did": of[1], "nth": nth}
    return line("correct", on, of=target, **{"reason": "录错"} | own)


def status(*log: dict[str, Any], **fields: Any) -> str:
    outcome = replayed(list(log), **fields)
    assert codes(outcome) == []
    return outcome.state.status


def test_a_line_that_is_taken_back_is_as_if_it_had_not_been() -> None:
    log = [*lines("start", "submit"), correct(3, (2, "submit"))]
    assert status(*log) == "doing"
    assert [step.line.did for step in replayed(log).steps] == ["add", "start"]


def test_without_a_target_the_line_before_is_meant() -> None:
    assert status(*lines("start", "submit"), correct(3)) == "doing"


def test_taking_back_an_extension_gives_back_the_deadline() -> None:
    granted = line("extend", 1, was=DUE, to=date(2024, 9, 30), reason="等批复", approved_by="head")
    log = [line("add", 0, due=DUE), granted]
    assert replayed(log).state.due == date(2024, 9, 30)
    assert replayed([*log, correct(2)]).state.due == DUE
    assert replayed([*log, correct(2)]).state.extended == 0


def test_a_correction_makes_no_round_and_no_rebound() -> None:
    log = [*lines("close"), correct(2)]
    assert replayed(log).state.round == 1
    assert replayed(log).state.closed is None


def test_with_a_field_the_value_is_replaced_where_it_stands() -> None:
    log = [line("add", 0, due=DUE), correct(1, field="due", was=DUE, now=EARLIER)]
    state = replayed(log).state
    assert (state.due, state.due_first) == (EARLIER, EARLIER)


def test_without_a_new_value_the_key_is_taken_away() -> None:
    closed = line("close", 1, doc="1号")
    log = [line("add", 0, due=DUE), closed, correct(2, field="doc", was="1号")]
    closing = replayed(log).state.closed
    assert closing is not None
    assert closing.doc is None


def test_the_last_of_several_values_counts() -> None:
    log = [line("add", 0, due=DUE)]
    log += [correct(n, (0, "add"), field="due", now=DUE + timedelta(days=n)) for n in (1, 2, 3)]
    assert replayed(log).state.due == DUE + timedelta(days=3)


def test_a_corrected_date_is_the_day_that_counts() -> None:
    log = [*lines("submit"), correct(2, (1, "submit"), field="date", was=day(1), now=day(0))]
    assert replayed(log).state.submitted_on == day(0)


def test_among_equal_lines_nth_tells_which_and_without_it_the_last_is_meant() -> None:
    said = [line("progress", 1, note=str(n)) for n in ("一", "二", "三")]
    log = [line("add", 0, due=DUE), *said]

    def left(nth: int | None) -> list[str | None]:
        return [step.line.note for step in replayed([*log, correct(2, (1, "progress"), nth)]).steps[1:]]

    assert left(1) == ["二", "三"]
    assert left(2) == ["一", "三"]
    assert left(3) == left(None) == ["一", "二"]


@pytest.mark.parametrize(
    "target", [((9, "submit"), None), ((1, "start"), None), ((1, "submit"), 2), ((1, "submit"), 0)]
)
def test_a_correction_of_nothing_is_told(target: tuple[tuple[int, str], int | None]) -> None:
    of, nth = target
    assert found(replayed([*lines("submit"), correct(2, of, nth)])) == [(2, "LG415")]


def test_a_correction_speaks_only_of_lines_before_it() -> None:
    log = [line("add", 0, due=DUE), correct(1, (1, "start")), line("start", 1)]
    assert found(replayed(log)) == [(1, "LG415")]
    assert replayed(log).state.status == "doing"


@pytest.mark.parametrize(
    ("field", "now"),
    [("due", "soon"), ("due", "2024-02-30"), ("lead_unit", "处"), ("did", "submit"), ("by", "other"),
     ("percent", "5"), ("nonsense", "x"), ("date", None), ("note", ["a"])],
)  # fmt: skip
def test_a_value_that_cannot_stand_is_told_and_not_believed(field: str, now: object) -> None:
    outcome = replayed([line("add", 0, due=DUE), correct(1, field=field, now=now)])
    assert found(outcome) == [(1, "LG415")]
    assert outcome.state.due == DUE
    assert outcome.steps[0].line.did == "add"


def test_a_key_that_its_verb_must_have_is_not_taken_away() -> None:
    asked = line("extend", 1, was=DUE, to=date(2024, 9, 30), reason="等批复")
    log = [line("add", 0, due=DUE), asked, correct(2, field="to", was=date(2024, 9, 30))]
    assert found(replayed(log)) == [(2, "LG415")]


def test_a_correction_is_refused_where_the_rest_no_longer_replays() -> None:
    rules = policy(steps=("submit", "close"))
    log = [*lines("submit", "close"), correct(3, (1, "submit"))]
    assert found(replayed(log, policy_on=rules)) == [(2, "LG407")]


def test_the_line_that_began_the_log_is_not_taken_back() -> None:
    # Else the deadline in the file would be believed, whatever it is.
    assert codes(replayed([*lines(), correct(1)])) == ["LG413"]
    assert codes(replayed([*lines("start"), correct(2, (0, "add"))])) == ["LG413"]


# --- corrections of corrections -----------------------------------------------------------------


def test_taking_back_a_correction_restores_the_line() -> None:
    log = [*lines("start", "submit"), correct(3, (2, "submit")), correct(4, (3, "correct"))]
    assert status(*log) == "submitted"
    assert status(*log, correct(5, (4, "correct"))) == "doing"


def test_taking_back_a_value_restores_the_one_before() -> None:
    log = [line("add", 0, due=DUE), correct(1, (0, "add"), field="due", now=EARLIER)]
    assert replayed([*log, correct(2, (1, "correct"))]).state.due == DUE
    twice = [*log, correct(2, (0, "add"), field="due", now=DUE + timedelta(days=9))]
    assert replayed([*twice, correct(3, (2, "correct"))]).state.due == EARLIER


def test_a_correction_is_itself_put_right() -> None:
    log = [line("add", 0, due=DUE), correct(1, (0, "add"), field="due", now=EARLIER)]
    right = correct(2, (1, "correct"), field="now", was=EARLIER, now=EARLIER + timedelta(days=1))
    assert replayed([*log, right]).state.due == EARLIER + timedelta(days=1)
    assert codes(replayed([*log, right])) == []


def test_a_correction_can_be_pointed_at_another_line() -> None:
    log = [*lines("progress", "start"), correct(3, (2, "start"))]
    right = correct(4, (3, "correct"), field="of", now={"date": str(day(1)), "did": "progress"})
    assert [step.line.did for step in replayed([*log, right]).steps] == ["add", "start"]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_what_counts_is_what_no_counting_correction_takes_back(choices: list[int]) -> None:
    """It counts unless a correction that counts takes it back: by recursion, as one would say it."""
    log = lines("progress", "start", "submit")
    for number, choice in enumerate(choices, start=10):
        place = choice % len(log)
        log.append(correct(number, ((log[place]["date"] - day(0)).days, log[place]["did"])))
    targets = {place: _target(log, place) for place in range(4, len(log))}

    def counts(place: int) -> bool:
        return not any(
            target == place and counts(later) for later, target in targets.items() if later > place
        )

    got = heard(entry(log).log)
    assert [place for place, _line in got.lines] == [n for n in range(4) if counts(n)]
    assert [place for place, _line in got.corrections] == [n for n in range(4, len(log)) if counts(n)]
    assert got.unresolved == ()


def _target(log: list[dict[str, Any]], place: int) -> int:
    of = log[place]["of"]
    return next(n for n in range(place) if (log[n]["date"], log[n]["did"]) == (of["date"], of["did"]))


# --- who may correct ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "by", "approved_by", "entered", "refused"),
    [
        (4, "clerk", None, None, False),
        (5, "clerk", None, None, True),
        (5, "clerk", "head", None, False),
        (2, "other", None, None, True),
        (2, "other", "head", None, False),
        # From the day of typing, not of the act.
        (8, "clerk", None, day(5), False),
        (9, "clerk", None, day(5), True),
    ],
)
def test_only_who_typed_a_line_corrects_it_alone_and_only_for_some_days(
    on: int, by: str, approved_by: str | None, entered: date | None, refused: bool
) -> None:
    log = [line("add", 0, due=DUE), line("start", 1, entered=entered)]
    log.append(correct(on, (1, "start"), by=by, approved_by=approved_by))
    assert found(replayed(log, policy_on=policy(correct_days=3))) == ([(2, "LG414")] if refused else [])


def test_a_correction_says_why() -> None:
    assert found(replayed([*lines("start"), correct(2, reason=None)])) == [(2, "LG406")]


def test_a_correction_that_was_taken_back_is_judged_no_more() -> None:
    late = correct(99, (1, "start"))
    log = [*lines("start"), late]
    assert found(replayed(log)) == [(2, "LG414")]
    assert found(replayed([*log, correct(99, (99, "correct"))])) == []


def test_a_line_as_text_holds_only_what_was_written() -> None:
    (first,) = entry([line("publish", 1, days=7, evidence=["档案1"])]).log
    assert as_tree(first) == {
        "date": "2024-01-02", "by": "clerk", "did": "publish", "doc": "公示1号", "days": "7",
        "evidence": ["档案1"],
    }  # fmt: skip
