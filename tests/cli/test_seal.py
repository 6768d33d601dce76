"""`seal`: the statement of a year, once every entry has ended; afterwards only what the rules leave."""

import pytest

from tests.cli.office import CLERK, HEAD, TODAY, UNIT_CLERK, Office

DOC = "办〔2024〕1号"


def add(office: Office, ledger: str = "RW-2024", *more: str) -> str:
    words = ("add", ledger, "印发方案", "-u", "GDBH", "-d", "2024-12-31", *more)
    return office.ok(*words).split()[0]


def closed(office: Office, ledger: str = "RW-2024") -> str:
    entry = add(office, ledger)
    office.ok("submit", entry, "-n", "已完成", "--ref", "档案2024-1", email=UNIT_CLERK)
    office.ok("close", entry, "--opinion", "同意", email=HEAD)
    return entry


def cover(office: Office, ledger: str = "RW-2024") -> str:
    return (office.folder / f"ledgers/{ledger}/ledger.yaml").read_text("utf-8")


def test_the_cover_says_when_by_what_and_by_whom(office: Office) -> None:
    closed(office)
    before = cover(office)
    assert office.ok("seal", "RW-2024", "--doc", DOC) == "RW-2024 is sealed: 任务清单\n"
    assert cover(office) == before + f"sealed: {{date: {TODAY}, doc: {DOC}, by: jgdw-clerk}}\n"
    assert office.git("show", "--format=%s%n%b", "--name-only", "HEAD").split() == [
        *("封账", "RW-2024", "Ledger-Action:", "seal", "ledgers/RW-2024/ledger.yaml")
    ]
    assert "clean" in office.ok("check", "--strict")


def test_every_living_entry_is_named_with_what_ends_it(office: Office) -> None:
    closed(office)
    living = [add(office), add(office)]
    said = office.refused("seal", "RW-2024", "--doc", DOC)
    for entry in living:
        assert f"LG420 {entry} has not ended" in said
        assert f"ledger close {entry}" in said
    assert "RW-2024-001" not in said


def test_only_a_clerk_of_the_keeper_seals(office: Office) -> None:
    closed(office)
    for email in (UNIT_CLERK, HEAD):
        said = office.refused("seal", "RW-2024", "--doc", DOC, email=email)
        assert "LG702" in said
        assert "JGDW" in said
    office.ok("seal", "RW-2024", "--doc", DOC, email=CLERK)


def test_a_seal_typed_by_hand_is_judged_as_the_command_is(office: Office) -> None:
    closed(office)
    path = office.folder / "ledgers/RW-2024/ledger.yaml"
    path.write_text(cover(office) + f"sealed: {{date: {TODAY}, doc: x, by: gdbh-clerk}}\n", "utf-8")
    answer = office("check")
    assert (answer.code, "LG702" in answer.out) == (1, True)


def test_a_seal_is_set_once(office: Office) -> None:
    office.ok("seal", "RW-2024", "--doc", DOC)
    said = office.refused("seal", "RW-2024", "--doc", "另一文")
    assert DOC in said


@pytest.mark.parametrize("day", ["2024-06-02", "2023-12-31"])
def test_the_day_of_sealing_has_come_and_is_not_before_the_issue(office: Office, day: str) -> None:
    assert "LG30" in office.refused("seal", "RW-2024", "--doc", DOC, "--date", day)


def test_what_was_typed_after_the_day_of_sealing_stands_against_it(office: Office) -> None:
    closed(office)
    said = office.refused("seal", "RW-2024", "--doc", DOC, "--date", "2024-05-31")
    assert "LG419" in said
    office.ok("seal", "RW-2024", "--doc", DOC, "--date", TODAY, today="2024-06-05")
    assert "clean" in office.ok("check", today="2024-06-05")


@pytest.mark.parametrize("today", [TODAY, "2024-06-03"])
def test_after_sealing_nothing_but_what_the_rules_leave_is_written(office: Office, today: str) -> None:
    """On the day of the seal, too: what comes after it on that day is known by being typed."""
    entry = closed(office)
    office.ok("seal", "RW-2024", "--doc", DOC)
    words = ("add", "RW-2024", "又一项", "-u", "GDBH", "-d", "2024-12-31")
    assert "LG419" in office.refused(*words, today=today)
    for act in (("progress", entry, "x"), ("set", entry, "leader=x"), ("evidence", entry, "--ref", "x")):
        assert "LG419" in office.refused(*act, today=today)
    office.ok("correct", entry, "opinion=同意办结", "-r", "漏字", email=HEAD, today=today)
    # Taken back, the end would leave it open below the seal.
    assert "LG420" in office.refused("correct", entry, "--line", "3", "-r", "误销", email=HEAD, today=today)
    assert "clean" in office.ok("check", "--strict", today=today)


REOPENED = (
    "  - {date: 2024-06-01, by: jgjw-head, did: reopen, reason: 反弹, basis: 回头看, due: 2024-12-31}\n"
)


def test_what_was_reopened_on_the_day_of_the_seal_is_living_before_it_and_lives_on_after_it(
    office: Office,
) -> None:
    path = office.folder / f"ledgers/RW-2024/{closed(office)}.yaml"
    ended = path.read_text("utf-8")
    reopened = ended.replace("status: closed\nround: 1", "status: doing\nround: 2") + REOPENED
    path.write_text(reopened, "utf-8")
    assert "LG420" in office.refused("seal", "RW-2024", "--doc", DOC)
    path.write_text(ended, "utf-8")
    office.ok("seal", "RW-2024", "--doc", DOC)
    path.write_text(reopened, "utf-8")
    office.ok("progress", "RW-2024-001", "已重新部署", today="2024-06-02")


def test_records_have_no_end_and_are_sealed_at_any_time(office: Office) -> None:
    office.ok("new", "JL-2024", "--kind", "record", "--title", "工作记录", "--issued-on", "2024-01-02")
    record = ("add", "JL-2024", "调度会", "--set", "type=调度", "--set", "date=2024-05-01")
    office.ok(*record)
    office.ok("seal", "JL-2024", "--doc", DOC)
    assert "LG419" in office.refused(*record)
    assert "clean" in office.ok("check", "--strict")


def test_powers_are_ended_before_their_list_is_sealed(office: Office) -> None:
    office.ok("new", "QL-2024", "--kind", "power", "--title", "权责清单", "--issued-on", "2024-01-02")
    office.ok("add", "QL-2024", "用地预审", "-u", "GDBH")
    said = office.refused("seal", "QL-2024", "--doc", DOC)
    assert "LG420 QL-2024-001" in said
    assert "hint" in said


def test_an_entry_that_cannot_be_read_stands_against_it(office: Office) -> None:
    path = office.folder / f"ledgers/RW-2024/{closed(office)}.yaml"
    path.write_text("kind: task\n", "utf-8")
    assert "RW-2024-001" in office.refused("seal", "RW-2024", "--doc", DOC)


def test_the_paper_is_asked_for_and_a_dry_run_writes_nothing(office: Office) -> None:
    answer = office("seal", "RW-2024")
    assert (answer.code, "--doc" in answer.err) == (2, True)
    before = office.tree()
    assert f"+sealed: {{date: {TODAY}, doc: {DOC}" in office.ok("seal", "任务清单", "--doc", DOC, "--dry-run")
    assert office.tree() == before
