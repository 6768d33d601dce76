"""What the sample book shows: every status in every round, every verb, and the turns that a life takes."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta

from cleanledger.model.lifecycle import ENDED, MOVES, STATUSES_OF_KIND
from cleanledger.model.log import COMMON_KEYS, KEYS_OF_VERBS
from tests.sample import BOOK, TODAY, covers, entries, load, office_entries, units

DAY = dt.date.fromisoformat(TODAY)
LATE_ENTRY_DAYS = 7
MERGED_ON = dt.date(2024, 7, 1)
MERGED = {"KYQ", "KCBH"}
MERGED_INTO = "KCGL"
COUNTED = ("task", "rectification")


def lines() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every log line of the office with its entry."""
    return ((entry, line) for entry in office_entries() for line in entry["log"])


# --- how much there is ----------------------------------------------------------------------------


def test_the_office_has_at_least_ninety_entries_beside_the_real_lists() -> None:
    assert len(office_entries()) >= 90


def test_every_kind_has_a_ledger_of_its_own_and_the_years_follow_each_other() -> None:
    assert {cover["kind"] for cover in covers().values()} == set(STATUSES_OF_KIND)
    for kind in ("task", "rectification", "record"):
        assert {cover["year"] for cover in covers().values() if cover["kind"] == kind} >= {2023, 2024, 2025}


def test_no_two_titles_and_no_two_details_are_equal() -> None:
    for key in ("title", "detail"):
        found = Counter(entry[key] for entry in entries().values() if key in entry)
        assert [text for text, times in found.items() if times > 1] == []


def test_log_lines_are_by_many_people_on_many_days() -> None:
    assert len({line["by"] for _entry, line in lines()}) >= 25
    assert len({line["date"] for _entry, line in lines()}) >= 300


# --- statuses, rounds, verbs ----------------------------------------------------------------------


def reached_again(kind: str) -> set[str]:
    """The statuses that an entry of `kind` can have once it was reopened."""
    found, new = set[str](), {MOVES[kind, "reopen"].target}
    while new:
        found |= {status for status in new if status}
        targets = {move.target for (of, _verb), move in MOVES.items() if of == kind and move.sources & found}
        new = targets - found - {None}
    return found


@pytest.mark.parametrize("kind", [kind for kind, statuses in STATUSES_OF_KIND.items() if statuses])
def test_every_status_of_every_kind_is_shown_in_every_round_that_reaches_it(kind: str) -> None:
    wanted = {(status, 1) for status in STATUSES_OF_KIND[kind]}
    if kind in COUNTED:
        wanted |= {(status, 2) for status in reached_again(kind)}
    shown = {(entry["status"], entry.get("round", 1)) for entry in office_entries() if entry["kind"] == kind}
    assert wanted - shown == set()


def test_what_a_second_round_reaches_is_all_but_its_beginning() -> None:
    for kind in COUNTED:
        assert reached_again(kind) == set(STATUSES_OF_KIND[kind]) - {"open"}


@pytest.mark.parametrize("verb", KEYS_OF_VERBS)
def test_every_verb_is_shown_with_every_key_of_its_own(verb: str) -> None:
    keys = KEYS_OF_VERBS[verb]
    shown = [set(line) for entry in entries().values() for line in entry["log"] if line["did"] == verb]
    assert shown
    assert {*keys.required, *keys.optional} - set().union(*shown) == set()


def test_every_common_key_of_a_log_line_is_shown() -> None:
    assert set(COMMON_KEYS) - {key for _entry, line in lines() for key in line} == set()


# --- the turns that a life takes ------------------------------------------------------------------


def did(entry: dict[str, Any], verb: str, **wanted: object) -> list[dict[str, Any]]:
    """The log lines of `entry` that are of `verb` and hold what is wanted."""
    of_verb = [line for line in entry["log"] if line["did"] == verb]
    return [line for line in of_verb if all(line.get(key) == value for key, value in wanted.items())]


def verbs(entry: dict[str, Any]) -> list[str]:
    return [line["did"] for line in entry["log"]]


def is_backdated(line: dict[str, Any]) -> bool:
    return "entered" in line and (line["entered"] - line["date"]).days > LATE_ENTRY_DAYS


def asked(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines by which an extension was asked for."""
    return [line for line in did(entry, "extend") if not {"approved_by", "refused_by"} & set(line)]


def asked_late(entry: dict[str, Any]) -> bool:
    return any(line["date"] > line["was"] for line in asked(entry))


def is_pending(entry: dict[str, Any]) -> bool:
    return bool(did(entry, "extend")) and did(entry, "extend")[-1] in asked(entry)


TURNS: dict[str, Callable[[dict[str, Any]], object]] = {
    "typed late": lambda entry: any(map(is_backdated, entry["log"])),
    "typed for somebody else": lambda entry: any("actor" in line and "doc" in line for line in entry["log"]),
    "typed for a unit": lambda entry: any(line.get("actor", "").isupper() for line in entry["log"]),
    "extension asked and unanswered": is_pending,
    "extension asked late": asked_late,
    "extension granted": lambda entry: any("approved_by" in line for line in did(entry, "extend")),
    "extension refused": lambda entry: any("refused_by" in line for line in did(entry, "extend")),
    "extended twice": lambda entry: (
        sum("approved_by" in line for line in did(entry, "extend")) > 1 or did(entry, "adopt", extended=1)
    ),
    "returned and submitted anew": lambda entry: (
        "return" in verbs(entry)[: -verbs(entry)[::-1].index("submit")] if "submit" in verbs(entry) else False
    ),
    "suspended and resumed": lambda entry: ("suspend", "resume") in pairwise(verbs(entry)),
    "void as a double": lambda entry: any("same_as" in line for line in did(entry, "void")),
    "void for another reason": lambda entry: any("same_as" not in line for line in did(entry, "void")),
    "recheck found it sound": lambda entry: did(entry, "recheck", result="sound"),
    "rebound and reopened": lambda entry: did(entry, "recheck", result="rebound") and did(entry, "reopen"),
    "rebound answered without reopening": lambda entry: any(
        "basis" in each for each in did(entry, "recheck")
    ),
    "correction": lambda entry: did(entry, "correct"),
    "correction of a correction": lambda entry: any(
        line.get("of", {}).get("did") == "correct" for line in did(entry, "correct")
    ),
    "amended": lambda entry: did(entry, "amend"),
    "published": lambda entry: did(entry, "publish"),
    "standing with reviews": lambda entry: entry.get("standing") and did(entry, "review"),
    "closed late": lambda entry: (
        entry["kind"] in COUNTED
        and entry["status"] == "closed"
        and any(line["date"] > entry["due"] for line in did(entry, "submit")[-1:])
    ),
    "closed by adoption alone": lambda entry: did(entry, "adopt", status="closed"),
    "high risk": lambda entry: entry.get("level") == "high",
    "medium risk": lambda entry: entry.get("level") == "medium",
    "low risk": lambda entry: entry.get("level") == "low",
    "risk approved anew": lambda entry: len(did(entry, "approve")) > 1,
    "power without risk": lambda entry: "no_risk" in entry,
    "indicators with actuals": lambda entry: any("actual" in each for each in entry.get("indicators", [])),
    "regulations": lambda entry: "regulations" in entry,
    "renumbered": lambda entry: "aliases" in entry,
    "evidence as a file": lambda entry: any("path" in each for each in entry.get("evidence", [])),
    "evidence held elsewhere": lambda entry: any("ref" in each for each in entry.get("evidence", [])),
    "reached milestones": lambda entry: any("done_on" in each for each in entry.get("milestones", [])),
    "transferred": lambda entry: did(entry, "transfer", field="lead_unit"),
    "accepted findings": lambda entry: "accepted" in entry,
    "reply to a letter": lambda entry: did(entry, "reply"),
    "letter without reply": lambda entry: "reply_by" in entry and "replied_on" not in entry,
    "check that found nothing": lambda entry: entry.get("findings") == 0,
    "responsibility signed by units": lambda entry: entry.get("type") == "责任书" and entry.get("units"),
}


@pytest.mark.parametrize("turn", TURNS)
def test_the_sample_shows(turn: str) -> None:
    assert any(TURNS[turn](entry) for entry in office_entries())


def test_records_of_many_types_are_kept() -> None:
    wanted = {
        "调度",
        "研究",
        "检查",
        "讲评",
        "约谈",
        "提醒函",
        "督办函",
        "通报",
        "测评",
        "责任书",
        "黄牌",
        "红牌",
    }
    assert wanted - {entry["type"] for entry in office_entries() if entry["kind"] == "record"} == set()


def test_the_whole_check_of_2023_is_ten_aspects_and_forty_measures() -> None:
    found = [entry for entry in office_entries() if entry["id"].startswith("ZG-2023-")]
    assert (len(found), sum(len(entry["measures"]) for entry in found)) == (10, 40)


# --- from year to year, from unit to unit ---------------------------------------------------------


def test_what_a_sealed_ledger_carried_on_arrived_in_the_next() -> None:
    carried = {entry["id"]: did(entry, "carry")[0]["to"] for entry in office_entries() if did(entry, "carry")}
    assert {entry_id for entry_id in carried if "sealed" in covers()[entry_id.rpartition("-")[0]]}
    for origin, twin in carried.items():
        line = entries()[twin]["log"][0]
        assert (line["did"], line["from"]) == ("adopt", origin)
        assert line.get("round") == entries()[origin]["round"]


def test_the_unit_tree_is_large_and_two_units_were_merged_in_the_middle_of_the_year() -> None:
    below = {code for code, unit in units().items() if unit.get("parent") == "ZRZYT"}
    assert len(below) >= 15
    for code in MERGED:
        assert units()[code]["until"] == MERGED_ON - dt.timedelta(days=1)
        assert units()[code]["into"] == [MERGED_INTO]
    assert units()[MERGED_INTO]["from"] == MERGED_ON


def held_on(entry: dict[str, Any], day: dt.date) -> str:
    """The lead unit of `entry` on `day`, by its log."""
    changes = did(entry, "transfer", field="lead_unit")
    return next((str(line["was"]) for line in changes if line["date"] >= day), str(entry.get("lead_unit")))


def ended_before(entry: dict[str, Any], day: dt.date) -> bool:
    """Whether an entry had ended before `day`."""
    ends = [line["date"] for line in entry["log"] if line["did"] in ("close", "void", "retire", "carry")]
    reopened = [line["date"] for line in did(entry, "reopen")]
    last = max((each for each in ends if each < day), default=None)
    return last is not None and not any(last <= each < day for each in reopened)


def test_every_entry_that_was_open_on_the_day_of_the_merger_went_over_by_a_line_a_field() -> None:
    open_then = [
        entry
        for entry in office_entries()
        if entry["kind"] != "record"
        and held_on(entry, MERGED_ON) in MERGED
        and entry["log"][0]["date"] < MERGED_ON
        and not ended_before(entry, MERGED_ON)
    ]
    assert {entry["kind"] for entry in open_then} == {"task", "rectification", "power", "risk"}
    for entry in open_then:
        lines_of_day = [line for line in did(entry, "transfer") if line["date"] == MERGED_ON]
        owner = ["owner"] if "owner" in entry else []
        assert {"lead_unit", *owner} <= {line["field"] for line in lines_of_day}, entry["id"]
        assert len({line["field"] for line in lines_of_day}) == len(lines_of_day), entry["id"]
        assert all({"was", "now", "reason", "approved_by", "doc"} <= set(line) for line in lines_of_day)
        assert entry["lead_unit"] == MERGED_INTO, entry["id"]


def test_what_had_ended_before_the_merger_stays_with_the_unit_that_ended_it() -> None:
    kept = [entry for entry in office_entries() if entry.get("lead_unit") in MERGED]
    assert kept
    assert all(entry["status"] in ENDED and ended_before(entry, MERGED_ON) for entry in kept)


# --- the stated day -------------------------------------------------------------------------------


def open_on_the_day() -> Iterator[dict[str, Any]]:
    """Tasks and rectifications that are worked on on the stated day and not overdue themselves."""
    for entry in office_entries():
        if entry["kind"] not in COUNTED or entry["log"][0]["date"] > DAY:
            continue
        past = [line["did"] for line in entry["log"] if line["date"] <= DAY]
        at_work = not {"submit", "close", "void", "carry", "suspend"} & set(past)
        if at_work and (entry.get("standing") or entry["due"] >= DAY):
            yield entry


def test_an_entry_that_is_in_time_has_an_overdue_measure_on_the_stated_day() -> None:
    overdue = [
        entry["id"]
        for entry in open_on_the_day()
        for part in entry.get("measures", [])
        if "due" in part and part["due"] < DAY and "done_on" not in part
    ]
    assert len(set(overdue)) >= 2


def test_an_entry_that_is_in_time_has_an_overdue_milestone_on_the_stated_day() -> None:
    assert any(
        part["due"] < DAY and part.get("done_on", dt.date.max) > DAY
        for entry in open_on_the_day()
        for part in entry.get("milestones", [])
    )


def test_a_standing_entry_has_missed_its_review_on_the_stated_day() -> None:
    missed = []
    for entry in open_on_the_day():
        if not (entry.get("standing") and "due" in entry and entry["due"] < DAY):
            continue
        months = int(re.fullmatch(r"(\d+) months?", entry["review_every"])[1])  # type: ignore[index]
        every = relativedelta(months=months)
        last = max(
            (line["date"] for line in did(entry, "review") if line["date"] <= DAY), default=entry["due"]
        )
        if last + every < DAY:
            missed.append(entry["id"])
    assert missed == ["RW-2024-020"]


def test_a_finding_was_accepted_that_ends_within_a_month_of_the_stated_day() -> None:
    ends = [item["until"] for entry in office_entries() for item in entry.get("accepted", [])]
    assert any(0 <= (day - DAY).days <= 30 for day in ends)


def test_the_plan_of_five_years_has_a_theme_for_each() -> None:
    (plan,) = load(BOOK / "plans.yaml")["plans"]
    assert [theme["year"] for theme in plan["themes"]] == [2021, 2022, 2023, 2024, 2025]
