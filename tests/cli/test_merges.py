"""Two branches that git joins without a word, and what is wrong then: `check` finds it."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.office import UNIT_CLERK, Office

pytestmark = pytest.mark.needs("git")


class Branches:
    """An office whose main branch and side branch go their own ways from one entry on."""

    def __init__(self, office: Office) -> None:
        self.office = office
        # Lines between what the branches change, so that git sees no conflict.
        self.entry = self.add(
            "修订办法", "-m", "摸排", "--set", "root_cause=制度不全", "--set", "goal=形成制度"
        )

    def add(self, title: str, *more: str) -> str:
        out = self.office.ok("add", "RW-2024", title, "-u", "GDBH", "-d", "2024-12-31", *more)
        return out.split()[0]

    def path(self, entry: str) -> Path:
        return self.office.folder / "ledgers" / entry.rpartition("-")[0] / f"{entry}.yaml"

    def edit(self, path: Path, old: str, new: str) -> None:
        """A change by hand, committed."""
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        self.office.git("commit", "--quiet", "-a", "-m", "by hand")

    def go_apart(self, side: Callable[[], object], main: Callable[[], object]) -> None:
        self.office.git("checkout", "--quiet", "-b", "side")
        side()
        self.office.git("checkout", "--quiet", "-")
        main()

    def merge(self) -> None:
        """The side branch into the main one; git finds no conflict."""
        self.office.git("merge", "--quiet", "--no-edit", "side")

    def found(self) -> set[tuple[str, str]]:
        """The errors that `check` finds: code and entry."""
        answer = self.office("check", "--format", "json")
        findings = json.loads(answer.out)["findings"]
        errors = {(each["code"], Path(each["path"]).stem) for each in findings if each["severity"] == "error"}
        assert answer.code == (1 if errors else 0)
        return errors


@pytest.fixture
def branches(office: Office) -> Branches:
    return Branches(office)


def submit(branches: Branches) -> None:
    branches.office.ok(
        "submit", branches.entry, "-n", "已完成", "--all-measures", "--ref", "档案2024-1", email=UNIT_CLERK
    )


def test_two_branches_without_quarrel_are_clean(branches: Branches) -> None:
    branches.go_apart(lambda: submit(branches), lambda: branches.add("另一事项"))
    branches.merge()
    assert branches.found() == set()


def test_a_submit_beside_a_new_open_measure_is_found(branches: Branches) -> None:
    entry = branches.entry
    branches.office.ok("measure", entry, "1", email=UNIT_CLERK)

    def measured() -> None:
        branches.edit(branches.path(entry), "measures:\n", "measures:\n  - {num: 2, text: 新增措施}\n")

    branches.go_apart(measured, lambda: submit(branches))
    branches.merge()
    assert branches.found() == {("LG408", entry)}


def test_a_deadline_moved_by_hand_beside_a_submit_is_found(branches: Branches) -> None:
    entry = branches.entry

    def moved() -> None:
        branches.edit(branches.path(entry), "due: 2024-12-31\n", "due: 2025-06-30\n")

    branches.go_apart(moved, lambda: submit(branches))
    branches.merge()
    assert ("LG403", entry) in branches.found()


def test_a_unit_ended_beside_a_new_entry_of_it_is_found(branches: Branches) -> None:
    units = branches.office.folder / "ledgers" / "units.yaml"

    def ended() -> None:
        line = next(line for line in units.read_text(encoding="utf-8").splitlines() if "JGJW, name" in line)
        branches.edit(units, line, line.replace("}", ", until: 2024-05-31}"))

    def used() -> None:
        branches.office.ok("add", "RW-2024", "新事项", "-u", "JGJW", "-d", "2024-12-31")

    branches.go_apart(ended, used)
    branches.merge()
    assert ("LG202", "RW-2024-002") in branches.found()


def test_a_key_that_both_branches_add_is_found(branches: Branches) -> None:
    path = branches.path(branches.entry)

    def above() -> None:
        branches.edit(path, "title:", "leader: 甲\ntitle:")

    def below() -> None:
        branches.edit(path, "status:", "leader: 乙\nstatus:")

    branches.go_apart(above, below)
    branches.merge()
    assert branches.found() == {("LG006", branches.entry)}


def test_a_number_that_both_branches_take_is_a_loud_conflict(branches: Branches) -> None:
    branches.go_apart(lambda: branches.add("支线事项"), lambda: branches.add("主线事项"))
    with pytest.raises(subprocess.CalledProcessError):
        branches.merge()
    assert (
        branches.office.git("diff", "--name-only", "--diff-filter=U") == "ledgers/RW-2024/RW-2024-002.yaml\n"
    )
    assert branches.found() == {("LG007", "RW-2024-002")}
    # A clerk who commits it so is told again.
    branches.office.git("commit", "--quiet", "-a", "-m", "merged")
    answer = branches.office("check")
    assert answer.code == 1
    assert re.search(r"^ledgers/RW-2024/RW-2024-002\.yaml:\d+:1 LG007 ", answer.out, re.MULTILINE)


def test_an_entry_made_void_beside_one_that_refers_to_it_is_found(branches: Branches) -> None:
    entry = branches.entry
    path = branches.path(entry)

    def voided() -> None:
        line = (
            "  - {date: 2024-06-01, by: jgdw-clerk, actor: leader, doc: 会议纪要3号, did: void, "
            "reason: 重复, approved_by: leader}\n"
        )
        branches.edit(path, "status: open\n", "status: void\n")
        text = path.read_text(encoding="utf-8")
        path.write_text(text + line, encoding="utf-8")
        branches.office.git("commit", "--quiet", "-a", "-m", "void")

    def referred() -> None:
        branches.add("后续事项", "--set", f"related={entry}")

    branches.go_apart(voided, referred)
    branches.merge()
    assert branches.found() == {("LG211", "RW-2024-002")}


def test_the_same_act_on_both_branches_is_one_act(branches: Branches) -> None:
    branches.go_apart(lambda: submit(branches), lambda: submit(branches))
    branches.merge()
    assert branches.path(branches.entry).read_text(encoding="utf-8").count("did: submit") == 1
    assert branches.found() == set()
