"""Books on other machines: git's real transports, with ssh played by a script that runs the far side here."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.cli.test_team import Clone, first

pytestmark = pytest.mark.needs("git")

__all__ = ["first"]

FAR = """#!/bin/sh
printf '%s\\n' "$*" >> '{log}'
while [ "$1" = -o ] || [ "$1" = -p ]; do shift 2; done
shift
exec sh -c "$*"
"""
"""What ssh does, less the other machine: options and host are noted, the command runs."""


class Ssh:
    """An `ssh` before all others on the PATH."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.log = folder / "ssh.log"
        self.program = folder / "bin" / "ssh"
        self.program.parent.mkdir()
        self.plays(FAR.format(log=self.log))
        monkeypatch.setenv("PATH", str(self.program.parent), prepend=":")

    def plays(self, script: str) -> None:
        self.program.write_text(script, encoding="utf-8")
        self.program.chmod(0o755)

    def told(self) -> list[str]:
        return self.log.read_text("utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ssh:
    return Ssh(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "form", ["clerk@server:{path}", "ssh://clerk@server{path}", "ssh://server:2222{path}"]
)
def test_a_book_is_shared_joined_and_exchanged_by_ssh(
    first: Clone, ssh: Ssh, tmp_path: Path, form: str
) -> None:
    bare = tmp_path / "book.git"
    first.git("init", "-q", "--bare", str(bare))
    first.git("--git-dir", str(bare), "symbolic-ref", "HEAD", first.git("symbolic-ref", "HEAD").strip())
    address = form.format(path=bare)
    assert f"ledger join {address}" in first.ok("share", address)
    first.ok("join", address, str(tmp_path / "two"), today=None)
    two = Clone(tmp_path / "two", first.monkeypatch)
    entry = first.add("清查")
    assert first.ok("sync").splitlines() == ["sent to others: 1 commit"]
    assert two.ok("sync").splitlines() == ["came from others: 1 commit"]
    assert "清查" in two.text(entry)
    assert first.head() == two.head()
    assert ssh.told()
    assert all("-o BatchMode=yes" in line for line in ssh.told()), "nobody can answer here"
    assert all("-o ConnectTimeout=" in line for line in ssh.told())


def test_the_folder_that_is_joined_into_is_called_as_the_place(
    first: Clone, ssh: Ssh, tmp_path: Path
) -> None:
    bare = tmp_path / "总台账.git"
    first.ok("share", str(bare))
    first.monkeypatch.chdir(tmp_path)
    first.folder = tmp_path
    first.ok("join", f"server:{bare}", today=None)
    assert (tmp_path / "总台账/ledgers/book.yaml").exists()
    assert ssh.told()


def test_an_ssh_of_ones_own_is_left_as_it_is(first: Clone, ssh: Ssh, tmp_path: Path) -> None:
    own = tmp_path / "own-ssh"
    own.write_text(FAR.format(log=tmp_path / "own.log"), encoding="utf-8")
    own.chmod(0o755)
    first.git("init", "-q", "--bare", str(tmp_path / "book.git"))
    first.git("config", "core.sshCommand", str(own))
    first.ok("share", f"server:{tmp_path}/book.git")
    assert (tmp_path / "own.log").exists()
    assert ssh.told() == []


SAID = {
    "Host key verification failed.": "by which origin shows itself is not known here",
    "clerk@server: Permission denied (publickey,password).": "origin does not let you in",
    "ssh: connect to host server port 22: Connection timed out": "origin could not be reached",
}


@pytest.mark.parametrize(("words", "said"), SAID.items())
def test_what_hinders_ssh_is_told_and_nothing_is_lost(
    first: Clone, ssh: Ssh, tmp_path: Path, words: str, said: str
) -> None:
    first.git("init", "-q", "--bare", str(tmp_path / "book.git"))
    first.ok("share", f"server:{tmp_path}/book.git")
    first.add("清查")
    head = first.head()
    ssh.plays(f"#!/bin/sh\necho '{words}' >&2\nexit 255\n")
    answer = first("sync")
    assert answer.code == 3
    assert said in answer.err
    first.language = "zh"
    assert "origin" in first("同步").err
    assert first.head() == head


class Locked(BaseHTTPRequestHandler):
    """A server that wants a name and a password."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="book"')
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Says nothing."""


@pytest.fixture
def locked() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Locked)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/book.git"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_password_that_nobody_can_type_does_not_hang(first: Clone, locked: str) -> None:
    answer = first("share", locked)
    assert answer.code == 3
    assert "asks for a name and a password, and nobody can answer here" in answer.err
    assert first.git("remote") == ""


NO_PLACES = [
    "--upload-pack=touch {flag}",
    "-u touch {flag}",
    "ext::sh -c touch% {flag}",
    "fd::17",
    "-oProxyCommand=touch {flag}:x",
    "me@-oProxyCommand=touch {flag}:x",
    "ssh://-oProxyCommand=touch {flag}/x",
    "ssh://me@-oProxyCommand=touch {flag}/x",
    "ftp://server/book.git",
    "server:book\nurl = x",
    "",
]


@pytest.mark.parametrize("address", NO_PLACES)
def test_an_address_is_no_option_and_no_program(first: Clone, tmp_path: Path, address: str) -> None:
    flag = tmp_path / "flag"
    text = address.format(flag=flag)
    for words in (("share", "--", text), ("join", "--", text, str(tmp_path / "to"))):
        answer = first(*words, today=None)
        assert answer.code == 2, answer
        assert "is no place where a book can be" in answer.err
        assert not flag.exists()
        assert not (tmp_path / "to").exists()
    assert first.git("remote") == ""


def test_a_folder_still_is_a_place(first: Clone, tmp_path: Path) -> None:
    first.ok("share", str(tmp_path / "甲 乙.git"))
    first.ok("join", str(tmp_path / "甲 乙.git"), str(tmp_path / "two"), today=None)
    assert first.git("remote", "get-url", "origin").strip().endswith("甲 乙.git")
