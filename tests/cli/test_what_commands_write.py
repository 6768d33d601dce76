"""The rules on changes are asked before a command writes, and what commands write is clean in an audit."""

import re
import shlex
from pathlib import Path

import pytest

from cleanledger.model.lifecycle import MOVES
from cleanledger.operations.examples import IDS, example_of
from cleanledger.operations.verbs import Verb
from tests.cli.office import CLERK, HEAD, UNIT_CLERK, Answer, Office
from tests.cli.test_verb_examples import (
    BEGINNINGS,
    DONE,
    MEASURES,
    OTHERS,
    STANDING_FOR,
    put,
    shown_in,
    source_of,
)

TODAY = "2024-06-01"
MANY = 11


@pytest.fixture
def office(office: Office) -> Office:
    """The office, whose commits are of the day that its lines are typed on."""
    for role in ("AUTHOR", "COMMITTER"):
        office.monkeypatch.setenv(f"GIT_{role}_DATE", f"{TODAY}T10:00:00+0800")
    return office


def refused(office: Office, *arguments: str, email: str = CLERK) -> str:
    """What is said where a command and its dry run are refused; git has nothing new."""
    head = office.git("rev-parse", "HEAD")
    said = office.refused(*arguments, email=email)
    assert office.refused(*arguments, "--dry-run", email=email) == said
    assert (office.git("rev-parse", "HEAD"), office.git("status", "--porcelain")) == (head, "")
    return said


def clean_since(office: Office, commit: str) -> Answer:
    answer = office("audit", f"{commit.strip()}..HEAD")
    assert answer.code == 0, answer.out
    return answer


# --- warnings ------------------------------------------------------------------------------------


GRANTED = ("--to", "2024-09-30", "-r", "等批复", "--approved-by", "leader", "--doc", "局办8号")


def test_who_is_granted_more_time_too_late_is_told_once_by_the_rule(office: Office) -> None:
    office.ok("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-05-01")
    for more in (("--dry-run",), ()):
        answer = office("extend", "1", *GRANTED, *more)
        assert answer.code == 0
        assert answer.err.splitlines() == [
            "warning: RW-2024-001 LG605 extended when the deadline 2024-05-01 had passed, 31 days after",
            "  hint: ask for an extension before the deadline",
        ]
        assert "had passed" not in answer.out
    assert "LG605" in clean_since(office, "HEAD~1").out
    office.language = "zh"
    office.ok("add", "RW-2024", "复核", "-u", "GDBH", "-d", "2024-05-01")
    assert office("延期", "2", *GRANTED).err.startswith("警告：RW-2024-002 LG605 ")


def test_in_time_nothing_is_remarked(office: Office) -> None:
    office.ok("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-06-01")
    assert office("extend", "1", *GRANTED).err == ""


# --- many at once --------------------------------------------------------------------------------


@pytest.fixture
def claimed(office: Office) -> tuple[str, ...]:
    """Eleven entries that wait to be closed."""
    ids = [office.ok("add", "RW-2024", f"第{n}项", "-u", "GDBH", "-d", "2024-12-31").split()[0]
           for n in range(MANY)]  # fmt: skip
    office.ok("submit", *ids, "-n", "已完成", "--ref", "档案2024-1", email=UNIT_CLERK)
    return tuple(ids)


def test_many_are_not_closed_at_once_without_one_paper(office: Office, claimed: tuple[str, ...]) -> None:
    said = refused(office, "close", *claimed, "--opinion", "同意", email=HEAD)
    assert said.splitlines() == [
        "error: close RW-2024-001 is refused",
        "  LG611 11 entries were judged at once, with no one meeting or document",
        "    hint: name the meeting or the document that decided on all of them",
    ]
    office.ok("close", *claimed[:-1], "--opinion", "同意", email=HEAD)
    clean_since(office, "HEAD~1")


@pytest.mark.parametrize("how", ["doc", "meeting"])
def test_one_paper_or_meeting_closes_many(office: Office, claimed: tuple[str, ...], how: str) -> None:
    paper = "局办8号"
    if how == "meeting":
        paper = office.ok("record", "研究", "--held-by", "JGDW").split()[0]
    office.ok("close", *claimed, "--opinion", "同意", f"--{how}", paper, email=HEAD)
    clean_since(office, "HEAD~1")


# --- units, posts, proof ---------------------------------------------------------------------------


def test_a_move_that_rewrites_the_past_is_refused(office: Office) -> None:
    said = refused(office, "unit", "set", "GDBH", "parent=JGJW", "--slip")
    assert "LG612 the unit GDBH was moved, and its past with it" in said
    assert "hint: it moves from a day on: ledger unit set GDBH parent=… --from DATE" in said
    office.ok("unit", "set", "GDBH", "parent=JGJW", "--from", "2024-05-01")
    clean_since(office, "HEAD~1")


def test_one_key_for_two_posts_of_one_human_rewrites_nobody(office: Office) -> None:
    office.ok("person", "add", "second", "--unit", "GDBH", "--role", "reviewer", "--email", UNIT_CLERK)
    units = (office.folder / "ledgers/units.yaml").read_text("utf-8")
    assert units.count("key: p-001") == 2
    clean_since(office, "HEAD~1")


def by_policy(office: Office, proof: str) -> None:
    book = office.folder / "ledgers/book.yaml"
    text = book.read_text("utf-8").replace("proof: claimed", f"proof: {proof}")
    text = re.sub(r"from: 20\d\d-", "from: 2024-", text)
    assert f"proof: {proof}" in text
    book.write_text(text, "utf-8")
    office.git("commit", "-q", "-a", "-m", "规则")


ADD = ("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31")


def test_where_the_author_is_the_proof_a_stranger_borrows_no_post(office: Office) -> None:
    by_policy(office, "author")
    said = refused(office, *ADD, "--as", "jgdw-clerk", email="stranger@a.example")
    assert "LG704 typed by jgdw-clerk by its own word, but the commit is of stranger@a.example" in said
    office.ok(*ADD)
    clean_since(office, "HEAD~1")


def test_where_signatures_are_the_proof_nothing_goes_unsigned(office: Office) -> None:
    by_policy(office, "signed")
    said = refused(office, *ADD)
    assert "LG703" in said
    assert "git config commit.gpgSign true" in said


# --- what is refused already is refused once ------------------------------------------------------


def test_a_step_that_is_not_legal_is_told_once(office: Office) -> None:
    office.ok(*ADD)
    said = office.refused("close", "1", "--opinion", "同意", email=HEAD)
    assert "LG602" not in said
    assert said.count("LG4") == len(set(re.findall(r"LG4\d\d [^\n]*", said)))


# --- the invariant --------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", [*BEGINNINGS, *OTHERS], ids=lambda verb: verb.name)
def test_what_a_verb_writes_is_no_error_in_an_audit(verb: Verb, office: Office) -> None:
    office.ok("person", "add", "jgdw-head", "--unit", "JGDW", "--role", "approver")
    line = example_of(verb)
    _program, *arguments = shlex.split(line)
    entry_id, kind = (IDS["rectification"], "rectification") if verb.begins else shown_in(line)
    put(office, kind, entry_id, "doing" if verb.begins else source_of(kind, verb.name),
        MEASURES if verb.name == "measure" else DONE)  # fmt: skip
    if entry_id != IDS["record"] and IDS["record"] in line:
        put(office, "record", IDS["record"], "")
    if "ZG-2025" in line:
        office.ok("new", "ZG-2025", "--kind", "rectification", "--title", "2025年整改台账")
    office.git("add", "--all")
    office.git("commit", "-q", "-m", "old list")
    before = office.git("rev-parse", "HEAD")
    move = MOVES.get((kind, verb.name))
    office.ok(*arguments, email=CLERK if verb.begins else STANDING_FOR[move.role if move else ""])
    clean_since(office, before)
    office.ok("undo", "--yes", email=office.git("log", "-1", "--format=%ae").strip())
    clean_since(office, before)


def test_a_renumbering_is_no_error_where_texts_name_the_old_number(office: Office) -> None:
    first = office.ok("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31").split()[0]
    (office.folder / "佐证.txt").write_text("佐证", encoding="utf-8")
    office.ok("evidence", first, "佐证.txt", "-n", f"见{first}")
    (office.folder / "佐证.txt").unlink()
    office.ok("add", "RW-2024", f"接续 {first} 的工作", "-u", "GDBH", "-d", "2024-12-31",
              "--set", f"related={first}")  # fmt: skip
    before = office.git("rev-parse", "HEAD")
    office.ok("renumber", first, "--to", "9")
    clean_since(office, before)
    assert f"见{first}" in office.text("RW-2024-009")


def test_approving_can_be_asked_by_nobody_else() -> None:
    """`Approved` is made where the rules are asked, and by `unasked`; who writes can get it nowhere else."""
    made = re.compile(r"(?<![\w.])Approved\(")
    package = Path(__file__).parents[2] / "cleanledger"
    found = {path.name for path in package.rglob("*.py") if made.search(path.read_text("utf-8"))}
    assert found == {"approving.py", "save.py"}
    whole = {path.stem for path in package.rglob("*.py") if "unasked(" in path.read_text("utf-8")}
    assert whole == {"save", "undo", "set_up", "resolve"}
