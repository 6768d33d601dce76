"""Units through time: renamed, moved in the tree, ended; what a past day said stays."""

import json

import pytest

from tests.cli.office import Office


def units(office: Office, day: str) -> dict[str, tuple[str, str | None]]:
    """Name and parent of each unit on a day."""
    listed = json.loads(office.ok("unit", "list", "--format", "json", today=day))
    return {row["code"]: (row["name"], row["parent"]) for row in listed["rows"]}


def line_of(office: Office, code: str) -> str:
    text = (office.folder / "ledgers/units.yaml").read_text("utf-8")
    return next(line.strip() for line in text.splitlines() if f"code: {code}," in line)


def test_a_renamed_unit_keeps_its_old_name_as_former_and_can_be_typed_by_it(office: Office) -> None:
    office.ok("unit", "rename", "耕地保护处", "耕地保护监督处", "--from", "2024-05-01")
    line = line_of(office, "GDBH")
    assert "name: 耕地保护监督处" in line
    assert "aliases: [耕保处, 耕地保护处]" in line
    assert "former: [{name: 耕地保护处, until: 2024-04-30}]" in line
    office.ok("add", "RW-2024", "清查", "-u", "耕地保护处", "-d", "2024-12-31")
    assert "lead_unit: GDBH" in office.text("RW-2024-001")
    assert "clean" in office.ok("check", "--strict")
    assert office.git("log", "-1", "--format=%s%n%b").split() == [
        *("新增", "RW-2024-001"), *("Ledger-Entry:", "RW-2024-001"), *("Ledger-Action:", "add"),
    ]  # fmt: skip
    assert office.git("log", "-2", "--format=%s").splitlines()[-1] == "单位更名 GDBH"


def test_a_slip_of_the_pen_is_not_kept(office: Office) -> None:
    office.ok("unit", "rename", "GDBH", "耕地保护监督处", "--slip")
    assert "former" not in line_of(office, "GDBH")
    assert "aliases: [耕保处]" in line_of(office, "GDBH")


def test_a_unit_that_takes_an_alias_as_its_name_has_it_once(office: Office) -> None:
    office.ok("unit", "rename", "GDBH", "耕保处")
    assert "aliases: [耕地保护处]" in line_of(office, "GDBH")
    assert "clean" in office.ok("check", "--strict")


def test_a_unit_moved_in_the_tree_stood_elsewhere_before(office: Office) -> None:
    office.ok("unit", "set", "GDBH", "上级单位=机关纪委", "--from", "2024-06-01")
    assert units(office, "2024-05-31")["GDBH"] == ("耕地保护处", "JGDW")
    assert units(office, "2024-06-01")["GDBH"] == ("耕地保护处", "JGJW")


def test_a_unit_that_stood_under_nobody_did_so_until_the_day_before(office: Office) -> None:
    office.ok("unit", "set", "JGJW", "parent=JGDW", "--from", "2024-06-01")
    assert "former: [{until: 2024-05-31}]" in line_of(office, "JGJW")
    assert units(office, "2024-05-31")["JGJW"] == ("机关纪委", None)
    assert units(office, "2024-06-01")["JGJW"] == ("机关纪委", "JGDW")
    office.ok("unit", "set", "JGJW", "parent=", "--from", "2024-07-01")
    days = [units(office, day)["JGJW"][1] for day in ("2024-05-31", "2024-06-30", "2024-07-01")]
    assert days == [None, "JGDW", None]


def test_aliases_and_kind_are_set_in_either_language(office: Office) -> None:
    office.ok("单位", "修改", "GDBH", "别名+=耕保、耕地处", "aliases-=耕保处", "kind=body")
    assert "aliases: [耕保, 耕地处], parent: JGDW, kind: body" in line_of(office, "GDBH")


def test_comments_and_other_lines_survive(office: Office) -> None:
    path = office.folder / "ledgers/units.yaml"
    before = path.read_text("utf-8").replace("units:\n", "units:  # 机构\n  # 厅机关\n")
    path.write_text(before, "utf-8")
    office.ok("unit", "rename", "GDBH", "新名称")
    office.ok("unit", "set", "JGJW", "parent=JGDW")
    changed = [line for line in path.read_text("utf-8").splitlines() if line not in before.splitlines()]
    assert [line.split(",")[0].strip() for line in changed] == ["- {code: GDBH", "- {code: JGJW"]
    assert "  # 厅机关\n" in path.read_text("utf-8")


def test_a_unit_that_is_to_end_is_told_what_still_names_it(office: Office) -> None:
    office.ok("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31")
    office.ok("duty", "add", "检查", "--held-by", "GDBH", "--every", "每月")
    said = office.ok("unit", "set", "GDBH", "until=2024-06-30")
    assert "1 open entries name GDBH, which ends on 2024-06-30: RW-2024-001" in said
    assert "ledger unit handover GDBH --to" in said
    assert "ledger duty handover 1 --to" in said


def test_a_unit_with_open_entries_cannot_have_ended(office: Office) -> None:
    office.ok("add", "RW-2024", "清查", "-u", "GDBH", "-d", "2024-12-31")
    said = office.refused("unit", "set", "GDBH", "until=2024-05-31")
    assert "LG202 RW-2024-001: " in said
    assert "ledger unit handover GDBH --to" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("rename", "GDBH"), 2, "NAME is missing"),
        (("rename",), 2, "UNIT is missing"),
        (("rename", "GDBH", "耕地保护处"), 1, "is that already"),
        (("rename", "GDBH", "机关纪委"), 1, "LG905"),
        (("rename", "GDBH", "新", "--from", "2024-06-02"), 1, "has not come yet"),
        (("rename", "水利", "新"), 1, "there is no unit 水利"),
        (("set", "GDBH"), 2, "KEY=VALUE is missing"),
        (("set", "GDBH", "name=新"), 2, "ledger unit rename"),
        (("set", "GDBH", "code=NEW"), 2, "for ever"),
        (("set", "GDBH", "into=JGJW"), 2, "ledger unit merge"),
        (("set", "GDBH", "kind=王国"), 2, "is not one of"),
        (("set", "GDBH", "colour=red"), 2, "there is no setting colour"),
        (("set", "GDBH", "parent=GDBH"), 1, "LG906"),
        (("set", "GDBH", "parent=JGDW"), 1, "is that already"),
        (("set", "GDBH", "kind=body", "--from", "2024-01-01"), 2, "only another parent"),
        (("set", "GDBH", "from=2024-02-31"), 1, "LG105"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, arguments: tuple[str, ...], code: int, said: str) -> None:
    before = office.tree()
    answer = office("unit", *arguments)
    assert (answer.code, said in answer.err) == (code, True), answer
    assert office.tree() == before


def test_a_change_before_the_last_one_would_rewrite_it(office: Office) -> None:
    office.ok("unit", "rename", "GDBH", "第二名", "--from", "2024-05-01")
    said = office.refused("unit", "rename", "GDBH", "第三名", "--from", "2024-05-01")
    assert "changed after 2024-04-30 already" in said
    office.ok("unit", "rename", "GDBH", "第三名", "--from", "2024-05-02")


def test_a_dry_run_shows_the_lines_and_writes_nothing(office: Office) -> None:
    before = office.tree(), office.git("rev-parse", "HEAD")
    said = office.ok("unit", "rename", "GDBH", "新名称", "--dry-run")
    assert "+  - {code: GDBH, name: 新名称" in said
    assert (office.tree(), office.git("rev-parse", "HEAD")) == before
