"""What the month gives in the end: everybody has the same, and nobody can say a word against it."""

import json
from datetime import date, timedelta

import pytest

from cleanledger.i18n import LANGUAGES
from cleanledger.model.workdays import Workdays
from tests.month.people import Person
from tests.month.story import DISPUTED, GAVE_WAY, SQUASHED, Story

pytestmark = pytest.mark.needs("git")

NOTHING = {"en": "nothing found; 1 could not be checked", "zh": "未发现问题；另有1处未能核查"}
CLEAN = {"en": "clean: ", "zh": "未发现问题："}


def told(person: Person, language: str, *words: str) -> list[str]:
    return person.types("--lang", language, *words).splitlines()


def in_order(lines: list[str], *parts: str) -> None:
    """Each part stands in a line of its own, one after the other, and there are no other lines."""
    assert len(lines) == len(parts), "\n".join(lines)
    for line, part in zip(lines, parts, strict=True):
        assert part in line


def test_the_month_has_every_working_day(month: Story) -> None:
    days = [date.fromisoformat(day) for day, _work in month.days()]
    workdays, september = Workdays(), (date(2024, 9, 1) + timedelta(days=n) for n in range(30))
    assert days == [day for day in september if workdays.works(day)]
    assert len(days) == 21


def test_all_clones_and_the_server_have_the_same(month: Story) -> None:
    heads = {person.git("rev-parse", "HEAD") for person in month.people}
    assert heads == {month.wang.git("--git-dir", str(month.town.server), "rev-parse", "main")}
    assert {person.git("status", "--porcelain") for person in month.people} == {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_auditor_finds_nothing_in_either_language(month: Story, language: str) -> None:
    said = told(month.shen, language, "audit")
    assert said[-1] == NOTHING[language]
    assert told(month.shen, language, "check", "--strict")[-1].startswith(CLEAN[language])


def test_what_could_not_be_checked_is_the_squash_alone(month: Story) -> None:
    found = json.loads(month.shen.types("audit", "--strict", "--format", "json"))
    assert found["findings"] == []
    (unchecked,) = found["unchecked"]
    assert month.shen.git("log", "-1", "--format=%s", unchecked["commit"]).strip() == SQUASHED
    summary = found["summary"]
    assert summary["commits"] == int(month.shen.git("rev-list", "--count", "HEAD"))
    assert len(summary["withdrawn"]) == 2
    assert set(summary["typists"]) == {"jgdw-clerk", "gdbh-clerk", "jgjw-head"}
    assert len(summary["closings"]) == 4


def test_the_life_of_the_disputed_entry_is_told_in_the_order_of_the_days(month: Story) -> None:
    in_order(
        told(month.shen, "zh", "history", DISPUTED),
        "2024-09-03 jgdw-clerk：新增；时限 2024-09-30",
        "2024-09-12 耕保股经办人：报办结；说明 已谈话12人次；佐证 谈话记录",
        "2024-09-12 纪委书记：办结；意见 记录属实，同意办结",
        "2024-09-13 jgdw-clerk（依据局办〔2024〕2号）：延期；时限 2024-09-30 → 2024-12-31；本轮第1次延期",
        "2024-09-13 jgdw-clerk（依据局办〔2024〕3号）：更正；所指为2024-09-13的“延期”；理由 已先办结",
        "2024-09-13 王：合并了两方的改动",
    )
    text = month.shen.entry(DISPUTED).read_text("utf-8")
    assert "status: closed" in text
    assert "\ndue: 2024-09-30\n" in text


def test_the_life_of_what_gave_way_goes_on_under_its_new_number(month: Story) -> None:
    in_order(
        told(month.shen, "en", "history", GAVE_WAY),
        "2024-09-04 jgdw-clerk: add; due 2024-10-18",
        "evidence evidence/RW-2024-004/底稿.txt",
        f"王: renumbered: RW-2024-004 → {GAVE_WAY}",
        "note 抄错了行",
        "王: took back at once what was typed just before",
        "note 已自查三辆",
        "note 自查完毕",
    )
    others = told(month.shen, "en", "history", "RW-2024-004")
    assert [line for line in others if "2024-10-18" in line or "taken out" in line] == []


def test_the_succession_and_the_rules_are_told(month: Story) -> None:
    assert "chen@ju.example" in month.shen.types("history", "--people")
    assert "extend" in month.shen.types("history", "--policy")
    assert month.shen.types("check", "--base", "HEAD~20").startswith(CLEAN["zh"])
