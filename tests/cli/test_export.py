"""`ledger export` and `ledger check-file`: files that go out, and what comes back."""

import csv
import io
import json
from pathlib import Path

import pytest

from cleanledger import i18n
from cleanledger.exchange.grid import grid_in
from cleanledger.model.checkpoint import checkpoint_in
from cleanledger.render.exported import FORMS
from cleanledger.reports.full import COLUMNS
from tests.cli.office import Office, run_process

FIRST, SECOND = "2024-03-10T12:00:00+08:00", "2024-05-20T23:30:00+08:00"
TITLE = '=1+1|甲,“乙”;"丙"'
a_form = pytest.mark.parametrize("form", list(FORMS))


@pytest.fixture
def book(office: Office) -> Office:
    """Two entries of March and one of May, with text that a spreadsheet or Markdown would act on."""
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        office.monkeypatch.setenv(name, FIRST)
    office.git("checkout", "--quiet", "--orphan", "old")
    office.git("commit", "--quiet", "-m", "founding")
    office.ok("add", "RW-2024", TITLE, "-u", "GDBH", "-d", "2024-06-30", "-m", "摸排", "-m", "建制度",
              today="2024-03-10")  # fmt: skip
    office.ok("add", "ZG-2024", "整改", "-u", "GDBH", "-d", "2024-07-31", "-m", "查", "--set",
              "acceptance_unit=JGJW", "--set", "detail=第一行\n第二行\\完", today="2024-03-10")  # fmt: skip
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        office.monkeypatch.setenv(name, SECOND)
    office.ok("add", "RW-2024", "+丁", "-u", "JGJW", "-d", "2024-05-21", today="2024-05-20")
    office.ok("progress", "RW-2024-001", "已摸排", "--percent", "30", today="2024-05-20")
    return office


def exported(book: Office, place: Path, *words: str, today: str | None = "2024-06-01") -> bytes:
    book.ok("export", "--to", str(place), *words, today=today)
    return place.read_bytes()


def checked(book: Office, place: Path) -> tuple[int, list[str]]:
    answer = book("check-file", str(place), today=None)
    assert answer.err == "" or answer.code, answer
    return answer.code, answer.out.splitlines() or answer.err.splitlines()


# --- what is written -----------------------------------------------------------------------------


def test_csv_has_keys_codes_and_the_commit(book: Office, tmp_path: Path) -> None:
    raw = exported(book, tmp_path / "x.csv")
    assert raw.startswith(b"\xef\xbb\xbfid,ledger,kind,title,status,signal,lead_unit,")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    rows = {line[0]: dict(zip(lines[0], line, strict=True)) for line in lines[1:-1]}
    assert list(rows) == ["RW-2024-001", "RW-2024-002", "ZG-2024-001"]
    first = rows["RW-2024-001"]
    assert first["title"] == f"'{TITLE}"
    assert [first[key] for key in ("due", "days", "signal", "percent")] == [
        "2024-06-30",
        "29",
        "near",
        "30",
    ]
    assert (first["measures"], first["measures_done"]) == ("1 摸排; 2 建制度", "0")
    assert rows["RW-2024-002"]["title"] == "'+丁"
    assert rows["ZG-2024-001"]["detail"].strip() == "第一行\n第二行\\完"
    head = book.git("rev-parse", "HEAD").strip()
    (last,) = lines[-1]
    assert f"; version: {head}; as of: 2024-06-01; rows: 3; checkpoint digits: " in last
    found = checkpoint_in(book.ok("checkpoint", "--dry-run"))
    assert found is not None
    assert found.digits in last.replace(" ", "")


def test_json_lines_have_values(book: Office, tmp_path: Path) -> None:
    *rows, last = map(json.loads, exported(book, tmp_path / "x.jsonl").decode().splitlines())
    assert tuple(rows[0]) == tuple(column.key for column in COLUMNS)
    assert (rows[0]["title"], rows[0]["percent"], rows[0]["closed_on"]) == (TITLE, 30, None)
    assert last["schema"] == "cleanledger/export-1"
    assert (last["rows"], last["as_of"]) == (3, "2024-06-01")
    assert last["commit"] == book.git("rev-parse", "HEAD").strip()


@pytest.mark.parametrize("spoken", ["en", "zh"])
def test_markdown_is_in_the_language_of_the_book(book: Office, tmp_path: Path, spoken: str) -> None:
    book.language = spoken
    text = exported(book, tmp_path / "x.md").decode()
    assert text.startswith("| 编号")
    assert "耕地保护处" in text
    assert text.splitlines()[-1].startswith("cleanledger 导出文件 1；版本：")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_two_columns_are_called_alike(language: str) -> None:
    say = i18n.words_in(language)
    assert len({say(column.title) for column in COLUMNS}) == len(COLUMNS) == len({c.key for c in COLUMNS})


def test_one_ledger_and_what_changed(book: Office, tmp_path: Path) -> None:
    def ids(*words: str) -> list[str]:
        raw = exported(book, tmp_path / "x.jsonl", "--force", *words)
        return [each["id"] for each in map(json.loads, raw.decode().splitlines()[:-1])]

    assert ids("RW-2024") == ["RW-2024-001", "RW-2024-002"]
    assert ids("--since", "2024-05-20") == ["RW-2024-001", "RW-2024-002"]
    assert ids("ZG-2024", "--since", "2024-05-20") == []
    assert ids("--since", "2024-03-10") == ["RW-2024-001", "RW-2024-002", "ZG-2024-001"]
    assert checked(book, tmp_path / "x.jsonl")[0] == 0


@a_form
def test_the_same_bytes_elsewhere(book: Office, tmp_path_factory: pytest.TempPathFactory, form: str) -> None:
    elsewhere = tmp_path_factory.mktemp("clone")
    book.git("clone", "--quiet", "--no-local", str(book.folder), str(elsewhere / "book"))
    files = [elsewhere / f"{number}.{form}" for number in range(3)]

    def write(file: Path, cwd: Path, **environment: str) -> bytes:
        done = run_process("--at", "2024-05-20", "export", "--to", str(file), cwd=cwd, **environment)
        assert done.returncode == 0, done.stderr
        return file.read_bytes()

    here = write(files[0], book.folder, TZ="UTC", LC_ALL="C.UTF-8")
    book.git("gc", "--quiet")
    there = write(files[1], elsewhere / "book", TZ="America/Los_Angeles", LC_ALL="C", LEDGER_LANG="en")
    again = write(files[2], book.folder, TZ="Pacific/Kiritimati", LC_ALL="zh_CN.UTF-8")
    assert here == there == again
    grid = grid_in(here)
    assert grid.stamp is not None
    assert (grid.stamp.as_of.isoformat(), grid.stamp.rows) == ("2024-05-20", 3)


def test_an_earlier_commit(book: Office, tmp_path: Path) -> None:
    raw = exported(book, tmp_path / "x.jsonl", "--at", "2024-04-01", today=None)
    *rows, last = map(json.loads, raw.decode().splitlines())
    assert [each["id"] for each in rows] == ["RW-2024-001", "ZG-2024-001"]
    assert last["as_of"] == "2024-04-01"
    assert last["commit"] == book.git("rev-parse", "HEAD~2").strip()
    assert checked(book, tmp_path / "x.jsonl")[0] == 0


def test_what_is_not_committed_is_not_exported(book: Office, tmp_path: Path) -> None:
    path = book.folder / "ledgers/RW-2024/RW-2024-001.yaml"
    path.write_text(path.read_text("utf-8").replace("2024-06-30", "2024-09-30"), "utf-8")
    answer = book("export", "--to", str(tmp_path / "x.csv"))
    assert (answer.code, (tmp_path / "x.csv").exists()) == (1, False)
    assert "RW-2024-001.yaml" in answer.err
    assert b"2024-06-30" in exported(book, tmp_path / "x.csv", "--at", "HEAD", today=None)
    path.write_text("kind: [", "utf-8")
    book.git("commit", "-q", "-a", "-m", "broken")
    answer = book("export", "--to", str(tmp_path / "y.csv"))
    assert (answer.code, (tmp_path / "y.csv").exists()) == (1, False)
    assert "would not be whole" in answer.err


@pytest.mark.parametrize("name", ["x.xlsx", "x", "x.docx", "csv"])
def test_formats_that_are_not_written(book: Office, tmp_path: Path, name: str) -> None:
    assert book("export", "--to", str(tmp_path / name)).code == 2
    assert not (tmp_path / name).exists()


def test_only_an_export_that_nobody_changed_is_written_over(book: Office, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    exported(book, file)
    book.ok("add", "RW-2024", "新", "-u", "GDBH", "-d", "2024-12-31")
    raw = exported(book, file)
    assert "新" in raw.decode()
    assert exported(book, file) == raw
    noted = raw.replace("整改,".encode(), "整改(已电话催办),".encode(), 1)
    for content in (noted, b"mine", b""):
        file.write_bytes(content)
        assert "is there already" in book.refused("export", "--to", str(file))
        assert file.read_bytes() == content
    assert exported(book, file, "--force") == raw
    file.unlink()
    file.symlink_to(tmp_path / "other.csv")
    (tmp_path / "other.csv").write_bytes(raw)
    book.refused("export", "--to", str(file), "--force")
    assert book("export", "--to", str(tmp_path / "none" / "x.csv")).code == 3


# --- what comes back -----------------------------------------------------------------------------


@a_form
def test_what_nobody_touched_is_the_same(book: Office, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"x.{form}"
    exported(book, file)
    book.ok("add", "RW-2024", "后来", "-u", "GDBH", "-d", "2024-12-31")
    code, said = checked(book, file)
    assert (code, said[0][:9]) == (0, "the same:")
    assert len(said[1]) == 79
    renamed = tmp_path / "renamed.txt"
    renamed.write_bytes(file.read_bytes())
    assert checked(book, renamed)[0] == 0


def resaved(raw: bytes, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """As a spreadsheet saves it: everything quoted, days its own way, rows filled up, CRLF."""
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for line in lines:
        filled = [*line, *[""] * (len(lines[0]) - len(line))]
        writer.writerow([each.replace("2024-06-30", "2024/6/30").removeprefix("'") for each in filled])
    return stream.getvalue().encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_spreadsheet_that_saved_it_again_changed_nothing(
    book: Office, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(resaved(exported(book, file), delimiter, encoding))
    assert checked(book, file)[0] == 0


@a_form
@pytest.mark.parametrize(
    "change",
    [
        ("2024-07-31", "2024-12-31", "the file has 2024-12-31, the book 2024-07-31"),
        ("已摸排", "未摸排", "the file has 未摸排, the book 已摸排"),
        ("ZG-2024-001", "ZG-2024-009", "ZG-2024-001: the row is missing"),
        ("ZG-2024-001", "ZG-2024-009", "ZG-2024-009: the book has no such row"),
        ("30", "31", "the file has"),
    ],
)
def test_a_cell_that_was_changed(
    book: Office, tmp_path: Path, form: str, change: tuple[str, str, str]
) -> None:
    old, new, said = change
    file = tmp_path / f"x.{form}"
    raw = exported(book, file).decode()
    place = raw.rindex(old, 0, raw.rindex({"csv": "checkpoint", "md": "版本", "jsonl": "schema"}[form]))
    file.write_text(f"{raw[:place]}{new}{raw[place + len(old) :]}", "utf-8", newline="")
    code, lines = checked(book, file)
    assert code == 1
    assert any(said in line for line in lines), lines
    assert "is not what the book has at commit" in lines[-1]


def lines_of(raw: bytes) -> list[str]:
    return raw.decode().splitlines(keepends=True)


@pytest.mark.parametrize("form", ["jsonl", "md"])
def test_rows_that_are_missing_twice_and_elsewhere(book: Office, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"x.{form}"
    lines = lines_of(exported(book, file))
    first = 0 if form == "jsonl" else 2

    def said(changed: list[str]) -> str:
        file.write_text("".join(changed), "utf-8")
        code, found = checked(book, file)
        assert code == 1
        return "\n".join(found)

    one, two = lines[first], lines[first + 1]
    before, after = lines[:first], lines[first + 2 :]
    assert said([*before, two, *after]).startswith("RW-2024-001: the row is missing")
    assert said([*before, one, one, two, *after]).startswith("RW-2024-001: the row is there more than once")
    assert "another order" in said([*before, two, one, *after])


@a_form
def test_a_last_line_that_was_changed(book: Office, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"x.{form}"
    raw = exported(book, file).decode()
    head, before, founding = (book.git("rev-parse", name).strip() for name in ("HEAD", "HEAD~1", "HEAD~4"))

    def said(old: str, new: str) -> tuple[int, str]:
        assert old in raw
        file.write_text(raw.replace(old, new), "utf-8", newline="")
        code, lines = checked(book, file)
        return code, "\n".join(lines)

    assert said(head, "0" * 40)[0] == 1
    assert "is not in this repository" in said(head, "0" * 40)[1]
    for other in (before, founding):
        code, text = said(head, other)
        assert (code, "last line, digits" in text) == (1, True)
    digits = book.ok("checkpoint", "--dry-run").rpartition("digits: ")[2].strip()
    shown = digits.replace(" ", "") if form == "jsonl" else digits
    wrong = shown[:-1] + ("0" if shown[-1] != "0" else "1")
    assert "last line, digits" in said(shown, wrong)[1]
    cut = raw[: raw.rstrip("\n").rindex("\n") + 1]
    file.write_text(cut, "utf-8", newline="")
    assert checked(book, file)[0] == 1


def test_a_commit_that_is_in_no_history_any_more(book: Office, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    exported(book, file)
    book.git("commit", "-q", "--amend", "-m", "another")
    code, said = checked(book, file)
    assert (code, "is not in the history of this branch" in said[0]) == (1, True)


def test_columns_that_were_moved_added_and_taken_out(book: Office, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    lines = list(csv.reader(io.StringIO(exported(book, file).decode("utf-8-sig"), newline="")))

    def said(change: list[list[str]]) -> tuple[int, str]:
        stream = io.StringIO()
        csv.writer(stream).writerows(change)
        file.write_text(stream.getvalue(), "utf-8", newline="")
        code, found = checked(book, file)
        return code, "\n".join(found)

    moved = [[line[3], line[1], line[2], line[0], *line[4:]] if len(line) > 1 else line for line in lines]
    assert said(moved)[0] == 0
    noted = [
        [*line, "备注" if at == 0 else "催办"] if len(line) > 1 else line for at, line in enumerate(lines)
    ]
    assert "the column 备注 is not the book's" in said(noted)[1]
    beside = [[*line, "催办"] if at == 1 else line for at, line in enumerate(lines)]
    assert "beside the columns stands 催办" in said(beside)[1]
    assert "the column title is missing" in said([line[:3] + line[4:] for line in lines])[1]
    assert "the column id is missing" in said([line[1:] if len(line) > 1 else line for line in lines])[1]
    assert said([line[:1] for line in lines])[0] == 1


@pytest.mark.parametrize(
    "content", [b"", b"\0\xff\xfe", b"id,title\nx,y\n", b"{}\n", b"| a |\n", b"{\n[", b"[1]"]
)
def test_files_that_are_no_export(book: Office, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    code, said = checked(book, file)
    assert (code, "does not say of which commit" in said[0]) == (1, True)
    assert book("check-file", str(tmp_path / "none")).code == 1


def test_its_digits_are_those_of_a_checkpoint(book: Office, tmp_path: Path) -> None:
    for form in FORMS:
        exported(book, tmp_path / f"x.{form}")
        out = book("audit", "--checkpoint", str(tmp_path / f"x.{form}"), today=None).out
        assert "0 commits came after it" in out


def test_an_empty_ledger(book: Office, tmp_path: Path) -> None:
    book.ok(
        "new", "RW-2025", "--kind", "task", "--title", "空", "--issued-on", "2024-05-20", today="2024-05-20"
    )
    for form in FORMS:
        exported(book, tmp_path / f"x.{form}", "RW-2025")
        assert checked(book, tmp_path / f"x.{form}")[0] == 0


def test_the_list_of_what_changed(book: Office) -> None:
    def ids(*words: str, today: str | None = "2024-06-01") -> list[str]:
        rows = json.loads(book.ok("list", "--format", "json", *words, today=today))["rows"]
        return [row["id"] for row in rows]

    assert ids("--since", "2024-05-20") == ["RW-2024-001", "RW-2024-002"]
    assert ids("--since", "2024-05-21") == []
    assert ids("--since", "2024-03-10", "--at", "2024-04-01", today=None) == ["RW-2024-001", "ZG-2024-001"]
    assert ids("--since", "2024-03-11", "--at", "2024-04-01", today=None) == []


def test_today_is_read_at_an_earlier_commit(book: Office) -> None:
    unsaved = book.folder / "ledgers/RW-2024/RW-2024-001.yaml"
    unsaved.write_text(unsaved.read_text("utf-8") + "# x\n", "utf-8")
    now = json.loads(book.ok("today", "--format", "json"))
    then = json.loads(book.ok("--at", "2024-04-01", "--format", "json", today=None))
    assert then["as_of"] == "2024-04-01"
    assert "unsaved" in {row["section"] for row in now["rows"]}
    assert "unsaved" not in {row["section"] for row in then["rows"]}
