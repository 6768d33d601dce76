"""In Chinese no English sentence reaches a user: ours, click's, typer's, pydantic's, PyYAML's or git's."""

import re

import pytest

from cleanledger.checks.catalog import BY_CODE
from cleanledger.render.width import width
from tests.language.conftest import Heard
from tests.language.driven import Answer
from tests.language.english import columns, english_in
from tests.language.subjects import SUBJECTS

PROGRAMS = ("completion", "--format json")
"""What is written for programs, in no language."""


def of_people(answer: Answer) -> bool:
    return not any(each in " ".join(answer.words) for each in PROGRAMS) and "\n{" not in f"\n{answer.out}"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_is_said_in_english(heard: Heard, subject: str) -> None:
    answers = [answer for answer in heard(subject).answers if of_people(answer)]
    assert answers
    assert [f"{answer}: {line}" for answer in answers for line in answer.lines if english_in(line)] == []
    assert [str(answer) for answer in answers if "Traceback" in answer.err] == []
    assert {answer.code for answer in answers} <= {0, 1, 2, 3, 130}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_only_a_fault_that_was_put_in_is_a_fault_of_the_program(heard: Heard, subject: str) -> None:
    faults = [answer for answer in heard(subject).answers if "程序出错" in answer.err]
    assert [str(answer) for answer in faults if "ValueError: \n" not in answer.err] == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_stands_in_a_chinese_sentence_has_chinese_punctuation(heard: Heard, subject: str) -> None:
    half_width = re.compile(r"[\u4e00-\u9fff][,;!?][ \u4e00-\u9fff]")
    quoted = re.compile(r"“[^”]*”|^\s*\d* \|.*|^[-+ ].*|https?:\S+")
    lines = [line for answer in heard(subject).answers for line in answer.err.splitlines()]
    assert [line for line in lines if half_width.search(quoted.sub("", line))] == []


def test_help_of_every_command_fits_the_screen(heard: Heard) -> None:
    answers = heard("help_of_all").answers
    names = {" ".join(answer.words[:-1]) for answer in answers}
    assert {"add", "close", "extend", "check", "init", "unit add", "person list", "report slow"} <= names
    for answer in answers:
        assert answer.code == 0
        assert answer.out.startswith("用法："), answer
        assert "..." not in answer.out
        assert [line for line in answer.lines if columns(line) > 80] == []
        rows = re.findall(r"^  .*", answer.out, re.MULTILINE)
        assert len(set(rows)) == len(rows), f"said twice: {answer.out}"


def test_columns_of_help_stand_below_each_other(heard: Heard) -> None:
    (answer,) = (each for each in heard("help_of_all").answers if each.words == ("close", "--help"))
    rows = re.findall(r"^(  -.*?\S  +)\S.*$", answer.out, re.MULTILINE)
    assert len(rows) > 5
    assert len({columns(row) for row in rows}) == 1


@pytest.mark.parametrize("subject", ["usage", "verbs", "setting_up", "reading", "variants"])
def test_every_command_answers(heard: Heard, subject: str) -> None:
    answers = heard(subject).answers
    assert {answer.code for answer in answers} <= {0, 1, 2}
    assert all(answer.lines for answer in answers)


def test_whoever_is_asked_is_asked_in_chinese(heard: Heard) -> None:
    assert all("：" in answer.err for answer in heard("prompts").answers)


def test_surroundings_that_fail_end_with_3(heard: Heard) -> None:
    answers = heard("surroundings").answers
    assert [answer.code for answer in answers if "progress" in answer.words][::2] == [3, 3]


def test_what_waits_today_fits_the_screen(heard: Heard) -> None:
    for answer in heard("desks").answers:
        assert (answer.code, "无法读取的文件：1" in answer.out) == (1, True)
        assert len(answer.out.splitlines()) <= 24
        assert max(map(width, answer.out.splitlines())) <= 80


def test_the_finding_of_every_rule_is_said_in_chinese(heard: Heard) -> None:
    said = {code for name in ("gallery", "corpus", "office") for code in _codes(heard(name).answers)}
    assert set(BY_CODE) - said == set()


def _codes(answers: tuple[Answer, ...]) -> set[str]:
    return {code for answer in answers for code in re.findall(r"\bLG\d{3}\b", answer.out + answer.err)}


def test_an_office_that_speaks_chinese_is_answered_by_the_words_of_its_kinds(heard: Heard) -> None:
    said = "".join(answer.out for answer in heard("office").answers)
    for word in (
        "申请销号 ZG-2024-001：已申请销号",
        "报办结 RW-2024-001：已报办结",
        "销号 ZG-2024-001：已销号",
    ):
        assert word in said
