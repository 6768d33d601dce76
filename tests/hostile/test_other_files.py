"""What lies in a book instead of a file, and under which names: it is named, and the rest is checked."""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.forking import Done, Runner
from tests.hostile.unsafe_output import unsafe

ENTRY = "kind: task\nid: T-2026-001\ntitle: 整改三号楼消防通道\nlead_unit: YJGLJ\ndue: 2026-12-31\n"
OTHER = "T-2026/T-2026-002.yaml"
EVIDENCE = "evidence/T-2026-001/流程.txt"
GIGABYTES = 10 << 30


def outside(path: Path) -> Path:
    """A folder outside the book that `path` lies in."""
    (office,) = (folder for folder in path.parents if folder.name == "office")
    folder = office.parent / "outside"
    folder.mkdir(exist_ok=True)
    return folder


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(GIGABYTES)


def bind_socket(path: Path) -> None:
    # The name of a socket may not be long.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)


def link_to_copy(path: Path) -> None:
    """A link to a file outside the book that would be read well."""
    target = outside(path) / path.name
    target.write_bytes(path.read_bytes() if path.exists() else ENTRY.encode())
    path.unlink(missing_ok=True)
    path.symlink_to(target)


THINGS: dict[str, Callable[[Path], None]] = {
    "sparse file of 10 GiB": sparse,
    "pipe": os.mkfifo,
    "socket": bind_socket,
    "folder": Path.mkdir,
    "link to a file": link_to_copy,
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to nothing": lambda path: path.symlink_to("nowhere"),
}
BOOK = ("T-2026/T-2026-001.yaml", "T-2026/ledger.yaml", "units.yaml")
FILES = (*BOOK, "plans.yaml", "calendar.yaml", EVIDENCE)
ALSO_EVIDENCE = ("folder", "sparse file of 10 GiB")


@pytest.fixture
def office(book: Path) -> Path:
    (book / "T-2026" / "T-2026-001.yaml").write_text(ENTRY, encoding="utf-8")
    # A second entry, with an error that must be found whatever lies beside it.
    (book / OTHER).write_text(ENTRY.replace("001", "002").replace("12-31", "13-31"), encoding="utf-8")
    (book / EVIDENCE).parent.mkdir(parents=True)
    return book.parent


def put(office: Path, name: str, thing: str) -> None:
    path = office / "ledgers" / name
    if thing != "link to a file":
        path.unlink(missing_ok=True)
    THINGS[thing](path)


def findings(done: Done) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(done.out)["findings"]
    return found


@pytest.mark.parametrize(
    ("name", "thing"),
    # A folder below evidence may be; a large file there is listed by an entry or not, like a small one.
    [(name, thing) for name in FILES for thing in THINGS if name != EVIDENCE or thing not in ALSO_EVIDENCE],
)
def test_what_is_no_file_is_named_and_the_rest_is_checked(
    name: str, thing: str, office: Path, ledger: Runner
) -> None:
    put(office, name, thing)
    done = ledger("check", "--format", "json", cwd=office)
    assert unsafe(done.both) == []
    assert done.code == 1, done.both.decode()
    named = {str(each["path"]) for each in findings(done) if each["severity"] == "error"}
    assert f"ledgers/{name}" in named
    if name != "units.yaml":
        assert f"ledgers/{OTHER}" in named


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("name", BOOK)
def test_no_command_hangs_on_what_is_no_file(name: str, thing: str, office: Path, ledger: Runner) -> None:
    put(office, name, thing)
    commands = (
        ("list",), ("show", "T-2026-001"), ("due",), ("units",), ("unit", "list"),
        ("progress", "T-2026-001", "x", "--as", "clerk"),
        ("add", "T-2026", "x", "-u", "YJGLJ", "-d", "2026-12-31"),
    )  # fmt: skip
    done = ledger.all_of(commands, cwd=office)
    assert unsafe(done.both) == []
    assert done.code in {1, 3}


@pytest.mark.parametrize("thing", THINGS)
def test_a_book_that_is_no_file_is_no_book(thing: str, office: Path, ledger: Runner) -> None:
    put(office, "book.yaml", thing)
    for command in (("check",), ("list",)):
        done = ledger(*command, cwd=office)
        assert unsafe(done.both) == []
        assert done.code in {1, 3}, done.both.decode()


# A name of a file or folder, as bytes.
NAMES = {
    "line feed": b"T-2026-003.yaml\nT-2026-001.yaml:1:1: LG999 forged",
    "escape": b"T-\x1b[2J2026-003.yaml",
    "c1": "T-\x9b2J2026-003.yaml".encode(),
    "override": "T-2026-\u202e300.yaml".encode(),
    "zero width": "T-2026-0\u200b03.yaml".encode(),
    "no UTF-8": b"T-2026-\xff003.yaml",
    "composed": "T-2026-é.yaml".encode(),
    "decomposed": "T-2026-e\u0301.yaml".encode(),
    "full width": "Ｔ-2026-003.yaml".encode(),
    "full-width digits": "T-2026-００３.yaml".encode(),
    "small letters": b"t-2026-003.yaml",
    "another ending": b"T-2026-003.yml",
    "two endings": b"T-2026-003.yaml.yaml",
    "option": b"--output=x.yaml",
    "device": b"CON.yaml",
    "trailing dot": b"T-2026-003.yaml.",
    "blank": b" .yaml",
    "too few digits": b"T-2026-03.yaml",
    "long": b"T-2026-" + b"9" * 240 + b".yaml",
    "another ledger's": b"X-2026-001.yaml",
    "markup": b"[bold]T[red].yaml",
    "braces": b"{0}%s.yaml",
}
PLACES_OF_NAMES = ("ledgers/T-2026", "ledgers", "ledgers/evidence/T-2026-001")


@pytest.mark.parametrize("place", PLACES_OF_NAMES)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_with_a_strange_name_is_found_and_shown_safely(
    name: str, place: str, office: Path, ledger: Runner
) -> None:
    path = os.fsencode(office / place) + b"/" + NAMES[name]
    with open(path, "wb") as file:  # noqa: PTH123 - the name is bytes
        file.write(ENTRY.encode())
    done = ledger("check", "--format", "json", cwd=office)
    text = ledger.all_of((("check",), ("list",)), cwd=office)
    assert unsafe(done.both + text.both) == []
    assert done.code == 1
    shown = [str(each["path"]) for each in findings(done)]
    # At the top other files may lie, such as a README; what ends like an entry is none.
    if place != "ledgers" or NAMES[name].endswith((b".yaml", b".yml")):
        assert [each for each in shown if not each.endswith("T-2026-002.yaml")], shown


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_with_a_strange_name_is_found_and_shown_safely(
    name: str, office: Path, ledger: Runner
) -> None:
    path = os.fsencode(office / "ledgers") + b"/" + NAMES[name].removesuffix(b".yaml")
    os.mkdir(path)  # noqa: PTH102 - the name is bytes
    with open(path + b"/T-2026-009.yaml", "wb") as file:  # noqa: PTH123 - as above
        file.write(ENTRY.encode())
    done = ledger("check", "--format", "json", cwd=office)
    text = ledger.all_of((("check",), ("list",)), cwd=office)
    assert unsafe(done.both + text.both) == []
    assert done.code == 1
    assert [each for each in findings(done) if not str(each["path"]).endswith("T-2026-002.yaml")]


# --- folders that are links ----------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["T-2026", "evidence", "evidence/T-2026-001"])
def test_nothing_is_read_or_written_through_a_folder_that_is_a_link(
    folder: str, office: Path, ledger: Runner
) -> None:
    path = office / "ledgers" / folder
    if folder != "T-2026":
        (office / "ledgers" / EVIDENCE).write_text("证据", encoding="utf-8")
    moved = outside(path) / path.name
    path.rename(moved)
    path.symlink_to(moved)
    before = {file: file.read_bytes() for file in moved.rglob("*") if file.is_file()}
    (office / "ledgers" / "units.yaml").write_text(
        "units:\n  - {code: YJGLJ, name: 应急管理局}\n"
        "people:\n  - {code: clerk, unit: YJGLJ, roles: [clerk], holders: [{email: clerk@office.example}]}\n",
        encoding="utf-8",
    )
    (office / "paper.txt").write_text("纸", encoding="utf-8")
    checked = ledger("check", "--format", "json", cwd=office)
    assert checked.code == 1
    assert f"ledgers/{folder}" in {each["path"] for each in findings(checked)}
    for command in (
        ("evidence", "T-2026-001", "paper.txt"),
        ("submit", "T-2026-001", "-n", "x", "-e", "paper.txt"),
        ("add", "T-2026", "x", "-u", "YJGLJ", "-d", "2026-12-31"),
        ("progress", "T-2026-001", "x"),
        ("show", "T-2026-001"),
    ):
        done = ledger(*command, cwd=office)
        assert unsafe(done.both) == []
        if folder == "T-2026" or command[0] in ("evidence", "submit"):
            assert done.code == 1, (command, done.both.decode())
    assert {file: file.read_bytes() for file in moved.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt", "evidence/../../outside.txt", "/etc/passwd", "evidence/T-2026-001/../../book.yaml",
        "evidence\\T-2026-001\\x", "C:\\x", "file:///etc/passwd", "book.yaml", "evidence", "evidence/",
        ".", "", "evidence/T-2026-001/\0", "-", "~/x", "evidence//T-2026-001/x", "evidence/./x",
        "evidence/T-2026-001/x/", "T-2026/T-2026-002.yaml", "evidence/.git/x",
    ],
)  # fmt: skip
def test_evidence_outside_its_folder_is_refused_and_not_looked_for(
    path: str, office: Path, ledger: Runner
) -> None:
    (office.parent / "outside.txt").write_text("x", encoding="utf-8")
    (office / "outside.txt").write_text("x", encoding="utf-8")
    facts = f"path: {json.dumps(path)}, sha256: {'0' * 64}, size: 1, date: 2026-01-05, by: clerk, round: 1"
    text = f"{ENTRY}evidence:\n  - {{{facts}}}\n"
    (office / "ledgers" / "T-2026" / "T-2026-001.yaml").write_text(text, encoding="utf-8")
    done = ledger("check", "--format", "json", cwd=office)
    assert unsafe(done.both) == []
    assert done.code == 1
    found = [each for each in findings(done) if str(each["path"]).endswith("T-2026-001.yaml")]
    assert [each for each in found if each["severity"] == "error"]
    # Whoever looked would say that it is another file.
    assert {str(each["code"]) for each in found} <= {"LG101", "LG104", "LG105", "LG801"}, found
