"""`ledger audit`, `ledger history` and `ledger check --base`, as auditors and CI type them."""

import json
import re
import sqlite3
import subprocess
from contextlib import closing
from itertools import dropwhile, takewhile
from pathlib import Path

import pytest

from cleanledger.store.cache import cache_path
from tests.cli.office import CLERK, HEAD, Office, new_office

RW = "ledgers/RW-2024/RW-2024-001.yaml"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A book whose commits are of the day that its lines were typed on."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", "2024-06-03T10:00:00+0800")
    made = new_office(tmp_path, monkeypatch)
    made.git("branch", "-m", "main")
    made.ok("add", "RW-2024", "修订内部控制制度", "-u", "GDBH", "-d", "2024-12-31", today="2024-06-03")
    made.ok("extend", "1", "--to", "2025-03-31", "-r", "方案待批", "--approved-by", "leader",
            "--doc", "局办〔2024〕8号", today="2024-06-03")  # fmt: skip
    return made


def by_hand(office: Office, *pairs: tuple[str, str], message: str = "hand") -> None:
    """An edit of the first entry, committed by git itself."""
    path = office.folder / RW
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    office.git("commit", "-q", "-a", "-m", message)


MOVED = ("due: 2025-03-31", "due: 2025-09-30")


def test_a_past_made_by_commands_has_nothing_against_it(office: Office) -> None:
    out = office.ok("audit")
    assert out.splitlines()[-1] == "nothing found"
    assert "signatures: not signed" in out
    assert "second copy: none" in out


def test_a_deadline_moved_by_hand_is_found_in_its_commit(office: Office) -> None:
    by_hand(office, MOVED)
    answer = office("audit")
    commit = office.git("rev-parse", "HEAD")[:7]
    assert answer.code == 1
    assert f"commit {commit}\n  {RW}:5 LG604 " in answer.out
    assert office("audit", "HEAD~1").code == 0
    assert office("audit", "HEAD~1..HEAD").code == 1


def test_json_says_which_commit_and_what_was_not_checked(office: Office) -> None:
    by_hand(office, MOVED)
    by_hand(office, ("title: ", "title: ["))
    data = json.loads(office("audit", "--format", "json").out)
    assert data["schema"] == "cleanledger/audit-1"
    (finding,) = data["findings"]
    assert (finding["code"], finding["entry"]) == ("LG604", "RW-2024-001")
    assert finding["commit"] == office.git("rev-parse", "HEAD~1").strip()
    (unchecked,) = data["unchecked"]
    assert (unchecked["entry"], unchecked["commit"]) == (
        "RW-2024-001",
        office.git("rev-parse", "HEAD").strip(),
    )
    assert data["summary"]["commits"] == int(office.git("rev-list", "--count", "HEAD"))


def test_what_hides_behind_an_unreadable_version_is_found(office: Office) -> None:
    by_hand(office, ("title: ", "title: ["))
    by_hand(office, ("title: [", "title: "), MOVED)
    assert "LG604" in office("audit").out


def test_an_auditors_own_policy_judges(office: Office, tmp_path: Path) -> None:
    book = (office.folder / "ledgers/book.yaml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(book.replace("proof: claimed", "proof: signed"), encoding="utf-8")
    assert "proof: claimed" in book
    assert "LG703" in office("audit", "--policy", str(mine)).out
    assert office("audit", "--policy", str(tmp_path / "none.yaml")).code == 1


def test_a_range_that_git_does_not_know(office: Office) -> None:
    answer = office("audit", "--", "--output=x")
    assert (answer.code, (office.folder / "x").exists()) == (3, False)
    assert "there is no commit" in answer.err
    assert office("audit", "HEAD...HEAD").code == 2


def test_a_shallow_clone_cannot_be_judged(office: Office, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{office.folder}", str(clone)], check=True)
    for words in (("audit",), ("check", "--base", "HEAD")):
        answer = office("--book", str(clone), *words)
        assert answer.code == 3
        assert "fetch-depth: 0" in answer.err


def test_check_against_a_base_judges_what_was_committed_since(office: Office) -> None:
    office.git("checkout", "-q", "-b", "work")
    office.ok("start", "1", today="2024-06-03")
    assert office("check", "--base", "main").code == 0
    by_hand(office, ("title: 修订内部控制制度", "title: 修订制度"))
    answer = office("check", "--base", "main")
    assert answer.code == 1
    assert "LG613" in answer.out
    by_hand(office, ("title: 修订制度", "title: 修订内部控制制度"))
    assert "LG613" in office("check", "--base", "main").out, "the commit stays in the past"
    assert office("check").code == 0


def test_check_against_a_base_tries_the_merge(office: Office) -> None:
    office.git("checkout", "-q", "-b", "work")
    office.ok("progress", "1", "方案已报送", today="2024-06-03")
    office.git("checkout", "-q", "main")
    office.ok("add", "RW-2024", "另一件事", "-u", "GDBH", "-d", "2024-12-31", today="2024-06-03")
    office.git("checkout", "-q", "work")
    objects = office.git("count-objects")
    assert office("check", "--base", "main").code == 0
    assert office.git("count-objects") == objects, "who only checks leaves nothing behind"
    office.git("checkout", "-q", "main")
    office.ok("progress", "1", "方案退回", today="2024-06-03")
    office.git("checkout", "-q", "work")
    answer = office("check", "--base", "main")
    assert answer.code == 1
    assert "cannot be merged" in answer.err


def test_history_tells_who_did_what_on_what_paper(office: Office) -> None:
    by_hand(office, MOVED)
    first, second, third = office.ok("history", "1").splitlines()
    ids = office.git("log", "--format=%h", "--abbrev=7", "--reverse", "--", RW).split()
    assert first.startswith("2024-06-03 ")
    assert first.endswith(f"version {ids[0]}; not signed")
    assert "due 2024-12-31 → 2025-03-31; extension 1 of the round; reason 方案待批" in second
    assert "局办〔2024〕8号" in second
    assert f"changed by hand: due 2025-03-31 → 2025-09-30; version {ids[2]}" in third
    office.language = "zh"
    chinese = office.ok("history", "1")
    assert "时限 2024-12-31 → 2025-03-31；本轮第1次延期；理由 方案待批" in chinese
    assert "手工改动" in chinese


def test_history_follows_a_number_that_was_changed(office: Office) -> None:
    office.ok("renumber", "1", today="2024-06-03")
    lines = office.ok("history", "2").splitlines()
    assert any("renumbered: RW-2024-001 → RW-2024-002" in line for line in lines)
    assert " add" in lines[0]
    assert office.ok("audit").splitlines()[-1] == "nothing found"


def test_history_of_the_rules(office: Office) -> None:
    assert "proof" in office.ok("history", "--policy")
    assert "GDBH" in office.ok("history", "--units")
    assert "gdbh-clerk" in office.ok("history", "--people")
    assert office("history", "1", "--policy").code == 2


def test_keys_that_are_not_there_are_no_keys(office: Office) -> None:
    for command in (("audit",), ("history", "1")):
        assert office(*command, "--signers", "nowhere").code == 1


def test_a_second_post_of_one_human_rewrites_nobody(office: Office) -> None:
    office.ok("person", "add", "jgjw-clerk", "--unit", "JGJW", "--role", "clerk", "--email", HEAD)
    text = (office.folder / "ledgers/units.yaml").read_text(encoding="utf-8")
    assert text.count("key: p-001") == 2, "one human, one key"
    assert office.ok("audit").splitlines()[-1] == "nothing found"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{{email: {HEAD}}}", f"{{email: {HEAD}}}, {{email: {CLERK}}}"),
        (f"{{key: p-001, email: {HEAD}}}", f"{{key: p-002, email: {HEAD}}}"),
    ],
)
def test_a_post_that_is_shared_or_a_human_that_is_made_two_by_hand_is_found(
    office: Office, old: str, new: str
) -> None:
    if "p-001" in old:
        office.ok("person", "add", "jgjw-clerk", "--unit", "JGJW", "--role", "clerk", "--email", HEAD)
    path = office.folder / "ledgers/units.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    office.git("commit", "-q", "-a", "-m", "hand")
    assert "LG612" in office("audit").out


def test_an_undo_is_listed_as_withdrawn(office: Office) -> None:
    office.ok("start", "1", today="2024-06-03")
    office.ok("undo", "--yes", today="2024-06-03")
    out = office.ok("audit")
    assert "withdrawn at once" in out
    assert out.splitlines()[-1] == "nothing found"
    told = office.ok("history", "1")
    assert "took back at once what was typed just before" in told
    assert "cut or rewritten" not in told


def test_a_book_without_a_past(office: Office) -> None:
    assert office("audit", email=HEAD).code == 0
    (office.folder / ".git").rename(office.folder / "gone")
    answer = office("audit", email=CLERK)
    assert answer.code == 3
    assert "no past" in answer.err


def table_below(paper: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, with its heading and without its rule."""
    lines = dropwhile(lambda line: not line.startswith("|"), paper[paper.index(heading) :].splitlines()[1:])
    found = takewhile(lambda line: line.startswith("|"), lines)
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in found]
    return [rows[0], *rows[2:]]


def test_the_working_paper_is_in_the_language_of_the_book(office: Office, tmp_path: Path) -> None:
    by_hand(office, MOVED)
    by_hand(office, ("title: ", "title: ["))
    paper = tmp_path / "底稿.md"
    assert office("audit", "--to", str(paper)).code == 1
    text = paper.read_text(encoding="utf-8")
    assert text.startswith("# 历史核查工作底稿\n")
    facts = dict(table_below(text, "# 历史核查工作底稿"))
    count = office.git("rev-list", "--count", "HEAD").strip()
    assert (facts["总台账"], facts["存档数"]) == ("台账", count)
    assert "@" in facts["核查人"]
    (headings, finding) = table_below(text, "## 二、")
    assert headings == ["序号", "事项", "问题", "程度", "存档", "日期", "作者", "位置"]
    assert finding[1] == "RW-2024-001"
    assert finding[2].startswith("LG604 时限由2025-03-31改为2025-09-30")
    assert finding[4:6] == [office.git("rev-parse", "--short=7", "HEAD~1").strip(), "2024-06-03"]
    (_headings, unread) = table_below(text, "## 三、")
    assert unread[0] == office.git("rev-parse", "--short=7", "HEAD").strip()
    assert [row[0] for row in table_below(text, "## 六、")[1:]] == ["核查负责人", "复核人", "被核查单位"]
    for said in ("无存档的月份", "第二副本", "未签名", "不能证明日期"):
        assert said in text


def test_nothing_of_the_book_acts_in_the_working_paper(office: Office, tmp_path: Path) -> None:
    name = "甲|乙 <b>*丙*</b>\u202e"
    by_hand(office, MOVED)
    office.monkeypatch.setenv("GIT_AUTHOR_NAME", name)
    path = office.folder / RW
    path.write_text(
        path.read_text(encoding="utf-8").replace("title: 修订内部控制制度", "title: '|<i>修订'"),
        encoding="utf-8",
    )
    office.git("commit", "-q", "-a", "-m", "x")
    paper = tmp_path / "paper.md"
    office("audit", "--to", str(paper))
    text = paper.read_text(encoding="utf-8")
    assert "\u202e" not in text
    assert not re.search(r"(?<!\\)<", text)
    rows = table_below(text, "## 二、")
    assert {len(row) for row in rows} == {8}
    assert any("甲" in row[6] for row in rows)


@pytest.mark.parametrize("name", ["结果.txt", "result.JSON"])
def test_other_papers_are_written_as_they_are_called(name: str, office: Office, tmp_path: Path) -> None:
    out = office.ok("audit", "--to", str(tmp_path / name))
    text = (tmp_path / name).read_text(encoding="utf-8")
    if name.endswith("txt"):
        assert text == out
    else:
        assert json.loads(text) == json.loads(office.ok("audit", "--format", "json"))


def test_a_paper_of_no_known_kind_is_refused(office: Office, tmp_path: Path) -> None:
    answer = office("audit", "--to", str(tmp_path / "底稿.docx"))
    assert (answer.code, (tmp_path / "底稿.docx").exists()) == (2, False)
    assert ".md, .txt" in answer.err


def test_an_empty_range_is_said_to_be_one(office: Office, tmp_path: Path) -> None:
    out = office.ok("audit", "HEAD..HEAD", "--to", str(tmp_path / "p.md"))
    assert out.splitlines()[0] == "there is no commit in this range"
    assert out.splitlines()[-1] == "nothing was judged"
    assert "…" not in out
    assert "这个范围内" not in out
    assert "未作判断" in (tmp_path / "p.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (("--no-ff",), []),
        (("-s", "ours"), ["dropped"]),
        (("--no-ff", "--no-commit"), ["made-up"]),
    ],
    ids=["plain", "ours", "evil"],
)
def test_history_passes_by_no_merge_that_did_something(
    how: tuple[str, ...], told: list[str], office: Office
) -> None:
    """Whether only one side touched the entry or both did: a merge is told where it is not just their sum."""
    office.git("checkout", "-q", "-b", "side")
    office.ok("progress", "1", "已起草", "--percent", "40", today="2024-06-03")
    office.git("checkout", "-q", "main")
    office.git("commit", "-q", "--allow-empty", "-m", "meanwhile")
    office.git("merge", "-q", *how, *(() if "--no-commit" in how else ("-m", "merge")), "side")
    if "--no-commit" in how:
        by_hand(office, ("title: 修订", "title: 修改"), message="merge")
    rows = json.loads(office.ok("history", "1", "--format", "json"))["rows"]
    merges = [row["what"] for row in rows if row["what"] in ("dropped", "made-up", "merged")]
    assert merges == told
    assert ["progress" in str(row["line"]) for row in rows].count(True) == 1


def test_an_audit_recalls_what_it_found_unless_it_is_to_be_fresh(office: Office) -> None:
    by_hand(office, MOVED)
    first = office("audit")
    with closing(sqlite3.connect(cache_path())) as file, file:
        changed = "replace(CAST(value AS TEXT), 'LG604', 'LG606')"
        assert file.execute(f"UPDATE kept SET value = CAST({changed} AS BLOB)").rowcount
    assert office("audit").out == first.out.replace("LG604", "LG606")
    assert office("audit", "--fresh") == first


def test_a_paper_says_where_git_does_not_know_who_made_it(office: Office, tmp_path: Path) -> None:
    office.git("config", "user.useConfigOnly", "true")
    office.monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    office.monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    office.monkeypatch.delenv("EMAIL", raising=False)
    assert office("audit", "--to", str(tmp_path / "p.md"), email=None).code == 0
    facts = dict(table_below((tmp_path / "p.md").read_text(encoding="utf-8"), "# "))
    assert facts["核查人"] == "git 不知"
