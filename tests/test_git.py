"""Committing and finding, in real repositories."""

import os
import shlex
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleanledger import git, i18n
from cleanledger.errors import EnvironmentFailure, SavedNotCommitted
from cleanledger.git import (
    CommittedNotIndexed,
    GitFailure,
    Identity,
    Repository,
    commit,
    find_repository,
    hooks,
    identity,
    stage,
)
from cleanledger.history.audit import audit

pytestmark = pytest.mark.needs("git")

ENTRY = "ledgers/RW-2024/RW-2024-001.yaml"
OPEN, CLOSED = b"status: open\n", b"status: closed\n"
MESSAGE = "close RW-2024-001\n\nLedger-Entry: RW-2024-001\nLedger-Action: close\n"


def run_git(folder: Path, *arguments: str, stdin: str = "") -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def found(folder: Path) -> Repository:
    repository = find_repository(folder)
    assert repository
    return repository


def put(root: Path, files: Mapping[str, bytes | None]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)


def save(root: Path, files: Mapping[str, bytes | None], message: str = MESSAGE) -> str:
    """What a command does: write the files, then commit them."""
    put(root, files)
    return commit(found(root), files, message)


def in_shell(command: str) -> None:
    """What somebody does who types the command of a hint, wherever they are."""
    done = subprocess.run(["sh", "-c", command], cwd="/", capture_output=True, check=False)
    assert done.returncode == 0, (command, done.stderr)


def blob(root: Path, name: str, revision: str = "HEAD") -> bytes:
    words = ["git", "cat-file", "blob", f"{revision}:{name}"]
    return subprocess.run(words, cwd=root, capture_output=True, check=True).stdout


def make_hook(root: Path, name: str, script: str) -> None:
    hook = root / ".git/hooks" / name
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    hook.chmod(0o755)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    root = tmp_path / "office"
    root.mkdir()
    run_git(root, "init", "--quiet", "--initial-branch=main")
    return root


@pytest.fixture
def root(empty: Path) -> Path:
    put(empty, {ENTRY: OPEN, "other.txt": b"one\n", "run.sh": b"#!/bin/sh\n"})
    (empty / "run.sh").chmod(0o755)
    run_git(empty, "add", "-A")
    run_git(empty, "commit", "--quiet", "-m", "begin")
    return empty


class TestFinding:
    def test_the_folders_and_the_head_are_told(self, root: Path) -> None:
        repository = found(root / "ledgers/RW-2024")
        assert repository.root == root.resolve()
        assert repository.git_dir == repository.common_dir == root.resolve() / ".git"
        assert repository.head == run_git(root, "rev-parse", "HEAD")
        assert (repository.detached, repository.busy) == (False, "")
        assert repository.relative(root / ENTRY) == ENTRY
        assert git.lock_path(repository) == root.resolve() / ".git/cleanledger.lock"

    def test_before_the_first_commit_there_is_no_head(self, empty: Path) -> None:
        repository = found(empty)
        assert (repository.head, repository.detached) == (None, False)

    def test_a_detached_head_is_told(self, root: Path) -> None:
        run_git(root, "checkout", "--quiet", "--detach")
        assert found(root).detached

    def test_outside_there_is_none(self, tmp_path: Path) -> None:
        assert find_repository(tmp_path) is None
        assert "no git repository" in git.not_committed(tmp_path).message

    def test_a_bare_repository_is_none(self, tmp_path: Path) -> None:
        run_git(tmp_path, "init", "--quiet", "--bare", "bare.git")
        assert find_repository(tmp_path / "bare.git") is None

    def test_inside_the_git_folder_there_is_none(self, root: Path) -> None:
        assert find_repository(root / ".git") is None

    def test_without_git_there_is_none_and_committing_says_so(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert find_repository(root) is None
        assert identity(root) is None
        assert "not installed" in git.not_committed(root).message

    def test_a_git_that_lies_in_the_repository_is_not_run(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (root / "git").write_text("#!/bin/sh\ntouch canary\n", encoding="utf-8")
        (root / "git").chmod(0o755)
        monkeypatch.chdir(root)
        monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
        assert find_repository(root)
        assert not (root / "canary").exists()

    def test_what_a_calling_hook_left_behind_does_not_lead_astray(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_git(tmp_path, "init", "--quiet", "elsewhere")
        monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere/.git"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere/.git/index"))
        monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "elsewhere"))
        assert found(root).root == root.resolve()
        save(root, {ENTRY: CLOSED})
        for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
            monkeypatch.delenv(name)
        assert blob(root, ENTRY) == CLOSED
        assert not (tmp_path / "elsewhere/.git/index").exists()

    def test_a_damaged_repository_is_a_failure(self, root: Path) -> None:
        (root / ".git/config").write_text("[core\n", encoding="utf-8")
        with pytest.raises(GitFailure) as failed:
            find_repository(root)
        assert "git says: fatal: bad config line" in failed.value.hint

    def test_in_chinese_no_words_of_git_are_shown(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(i18n, "_language", "zh")
        (root / ".git/config").write_text("[core\n", encoding="utf-8")
        with pytest.raises(GitFailure) as failed:
            find_repository(root)
        assert "bad config" not in failed.value.message + failed.value.hint

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give files away")
    def test_a_repository_of_another_user_needs_the_word_of_the_user(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for path in (root, *root.rglob("*")):
            os.chown(path, 4321, 4321)
        with pytest.raises(EnvironmentFailure) as failed:
            find_repository(root)
        assert "git config --global --add safe.directory" in failed.value.hint
        settings = tmp_path / "gitconfig"
        settings.write_text(f"[safe]\n\tdirectory = {root.resolve()}\n", encoding="utf-8")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
        assert found(root).own_configuration
        save(root, {ENTRY: CLOSED})
        assert blob(root, ENTRY) == CLOSED


class TestIdentity:
    def test_it_is_what_git_would_write(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL"):
            monkeypatch.delenv(name)
        run_git(root, "config", "user.name", "王 <五>")
        run_git(root, "config", "user.email", "wang@office.example")
        assert identity(root) == Identity("王 五", "wang@office.example")

    def test_the_environment_goes_first(self, root: Path) -> None:
        run_git(root, "config", "user.email", "else@office.example")
        assert identity(root) == Identity("Clerk", "clerk@office.example")

    def test_without_a_name_there_is_none(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL"):
            monkeypatch.delenv(name)
        run_git(root, "config", "user.useConfigOnly", "true")
        assert identity(root) is None


class TestCommitting:
    def test_one_commit_of_exactly_the_files(self, root: Path) -> None:
        before = run_git(root, "rev-parse", "HEAD")
        new = save(root, {ENTRY: CLOSED})
        assert new == run_git(root, "rev-parse", "HEAD") == run_git(root, "rev-parse", "main")
        assert run_git(root, "rev-parse", "HEAD^") == before
        assert run_git(root, "diff-tree", "-r", "--name-only", before, new) == ENTRY
        assert blob(root, ENTRY) == CLOSED
        assert run_git(root, "status", "--porcelain") == ""
        assert run_git(root, "log", "-1", "--format=%an <%ae> %cn") == "Clerk <clerk@office.example> Clerk"
        assert run_git(root, "reflog", "-1", "--format=%gs") == "commit: close RW-2024-001"

    def test_the_message_is_kept_word_for_word(self, root: Path) -> None:
        message = "销号 ZG-2024-031\n\n# no comment\n\n\nLedger-Entry: ZG-2024-031\nLedger-Action: close\n"
        save(root, {ENTRY: CLOSED}, message)
        raw = run_git(root, "cat-file", "commit", "HEAD")
        assert raw.partition("\n\n")[2] + "\n" == message
        assert run_git(root, "log", "-1", "--format=%(trailers:key=Ledger-Action,valueonly)") == "close"

    def test_the_message_is_utf_8_whatever_the_user_writes_in(self, root: Path) -> None:
        run_git(root, "config", "i18n.commitEncoding", "GBK")
        save(root, {ENTRY: CLOSED}, "销号 ZG-2024-031")
        raw = subprocess.run(["git", "cat-file", "commit", "HEAD"], cwd=root, capture_output=True, check=True)
        assert raw.stdout.endswith("\n\n销号 ZG-2024-031\n".encode())
        assert b"encoding" not in raw.stdout

    def test_what_else_is_staged_stays_staged(self, root: Path) -> None:
        put(root, {"other.txt": b"two\n", "new.txt": b"new\n"})
        run_git(root, "add", "other.txt", "new.txt")
        put(root, {"other.txt": b"three\n"})
        save(root, {ENTRY: CLOSED})
        assert run_git(root, "status", "--porcelain").split("\n") == ["A  new.txt", "MM other.txt"]
        assert run_git(root, "show", ":other.txt") == "two"
        assert blob(root, "other.txt") == b"one\n"

    def test_the_first_commit(self, empty: Path) -> None:
        save(empty, {ENTRY: OPEN})
        assert run_git(empty, "rev-list", "--count", "main") == "1"
        assert run_git(empty, "status", "--porcelain") == ""
        assert run_git(empty, "reflog", "-1", "--format=%gs") == "commit (initial): close RW-2024-001"

    def test_the_first_commit_where_something_is_staged(self, empty: Path) -> None:
        put(empty, {"other.txt": b"one\n"})
        run_git(empty, "add", "other.txt")
        save(empty, {ENTRY: OPEN})
        assert run_git(empty, "ls-tree", "-r", "--name-only", "HEAD") == ENTRY
        assert run_git(empty, "status", "--porcelain") == "A  other.txt"

    def test_a_deletion_a_change_and_a_new_file_at_once(self, root: Path) -> None:
        new = "ledgers/RW-2024/RW-2024-002.yaml"
        save(root, {ENTRY: None, "other.txt": b"two\n", new: OPEN})
        assert run_git(root, "ls-tree", "-r", "--name-only", "HEAD").split() == [new, "other.txt", "run.sh"]
        assert run_git(root, "status", "--porcelain") == ""

    def test_a_file_that_takes_the_place_of_a_folder(self, root: Path) -> None:
        put(root, {ENTRY: None})
        (root / "ledgers/RW-2024").rmdir()
        save(root, {"ledgers/RW-2024": b"a file\n"})
        assert blob(root, "ledgers/RW-2024") == b"a file\n"

    def test_modes_are_kept_and_new_files_are_plain(self, root: Path) -> None:
        save(root, {"run.sh": b"#!/bin/sh\nexit\n", "plain.txt": b""})
        modes = [
            line.split()[0] for line in run_git(root, "ls-tree", "HEAD", "run.sh", "plain.txt").split("\n")
        ]
        assert modes == ["100644", "100755"]

    def test_names_of_every_sort(self, root: Path) -> None:
        names = [
            "ledgers/证据 目录/“流程”.pdf",
            'it\'s "quoted".txt',
            "-option",
            ":(glob)*",
            "*",
            "a\tb\nc",
            "\\x",
        ]
        files = dict.fromkeys(names, b"content\n")
        save(root, files)
        listed = run_git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD").strip("\0").split("\0")
        assert set(names) <= set(listed)
        assert run_git(root, "status", "--porcelain") == ""
        save(root, dict.fromkeys(names))
        assert not set(names) & set(run_git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0"))

    def test_more_paths_than_a_command_line_takes(self, root: Path) -> None:
        files = {f"ledgers/RW-2024/{'x' * 150}-{number}.yaml": OPEN for number in range(400)}
        save(root, files)
        assert save(root, files) == run_git(root, "rev-parse", "HEAD")
        assert run_git(root, "rev-list", "--count", "HEAD") == "2"
        assert run_git(root, "status", "--porcelain") == ""

    def test_nothing_new_makes_no_commit(self, root: Path) -> None:
        before = run_git(root, "rev-parse", "HEAD")
        assert save(root, {ENTRY: OPEN}) == before

    def test_on_a_detached_head_no_branch_moves(self, root: Path) -> None:
        run_git(root, "checkout", "--quiet", "--detach")
        new = save(root, {ENTRY: CLOSED})
        assert run_git(root, "rev-parse", "HEAD") == new
        assert run_git(root, "rev-parse", "main^{commit}") != new

    def test_in_a_linked_work_tree_only_its_branch_and_index_move(self, root: Path, tmp_path: Path) -> None:
        linked = tmp_path / "linked"
        run_git(root, "worktree", "add", "--quiet", "-b", "side", str(linked))
        repository = found(linked)
        assert repository.common_dir == root.resolve() / ".git"
        assert repository.git_dir != repository.common_dir
        new = save(linked, {ENTRY: CLOSED})
        assert run_git(root, "rev-parse", "side") == new != run_git(root, "rev-parse", "main")
        assert run_git(linked, "status", "--porcelain") == ""
        assert run_git(root, "status", "--porcelain") == ""

    def test_hashes_of_256_bits(self, tmp_path: Path) -> None:
        run_git(tmp_path, "init", "--quiet", "--object-format=sha256")
        save(tmp_path, {ENTRY: OPEN, "other.txt": b"one\n"})
        new = save(tmp_path, {ENTRY: None})
        assert len(new) == 64
        assert run_git(tmp_path, "ls-tree", "-r", "--name-only", "HEAD") == "other.txt"

    def test_without_an_identity_it_is_said(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
            monkeypatch.delenv(name)
        run_git(root, "config", "user.useConfigOnly", "true")
        with pytest.raises(SavedNotCommitted) as failed:
            save(root, {ENTRY: CLOSED})
        assert "does not know who you are" in failed.value.message
        command = 'git config --global user.name "…" && git config --global user.email "…"'
        assert failed.value.hint.splitlines()[0] == f"Tell git once who you are: {command}"
        run_git(root, "config", "user.name", "王五")
        run_git(root, "config", "user.email", "wang@office.example")
        in_shell(failed.value.hint.rpartition("Put it right, then: ")[2])
        assert run_git(root, "log", "-1", "--format=%an %B") == f"王五 {MESSAGE.strip()}"

    def test_a_commit_is_signed_where_the_user_wants_it(self, root: Path, tmp_path: Path) -> None:
        key = tmp_path / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        run_git(root, "config", "gpg.format", "ssh")
        run_git(root, "config", "user.signingKey", str(key))
        run_git(root, "config", "commit.gpgSign", "yes")
        save(root, {ENTRY: CLOSED})
        assert "BEGIN SSH SIGNATURE" in run_git(root, "cat-file", "commit", "HEAD")

    def test_a_key_that_is_missing_is_said(self, root: Path, tmp_path: Path) -> None:
        run_git(root, "config", "gpg.format", "ssh")
        run_git(root, "config", "user.signingKey", str(tmp_path / "missing"))
        run_git(root, "config", "commit.gpgSign", "true")
        with pytest.raises(SavedNotCommitted, match="could not be signed"):
            save(root, {ENTRY: CLOSED})


class TestLineEnds:
    CRLF = b"status: closed\r\nround: 1\r\n"
    LF = b"status: closed\nround: 1\n"

    @pytest.mark.parametrize(
        ("attributes", "setting", "stored"),
        [
            ("", "false", CRLF),
            ("ledgers/**/*.yaml text eol=lf", "false", LF),
            ("*.yaml text", "false", LF),
            ("*.yaml text=auto", "false", LF),
            ("*.yaml eol=crlf", "false", LF),
            ("*.yaml -text", "true", CRLF),
            ("", "true", LF),
            ("", "input", LF),
        ],
    )
    def test_they_are_stored_as_git_would(
        self, root: Path, attributes: str, setting: str, stored: bytes
    ) -> None:
        put(root, {".gitattributes": attributes.encode() + b"\n"})
        run_git(root, "config", "core.autocrlf", setting)
        save(root, {ENTRY: self.CRLF})
        assert blob(root, ENTRY) == stored
        assert run_git(root, "status", "--porcelain", "--", ENTRY) == ""

    def test_what_git_has_with_crlf_stays_so(self, root: Path) -> None:
        save(root, {ENTRY: b"status: open\r\n"})
        put(root, {".gitattributes": b"*.yaml text=auto\n"})
        save(root, {ENTRY: self.CRLF})
        assert blob(root, ENTRY) == self.CRLF

    def test_what_is_no_text_is_left_alone(self, root: Path) -> None:
        put(root, {".gitattributes": b"* text=auto\n"})
        save(root, {"scan.pdf": b"\0\r\n", "odd.txt": b"a\rb\r\n"})
        assert blob(root, "scan.pdf") == b"\0\r\n"
        assert blob(root, "odd.txt") == b"a\rb\r\n"


class TestHooks:
    def test_they_see_the_commit_and_may_pass_it(self, root: Path, tmp_path: Path) -> None:
        seen = tmp_path / "seen"
        put(root, {"other.txt": b"staged\n"})
        run_git(root, "add", "other.txt")
        make_hook(root, "pre-commit", f'git diff --cached --name-only > "{seen}"')
        make_hook(root, "commit-msg", f'cat "$1" >> "{seen}"; echo "Change-Id: I1" >> "$1"')
        save(root, {ENTRY: CLOSED})
        assert seen.read_text(encoding="utf-8") == f"{ENTRY}\n{MESSAGE}"
        assert run_git(root, "log", "-1", "--format=%(trailers:key=Change-Id,valueonly)") == "I1"

    @pytest.mark.parametrize("name", ["pre-commit", "commit-msg"])
    def test_a_refusal_leaves_everything_as_it_was(self, root: Path, name: str) -> None:
        before = run_git(root, "rev-parse", "HEAD")
        make_hook(root, name, "printf '\\n\\033[31m请先\\ttest\\n'; exit 1")
        with pytest.raises(SavedNotCommitted) as failed:
            save(root, {ENTRY: CLOSED})
        assert failed.value.message == f"Saved, not committed: the hook {name} refused."
        assert failed.value.hint.startswith("The hook says: [31m请先 test\n")
        assert run_git(root, "rev-parse", "HEAD") == before
        assert run_git(root, "status", "--porcelain") == f"M {ENTRY}"
        assert (root / ENTRY).read_bytes() == CLOSED

    def test_they_are_found_where_the_setting_says(self, root: Path) -> None:
        run_git(root, "config", "core.hooksPath", "own hooks")
        (root / "own hooks").mkdir()
        make_hook(root, "pre-commit", "exit 1")
        (root / ".git/hooks/pre-commit").rename(root / "own hooks/pre-commit")
        with pytest.raises(SavedNotCommitted, match="pre-commit"):
            save(root, {ENTRY: CLOSED})

    def test_a_git_that_knows_no_hook_run(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hooks, "git_version", lambda _folder: (2, 25))
        make_hook(root, "commit-msg", 'echo "Change-Id: I1" >> "$1"')
        make_hook(root, "pre-commit", 'test "$(git diff --cached --name-only)" = ' + ENTRY)
        save(root, {ENTRY: CLOSED})
        assert run_git(root, "log", "-1", "--format=%(trailers:key=Change-Id,valueonly)") == "I1"

    def test_what_a_hook_adds_to_the_index_is_not_committed(self, root: Path) -> None:
        make_hook(root, "pre-commit", "echo two > other.txt; git add other.txt")
        save(root, {ENTRY: CLOSED})
        assert run_git(root, "diff-tree", "-r", "--name-only", "HEAD^", "HEAD") == ENTRY

    def test_a_refusal_to_move_the_branch(self, root: Path) -> None:
        make_hook(root, "reference-transaction", 'test "$1" != prepared')
        with pytest.raises(SavedNotCommitted) as failed:
            save(root, {ENTRY: CLOSED})
        assert "git update-ref failed" in failed.value.message


class TestOthersAtWork:
    def test_a_lock_that_goes_is_waited_for(self, root: Path) -> None:
        lock = root / ".git/index.lock"
        lock.touch()
        with ThreadPoolExecutor(1) as pool:
            saved = pool.submit(save, root, {ENTRY: CLOSED})
            time.sleep(0.4)
            lock.unlink()
            saved.result(20)
        assert run_git(root, "status", "--porcelain") == ""

    def test_a_lock_that_stays_is_left_and_named(self, root: Path) -> None:
        lock = root / ".git/index.lock"
        lock.touch()
        put(root, {ENTRY: CLOSED})
        with pytest.raises(CommittedNotIndexed) as failed:
            commit(found(root), {ENTRY: CLOSED}, MESSAGE, patience=0.1)
        assert lock.exists()
        assert failed.value.commit == run_git(root, "rev-parse", "HEAD")
        assert str(lock) in failed.value.message
        assert blob(root, ENTRY) == CLOSED
        lock.unlink()
        command = f"git -C {shlex.quote(str(root.resolve()))} reset -q -- {ENTRY}"
        assert failed.value.hint.endswith(f"then run: {command}")
        in_shell(command)
        assert run_git(root, "status", "--porcelain") == ""

    def test_a_branch_that_moved_is_built_upon(self, root: Path) -> None:
        repository = found(root)
        save(root, {"other.txt": b"two\n"})
        put(root, {ENTRY: CLOSED})
        commit(repository, {ENTRY: CLOSED}, MESSAGE)
        assert run_git(root, "rev-list", "--count", "HEAD") == "3"
        assert (blob(root, ENTRY), blob(root, "other.txt")) == (CLOSED, b"two\n")
        assert run_git(root, "status", "--porcelain") == ""

    def test_a_locked_branch_is_waited_for_and_then_said(self, root: Path) -> None:
        (root / ".git/refs/heads/main.lock").touch()
        put(root, {ENTRY: CLOSED})
        with pytest.raises(SavedNotCommitted):
            commit(found(root), {ENTRY: CLOSED}, MESSAGE, patience=0.3)
        assert (root / ".git/refs/heads/main.lock").exists()

    @pytest.mark.parametrize("locked", [True, False])
    def test_commits_of_sixteen_processes_lose_none(self, root: Path, locked: bool) -> None:
        script = (
            "import sys, contextlib\n"
            "from pathlib import Path\n"
            "from cleanledger import git\n"
            "from cleanledger.store.lock import book_lock\n"
            "root, name, locked = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == 'True'\n"
            "lock = git.lock_path(git.find_repository(root))\n"
            "with book_lock(root, lock) if locked else contextlib.nullcontext():\n"
            "    (root / name).write_bytes(name.encode())\n"
            "    git.commit(git.find_repository(root), {name: name.encode()}, 'add ' + name)\n"
        )
        names = [f"ledgers/RW-2024/RW-2024-1{number:02}.yaml" for number in range(16)]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        running = [
            subprocess.Popen([sys.executable, "-c", script, root, name, str(locked)], env=environment)
            for name in names
        ]
        assert [process.wait(120) for process in running] == [0] * 16
        assert run_git(root, "rev-list", "--count", "HEAD") == "17"
        assert {name: blob(root, name) for name in names} == {name: name.encode() for name in names}
        assert run_git(root, "status", "--porcelain") == ""


def conflict(root: Path, operation: str) -> None:
    """Leaves `operation` in progress, stopped at a conflict in other.txt."""
    run_git(root, "checkout", "--quiet", "-b", "side")
    save(root, {"other.txt": b"side\n"}, "side")
    run_git(root, "checkout", "--quiet", "main")
    save(root, {"other.txt": b"main\n"}, "main")
    subprocess.run(["git", operation, "side"], cwd=root, capture_output=True, check=False)


@pytest.mark.parametrize("operation", ["merge", "rebase", "cherry-pick"])
def test_while_something_is_in_progress_files_are_only_staged(root: Path, operation: str) -> None:
    conflict(root, operation)
    repository = found(root)
    assert repository.busy == operation
    head = run_git(root, "rev-parse", "HEAD")
    put(root, {ENTRY: CLOSED})
    stage(repository, {ENTRY: CLOSED})
    status = run_git(root, "status", "--porcelain").split("\n")
    assert [line for line in status if line[:2] != "??"] == [f"M  {ENTRY}", "UU other.txt"]
    assert run_git(root, "rev-parse", "HEAD") == head
    with pytest.raises(SavedNotCommitted, match=f"a {operation} is in progress"):
        commit(repository, {ENTRY: CLOSED}, MESSAGE)


def test_a_revert_and_a_bisect_are_seen(root: Path) -> None:
    save(root, {"other.txt": b"two\n"})
    save(root, {"other.txt": b"three\n"})
    subprocess.run(["git", "revert", "HEAD^"], cwd=root, capture_output=True, check=False)
    assert found(root).busy == "revert"
    run_git(root, "revert", "--abort")
    run_git(root, "bisect", "start", "HEAD", "HEAD^^")
    assert found(root).busy == "bisect"


def test_staging_under_a_lock_that_stays_is_said(root: Path) -> None:
    (root / ".git/index.lock").touch()
    put(root, {ENTRY: CLOSED})
    with pytest.raises(SavedNotCommitted) as failed:
        stage(found(root), {ENTRY: CLOSED}, patience=0.1)
    (root / ".git/index.lock").unlink()
    in_shell(failed.value.hint.rpartition("Go on with: ")[2])
    assert run_git(root, "status", "--porcelain") == f"M  {ENTRY}"


class TestByHand:
    """What a hint says to type is typed, from another folder."""

    @pytest.fixture
    def root(self, root: Path) -> Path:
        return root.rename(root.with_name("it's an office"))

    def refused(self, root: Path, files: Mapping[str, bytes | None], message: str = MESSAGE) -> str:
        """The command of the hint; nothing is in the way any more."""
        make_hook(root, "pre-commit", "exit 1")
        with pytest.raises(SavedNotCommitted) as failed:
            save(root, files, message)
        (root / ".git/hooks/pre-commit").unlink()
        assert "add -A" not in failed.value.hint
        assert "\n" not in failed.value.hint
        return failed.value.hint.removeprefix("Put it right, then: ")

    @pytest.mark.parametrize(
        "message",
        [
            MESSAGE,
            "新增 RW-2024-001 +1\n\nLedger-Entry: RW-2024-001\nLedger-Entry: 'RW'-2\nLedger-Action: add\n",
            "init 机关党委 $(id) `id`\n\nLedger-Action: init\n",
            'close\n\n100% \\n \\\\ "a"\nsecond\n\nLedger-Action: close\n',
            "nothing else\n",
        ],
    )
    def test_the_commit_is_the_one_meant(self, root: Path, message: str) -> None:
        in_shell(self.refused(root, {ENTRY: CLOSED, "a b's.txt": b"new\n", "other.txt": None}, message))
        assert run_git(root, "log", "-1", "--format=%B") == message.strip()
        assert run_git(root, "status", "--porcelain") == ""
        assert run_git(root, "ls-tree", "-r", "--name-only", "HEAD").split("\n") == [
            *("a b's.txt", ENTRY, "run.sh")
        ]

    def test_a_deletion_that_is_staged_already(self, root: Path) -> None:
        command = self.refused(root, {"other.txt": None})
        run_git(root, "rm", "--quiet", "--cached", "other.txt")
        in_shell(command)
        assert run_git(root, "status", "--porcelain") == ""

    def test_many_files_are_named_by_their_folders(self, root: Path) -> None:
        files = {f"ledgers/evidence/RW-2024-{number:03}/a.pdf": b"a" for number in range(300)}
        command = self.refused(root, {ENTRY: CLOSED, **files})
        assert " add -- ledgers/RW-2024 ledgers/evidence && " in command
        in_shell(command)
        assert run_git(root, "status", "--porcelain") == ""


def test_where_there_is_no_repository_the_hint_makes_one_there(tmp_path: Path) -> None:
    place = tmp_path / "an office"
    (place / "ledgers").mkdir(parents=True)
    in_shell(git.not_committed(place).hint.removeprefix("Make one with: "))
    assert found(place / "ledgers").root == place.resolve()


class TestDifferences:
    """What the last commit does not have, what the upstream does not, what came since."""

    FOLDER = "ledgers"
    NEW = "ledgers/RW-2024/RW-2024-002.yaml"

    def unsaved(self, root: Path) -> tuple[str, ...]:
        return git.unsaved(found(root), root / self.FOLDER)

    def test_nothing_is_unsaved_after_a_commit_of_ours(self, root: Path) -> None:
        save(root, {ENTRY: CLOSED, self.NEW: OPEN})
        # git itself goes by times, which it does not know of what we wrote into its index.
        assert run_git(root, "diff-index", "--name-only", "HEAD").split() == [ENTRY, self.NEW]
        assert self.unsaved(root) == ()

    def test_a_file_that_was_only_touched_is_not(self, root: Path) -> None:
        os.utime(root / ENTRY, (1, 1))
        assert self.unsaved(root) == ()

    def test_what_was_changed_added_staged_or_removed_is(self, root: Path) -> None:
        save(root, {self.NEW: OPEN, "ledgers/gone.yaml": OPEN, "ledgers/staged.yaml": OPEN})
        put(root, {ENTRY: CLOSED, "ledgers/gone.yaml": None, "ledgers/evidence/流程 1.pdf": b"new"})
        put(root, {"ledgers/staged.yaml": CLOSED})
        run_git(root, "add", "ledgers/staged.yaml")
        assert self.unsaved(root) == (
            *(ENTRY, "ledgers/evidence/流程 1.pdf", "ledgers/gone.yaml", "ledgers/staged.yaml"),
        )

    def test_what_lies_elsewhere_is_ignored_or_begins_with_a_dot_is_not(self, root: Path) -> None:
        put(root, {".gitignore": b"*.bak\n", ".git/info/exclude": b"*.tmp\n", "other.txt": b"two\n"})
        for name in ("a.bak", "b.tmp", ".~RW-2024-001.yaml", ".DS_Store"):
            put(root, {f"ledgers/RW-2024/{name}": b"x"})
        assert self.unsaved(root) == ()

    def test_line_ends_that_git_would_store_otherwise_are_no_difference(self, root: Path) -> None:
        put(root, {".gitattributes": b"*.yaml text eol=lf\n", ENTRY: OPEN.replace(b"\n", b"\r\n")})
        assert self.unsaved(root) == ()
        put(root, {ENTRY: CLOSED.replace(b"\n", b"\r\n")})
        assert self.unsaved(root) == (ENTRY,)

    def test_before_the_first_commit_all_of_it_is(self, empty: Path) -> None:
        put(empty, {ENTRY: OPEN, self.NEW: OPEN})
        run_git(empty, "add", ENTRY)
        assert self.unsaved(empty) == (ENTRY, self.NEW)

    def test_a_link_in_the_place_of_a_file_is(self, root: Path) -> None:
        put(root, {ENTRY: None})
        (root / ENTRY).symlink_to(root / "other.txt")
        assert self.unsaved(root) == (ENTRY,)

    def test_hashes_of_256_bits(self, tmp_path: Path) -> None:
        run_git(tmp_path, "init", "--quiet", "--object-format=sha256")
        save(tmp_path, {ENTRY: OPEN})
        assert self.unsaved(tmp_path) == ()

    def test_a_book_that_is_the_whole_repository(self, root: Path) -> None:
        put(root, {ENTRY: CLOSED})
        assert git.unsaved(found(root), root) == (ENTRY,)

    def test_how_far_the_branch_is_from_its_upstream(self, root: Path, tmp_path: Path) -> None:
        assert git.apart(found(root)) is None
        run_git(tmp_path, "clone", "--quiet", str(root), "clone")
        clone = tmp_path / "clone"
        assert git.apart(found(clone)) == (0, 0)
        save(clone, {ENTRY: CLOSED})
        save(clone, {ENTRY: OPEN})
        save(root, {"other.txt": b"two\n"})
        assert git.apart(found(clone)) == (2, 0)
        run_git(clone, "fetch", "--quiet")
        assert git.apart(found(clone)) == (2, 1)
        run_git(clone, "checkout", "--quiet", "--detach")
        assert git.apart(found(clone)) is None

    def test_what_came_since_a_commit(self, root: Path) -> None:
        begin = found(root).head or ""
        save(root, {ENTRY: None, self.NEW: OPEN})
        save(root, {"other.txt": b"two\n"})
        since = git.since(found(root), begin, root / self.FOLDER)
        assert since == (1, (ENTRY, self.NEW), frozenset({ENTRY}))
        assert git.since(found(root), found(root).head or "", root / self.FOLDER) == (0, (), frozenset())

    @pytest.mark.parametrize("mark", ["0" * 40, "HEAD", "--all", ""])
    def test_since_what_is_no_commit_of_it_nothing_can_be_said(self, root: Path, mark: str) -> None:
        assert git.since(found(root), mark, root / self.FOLDER) is None

    def test_a_history_that_was_rewritten_is_seen(self, root: Path) -> None:
        old = save(root, {ENTRY: CLOSED})
        run_git(root, "commit", "--quiet", "--amend", "--message", "another past")
        assert git.since(found(root), old, root / self.FOLDER) is None

    @pytest.mark.parametrize("inside", [True, False])
    def test_the_command_that_saves_them_does(self, root: Path, tmp_path: Path, inside: bool) -> None:
        root = root.rename(root.with_name("it's an office"))
        put(root, {ENTRY: CLOSED, self.NEW: OPEN, "other.txt": b"two\n"})
        here = root / "ledgers/RW-2024" if inside else tmp_path
        desk = git.Desk(root, root / self.FOLDER, here)
        words = ["sh", "-c", git.saving(desk, "存档")]
        assert subprocess.run(words, cwd=here, capture_output=True, check=False).returncode == 0
        assert self.unsaved(root) == ()
        assert run_git(root, "status", "--porcelain") == "M other.txt"
        told = git.telling(desk, run_git(root, "rev-parse", "HEAD^"), run_git(root, "rev-parse", "HEAD"))
        done = subprocess.run(["sh", "-c", told], cwd=here, capture_output=True, text=True, check=True)
        assert done.stdout.endswith(" 存档\n")


class TestHostileRepository:
    @pytest.fixture
    def canary(self, root: Path, tmp_path: Path) -> Path:
        """Every setting that could run a program is set to one that leaves a trace."""
        canary = tmp_path / "canary"
        script = tmp_path / "attack"
        script.write_text(f'#!/bin/sh\necho "$0 $*" >> "{canary}"\necho evil\n', encoding="utf-8")
        script.chmod(0o755)
        put(root, {".gitattributes": b"* filter=evil diff=evil merge=evil\n"})
        for key in (
            *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass"),
            *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "merge.evil.driver"),
            *("diff.external", "diff.evil.command", "diff.evil.textconv", "gpg.program", "gpg.ssh.program"),
            *("uploadpack.packObjectsHook", "credential.helper", "core.alternateRefsCommand"),
        ):
            run_git(root, "config", key, str(script))
        hooks = tmp_path / "hooks"
        hooks.mkdir()
        for name in ("reference-transaction", "post-index-change", "pre-auto-gc", "post-checkout"):
            (hooks / name).symlink_to(script)
        run_git(root, "config", "core.hooksPath", str(hooks))
        canary.unlink(missing_ok=True)
        return canary

    def test_the_canary_sings(self, root: Path, canary: Path) -> None:
        subprocess.run(["git", "status"], cwd=root, capture_output=True, check=False)
        assert canary.exists()

    def test_reading_runs_nothing(self, root: Path, canary: Path) -> None:
        repository = found(root)
        identity(root)
        for question in (
            ("rev-list", "HEAD"),
            ("cat-file", "-p", "HEAD"),
            ("ls-tree", "-r", "-z", "HEAD"),
            ("diff-tree", "-r", "-z", "--root", "--no-ext-diff", "--no-textconv", "HEAD"),
            ("log", "--format=%H %G?", "-1"),
        ):
            git.run(question, cwd=repository.root, environment=git.reading_environment())
        assert not canary.exists()

    def test_reading_the_past_runs_nothing(self, root: Path, canary: Path, tmp_path: Path) -> None:
        attributes = root / ".gitattributes"
        kept = attributes.read_bytes()
        attributes.unlink()
        quiet = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")
        start = run_git(root, "rev-parse", "HEAD")
        sides = []
        for number in range(2):
            run_git(root, *quiet, "checkout", "-q", "--detach", start)
            put(root, {"ledgers/book.yaml": f"format: 1\nname: {number}\n".encode()})
            run_git(root, *quiet, "add", "ledgers")
            run_git(root, *quiet, "commit", "-q", "-m", "side")
            sides.append(run_git(root, "rev-parse", "HEAD"))
        attributes.write_bytes(kept)
        canary.unlink(missing_ok=True)
        repository = found(root)
        book = ("ledgers/book.yaml",)
        assert list(git.steps(repository, git.commits_in(repository, sides)))
        assert list(git.steps(repository, git.commits_in(repository, ("HEAD",), book), book))
        assert git.steps_of(repository, "HEAD", book)
        assert audit(repository, root / "ledgers").commits
        scratch = tmp_path / "objects"
        scratch.mkdir()
        assert git.merged(repository.with_objects_in(scratch), *sides) == ("", ("ledgers/book.yaml",))
        assert not canary.exists()

    def test_packing_the_past_runs_nothing(self, root: Path, canary: Path, tmp_path: Path) -> None:
        repository = found(root)
        head = repository.head or ""
        for name in ("pack.packObjectsHook", "core.gitProxy"):
            run_git(root, "config", name, run_git(root, "config", "core.pager"))
        canary.unlink(missing_ok=True)
        content = git.bundle(repository, {"refs/heads/audited": head})
        said = git.attributes_of(repository, head, ("ledgers/book.yaml",), ("filter",))
        assert said == {"ledgers/book.yaml": {"filter": "unspecified"}}
        (tmp_path / "apart").mkdir()
        apart, refs = git.unbundled(content, tmp_path / "apart")
        assert refs == {"refs/heads/audited": head}
        assert git.tree_below(apart, head, ".") == git.tree_below(repository, head, ".")
        assert not canary.exists()

    def test_looking_for_differences_runs_nothing(self, root: Path, canary: Path, tmp_path: Path) -> None:
        begin = found(root).head or ""
        run_git(root, "config", "--unset", "filter.evil.process")
        save(root, {"ledgers/b.yaml": b"a\r\n"})
        inner = root / "ledgers/inner"
        run_git(tmp_path, "init", "--quiet", str(inner))
        save(inner, {"other.txt": b"one\n"})
        run_git(root, "update-index", "--add", "--cacheinfo", f"160000,{found(inner).head},ledgers/inner")
        for key in ("core.fsmonitor", "filter.evil.clean"):
            run_git(inner, "config", key, run_git(root, "config", "core.fsmonitor"))
        put(inner, {"other.txt": b"changed\n", ".gitattributes": b"* filter=evil\n"})
        put(root, {ENTRY: CLOSED, "ledgers/new.yaml": OPEN, "ledgers/b.yaml": b"b\r\n"})
        run_git(root, "update-ref", "refs/remotes/origin/main", begin)
        for key, value in (
            ("branch.main.remote", "origin"),
            ("branch.main.merge", "refs/heads/main"),
            ("remote.origin.url", f"ext::touch {canary}"),
            ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
        ):
            run_git(root, "config", key, value)
        canary.unlink(missing_ok=True)
        repository = found(root)
        assert {ENTRY, "ledgers/b.yaml", "ledgers/new.yaml"} <= {*git.unsaved(repository, root / "ledgers")}
        assert git.apart(repository) == (1, 0)
        assert git.since(repository, begin, root / "ledgers") == (1, ("ledgers/b.yaml",), frozenset())
        assert not canary.exists()
        # The same question, but for the submodule: git looks into it, and its settings name a program.
        git.run(("diff-index", "HEAD"), cwd=root, environment=git.reading_environment())
        assert canary.exists()

    def test_what_is_committed_went_through_no_filter(self, root: Path, canary: Path) -> None:
        # A program that does not keep to the protocol of filters would break git itself.
        run_git(root, "config", "--unset", "filter.evil.process")
        files = {ENTRY: CLOSED.replace(b"\n", b"\r\n"), "new.txt": b"new\n"}
        save(root, files)
        assert {name: blob(root, name) for name in files} == files
        ran = canary.read_text(encoding="utf-8").splitlines()
        # Hooks and filters run as they do by `git commit`; the monitor gets its index version as an argument.
        allowed = {"reference-transaction", "post-index-change", "attack"}
        assert {Path(line.split()[0]).name for line in ran} <= allowed
        assert not [line for line in ran if "attack " in line and len(line.split()) > 1]


def test_what_a_program_says_is_fit_to_be_shown() -> None:
    assert git.first_line(b"\n  \n\x1b[31mfatal:\x07 \xe2\x80\xaebad\r\nmore") == "[31mfatal: bad"
    assert git.first_line(b"\xff") == "�"
    assert len(git.first_line(b"x" * 1000)) == 200
    assert git.first_line(b"") == ""


def test_executable_bits_in_the_work_tree_are_not_touched(root: Path) -> None:
    (root / "run.sh").write_bytes(b"#!/bin/sh\ntrue\n")
    commit(found(root), {"run.sh": b"#!/bin/sh\ntrue\n"}, MESSAGE)
    assert stat.S_IMODE((root / "run.sh").stat().st_mode) == 0o755


class TestBundles:
    """A whole history as one file."""

    def bundled(self, root: Path) -> bytes:
        repository = found(root)
        return git.bundle(repository, {"refs/heads/audited": repository.head or ""})

    def test_git_knows_it_as_one(self, root: Path, tmp_path: Path) -> None:
        (tmp_path / "b").write_bytes(self.bundled(root))
        assert "complete history" in run_git(root, "bundle", "verify", str(tmp_path / "b"))

    def test_it_is_the_same_however_the_objects_lie(self, root: Path) -> None:
        for number in range(30):
            save(root, {"ledgers/b.yaml": b"line\n" * 200 + f"{number}\n".encode()})
        loose = self.bundled(root)
        for words in (("repack", "-adfq", "--depth=3"), ("gc", "--quiet", "--aggressive")):
            run_git(root, *words)
            assert self.bundled(root) == loose

    def test_hashes_of_256_bits(self, tmp_path: Path) -> None:
        root = tmp_path / "long"
        root.mkdir()
        run_git(root, "init", "--quiet", "--object-format=sha256")
        save(root, {"ledgers/b.yaml": b"a\n"})
        (tmp_path / "apart").mkdir()
        repository, refs = git.unbundled(self.bundled(root), tmp_path / "apart")
        assert run_git(repository.root, "cat-file", "-t", refs["refs/heads/audited"]) == "commit"

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda content: content[:-30],
            lambda content: content[:-25] + bytes([content[-25] ^ 1]) + content[-24:],
            lambda content: content.replace(b"refs/heads/audited", b"refs/heads/aud..ed"),
            lambda content: content.replace(b"refs/heads/audited", b"HEAD"),
            lambda content: content.replace(b"v2 git", b"v9 git"),
            lambda content: b"# v2 git bundle\n-" + content.split(b"\n", 1)[1],
            lambda _content: b"",
        ],
    )
    def test_what_is_spoiled_is_none(
        self, spoil: Callable[[bytes], bytes], root: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "apart").mkdir()
        with pytest.raises(git.NoBundle):
            git.unbundled(spoil(self.bundled(root)), tmp_path / "apart")

    def test_what_would_unfold_to_more_than_is_read_is_none(self, root: Path, tmp_path: Path) -> None:
        save(root, {"ledgers/large.yaml": bytes((1 << 28) + 1)})
        content = self.bundled(root)
        assert len(content) < 1 << 20
        (tmp_path / "apart").mkdir()
        with pytest.raises(git.NoBundle, match="too large"):
            git.unbundled(content, tmp_path / "apart")

    def test_what_hides_beside_the_history_is_seen(self, root: Path, tmp_path: Path) -> None:
        repository = found(root)
        head = repository.head or ""
        hidden = run_git(root, "hash-object", "-w", "--stdin", stdin="hidden")
        content = git.bundle(repository, {"refs/heads/audited": head, "refs/heads/hidden": hidden})
        line = f"{hidden} refs/heads/hidden\n".encode()
        assert line in content
        (tmp_path / "apart").mkdir()
        with pytest.raises(git.NoBundle, match="unreachable"):
            git.unbundled(content.replace(line, b""), tmp_path / "apart")
