"""`ledger check --format …` on a book with a fault: every format names it, and the exit code stays."""

import json
from xml.etree import ElementTree as ET

import pytest

from tests.cli.office import Office, run_process

ENTRY = "ledgers/RW-2024/RW-2024-001.yaml"
FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")


@pytest.fixture
def faulty(office: Office) -> Office:
    """An entry whose deadline is no date, another one without a fault."""
    office.ok("add", "RW-2024", "学习", "-u", "GDBH", "-d", "2024-12-31")
    office.ok("add", "RW-2024", "复习", "-u", "GDBH", "-d", "2024-12-31")
    path = office.folder / ENTRY
    path.write_text(path.read_text("utf-8").replace("due: 2024-12-31", "due: 2024-13-31", 1), "utf-8")
    return office


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_names_the_fault_and_ends_with_1(faulty: Office, name: str) -> None:
    answer = faulty("check", "--format", name)
    assert answer.code == 1
    assert ENTRY in answer.out
    assert "LG" in answer.out


@pytest.mark.parametrize("name", FORMATS)
def test_without_a_fault_every_format_ends_with_0(office: Office, name: str) -> None:
    assert office.ok("check", "--format", name)


def test_junit_has_a_case_for_each_file_that_was_asked_for(faulty: Office) -> None:
    cases = ET.fromstring(faulty("check", "--format", "junit").out).iter("testcase")
    names = [case.get("name") for case in cases]
    assert "ledgers/book.yaml" in names
    assert names == sorted(str(name) for name in names)
    one = ET.fromstring(faulty("check", ENTRY, "--format", "junit").out)
    assert [case.get("name") for case in one.iter("testcase")] == [ENTRY]


def test_sarif_brings_the_page_of_every_rule(faulty: Office) -> None:
    (run,) = json.loads(faulty("check", "--format", "sarif").out)["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert all(rule["help"]["markdown"].startswith(f"# {rule['id']}") for rule in rules)


def test_warnings_fail_a_strict_run_in_every_format(office: Office) -> None:
    office.ok("add", "RW-2024", "联系", "-u", "GDBH", "-d", "2024-12-31")
    folder = office.folder / "ledgers/evidence/RW-2024-001"
    folder.mkdir(parents=True)
    (folder / "x.txt").write_text("x", "utf-8")
    issues = json.loads(office("check", "--format", "gitlab").out)
    assert "critical" not in {issue["severity"] for issue in issues}
    assert "minor" in {issue["severity"] for issue in issues}
    strict = office("check", "--strict", "--format", "gitlab")
    assert strict.code == 1
    assert "critical" in strict.out
    assert "<failure" in office("check", "--strict", "--format", "junit").out


def test_an_unknown_format_is_refused_with_those_there_are(office: Office) -> None:
    answer = office("check", "--format", "xml")
    assert answer.code == 2
    assert "text, json, github, gitlab, sarif, junit" in answer.err


@pytest.mark.parametrize("name", ["gitlab", "sarif", "junit"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "gbk"])
def test_documents_are_whole_whatever_the_encoding(faulty: Office, name: str, encoding: str) -> None:
    done = run_process(
        "check", "--format", name, cwd=faulty.folder, PYTHONIOENCODING=encoding, LEDGER_LANG="zh"
    )
    assert done.returncode == 1
    text = done.stdout
    read = "".join(ET.fromstring(text).itertext()) if name == "junit" else str(json.loads(text))
    assert "没有2024-13-31这一天" in read
