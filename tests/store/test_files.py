"""Reading without surprises, and creating files whole or not at all."""

import errno
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleanledger.errors import EnvironmentFailure
from cleanledger.store import files, platform
from cleanledger.store.changeset import recover
from cleanledger.store.files import NotARegularFile, TooLarge, contents, create, create_numbered, read_bytes

LIMIT = 1 << 20
TEXT = b"status: open\n"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(number, "refused")

    return refuse


class TestReading:
    @pytest.mark.parametrize("content", [b"", TEXT, b"x" * LIMIT])
    def test_a_file_is_read_whole(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "entry.yaml"
        path.write_bytes(content)
        assert read_bytes(path, limit=LIMIT) == content

    def test_a_missing_file_is_left_to_the_caller(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read_bytes(tmp_path / "entry.yaml", limit=LIMIT)

    def test_a_file_over_the_limit_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "entry.yaml"
        path.write_bytes(b"123456")
        with pytest.raises(TooLarge):
            read_bytes(path, limit=5)

    def test_ten_gigabytes_of_nothing_are_refused_at_once(self, tmp_path: Path) -> None:
        path = tmp_path / "sparse.yaml"
        with path.open("wb") as file:
            file.truncate(10 << 30)
        with pytest.raises(TooLarge):
            read_bytes(path, limit=LIMIT)

    def test_a_file_that_grows_while_it_is_read_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "entry.yaml"
        path.write_bytes(b"1")
        fstat = os.fstat

        def grown(descriptor: int) -> os.stat_result:
            status = fstat(descriptor)
            path.write_bytes(b"x" * 10)
            return status

        monkeypatch.setattr(os, "fstat", grown)
        with pytest.raises(TooLarge):
            read_bytes(path, limit=5)

    @posix
    @pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe", "socket", "device"])
    def test_what_is_no_regular_file_is_refused_without_waiting(self, tmp_path: Path, kind: str) -> None:
        path = tmp_path / "entry.yaml"
        (tmp_path / "target").write_bytes(TEXT)
        match kind:
            case "link":
                path.symlink_to(tmp_path / "target")
            case "dangling":
                path.symlink_to(tmp_path / "missing")
            case "folder":
                path.mkdir()
            case "pipe":
                os.mkfifo(path)
            case "socket":
                with socket.socket(socket.AF_UNIX) as server:
                    server.bind(os.path.relpath(path))
            case "device":
                path = Path(os.devnull)
        with pytest.raises(NotARegularFile) as refused:
            read_bytes(path, limit=LIMIT)
        assert str(path) in refused.value.message

    @posix
    @pytest.mark.parametrize("kind", ["link", "pipe", "file"])
    def test_a_name_that_changes_hands_before_it_is_opened(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
    ) -> None:
        path, secret = tmp_path / "entry.yaml", tmp_path / "secret"
        path.write_bytes(TEXT)
        secret.write_bytes(b"secret\n")
        lstat = os.lstat

        def swapped(name: Path) -> os.stat_result:
            status = lstat(name)
            path.unlink()
            match kind:
                case "link":
                    path.symlink_to(secret)
                case "pipe":
                    os.mkfifo(path)
                case "file":
                    secret.rename(path)
            return status

        monkeypatch.setattr(os, "lstat", swapped)
        with pytest.raises(NotARegularFile):
            read_bytes(path, limit=LIMIT)

    def test_a_file_that_cannot_be_read_says_why(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "entry.yaml"
        path.write_bytes(TEXT)
        monkeypatch.setattr(os, "read", refusing(errno.EIO))
        with pytest.raises(EnvironmentFailure) as failed:
            read_bytes(path, limit=LIMIT)
        assert failed.value.message == f"{path} cannot be read: the disk reports an input or output error"


class TestManyFiles:
    @pytest.mark.parametrize("size", [0, 1, (1 << 14) - 1, 1 << 14, (1 << 14) + 1, LIMIT])
    def test_each_is_given_whole(self, tmp_path: Path, size: int) -> None:
        for name in ("a.yaml", "b.yaml"):
            (tmp_path / name).write_bytes(name.encode()[:1] * size)
        assert dict(contents(tmp_path, limit=LIMIT)) == {"a.yaml": b"a" * size, "b.yaml": b"b" * size}

    def test_what_is_too_large_is_left_out(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_bytes(b"x" * (LIMIT + 1))
        assert not dict(contents(tmp_path, limit=LIMIT))

    @posix
    def test_links_folders_and_pipes_are_left_out(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_bytes(TEXT)
        (tmp_path / "b.yaml").symlink_to("a.yaml")
        (tmp_path / "c.yaml").mkdir()
        os.mkfifo(tmp_path / "d.yaml")
        assert dict(contents(tmp_path, limit=LIMIT)) == {"a.yaml": TEXT}

    def test_one_that_cannot_be_opened_is_a_failure(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a.yaml").write_bytes(TEXT)
        monkeypatch.setattr(os, "open", refusing(errno.EACCES))
        with pytest.raises(EnvironmentFailure):
            list(contents(tmp_path, limit=LIMIT))


class TestCreating:
    def test_the_content_is_there_and_nothing_else(self, tmp_path: Path) -> None:
        create(tmp_path / "entry.yaml", TEXT)
        assert names(tmp_path) == ["entry.yaml"]
        assert (tmp_path / "entry.yaml").read_bytes() == TEXT

    @posix
    def test_the_mode_is_what_the_user_gives_new_files(self, tmp_path: Path) -> None:
        before = os.umask(0o027)
        try:
            create(tmp_path / "entry.yaml", TEXT)
        finally:
            os.umask(before)
        assert (tmp_path / "entry.yaml").stat().st_mode & 0o777 == 0o640

    @pytest.mark.parametrize("links", [True, False])
    def test_a_name_that_is_taken_is_left_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
    ) -> None:
        if not links:
            monkeypatch.setattr(os, "link", refusing(errno.EPERM))
        (tmp_path / "entry.yaml").write_bytes(b"theirs\n")
        with pytest.raises(FileExistsError):
            create(tmp_path / "entry.yaml", TEXT)
        assert names(tmp_path) == ["entry.yaml"]
        assert (tmp_path / "entry.yaml").read_bytes() == b"theirs\n"

    @pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
    def test_it_works_where_there_are_no_hard_links(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        monkeypatch.setattr(os, "link", refusing(number))
        create(tmp_path / "entry.yaml", TEXT)
        assert names(tmp_path) == ["entry.yaml"]
        assert (tmp_path / "entry.yaml").read_bytes() == TEXT

    def test_a_long_name_in_chinese(self, tmp_path: Path) -> None:
        name = "证" * 80 + ".pdf"
        create(tmp_path / name, TEXT)
        assert names(tmp_path) == [name]

    @pytest.mark.parametrize(
        ("call", "number", "reason"),
        [
            ("write", errno.ENOSPC, "the disk is full"),
            ("write", errno.EDQUOT, "the disk quota is used up"),
            ("write", errno.EFBIG, "the file would be larger than is allowed here"),
            ("fsync", errno.EIO, "the disk reports an input or output error"),
            ("close", errno.EIO, "the disk reports an input or output error"),
            ("open", errno.EACCES, "this account has no permission"),
            ("open", errno.EROFS, "the file system is read-only"),
            ("link", errno.EIO, "the disk reports an input or output error"),
            ("open", errno.ENOTTY, "the system reports ENOTTY"),
        ],
    )
    def test_what_the_disk_refuses_is_said_and_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, reason: str
    ) -> None:
        path = tmp_path / "entry.yaml"
        with monkeypatch.context() as patch:
            patch.setattr(os, call, refusing(number))
            with pytest.raises(EnvironmentFailure) as failed:
                create(path, TEXT)
        assert failed.value.message == f"{path} cannot be written: {reason}. Nothing was changed."
        assert failed.value.exit_code == 3
        assert names(tmp_path) == []

    def test_a_missing_folder_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(EnvironmentFailure, match="the folder does not exist"):
            create(tmp_path / "missing" / "entry.yaml", TEXT)

    def test_a_folder_that_cannot_be_synced_is_no_success(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(platform, "sync_folder", refusing(errno.EIO))
        with pytest.raises(EnvironmentFailure, match="Nothing was changed"):
            create(tmp_path / "entry.yaml", TEXT)
        assert names(tmp_path) == []

    def test_an_interruption_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(_descriptor: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            create(tmp_path / "entry.yaml", TEXT)
        assert names(tmp_path) == []


class TestNumbers:
    def test_the_first_that_is_free_is_taken(self, tmp_path: Path) -> None:
        (tmp_path / "RW-003.yaml").touch()
        (tmp_path / "RW-004.yaml").touch()
        made = create_numbered(tmp_path, 3, lambda n: f"RW-{n:03}.yaml", lambda n: b"id: %d\n" % n)
        assert made == (5, tmp_path / "RW-005.yaml")
        assert made[1].read_bytes() == b"id: 5\n"

    def test_two_hundred_at_once_get_two_hundred(self, tmp_path: Path) -> None:
        ready = threading.Barrier(8)

        def add_some(worker: int) -> list[int]:
            ready.wait()
            content = str(worker).encode()
            return [
                create_numbered(tmp_path, 1, lambda n: f"RW-{n:03}.yaml", lambda _n: content)[0]
                for _each in range(25)
            ]

        with ThreadPoolExecutor(8) as pool:
            taken = [number for numbers in pool.map(add_some, range(8)) for number in numbers]
        assert sorted(taken) == list(range(1, 201))
        assert names(tmp_path) == [f"RW-{number:03}.yaml" for number in range(1, 201)]


class TestReservations:
    """Without hard links a name is reserved by an empty file, beside which a mark stands."""

    def test_what_a_crash_left_of_one_is_removed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "link", refusing(errno.EPERM))
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", refusing(errno.EIO))
            patch.setattr(files, "discard", lambda _path: False)
            with pytest.raises(EnvironmentFailure):
                create(tmp_path / "entry.yaml", TEXT)
        assert "entry.yaml" in names(tmp_path)
        assert ".~torn-entry.yaml" in names(tmp_path)
        assert recover(tmp_path).swept == ("entry.yaml",)
        assert not (tmp_path / "entry.yaml").exists()
        create(tmp_path / "entry.yaml", TEXT)

    def test_a_mark_beside_a_file_with_content_costs_it_nothing(self, tmp_path: Path) -> None:
        (tmp_path / ".~torn-entry.yaml").touch()
        (tmp_path / "entry.yaml").write_bytes(TEXT)
        recover(tmp_path)
        assert names(tmp_path) == ["entry.yaml"]
        assert (tmp_path / "entry.yaml").read_bytes() == TEXT

    def test_a_mark_alone_goes(self, tmp_path: Path) -> None:
        (tmp_path / ".~torn-entry.yaml").touch()
        recover(tmp_path)
        assert names(tmp_path) == []
