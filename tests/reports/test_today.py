"""What waits for whom: sections made of rows and of who looks."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from cleanledger.cli.commands import OFFERED
from cleanledger.model.standing import Bucket, Moment, Owed, Row, Standing, Waiver, standings
from cleanledger.reports.overdue import overdue
from cleanledger.reports.sections import SECTIONS
from cleanledger.reports.today import Board, picture, today
from cleanledger.reports.view import Clerk, Item, Permit, Seen, View
from cleanledger.reports.waiting import Wait
from tests.reports.rows import ALL_QUERY, DAY, rows
from tests.reports.rows import row as any_row

STEPS = ("submit", "verify", "close")
UNIT_CLERK = Clerk("gdbh-clerk", "GDBH", frozenset({"GDBH", "GDBH1"}), frozenset())
KEEPER = Clerk("jgdw-clerk", "JGDW", frozenset({"JGDW"}), frozenset({"ZG-2024", "RW-2024"}))


def view(*clerks: Clerk, may: dict[tuple[str, str], Permit] | None = None, **facts: Any) -> View:
    permits = may or {}

    def asked(row: Row, verb: str) -> Permit:
        return permits.get((row.id, verb), Permit())

    given: dict[str, Any] = {
        "day": DAY,
        "near": (30, 15, 7),
        "rebound_days": 30,
        "steps": lambda _row: STEPS,
    } | facts
    return View(may=asked, clerks=clerks, **given)


def due_in(days: int) -> date:
    return DAY + timedelta(days=days)


def found(board: Board) -> dict[str, list[str]]:
    """The commands of each section."""
    return {group.code: [item.command for item in group.items] for group in board.groups}


def row(number: int = 1, status: str = "open", due: date | None = None, **fields: Any) -> Row:
    if status in ("submitted", "verified", "published"):
        done = ("submit", "verify", "publish")[: ("submitted", "verified", "published").index(status) + 1]
        fields = {"done": frozenset(done), "submitted_on": due_in(-3)} | fields
    return any_row(number, status, due, **fields)


def test_a_clerk_sees_the_entries_of_the_unit_and_of_those_below_and_no_others() -> None:
    many = [
        row(number, due=due_in(-1), lead_unit=unit) for number, unit in ((1, "GDBH"), (2, "GDBH1"), (3, "KQ"))
    ]
    assert found(today(many, view(UNIT_CLERK))) == {
        "overdue": ["ledger submit ZG-2024-001", "ledger submit ZG-2024-002"]
    }


def test_the_keepers_clerk_sees_the_whole_ledger_and_looks_at_what_other_units_do() -> None:
    many = [row(1, due=due_in(-1)), row(2, due=due_in(-1), ledger="FX-2024")]
    assert found(today(many, view(KEEPER))) == {"overdue": ["ledger show ZG-2024-001"]}


def test_who_is_no_clerk_sees_nothing_of_what_is_due() -> None:
    many = [row(1, due=due_in(-1)), row(2, due=due_in(5)), row(3, "submitted")]
    assert found(today(many, view(checks=True))) == {}


@pytest.mark.parametrize(
    ("steps", "done", "command"),
    [
        (("start", "submit", "close"), (), "ledger start ZG-2024-001"),
        (("start", "submit", "close"), ("start",), "ledger submit ZG-2024-001"),
        (("submit", "close"), (), "ledger submit ZG-2024-001"),
        (("close",), (), "ledger show ZG-2024-001"),
    ],
)
def test_the_command_is_the_next_step_of_the_policy(
    steps: tuple[str, ...], done: tuple[str, ...], command: str
) -> None:
    (group,) = today(
        [row(due=due_in(-1), done=frozenset(done))], view(UNIT_CLERK, steps=lambda _row: steps)
    ).groups
    assert [item.command for item in group.items] == [command]


def test_where_nobody_else_has_a_say_the_clerk_ends_it() -> None:
    may = {("ZG-2024-001", "close"): Permit("gdbh-clerk")}
    board = today([row(due=due_in(-1))], view(UNIT_CLERK, may=may, steps=lambda _row: ("close",)))
    assert found(board) == {"overdue": ["ledger close ZG-2024-001"]}


def test_what_is_near_is_divided_by_the_notices_of_the_book() -> None:
    many = [row(number, due=due_in(days)) for number, days in enumerate((0, 7, 8, 15, 16, 30, 31))]
    groups = today(many, view(UNIT_CLERK)).groups
    assert [(group.within, [item.days for item in group.items]) for group in groups] == [
        (7, [0, 7]),
        (15, [8, 15]),
        (30, [16, 30]),
    ]


def test_a_book_without_notices_says_what_is_due_today() -> None:
    groups = today([row(1, due=DAY), row(2, due=due_in(1))], view(UNIT_CLERK, near=())).groups
    assert [(group.code, group.within, group.count) for group in groups] == [("near", 0, 1)]


def test_who_may_check_sees_what_the_rules_let_them_do_and_nothing_else() -> None:
    may = {("ZG-2024-001", "verify"): Permit("jgjw-head"), ("ZG-2024-003", "close"): Permit("jgjw-head")}
    many = [row(1, "submitted"), row(2, "submitted"), row(3, "verified"), row(4, "verified")]
    assert found(today(many, view(may=may, checks=True))) == {
        "to_check": ["ledger verify ZG-2024-001"],
        "to_sign": ["ledger close ZG-2024-003"],
    }


def test_a_unit_sees_what_its_claims_wait_for_without_a_way_to_end_them() -> None:
    board = today([row(1, "submitted"), row(2, "verified")], view(UNIT_CLERK))
    assert found(board) == {"to_check": ["ledger show ZG-2024-001"], "to_sign": ["ledger show ZG-2024-002"]}
    (first, _second) = board.groups
    assert first.items[0].days == 3


def test_the_keeper_enters_what_others_checked() -> None:
    board = today([row(1, "submitted"), row(2, "verified")], view(KEEPER))
    assert found(board) == {
        "to_check": ["ledger verify ZG-2024-001"],
        "to_sign": ["ledger close ZG-2024-002"],
    }


def test_while_publicity_runs_nothing_waits_for_a_signature() -> None:
    published = row(1, "published")
    early = {("ZG-2024-001", "close"): Permit(early=True)}
    assert found(today([published], view(KEEPER, may=early))) == {}
    assert found(today([published], view(KEEPER))) == {"to_sign": ["ledger close ZG-2024-001"]}


def test_an_extension_that_was_asked_for_waits_for_who_may_grant_it() -> None:
    asked = row(1, "doing", due_in(40), asked_on=due_in(-4))
    granted = view(may={("ZG-2024-001", "extend"): Permit("leader")}, checks=True)
    (group,) = today([asked], granted).groups
    assert (group.code, group.items[0].days) == ("to_sign", 4)
    assert group.items[0].command == "ledger extend ZG-2024-001 --approved-by leader"
    assert found(today([asked], view(UNIT_CLERK))) == {"to_sign": ["ledger show ZG-2024-001"]}
    assert found(today([asked], view(checks=True))) == {}


@pytest.mark.parametrize("status", ["submitted", "closed", "void"])
def test_what_cannot_be_extended_any_more_waits_for_no_answer(status: str) -> None:
    asked = row(1, status, asked_on=due_in(-4))
    assert "to_sign" not in found(today([asked], view(UNIT_CLERK)))


def test_risks_wait_for_who_may_approve_them() -> None:
    risks = [row(number, "identified", kind="risk") for number in (1, 2)]
    may = {("ZG-2024-001", "approve"): Permit("leader")}
    (group,) = today(risks, view(may=may, checks=True)).groups
    assert (group.code, [item.id for item in group.items]) == ("to_approve", ["ZG-2024-001"])
    assert found(today([row(1, "approved", kind="risk")], view(KEEPER))) == {}


@pytest.mark.parametrize(
    ("owed", "days"),
    [
        (Owed("reopen", due_in(-10)), 20),
        (Owed("reopen", due_in(-40)), -10),
        (Owed("reopen", due_in(1)), None),
        (Owed("reopen", due_in(-10), due_in(-1)), None),
        (Owed("reopen", due_in(-10), due_in(1)), 20),
    ],
)
def test_a_rebound_is_owed_a_reopen_until_it_has_one(owed: Owed, days: int | None) -> None:
    groups = today([row(1, "closed", owed=(owed,))], view(KEEPER)).groups
    assert [(group.code, group.items[0].days) for group in groups] == ([("to_answer", days)] if days else [])


@pytest.mark.parametrize(("ends", "shown"), [(-1, False), (0, True), (30, True), (31, False)])
def test_an_accepted_finding_is_announced_before_it_ends(ends: int, shown: bool) -> None:
    accepted = row(
        1, "doing", due_in(99), accepted=(Waiver("LG508", "另有安排", "jgjw-head", DAY, due_in(ends)),)
    )
    groups = today([accepted], view(UNIT_CLERK)).groups
    assert [(group.code, group.items[0].due) for group in groups] == (
        [("accepted", due_in(ends))] if shown else []
    )
    assert found(today([accepted._replace(moments=row(1, "closed").moments)], view(UNIT_CLERK))) == {}


def test_an_entry_of_which_a_part_is_overdue_has_its_own_section() -> None:
    one = row(1, "doing", due_in(5))
    ((_row, standing),) = standings([one], DAY, 30)
    yellow = Standing(Bucket.NEAR, "yellow", 5, late=False, moment=standing.moment)
    seen = Seen(one, yellow, view(UNIT_CLERK), UNIT_CLERK)
    sections = {code for code, each in SECTIONS.items() if each.find and each.find(seen)}
    assert sections == {"yellow"}


def test_the_most_pressing_stands_first_in_its_section() -> None:
    many = [row(1, due=due_in(-1)), row(2, due=due_in(-9)), row(3, due=due_in(6)), row(4, due=due_in(2))]
    assert [[item.days for item in group.items] for group in today(many, view(UNIT_CLERK)).groups] == [
        [9, 1],
        [2, 6],
    ]


def test_what_was_brought_along_stands_in_its_place() -> None:
    brought = [Item("unsaved", "git add", count=3), Item("unread", "ledger check", count=2)]
    board = today([row(due=due_in(-1))], view(UNIT_CLERK), brought)
    assert [(group.code, group.count) for group in board.groups] == [
        ("unread", 2),
        ("overdue", 1),
        ("unsaved", 3),
    ]


@pytest.mark.parametrize(
    ("clerks", "facts", "command"),
    [
        ((UNIT_CLERK,), {}, "ledger overdue --unit GDBH"),
        ((UNIT_CLERK,), {"unit": "GDBH1"}, "ledger overdue --unit GDBH1"),
        ((KEEPER,), {}, "ledger overdue --ledger ZG-2024"),
        (
            (Clerk("k", "JGDW", frozenset(), frozenset({"ZG-2024", "FX-2024"})), UNIT_CLERK),
            {},
            "ledger overdue",
        ),
    ],
)
def test_the_command_for_all_of_them_shows_these(clerks: tuple[Clerk, ...], facts: Any, command: str) -> None:
    many = [row(1, due=due_in(-1)), row(2, due=due_in(-2), lead_unit="GDBH1", ledger="FX-2024")]
    (group,) = today(many, view(*clerks, **facts)).groups
    assert group.whole == command


@given(rows())
def test_who_keeps_everything_is_told_what_the_report_says(many: tuple[Row, ...]) -> None:
    everything = Clerk("c", "", frozenset(), frozenset(row.ledger for row in many))
    board = today(many, view(everything))
    table = overdue(many, ALL_QUERY)
    assert [item.id for group in board.groups if group.code == "overdue" for item in group.items] == [
        line[0] for line in table.rows
    ]
    near = [row.id for row, on in standings(many, DAY, 30) if on.bucket is Bucket.NEAR]
    assert sorted(
        item.id or "" for group in board.groups if group.code == "near" for item in group.items
    ) == sorted(near)


@given(rows())
def test_no_command_is_named_that_there_is_none_of(many: tuple[Row, ...]) -> None:
    may_all = View(
        DAY, (30,), 30, lambda _row, _verb: Permit("p"), lambda _row: STEPS, (UNIT_CLERK, KEEPER), checks=True
    )
    commands = [item.command for group in today(many, may_all).groups for item in group.items]
    assert [command for command in commands if command.split()[1] not in OFFERED] == []


def test_a_post_among_several_is_named_in_what_it_does_and_not_in_what_it_reads() -> None:
    told = {"gdbh-clerk": "--as gdbh-clerk"}
    board = today([row(due=due_in(-1)), row(2, "verified")], view(UNIT_CLERK, told=told))
    assert found(board) == {
        "overdue": ["ledger submit ZG-2024-001 --as gdbh-clerk"],
        "to_sign": ["ledger show ZG-2024-002"],
    }


def test_the_next_deadline_is_the_nearest_of_those_in_sight() -> None:
    many = [row(1, due=due_in(50)), row(2, due=due_in(40)), row(3, due=due_in(35), lead_unit="KQ"), row(4)]
    board = today(many, view(UNIT_CLERK))
    assert board.groups == ()
    assert (board.ahead and (board.ahead.id, board.ahead.days)) == ("ZG-2024-002", 40)
    assert today([row(4)], view(UNIT_CLERK)).ahead is None


def test_a_picture_counts_and_names_no_entry() -> None:
    many = [row(1, due=due_in(-1)), row(2, due=due_in(-2)), row(3, due=due_in(3))]
    board = picture(today(many, view(KEEPER), [Item("unread", "ledger check", count=2)]))
    counts = [(item.section, item.count, item.id) for group in board.groups for item in group.items]
    assert counts == [("unread", 2, None), ("overdue", 2, None), ("near", 1, None)]


def test_the_table_has_the_columns_as_published() -> None:
    table = today([row(due=due_in(-1))], view(UNIT_CLERK)).table
    assert table.name == "today"
    assert " ".join(table.keys) == "section within id title unit due days count command reviewer_late period"
    (line,) = table.rows
    assert line == (
        *("overdue", None, "ZG-2024-001", "第1项", "GDBH", due_in(-1), 1, 1, "ledger submit ZG-2024-001"),
        None,
        None,
    )


def waited(late: set[str], unknown: int | None = None) -> dict[str, Any]:
    def of(row: Row, _moment: Moment) -> Wait:
        return Wait(unknown=unknown) if unknown else Wait(11, row.id in late)

    return {"waited": of}


def test_of_what_waits_it_is_counted_where_the_reviewer_is_late() -> None:
    many = [row(1, "submitted"), row(2, "submitted"), row(3, "verified"), row(4, due=due_in(-1))]
    board = today(many, view(KEEPER, **waited({"ZG-2024-001", "ZG-2024-003", "ZG-2024-004"})))
    late = {"overdue": 0, "to_check": 1, "to_sign": 1}
    assert {group.code: group.late for group in board.groups} == late
    assert {group.code: group.late for group in picture(board).groups} == late
    assert [(line[2], line[-2]) for line in board.table.rows] == [
        ("ZG-2024-004", None),
        ("ZG-2024-001", True),
        ("ZG-2024-002", False),
        ("ZG-2024-003", True),
    ]


def test_an_extension_that_waits_makes_no_reviewer_late() -> None:
    board = today(
        [row(1, "doing", due_in(40), asked_on=due_in(-90))], view(KEEPER, **waited({"ZG-2024-001"}))
    )
    assert [group.late for group in board.groups] == [0]


def test_a_year_without_a_calendar_is_said_where_something_waits() -> None:
    unknown = waited(set(), 2031)
    (text,) = today([row(1, "submitted"), row(2, "verified")], view(KEEPER, **unknown)).unknown
    assert "2031" in text
    assert "calendar.yaml" in text
    assert today([row(1)], view(KEEPER, **unknown)).unknown == ()
