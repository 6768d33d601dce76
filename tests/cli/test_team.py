"""Several people at one book: a real bare repository, real clones, and what happens when they meet."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.office import CLERK, HEAD, UNIT_CLERK, Answer, Office

pytestmark = pytest.mark.needs("git")

SERVER = "共享台账.git"


class Clone(Office):
    """One person's copy of the book; each command is typed in its folder."""

    def __call__(
        self, *arguments: str, email: str | None = CLERK, today: str | None = "2024-06-01"
    ) -> Answer:
        self.monkeypatch.chdir(self.folder)
        return super().__call__(*arguments, email=email, today=today)

    def add(self, title: str, ledger: str = "RW-2024", *more: str) -> str:
        return self.ok("add", ledger, title, "-u", "GDBH", "-d", "2024-12-31", *more).split()[0]

    def head(self) -> str:
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def first(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """The founder's copy, not shared yet."""
    folder = tmp_path / "甲"
    shutil.copytree(template, folder)
    return Clone(folder, monkeypatch)


@pytest.fixture
def team(first: Clone, tmp_path: Path) -> tuple[Clone, Clone]:
    """Two copies that meet in one shared folder."""
    first.ok("share", str(tmp_path / SERVER))
    return first, joined(first, tmp_path, "乙")


def joined(first: Clone, place: Path, name: str) -> Clone:
    first.ok("join", str(place / SERVER), str(place / name), today=None)
    return Clone(place / name, first.monkeypatch)


def server_git(clone: Clone, *arguments: str) -> str:
    return clone.git("--git-dir", str(clone.folder.parent / SERVER), *arguments).strip()


def agree(*clones: Clone) -> None:
    """All have the same, it is sent, and the book is clean."""
    heads = {clone.head() for clone in clones}
    assert heads == {server_git(clones[0], "rev-parse", "HEAD")}
    for clone in clones:
        assert clone.git("status", "--porcelain") == ""
        assert "clean" in clone.ok("check", "--strict")


# --- me ------------------------------------------------------------------------------------------


def second_post(office: Office) -> None:
    office.ok("person", "add", "second-clerk", "--unit", "JGDW", "--role", "clerk", "--email", CLERK)


ADD = ("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31")


def test_the_post_is_remembered_in_this_clone_and_as_goes_before_it(office: Office) -> None:
    second_post(office)
    office.refused(*ADD)
    assert office.ok("me", "second-clerk").splitlines() == ["you type as second-clerk in this clone"]
    office.ok(*ADD)
    assert "by: second-clerk" in office.text("RW-2024-001")
    office.ok(*ADD, "--as", "jgdw-clerk")
    assert "by: jgdw-clerk" in office.text("RW-2024-002")
    office.monkeypatch.setenv("LEDGER_AS", "jgdw-clerk")
    office.ok(*ADD)
    assert "by: jgdw-clerk" in office.text("RW-2024-003")


def test_me_alone_says_who_one_is(office: Office) -> None:
    second_post(office)
    office.ok("me", "second-clerk")
    assert office.ok("me").splitlines() == [
        f"Clerk <{CLERK}>",
        "your posts: jgdw-clerk, second-clerk",
        "you type as second-clerk in this clone",
    ]
    office.ok("me", "--forget")
    assert "you type as" not in office.ok("me")
    office.refused(*ADD)


def test_the_post_of_another_is_not_remembered(office: Office) -> None:
    assert "jgjw-head is not a post of" in office.refused("me", "jgjw-head")
    assert "you type as" not in office.ok("me")


def test_an_address_that_git_does_not_know_is_taken_from_the_post(office: Office) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        office.monkeypatch.delenv(name)
    answer = office("me", "gdbh-clerk", email=None)
    assert answer.code == 0, answer
    assert answer.out.splitlines() == [
        f"git knows you in this clone as gdbh-clerk <{UNIT_CLERK}>",
        "you type as gdbh-clerk in this clone",
    ]
    assert office(*ADD, email=None).code == 0
    assert "by: gdbh-clerk" in office.text("RW-2024-001")
    assert office.git("log", "-1", "--format=%ae").strip() == UNIT_CLERK


# --- share and join ------------------------------------------------------------------------------


def test_a_shared_folder_takes_the_book_and_cannot_be_rewritten(first: Clone, tmp_path: Path) -> None:
    said = first.ok("share", str(tmp_path / SERVER))
    assert said.splitlines()[1] == f"others take part with: ledger join {tmp_path}/{SERVER}".replace(
        f"{tmp_path}/{SERVER}", f"'{tmp_path}/{SERVER}'"
    )
    assert server_git(first, "rev-parse", "HEAD") == first.head()
    assert server_git(first, "config", "receive.denyNonFastForwards") == "true"
    assert server_git(first, "config", "receive.denyDeletes") == "true"
    assert first.git("rev-parse", "@{upstream}").strip() == first.head()
    assert "shared already" in first.refused("share", str(tmp_path / "two.git"))


def test_a_folder_that_is_used_is_not_taken(first: Clone, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("a")
    assert "is not empty" in first.refused("share", str(tmp_path / "full"))
    assert "book's own folder" in first.refused("share", str(first.folder / "in.git"))
    assert first.git("remote") == ""


def test_a_place_with_another_book_is_not_taken(
    team: tuple[Clone, Clone], template: Path, tmp_path: Path
) -> None:
    shutil.copytree(template, tmp_path / "丙")
    third = Clone(tmp_path / "丙", team[0].monkeypatch)
    assert "shared there already" in third.refused("share", str(tmp_path / SERVER))
    assert third.git("remote") == ""


def test_a_place_that_does_not_answer_leaves_no_remote(first: Clone, tmp_path: Path) -> None:
    answer = first("share", f"file://{tmp_path}/none.git")
    assert answer.code == 3
    assert "could not be reached" in answer.err
    assert first.git("remote") == ""


def test_join_brings_the_whole_book_and_says_what_is_next(first: Clone, tmp_path: Path) -> None:
    first.ok("share", str(tmp_path / SERVER))
    out = first.ok("join", str(tmp_path / SERVER), str(tmp_path / "乙"), today=None).splitlines()
    assert out[1] == "your posts: jgdw-clerk"
    assert out[2].startswith("next: cd ")
    second = Clone(tmp_path / "乙", first.monkeypatch)
    assert second.git("rev-parse", "--is-shallow-repository").strip() == "false"
    agree(first, second)
    answer = first("join", str(tmp_path / SERVER), str(tmp_path / "乙"), today=None)
    assert (answer.code, "is not empty" in answer.err) == (1, True)
    stranger = first("join", str(tmp_path / SERVER), str(tmp_path / "丙"), email="x@y.example", today=None)
    assert "ledger me POST" in stranger.out


# --- sync ----------------------------------------------------------------------------------------


def test_what_one_sends_the_other_has(team: tuple[Clone, Clone]) -> None:
    one, two = team
    one.add("清查")
    assert one.ok("sync").splitlines() == ["sent to others: 1 commit"]
    assert two.ok("sync").splitlines() == ["came from others: 1 commit"]
    assert two.ok("sync").splitlines() == ["nothing is new, here or there"]
    agree(one, two)


def test_different_entries_closed_at_once_go_together(team: tuple[Clone, Clone]) -> None:
    one, two = team
    a, b = one.add("清查"), one.add("复核")
    for entry in (a, b):
        one.ok("submit", entry, "-n", "已完成", "--ref", "档案2024-1", email=UNIT_CLERK)
    one.ok("sync")
    two.ok("sync")
    one.ok("close", a, "--opinion", "同意", email=HEAD)
    two.ok("close", b, "--opinion", "同意", email=HEAD)
    one.ok("sync")
    two.ok("sync")
    one.ok("sync")
    agree(one, two)
    for clone in team:
        assert "did: close" in clone.text(a)
        assert "did: close" in clone.text(b)


def with_evidence(clone: Clone, content: str) -> str:
    entry = clone.add(content)
    (clone.folder / "佐证.txt").write_text(content, encoding="utf-8")
    clone.ok("evidence", entry, "佐证.txt")
    (clone.folder / "佐证.txt").unlink()
    return entry


@pytest.mark.parametrize("how", [(), ("--rebase",)])
def test_a_number_given_twice_moves_ours_and_keeps_both_files(
    team: tuple[Clone, Clone], how: tuple[str, ...]
) -> None:
    one, two = team
    assert with_evidence(one, "甲的事项") == with_evidence(two, "乙的事项") == "RW-2024-001"
    refers = two.add("承接", "ZG-2024", "--set", "related=RW-2024-001", "--set", "acceptance_unit=JGJW")
    one.add("甲的又一事项")
    one.ok("sync")
    said = two.ok("sync", *how)
    assert "RW-2024-001 is now RW-2024-003: the number was taken by others first" in said
    one.ok("sync")
    agree(one, two)
    for clone in team:
        assert "title: 甲的事项" in clone.text("RW-2024-001")
        assert "title: 乙的事项" in clone.text("RW-2024-003")
        assert "aliases" not in clone.text("RW-2024-003")
        assert "related: [RW-2024-003]" in clone.text(refers)
        evidence = clone.folder / "ledgers/evidence"
        assert (evidence / "RW-2024-001/佐证.txt").read_text("utf-8") == "甲的事项"
        assert (evidence / "RW-2024-003/佐证.txt").read_text("utf-8") == "乙的事项"
    assert "Ledger-Action: renumber" in two.git("log", "--format=%b")
    told = two.ok("history", "RW-2024-003").splitlines()
    for line, part in zip(told, (" add;", " evidence;", "RW-2024-001 → RW-2024-003"), strict=True):
        assert part in line
    assert len(two.ok("history", "RW-2024-001").splitlines()) == len(told) - 1, "nothing of the other's"


def test_replayed_commits_come_behind_those_of_others(team: tuple[Clone, Clone]) -> None:
    one, two = team
    one.add("清查")
    two.add("整改", "ZG-2024", "--set", "acceptance_unit=JGJW")
    one.ok("sync")
    two.ok("sync", "--rebase")
    one.ok("sync")
    agree(one, two)
    assert one.git("log", "--merges", "--format=%h") == ""


def test_a_number_that_was_taken_back_there_is_not_given_here(team: tuple[Clone, Clone]) -> None:
    one, two = team
    one.add("清查")
    one.add("误录")
    one.ok("undo", "--yes")
    two.add("乙的事项")
    one.ok("sync")
    assert "RW-2024-001 is now RW-2024-003" in two.ok("sync")
    one.ok("sync")
    agree(one, two)


def test_a_push_refused_because_somebody_was_faster_is_tried_again(
    team: tuple[Clone, Clone], tmp_path: Path
) -> None:
    one, two = team
    three = joined(one, tmp_path, "丙")
    three.add("丙的事项", "ZG-2024", "--set", "acceptance_unit=JGJW")
    # Between the fetch of two and its push, three sends: once.
    hook = two.folder / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    flag = tmp_path / "flag"
    hook.write_text(
        f"#!/bin/sh\n[ -e '{flag}' ] && exit 0\n: > '{flag}'\nunset GIT_DIR\n"
        f"git -C '{three.folder}' push -q origin HEAD\n"
    )
    hook.chmod(0o755)
    two.add("乙的事项")
    assert two.ok("sync").splitlines() == ["came from others: 1 commit", "sent to others: 2 commits"]
    assert flag.exists()
    one.ok("sync")
    three.ok("sync")
    agree(one, two, three)


def test_one_that_is_always_slower_stops_and_loses_nothing(team: tuple[Clone, Clone], tmp_path: Path) -> None:
    one, two = team
    three = joined(one, tmp_path, "丙")
    hook = two.folder / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f"#!/bin/sh\nunset GIT_DIR\ncd '{three.folder}' && "
        "git commit -q --allow-empty -m again && git push -q origin HEAD\n"
    )
    hook.chmod(0o755)
    entry = two.add("乙的事项")
    answer = two("sync")
    assert answer.code == 3
    assert "others were faster 3 times" in answer.err
    hook.unlink()
    two.ok("sync")
    assert server_git(two, "rev-parse", "HEAD") == two.head()
    assert "乙的事项" in two.text(entry)


def test_a_server_that_is_away_is_told_and_nothing_lost(team: tuple[Clone, Clone], tmp_path: Path) -> None:
    one, _two = team
    one.add("清查")
    before = one.head()
    (tmp_path / SERVER).rename(tmp_path / "away")
    answer = one("sync")
    assert answer.code == 3
    assert "origin could not be reached" in answer.err
    assert one.head() == before
    (tmp_path / "away").rename(tmp_path / SERVER)
    assert one.ok("sync") == "sent to others: 1 commit\n"


def test_what_is_in_no_commit_stops_it(team: tuple[Clone, Clone]) -> None:
    one, _two = team
    entry = one.add("清查")
    path = one.folder / f"ledgers/RW-2024/{entry}.yaml"
    path.write_text(path.read_text("utf-8").replace("清查", "清理"), encoding="utf-8")
    said = one.refused("sync")
    assert f"not in any commit: ledgers/RW-2024/{entry}.yaml" in said
    assert "git commit -m" in said
    assert server_git(one, "rev-parse", "HEAD") != one.head()


def test_a_merge_that_is_going_on_stops_it(team: tuple[Clone, Clone]) -> None:
    one, _two = team
    (one.folder / ".git/MERGE_HEAD").write_text(one.head() + "\n")
    answer = one("sync")
    assert (answer.code, "a merge is in progress" in answer.err) == (3, True)


def test_a_book_that_is_not_shared_is_told_so(office: Office) -> None:
    assert "not shared with anybody" in office.refused("sync")


def test_a_history_that_was_rewritten_there_stops_it_every_time(team: tuple[Clone, Clone]) -> None:
    one, two = team
    one.add("清查")
    one.ok("sync")
    two.ok("sync")
    before = server_git(one, "rev-parse", "HEAD~1")
    server_git(one, "update-ref", "HEAD", before)
    two.add("复核")
    head = two.head()
    for _turn in range(2):
        assert "was rewritten at origin" in two.refused("sync")
    # Fetched by hand the new past is known here; it is still not what was there.
    two.git("fetch", "--quiet")
    assert "was rewritten at origin" in two.refused("sync")
    assert two.head() == head
    assert server_git(one, "rev-parse", "HEAD") == before


# --- one entry, two sides --------------------------------------------------------------------------


@pytest.fixture
def common(team: tuple[Clone, Clone]) -> str:
    """An entry that both copies have."""
    one, two = team
    entry = one.add("清查")
    one.ok("sync")
    two.ok("sync")
    return entry


def test_lines_of_both_sides_are_joined_by_the_sync_itself(team: tuple[Clone, Clone], common: str) -> None:
    one, two = team
    one.ok("progress", common, "甲说")
    two.ok("progress", common, "乙说")
    one.ok("sync")
    assert two.ok("sync").splitlines() == [
        f"{common} was changed on both sides: the two versions are joined",
        "came from others: 1 commit",
        "sent to others: 2 commits",
    ]
    one.ok("sync")
    agree(one, two)
    assert "甲说" in one.text(common)
    assert "乙说" in one.text(common)
    assert two.git("log", "-1", "--format=%s").strip() == "同步"
    assert "Conflicts" not in two.git("log", "-1", "--format=%B")
    assert "Ledger-Action: sync" in two.git("log", "-1", "--format=%B")


def test_what_cannot_be_replayed_is_joined_instead_and_said(team: tuple[Clone, Clone], common: str) -> None:
    one, two = team
    one.ok("progress", common, "甲说")
    two.ok("progress", common, "乙说")
    one.ok("sync")
    answer = two("sync", "--rebase")
    assert (answer.code, "joined, not replayed" in answer.err) == (0, True)
    one.ok("sync")
    agree(one, two)


def apart(team: tuple[Clone, Clone], entry: str) -> tuple[Clone, Clone]:
    """Both say another thing of one field, and each adds something of its own."""
    one, two = team
    one.ok("set", entry, "leader=副厅长")
    two.ok("set", entry, "leader=厅长")
    one.ok("progress", entry, "甲说")
    two.add("乙的事项", "ZG-2024", "--set", "acceptance_unit=JGJW")
    one.ok("sync")
    return one, two


def test_where_somebody_must_choose_sync_names_resolve_and_goes_on_after_it(
    team: tuple[Clone, Clone], common: str
) -> None:
    one, two = apart(team, common)
    answer = two("sync")
    assert answer.code == 1
    assert answer.err.splitlines() == [
        f"error: changed on both sides, each in its own way: {common}",
        f"  {common}: both sides changed leader, each in its own way",
        "    ours: 厅长",
        "    theirs: 副厅长",
        f"    ledger resolve {common} --field leader=ours   (or theirs)",
        "  nothing is sent yet, nothing is lost; then go on with: ledger sync",
    ]
    assert two("sync").err == answer.err, "asked again, it says the same"
    out = two.ok("resolve", common, "--field", "leader=ours")
    assert out.splitlines() == [f"{common} is joined", "go on with: ledger sync"]
    assert two.ok("sync").splitlines() == ["came from others: 2 commits", "sent to others: 3 commits"]
    one.ok("sync")
    agree(one, two)
    for clone in team:
        assert "leader: 厅长" in clone.text(common)
        assert "甲说" in clone.text(common)
    assert one.ok("sync").splitlines() == ["nothing is new, here or there"]
    audited = one("audit")
    assert "LG61" not in audited.out, audited.out


def test_what_was_not_chosen_yet_is_not_committed_and_not_sent(
    team: tuple[Clone, Clone], common: str
) -> None:
    one, two = apart(team, common)
    head, there = two.head(), server_git(two, "rev-parse", "HEAD")
    for _turn in range(2):
        assert two("sync").code == 1
    assert (two.head(), server_git(two, "rev-parse", "HEAD")) == (head, there)
    two.git("merge", "--abort")
    assert two.git("status", "--porcelain") == ""
    assert "leader: 厅长" in two.text(common)
    assert one.head() == there


def test_what_comes_while_one_chooses_comes_with_the_next_sync(
    team: tuple[Clone, Clone], common: str
) -> None:
    one, two = apart(team, common)
    two("sync")
    one.add("又一事项")
    one.ok("sync")
    two.ok("resolve", "--take", "theirs")
    two.ok("sync")
    one.ok("sync")
    agree(one, two)
    assert "leader: 副厅长" in one.text(common)


def test_logs_that_do_not_go_together_are_settled_in_the_open(team: tuple[Clone, Clone], common: str) -> None:
    one, two = team
    one.ok("submit", common, "-n", "已完成", "--ref", "档案1", email=UNIT_CLERK)
    one.ok("close", common, "--opinion", "同意", email=HEAD)
    one.ok("sync")
    granted = ("-r", "等批复", "--approved-by", "leader", "--doc", "1号")
    two.ok("extend", common, "--to", "2025-03-31", *granted, today="2024-06-03")
    said = two("sync", today="2024-06-03").err
    assert f"ledger resolve {common} --field log=ours -r REASON --approved-by POST --doc PAPER" in said
    assert two("resolve", common, "--field", "log=theirs", today="2024-06-03").code == 1
    two.ok("resolve", common, "--field", "log=theirs", "-r", "已办结", today="2024-06-03")
    two.ok("sync", today="2024-06-03")
    one.ok("sync", today="2024-06-03")
    assert one.head() == two.head()
    assert "clean" in one.ok("check", "--strict", today="2024-06-03")
    for words in ("status: closed", "did: extend", "did: correct", "due: 2024-12-31"):
        assert words in one.text(common)


def test_both_transfer_and_the_side_taken_has_the_last_word(team: tuple[Clone, Clone], common: str) -> None:
    one, two = team
    for clone, unit in ((one, "JGJW"), (two, "JGDW")):
        clone.ok("transfer", common, "--to", unit, "-r", "分工", "--approved-by", "leader", "--doc", "2号")
    one.ok("sync")
    assert "--field lead_unit=ours" in two("sync").err
    two.ok("resolve", common, "--take", "ours")
    two.ok("sync")
    one.ok("sync")
    agree(one, two)
    assert "lead_unit: JGDW" in one.text(common)
    lines = [line for line in one.text(common).splitlines() if "did: transfer" in line]
    assert [re.findall(r"(?:was|now): \w+", line) for line in lines] == [
        ["was: GDBH", "now: JGDW"],
        ["was: GDBH", "now: JGJW"],
        ["was: JGJW", "now: JGDW"],
    ]


def test_what_is_typed_while_a_choice_waits_goes_with_it(team: tuple[Clone, Clone], common: str) -> None:
    one, two = apart(team, common)
    assert two("sync").code == 1
    answer = two("add", "RW-2024", "等待中", "-u", "GDBH", "-d", "2024-12-31")
    assert (answer.code, answer.err) == (0, "a merge is going on: staged, not committed\n")
    two.ok("resolve", "--take", "theirs")
    two.ok("sync")
    one.ok("sync")
    agree(one, two)
    assert "等待中" in one.text("RW-2024-002")


def test_with_the_hooks_in_place_it_is_the_same(team: tuple[Clone, Clone], common: str) -> None:
    one, two = team
    two.ok("hooks", "install", today=None)
    one.ok("set", common, "leader=副厅长")
    two.ok("set", common, "leader=厅长")
    one.ok("sync")
    assert f"ledger resolve {common} --field leader=ours" in two("sync").err
    two.ok("resolve", "--take", "theirs")
    two.ok("sync")
    one.ok("sync")
    agree(one, two)


def test_a_merge_of_ones_own_making_is_not_concluded_by_sync(team: tuple[Clone, Clone], common: str) -> None:
    _one, two = team
    two.git("checkout", "-q", "-b", "side")
    two.ok("set", common, "leader=副厅长")
    two.git("checkout", "-q", "-")
    two.ok("set", common, "leader=厅长")
    with pytest.raises(subprocess.CalledProcessError):
        two.git("merge", "-q", "side")
    answer = two("sync")
    assert (answer.code, "a merge is in progress" in answer.err) == (3, True)


@pytest.mark.parametrize("take", ["ours", "theirs"])
def test_a_file_taken_away_there_is_a_choice_here(team: tuple[Clone, Clone], common: str, take: str) -> None:
    one, two = team
    one.git("rm", "-q", f"ledgers/RW-2024/{common}.yaml")
    one.git("commit", "-q", "-m", "by hand")
    two.ok("progress", common, "乙说")
    one.ok("sync")
    answer = two("sync")
    assert answer.code == 1
    assert answer.err.splitlines() == [
        f"error: changed on both sides, each in its own way: {common}",
        f"  {common}: one side changed this entry, the other took its file away",
        f"    to keep it: ledger resolve {common} --take ours",
        f"    to let it go: ledger resolve {common} --take theirs",
        "  nothing is sent yet, nothing is lost; then go on with: ledger sync",
    ]
    two.ok("resolve", common, "--take", take)
    two.ok("sync")
    one.ok("sync")
    agree(one, two)
    path = one.folder / f"ledgers/RW-2024/{common}.yaml"
    assert path.exists() == (take == "ours")


def test_other_files_in_conflict_are_left_to_git(team: tuple[Clone, Clone]) -> None:
    one, two = team
    for clone, text in ((one, "甲"), (two, "乙")):
        (clone.folder / "说明.md").write_text(f"{text}\n", encoding="utf-8")
        clone.git("add", "--all")
        clone.git("commit", "-q", "-m", "说明")
    one.ok("sync")
    head = two.head()
    for how in ((), ("--rebase",)):
        said = two.refused("sync", *how)
        assert "changed on both sides: 说明.md; nothing was joined, nothing is lost" in said
        assert "merge refs/remotes/origin/" in said
        assert two.head() == head
        assert two.git("status", "--porcelain") == ""


def test_what_does_not_go_together_is_not_joined(team: tuple[Clone, Clone]) -> None:
    one, two = team
    entry = one.add("清查")
    one.ok("sync")
    two.ok("sync")
    # The one gives the entry another number, while the other makes one that rests on the old file.
    one.git("rm", "-q", f"ledgers/RW-2024/{entry}.yaml")
    one.git("commit", "-q", "-m", "by hand")
    one.ok("sync")
    two.add("承接", "ZG-2024", "--set", f"related={entry}", "--set", "acceptance_unit=JGJW")
    head = two.head()
    for how in ((), ("--rebase",)):
        assert "do not go together" in two.refused("sync", *how)
        assert two.head() == head
        assert two.git("status", "--porcelain") == ""
