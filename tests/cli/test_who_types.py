"""Who types: git's e-mail gives the post, --as chooses, and nobody acts in somebody else's name."""

from pathlib import Path

import pytest

from tests.cli.office import CLERK, HEAD, UNIT_CLERK, Office

ADD = ("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31")


def test_who_holds_a_post_on_other_days_is_told_so(office: Office) -> None:
    later = ("--unit", "GDBH", "--role", "clerk", "--email", "new@a.example", "--from", "2024-07-01")
    office.ok("person", "add", "gdbh-clerk-2", *later)
    add = ("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31")
    assert "holds gdbh-clerk-2 from 2024-07-01 on" in office.refused(*add, email="new@a.example")
    office.ok("person", "leave", "gdbh-clerk-2", "--until", "2024-08-31", today="2024-09-01")
    said = office.refused(*add, email="new@a.example", today="2024-09-02")
    assert "held gdbh-clerk-2 until 2024-08-31" in said


def test_the_only_post_of_an_address_is_taken(office: Office) -> None:
    office.ok(*ADD, email=UNIT_CLERK)
    assert "by: gdbh-clerk" in office.text("RW-2024-001")


def test_letter_case_of_an_address_does_not_count(office: Office) -> None:
    office.ok(*ADD, email=UNIT_CLERK.upper())
    assert "by: gdbh-clerk" in office.text("RW-2024-001")


def test_several_posts_of_one_address_are_listed_and_as_chooses(office: Office) -> None:
    office.ok("person", "add", "second-clerk", "--unit", "JGDW", "--role", "clerk", "--email", CLERK)
    said = office.refused(*ADD)
    assert "jgdw-clerk, second-clerk" in said
    office.ok(*ADD, "--as", "second-clerk")
    assert "by: second-clerk" in office.text("RW-2024-001")


def test_the_post_of_another_is_refused(office: Office) -> None:
    assert "LG704" in office.refused(*ADD, "--as", "jgjw-head")


def test_as_stands_on_either_side_of_the_verb(office: Office) -> None:
    office.ok("--as", "jgdw-clerk", *ADD)
    office.ok(*ADD, "--as", "jgdw-clerk")


def test_a_stranger_names_a_post_and_is_told_so(office: Office) -> None:
    assert "person add" in office.refused(*ADD, email="new@b.example")
    answer = office(*ADD, "--as", "jgdw-clerk", email="new@b.example")
    assert answer.code == 0
    assert "no post has the e-mail new@b.example" in answer.err


def test_without_an_identity_and_without_as_it_is_the_surroundings(office: Office) -> None:
    office.git("config", "user.useConfigOnly", "true")
    answer = office(*ADD, email=None)
    assert answer.code == 3
    assert "--as" in answer.err


def test_a_book_without_people_reads_and_checks_but_no_verb_runs(office: Office) -> None:
    path = office.folder / "ledgers/units.yaml"
    path.write_text(path.read_text("utf-8").partition("people:")[0], "utf-8")
    assert "clean" in office.ok("check")
    assert "names no people" in office.refused(*ADD)


def test_an_auditor_writes_nothing(office: Office) -> None:
    office.ok("person", "add", "auditor", "--unit", "JGJW", "--role", "auditor", "--email", "audit@a.example")
    assert "LG702" in office.refused(*ADD, email="audit@a.example")


def test_a_units_clerk_types_for_his_unit_and_not_for_another(office: Office) -> None:
    office.ok(*ADD[:3], "-u", "JGJW", "-d", "2024-12-31")
    assert "LG702" in office.refused("start", "RW-2024-001", email=UNIT_CLERK)


def test_the_keepers_clerk_types_for_all(office: Office) -> None:
    office.ok(*ADD[:3], "-u", "JGJW", "-d", "2024-12-31")
    office.ok("start", "RW-2024-001", "--actor", "机关纪委", "--doc", "机纪〔2024〕1号")
    assert "actor: JGJW, doc: 机纪〔2024〕1号" in office.text("RW-2024-001")


def test_two_posts_of_one_human_are_one_pair_of_eyes(office: Office) -> None:
    for post, role in (("a-clerk", "clerk"), ("a-reviewer", "reviewer")):
        unit = "GDBH" if role == "clerk" else "JGJW"
        facts = ("--unit", unit, "--role", role, "--key", "p9", "--email", f"{post}@a.example")
        office.ok("person", "add", post, *facts)
    office.ok(*ADD, "--set", "detail=x")
    office.ok("submit", "RW-2024-001", "-n", "办完", "--ref", "档1", email="a-clerk@a.example")
    assert "LG701" in office.refused(
        "close", "RW-2024-001", "--opinion", "同意", email="a-reviewer@a.example"
    )
    office.ok("close", "RW-2024-001", "--opinion", "同意", email=HEAD)


def test_under_the_preset_solo_one_person_does_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, monkeypatch)
    init = ("init", "--preset", "solo", "--unit", "GDBH 耕地保护处", "--as", "me", "--email", CLERK)
    office.ok(*init, today=None)
    office.ok("new", "RW-2024", "--kind", "任务", "--title", "清单")
    office.ok(*ADD)
    office.ok("close", "1", "--opinion", "办完")
    office.ok("check", "--strict")
    assert "one person keeps this book" in office.ok("list")
