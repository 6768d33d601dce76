"""Several files change together or not at all, whoever else is at work and whatever the disk does."""

import base64
import errno
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cleanledger.errors import ChangedMeanwhile, EnvironmentFailure, LedgerError
from cleanledger.store import changeset, files, journal
from cleanledger.store.changeset import FileChange, pending, recover, write_changes
from cleanledger.store.files import NotARegularFile
from cleanledger.store.lock import book_lock

OPEN, CLOSED = b"status: open\n", b"status: closed\n"
ONE, TWO, NEW = "RW-2024/RW-2024-001.yaml", "ZG-2024/ZG-2024-001.yaml", "evidence/ZG-2024-001/流程.pdf"
OLD = {ONE: OPEN, TWO: OPEN}
AFTER = {ONE: CLOSED, NEW: b"%PDF"}
CALLS = ("open", "write", "fsync", "close", "link", "replace", "unlink", "mkdir", "fchmod", "read", "lstat")
HOUR = 3600


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "ledgers"
    fill(folder)
    return folder


def fill(folder: Path) -> None:
    for name, content in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def the_set(book: Path) -> list[FileChange]:
    return [FileChange(book / name, OLD.get(name), AFTER.get(name)) for name in (ONE, TWO, NEW)]


def contents(book: Path) -> dict[str, bytes]:
    found = (path for path in book.rglob("*") if path.is_file())
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in found}


def folders(book: Path) -> set[str]:
    return {path.relative_to(book).as_posix() for path in book.rglob("*") if path.is_dir()}


def left_overs(book: Path) -> list[str]:
    return [name for name in contents(book) if ".~" in name]


class TestOneFile:
    def test_it_is_changed(self, book: Path) -> None:
        write_changes(book, [FileChange(book / ONE, OPEN, CLOSED)])
        assert contents(book) == {ONE: CLOSED, TWO: OPEN}

    def test_it_is_made_with_its_folders(self, book: Path) -> None:
        write_changes(book, [FileChange(book / NEW, None, b"%PDF")])
        assert contents(book) == {**OLD, NEW: b"%PDF"}

    def test_it_is_removed(self, book: Path) -> None:
        write_changes(book, [FileChange(book / ONE, OPEN, None)])
        assert contents(book) == {TWO: OPEN}

    def test_with_the_last_file_its_folders_go(self, book: Path) -> None:
        write_changes(book, [FileChange(book / NEW, None, b"%PDF")])
        (book / "evidence/别的").mkdir()
        write_changes(book, [FileChange(book / NEW, b"%PDF", None), FileChange(book / ONE, OPEN, None)])
        assert folders(book) == {"ZG-2024", "evidence", "evidence/别的"}

    def test_a_folder_in_which_something_lies_stays(self, book: Path) -> None:
        (book / "RW-2024/说明.txt").write_bytes(b"x")
        write_changes(book, [FileChange(book / ONE, OPEN, None)])
        assert contents(book) == {TWO: OPEN, "RW-2024/说明.txt": b"x"}

    def test_what_stays_the_same_is_not_written(self, book: Path) -> None:
        before = (book / ONE).stat()
        write_changes(book, [FileChange(book / ONE, OPEN, OPEN)])
        assert (book / ONE).stat().st_ino == before.st_ino

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
    @pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
    def test_its_mode_is_kept(self, book: Path, mode: int) -> None:
        (book / ONE).chmod(mode)
        write_changes(book, [FileChange(book / ONE, OPEN, CLOSED)])
        assert (book / ONE).stat().st_mode & 0o777 == mode

    @pytest.mark.parametrize(
        ("name", "before"),
        [(ONE, b"something else\n"), (ONE, b"status: opem\n"), (ONE, None), ("RW-2024/gone.yaml", OPEN)],
    )
    def test_what_is_not_as_it_was_read_is_refused(self, book: Path, name: str, before: bytes | None) -> None:
        with pytest.raises(ChangedMeanwhile) as refused:
            write_changes(book, [FileChange(book / name, before, CLOSED), FileChange(book / TWO, OPEN, None)])
        assert str(book / name) in refused.value.message
        assert contents(book) == OLD

    def test_a_file_that_is_only_looked_at_must_stand_too(self, book: Path) -> None:
        with pytest.raises(ChangedMeanwhile):
            write_changes(book, [FileChange(book / ONE, OPEN, CLOSED), FileChange(book / TWO, b"", b"")])
        assert contents(book) == OLD

    def test_a_link_in_its_place_is_refused(self, book: Path) -> None:
        (book / ONE).unlink()
        (book / ONE).symlink_to(book / TWO)
        with pytest.raises(NotARegularFile):
            write_changes(book, [FileChange(book / ONE, OPEN, CLOSED)])
        assert (book / TWO).read_bytes() == OPEN

    def test_two_changes_of_one_file_are_a_mistake_of_the_caller(self, book: Path) -> None:
        with pytest.raises(ValueError, match="one file"):
            write_changes(book, [FileChange(book / ONE, OPEN, CLOSED)] * 2)


class TestSeveralFiles:
    def test_all_of_them_change(self, book: Path) -> None:
        write_changes(book, the_set(book))
        assert contents(book) == AFTER
        assert not pending(book)

    def test_an_edit_while_the_set_is_prepared_is_kept(
        self, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make = files.write_temporary

        def edited(target: Path, content: bytes, mode: int | None = None) -> Path:
            (book / TWO).write_bytes(b"by hand\n")
            return make(target, content, mode)

        monkeypatch.setattr(changeset, "write_temporary", edited)
        with pytest.raises(ChangedMeanwhile):
            write_changes(book, the_set(book))
        assert contents(book) == {**OLD, TWO: b"by hand\n"}

    def test_a_new_file_that_somebody_else_makes_is_theirs(
        self, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write = journal.write

        def meanwhile(folder: Path, steps: Any) -> None:
            (book / NEW).write_bytes(AFTER[NEW])
            write(folder, steps)

        monkeypatch.setattr(journal, "write", meanwhile)
        with pytest.raises(ChangedMeanwhile) as refused:
            write_changes(book, the_set(book))
        assert str(book / NEW) in refused.value.message
        assert contents(book) == {**OLD, NEW: AFTER[NEW]}

    def test_an_interruption_in_the_middle_changes_nothing(
        self, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        apply = changeset._apply

        def interrupted(work: Any, step: Any) -> None:
            apply(work, step)
            if step.path == book / TWO:
                raise KeyboardInterrupt

        monkeypatch.setattr(changeset, "_apply", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_changes(book, the_set(book))
        assert contents(book) == OLD
        assert not (book / NEW).parent.exists()

    def test_an_unfinished_set_is_not_written_over(self, book: Path) -> None:
        break_off(book, the_set(book), applied=1)
        with pytest.raises(EnvironmentFailure, match="not finished"):
            write_changes(book, [FileChange(book / TWO, OPEN, CLOSED)])


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, at: int, *, times: int) -> Iterator[list[str]]:
    """From its `at`-th call of the system on, `times` calls are refused."""
    made: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            made.append(name)
            if at <= len(made) < at + times:
                if name == "close":
                    real(*arguments)
                raise OSError(errno.EIO, "refused")
            return real(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, counted(name, getattr(os, name)))
        yield made


class TestFailingDisk:
    @pytest.mark.parametrize("times", [1, 2, 3, 10_000])
    @pytest.mark.parametrize("size", [1, 3])
    def test_what_the_message_says_is_true(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, times: int
    ) -> None:
        said = dict.fromkeys(("done", "nothing", "unsettled"), 0)
        at = 0
        while True:
            at += 1
            book = tmp_path / str(at)
            fill(book)
            message = ""
            with failing(monkeypatch, at, times=times) as made:
                try:
                    write_changes(book, the_set(book)[:size])
                except LedgerError as error:
                    message = error.message
            if len(made) < at:
                break
            new = AFTER if size == len(the_set(book)) else {**OLD, ONE: CLOSED}
            if not message:
                said["done"] += 1
                assert contents_but_left_overs(book) == new
            elif "cannot be read" in message or "Nothing was changed" in message:
                said["nothing"] += 1
                assert contents_but_left_overs(book) == OLD, message
                assert not pending(book)
                if times == 1 and made[at - 1] != "unlink":
                    assert left_overs(book) == []
            else:
                said["unsettled"] += 1
                assert size == 1 or pending(book) or contents_but_left_overs(book) == OLD
            recover(book)
            assert contents_but_left_overs(book) in (OLD, new)
        assert at > 15
        assert said["nothing"] > 10
        # One failure is always dealt with at once.
        assert (said["unsettled"] == 0) == (times == 1)


def contents_but_left_overs(book: Path) -> dict[str, bytes]:
    return {name: content for name, content in contents(book).items() if ".~" not in name}


def break_off(book: Path, changes: list[FileChange], *, applied: int) -> tuple[journal.Step, ...]:
    """Leaves what a kill leaves after the journal and the first `applied` files are written."""
    work = changeset._Work(book)
    changeset._prepare(work, changes)
    journal.write(book, work.steps)
    for step in work.steps[:applied]:
        step.apply()
    return tuple(work.steps)


class TestRecovering:
    def test_as_a_rule_there_is_nothing_to_do(self, book: Path) -> None:
        assert recover(book) == ((), (), ())

    @pytest.mark.parametrize("applied", [0, 1, 2, 3])
    def test_a_set_with_all_its_files_is_finished(self, book: Path, applied: int) -> None:
        break_off(book, the_set(book), applied=applied)
        assert pending(book)
        assert recover(book) == ((ONE, TWO, NEW), (), ())
        assert contents(book) == AFTER
        assert recover(book) == ((), (), ())

    def test_a_set_that_lost_a_file_is_undone(self, book: Path) -> None:
        steps = break_off(book, the_set(book), applied=2)
        assert steps[2].temporary
        steps[2].temporary.write_bytes(b"%PD")
        assert recover(book) == ((), (ONE, TWO, NEW), ())
        assert contents(book) == OLD

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
    def test_undoing_gives_back_the_mode(self, book: Path) -> None:
        (book / ONE).chmod(0o600)
        (book / TWO).chmod(0o640)
        steps = break_off(book, the_set(book), applied=2)
        assert steps[2].temporary
        steps[2].temporary.unlink()
        recover(book)
        assert [(book / name).stat().st_mode & 0o777 for name in (ONE, TWO)] == [0o600, 0o640]

    def test_what_somebody_wrote_since_is_left_alone(self, book: Path) -> None:
        break_off(book, the_set(book), applied=2)
        (book / ONE).write_bytes(b"by hand\n")
        recover(book)
        assert contents(book) == {ONE: b"by hand\n", NEW: b"%PDF"}

    def test_a_folder_that_is_gone_does_not_hold_it_up(self, book: Path) -> None:
        break_off(book, the_set(book), applied=3)
        (book / TWO).parent.rmdir()
        recover(book)
        assert contents(book) == AFTER

    def test_finishing_a_removal_takes_the_emptied_folder_along(self, book: Path) -> None:
        break_off(book, the_set(book), applied=2)
        recover(book)
        assert folders(book) == {"RW-2024", "evidence", "evidence/ZG-2024-001"}

    def test_undoing_a_removal_brings_the_folder_back(self, book: Path) -> None:
        steps = break_off(book, the_set(book), applied=2)
        (book / TWO).parent.rmdir()
        assert steps[2].temporary
        steps[2].temporary.unlink()
        assert recover(book) == ((), (ONE, TWO, NEW), ())
        assert contents(book) == OLD

    def test_an_interruption_after_the_folder_went_brings_everything_back(
        self, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(_folder: Path) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(journal, "remove", interrupted)
            with pytest.raises(KeyboardInterrupt):
                write_changes(book, the_set(book))
        recover(book)
        assert contents(book) in (OLD, AFTER)
        assert not pending(book)

    def test_more_than_a_journal_may_hold_is_refused_before_anything_changes(
        self, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(journal, "_MOST_BYTES", 200)
        with pytest.raises(EnvironmentFailure, match="more at once"):
            write_changes(book, the_set(book))
        assert contents(book) == OLD
        assert folders(book) == {"RW-2024", "ZG-2024"}

    def test_a_disk_that_still_refuses_is_said_and_the_journal_stays(
        self, book: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        break_off(book, the_set(book), applied=1)
        with failing(monkeypatch, 8, times=10_000), pytest.raises(EnvironmentFailure):
            recover(book)
        assert pending(book)
        recover(book)
        assert contents(book) == AFTER


class TestHostileJournal:
    """`.~journal` can come with a clone: at worst it changes files of that very book."""

    @staticmethod
    def record(**changed: object) -> dict[str, list[dict[str, object]]]:
        step = {"path": ONE, "before": None, "mode": 0o644, "temporary": None, "sha256": "", "size": 0}
        return {"steps-1": [{**step, **changed}]}

    @pytest.mark.parametrize(
        "changed",
        [
            {"path": "../outside.yaml"},
            {"path": "RW-2024/../../outside.yaml"},
            {"path": "/var/outside.yaml"},
            {"path": "link/outside.yaml"},
            {"path": ".git/hooks/pre-commit"},
            {"path": ".GIT. /config"},
            {"path": "GIT~1/config"},
            {"path": "C:\\outside.yaml"},
            {"path": ""},
            {"path": "."},
            {"path": "a\0b"},
            {"path": 1},
            {"before": "no base64!"},
            {"before": 1},
            {"mode": "0o777"},
            {"temporary": "../.~x.1-00000000"},
            {"temporary": "RW-2024-001.yaml"},
            {"temporary": 1},
            {"size": 1.5},
        ],
    )
    def test_a_step_that_leads_out_is_refused(
        self, book: Path, tmp_path: Path, changed: dict[str, object]
    ) -> None:
        (book / "link").symlink_to(tmp_path)
        (tmp_path / "outside.yaml").write_bytes(b"")
        (book / ".~journal").write_text(json.dumps(self.record(**changed)), encoding="utf-8")
        before = contents(tmp_path)
        with pytest.raises(EnvironmentFailure, match="cannot be read"):
            recover(book)
        assert contents(tmp_path) == before

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\0" * 100,
            "[" * 100_000,
            "[]",
            "null",
            '{"steps-2": []}',
            '{"steps-1": 1}',
            '{"steps-1": [1]}',
        ],
    )
    def test_what_is_no_journal_is_refused(self, book: Path, text: str) -> None:
        (book / ".~journal").write_text(text, encoding="utf-8")
        with pytest.raises(EnvironmentFailure, match="cannot be read"):
            recover(book)
        assert contents_but_left_overs(book) == OLD

    def test_a_journal_that_is_a_link_is_refused(self, book: Path) -> None:
        (book / ".~journal").symlink_to(book / ONE)
        with pytest.raises(EnvironmentFailure, match="cannot be read"):
            recover(book)

    def test_setting_the_user_bit_is_not_in_its_power(self, book: Path) -> None:
        after = hashlib.sha256(OPEN).hexdigest()
        step = {
            "before": base64.b64encode(CLOSED).decode(),
            "mode": 0o4755,
            "sha256": after,
            "size": len(OPEN),
        }
        other = {"path": "ZG-2024/x.yaml", "before": "", "temporary": ".~x.1-00000000"}
        record = self.record(**step, temporary=".~y.1-00000000")
        record["steps-1"] += self.record(**other)["steps-1"]
        (book / "ZG-2024/x.yaml").touch()
        (book / ".~journal").write_text(json.dumps(record), encoding="utf-8")
        recover(book)
        assert (book / ONE).read_bytes() == CLOSED
        assert (book / ONE).stat().st_mode & 0o7777 == 0o755


class TestSweeping:
    @staticmethod
    def age(path: Path, seconds: float) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
        then = time.time() - seconds
        os.utime(path, (then, then))

    def test_temporary_files_go_after_an_hour(self, book: Path) -> None:
        self.age(book / "RW-2024/.~a.yaml.1-00000000", HOUR + 60)
        self.age(book / "RW-2024/.~b.yaml.1-00000000", HOUR - 60)
        self.age(book / "RW-2024/.~c.yaml.1-00000000", -HOUR)
        assert recover(book).swept == ("RW-2024/.~a.yaml.1-00000000",)
        assert sorted(left_overs(book)) == ["RW-2024/.~b.yaml.1-00000000", "RW-2024/.~c.yaml.1-00000000"]

    @pytest.mark.parametrize(
        "name", [".~lock", ".~lock.2023台账.xlsx#", ".~torn-", ".~x", "a.1-00000000", ".~a.1-0000000g"]
    )
    def test_what_is_not_ours_stays(self, book: Path, name: str) -> None:
        self.age(book / name, 2 * HOUR)
        assert recover(book).swept == ()
        assert (book / name).exists()

    def test_links_and_folders_of_such_names_stay(self, book: Path) -> None:
        (book / ".~a.1-00000000").symlink_to(book / ONE)
        (book / ".~b.1-00000000").mkdir()
        assert recover(book).swept == ()
        assert (book / ONE).exists()

    def test_folders_further_down_are_looked_at_on_request(self, book: Path) -> None:
        name = "evidence/ZG-2024-001/.~a.pdf.1-00000000"
        self.age(book / name, 2 * HOUR)
        assert recover(book).swept == ()
        assert recover(book, deep=True).swept == (name,)


class TestLock:
    def test_it_lies_in_the_book_or_where_the_caller_says(self, book: Path, tmp_path: Path) -> None:
        with book_lock(book):
            assert (book / ".~lock").exists()
        with book_lock(book, tmp_path / "cleanledger.lock"):
            assert (tmp_path / "cleanledger.lock").exists()

    def test_whoever_waits_too_long_is_told_for_what(self, book: Path) -> None:
        holder = hold(book)
        try:
            with pytest.raises(EnvironmentFailure) as failed, book_lock(book, patience=0.1):
                pass
        finally:
            holder.kill()
            holder.wait()
        assert str(book / ".~lock") in failed.value.message
        assert "fuser" in failed.value.hint
        # A lock goes with its process: nothing is to be cleaned up.
        with book_lock(book, patience=5):
            pass

    def test_a_lock_that_cannot_be_made_is_said(self, book: Path) -> None:
        (book / ".~lock").mkdir()
        with pytest.raises(EnvironmentFailure, match="cannot be written"), book_lock(book):
            pass


def hold(book: Path) -> subprocess.Popen[bytes]:
    """Another process that holds the lock."""
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from cleanledger.store.lock import book_lock\n"
        "with book_lock(Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    words = [sys.executable, "-c", script, str(book)]
    holder = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE)
    assert holder.stdout
    with holder.stdout:
        assert holder.stdout.readline() == b"held\n"
    return holder


def test_nothing_is_written_through_a_folder_that_is_a_link(book: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (book / "XX-2024").symlink_to(outside)
    change = FileChange(book / "XX-2024" / "XX-2024-001.yaml", None, OPEN)
    with pytest.raises(NotARegularFile):
        write_changes(book, [change])
    assert [*outside.iterdir()] == []
