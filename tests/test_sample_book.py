"""The sample book: two real lists stand in it word for word, its evidence is what it says, it is clean."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "ledgers"
LISTS = {"JZ-2024": "20_jingzhou_civilized_city.csv", "BZ-2024": "30_bozhou_housing_bureau.csv"}
MERGED = {
    "JZ-2024": ("序号", "点位", "问题整改责任单位", "整改时限"),
    "BZ-2024": ("单位/科室", "部门 负责人", "责任 领导"),
}
"""The columns whose blank cells belong to the filled cell above."""


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def entries_of(ledger: str) -> list[Any]:
    return [load(path) for path in sorted((BOOK / ledger).glob(f"{ledger}-*.yaml"))]


def every_entry() -> Iterator[tuple[Path, Any]]:
    for cover in sorted(BOOK.glob("*/ledger.yaml")):
        for path in sorted(cover.parent.glob("*.yaml")):
            if path != cover:
                yield path, load(path)


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


@pytest.mark.parametrize("kind", ["task", "rectification"])
def test_the_sample_shows_entries_in_many_states(kind: str) -> None:
    shown = {entry["status"] for _path, entry in every_entry() if entry["kind"] == kind}
    assert shown >= {"open", "doing", "submitted", "closed", "suspended", "void"}


@pytest.mark.parametrize("today", ["2024-08-15", "2026-11-22", "2030-01-01"])
def test_the_check_is_clean(today: str, tmp_path: Path) -> None:
    shutil.copytree(BOOK, tmp_path / "ledgers")
    done = subprocess.run(
        [sys.executable, "-m", "cleanledger", "check", "--format", "json", "--today", today],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stdout, done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert [each for each in findings if each["severity"] in ("error", "warning")] == []
    assert done.returncode == 0
