"""git asks us before a commit, at a merge, and on a server before it takes a push: with real git."""

import subprocess
from pathlib import Path

import pytest

from cleanledger.cli.staged import blocking, touches_book
from tests.cli.office import HEAD, UNIT_CLERK, Office

pytestmark = pytest.mark.needs("git")


def git(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def entry(office: Office) -> Path:
    """An entry, in an office with the hooks in place."""
    out = office.ok("add", "RW-2024", "修订办法", "-u", "GDBH", "-d", "2024-12-31", "-m", "摸排")
    office.ok("hooks", "install", today=None)
    return office.folder / "ledgers" / "RW-2024" / f"{out.split()[0]}.yaml"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_bad_edit_is_not_committed_a_good_one_is(office: Office, entry: Path) -> None:
    edit(entry, "status: open", "status: closed")
    bad = git(office.folder, "commit", "-a", "-m", "by hand")
    assert bad.returncode == 1
    assert "LG401" in bad.stderr
    edit(entry, "status: closed", "status: open\n# 备注")
    assert git(office.folder, "commit", "-a", "-m", "by hand").returncode == 0


def test_what_is_not_staged_and_old_faults_block_nothing(office: Office, entry: Path) -> None:
    edit(entry, "status: open", "status: closed")
    git(office.folder, "commit", "-a", "--no-verify", "-m", "an old fault")
    (office.folder / "notes.txt").write_text("x", "utf-8")
    git(office.folder, "add", "notes.txt")
    edit(entry, "round: 1", "round: 7")
    assert git(office.folder, "commit", "-m", "notes").returncode == 0


def test_somebody_elses_hook_stays(office: Office) -> None:
    hook = office.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n", "utf-8")
    answer = office("hooks", "install", today=None)
    assert answer.code == 0
    assert "somebody else's hook" in answer.err
    assert hook.read_text("utf-8") == "#!/bin/sh\nexit 0\n"


def test_a_close_and_a_progress_are_merged_without_a_hand(office: Office, entry: Path) -> None:
    office.git("checkout", "--quiet", "-b", "side")
    office.ok("progress", entry.stem, "过半", email=UNIT_CLERK)
    office.git("checkout", "--quiet", "-")
    office.ok("submit", entry.stem, "-n", "完成", "--all-measures", "--ref", "档1", email=UNIT_CLERK)
    office.ok("close", entry.stem, "--opinion", "同意", email=HEAD)
    done = git(office.folder, "merge", "--no-edit", "side")
    assert done.returncode == 0, done
    assert "过半" in entry.read_text("utf-8")
    assert "status: closed" in entry.read_text("utf-8")


def test_a_book_that_was_moved_is_still_merged_by_what_it_means(office: Office, entry: Path) -> None:
    (office.folder / "处室").mkdir()
    office.git("mv", "ledgers", "处室/ledgers")
    office.git("commit", "--quiet", "-m", "moved")
    office.monkeypatch.chdir(office.folder / "处室")
    office.git("checkout", "--quiet", "-b", "side")
    office.ok("progress", entry.stem, "过半", email=UNIT_CLERK)
    office.git("checkout", "--quiet", "-")
    office.ok("progress", entry.stem, "将毕", email=UNIT_CLERK)
    assert git(office.folder, "merge", "--no-edit", "side").returncode == 0


def test_where_somebody_must_choose_the_marks_of_git_are_left(office: Office, entry: Path) -> None:
    office.git("checkout", "--quiet", "-b", "side")
    office.ok("set", entry.stem, "leader=副厅长")
    office.git("checkout", "--quiet", "-")
    office.ok("set", entry.stem, "leader=厅长")
    assert git(office.folder, "merge", "--no-edit", "side").returncode == 1
    assert "<<<<<<< ours" in entry.read_text("utf-8")


@pytest.fixture
def server(office: Office, entry: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository that looks at each push, and has the book."""
    assert entry.is_file()
    # What was typed in the past of a test was committed now, which a server would not take.
    office.git(
        "-c",
        "core.hooksPath=/dev/null",
        "rebase",
        "--quiet",
        "--root",
        "--exec",
        "git commit --quiet --amend --no-edit --date=2024-06-01T10:00:00+0800",
    )
    office.monkeypatch.setenv("GIT_AUTHOR_DATE", "2024-06-01T10:00:00+0800")
    bare = tmp_path_factory.mktemp("server")
    git(bare, "init", "--bare", "--quiet")
    office.monkeypatch.chdir(bare)
    office.ok("hooks", "install", "--server", today=None)
    office.monkeypatch.chdir(office.folder)
    office.git("remote", "add", "origin", str(bare))
    office.git("tag", "-a", "-m", "x", "checkpoint/1")
    office.git("push", "--quiet", "origin", "HEAD:main", "checkpoint/1")
    return bare


def test_a_good_push_is_taken(office: Office, entry: Path, server: Path) -> None:
    office.ok("progress", entry.stem, "过半", email=UNIT_CLERK)
    assert git(office.folder, "push", "origin", "HEAD:main").returncode == 0
    assert git(server, "rev-parse", "main").stdout == office.git("rev-parse", "HEAD")


def test_a_new_branch_is_judged_by_what_it_brings(office: Office, entry: Path, server: Path) -> None:
    """A fault that is in the past of all branches keeps nobody from beginning another."""
    edit(entry, "title: 修订办法", "title: 修订规定")
    git(office.folder, "commit", "-a", "--no-verify", "-m", "an old fault")
    hook = server / "hooks" / "pre-receive"
    content = hook.read_bytes()
    hook.unlink()
    office.git("push", "--quiet", "origin", "HEAD:main")
    hook.write_bytes(content)
    hook.chmod(0o755)
    office.ok("progress", entry.stem, "过半", email=UNIT_CLERK)
    assert git(office.folder, "push", "origin", "HEAD:refs/heads/work").returncode == 0
    edit(entry, "title: 修订规定", "title: 修订")
    git(office.folder, "commit", "-a", "--no-verify", "-m", "a new fault")
    assert "LG613" in git(office.folder, "push", "origin", "HEAD:refs/heads/other").stderr


def test_deletion_rewriting_and_bad_content_are_refused(office: Office, entry: Path, server: Path) -> None:
    before = git(server, "for-each-ref").stdout
    for words in ((":main",), ("--force", "HEAD~1:main"), (":checkpoint/1",)):
        done = git(office.folder, "push", "origin", *words)
        assert done.returncode, words
        assert "the push was refused" in done.stderr, words
    edit(entry, "status: open", "status: closed")
    git(office.folder, "commit", "-a", "--no-verify", "-m", "bad")
    assert "LG401" in git(office.folder, "push", "origin", "HEAD:main").stderr
    assert git(server, "for-each-ref").stdout == before


def test_one_check_is_enough_where_it_finds_no_error(office: Office) -> None:
    def laid_out() -> Path:
        pytest.fail("what was there before is looked at for nothing")

    assert blocking(laid_out, office.folder).findings == ()
    cover = office.folder / "ledgers" / "RW-2024" / "ledger.yaml"
    edit(cover, "kind: task", "kind: tusk")
    asked = []

    def as_it_was() -> Path:
        asked.append("before")
        return office.folder

    assert blocking(as_it_was, office.folder).findings == ()
    assert asked == ["before"]


def test_only_a_change_of_the_book_is_looked_at() -> None:
    book = {"ledgers/book.yaml": 1, "ledgers/RW-2024/ledger.yaml": 2, "notes.txt": 3}
    assert not touches_book(book, {**book, "notes.txt": 4, "more.txt": 5})
    assert touches_book(book, {**book, "ledgers/RW-2024/ledger.yaml": 4})
    assert touches_book(book, {"notes.txt": 3})
    assert touches_book({}, book)
    assert touches_book({"book.yaml": 1}, {"book.yaml": 1, "RW-2024/RW-2024-001.yaml": 2})
