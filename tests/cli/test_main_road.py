"""The main road, end to end: an entry is added, submitted, verified, closed; and each refusal on the way."""

import json
from pathlib import Path

import pytest

from tests.cli.office import HEAD, LEADER, UNIT_CLERK, Office


def add(office: Office, *more: str, ledger: str = "ZG-2024") -> str:
    out = office.ok("add", ledger, "闲置土地处置不规范", "-u", "耕保", "-d", "2024-12-31", *more)
    return out.split()[0]


def evidence(office: Office, name: str = "佐证.txt", text: str = "已办") -> str:
    (office.folder / name).write_text(text, "utf-8")
    return name


def submitted(office: Office) -> str:
    entry = add(office, "--set", "acceptance_unit=JGJW")
    office.ok("submit", entry, "-n", "已完成", "-e", evidence(office), email=UNIT_CLERK)
    return entry


def test_an_added_entry_is_one_file_in_canonical_form_and_one_commit(office: Office) -> None:
    entry = add(office, "-m", "修订流程", "--set", "source.type=巡视", "--set", "source.date=2024-01-15")
    assert entry == "ZG-2024-001"
    assert office.text(entry) == (
        "kind: rectification\n"
        "id: ZG-2024-001\n"
        "title: 闲置土地处置不规范\n"
        "source: {type: 巡视, date: 2024-01-15}\n"
        "lead_unit: GDBH\n"
        "due: 2024-12-31\n"
        "measures:\n"
        "  - {num: 1, text: 修订流程}\n"
        "status: open\n"
        "round: 1\n"
        "log:\n"
        "  - {date: 2024-06-01, by: jgdw-clerk, did: add, due: 2024-12-31, lead_unit: GDBH}\n"
    )
    assert office.git("show", "--format=%s%n%b", "--name-only", "HEAD") == (
        "新增 ZG-2024-001\nLedger-Entry: ZG-2024-001\nLedger-Action: add\n"
        "\n\nledgers/ZG-2024/ZG-2024-001.yaml\n"
    )
    assert office.git("status", "--porcelain") == ""


def test_the_main_road_ends_closed_and_clean(office: Office) -> None:
    entry = add(office, "-m", "修订流程", "--set", "acceptance_unit=JGJW")
    office.ok("start", entry, email=UNIT_CLERK)
    office.ok("progress", entry, "已起草", "--percent", "40", email=UNIT_CLERK)
    office.ok("submit", entry, "-n", "已完成", "--all-measures", "-e", evidence(office), email=UNIT_CLERK)
    office.ok("verify", entry, "--opinion", "属实", email=HEAD)
    office.ok("close", entry, "--opinion", "同意销号", email=HEAD)
    assert "status: closed" in office.text(entry)
    assert "clean" in office.ok("check", "--strict")
    subjects = office.git("log", "--format=%s", "-5").splitlines()
    assert subjects == [f"{verb} {entry}" for verb in ("销号", "验收", "申请销号", "进展", "启动")]


def test_a_refusal_names_what_is_missing_and_the_command_that_supplies_it(office: Office) -> None:
    entry = add(office, "-m", "修订流程")
    said = office.refused("submit", entry, "-n", "已完成", email=UNIT_CLERK)
    assert "measure 1 was not done" in said
    assert f"ledger measure {entry} 1 --done" in said
    assert "needs 1 evidence" in said
    assert f"ledger evidence {entry}" in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("verify", "--opinion", "属实"), "LG701"),
        (("close", "--opinion", "同意"), "LG407"),
        (("return", "-r", "不实"), "LG702"),
        (("extend", "--to", "2025-01-31", "-r", "x"), "LG404"),
        (("start",), "LG404"),
    ],
)
def test_a_submitted_entry_is_not_moved_by_its_doer(
    office: Office, arguments: tuple[str, ...], code: str
) -> None:
    entry = submitted(office)
    assert code in office.refused(arguments[0], entry, *arguments[1:], email=UNIT_CLERK)


def test_an_act_typed_for_somebody_else_needs_its_paper(office: Office) -> None:
    entry = submitted(office)
    act = ("verify", entry, "--opinion", "属实", "--actor", "jgjw-head")
    assert "LG705" in office.refused(*act)
    office.ok(*act, "--doc", "机纪〔2024〕3号")
    assert "by: jgdw-clerk, did: verify, actor: jgjw-head, doc: 机纪〔2024〕3号" in office.text(entry)


def test_a_return_starts_the_way_anew(office: Office) -> None:
    entry = submitted(office)
    office.ok("return", entry, "-r", "材料不全", email=HEAD)
    assert "status: doing" in office.text(entry)
    assert "LG407" in office.refused("verify", entry, "--opinion", "属实", email=HEAD)
    office.ok("submit", entry, "-n", "已补", email=UNIT_CLERK)


def test_an_extension_is_asked_then_granted_by_somebody_else(office: Office) -> None:
    entry = add(office)
    office.ok("extend", entry, "--to", "2025-03-31", "-r", "等批复", email=UNIT_CLERK)
    assert "due: 2024-12-31\n" in office.text(entry)
    grant = ("extend", entry, "--to", "2025-03-31", "--approved-by", "leader")
    assert "LG705" in office.refused(*grant)
    assert "LG702" in office.refused(*grant[:-1], "jgjw-head", "--doc", "x")
    office.ok(*grant, "--doc", "办〔2024〕9号")
    assert "due: 2025-03-31\n" in office.text(entry)


def test_a_third_extension_is_more_than_the_policy_allows(office: Office) -> None:
    entry = add(office)
    for day in ("2025-01-31", "2025-02-28"):
        office.ok("extend", entry, "--to", day, "-r", "x", "--approved-by", "leader", "--doc", "d")
    said = office.refused(
        "extend", entry, "--to", "2025-03-31", "-r", "x", "--approved-by", "leader", "--doc", "d"
    )
    assert "LG412" in said


def test_a_task_closes_without_verify(office: Office) -> None:
    entry = add(office, ledger="RW-2024")
    office.ok("submit", entry, "-n", "办完", "--ref", "档案2024-1", email=UNIT_CLERK)
    office.ok("close", entry, "--opinion", "同意", "--actor", "leader", "--doc", "d")
    assert "LG405" in office.refused("verify", entry, "--opinion", "属实", email=HEAD)


def test_set_changes_what_no_verb_owns_and_writes_a_line_a_field(office: Office) -> None:
    entry = add(office)
    office.ok("set", entry, "leader=分管副厅长", "tags=六个纳入/年度任务,重点", "party_branch=机关党委")
    text = office.text(entry)
    assert "tags: [六个纳入/年度任务, 重点]\n" in text
    assert "party_branch: JGDW\n" in text
    assert "did: set, field: leader, now: 分管副厅长}" in text
    office.ok("set", entry, "tags-=重点", "leader=")
    assert "tags: [六个纳入/年度任务]\n" in office.text(entry)
    assert "\nleader:" not in office.text(entry)
    assert "clean" in office.ok("check")


@pytest.mark.parametrize(
    "change", ["lead_unit=JGJW", "status=closed", "due=2025-12-31", "accepted=x", "log=x"]
)
def test_set_refuses_what_a_verb_owns(office: Office, change: str) -> None:
    entry = add(office)
    office.refused("set", entry, change)


def test_an_edited_file_is_written_without_its_byte_order_mark(office: Office) -> None:
    entry = add(office)
    path = office.folder / "ledgers/ZG-2024" / f"{entry}.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    office.ok("start", entry)
    assert path.read_bytes().startswith(b"kind: rectification\n")


def test_a_wrong_line_is_taken_back_and_stays_to_be_seen(office: Office) -> None:
    entry = add(office, "-m", "修订流程")
    office.ok("measure", entry, "1", email=UNIT_CLERK)
    assert "done_on: 2024-06-01}\n" in office.text(entry)
    office.ok("correct", entry, "-r", "点错了", email=UNIT_CLERK)
    text = office.text(entry)
    assert "  - {num: 1, text: 修订流程}\n" in text
    assert "did: measure, num: 1, done_on: 2024-06-01" in text
    assert "did: correct, of: {date: 2024-06-01, did: measure}, reason: 点错了" in text
    assert "clean" in office.ok("check", "--strict")


def test_a_wrong_word_of_a_line_is_put_right(office: Office) -> None:
    entry = add(office, "-m", "修订流程")
    office.ok("measure", entry, "1", "--done", "2024-05-01", email=UNIT_CLERK)
    office.ok("correct", entry, "done_on=2024-05-20", "-r", "日期填错", email=UNIT_CLERK)
    assert "  - {num: 1, text: 修订流程, done_on: 2024-05-20}\n" in office.text(entry)
    assert "clean" in office.ok("check", "--strict")


def test_taking_back_a_close_opens_the_entry_again(office: Office) -> None:
    entry = submitted(office)
    office.ok("verify", entry, "--opinion", "属实", email=HEAD)
    office.ok("close", entry, "--opinion", "同意", email=HEAD)
    office.ok("correct", entry, "-r", "批错了", email=HEAD)
    assert "status: verified\n" in office.text(entry)
    assert "clean" in office.ok("check", "--strict")


def test_a_correction_by_somebody_else_needs_an_approver(office: Office) -> None:
    entry = add(office)
    office.ok("progress", entry, "已起草", email=UNIT_CLERK)
    assert "LG414" in office.refused("correct", entry, "-r", "x")
    office.ok("correct", entry, "-r", "x", "--approved-by", "leader", "--doc", "d")


def test_several_ids_are_all_done_or_none(office: Office) -> None:
    first, second = add(office), add(office)
    office.ok("start", first)
    office.refused("start", second, first)
    office.ok("start", second)
    third, fourth = add(office), add(office)
    office.ok("start", third, fourth)
    assert office.git("log", "--format=%s%n%b", "-1") == (
        f"启动 {third} +1\nLedger-Entry: {third}\nLedger-Entry: {fourth}\nLedger-Action: start\n\n"
    )


def test_ids_units_and_people_are_taken_by_what_is_unique_of_them(office: Office) -> None:
    entry = add(office)
    other = add(office, ledger="RW-2024")
    assert "may mean" in office.refused("start", "1")
    office.ok("start", "zg-2024-1")
    office.ok("启动", "RW-1")
    assert "did: start" in office.text(entry)
    assert "did: start" in office.text(other)
    assert "no entry 77" in office.refused("start", "77")
    assert "there is no unit 水利" in office.refused("add", "ZG-2024", "x", "-u", "水利", "-d", "2024-12-31")


def test_dry_run_shows_the_lines_that_change_and_writes_nothing(office: Office) -> None:
    entry = add(office)
    before = office.tree()
    shown = office.ok("start", entry, "--dry-run")
    assert "-status: open\n+status: doing\n" in shown
    assert office.tree() == before


def test_what_was_done_earlier_says_when_it_was_typed(office: Office) -> None:
    entry = add(office, "--date", "2024-05-20")
    assert "date: 2024-05-20, by: jgdw-clerk, did: add, entered: 2024-06-01" in office.text(entry)
    assert "LG301" in office.refused("start", entry, "--date", "2024-05-10")
    assert "LG302" in office.refused("start", entry, "--date", "2024-06-02")


def test_the_rule_that_refuses_is_the_rule_that_check_finds(office: Office) -> None:
    entry = submitted(office)
    said = office.refused("close", entry, "--opinion", "同意", email=UNIT_CLERK)
    path = office.folder / "ledgers/ZG-2024" / f"{entry}.yaml"
    text = path.read_text("utf-8").replace("status: submitted", "status: closed")
    line = "  - {date: 2024-06-01, by: gdbh-clerk, did: close, opinion: 同意}\n"
    path.write_text(text + line, "utf-8")
    found = json.loads(office("check", "--format", "json").out)["findings"]
    codes = {finding["code"] for finding in found if finding["severity"] == "error"}
    assert codes == {word for word in said.split() if word.startswith("LG")} == {"LG407", "LG701", "LG702"}


def test_a_file_that_is_wrong_is_not_changed_before_it_is_put_right(office: Office) -> None:
    entry = add(office)
    path = office.folder / "ledgers/ZG-2024" / f"{entry}.yaml"
    path.write_text(path.read_text("utf-8") + "titel: x\n", "utf-8")
    said = office.refused("start", entry)
    assert "unknown key titel" in said
    assert "did you mean title?" in said


def test_a_hand_written_entry_without_a_log_gets_its_first_line_with_the_first_verb(office: Office) -> None:
    path = office.folder / "ledgers/RW-2024/RW-2024-001.yaml"
    path.write_text(
        "kind: task\nid: RW-2024-001\ntitle: 手写\nlead_unit: GDBH\ndue: 2024-09-30 # 年底前\n", "utf-8"
    )
    office.ok("start", "RW-2024-001")
    assert office.text("RW-2024-001") == (
        "kind: task\nid: RW-2024-001\ntitle: 手写\nlead_unit: GDBH\ndue: 2024-09-30 # 年底前\n"
        "status: doing\nround: 1\n"
        "log:\n"
        "  - {date: 2024-01-02, by: jgdw-clerk, did: add, entered: 2024-06-01, due: 2024-09-30,"
        " lead_unit: GDBH}\n"
        "  - {date: 2024-06-01, by: jgdw-clerk, did: start}\n"
    )
    assert "clean" in office.ok("check", "--strict")


def test_reports_and_their_shortcuts_say_the_same(office: Office) -> None:
    add(office)
    for shortcut, name in (("due", "deadlines"), ("overdue", "overdue"), ("units", "rollup")):
        for day in ("2024-06-01", "2025-02-01"):
            assert office.ok(shortcut, "--format", "json", today=day) == office.ok(
                "report", name, "--format", "json", today=day
            )


def test_an_overdue_entry_is_red_the_day_after_its_deadline(office: Office) -> None:
    entry = add(office)

    def rows(day: str) -> list[str]:
        return [row["id"] for row in json.loads(office.ok("overdue", "--format", "json", today=day))["rows"]]

    assert rows("2024-12-31") == []
    assert rows("2025-01-01") == [entry]


def test_a_book_that_cannot_be_read_whole_is_reported_and_ends_with_one(office: Office) -> None:
    add(office)
    (office.folder / "ledgers/ZG-2024/ZG-2024-002.yaml").write_text("a: [", "utf-8")
    answer = office("list")
    assert answer.code == 1
    assert "ZG-2024-001" in answer.out
    assert "1 files could not be read" in answer.err


def test_evidence_of_one_name_and_other_content_gets_a_name_of_its_own(office: Office) -> None:
    entry = add(office)
    office.ok("evidence", entry, evidence(office, text="一"))
    office.ok("evidence", entry, evidence(office, text="二"))
    folder = office.folder / "ledgers/evidence" / entry
    assert sorted(path.name for path in folder.iterdir()) == ["佐证-2.txt", "佐证.txt"]
    assert "clean" in office.ok("check", "--strict")


def test_the_next_number_is_beyond_files_and_former_ids(office: Office) -> None:
    entry = add(office)
    path = office.folder / "ledgers/ZG-2024" / f"{entry}.yaml"
    path.write_text(path.read_text("utf-8").replace("status:", "aliases: [ZG-2024-041]\nstatus:"), "utf-8")
    assert add(office) == "ZG-2024-042"


def test_json_of_an_entry_has_numbers_as_numbers_and_codes_as_stored(office: Office, tmp_path: Path) -> None:
    entry = submitted(office)
    row = json.loads(office.ok("show", entry, "--format", "json"))["rows"][0]
    assert row["lead_unit"] == "GDBH"
    assert row["round"] == 1
    assert row["evidence"][0]["size"] == len("已办".encode())
    assert row["signal"] == "waiting"
    assert tmp_path == office.folder


def test_leader_may_close_as_approver(office: Office) -> None:
    entry = submitted(office)
    office.ok("verify", entry, "--opinion", "属实", email=HEAD)
    office.ok("close", entry, "--opinion", "同意", email=LEADER)


def test_a_field_that_is_not_there_is_refused_and_nothing_is_lost(office: Office) -> None:
    for change in ("nokey=1", "acceptanceunit=JGJW", "plan=GH-14"):
        said = office.refused("add", "ZG-2024", "x", "-u", "GDBH", "-d", "2024-12-31", "--set", change)
        assert "there is no field" in said
    entry = add(office)
    assert "there is no field" in office.refused("set", entry, "nokey=1")


def test_fields_are_taken_by_title_in_either_language_and_by_their_beginning(office: Office) -> None:
    entry = add(office, "--set", "验收单位=机关纪委", "--set", "责任领导=分管副厅长")
    assert "acceptance_unit: JGJW\n" in office.text(entry)
    assert "leader: 分管副厅长\n" in office.text(entry)
    office.ok("set", entry, "标签=甲", "carr=机关")
    assert "tags: [甲]\ncarrier: 机关\n" in office.text(entry)
    assert "field: tags, now: [甲]" in office.text(entry)


def test_one_list_is_changed_twice_in_one_command(office: Office) -> None:
    entry = add(office)
    office.ok("set", entry, "tags+=甲", "tags+=乙")
    assert "tags: [甲, 乙]\n" in office.text(entry)
    office.ok("set", entry, "tags-=甲", "tags-=乙")
    assert "\ntags:" not in office.text(entry)
    assert "clean" in office.ok("check", "--strict")


def test_parts_of_an_entry_are_given_by_dotted_names(office: Office) -> None:
    entry = add(
        office, "-m", "修订", "--set", "measures.1.unit=机关纪委",
        "--set", "milestones.1.title=摸排", "--set", "milestones.1.due=2024-09-30",
    )  # fmt: skip
    assert "  - {num: 1, text: 修订, unit: JGJW}\n" in office.text(entry)
    assert "  - {title: 摸排, due: 2024-09-30}\n" in office.text(entry)
    office.ok("measure", entry, "--milestone", "1", "--done", "2024-05-31")
    assert "  - {title: 摸排, due: 2024-09-30, done_on: 2024-05-31}\n" in office.text(entry)
    assert "clean" in office.ok("check", "--strict")


def test_a_campaign_is_no_unit(office: Office) -> None:
    book = office.folder / "ledgers/book.yaml"
    book.write_text(book.read_text("utf-8") + "campaigns: [{code: ZX-1, name: 专项}]\n", "utf-8")
    entry = add(office, "--set", "campaign=ZX-1")
    assert "campaign: ZX-1\n" in office.text(entry)


def test_an_add_typed_for_somebody_else_names_them_and_their_paper(office: Office) -> None:
    said = office.refused("add", "ZG-2024", "x", "-u", "GDBH", "-d", "2024-12-31", "--actor", "leader")
    assert "LG705" in said
    entry = add(office, "--actor", "leader", "--doc", "办〔2024〕1号")
    assert "did: add, actor: leader, doc: 办〔2024〕1号, due: 2024-12-31" in office.text(entry)


def test_what_a_hand_made_of_the_deadline_is_not_put_back_in_silence(office: Office) -> None:
    entry = add(office)
    path = office.folder / "ledgers/ZG-2024" / f"{entry}.yaml"
    path.write_text(path.read_text("utf-8").replace("due: 2024-12-31\n", "due: 2025-12-31\n"), "utf-8")
    said = office.refused("progress", entry, "已起草")
    assert f"ledgers/ZG-2024/{entry}.yaml:5:6 LG403" in said


def test_a_corrected_value_is_written_as_the_line_had_it(office: Office) -> None:
    entry = add(office)
    office.ok("correct", entry, "时限=2024-11-30", "-r", "录错")
    assert "field: due, was: 2024-12-31, now: 2024-11-30" in office.text(entry)
    assert "due: 2024-11-30\n" in office.text(entry)
    assert "clean" in office.ok("check", "--strict")


def test_a_file_that_is_broken_is_named_with_its_place(office: Office) -> None:
    (office.folder / "ledgers/units.yaml").write_text("units：\n", "utf-8")
    said = office.refused("list")
    assert "ledgers/units.yaml:1:" in said


def test_the_version_stands_on_either_side(office: Office) -> None:
    assert office.ok("due", "--version") == office.ok("--version", today=None)
