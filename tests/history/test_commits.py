"""The rules on commits themselves: clocks, words that deceive, and attributes that hide."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from cleanledger import git
from cleanledger.history.audit import audit
from cleanledger.history.judging import Wish
from cleanledger.model.audited import Audited
from tests.history.repositories import ledger_repository, run
from tests.history.test_changes import RW, STARTED, codes, edited

DAY = "2024-08-15T10:00:00+0800"
TODAY = date(2024, 8, 20)
EMAIL = "p6@office.example"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return ledger_repository(tmp_path / "office", {})


def judged(root: Path, *wanted: str) -> Audited:
    repository = git.find_repository(root)
    assert repository is not None
    return audit(repository, root / "ledgers", wanted or ("HEAD", "^HEAD^"), Wish(today=TODAY))


def commit(
    root: Path, message: bytes = b"change", *, written: str = DAY, committed: str = DAY, name: str = "p6"
) -> None:
    """A commit of all that lies there, by its own times, name and message."""
    run(root, "add", ".")
    who = {
        f"GIT_{role}_{fact}": value
        for role, when in (("AUTHOR", written), ("COMMITTER", committed))
        for fact, value in (("NAME", name), ("EMAIL", EMAIL), ("DATE", when))
    }
    words = ["git", "commit-tree", run(root, "write-tree"), "-p", "HEAD"]
    own = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(words, cwd=root, env=own, input=message, capture_output=True, check=True)
    run(root, "reset", "-q", "--soft", done.stdout.decode().strip())


def noted(root: Path) -> None:
    """A change of nothing but a comment."""
    path = root / RW
    path.write_text(path.read_text(encoding="utf-8") + "# 在办\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "committed", "found"),
    [
        (DAY, DAY, ""),
        ("2024-08-15T10:00:00+0800", "2024-08-15T02:05:00+0000", ""),
        ("2024-07-03T10:00:00+0800", DAY, ""),  # moved by a rebase
        ("2024-07-31T22:00:00+0800", "2024-07-31T22:00:00+0800", ""),  # twelve hours of a wrong zone
        ("2024-08-21T10:00:00+0800", "2024-08-21T10:00:00+0800", ""),  # a clock that is ahead by a day
        (DAY, "2024-07-20T10:00:00+0800", "committed before that"),
        ("2024-07-20T10:00:00+0800", "2024-07-20T10:00:00+0800", "came before it"),
        ("2024-08-18T10:00:00+0800", DAY, "committed before that"),
        ("2024-08-22T10:00:00+0800", "2024-08-22T10:00:00+0800", "still to come"),
        (DAY, "2031-01-01T10:00:00+0800", "still to come"),
        ("1980-01-01T00:00:00+0800", DAY, "no clock in order"),
    ],
)
def test_clocks(root: Path, written: str, committed: str, found: str) -> None:
    noted(root)
    commit(root, written=written, committed=committed)
    findings = judged(root).findings
    assert [each.code for each in findings] == (["LG617"] if found else [])
    assert found in "".join(each.message for each in findings)
    assert all(each.severity == "warning" for each in findings)


def test_what_follows_a_commit_of_the_future_is_not_found_as_well(root: Path) -> None:
    noted(root)
    commit(root, written="2031-01-01T10:00:00+0800", committed="2031-01-01T10:00:00+0800")
    noted(root)
    commit(root)
    assert codes(judged(root, "HEAD")) == [("LG617", "")]


def test_a_moment_at_the_end_of_time_is_read(root: Path) -> None:
    noted(root)
    commit(root, written="@253402300799 +0000", committed="@253402300799 +0000")
    assert codes(judged(root)) == [("LG617", "")]


def test_a_clock_is_not_asked_about_what_is_not_of_the_book(root: Path) -> None:
    (root / "other.txt").write_text("another matter\n", encoding="utf-8")
    commit(root, b"\x1b[2J", written="1980-01-01T00:00:00+0800")
    assert codes(judged(root)) == []


@pytest.mark.parametrize(
    ("message", "name", "found"),
    [
        ("进展 RW-2024-001：μm、kΩ、α1、Ünïcode、⚠️、👩‍🔧".encode(), "李\ue000", ""),
        ("\ufeff进展\r\n\r\n\t说明\r\n".encode(), "p6", ""),
        (b'Revert "close RW-2024-001"\n\nThis reverts commit 1f0e4e9.\n', "p6", ""),
        (b"close RW-2024-001 later", "p6", ""),
        (b"close RW-2024-001", "p6", "no line of the commit does"),
        ("办结 RW-2024-001".encode(), "p6", "no line of the commit does"),
        (b"close RW-2024-002", "p6", "leaves it as it is"),
        (b"x\n\nLedger-Entry: RW-2024-001\nLedger-Action: close\n", "p6", "no line of the commit does"),
        (b"x\n\nLedger-Entry: RW-2024-009\nLedger-Action: start\n", "p6", "leaves it as it is"),
        (b"x\n\nLedger-Entry: RW-2024-001\nLedger-Action: start\n", "p6", ""),
        (b"x\n\nLedger-Entry: RW-2024-009\nLedger-Action: renumber\n", "p6", ""),
        (
            (
                b"x\n\nLedger-Entry: RW-2024-009\nLedger-Action: add\n\n* y\n\nLedger-Entry: RW-2024-001\n"
                b"Ledger-Action: start\n"
            ),
            "p6",
            "",
        ),  # two made into one
        (b"start\rclose", "p6", "U+000D"),
        (b"start\x1b[1Aclose", "p6", "U+001B"),
        ("start \u202eesolc".encode(), "p6", "U+202E"),
        ("st\u200bart".encode(), "p6", "U+200B"),
        ("start\U000e0041".encode(), "p6", "U+E0041"),
        ("s\u0442art".encode(), "p6", "looks like another letter"),
        ("𝐬tart".encode(), "p6", "looks like another letter"),
        (b"start", "p\u200b6", "the author"),
        (b"start", "сlerk", "the author"),
    ],
)
def test_words_of_a_commit(root: Path, message: bytes, name: str, found: str) -> None:
    edited(root, RW, *STARTED)
    commit(root, message, name=name)
    findings = judged(root).findings
    assert [each.code for each in findings] == (["LG619"] if found else [])
    assert found in "".join(each.message for each in findings)


def test_a_commit_is_not_silent_on_an_entry_that_it_steps(root: Path) -> None:
    edited(root, RW, *STARTED)
    other = "ledgers/ZG-2024/ZG-2024-002.yaml"
    line = "  - {date: 2024-08-15, by: gdbh-clerk, did: progress, note: 方案已报送}\n"
    (root / other).write_text((root / other).read_text(encoding="utf-8") + line, encoding="utf-8")
    commit(root, b"start\n\nLedger-Entry: RW-2024-001\nLedger-Action: start\n")
    findings = judged(root).findings
    assert [(each.code, each.entry) for each in findings] == [("LG619", "ZG-2024-002")]
    assert findings[0].path == other
    assert "silent" in findings[0].message


@pytest.mark.parametrize("name", ["方案\u202etxt.doc", "方案\u200b.txt", "ѕcan.txt", "a\x1b[2Jb.txt"])
def test_a_path_that_deceives(root: Path, name: str) -> None:
    (root / "ledgers" / name).write_text("材料", encoding="utf-8")
    commit(root)
    (finding,) = judged(root).findings
    assert (finding.code, f"the path ledgers/{name}: " in finding.message) == ("LG619", True)


ALL = "ledgers/**/*.yaml"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((f"{ALL} text eol=lf", "ledgers/evidence/** -text -diff"), []),
        (("*.docx binary", "evidence/** filter=lfs -diff", f"{ALL} merge=union diff=ledger"), []),
        ((f"{ALL} -diff", f"{ALL} diff"), []),
        (("# ledgers/** -diff", "other/** -diff"), []),
        ((f"{ALL} text", f"{ALL} -diff"), [(2, "-diff")]),
        (("ledgers/RW-2024/*.yaml binary",), [(1, "-diff")]),
        (("[attr]tidy -diff", "*.yaml tidy"), [(2, "-diff")]),
        (("* export-ignore",), [(1, "export-ignore")]),
        (("/ledgers export-ignore",), [(1, "export-ignore")]),
        (("ledgers/RW-2024/ export-ignore",), [(1, "export-ignore")]),
        (("*.yaml merge=ours",), [(1, "merge=ours")]),
        (("*.yaml filter=tidy",), [(1, "filter=tidy")]),
        (("*.yaml linguist-generated",), [(1, "linguist-generated")]),
        (("*.yaml gitlab-generated=true",), [(1, "gitlab-generated")]),
        (("RW-2024-001.yaml -diff filter=x",), [(1, "-diff"), (1, "filter=x")]),
    ],
)
def test_attributes(root: Path, lines: tuple[str, ...], found: list[tuple[int, str]]) -> None:
    (root / ".gitattributes").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    commit(root)
    findings = judged(root).findings
    assert [each.code for each in findings] == ["LG621"] * len(found)
    for each, (line, said) in zip(findings, found, strict=True):
        assert (each.path, each.line, each.message.split()[0]) == (".gitattributes", line, said)
    (root / ".gitattributes").write_text("".join(f"{line}\n" for line in (*lines, "# x")), encoding="utf-8")
    commit(root)
    assert codes(judged(root)) == [], "it is found where it was brought, once"


def test_a_ledger_that_begins_hidden(root: Path) -> None:
    (root / ".gitattributes").write_text("ledgers/RW-2025/** -diff\n", encoding="utf-8")
    commit(root)
    assert codes(judged(root)) == []
    cover = (root / "ledgers/RW-2024/ledger.yaml").read_text(encoding="utf-8")
    (root / "ledgers/RW-2025").mkdir()
    (root / "ledgers/RW-2025/ledger.yaml").write_text(cover, encoding="utf-8")
    commit(root)
    (finding,) = judged(root).findings
    assert (finding.code, finding.path, finding.line) == ("LG621", ".gitattributes", 1)


def test_attributes_of_the_repository_itself(root: Path) -> None:
    noted(root)
    commit(root)
    info = root / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "attributes").write_text(f"{ALL} merge=cleanledger\n", encoding="utf-8")
    assert codes(judged(root)) == []
    (info / "attributes").write_text(f"{ALL} merge=cleanledger\n{ALL} -diff\n", encoding="utf-8")
    (finding,) = judged(root).findings
    assert (finding.code, finding.path, finding.commit) == ("LG621", ".git/info/attributes", "")


def test_attributes_that_the_repository_names(root: Path, tmp_path: Path) -> None:
    noted(root)
    commit(root)
    (tmp_path / "mine").write_text("*.yaml export-ignore\n", encoding="utf-8")
    run(root, "config", "core.attributesFile", str(tmp_path / "mine"))
    (finding,) = judged(root).findings
    assert (finding.code, finding.path) == ("LG621", ".git/config")


def test_attributes_of_the_repository_do_not_cover_those_of_a_commit(root: Path) -> None:
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text(f"{ALL} diff\n", encoding="utf-8")
    (root / ".gitattributes").write_text(f"{ALL} -diff\n", encoding="utf-8")
    commit(root)
    assert codes(judged(root)) == [("LG621", "")]
