"""A clerk's year, typed from an empty folder in either language: clean and balanced at each month's end."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.language.driven import said_once, shared_folder
from tests.language.english import english_in
from tests.language.subjects import SUBJECTS
from tests.year.script import Answer, as_expected, steps, typed

MONTHS = 12


@pytest.fixture(scope="module", params=["en", "zh"])
def year(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, list[Answer]]:
    language: str = request.param
    if language == "zh":
        # What is typed in Chinese is heard once, for this and for what is said in Chinese.
        shared = shared_folder(tmp_path_factory)
        said = said_once("year", SUBJECTS["year"], shared).answers
        answers = [Answer(step, *each[1:4]) for step, each in zip(steps(), said, strict=True)]
        return language, shared / "language" / "year", answers
    folder = tmp_path_factory.mktemp(f"year-{language}")
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
            monkeypatch.setenv(name, "Clerk")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        return language, folder, typed(folder, language)


Year = tuple[str, Path, list[Answer]]


def test_every_line_of_the_year_ends_as_it_should(year: Year) -> None:
    _language, _folder, answers = year
    assert [str(each) for each in answers if not as_expected(each)] == []


def test_the_book_is_clean_at_the_end_of_each_month(year: Year) -> None:
    _language, _folder, answers = year
    checks = [each for each in answers if each.step.words[0] == "check"]
    assert len(checks) == MONTHS
    assert [finding for each in checks for finding in json.loads(each.out)["findings"]] == []


def test_every_row_is_balanced_at_the_end_of_each_month(year: Year) -> None:
    _language, _folder, answers = year
    balances = [each for each in answers if each.step.words[:2] == ("report", "balance")]
    assert len(balances) == MONTHS
    rows = [row for each in balances for row in json.loads(each.out)["rows"]]
    assert rows
    assert [row for row in rows if not row["balanced"]] == []


def test_nothing_of_the_year_is_said_in_the_other_language(year: Year) -> None:
    language, _folder, answers = year
    if language == "zh":
        lines = [line for each in answers for line in (each.out + each.err).splitlines()]
        assert [line for line in lines if not line.startswith(("{", " ", "}")) and english_in(line)] == []


def test_each_writing_line_is_one_commit_and_nothing_is_left_over(year: Year) -> None:
    _language, folder, answers = year
    wrote = [each for each in answers if each.step.sign == "$"]
    log = subprocess.run(
        ["git", "log", "--format=%H"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.split()
    assert len(log) == len(wrote)
    left = subprocess.run(
        ["git", "status", "--porcelain", "ledgers"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    assert left == ""


def test_the_script_says_what_the_year_of_an_office_holds() -> None:
    verbs = {each.words[0] for each in steps()}
    assert verbs >= {
        *("init", "new", "adopt", "add", "progress", "extend", "return", "transfer", "close", "correct"),
        *("unit", "person", "carry", "seal", "recheck", "reopen", "record", "reply", "suspend", "resume"),
    }
    progress = {each.words[1] for each in steps() if each.words[0] == "progress"}
    assert len(progress) >= 8
