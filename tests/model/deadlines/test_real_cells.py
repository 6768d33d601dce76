"""Every deadline cell of the real lists is read, or refused with its row where it says nothing."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cleanledger.model.deadlines import Terms, Unread, read

REAL = Path(__file__).parents[2] / "data" / "real"
HEADINGS = ("整改时限", "整改期限", "完成时限")
TERMS = Terms(year=2024, base=date(2024, 2, 1))


def cells() -> Iterator[tuple[str, int, str]]:
    """File, row (the heading is row 1) and text of every deadline cell that is not blank."""
    for path in sorted(REAL.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                for heading in HEADINGS:
                    if text := (row.get(heading) or "").strip():
                        yield path.name, number, text


def test_every_cell_is_read_or_refused_with_its_row() -> None:
    read_as: dict[str, str] = {}
    refused: dict[tuple[str, int], str] = {}
    for name, number, text in cells():
        try:
            due = read(text, TERMS).due
        except Unread as failure:
            refused[name, number] = failure.rest
        else:
            read_as[text] = due.isoformat() if due else ""
    assert read_as == {"3天": "2024-02-04", "5天": "2024-02-06", "2018年3月1日前": "2018-03-01"}
    assert refused == {("11_unknown_city_government_tasks.csv", 2): "见成效"}


def test_deadlines_in_the_prose_of_notices() -> None:
    said = {
        "6月底完成": "2024-06-30",
        "2022年10月底前": "2022-10-31",
        "4月底前": "2024-04-30",
        "时间:2011年12月至2012年1月": "2012-01-31",
        "时间:2012年2月至3月": "2012-03-31",
        "年内持续推进": "2024-12-31",
    }
    assert {text: str(read(text, TERMS).due) for text in said} == said
    assert read("年内持续推进", TERMS).standing
