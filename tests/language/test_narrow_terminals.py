"""On a terminal that has no Chinese, or only GBK, every command answers with what signs there are."""

import json
from pathlib import Path

import pytest

from tests.language.driven import Answer, Run, Said, runs, said_once, shared_folder
from tests.language.subjects import part_of_the_sample

COMMANDS = (
    *("", "--help", "list", "list --format markdown", "list --format plain", "list --format csv"),
    *("list --format json", "due", "overdue", "units", "units --by level", "report", "report slow --say"),
    *("report slow", "report balance", "report rollup --format markdown", "report counts", "report closings"),
    *("show ZG-2024-001", "show ZG-2024-001 --format json", "check", "check --format json", "unit list"),
    *("person list", "plan list", "duty list", "campaign list", "policy show", "explain", "explain LG501"),
    *("explain 办结", "explain ZG-2024-001", "explain due --format markdown", "explain due --format json"),
    *("close --help", "report slow --help", "无此命令", "list --status 无", "close ZG-2024-008"),
    *("progress ZG-2024-009 进展 --dry-run", "start RW-2024-001 --as 没有", "schema entry", "undo --dry-run"),
)
UNENCODABLE = "\\u"


def driven(folder: Path) -> list[Run]:
    book = part_of_the_sample(folder)
    # What GBK does not have, in the title of an entry.
    path = book / "ledgers" / "ZG-2024" / "ZG-2024-001.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: 𠮷字✓", 1), encoding="utf-8")
    return [*runs(book, COMMANDS), *runs(book, ["", "list", "overdue", "show ZG-2024-001"], looked_at=True)]


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_no_command_fails_for_want_of_a_sign(encoding: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    shared = shared_folder(tmp_path_factory)
    said = said_once(encoding, driven, shared, PYTHONIOENCODING=encoding)
    assert len(said.answers) > 40
    for answer in said.answers:
        assert answer.code in (0, 1, 2), answer.err
        assert "Traceback" not in answer.err
        assert "Unicode" not in answer.err
        assert answer.lines
        if encoding == "ascii":
            assert (answer.out + answer.err).isascii()


def test_what_gbk_lacks_is_shown_and_the_rest_is_chinese(tmp_path_factory: pytest.TempPathFactory) -> None:
    said = said_once("gbk", driven, shared_folder(tmp_path_factory), PYTHONIOENCODING="gbk")
    (shown,) = (answer for answer in _plain(said) if answer.words[2:] == ("show", "ZG-2024-001"))
    assert "字" in shown.out
    assert "𠮷" not in shown.out
    assert UNENCODABLE in shown.out.lower()


def _plain(said: Said) -> tuple[Answer, ...]:
    return said.answers[: len(COMMANDS)]


def test_what_programs_read_is_whole_whatever_the_terminal(tmp_path_factory: pytest.TempPathFactory) -> None:
    said = said_once("ascii", driven, shared_folder(tmp_path_factory), PYTHONIOENCODING="ascii")
    (listed,) = (answer for answer in _plain(said) if answer.words[2:] == ("list", "--format", "json"))
    titles = {row["id"]: row["title"] for row in json.loads(listed.out)["rows"]}
    assert titles["ZG-2024-001"].startswith("𠮷字✓")
