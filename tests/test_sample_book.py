"""The sample book: two real lists stand in it word for word, its evidence is what it says, it is clean."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cleanledger.store.emitter import emit
from cleanledger.store.reader import read_document
from tests.sample import BOOK, TODAY, covers, every_entry, load
from tests.sample import REAL_LISTS as LISTS

ROOT = BOOK.parent
DAYS = {
    TODAY: {("LG421", "FX-2024-015"), ("LG421", "ZG-2023-002")},
    "2024-06-15": set(),  # before two units were merged: what the file holds now is judged by its last line
    "2024-08-15": set(),
    "2025-06-30": set(),
    "2026-11-22": set(),
    "2030-01-01": set(),
}
"""Days of judgement, and the findings that stand there accepted."""
MERGED = {
    "JZ-2024": ("序号", "点位", "问题整改责任单位", "整改时限"),
    "BZ-2024": ("单位/科室", "部门 负责人", "责任 领导"),
}
"""The columns whose blank cells belong to the filled cell above."""


def entries_of(ledger: str) -> list[Any]:
    return [load(path) for path in sorted((BOOK / ledger).glob(f"{ledger}-*.yaml"))]


def names() -> dict[str, str]:
    file = load(BOOK / "units.yaml")
    return {item["code"]: item["name"] for item in (*file["units"], *file["people"])}


def content_of(ledger: str) -> bytes:
    return (ROOT / "tests" / "data" / "real" / LISTS[ledger]).read_bytes()


def printed(ledger: str) -> list[dict[str, str]]:
    """The rows of a real list, merged cells filled down."""
    rows = list(csv.DictReader(content_of(ledger).decode("utf-8-sig").splitlines()))
    for above, row in pairwise(rows):
        row.update({column: above[column] for column in MERGED[ledger] if not row[column]})
    return rows


def number_in(tags: list[str]) -> str:
    return next(tag.removeprefix("序号/") for tag in tags if tag.startswith("序号/"))


def measures_as_printed(measures: list[dict[str, Any]]) -> str:
    if len(measures) == 1:
        return str(measures[0]["text"])
    return ";".join(f"{measure['num']}.{measure['text']}" for measure in measures)


def row_from(ledger: str, entry: dict[str, Any]) -> dict[str, str]:
    """The row that an entry was transcribed from, rebuilt from the entry alone."""
    called = names()
    if ledger == "JZ-2024":
        return {
            "序号": number_in(entry["tags"]),
            "点位": entry["aspect"],
            "具体问题": entry["title"],
            "问题整改责任单位": called[entry["lead_unit"]],
            "整改时限": entry["due_text"],
        }
    return {
        "序号": number_in(entry["tags"]),
        "单位/科室": called[entry["lead_unit"]],
        "风险 类别": entry["aspect"],
        "风险点": entry["title"],
        "廉政风险主要内容及表现形式": entry["manifestation"],
        "风险等级": entry["level_text"],
        "防控措施": measures_as_printed(entry["measures"]),
        "部门 负责人": called[entry["owner"]],
        "责任 领导": entry["leader"],
    }


@pytest.mark.parametrize("ledger", LISTS)
def test_every_cell_of_a_real_list_stands_in_the_book(ledger: str) -> None:
    assert [row_from(ledger, entry) for entry in entries_of(ledger)] == printed(ledger)


@pytest.mark.parametrize("ledger", LISTS)
def test_every_heading_of_a_real_list_stands_on_the_cover(ledger: str) -> None:
    cover = (BOOK / ledger / "ledger.yaml").read_text(encoding="utf-8")
    assert [heading for heading in printed(ledger)[0] if f"{heading} " not in cover] == []


@pytest.mark.parametrize("ledger", LISTS)
def test_each_entry_begins_with_the_row_it_was_adopted_from(ledger: str) -> None:
    first = [entry["log"][0] for entry in entries_of(ledger)]
    assert {line["did"] for line in first} == {"adopt"}
    assert [line["row"] for line in first] == list(range(2, len(printed(ledger)) + 2))


@pytest.mark.parametrize("ledger", LISTS)
def test_the_cover_names_the_adopted_file_by_its_sha256(ledger: str) -> None:
    adopted = load(BOOK / ledger / "ledger.yaml")["adopted_from"]
    assert adopted["file"] == LISTS[ledger]
    assert adopted["sha256"] == hashlib.sha256(content_of(ledger)).hexdigest()


def test_an_entry_is_named_by_its_file_and_of_the_kind_of_its_ledger() -> None:
    wrong = [
        path.name
        for path, entry in every_entry()
        if entry["id"] != path.stem or entry["kind"] != load(path.parent / "ledger.yaml")["kind"]
    ]
    assert wrong == []


def test_every_file_of_evidence_is_what_its_entry_says() -> None:
    named = {
        item["path"]: (item["sha256"], item["size"])
        for _path, entry in every_entry()
        for item in entry.get("evidence", [])
        if "path" in item
    }
    there = {
        path.relative_to(BOOK).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_size,
        )
        for path in (BOOK / "evidence").rglob("*")
        if path.is_file()
    }
    assert named == there


def test_every_entry_stands_in_the_canonical_form() -> None:
    for path, _entry in every_entry():
        content = path.read_bytes()
        data = read_document(content, path.name).data
        assert data is not None, path.name
        assert emit(data) == content.decode("utf-8"), path.name


def test_every_adopted_list_is_kept_and_is_the_file_that_was_adopted() -> None:
    adopted = [cover["adopted_from"] for cover in covers().values() if "adopted_from" in cover]
    kept = {path.name: path for path in (ROOT / "tests" / "data").glob("*/*.csv")}
    assert len(adopted) > len(LISTS)
    for each in adopted:
        assert hashlib.sha256(kept[each["file"]].read_bytes()).hexdigest() == each["sha256"], each["file"]


def test_the_book_says_on_which_day_every_signal_occurs() -> None:
    comments = [line for line in (BOOK / "book.yaml").read_text("utf-8").splitlines() if line[:1] == "#"]
    assert any(f"--today {TODAY}" in line for line in comments)


@pytest.mark.parametrize("today", DAYS)
def test_a_strict_check_finds_only_what_was_accepted(today: str, tmp_path: Path) -> None:
    shutil.copytree(BOOK, tmp_path / "ledgers")
    done = run_ledger(tmp_path, "check", "--strict", "--format", "json", "--today", today)
    assert done.stdout, done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert [each for each in findings if not each["accepted"]] == []
    assert {(each["code"], each["entry"]) for each in findings} == DAYS[today]
    assert done.returncode == 0


def test_signals_occur_together_on_the_stated_day(tmp_path: Path) -> None:
    shutil.copytree(BOOK, tmp_path / "ledgers")
    done = run_ledger(tmp_path, "list", "--format", "json", "--today", TODAY)
    rows = [row for row in json.loads(done.stdout)["rows"] if row["id"].rpartition("-")[0] not in LISTS]
    assert {row["signal"] for row in rows} >= {"none", "near", "yellow", "red", "waiting"}


def test_cards_slow_progress_and_late_reviewers_occur_on_the_stated_day(tmp_path: Path) -> None:
    shutil.copytree(BOOK, tmp_path / "ledgers")
    done = run_ledger(tmp_path, "report", "signals", "--format", "json", "--today", TODAY)
    rows = [row for row in json.loads(done.stdout)["rows"] if row["id"].rpartition("-")[0] not in LISTS]
    assert {row["card"] for row in rows} == {None, "yellow", "red"}
    assert {row["signal"] for row in rows if row["card"]} >= {"none", "yellow", "red"}
    assert {row["slow"] for row in rows} == {row["reviewer_late"] for row in rows} == {None, False, True}
    reasons = {reason for row in rows for reason in row["why"].split()}
    assert reasons == {"overdue", "measure", "milestone", "review", "near", "awaiting", "slow", "card"}


def run_ledger(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs one command in `folder` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cleanledger", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
