"""A clerk's year, typed from an empty folder in either language: clean and balanced at each month's end."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from cleanledger.i18n import LANGUAGES
from tests.language.driven import said_once, shared_folder
from tests.language.english import english_in
from tests.language.subjects import SUBJECTS
from tests.year.script import Answer, as_expected, steps, typed

MONTHS = 12


def typed_in(language: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Answer]]:
    """The folder of the year, and its answers."""
    if language == "zh":
        # What is typed in Chinese is heard once, for this and for what is said in Chinese.
        shared = shared_folder(tmp_path_factory)
        said = said_once("year", SUBJECTS["year"], shared).answers
        answers = [Answer(step, *each[1:4]) for step, each in zip(steps(), said, strict=True)]
        return shared / "language" / "year", answers
    folder = tmp_path_factory.mktemp(f"year-{language}")
    return folder, typed(folder, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_is_typed_and_the_book_is_clean_and_balanced_at_each_months_end(
    language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, answers = typed_in(language, tmp_path_factory)
    assert [str(each) for each in answers if not as_expected(each)] == []
    assert_clean([each for each in answers if each.step.words[0] == "check"])
    assert_balanced([each for each in answers if each.step.words[:2] == ("report", "balance")])
    assert_one_commit_each(folder, sum(each.step.sign == "$" for each in answers))
    if language == "zh":
        lines = [line for each in answers for line in (each.out + each.err).splitlines()]
        assert [line for line in lines if not line.startswith(("{", " ", "}")) and english_in(line)] == []


def assert_clean(checks: Sequence[Answer]) -> None:
    assert len(checks) == MONTHS
    assert [finding for each in checks for finding in json.loads(each.out)["findings"]] == []


def assert_balanced(balances: Sequence[Answer]) -> None:
    assert len(balances) == MONTHS
    rows = [row for each in balances for row in json.loads(each.out)["rows"]]
    assert rows
    assert [row for row in rows if not row["balanced"]] == []


def assert_one_commit_each(folder: Path, written: int) -> None:
    """Each line that writes is one commit, and nothing of the book is left over."""
    assert len(git(folder, "log", "--format=%H").split()) == written
    assert git(folder, "status", "--porcelain", "ledgers") == ""


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_script_says_what_the_year_of_an_office_holds() -> None:
    verbs = {each.words[0] for each in steps()}
    assert verbs >= {
        *("init", "new", "adopt", "add", "progress", "extend", "return", "transfer", "close", "correct"),
        *("unit", "person", "carry", "seal", "recheck", "reopen", "record", "reply", "suspend", "resume"),
    }
    progress = {each.words[1] for each in steps() if each.words[0] == "progress"}
    assert len(progress) >= 8
