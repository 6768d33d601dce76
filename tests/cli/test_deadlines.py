"""Deadlines in the words of the documents, as they are typed: read, shown, kept, and held against the day."""

import json
from typing import Any

import pytest
import yaml

from tests.cli.office import Office
from tests.cli.test_prompts import typed

PAPER = ("--approved-by", "leader", "-w", "整改办〔2024〕7号")


def add(office: Office, words: str, *more: str, ledger: str = "RW-2024") -> str:
    """A new entry with a deadline in words; gives its id."""
    return office.ok("add", ledger, "修订内部控制制度", "-u", "GDBH", "-d", words, *more).split()[0]


def entry(office: Office, made: str) -> dict[str, Any]:
    found = yaml.load(office.text(made), yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


def facts(office: Office, made: str) -> dict[str, Any]:
    keys = ("due", "due_text", "standing", "review_every", "milestones")
    return {key: value for key, value in entry(office, made).items() if key in keys}


def is_clean(office: Office) -> bool:
    return office("check", "--strict").code == 0


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("2024-06-30", {"due": "2024-06-30"}),
        ("2024/6/30", {"due": "2024-06-30"}),
        ("６月底前", {"due": "2024-06-30", "due_text": "６月底前"}),
        ("10个工作日内", {"due": "2024-01-16", "due_text": "10个工作日内"}),
        ("立行立改", {"due": "2024-01-17", "due_text": "立行立改"}),
        ("长期坚持，每半年评估一次",
         {"due_text": "长期坚持，每半年评估一次", "standing": "true", "review_every": "6 months"}),
        ("2024年底前，并长期坚持",
         {"due": "2024-12-31", "due_text": "2024年底前，并长期坚持", "standing": "true"}),
        ("3月：制定方案；9月：整改",
         {"due": "2024-09-30", "due_text": "3月：制定方案；9月：整改",
          "milestones": [{"title": "制定方案", "due": "2024-03-31"},
                         {"title": "整改", "due": "2024-09-30"}]}),
        ("by end of June 2024", {"due": "2024-06-30", "due_text": "by end of June 2024"}),
    ],
)  # fmt: skip
def test_words_become_a_day_and_stay_as_printed(office: Office, words: str, held: dict[str, Any]) -> None:
    made = add(office, words)
    assert facts(office, made) == held
    assert entry(office, made)["log"][0].get("due") == held.get("due")
    assert "LG308" not in office("check").out


def test_the_reading_is_shown_beside_the_answer(office: Office) -> None:
    answer = office("add", "RW-2024", "事项", "-u", "GDBH", "-d", "6月底前")
    assert answer.out == "RW-2024-001  事项\n"
    assert "6月底前: 2024-06-30" in answer.err
    assert "the year is that of the ledger, 2024" in answer.err
    assert "6月底前" not in office("add", "RW-2024", "事项2", "-u", "GDBH", "-d", "2024-09-30").err


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("年内见成效", "见成效"),
        ("2024-02-30", "2024-02-30"),
        ("ｘ月底前", "ｘ月底前"),
        ("每月10日前", "每月10日前"),
    ],
)
def test_what_is_not_understood_is_quoted_and_nothing_is_written(
    office: Office, words: str, quoted: str
) -> None:
    before = office.tree()
    answer = office("add", "RW-2024", "事项", "-u", "GDBH", "-d", words)
    assert answer.code == 2
    assert f"“{quoted}”" in answer.err
    assert "2024-06-30" in answer.err  # what to write instead
    assert office.tree() == before


def test_a_year_without_a_calendar_names_the_file_to_fill(office: Office) -> None:
    answer = office("add", "RW-2024", "事项", "-u", "GDBH", "-d", "900个工作日内")
    assert answer.code == 3
    assert "ledgers/calendar.yaml" in answer.err
    assert "ledger calendar add 2027" in answer.err


def test_explain_prints_the_days_counted_and_skipped(office: Office) -> None:
    said = office("add", "RW-2024", "事项", "-u", "GDBH", "-d", "10个工作日内", "--explain").err.splitlines()
    days = {line.split()[0]: line for line in said if line[:10] < "2024-01-17" and line[10:12] == "  "}
    assert days["2024-01-03"].split()[2] == "1"
    assert days["2024-01-16"].split()[2] == "10"
    assert "weekend" in days["2024-01-06"]
    assert list(days) == [f"2024-01-{day:02}" for day in range(3, 17)]


def test_relative_words_of_an_extension_count_from_the_act(office: Office) -> None:
    made = add(office, "6月底前")
    office.ok("extend", made, "--to", "30个工作日内", "-r", "会签未完成", *PAPER)
    found = entry(office, made)
    assert (found["due"], found["due_text"]) == ("2024-07-15", "30个工作日内")  # 端午节, 2024-06-10
    assert found["log"][-1]["due_text"] == "30个工作日内"
    assert is_clean(office)


def test_what_was_asked_in_words_is_granted_with_its_words(office: Office) -> None:
    made = add(office, "6月底前")
    office.ok("extend", made, "--to", "9月底前", "-r", "会签未完成")
    assert facts(office, made)["due_text"] == "6月底前"
    office.ok("extend", made, *PAPER)
    assert facts(office, made) == {"due": "2024-09-30", "due_text": "9月底前"}
    assert is_clean(office)
    office.ok("correct", made, "-r", "批错了")
    assert facts(office, made) == {"due": "2024-06-30"}


def test_an_extension_names_one_day(office: Office) -> None:
    made = add(office, "6月底前")
    for words in ("长期坚持", "7月：摸排；9月：整改"):
        answer = office("extend", made, "--to", words, "-r", "会签未完成")
        assert answer.code == 2
        assert "names no single day" in answer.err


def test_an_amended_deadline_brings_its_words(office: Office) -> None:
    made = add(office, "9月底前")
    office.ok("start", made)
    office.ok("amend", made, "due=三季度前", "-r", "提前", *PAPER)  # the same day, other words
    assert facts(office, made) == {"due": "2024-09-30", "due_text": "三季度前"}
    office.ok("amend", made, "完成时限=上半年", "-r", "提前", *PAPER)
    assert facts(office, made) == {"due": "2024-06-30", "due_text": "上半年"}
    office.ok("amend", made, "due_text=6月中旬", "-r", "提前", *PAPER)
    assert facts(office, made) == {"due": "2024-06-20", "due_text": "6月中旬"}
    office.ok("amend", made, "due=2024-06-15", "-r", "提前", *PAPER)
    assert facts(office, made) == {"due": "2024-06-15"}
    assert is_clean(office)
    assert office("amend", made, "due=尽快", "-r", "提前", *PAPER).code == 2


def test_words_without_a_day_are_kept_beside_one(office: Office) -> None:
    made = add(office, "2024-12-31", "--set", "due_text=年内见成效")
    assert facts(office, made) == {"due": "2024-12-31", "due_text": "年内见成效"}
    assert "LG309" in office("check").out


def test_measures_and_milestones_have_words_too(office: Office) -> None:
    made = add(
        office, "2024-12-31", "-m", "摸排", "--set", "measures.1.due=6月底前",
        "--set", "milestones.1.title=初稿", "--set", "milestones.1.due_text=上半年", ledger="ZG-2024",
    )  # fmt: skip
    office.ok("measure", made, "--add", "复核", "-d", "15日内")
    found = entry(office, made)
    assert found["measures"] == [
        {"num": "1", "text": "摸排", "due": "2024-06-30", "due_text": "6月底前"},
        {"num": "2", "text": "复核", "due": "2024-06-16", "due_text": "15日内"},
    ]
    assert found["milestones"] == [{"title": "初稿", "due": "2024-06-30", "due_text": "上半年"}]
    assert is_clean(office)
    office.ok("correct", made, "-r", "重复")
    office.ok("correct", made, "-r", "没有重复")
    assert entry(office, made)["measures"] == found["measures"]


def test_a_deadline_moved_by_hand_without_a_word_is_found(office: Office) -> None:
    made = add(office, "6月底前")
    path = office.folder / "ledgers" / "RW-2024" / f"{made}.yaml"
    path.write_text(path.read_text("utf-8").replace("2024-06-30", "2024-09-30"), "utf-8")
    answer = office("check")
    assert answer.code == 1
    assert "LG308 “6月底前” is 2024-06-30; due is 2024-09-30" in answer.out


def test_a_policy_says_what_before_and_at_once_mean(office: Office) -> None:
    rules = ("before=exclusive", "immediate_days=7", "early_day=5", "--from", "2027-06-01")
    office.ok("policy", "set", *rules, today="2027-06-01")
    issued = ("--title", "新清单", "--issued-on", "2027-06-03", "--year", "2028")
    office.ok("new", "RW-2028", "--kind", "task", *issued, today="2027-06-03")
    for words, due in (
        ("6月30日前", "2028-06-29"),
        ("立行立改", "2027-06-10"),
        ("7月初", "2028-07-05"),
        ("6月底前", "2028-06-30"),
    ):
        assert facts(office, add(office, words, ledger="RW-2028"))["due"] == due
    # The older ledger is read by the rules of its day.
    assert facts(office, add(office, "6月30日前"))["due"] == "2024-06-30"
    assert is_clean(office)


def test_deadline_says_what_words_mean_and_writes_nothing(office: Office) -> None:
    before = office.tree()
    rows = json.loads(
        office.ok("deadline", "6月底前", "长期坚持", "--ledger", "RW-2024", "--format", "json")
    )["rows"]
    assert [(row["due_text"], row["due"], row["standing"]) for row in rows] == [
        ("6月底前", "2024-06-30", False),
        ("长期坚持", None, True),
    ]
    answer = office("deadline", "6月底前", "尽快", "见成效")
    assert answer.code == 2
    assert "2024-06-30" in answer.out
    assert "“尽快”" in answer.err
    assert "“见成效”" in answer.err
    assert office.tree() == before


def test_on_a_terminal_the_reading_is_agreed_to_before_it_is_saved(office: Office) -> None:
    words = ("add", "RW-2024", "事项", "-u", "GDBH", "-d", "6月底前")
    code, shown = typed(office, *words, answers=("n",))
    assert code == 1
    assert "2024-06-30" in shown
    assert not (office.folder / "ledgers" / "RW-2024" / "RW-2024-001.yaml").exists()
    code, shown = typed(office, *words, answers=("",))
    assert code == 0, shown
    assert facts(office, "RW-2024-001") == {"due": "2024-06-30", "due_text": "6月底前"}


def test_a_day_is_typed_in_figures_of_any_form(office: Office) -> None:
    made = add(office, "6月底前")
    for typed_as in ("2024-6-1", "2024/06/01", "2024.6.1", "２０２４-０６-０１"):
        office.ok("progress", made, "进展", "--date", typed_as)
        assert entry(office, made)["log"][-1]["date"] == "2024-06-01"
    answer = office("progress", made, "进展", "--date", "5月底前")
    assert answer.code == 2
    assert "is not a day" in answer.err


def test_what_begins_on_a_day_is_not_due_on_it(office: Office) -> None:
    made = add(office, "2024年10月底前完成，2025年1月起长期坚持")
    assert facts(office, made)["due"] == "2024-10-31"
    assert facts(office, made)["standing"] == "true"
    answer = office("add", "RW-2024", "事项", "-u", "GDBH", "-d", "6月30日后启动，12月底前完成整改")
    assert answer.code == 2
    assert "“后启动" in answer.err


def test_words_of_several_parts_begin_an_entry_and_amend_none(office: Office) -> None:
    made = add(office, "9月底前")
    answer = office("amend", made, "due=3月：摸排；8月：整改", "-r", "细化", *PAPER)
    assert answer.code == 2
    assert "names no single day" in answer.err
    path = office.folder / "ledgers" / "RW-2024" / f"{made}.yaml"
    path.write_text(
        path.read_text("utf-8").replace("due_text: 9月底前", "due_text: 3月：摸排；9月：整改"), "utf-8"
    )
    assert "the words name milestones" in office("check").out


def test_an_amendment_shows_its_reading_and_is_agreed_to(office: Office) -> None:
    made = add(office, "9月底前")
    said = office("amend", made, "due=5个工作日内", "-r", "提前", *PAPER, "--explain").err
    assert "5个工作日内: 2024-06-07" in said
    assert "2024-06-03" in said
    code, shown = typed(office, "amend", made, "due=6月上旬", "-r", "再提前", *PAPER, answers=("n",))
    assert code == 1, shown
    assert "6月上旬: 2024-06-10" in shown
    assert facts(office, made)["due_text"] == "5个工作日内"


def test_an_extension_moves_the_day_alone(office: Office) -> None:
    made = add(office, "6月底前")
    said = office.refused("extend", made, "--to", "9月底前，并长期坚持", "-r", "因", *PAPER)
    assert f"ledger amend {made} standing=true" in said
    undecided = add(office, "时限待定")
    office.ok("extend", undecided, "--to", "9月底前", "-r", "已定", *PAPER)
    assert facts(office, undecided) == {"due": "2024-09-30", "due_text": "9月底前"}
    assert is_clean(office)


def test_a_deadline_is_told_once(office: Office) -> None:
    told = ("add", "RW-2024", "事项", "-u", "GDBH", "-d", "9月底前", "--set", "due=2024-06-30")
    assert "told twice" in office.refused(*told)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("\ndue_text: 9月底前", "\ndue_text: 10月底前", "by the log the words of the deadline are “9月底前”"),
        ("due_text: 9月底前, ", "", "by the log the words of the deadline were taken out"),
        ("due_text: 9月底前, ", "due_text: 8月底前, ", "“8月底前” is 2024-08-31; the line says 2024-09-30"),
    ],
)
def test_words_and_log_are_held_against_each_other(office: Office, old: str, new: str, found: str) -> None:
    made = add(office, "6月底前")
    office.ok("extend", made, "--to", "9月底前", "-r", "会签未完成", *PAPER)
    assert is_clean(office)
    path = office.folder / "ledgers" / "RW-2024" / f"{made}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    assert found in office("check").out


def test_a_letter_is_answered_once(office: Office) -> None:
    made = office.ok("record", "督办函", "--to", "GDBH", "--reply-by", "5个工作日内", "-w", "督1号").split()[
        0
    ]
    assert entry(office, made)["reply_by"] == "2024-06-07"
    office.ok("reply", made, "-n", "已回复")
    assert "was answered on 2024-06-01" in office.refused("reply", made, "-n", "再回复")


def test_an_amended_wording_says_whether_it_goes_on(office: Office) -> None:
    made = add(office, "长期坚持，每半年评估一次")
    office.ok("start", made)
    office.ok("amend", made, "due=9月底前", "-r", "改为限期", *PAPER)
    assert facts(office, made) == {"due": "2024-09-30", "due_text": "9月底前"}
    office.ok("amend", made, "due_text=9月底前，并长期坚持", "-r", "转为长期", *PAPER)
    assert facts(office, made)["standing"] == "true"
    assert is_clean(office)


def test_the_hint_after_an_ask_grants_it_with_its_words(office: Office) -> None:
    made = add(office, "6月底前")
    said = office.ok("extend", made, "--to", "9月底前", "-r", "会签未完成")
    assert f"ledger extend {made} --approved-by POST --doc PAPER" in said


def test_yes_is_said_in_chinese_too(office: Office) -> None:
    words = ("add", "RW-2024", "事项", "-u", "GDBH", "-d", "6月底前")
    code, shown = typed(office, *words, answers=("也许", "否"))
    assert code == 1
    assert "answer with y or n" in shown
    code, shown = typed(office, *words, answers=("是",))
    assert code == 0, shown


def test_the_number_of_a_record_is_the_paper_of_whose_act_it_was(office: Office) -> None:
    made = office.ok(
        "record", "检查", "--held-by", "JGJW", "--actor", "jgjw-head", "--doc", "机纪检〔2024〕1号"
    ).split()[0]
    assert entry(office, made)["log"][0]["doc"] == "机纪检〔2024〕1号"
    assert is_clean(office)
