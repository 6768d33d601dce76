"""In Chinese no English sentence reaches a user: ours, click's, typer's, pydantic's, PyYAML's or git's."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from cleanledger.render.width import width
from cleanledger.reports.catalog import REPORTS
from tests import catalogue
from tests.catalogue import texts_of, translations_of
from tests.cli.office import Office

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "data" / "hostile" / "yaml"
TODAY = "2024-12-20"
CLERK = "p05@zrzyt.example"

# Each run after the other in one process, which spoke Chinese before it imported the command line.
RUN_ALL = """
import io, json, sys
from cleanledger import i18n
i18n.use("zh")
from cleanledger.cli.app import run

class Stream(io.StringIO):
    encoding = "utf-8"
    looked_at = False
    def isatty(self): return self.looked_at

answers = []
for arguments, typed in json.load(sys.stdin):
    sys.stdin, sys.stdout, sys.stderr = Stream(typed or ""), Stream(), Stream()
    sys.stdin.looked_at = sys.stderr.looked_at = typed is not None
    code = run(arguments)
    answers.append([code, sys.stdout.getvalue(), sys.stderr.getvalue()])
sys.__stdout__.write(json.dumps(answers))
"""


class Answer(NamedTuple):
    arguments: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return [*self.out.splitlines(), *self.err.splitlines()]


def in_chinese(
    folder: Path, commands: Sequence[str | Sequence[str]], typed: str | None = None, **environment: str
) -> list[Answer]:
    """What each command writes in Chinese; `typed`: what somebody answers at a terminal."""
    runs = [command.split() if isinstance(command, str) else list(command) for command in commands]
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL],
        input=json.dumps([[run, typed] for run in runs]),
        cwd=folder,
        env={**os.environ, "GIT_AUTHOR_EMAIL": CLERK, "LEDGER_TEST": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    return [Answer(tuple(run), *answer) for run, answer in zip(runs, answers, strict=True)]


# --- what an English sentence is --------------------------------------------------------------

_WHAT_IS_TYPED = re.compile(
    r"(?<!Usage: )\bledger (?:--?[a-z]|[a-z]+)[ -~…]*"
    r"|\bgit (?:add|clone|commit|config|init|log|pull|push|reset|status|-C)\b[ -~…]*|\bfuser [ -~]+"
    r"|“[^”]*”|\"[^\"]*\"|'[^']*'|（[ -~]*）"
    r"|--?[a-z][\w-]*|\S*[/\\]\S*|\S+\.(?:yaml|txt|pdf)\b"
)
_SENTENCE = re.compile(r"[A-Za-z][a-z]+(?:,? [a-z]{2,})+")
_EXCERPT = re.compile(r"\s*\d* \| ")


def english_in(line: str) -> list[str]:
    """Runs of English words in `line` that nobody typed and that are no code of ours."""
    if _EXCERPT.match(line):
        return []
    return _SENTENCE.findall(_WHAT_IS_TYPED.sub(" — ", line))


@pytest.mark.parametrize(
    "sentence",
    [
        "错误：No such option '--x'.",
        "Usage: ledger close [OPTIONS] ID and more",
        "  -h, --help  Show this message and exit.",
        "错误：缺少 Missing argument 'NAME'.",
        "fatal: not a git repository (or any of the parent directories): .git",
        "ledgers/a.yaml:1:1 LG003 while scanning a quoted scalar",
        "Input should be a valid string",
        "提示：git is not installed, or not on the PATH",
        "Aborted by the user!",
        "submit ZG-2024-001 is refused",
    ],
)
def test_an_english_sentence_is_seen(sentence: str) -> None:
    assert english_in(sentence)


@pytest.mark.parametrize(
    "line",
    [
        "用 ledger unit add GDBH 名称 增加",
        "可选：table、plain、markdown、csv、json",
        "ledgers/RW-2024/RW-2024-001.yaml:3:1 LG406 报办结应写明说明（note）",
        '12 | title: "some English words here"',
        '处理：请加引号："no such thing"',
    ],
)
def test_what_is_typed_is_no_sentence(line: str) -> None:
    assert english_in(line) == []


def assert_chinese(answers: Sequence[Answer]) -> None:
    found = [
        f"ledger {' '.join(answer.arguments)}: {line}"
        for answer in answers
        for line in answer.lines
        if english_in(line)
    ]
    assert not found, "\n".join(found)
    assert all("Traceback" not in answer.err for answer in answers)


# --- the catalogue ----------------------------------------------------------------------------


def translations() -> Iterator[tuple[str, str]]:
    for message in catalogue.written():
        if message.id:
            yield from ((texts_of(message)[-1], text) for text in translations_of(message))


def test_no_translation_is_english() -> None:
    assert [text for _english, text in translations() if english_in(text)] == []


def test_chinese_sentences_have_chinese_punctuation() -> None:
    half_width = re.compile(r"[\u4e00-\u9fff”’][,;:!?()]|[,;!?()][\u4e00-\u9fff“‘]")
    # Between these stands what a file holds, or a shell reads.
    typed = re.compile(r"“[^”]*”|\[[^\]]*\]|-u 单位")
    assert [text for _english, text in translations() if half_width.search(typed.sub("", text))] == []


def test_a_commit_is_never_called_what_submitting_is() -> None:
    assert [text for _english, text in translations() if "提交" in text] == []


# --- the program ------------------------------------------------------------------------------

USAGE = (
    *("", "--version", "nonsense", "clos", "报办", "--nonsense", "--lang fr list", "--book"),
    *("close --opinon", "close --noted", "close --note", "progress 31 --percent much", "measure 31 x"),
    *(
        "list a b",
        "list --kind x",
        "list --status x",
        "list --format x",
        "list --unit 没有",
        "list --ledger 没有",
    ),
    *(
        "list --today 2024-02-31",
        "list --today tomorrow",
        "check --strict=1",
        "check nowhere",
        "check --format x",
    ),
    *("report", "report nothing", "report overdue --by unit", "report deadlines --month 13", "units --by x"),
    *(
        "unit",
        "unit add",
        "unit add X",
        "unit add bad 名称",
        "unit add GDBH 名称",
        "unit add NEW 名称 --kind x",
    ),
    *(
        "person",
        "person add",
        "person add x",
        "person add x --unit 没有",
        "person add new --unit GDBH --role x",
    ),
    *("new", "new RW-2024 --kind task --title 题", "new bad --kind task --title 题", "new NEW-1 --kind x"),
    *("add", "add 没有", "add RW-2024", "add RW-2024 题", "add RW-2024 题 -u 没有 -d 2024-12-31"),
    *("add RW-2024 题 -u GDBH -d someday", "add RW-2024 题 -u GDBH", "init", "init nowhere --preset x"),
    "init . --unit X --as x --email a@b.example",
    *("report nothing", "report --format json", "report due", "report overdue --month 2024-06"),
    *("report closings --month 2024-6", "report closings --month 2024-06 --since 2024-01-01"),
    *("report closings --since 2024-06-01 --until 2024-01-01", "report deadlines --by unit"),
    *("report rollup --by 色", "report slow --say --format json", "report coverage --type 没有"),
    *("report rollup --tree-of x", "report d"),
    *("explain nothing", "explain LG999", "explain 999999", "explain LG501 --format x"),
)
VERBS = (
    *(
        "close",
        "close 999999",
        "close ZG",
        "close ZG-2024-001",
        "close ZG-2024-008",
        "销号 ZG-2024-008 --opinion 同意",
    ),
    *(
        "submit ZG-2024-009",
        "submit ZG-2024-009 -n 已办",
        "submit ZG-2024-008 -n 已办",
        "报办结 RW-2024-009 -n 已办",
    ),
    *("return ZG-2024-009 -r 不符", "verify ZG-2024-008 --opinion 好", "verify RW-2024-001 --opinion 好"),
    *("extend ZG-2024-009", "extend ZG-2024-009 --to 2024-01-01", "extend ZG-2024-009 --to x -r 因"),
    "extend ZG-2024-009 --to 2025-01-31 -r 因 --approved-by jgdw-clerk --dry-run",
    *(
        "start JL-2024-001",
        "start ZG-2024-001",
        "start ZG-2024-009 --date 2099-01-01",
        "start RW-2024-001 --actor 没有",
    ),
    *("start RW-2024-001 --as 没有", "start RW-2024-001 --as jgjw-head", "start RW-2024-001 --meeting 没有"),
    *(
        "set ZG-2024-009 status=closed",
        "set ZG-2024-009 foo=1",
        "set ZG-2024-009 due=2025-01-01",
        "set ZG-2024-009 x",
    ),
    *(
        "set ZG-2024-009 round=3",
        "set ZG-2024-009 leader=",
        "set ZG-2024-009 power=QZ-2024-001",
        "set ZG-2024-009",
    ),
    *("correct ZG-2024-001 --line 99", "correct ZG-2024-001 foo=1", "correct ZG-2024-001 note=x"),
    *(
        "measure ZG-2024-009 99",
        "measure ZG-2024-009",
        "measure ZG-2024-009 --milestone 9",
        "progress ZG-2024-009",
    ),
    *(
        "evidence ZG-2024-009",
        "evidence ZG-2024-009 nowhere.pdf",
        "evidence ZG-2024-009 --ref 1 --held-by 没有",
    ),
)
OF_A_PERIOD = tuple(report for report in REPORTS.values() if "since" in report.heeds)
SETTING_UP = (
    *(
        "unit set",
        "unit set GDBH",
        "unit set GDBH name=新",
        "unit set GDBH 颜色=红",
        "unit set GDBH kind=王国",
    ),
    *("unit set GDBH until=2024-12-31", "unit set GDBH kind=body --from 2024-01-01", "unit rename GDBH"),
    *("unit rename GDBH 耕地处", "unit rename GDBH 又名 --from 2024-01-01", "unit merge", "unit merge GDBH"),
    "unit merge YTGZ --into GDBH -r 因 --doc 文 --approved-by tdz-secretary",
    "unit merge TDLY --into GDBH",
    "unit merge GDBH --into GDBH",
    "unit merge KFLY --into ZGB -r 因 --doc 文 --approved-by tdz-secretary --dry-run",
    "unit handover BGS --to FGC -r 因 --doc 文 --approved-by tdz-secretary",
    "unit handover 没有 --to FGC",
    *("person set", "person set gdbh-clerk roles=国王", "person set gdbh-clerk key=p99", "person handover x"),
    *(
        "person handover gdbh-clerk --email n@a.example",
        "person handover fgc-clerk",
        "person leave gdbh-clerk",
    ),
    *(
        "person leave zfj-clerk --until 2020-01-01",
        "person move bgs-clerk",
        "person move bgs-clerk fgc-clerk",
    ),
    *("person move cwc-clerk gdbh-clerk-2 --unit GDBH", "person set jgjw-head roles=clerk"),
    *("plan", "plan add", "plan add GH-14 名", "plan add ZT-1 名 --year 2024", "plan add GH-15 第十五个规划"),
    *(
        "plan set ZT-2024 name=新",
        "plan set 没有 name=x",
        "campaign add",
        "campaign add ZX-1 名",
        "campaign list",
    ),
    *("campaign set ZX-1 name=新", "duty add", "duty add 跳舞", "duty add 调度 --held-by BGS --every 有时"),
    *("duty add 调度 --held-by BGS --every 每月", "duty list", "duty end 9", "duty end 6", "duty set 1 每=x"),
    *(
        "duty handover 1 --to BGS",
        "duty handover 1 --to BGS",
        "plan list",
        "policy",
        "policy show",
        "policy set",
    ),
    *("policy show --ledger ZG-2024 --on 2024-01-01", "policy set task.evidence=2", "policy set 任务=2"),
    *(
        "policy set task.evidence=2 --from 2024-01-01",
        "policy set task.evidence=2 --from 2025-01-01 --doc 文",
    ),
    *(
        "policy set task.evidence=3 --from 2025-01-01",
        "policy set near=9 --from 2025-01-01",
        "policy set near=9",
    ),
    *(
        "policy set ladder=x",
        "policy set --ledger RW-2024 task.evidence=9",
        "policy set --ledger RW-2024 kind=x",
    ),
    *(
        "policy set --ledger ZG-2024 keeper=ZGB",
        "policy set policy=x",
        "policy set paper=纸",
        "policy set name+=x",
    ),
    *(
        "new BX-2024 --kind task --title 题 --set 颜色=红",
        "new BX-2024 --kind task --title 题 --set called=清单",
    ),
)
READING = (
    *("list", "list --format markdown", "show ZG-2024-001 ZG-2024-008 RW-2024-001 FX-2024-001 JL-2024-001"),
    *(
        "show QZ-2024-001 ZS-2023-001",
        "due",
        "overdue",
        "units",
        "units --by ledger",
        "units --by level",
        "check",
    ),
    *("unit list", "person list", "list --today 2030-01-01"),
    *("report", "report slow --help", "report 增减 --help", "report --help", "report 滞后 --say"),
    *(f"report {name}" for name in REPORTS),
    *(f"report {report.chinese} --today 2026-11-20 --since 2024-01-01" for report in OF_A_PERIOD),
    *("report coverage --type 责任书", "report closings --by day", "report counts --by level"),
    *("report balance --by ledger", "report rollup --tree-of 2023-06-01", "report counts --month 2024-06"),
    *("", "--unit FGC", "--today 2030-01-01", "today --format markdown", "--book ."),
    *(
        "explain",
        "explain LG106 已申请销号 红牌 整改项 责任领导",
        "explain ZG-2024-001 ZG-2024-008 ZG-2024-009",
    ),
    "explain RW-2024-001 FX-2024-001 JL-2024-001 QZ-2024-001 ZS-2023-001 --today 2024-06-30",
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The sample book in a repository of its own."""
    shutil.copytree(ROOT / "ledgers", tmp_path / "ledgers")
    for command in ("init --quiet", "add --all", "commit --quiet --message 存档"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def every_command(folder: Path) -> list[str]:
    """The name of each command, those of groups behind their group's."""
    (root,) = in_chinese(folder, ["--help"])
    names = re.findall(r"^  ([a-z]+) [\u4e00-\u9fff]", root.out.partition("每天常用：")[2], re.MULTILINE)
    groups = in_chinese(folder, [f"{name} --help" for name in names])
    inner = {
        name: re.findall(r"^  ([a-z]+) [\u4e00-\u9fff]", answer.out.partition("命令：\n")[2], re.MULTILINE)
        for name, answer in zip(names, groups, strict=True)
    }
    return [*names, *(f"{name} {each}" for name, each_of in inner.items() for each in each_of)]


def test_help_of_every_command(tmp_path: Path) -> None:
    names = every_command(tmp_path)
    assert {"add", "close", "extend", "check", "init", "unit add", "person list"} <= set(names)
    answers = in_chinese(tmp_path, ["--help", "-h", *(f"{name} --help" for name in names)])
    assert_chinese(answers)
    for answer in answers:
        assert answer.code == 0
        assert answer.out.startswith("用法："), answer
        # Not a line is cut, and none is wider than the screen.
        assert "..." not in answer.out
        assert [line for line in answer.lines if columns(line) > 80] == []
        assert len(set(re.findall(r"^  .*", answer.out, re.MULTILINE))) == len(
            re.findall(r"^  .*", answer.out, re.MULTILINE)
        ), f"said twice: {answer.out}"


def columns(line: str) -> int:
    return sum(1 if character.isascii() else 2 for character in line.replace("…", "."))


def test_columns_of_help_stand_below_each_other(tmp_path: Path) -> None:
    (answer,) = in_chinese(tmp_path, ["close --help"])
    rows = re.findall(r"^(  -.*?\S  +)\S.*$", answer.out, re.MULTILINE)
    assert len(rows) > 5
    assert len({columns(row) for row in rows}) == 1


@pytest.mark.parametrize(
    "commands", [USAGE, VERBS, SETTING_UP, READING], ids=["usage", "verbs", "setting up", "reading"]
)
def test_every_answer(book: Path, commands: Sequence[str]) -> None:
    answers = in_chinese(book, [f"--today {TODAY} {command}" for command in commands])
    assert_chinese(answers)
    assert {answer.code for answer in answers} <= {0, 1, 2}
    assert all(answer.lines for answer in answers)


def test_prompts(book: Path) -> None:
    commands = (
        "close",
        "add",
        "new",
        "extend ZG-2024-009",
        "set ZG-2024-009",
        "progress",
        "submit ZG-2024-009",
        "unit add",
        "unit rename",
        "unit set",
        "unit merge",
        "unit handover",
        "person add",
        "person handover",
        "person leave",
        "person move",
        "plan add",
        "campaign add",
        "duty add",
        "policy set",
        "policy set task.evidence=2",
    )
    answers = in_chinese(book, [f"--today {TODAY} {command}" for command in commands], typed="x\n" * 3)
    assert_chinese(answers)
    assert all("：" in answer.err for answer in answers)


def test_surroundings(tmp_path: Path, book: Path) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    commands = ("list", "close 31", "check", "--book nothing list", "", "--book nothing")
    answers = in_chinese(nowhere, commands, GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert_chinese(answers)
    stranger = in_chinese(
        book, ["start RW-2024-001", "--as zfj-clerk start ZG-2024-009"], GIT_AUTHOR_EMAIL="x@y.example"
    )
    assert_chinese(stranger)
    (book / ".git" / "hooks" / "pre-commit").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (book / ".git" / "hooks" / "pre-commit").chmod(0o755)
    hooked = in_chinese(book, [f"--today {TODAY} progress ZG-2024-009 进展"])
    assert_chinese(hooked)
    assert hooked[0].code == 3
    (book / ".git" / "MERGE_HEAD").write_text("", encoding="utf-8")
    assert_chinese(in_chinese(book, [f"--today {TODAY} progress ZG-2024-009 又进展"]))
    (book / "ledgers" / "book.yaml").write_text("format: 99\n", encoding="utf-8")
    assert_chinese(in_chinese(book, ["list", "close 31", "check"]))
    shutil.rmtree(book / ".git")
    shutil.copyfile(ROOT / "ledgers" / "book.yaml", book / "ledgers" / "book.yaml")
    alone = in_chinese(
        book, [f"--today {TODAY} progress ZG-2024-009 进展"], GIT_CEILING_DIRECTORIES=str(book.parent)
    )
    assert_chinese(alone)
    assert alone[0].code == 3


@pytest.mark.parametrize(
    "email",
    [
        *("p04@zrzyt.example", "p07@zrzyt.example", "p11@zrzyt.example", "p15@zrzyt.example"),
        *("p19@zzjz.example", "x@y.example"),
    ],
)
def test_what_waits_today_for_each_kind_of_person(book: Path, email: str) -> None:
    with (book / "ledgers" / "book.yaml").open("a", encoding="utf-8") as file:
        file.write("# 未存档\n")
    (book / "ledgers" / "RW-2024" / "RW-2024-001.yaml").write_text("kind: [\n", encoding="utf-8")
    answers = in_chinese(book, [f"--today {TODAY}"] * 2, GIT_AUTHOR_EMAIL=email)
    assert_chinese(answers)
    for answer in answers:
        assert (answer.code, "无法读取的文件：1" in answer.out) == (1, True)
        assert len(answer.out.splitlines()) <= 24
        assert max(map(width, answer.out.splitlines())) <= 80


def test_findings_of_files_that_cannot_be_read(book: Path) -> None:
    folder = book / "ledgers" / "RW-2024"
    for number, path in enumerate(sorted(CORPUS.glob("*.yaml")), 101):
        if path.stat().st_size < 100_000:
            shutil.copyfile(path, folder / f"RW-2024-{number}.yaml")
    (answer,) = in_chinese(book, ["check"])
    assert answer.code == 1
    assert len(set(re.findall(r"LG\d{3}", answer.out))) > 10
    assert_chinese([answer])


def test_findings_of_entries_that_break_rules(book: Path) -> None:
    """Each line of an entry changed in turn: what the rules say of it."""
    path = book / "ledgers" / "ZG-2024" / "ZG-2024-001.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines[1:], 2):
        broken = [
            *lines[:number],
            line.replace("2024", "2031")
            .replace("GDBH", "XX")
            .replace("close", "start")
            .replace("KFLY", "JGJW"),
        ]
        text = "".join([*broken, *lines[number + 1 :]]).replace("ZG-2024-001", f"ZG-2024-{number + 100}")
        (path.parent / f"ZG-2024-{number + 100}.yaml").write_text(text, encoding="utf-8")
        (path.parent / f"ZG-2024-{number + 200}.yaml").write_text(
            "".join([*lines[: number - 1], *lines[number:]]), encoding="utf-8"
        )
    (answer,) = in_chinese(book, ["check"])
    assert len(set(re.findall(r"LG\d{3}", answer.out))) > 10
    assert_chinese([answer])


def test_an_office_that_speaks_chinese_is_answered_by_the_words_of_its_kinds(office: Office) -> None:
    for ledger in ("RW-2024", "ZG-2024"):
        office.ok("add", ledger, "清查", "-u", "GDBH", "-d", "2024-12-31")
        office.ok("submit", f"{ledger}-001", "-n", "已办", "--ref", "档1", "--date", "2024-06-01")
    shown = in_chinese(
        office.folder, ["show RW-2024-001 ZG-2024-001", "list"], GIT_AUTHOR_EMAIL="clerk@a.example"
    )
    for answer in shown:
        assert "已报办结" in answer.out
        assert "已申请销号" in answer.out
    assert "报办结  录入人：" in shown[0].out
    assert "申请销号  录入人：" in shown[0].out
