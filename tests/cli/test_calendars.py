"""Days off and make-up days without YAML by hand, and working days counted by them."""

import json

import pytest

from tests.cli.office import Office

DOC = "国办发明电〔2026〕1号"
ADD_2027 = (
    *("calendar", "add", "2027", "--doc", DOC, "--holiday", "2027-01-01..2027-01-03,2027-02-05至2027-02-12"),
    *("--holiday", "2026-12-31", "--workday", "2027-02-20", "--workday", "2026-12-26，2027-02-14"),
)


def rows(office: Office, *command: str) -> list[dict[str, object]]:
    listed: dict[str, list[dict[str, object]]] = json.loads(office.ok(*command, "--format", "json"))
    return listed["rows"]


def test_a_year_is_added_as_announced(office: Office) -> None:
    said = office.ok(*ADD_2027)
    assert said == "2027: 12 days off, 3 make-up days\n"
    text = (office.folder / "ledgers/calendar.yaml").read_text("utf-8")
    assert (
        f"    doc: {DOC}\n    holidays: [2026-12-31, 2027-01-01, 2027-01-02, 2027-01-03, 2027-02-05," in text
    )
    assert "    workdays: [2026-12-26, 2027-02-14, 2027-02-20]\n" in text
    assert office.git("log", "-1", "--format=%s%n%(trailers)").split() == [
        *("增加放假安排", "2027", "Ledger-Action:", "calendar-add")
    ]
    assert "clean" in office.ok("check", "--strict")


@pytest.mark.parametrize(
    "typed", ["2028-01-01..2028-01-03", "2028-01-01 至 2028-01-03", "2028-01-03、2028-01-01 ～2028-01-02"]
)
def test_days_are_typed_as_they_are_announced(office: Office, typed: str) -> None:
    office.ok("calendar", "add", "2028", "--doc", DOC, "--holiday", typed)
    text = (office.folder / "ledgers/calendar.yaml").read_text("utf-8")
    assert "holidays: [2028-01-01, 2028-01-02, 2028-01-03]" in text


def test_the_years_that_are_known_are_listed(office: Office) -> None:
    office.ok(*ADD_2027)
    listed = {row["year"]: row for row in rows(office, "calendar", "list")}
    assert list(listed) == [*range(2004, 2028)]
    assert listed[2024] == {
        "year": 2024,
        "working_days": 251,
        "days_off": 28,
        "makeup_days": 8,
        "says": "default",
        "doc": None,
    }
    assert listed[2027] == {
        "year": 2027,
        "working_days": 256,
        "days_off": 11,
        "makeup_days": 2,
        "says": "calendar.yaml",
        "doc": DOC,
    }
    assert (listed[2026]["says"], listed[2026]["makeup_days"]) == ("default", 6 + 1)


def test_the_days_of_a_year_are_shown_in_spans(office: Office) -> None:
    office.ok(*ADD_2027)
    assert [tuple(row.values()) for row in rows(office, "calendar", "show", "2027")] == [
        ("2027-01-01", "2027-01-03", 3, "holiday", DOC),
        ("2027-02-05", "2027-02-12", 8, "holiday", DOC),
        ("2027-02-14", "2027-02-14", 1, "makeup", DOC),
        ("2027-02-20", "2027-02-20", 1, "makeup", DOC),
    ]
    # Mid-autumn and National Day follow each other, and are two holidays.
    autumn = [tuple(row.values()) for row in rows(office, "calendar", "show", "2023年")][-4:-2]
    assert autumn == [
        ("2023-09-29", "2023-09-29", 1, "holiday", "Mid-autumn Festival"),
        ("2023-09-30", "2023-10-06", 7, "holiday", "National Day"),
    ]


def test_a_year_is_changed(office: Office) -> None:
    office.ok(*ADD_2027)
    office.ok(
        "calendar",
        "set",
        "2027",
        "holidays+=2027-10-01..2027-10-07",
        "workdays-=2027-02-14",
        "doc=国办发明电〔2027〕3号",
    )
    spans = {row["from"]: row for row in rows(office, "calendar", "show", "2027")}
    assert spans["2027-10-01"]["until"] == "2027-10-07"
    assert spans["2027-10-01"]["name"] == "国办发明电〔2027〕3号"
    assert "2027-02-14" not in spans


def test_a_year_of_the_program_is_replaced_and_it_is_said(office: Office) -> None:
    added = office("calendar", "add", "2024", "--doc", DOC, "--holiday", "2024-01-01")
    assert added.code == 0
    assert "the program had a table of 2024" in added.err
    assert office.ok("calendar", "days", "2024-09-30", "1").startswith("2024-10-01 ")


@pytest.mark.parametrize(
    ("base", "count", "last"),
    [
        ("2024-09-24", "10", "2024-10-12"),
        ("2023-12-28", "2", "2024-01-02"),
        ("2024-02-09", "1", "2024-02-18"),
    ],
)
def test_the_nth_working_day_is_said(office: Office, base: str, count: str, last: str) -> None:
    said = office.ok("calendar", "days", base, count)
    assert said == f"{last} is working day {count} after {base}\n"


def test_each_day_counted_and_skipped_is_explained(office: Office) -> None:
    said = office.ok("calendar", "days", "2024-09-27", "3", "--explain")
    lines = [line.split() for line in said.splitlines()[1:12]]
    assert lines[:3] == [
        ["2024-09-28", "Saturday", "weekend"],
        ["2024-09-29", "Sunday", "1", "make-up", "day", "National", "Day"],
        ["2024-09-30", "Monday", "2", "working", "day"],
    ]
    assert lines[3:10] == [
        [f"2024-10-0{day}", name, "day", "off", "National", "Day"]
        for day, name in enumerate(
            ("Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Monday"), 1
        )
    ]
    assert lines[10] == ["2024-10-08", "Tuesday", "3", "working", "day"]
    assert "2024-10-08 is working day 3 after 2024-09-27" in said


def test_an_explanation_for_programs(office: Office) -> None:
    answer = json.loads(office.ok("calendar", "days", "2024-09-27", "1", "--format", "json", "--lang", "zh"))
    assert answer["schema"] == "cleanledger/workdays-1"
    assert answer["rows"] == [
        {"day": "2024-09-28", "weekday": "saturday", "number": None, "why": "weekend", "name": None},
        {"day": "2024-09-29", "weekday": "sunday", "number": 1, "why": "makeup", "name": "National Day"},
    ]


def test_beyond_the_years_that_are_known_the_file_and_the_command_are_named(office: Office) -> None:
    for command in (("days", "2026-12-01", "60"), ("days", "2026-12-31", "1", "--explain"), ("show", "2027")):
        answer = office("calendar", *command)
        assert (answer.code, answer.out) == (3, "")
        assert "2027" in answer.err
        assert "ledgers/calendar.yaml" in answer.err
        assert "ledger calendar add 2027 --doc" in answer.err
    office.ok(*ADD_2027)
    assert office.ok("calendar", "days", "2026-12-30", "1").startswith("2027-01-04 ")
    assert office("calendar", "days", "2027-12-30", "5").code == 3


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("add",), 2, "Y is missing"),
        (("add", "2028"), 2, "--doc is missing"),
        (("add", "2028", "--doc", DOC), 2, "--holiday is missing"),
        (("add", "next", "--doc", DOC, "--holiday", "2028-01-01"), 2, "next"),
        (("add", "2028", "--doc", DOC, "--holiday", "2028-02-30"), 2, "2028-02-30 is not a day"),
        (("add", "2028", "--doc", DOC, "--holiday", "2028-01-03..2028-01-01"), 2, "before the first"),
        (("add", "2028", "--doc", DOC, "--holiday", "2028-01-01..9999-12-31"), 2, "too far"),
        (("add", "2028", "--doc", DOC, "--holiday", "2028-01-01..2028-01-02..2028-01-03"), 2, "is not a day"),
        (("add", "2028", "--doc", DOC, "--holiday", "，"), 1, "LG914"),
        (("add", "2028", "--doc", DOC, "--holiday", "2027-11-30"), 1, "LG910"),
        (("add", "2028", "--doc", DOC, "--holiday", "2028-01-01", "--workday", "2028-01-01"), 1, "LG911"),
        (("add", "2028", "--doc", DOC, "--holiday", "2028-01-01", "--workday", "2028-01-04"), 1, "LG913"),
        (("add", "2027", "--doc", DOC, "--holiday", "2027-01-01"), 1, "2027 is there already"),
        (("set", "2024", "doc=x"), 1, "ledger calendar add YEAR"),
        (("set", "2027", "year=2028"), 2, "ledger calendar add YEAR"),
        (("set", "2027", "holidays="), 1, "LG914"),
        (("set", "2027", "holidays+=2027-13-01"), 2, "2027-13-01 is not a day"),
        (("days", "2024-06-01", "0"), 2, "write 1 or more"),
        (("days", "2024-06-01", "some"), 2, "some"),
        (("days", "2024-06-31", "3"), 2, "2024-06-31"),
        (("days",), 2, "DATE is missing"),
        (("days", "2024-06-01"), 2, "N is missing"),
        (("show", "1999"), 3, "1999"),
    ],
)
def test_what_cannot_be_done_is_said(office: Office, typed: tuple[str, ...], code: int, said: str) -> None:
    office.ok(*ADD_2027)
    before = (office.folder / "ledgers/calendar.yaml").read_bytes()
    answer = office("calendar", *typed)
    assert (answer.code, said in answer.err) == (code, True), answer
    assert (office.folder / "ledgers/calendar.yaml").read_bytes() == before


def test_a_year_is_shown_before_it_is_written(office: Office) -> None:
    said = office.ok(*ADD_2027, "--dry-run")
    assert f"+    doc: {DOC}" in said
    assert not (office.folder / "ledgers/calendar.yaml").exists()
