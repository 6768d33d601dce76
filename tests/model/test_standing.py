"""Where an entry stands on a day."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanledger.model.acts import Act
from cleanledger.model.intervals import after
from cleanledger.model.lifecycle import STATUSES_OF_KIND
from cleanledger.model.standing import (
    COUNTED_KINDS,
    Bucket,
    Moment,
    Part,
    Row,
    moment_on,
    next_review,
    standing_on,
    standings,
)
from tests.model.builders import DUE, day, line, lines, replayed
from tests.model.random_logs import logs

NEAR = 30
ONE = timedelta(days=1)


def row(log: list[dict[str, Any]] | None = None, kind: str = "rectification", **fields: Any) -> Row:
    """An entry of `log` as reports see it; without a log, as its file says."""
    standing = fields.pop("standing", False)
    outcome = replayed(log or [], kind, **fields)
    acts = tuple(
        Act(step.index + 1, step.line.date, step.line.typed_on, step.line.by, step.line.did, step.line.who)
        for step in outcome.steps
    )
    every = "6 months" if standing else ""
    return of_moments(outcome.moments(), kind, standing=standing)._replace(acts=acts, review_every=every)


def of_moments(moments: tuple[Moment, ...], kind: str = "rectification", *, standing: bool = False) -> Row:
    return Row(
        id="ZG-2024-001", ledger="ZG-2024", number=1, kind=kind, title="整改一项", lead_unit="GDBH",
        leader="", owner="", source="", carrier="", campaign="", level="", plan="", standing=standing,
        moments=moments,
    )  # fmt: skip


def bucket(of: Row, on: date) -> str | None:
    found = standing_on(of, on, NEAR)
    return found.bucket if found else None


# --- due and near -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "wanted", "signal", "counted"),
    [(-31, "not_due", "none", 31), (-30, "near", "near", 30), (-1, "near", "near", 1), (0, "near", "near", 0),
     (1, "overdue", "red", 1), (365, "overdue", "red", 365)],
)  # fmt: skip
@pytest.mark.parametrize("verbs", [(), ("start",), ("submit", "return")])
def test_due_today_is_not_overdue(
    verbs: tuple[str, ...], days: int, wanted: str, signal: str, counted: int
) -> None:
    found = standing_on(row(lines(*verbs)), DUE + timedelta(days=days), NEAR)
    assert found is not None
    assert (found.bucket, found.signal, found.days) == (wanted, signal, counted)


@given(st.integers(0, 90), st.integers(-120, 0))
def test_near_is_from_the_window_to_the_deadline(near: int, days: int) -> None:
    found = standing_on(row(lines()), DUE + timedelta(days=days), near)
    assert found is not None
    assert (found.bucket is Bucket.NEAR) == (-days <= near)


@given(st.lists(st.integers(-200, 700), min_size=2))
def test_until_something_happens_it_only_gets_nearer_and_then_later(days: list[int]) -> None:
    order = ["not_due", "near", "overdue"]
    entry = row(lines())
    passed = [bucket(entry, DUE + timedelta(days=each)) for each in sorted(days)]
    seen = [order.index(each) for each in passed if each is not None]
    assert seen == sorted(seen)


def test_before_the_entry_began_it_stands_nowhere() -> None:
    assert standing_on(row(lines()), day(0) - ONE, NEAR) is None
    assert bucket(row(lines()), day(0)) == "not_due"
    assert bucket(row(), date(1999, 1, 1)) == "not_due"


def test_without_a_deadline_it_is_never_due() -> None:
    entry = row(lines(due=None), due=None, due_text="时限待定")
    found = standing_on(entry, date(2099, 1, 1), NEAR)
    assert found is not None
    assert (found.bucket, found.days, found.signal) == ("not_due", None, "none")


def test_a_standing_entry_is_not_overdue_after_its_date() -> None:
    entry = row(lines(), standing=True)
    assert [bucket(entry, DUE + timedelta(days=days)) for days in (-90, -30, 0, 1, 900)] == [
        "not_due", "near", "near", "not_due", "not_due",
    ]  # fmt: skip
    after = standing_on(entry, DUE + ONE, NEAR)
    assert after is not None
    assert (after.days, after.signal) == (None, "none")


# --- yellow -------------------------------------------------------------------------------------


def signal(of: Row, on: date) -> str:
    found = standing_on(of, on, NEAR)
    assert found is not None
    return found.signal


@pytest.mark.parametrize("part", ["measures", "milestones"])
@pytest.mark.parametrize("verbs", [(), ("start",)])
def test_a_part_that_is_overdue_makes_yellow_what_is_not(part: str, verbs: tuple[str, ...]) -> None:
    entry = row(lines(*verbs))._replace(parts=(Part(part, day(60), None), Part(part, day(70), day(65))))
    assert [signal(entry, day(each)) for each in (60, 61)] == ["none", "yellow"]
    assert signal(entry, DUE) == "yellow"
    assert bucket(entry, DUE) == "near"
    assert signal(entry, DUE + ONE) == "red"


def test_a_part_is_overdue_until_the_day_it_was_done() -> None:
    entry = row(lines())._replace(parts=(Part("measures", day(10), day(20)),))
    assert [signal(entry, day(each)) for each in (10, 19, 20)] == ["none", "yellow", "none"]


def test_a_part_without_a_deadline_is_never_overdue() -> None:
    assert signal(row(lines())._replace(parts=(Part("measures", None, None),)), day(90)) == "none"


@pytest.mark.parametrize("verb", ["submit", "suspend", "close", "void", "carry"])
def test_only_what_is_open_or_doing_turns_yellow(verb: str) -> None:
    entry = row(lines(verb))._replace(parts=(Part("measures", day(1), None),))
    assert signal(entry, day(30)) in ("none", "waiting")


def test_a_standing_entry_is_yellow_from_the_day_after_a_review_was_missed() -> None:
    log = [*lines(), line("review", date(2024, 12, 30))]
    reviewed = row(log, standing=True)
    assert [signal(reviewed, each) for each in (date(2024, 12, 29), date(2025, 6, 30), date(2025, 7, 1))] == [
        "none", "none", "yellow",
    ]  # fmt: skip
    never = row(lines(), standing=True)
    assert [signal(never, each) for each in (date(2024, 12, 30), date(2024, 12, 31))] == ["none", "yellow"]


def test_without_a_deadline_the_first_review_is_owed_from_the_beginning() -> None:
    entry = row(lines(due=None), standing=True, due=None, due_text="长期坚持")
    assert [signal(entry, each) for each in (date(2024, 7, 1), date(2024, 7, 2))] == ["none", "yellow"]


def test_a_reopened_entry_owes_its_reviews_anew() -> None:
    log = [*lines(), line("review", DUE), line("close", DUE), line("reopen", DUE, due=date(2025, 3, 31))]
    entry = row(log, standing=True)
    assert next_review(entry, entry.moments[-1], date(2025, 1, 1)) == DUE.replace(month=12)
    log[-1]["date"] = DUE + ONE
    entry = row(log, standing=True)
    assert next_review(entry, entry.moments[-1], date(2025, 1, 1)) == date(2025, 9, 30)


def test_only_a_standing_entry_owes_reviews() -> None:
    assert signal(row(lines())._replace(review_every="1 week"), DUE) == "near"
    assert signal(row(lines(), standing=True)._replace(review_every=""), date(2099, 1, 1)) == "none"


@pytest.mark.parametrize(
    ("interval", "day_after"),
    [("1 day", date(2024, 2, 1)), ("2 weeks", date(2024, 2, 14)), ("1 month", date(2024, 2, 29)),
     ("13 months", date(2025, 2, 28)), ("11 months", date(2024, 12, 31)), ("1 year", date(2025, 1, 31)),
     ("9999 years", date.max), ("9999 days", date(2051, 6, 17))],
)  # fmt: skip
def test_an_interval_later(interval: str, day_after: date) -> None:
    assert after(date(2024, 1, 31), interval) == day_after


# --- waiting, suspended, ended ------------------------------------------------------------------


@pytest.mark.parametrize("verbs", [("submit",), ("submit", "verify"), ("submit", "verify", "publish")])
def test_what_is_claimed_waits_and_is_not_overdue(verbs: tuple[str, ...]) -> None:
    found = standing_on(row(lines(*verbs)), DUE + timedelta(days=100), NEAR)
    assert found is not None
    assert (found.bucket, found.signal) == ("awaiting", "waiting")
    assert found.days == (DUE + timedelta(days=100) - day(1)).days


def test_what_was_adopted_as_claimed_waits_since_then() -> None:
    adopted = line("adopt", 0, status="submitted", due=DUE)
    found = standing_on(row([adopted]), day(5), NEAR)
    assert found is not None
    assert (found.bucket, found.days) == ("awaiting", 5)
    closed = standing_on(row([adopted, line("close", DUE + ONE)]), DUE + ONE, NEAR)
    assert closed is not None
    assert not closed.late


def test_a_return_starts_the_clock_of_the_unit_again() -> None:
    log = [*lines(), line("submit", DUE), line("return", DUE + timedelta(days=9))]
    assert bucket(row(log), DUE + timedelta(days=8)) == "awaiting"
    found = standing_on(row(log), DUE + timedelta(days=9), NEAR)
    assert found is not None
    assert (found.bucket, found.days) == ("overdue", 9)


def test_a_suspended_entry_is_paused() -> None:
    log = [*lines("suspend"), line("resume", DUE + timedelta(days=5))]
    assert bucket(row(log), DUE + ONE) == "suspended"
    assert bucket(row(log), DUE + timedelta(days=5)) == "overdue"


@pytest.mark.parametrize(
    ("log", "late"),
    [
        ([line("submit", DUE), line("close", DUE + timedelta(days=20))], False),
        ([line("submit", DUE + ONE), line("close", DUE + ONE)], True),
        ([line("close", DUE)], False),
        ([line("close", DUE + ONE)], True),
        # What was returned does not count.
        (
            [line("submit", DUE), line("return", DUE), line("submit", DUE + ONE), line("close", DUE + ONE)],
            True,
        ),
    ],
)
def test_late_is_the_claim_that_was_accepted_after_the_deadline(
    log: list[dict[str, Any]], late: bool
) -> None:
    found = standing_on(row([*lines(), *log]), DUE + timedelta(days=60), NEAR)
    assert found is not None
    assert (found.bucket, found.late, found.signal, found.days) == ("closed", late, "none", None)


def test_a_granted_extension_makes_in_time_what_was_late() -> None:
    later = DUE + timedelta(days=30)
    granted = line("extend", DUE, was=DUE, to=later, reason="等批复", approved_by="head")
    found = standing_on(row([*lines(), granted, line("close", later)]), later, NEAR)
    assert found is not None
    assert not found.late
    assert (found.moment.due_first, found.due) == (DUE, later)


def test_closed_without_a_deadline_is_not_late() -> None:
    found = standing_on(row(lines("close", due=None), due=None, due_text="时限待定"), date(2099, 1, 1), NEAR)
    assert found is not None
    assert (found.bucket, found.late) == ("closed", False)


def test_only_what_an_adopt_line_alone_has_closed_counts_as_adopted() -> None:
    def adopted(status: str) -> dict[str, Any]:
        return line("adopt", 0, status=status, due=DUE)

    assert bucket(row([adopted("closed")]), day(1)) == "adopted"
    assert bucket(row([adopted("closed"), line("recheck", 1)]), day(1)) == "adopted"
    assert bucket(row([adopted("closed"), line("reopen", 1)]), day(1)) == "not_due"
    assert bucket(row([adopted("closed"), line("reopen", 1), line("close", 2)]), day(2)) == "closed"
    assert bucket(row([adopted("submitted"), line("close", 1)]), day(1)) == "closed"
    assert bucket(row([adopted("void")]), day(1)) == "void"
    assert bucket(row([adopted("carried")]), day(1)) == "carried"


def test_a_reopened_entry_has_the_new_deadline_and_the_past_stays() -> None:
    again = DUE + timedelta(days=90)
    log = [*lines("close"), line("reopen", DUE, due=again)]
    assert bucket(row(log), DUE - ONE) == "closed"
    assert bucket(row(log), DUE) == "not_due"
    assert bucket(row(log), again + ONE) == "overdue"
    found = standing_on(row(log), DUE, NEAR)
    assert found is not None
    assert (found.moment.round, found.moment.closed_on, found.moment.due_first) == (2, None, again)


@pytest.mark.parametrize("verb", ["void", "carry"])
def test_what_was_voided_or_carried_is_never_overdue(verb: str) -> None:
    found = standing_on(row(lines(verb)), date(2099, 1, 1), NEAR)
    assert found is not None
    assert (found.bucket, found.signal) == ({"void": "void", "carry": "carried"}[verb], "none")


@pytest.mark.parametrize("kind", ["risk", "power", "directive"])
def test_a_kind_without_a_deadline_is_not_counted(kind: str) -> None:
    assert bucket(row([line("add", 0)], kind), day(1)) == "uncounted"


def test_lateness_so_far_stays_with_the_unit_that_had_it() -> None:
    log = [*lines(), line("transfer", DUE + timedelta(days=10), was="GDBH", now="KQ")]
    before = standing_on(row(log), DUE + timedelta(days=9), NEAR)
    after = standing_on(row(log), DUE + timedelta(days=10), NEAR)
    assert before is not None
    assert after is not None
    assert (before.moment.lead_unit, after.moment.lead_unit) == ("GDBH", "KQ")


# --- laws ---------------------------------------------------------------------------------------


@st.composite
def entries(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]], bool]:
    kind = draw(st.sampled_from(sorted(COUNTED_KINDS)))
    return kind, draw(logs(kind)), draw(st.booleans())


DAYS = st.integers(-10, 900).map(day)


@settings(max_examples=150)
@given(entries(), DAYS)
def test_standing_on_a_day_is_that_of_the_log_cut_there_with_its_corrections(
    entry: tuple[str, list[dict[str, Any]], bool], on: date
) -> None:
    kind, log, standing = entry
    whole = of_moments(replayed(log, kind).moments(), kind, standing=standing)
    kept = [each for each in log if each["date"] <= on or each["did"] == "correct"]
    begun = any(each["did"] != "correct" for each in kept)
    cut = of_moments(replayed(kept, kind).moments() if begun else (), kind, standing=standing)
    assert standing_on(whole, on, NEAR) == standing_on(cut, on, NEAR)


MOMENTS = st.builds(
    Moment,
    date=st.none() | DAYS,
    status=st.sampled_from(STATUSES_OF_KIND["rectification"]),
    round=st.just(1),
    due=st.none() | DAYS,
    due_first=st.none(),
    lead_unit=st.just("GDBH"),
    submitted_on=st.none() | DAYS,
    closed_on=st.none() | DAYS,
    adopted=st.booleans(),
)
ROWS = st.builds(
    of_moments,
    st.lists(MOMENTS, max_size=4).map(tuple),
    st.sampled_from(sorted(COUNTED_KINDS)),
    standing=st.booleans(),
)


@given(st.lists(ROWS, max_size=20), DAYS, st.integers(0, 60))
def test_the_parts_add_up_to_the_total(rows: list[Row], on: date, near: int) -> None:
    found = standings(rows, on, near)
    counts = Counter(standing.bucket for _row, standing in found)
    assert counts.total() == sum(moment_on(each.moments, on) is not None for each in rows)
    assert Bucket.UNCOUNTED not in counts
    late = sum(standing.late for _row, standing in found)
    assert late <= counts[Bucket.CLOSED]
    assert all(standing.bucket is Bucket.CLOSED for _row, standing in found if standing.late)


@given(ROWS, DAYS)
def test_red_is_overdue_and_no_other(entry: Row, on: date) -> None:
    found = standing_on(entry, on, NEAR)
    if found is not None:
        overdue = found.bucket is Bucket.OVERDUE
        assert (found.signal == "red") == overdue
        assert overdue == (
            not found.moment.adopted
            and found.status in ("open", "doing")
            and found.due is not None
            and on > found.due
            and not entry.standing
        )
        assert not overdue or (found.days is not None and found.days > 0)
